package onus.boundary.editions.aws_2026_test

import data.onus.boundary.editions.aws_2026

side(answer) := "shared" if count(answer.performs) == 2

side(answer) := answer.performs[0].party.kind if count(answer.performs) == 1

sides(answers) := {layer: side(answer) | some layer, answer in answers}

test_infrastructure_service if {
	answers := aws_2026.responsibility with input as {"model": "iaas", "provider": "aws"}
	sides(answers) == {
		"data": "customer",
		"keys": "customer",
		"identity.users": "customer",
		"configuration": "customer",
		"application": "customer",
		"runtime": "customer",
		"os.guest": "customer",
		"network.controls": "customer",
		"host": "provider",
		"network.physical": "provider",
		"datacenter": "provider",
	}
}

test_network_of_container_and_abstracted_services_is_left_to_their_class if {
	answers := aws_2026.responsibility with input as {"model": "paas", "provider": "aws"}
	sides(answers) == {
		"data": "customer",
		"keys": "customer",
		"identity.users": "customer",
		"configuration": "customer",
		"application": "customer",
		"runtime": "provider",
		"os.guest": "provider",
		"host": "provider",
		"network.physical": "provider",
		"datacenter": "provider",
	}
}

test_whole_answer if {
	answer := aws_2026.responsibility["os.guest"] with input as {"model": "iaas", "provider": "aws"}
	answer == {
		"performs": [{"party": {"kind": "customer"}, "duty": "patch and harden the operating system"}],
		"accountable": {"kind": "customer"},
		"basis": {
			"edition": "aws-2026",
			"cell": "operating system x iaas",
			"confidence": "stated",
			"source": "https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/shared-responsibility.html",
		},
	}
}

test_provider_has_a_name if {
	answer := aws_2026.responsibility.host with input as {"model": "paas", "provider": "aws"}
	answer.accountable == {"kind": "provider", "name": "AWS"}
}

test_projected_cells_are_inferred_and_say_so if {
	answers := aws_2026.responsibility with input as {"model": "caas-managed", "provider": "aws"}
	{answer.basis.confidence | some answer in answers} == {"inferred"}
	answers.keys.basis.cell == "encryption options x paas"
	answers.application.basis.cell == "application software x iaas"
}

test_runtime_of_functions_is_left_to_lambda if {
	answers := aws_2026.responsibility with input as {"model": "faas", "provider": "aws"}
	not answers.runtime
	answers["os.guest"].accountable.kind == "provider"
}

test_nodes_are_never_answered if {
	every kind in ["iaas", "caas", "caas-managed", "paas", "faas", "saas", "hybrid", "partner"] {
		answers := aws_2026.responsibility with input as {"model": kind, "provider": "aws"}
		not answers["os.node"]
	}
}

test_everything_outside_is_the_customers if {
	every kind in ["onprem", "hybrid"] {
		answers := aws_2026.responsibility with input as {"model": kind, "provider": "aws"}
		count(answers) > 10
		{answer.accountable.kind | some answer in answers} == {"customer"}
	}
}

test_unknown_model_has_no_answer if {
	count(aws_2026.responsibility) == 0 with input as {"provider": "aws"}
	count(aws_2026.responsibility) == 0 with input as {"model": "xaas", "provider": "aws"}
}
