package onus.lockdown.gcp.load_balancer.security_policy_test

import data.onus.lockdown.gcp.load_balancer.security_policy

policy := "https://www.googleapis.com/compute/v1/projects/contoso/global/securityPolicies/web"

pointers(properties) := {finding.pointer | some finding in security_policy.deny with input as {"type": "compute.googleapis.com/BackendService", "properties": properties}}

test_no_policy_denies if {
	security_policy.deny == {{
		"message": "no policy of Cloud Armor guards the service",
		"pointer": "/properties",
	}} with input as {"type": "compute.googleapis.com/BackendService", "properties": {"loadBalancingScheme": "EXTERNAL_MANAGED", "protocol": "HTTPS"}}
}

test_null_empty_and_wrong_type_deny if {
	pointers({"securityPolicy": null}) == {"/properties"}
	pointers({"securityPolicy": ""}) == {"/properties/securityPolicy"}
	pointers({"security_policy": " "}) == {"/properties/security_policy"}
	pointers({"securityPolicy": [policy]}) == {"/properties/securityPolicy"}
}

test_policy_for_the_edge_alone_denies if pointers({"edgeSecurityPolicy": policy}) == {"/properties"}

test_policy_allows if {
	pointers({"securityPolicy": policy}) == set()
	pointers({"security_policy": "projects/contoso/global/securityPolicies/web"}) == set()
}

asked(kind, properties) if security_policy.applies with input as {"type": kind, "properties": properties}

test_internal_services_are_not_asked if {
	not asked("compute.googleapis.com/BackendService", {"loadBalancingScheme": "INTERNAL_MANAGED"})
	not asked("google_compute_backend_service", {"load_balancing_scheme": "INTERNAL_SELF_MANAGED"})
	not asked("google_compute_region_backend_service", {})
}

test_balancers_of_connections_are_not_asked if {
	not asked("compute.googleapis.com/BackendService", {"loadBalancingScheme": "EXTERNAL", "protocol": "TCP"})
	not asked("google_compute_backend_service", {"protocol": "SSL"})
}

test_external_services_are_asked if {
	asked("compute.googleapis.com/BackendService", {"loadBalancingScheme": "EXTERNAL", "protocol": "HTTP2"})
	asked("compute.googleapis.com/BackendService", {"loadBalancingScheme": null, "protocol": null})
	asked("google_compute_backend_service", {})
	asked("google_compute_region_backend_service", {"load_balancing_scheme": "EXTERNAL_MANAGED"})
	asked("google_compute_backend_service", {"load_balancing_scheme": "internal", "protocol": "tcp"})
}
