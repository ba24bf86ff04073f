package onus.lockdown.azure.role_assignment.granting_roles_test

import data.onus.lockdown.azure.role_assignment.granting_roles

test_arm_owner_at_management_group_scope_denies if {
	granting_roles.deny == {{
		"message": "Owner is held at management group scope, and reaches every subscription below",
		"pointer": "/properties/scope",
	}} with input as {"type": "microsoft.authorization/roleassignments", "properties": {"roleDefinitionId": "/subscriptions/0000/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "scope": "/providers/Microsoft.Management/managementGroups/root", "principalType": "User"}}
}

test_arm_user_access_administrator_at_the_tenant_root_denies if {
	granting_roles.deny == {{
		"message": "User Access Administrator is held at tenant root scope, and reaches every subscription below",
		"pointer": "/properties/scope",
	}} with input as {"type": "microsoft.authorization/roleassignments", "properties": {"roleDefinitionId": "/subscriptions/0000/providers/Microsoft.Authorization/roleDefinitions/18d7d88d-d35e-4fb5-a5c3-7773c20a72d9", "scope": "/", "principalType": "User"}}
}

test_arm_workload_that_owns_a_subscription_denies if {
	granting_roles.deny == {{
		"message": "Owner is held on a whole subscription by a principal of type ServicePrincipal",
		"pointer": "/properties/principalType",
	}} with input as {"type": "microsoft.authorization/roleassignments", "properties": {"roleDefinitionId": "/subscriptions/0000/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "scope": "/subscriptions/0000", "principalType": "ServicePrincipal"}}
}

test_arm_group_of_another_tenant_that_owns_a_subscription_denies if {
	count(granting_roles.deny) == 1 with input as {"type": "microsoft.authorization/roleassignments", "properties": {"roleDefinitionId": "/subscriptions/0000/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "scope": "/subscriptions/0000", "principalType": "ForeignGroup"}}
}

test_arm_access_control_administrator_without_condition_denies if {
	count(granting_roles.deny) == 1 with input as {"type": "microsoft.authorization/roleassignments", "properties": {"roleDefinitionId": "/subscriptions/0000/providers/Microsoft.Authorization/roleDefinitions/f58310d9-a9f6-439a-8e8d-f62e7b460168", "scope": "/subscriptions/0000", "principalType": "ServicePrincipal"}}
}

test_arm_access_control_administrator_with_condition_allows if {
	count(granting_roles.deny) == 0 with input as {"type": "microsoft.authorization/roleassignments", "properties": {"roleDefinitionId": "/subscriptions/0000/providers/Microsoft.Authorization/roleDefinitions/f58310d9-a9f6-439a-8e8d-f62e7b460168", "scope": "/subscriptions/0000", "principalType": "ServicePrincipal", "condition": "((!(ActionMatches{'Microsoft.Authorization/roleAssignments/write'})))"}}
}

test_arm_condition_of_the_wrong_type_does_not_count if {
	count(granting_roles.deny) == 1 with input as {"type": "microsoft.authorization/roleassignments", "properties": {"roleDefinitionId": "/subscriptions/0000/providers/Microsoft.Authorization/roleDefinitions/f58310d9-a9f6-439a-8e8d-f62e7b460168", "scope": "/subscriptions/0000", "principalType": "ServicePrincipal", "condition": []}}
}

test_azurerm_owner_by_id_with_an_empty_name_denies if {
	{finding.pointer | some finding in granting_roles.deny} == {"/properties/principal_type"} with input as {"type": "azurerm_role_assignment", "properties": {"role_definition_name": "", "role_definition_id": "/subscriptions/0000/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "scope": "/subscriptions/0000", "principal_type": "ServicePrincipal"}}
}

test_arm_condition_does_not_excuse_an_owner if {
	count(granting_roles.deny) == 1 with input as {"type": "microsoft.authorization/roleassignments", "properties": {"roleDefinitionId": "/subscriptions/0000/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "scope": "/subscriptions/0000", "principalType": "ServicePrincipal", "condition": "((!(ActionMatches{'Microsoft.Authorization/roleAssignments/write'})))"}}
}

test_arm_user_that_owns_a_subscription_allows if {
	count(granting_roles.deny) == 0 with input as {"type": "microsoft.authorization/roleassignments", "properties": {"roleDefinitionId": "/subscriptions/0000/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "scope": "/subscriptions/0000", "principalType": "User"}}
}

test_arm_workload_that_owns_a_resource_group_allows if {
	count(granting_roles.deny) == 0 with input as {"type": "microsoft.authorization/roleassignments", "properties": {"roleDefinitionId": "/subscriptions/0000/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "scope": "/subscriptions/0000/resourceGroups/rg", "principalType": "ServicePrincipal"}}
}

test_arm_reader_at_management_group_scope_allows if {
	count(granting_roles.deny) == 0 with input as {"type": "microsoft.authorization/roleassignments", "properties": {"roleDefinitionId": "/subscriptions/0000/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7", "scope": "/providers/Microsoft.Management/managementGroups/root", "principalType": "ServicePrincipal"}}
}

test_azurerm_owner_by_name_denies if {
	{finding.pointer | some finding in granting_roles.deny} == {"/properties/principal_type"} with input as {"type": "azurerm_role_assignment", "properties": {"role_definition_name": "Owner", "scope": "/subscriptions/0000", "principal_type": "ServicePrincipal"}}
}

test_azurerm_owner_by_id_denies if {
	{finding.pointer | some finding in granting_roles.deny} == {"/properties/principal_type"} with input as {"type": "azurerm_role_assignment", "properties": {"role_definition_id": "/subscriptions/0000/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "scope": "/subscriptions/0000", "principal_type": "ServicePrincipal"}}
}

test_azurerm_owner_at_management_group_scope_denies if {
	{finding.pointer | some finding in granting_roles.deny} == {"/properties/scope"} with input as {"type": "azurerm_role_assignment", "properties": {"role_definition_name": "owner", "scope": "/providers/Microsoft.Management/managementGroups/root/", "principal_type": "Group"}}
}

test_azurerm_user_that_owns_a_subscription_allows if {
	count(granting_roles.deny) == 0 with input as {"type": "azurerm_role_assignment", "properties": {"role_definition_name": "Owner", "scope": "/subscriptions/0000", "principal_type": "User"}}
}

test_azurerm_reader_allows if {
	count(granting_roles.deny) == 0 with input as {"type": "azurerm_role_assignment", "properties": {"role_definition_name": "Reader", "scope": "/providers/Microsoft.Management/managementGroups/root", "principal_type": null}}
}

test_empty_condition_does_not_count if {
	count(granting_roles.deny) == 1 with input as {"type": "microsoft.authorization/roleassignments", "properties": {"roleDefinitionId": "/subscriptions/0000/providers/Microsoft.Authorization/roleDefinitions/f58310d9-a9f6-439a-8e8d-f62e7b460168", "scope": "/subscriptions/0000", "principalType": "ServicePrincipal", "condition": ""}}
}

test_empty_role_is_unknown if {
	[finding.unknown | some finding in granting_roles.deny] == [true] with input as {"type": "azurerm_role_assignment", "properties": {"role_definition_name": "", "scope": "/subscriptions/0000", "principal_type": "User"}}
}

test_wide_scope_denies_whatever_the_principal if {
	granting_roles.deny == {{
		"message": "Owner is held at management group scope, and reaches every subscription below",
		"pointer": "/properties/scope",
	}} with input as {"type": "microsoft.authorization/roleassignments", "properties": {"roleDefinitionId": "/subscriptions/0000/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "scope": "/providers/Microsoft.Management/managementGroups/root"}}
}

test_narrow_scope_allows_whatever_the_principal if {
	count(granting_roles.deny) == 0 with input as {"type": "microsoft.authorization/roleassignments", "properties": {"roleDefinitionId": "/subscriptions/0000/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "scope": "/subscriptions/0000/resourceGroups/rg"}}
}

test_missing_kind_of_principal_is_unknown if {
	granting_roles.deny == {{
		"message": "Owner is held on a whole subscription, and what kind of principal holds it was not collected: az role assignment list shows principalType",
		"pointer": "/properties",
		"unknown": true,
	}} with input as {"type": "microsoft.authorization/roleassignments", "properties": {"roleDefinitionId": "/subscriptions/0000/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "scope": "/subscriptions/0000"}}
}

test_missing_scope_is_unknown if {
	granting_roles.deny == {{
		"message": "Owner is held at a scope that was not collected: az role assignment list shows scope",
		"pointer": "/properties",
		"unknown": true,
	}} with input as {"type": "microsoft.authorization/roleassignments", "properties": {"roleDefinitionId": "/subscriptions/0000/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "principalType": "User"}}
}

test_missing_role_is_unknown if {
	granting_roles.deny == {{
		"message": "which role is held was not collected: az role assignment list shows roleDefinitionId",
		"pointer": "/properties",
		"unknown": true,
	}} with input as {"type": "microsoft.authorization/roleassignments", "properties": {"scope": "/subscriptions/0000", "principalType": "User"}}
}

test_null_is_absent if {
	[finding.unknown | some finding in granting_roles.deny] == [true] with input as {"type": "microsoft.authorization/roleassignments", "properties": {"roleDefinitionId": "/subscriptions/0000/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "scope": "/subscriptions/0000", "principalType": null}}
}

test_scope_of_no_known_form_is_unknown if {
	[finding.unknown | some finding in granting_roles.deny] == [true] with input as {"type": "microsoft.authorization/roleassignments", "properties": {"roleDefinitionId": "/subscriptions/0000/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "scope": "rg", "principalType": "User"}}
}

test_wrong_type_of_the_scope_is_unknown if {
	[finding.unknown | some finding in granting_roles.deny] == [true] with input as {"type": "microsoft.authorization/roleassignments", "properties": {"roleDefinitionId": "/subscriptions/0000/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "scope": true, "principalType": "User"}}
}

test_applies_when_the_role_is_of_the_wrong_type if {
	granting_roles.applies with input as {"type": "microsoft.authorization/roleassignments", "properties": {"roleDefinitionId": 7}}
}

test_wrong_type_of_the_role_is_unknown if {
	[finding.unknown | some finding in granting_roles.deny] == [true] with input as {"type": "microsoft.authorization/roleassignments", "properties": {"roleDefinitionId": 7, "scope": "/subscriptions/0000", "principalType": "User"}}
}

test_wrong_type_of_the_principal_denies if {
	count(granting_roles.deny) == 1 with input as {"type": "microsoft.authorization/roleassignments", "properties": {"roleDefinitionId": "/subscriptions/0000/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "scope": "/subscriptions/0000", "principalType": true}}
}

test_applies_to_owners if {
	granting_roles.applies with input as {"type": "microsoft.authorization/roleassignments", "properties": {"roleDefinitionId": "/subscriptions/0000/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "scope": "/subscriptions/0000", "principalType": "User"}}
}

test_applies_when_the_role_is_not_known if {
	granting_roles.applies with input as {"type": "microsoft.authorization/roleassignments", "properties": {"roleDefinitionId": null}}
}

test_does_not_apply_to_readers if {
	not granting_roles.applies with input as {"type": "microsoft.authorization/roleassignments", "properties": {"roleDefinitionId": "/subscriptions/0000/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7", "scope": "/subscriptions/0000", "principalType": "User"}}
}

owner := "/subscriptions/0000/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635"

test_definition_with_something_behind_its_id_counts if {
	every id in [sprintf("%s/", [owner]), sprintf("%s|/subscriptions/0000", [owner])] {
		count(granting_roles.deny) == 1 with input as {"type": "azurerm_role_assignment", "properties": {"role_definition_id": id, "scope": "/subscriptions/0000", "principal_type": "ServicePrincipal"}}
		granting_roles.applies with input as {"type": "azurerm_role_assignment", "properties": {"role_definition_id": id, "scope": "/subscriptions/0000", "principal_type": "ServicePrincipal"}}
	}
}

template(scope, properties) := [object.get(finding, "unknown", false) |
	some finding in granting_roles.deny with input as {
		"type": "microsoft.authorization/roleassignments",
		"phase": "template",
		"raw": {"scope": scope},
		"properties": object.union({"roleDefinitionId": owner, "principalType": "ServicePrincipal"}, properties),
	}
]

test_scope_of_a_template_is_where_it_is_deployed if {
	template("/subscriptions/[subscription().subscriptionId]", {}) == [false]
	template("/providers/Microsoft.Management/managementGroups/[managementGroup().name]", {}) == [false]
	template("Microsoft.Management/managementGroups/mg", {}) == [false]
	template("/template/main/providers/microsoft.management/managementgroups/mg", {}) == [false]
	template("/", {}) == [false]
	template("/subscriptions/[subscription().subscriptionId]/resourceGroups/[resourceGroup().name]", {}) == []
	template(null, {}) == [true]
}

test_scope_of_a_template_can_be_a_resource if {
	every scope in [
		"/template/main/providers/microsoft.storage/storageaccounts/st",
		"/template/main/resourcegroups/rg/providers/microsoft.storage/storageaccounts/st/blobservices/default",
		"Microsoft.Storage/storageAccounts/st",
		"/subscriptions/0000/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/st",
	] {
		template(scope, {}) == []
	}
}

test_scope_that_a_template_cannot_set_does_not_count if {
	template("/subscriptions/[subscription().subscriptionId]", {"scope": "/subscriptions/0000/resourceGroups/rg"}) == [false]
}
