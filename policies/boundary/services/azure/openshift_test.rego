package onus.boundary.services.azure.openshift_test

import data.onus.boundary.services.azure.openshift

cluster := {"type": "microsoft.redhatopenshift/openshiftclusters", "properties": {}}

test_nodes_are_run_by_two_named_parties if {
	openshift.responsibility["os.node"] == {
		"performs": [
			{
				"party": {"kind": "provider", "name": "Microsoft"},
				"duty": "run, patch and harden the control plane and worker nodes",
			},
			{
				"party": {"kind": "third_party", "name": "Red Hat"},
				"duty": "run, patch and harden the control plane and worker nodes",
			},
		],
		"accountable": {"kind": "provider", "name": "Microsoft"},
		"basis": {
			"edition": "aro-2021",
			"cell": "control plane nodes, worker nodes x security and compliance",
			"confidence": "stated",
			"source": "https://learn.microsoft.com/azure/openshift/responsibility-matrix",
		},
	} with input as cluster
}

test_the_customer_starts_the_upgrade if {
	found := openshift.responsibility.runtime with input as cluster
	[performer.party.kind | some performer in found.performs] == ["provider", "third_party", "customer"]
	found.accountable == {"kind": "customer"}
}

test_applications_are_the_customers if {
	openshift.responsibility.application.accountable == {"kind": "customer"} with input as cluster
}

test_data_is_left_to_the_edition if {
	not openshift.responsibility.data with input as cluster
}
