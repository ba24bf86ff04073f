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

test_v1_without_annotations_is_unknown if {
	[finding.unknown | some finding in invoker_check.deny] == [true] with input as {"properties": {"metadata": {}, "spec": {}}}
	[finding.unknown | some finding in invoker_check.deny] == [true] with input as {"properties": {"spec": {}}}
}

v1(annotations) := {finding.pointer | some finding in invoker_check.deny with input as {"type": "run.googleapis.com/Service", "properties": {"metadata": {"annotations": annotations}, "spec": {}}}}

v1_terraform(annotations) := {finding.pointer | some finding in invoker_check.deny with input as {"type": "google_cloud_run_service", "properties": {"metadata": [{"annotations": annotations}]}}}

test_annotations_of_v1 if {
	v1({}) == set()
	v1({"run.googleapis.com/invoker-iam-disabled": "false"}) == set()
	v1({"run.googleapis.com/invoker-iam-disabled": "true"}) == {"/properties/metadata/annotations/run.googleapis.com~1invoker-iam-disabled"}
	v1_terraform({"run.googleapis.com/invoker-iam-disabled": "true"}) == {"/properties/metadata/0/annotations/run.googleapis.com~1invoker-iam-disabled"}
	v1_terraform({"run.googleapis.com/ingress": "all"}) == set()
}

test_spec_of_another_shape_is_no_answer if {
	every spec in [false, true, "", [], {}] {
		count(invoker_check.deny) == 1 with input as {"type": "run.googleapis.com/Service", "properties": {"spec": spec}}
	}
}

grants(list) := {[finding.pointer, object.get(finding, "unknown", false)] |
	some finding in invoker_check.deny with input as {
		"type": "google_cloud_run_v2_service",
		"properties": {"invoker_iam_disabled": false},
		"raw": {},
		"related": {"iam_grants": [{"properties": grant} | some grant in list]},
	}
}

test_grants_to_everyone_deny if {
	member := {["/related/iam_grants/0/properties/member", false]}
	grants([{"role": "roles/run.invoker", "member": "allUsers"}]) == member
	grants([{"role": "roles/run.invoker", "member": "allAuthenticatedUsers"}]) == member
	grants([{"role": "roles/run.admin", "member": "allUsers"}]) == member
	grants([{"role": "roles/run.invoker", "members": ["user:a@example.com", "allUsers"]}]) == {["/related/iam_grants/0/properties/members/1", false]}
	policy := json.marshal({"bindings": [{"role": "roles/run.invoker", "members": ["allUsers"]}]})
	grants([{"role": "roles/run.viewer", "member": "allUsers"}, {"policy_data": policy}]) == {["/related/iam_grants/1/properties/policy_data", false]}
}

test_other_grants_allow if {
	grants([]) == set()
	grants([{"role": "roles/run.invoker", "member": "serviceAccount:a@p.iam.gserviceaccount.com"}]) == set()
	grants([{"role": "roles/run.viewer", "member": "allUsers"}]) == set()
	grants([{"role": "roles/run.invoker", "members": ["domain:example.com"]}]) == set()
	grants([{"role": "roles/run.invoker", "members": []}]) == set()
	grants([{"policy_data": json.marshal({"bindings": [{"role": "roles/run.invoker", "members": ["group:a@example.com"]}]})}]) == set()
	grants([{"policy_data": "{}"}, {"policy_data": "no policy"}, {"policy_data": null}, {"policy_data": json.marshal({"bindings": null})}]) == set()
}

test_custom_role_for_everyone_is_unknown if {
	grants([{"role": "projects/p/roles/caller", "member": "allUsers"}]) == {["/related/iam_grants/0/properties/member", true]}
	grants([{"role": "organizations/1/roles/caller", "members": ["allAuthenticatedUsers"]}]) == {["/related/iam_grants/0/properties/members/0", true]}
	grants([{"role": "projects/p/roles/caller", "member": "user:a@example.com"}]) == set()
}

asset(raw) := {finding.pointer | some finding in invoker_check.deny with input as {"type": "run.googleapis.com/Service", "properties": {"invokerIamDisabled": false}, "raw": raw, "related": {"iam_grants": []}}}

test_policies_of_assets if {
	invoker := {"bindings": [{"role": "roles/run.developer", "members": ["user:a@example.com"]}, {"role": "roles/run.invoker", "members": ["allUsers"]}]}
	asset({"iam_policy": invoker}) == {"/raw/iam_policy/bindings/1/members/0"}
	asset({"iamPolicy": invoker}) == {"/raw/iamPolicy/bindings/1/members/0"}
	asset({"iam_policy": {"bindings": [{"role": "roles/run.invoker", "members": ["serviceAccount:a@p.iam.gserviceaccount.com"]}]}}) == set()
	asset({"iam_policy": {"bindings": [{"role": "roles/run.viewer", "members": ["allUsers"]}]}}) == set()
	asset({"iam_policy": {"etag": "a"}}) == set()
	asset({"iam_policy": {"bindings": null}, "iamPolicy": null}) == set()
	asset({"iam_policy": {"bindings": [{"role": "roles/run.invoker", "members": null}, {"role": "roles/run.invoker"}]}}) == set()
	asset({}) == set()
}
