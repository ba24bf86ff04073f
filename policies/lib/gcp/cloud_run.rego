# METADATA
# title: Cloud Run facts
# description: |
#   How a service is reached, and by whom, as Cloud Asset Inventory and the google
#   provider of Terraform have it. The older v1 shape (Knative) keeps its settings in
#   annotations. Grants of roles are the policy of the asset, or resources of Terraform.
# related_resources:
# - ref: https://cloud.google.com/run/docs/securing/ingress
# - ref: https://cloud.google.com/run/docs/authenticating/public
# - ref: https://cloud.google.com/run/docs/reference/rest/v2/projects.locations.services
# - ref: https://cloud.google.com/run/docs/reference/rest/v1/namespaces.services
# - ref: https://cloud.google.com/run/docs/reference/iam/roles
# - ref: https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/cloud_run_service
# - ref: https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/cloud_run_service_iam
# - ref: https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/cloud_run_v2_service
# - ref: https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/cloud_run_v2_service_iam
package onus.lib.gcp.cloud_run

import data.onus.lib.fact

# From where requests are taken: from everywhere by default. With the values that keep
# others out.
ingress := object.union(found, v2_inside) if {
	found := fact.at(input.properties.ingress, "/properties/ingress")
} else := object.union(found, v1_inside) if {
	found := fact.at(input.properties.metadata.annotations["run.googleapis.com/ingress"], "/properties/metadata/annotations/run.googleapis.com~1ingress")
} else := object.union(found, v1_inside) if {
	found := fact.at(input.properties.metadata[0].annotations["run.googleapis.com/ingress"], "/properties/metadata/0/annotations/run.googleapis.com~1ingress")
} else := object.union(fact.assumed("all", "/properties"), v1_inside) if {
	annotated
} else := object.union(fact.assumed(null, "/properties"), v1_inside) if {
	v1
} else := object.union(fact.assumed("INGRESS_TRAFFIC_ALL", "/properties"), v2_inside)

v2_inside := {
	"inside": ["INGRESS_TRAFFIC_INTERNAL_ONLY", "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER", "INGRESS_TRAFFIC_NONE"],
	"expected": "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER",
}

v1_inside := {
	"inside": ["internal", "internal-and-cloud-load-balancing"],
	"expected": "internal-and-cloud-load-balancing",
}

# Whether IAM is not asked about a caller. It is by default.
invoker_check_off := found if {
	found := fact.at(input.properties.invokerIamDisabled, "/properties/invokerIamDisabled")
} else := found if {
	found := fact.at(input.properties.invoker_iam_disabled, "/properties/invoker_iam_disabled")
} else := found if {
	found := fact.at(switch(input.properties.metadata.annotations["run.googleapis.com/invoker-iam-disabled"]), "/properties/metadata/annotations/run.googleapis.com~1invoker-iam-disabled")
} else := found if {
	found := fact.at(switch(input.properties.metadata[0].annotations["run.googleapis.com/invoker-iam-disabled"]), "/properties/metadata/0/annotations/run.googleapis.com~1invoker-iam-disabled")
} else := fact.assumed(false, "/properties") if {
	annotated
} else := fact.assumed(null, "/properties") if {
	v1
} else := fact.assumed(false, "/properties")

# Annotations are strings.
switch(value) := false if {
	value in {"false", "False"}
} else := value

# A record of the v1 API.
v1 if input.properties.spec != null

# One whose annotations are there, so that one that is not among them is not set.
annotated if {
	v1
	is_object(input.properties.metadata.annotations)
}

annotated if input.type == "google_cloud_run_service"

everyone := {"allUsers", "allAuthenticatedUsers"}

# Roles that let their holder call a service.
invoking := {"roles/run.invoker", "roles/run.servicesInvoker", "roles/run.admin"}

# What is granted to everyone: the member, the role and the place.

public_grants contains {"pointer": sprintf("/raw/iam_policy/bindings/%d/members/%d", [i, j]), "member": member, "role": binding.role} if {
	is_array(input.raw.iam_policy.bindings)
	some i, binding in input.raw.iam_policy.bindings
	is_array(binding.members)
	some j, member in binding.members
	member in everyone
}

public_grants contains {"pointer": sprintf("/raw/iamPolicy/bindings/%d/members/%d", [i, j]), "member": member, "role": binding.role} if {
	is_array(input.raw.iamPolicy.bindings)
	some i, binding in input.raw.iamPolicy.bindings
	is_array(binding.members)
	some j, member in binding.members
	member in everyone
}

public_grants contains {"pointer": sprintf("/related/iam_grants/%d/properties/member", [i]), "member": grant.properties.member, "role": grant.properties.role} if {
	some i, grant in input.related.iam_grants
	grant.properties.member in everyone
}

public_grants contains {"pointer": sprintf("/related/iam_grants/%d/properties/members/%d", [i, j]), "member": member, "role": grant.properties.role} if {
	some i, grant in input.related.iam_grants
	is_array(grant.properties.members)
	some j, member in grant.properties.members
	member in everyone
}

# A complete policy, as JSON.
public_grants contains {"pointer": sprintf("/related/iam_grants/%d/properties/policy_data", [i]), "member": member, "role": binding.role} if {
	some i, grant in input.related.iam_grants
	is_string(grant.properties.policy_data)
	json.is_valid(grant.properties.policy_data)
	policy := json.unmarshal(grant.properties.policy_data)
	is_array(policy.bindings)
	some binding in policy.bindings
	is_array(binding.members)
	some member in binding.members
	member in everyone
}

# Those that let everyone call the service.
public_invokers contains grant if {
	some grant in public_grants
	grant.role in invoking
}

# Custom roles: their permissions are not known here.
public_custom_roles contains grant if {
	some grant in public_grants
	is_string(grant.role)
	regex.match(`^(projects|organizations)/`, grant.role)
}
