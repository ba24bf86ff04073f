package onus.lockdown.boundary.claimed_duty_test

import data.onus.lockdown.boundary.claimed_duty

microsoft := {"kind": "provider", "name": "Microsoft"}

fabrikam := {"kind": "third_party", "name": "Fabrikam"}

customer := {"kind": "customer"}

performed_by(parties) := {"os.guest": {
	"accountable": parties[0],
	"performs": [{"party": party, "duty": "patch the guest operating system"} | some party in parties],
}}

claimed(party) := {"layer": "os.guest", "party": party, "source": "handbook"}

test_a_duty_of_the_customer_claimed_for_the_provider_is_left_to_nobody if {
	claimed_duty.deny == {{
		"message": "left to nobody: `handbook` relies on Microsoft, but it is for the customer to patch the guest operating system",
		"layer": "os.guest",
	}} with input as {"claims": [claimed(microsoft)], "responsibility": performed_by([customer])}
}

test_a_claim_of_the_record_is_pointed_at if {
	claim := object.union(claimed(microsoft), {"pointer": "/raw/claims/0"})
	some finding in claimed_duty.deny with input as {"claims": [claim], "responsibility": performed_by([customer])}
	finding.pointer == "/raw/claims/0"
}

test_a_claim_that_agrees_allows if {
	count(claimed_duty.deny) == 0 with input as {
		"claims": [claimed({"kind": "customer", "name": "payments"})],
		"responsibility": performed_by([customer]),
	}
}

test_a_duty_of_the_provider_is_performed_whatever_is_believed if {
	count(claimed_duty.deny) == 0 with input as {"claims": [claimed(customer)], "responsibility": performed_by([microsoft])}
}

test_the_customers_part_of_a_shared_duty_is_not_forgotten if {
	count(claimed_duty.deny) == 1 with input as {
		"claims": [claimed(microsoft)],
		"responsibility": performed_by([microsoft, customer]),
	}
}

test_both_parts_of_a_shared_duty_can_be_claimed if {
	count(claimed_duty.deny) == 0 with input as {
		"claims": [claimed(microsoft), claimed(customer)],
		"responsibility": performed_by([microsoft, customer]),
	}
}

test_another_document_does_not_mend_a_wrong_one if {
	count(claimed_duty.deny) == 1 with input as {
		"claims": [claimed(microsoft), object.union(claimed(customer), {"source": "contract"})],
		"responsibility": performed_by([customer]),
	}
}

test_a_third_party_must_be_the_one_that_is_named if {
	count(claimed_duty.deny) == 0 with input as {"claims": [claimed(fabrikam)], "responsibility": performed_by([fabrikam])}
	count(claimed_duty.deny) == 1 with input as {
		"claims": [claimed({"kind": "third_party", "name": "Contoso Services"})],
		"responsibility": performed_by([fabrikam]),
	}
}

test_a_layer_that_nobody_answers_for_denies if {
	count(claimed_duty.deny) == 1 with input as {"claims": [claimed(microsoft)], "responsibility": {}}
}

test_resources_without_claims_are_none_of_its_business if {
	not claimed_duty.applies with input as {"claims": [], "responsibility": performed_by([customer])}
	claimed_duty.applies with input as {"claims": [claimed(customer)], "responsibility": performed_by([customer])}
}
