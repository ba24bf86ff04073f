package onus.lockdown.aws.app_runner.public_access_test

import data.onus.lockdown.aws.app_runner.public_access

pointers(properties) := {finding.pointer | some finding in public_access.deny with input as {"properties": properties}}

test_public_denies if {
	public_access.deny == {{
		"message": "all of the internet reaches the service",
		"pointer": "/properties/NetworkConfiguration/IngressConfiguration/IsPubliclyAccessible",
		"expected": false,
	}} with input as {"type": "AWS::AppRunner::Service", "properties": {"NetworkConfiguration": {"IngressConfiguration": {"IsPubliclyAccessible": true}}}}
}

test_private_allows if {
	pointers({"NetworkConfiguration": {"IngressConfiguration": {"IsPubliclyAccessible": false}}}) == set()
	pointers({"network_configuration": [{"ingress_configuration": [{"is_publicly_accessible": false}]}]}) == set()
}

test_default_denies if {
	pointers({}) == {"/properties"}
	pointers({"NetworkConfiguration": {"IngressConfiguration": null}}) == {"/properties"}
	pointers({"network_configuration": []}) == {"/properties"}
}

test_booleans_as_strings_are_booleans if {
	pointers({"NetworkConfiguration": {"IngressConfiguration": {"IsPubliclyAccessible": "false"}}}) == set()
	pointers({"NetworkConfiguration": {"IngressConfiguration": {"IsPubliclyAccessible": "False"}}}) == set()
	count(pointers({"NetworkConfiguration": {"IngressConfiguration": {"IsPubliclyAccessible": "true"}}})) == 1
}

test_wrong_type_denies if {
	count(pointers({"NetworkConfiguration": {"IngressConfiguration": {"IsPubliclyAccessible": "no"}}})) == 1
	count(pointers({"NetworkConfiguration": {"IngressConfiguration": {"IsPubliclyAccessible": 0}}})) == 1
	count(pointers({"network_configuration": {"ingress_configuration": {"is_publicly_accessible": false}}})) == 1
}
