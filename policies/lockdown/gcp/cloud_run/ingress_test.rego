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

test_v1_without_annotations_is_unknown if {
	[finding.unknown | some finding in ingress.deny] == [true] with input as {"properties": {"metadata": {}, "spec": {}}}
	[finding.unknown | some finding in ingress.deny] == [true] with input as {"properties": {"spec": {}}}
}

v1(annotations) := {finding.pointer | some finding in ingress.deny with input as {"type": "run.googleapis.com/Service", "properties": {"metadata": {"annotations": annotations}, "spec": {}}}}

v1_terraform(properties) := {[finding.pointer, finding.expected] | some finding in ingress.deny with input as {"type": "google_cloud_run_service", "properties": properties}}

annotation(value) := {"run.googleapis.com/ingress": value}

test_annotations_of_v1 if {
	v1(annotation("internal")) == set()
	v1(annotation("internal-and-cloud-load-balancing")) == set()
	v1(annotation("all")) == {"/properties/metadata/annotations/run.googleapis.com~1ingress"}
	v1(annotation("INGRESS_TRAFFIC_INTERNAL_ONLY")) == {"/properties/metadata/annotations/run.googleapis.com~1ingress"}
	v1({}) == {"/properties"}
}

test_annotations_of_v1_in_terraform if {
	v1_terraform({"metadata": [{"annotations": annotation("internal")}]}) == set()
	v1_terraform({"metadata": [{"annotations": annotation("internal-and-cloud-load-balancing")}]}) == set()
	v1_terraform({"metadata": [{"annotations": annotation("all")}]}) == {["/properties/metadata/0/annotations/run.googleapis.com~1ingress", "internal-and-cloud-load-balancing"]}
	v1_terraform({"metadata": [{"annotations": null}]}) == {["/properties", "internal-and-cloud-load-balancing"]}
	v1_terraform({"metadata": []}) == {["/properties", "internal-and-cloud-load-balancing"]}
	v1_terraform({}) == {["/properties", "internal-and-cloud-load-balancing"]}
}
