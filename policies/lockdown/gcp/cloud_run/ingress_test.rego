package onus.lockdown.gcp.cloud_run.ingress_test

import data.onus.lockdown.gcp.cloud_run.ingress

pointers(properties) := {finding.pointer | some finding in ingress.deny with input as {"properties": properties}}

test_everywhere_denies if {
	ingress.deny == {{
		"message": "requests are taken from everywhere",
		"pointer": "/properties/ingress",
		"expected": "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER",
	}} with input as {"type": "run.googleapis.com/Service", "properties": {"ingress": "INGRESS_TRAFFIC_ALL"}}
}

test_inside_allows if {
	pointers({"ingress": "INGRESS_TRAFFIC_INTERNAL_ONLY"}) == set()
	pointers({"ingress": "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER"}) == set()
	pointers({"ingress": "INGRESS_TRAFFIC_NONE"}) == set()
}

test_default_denies if {
	pointers({}) == {"/properties"}
	pointers({"ingress": null}) == {"/properties"}
}

test_other_spelling_and_type_deny if {
	pointers({"ingress": "internal"}) == {"/properties/ingress"}
	pointers({"ingress": "INGRESS_TRAFFIC_UNSPECIFIED"}) == {"/properties/ingress"}
	pointers({"ingress": true}) == {"/properties/ingress"}
}

test_v1_is_unknown if {
	[finding.unknown | some finding in ingress.deny] == [true] with input as {"properties": {"metadata": {"annotations": {"run.googleapis.com/ingress": "internal"}}, "spec": {}}}
}
