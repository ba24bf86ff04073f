package onus.boundary.services.kubernetes.workloads_test

import data.onus.boundary.services.kubernetes.workloads

test_workloads_are_the_customers if {
	answers := workloads.responsibility with input as {"type": "apps/v1/Deployment", "properties": {}}
	object.keys(answers) == {"application", "configuration", "network.controls"}
	every answer in answers {
		answer.accountable == {"kind": "customer"}
		[duty.party.kind | some duty in answer.performs] == ["customer"]
		answer.basis.confidence == "inferred"
	}
}
