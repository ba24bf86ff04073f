package onus.boundary.services.azure.ai_test

import data.onus.boundary.services.azure.ai

account(kind) := {"type": "microsoft.cognitiveservices/accounts", "raw": {"kind": kind}, "properties": {}}

deployment(format) := {
	"type": "microsoft.cognitiveservices/accounts/deployments",
	"raw": {},
	"properties": {"model": {"format": format}},
}

parties(found) := [performer.party | some performer in found.performs]

microsoft := {"kind": "provider", "name": "Microsoft"}

customer := {"kind": "customer"}

test_the_platform_is_microsofts_as_the_document_says_of_openai if {
	found := ai.responsibility["ai.platform"] with input as account("OpenAI")
	found.accountable == microsoft
	found.basis.confidence == "stated"
}

test_other_services_follow_by_inference if {
	found := ai.responsibility["ai.platform"] with input as account("SpeechServices")
	found.accountable == microsoft
	found.basis.confidence == "inferred"
}

test_application_and_usage_are_the_customers if {
	every layer in ["ai.application", "ai.usage"] {
		ai.responsibility[layer].accountable == customer with input as account("OpenAI")
	}
}

test_a_model_of_another_maker_names_it if {
	found := ai.responsibility["ai.platform"] with input as deployment("Mistral AI")
	parties(found) == [microsoft, {"kind": "third_party", "name": "Mistral AI"}, customer]
	found.accountable == customer
}

test_a_model_of_nobody_known_stays_with_the_customer if {
	every format in [null, 4, {}] {
		ai.responsibility["ai.platform"].accountable == customer with input as deployment(format)
	}
}

test_a_model_of_ones_own_is_shared if {
	found := ai.responsibility["ai.platform"] with input as {
		"type": "microsoft.machinelearningservices/workspaces",
		"raw": {},
		"properties": {},
	}
	parties(found) == [microsoft, customer]
}
