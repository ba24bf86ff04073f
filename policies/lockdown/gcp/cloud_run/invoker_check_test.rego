package onus.lockdown.gcp.cloud_run.invoker_check_test

import data.onus.lockdown.gcp.cloud_run.invoker_check

pointers(properties) := {finding.pointer | some finding in invoker_check.deny with input as {"properties": properties}}

test_check_off_denies if {
	invoker_check.deny == {{
		"message": "callers are not checked",
		"pointer": "/properties/invokerIamDisabled",
		"expected": false,
	}} with input as {"type": "run.googleapis.com/Service", "properties": {"invokerIamDisabled": true}}
}

test_terraform_denies if pointers({"invoker_iam_disabled": true}) == {"/properties/invoker_iam_disabled"}

test_check_on_allows if {
	pointers({"invokerIamDisabled": false}) == set()
	pointers({"invoker_iam_disabled": false}) == set()
}

test_default_allows if {
	pointers({}) == set()
	pointers({"invoker_iam_disabled": null}) == set()
}

test_wrong_type_denies if pointers({"invokerIamDisabled": "false"}) == {"/properties/invokerIamDisabled"}

test_v1_is_unknown if {
	[finding.unknown | some finding in invoker_check.deny] == [true] with input as {"properties": {"metadata": {"annotations": {}}, "spec": {}}}
}

test_spec_of_another_shape_is_no_answer if {
	every spec in [false, true, "", [], {}] {
		count(invoker_check.deny) == 1 with input as {"type": "run.googleapis.com/Service", "properties": {"spec": spec}}
	}
}
