package onus.lockdown.azure.key_vault.rbac_authorization_test

import data.onus.lockdown.azure.key_vault.rbac_authorization

test_arm_access_policies_deny if {
	rbac_authorization.deny == {{
		"message": "access policies of the vault decide who reaches keys and secrets",
		"pointer": "/properties/enableRbacAuthorization",
		"expected": true,
	}} with input as {"properties": {"enableRbacAuthorization": false}}
}

test_arm_azure_rbac_allows if {
	count(rbac_authorization.deny) == 0 with input as {"properties": {"enableRbacAuthorization": true}}
}

test_azurerm_4_access_policies_deny if {
	count(rbac_authorization.deny) == 1 with input as {"properties": {"rbac_authorization_enabled": false}}
}

test_azurerm_4_azure_rbac_allows if {
	count(rbac_authorization.deny) == 0 with input as {"properties": {"rbac_authorization_enabled": true}}
}

test_azurerm_3_access_policies_deny if {
	count(rbac_authorization.deny) == 1 with input as {"properties": {"enable_rbac_authorization": false}}
}

test_azurerm_3_azure_rbac_allows if {
	count(rbac_authorization.deny) == 0 with input as {"properties": {"enable_rbac_authorization": true}}
}

test_missing_property_means_access_policies_and_denies if {
	count(rbac_authorization.deny) == 1 with input as {"properties": {}}
}

test_wrong_type_denies if {
	count(rbac_authorization.deny) == 1 with input as {"properties": {"enableRbacAuthorization": 1}}
}

test_null_is_absent if {
	some finding in rbac_authorization.deny with input as {"properties": {"enableRbacAuthorization": null}}
	finding.pointer == "/properties"
}
