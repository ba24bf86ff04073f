# METADATA
# title: Roles that can grant access are not held across subscriptions, nor by workloads on a whole one
# description: Who holds Owner, User Access Administrator or an unconditioned Role Based Access Control Administrator can give any role to anyone. At management group or tenant scope that reaches every subscription below; a workload holds it with a credential that no second factor protects.
# related_resources:
# - ref: https://learn.microsoft.com/azure/role-based-access-control/best-practices
# - ref: https://learn.microsoft.com/azure/role-based-access-control/role-assignments-list-portal
# - ref: https://learn.microsoft.com/azure/role-based-access-control/elevate-access-global-admin
# custom:
#   id: AZ-ROLE-001
#   severity: high
#   layer: identity.users
#   resources: [microsoft.authorization/roleassignments, azurerm_role_assignment]
#   needs: []
#   remediation:
#     summary: Replace the assignment by a job function role, by one at resource group scope, or by an eligible one that is activated when needed.
#     az: az role assignment delete --ids {id}
#     terraform: scope = azurerm_resource_group.example.id
#     arm: "properties: { roleDefinitionId: 'ROLE_DEFINITION_ID' }"
#   frameworks: {mcsb: [PA-1, PA-7]}
package onus.lockdown.azure.role_assignment.granting_roles

import data.onus.lib.azure.role_assignment

# Only the roles that can grant access, and assignments whose role is not known.
applies if held

applies if count(role_assignment.roles) == 0

# A Role Based Access Control Administrator with a condition grants only what the
# condition lets through: that is the way to delegate.
held := "Owner" if {
	"Owner" in role_assignment.granted
} else := "User Access Administrator" if {
	"User Access Administrator" in role_assignment.granted
} else := "Role Based Access Control Administrator" if {
	"Role Based Access Control Administrator" in role_assignment.granted
	not role_assignment.conditioned
}

# Every subscription needs an owner, so people and groups may hold such a role on
# a subscription; how many do is not for one assignment to say.
deny contains finding if {
	held
	role_assignment.wide_scope in {"tenant root", "management group"}
	finding := {
		"message": sprintf("%s is held at %s scope, and reaches every subscription below", [held, role_assignment.wide_scope]),
		"pointer": role_assignment.scope.pointer,
	}
}

deny contains finding if {
	held
	role_assignment.wide_scope == "subscription"
	role_assignment.principal_type.value != null
	not role_assignment.principal_type.value in {"User", "Group"}
	finding := {
		"message": sprintf("%s is held on a whole subscription by a principal of type %v", [held, role_assignment.principal_type.value]),
		"pointer": role_assignment.principal_type.pointer,
	}
}

deny contains finding if {
	held
	role_assignment.wide_scope == "subscription"
	role_assignment.principal_type.value == null
	finding := {
		"message": sprintf("%s is held on a whole subscription, and what kind of principal holds it was not collected: az role assignment list shows principalType", [held]),
		"pointer": role_assignment.principal_type.pointer,
		"unknown": true,
	}
}

deny contains finding if {
	held
	not role_assignment.wide_scope
	not role_assignment.narrow_scope
	finding := {
		"message": sprintf("%s is held at a scope that was not collected: az role assignment list shows scope", [held]),
		"pointer": role_assignment.scope.pointer,
		"unknown": true,
	}
}

deny contains finding if {
	count(role_assignment.roles) == 0
	finding := {
		"message": "which role is held was not collected: az role assignment list shows roleDefinitionId",
		"pointer": "/properties",
		"unknown": true,
	}
}
