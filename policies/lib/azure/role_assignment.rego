# METADATA
# title: Role assignment facts
# description: Which role is held, by what kind of principal and how far it reaches (ARM or azurerm).
# related_resources:
# - ref: https://learn.microsoft.com/azure/templates/microsoft.authorization/roleassignments
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/role_assignment
# - ref: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/privileged
package onus.lib.azure.role_assignment

import data.onus.lib.fact

# The built-in roles that can grant access to others, and with it any other role.
granting_roles := {
	"8e3af657-a8ff-443c-a75c-2fe8c4bcb635": "Owner",
	"18d7d88d-d35e-4fb5-a5c3-7773c20a72d9": "User Access Administrator",
	"f58310d9-a9f6-439a-8e8d-f62e7b460168": "Role Based Access Control Administrator",
}

# The role, as a definition id, and in azurerm also by name; none when not known.
roles contains text if {
	some text in {
		object.get(input, ["properties", "roleDefinitionId"], null),
		object.get(input, ["properties", "role_definition_id"], null),
		object.get(input, ["properties", "role_definition_name"], null),
	}
	is_string(text)
	text != ""
}

# The granting roles that are assigned; none for any other role. Terraform can write the
# scope of the definition behind its id: `ID|SCOPE`.
granted contains name if {
	some guid, name in granting_roles
	some text in roles
	contains(lower(text), guid)
}

granted contains name if {
	some name in granting_roles
	some text in roles
	lower(text) == lower(name)
}

# Whether a condition narrows what the holder may grant, and to whom.
conditioned if {
	is_string(input.properties.condition)
	input.properties.condition != ""
}

# Where the assignment holds: in a template, what it extends, or the place of deployment.
# Null: not known.
scope := found if {
	input.phase == "template"
	found := fact.at(input.raw.scope, "/raw/scope")
} else := found if {
	found := fact.at(input.properties.scope, "/properties/scope")
} else := fact.assumed(null, "/properties")

# How far that reaches; undefined for a resource group, a resource, and when the
# scope is not known.
wide_scope := "tenant root" if {
	scope.value == "/"
} else := "management group" if {
	is_string(scope.value)
	regex.match("(^|/providers/)microsoft\\.management/managementgroups/[^/]+/?$", lower(scope.value))
} else := "subscription" if {
	is_string(scope.value)
	regex.match("^/subscriptions/[^/]+/?$", lower(scope.value))
}

# Something inside a subscription, or a tenant resource that is no management group.
narrow_scope if {
	is_string(scope.value)
	regex.match("^/(subscriptions/[^/]+|providers)/[^/]+/.+", lower(scope.value))
	not wide_scope
}

# What a template calls a resource of its own: by its type and name, or by the id that it
# has here.
narrow_scope if {
	input.phase == "template"
	is_string(input.raw.scope)
	regex.match(`^(/template/.+/providers/)?[a-z0-9]+\.[a-z0-9.]+/[^/]+/.+`, lower(input.raw.scope))
	not wide_scope
}

# User, Group, ServicePrincipal (which managed identities are too), ForeignGroup
# or Device. Null: not known.
principal_type := found if {
	found := fact.at(input.properties.principalType, "/properties/principalType")
} else := found if {
	found := fact.at(input.properties.principal_type, "/properties/principal_type")
} else := fact.assumed(null, "/properties")
