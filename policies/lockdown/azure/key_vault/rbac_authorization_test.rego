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

template(version) := {"type": "microsoft.keyvault/vaults", "phase": "template", "properties": {}, "raw": {"apiVersion": version}}

test_template_takes_the_default_of_its_api_version if {
	every version in ["2016-10-01", "2019-09-01", "2023-07-01", "2024-11-01", "2025-05-01"] {
		rbac_authorization.deny == {{
			"message": "access policies of the vault decide who reaches keys and secrets",
			"pointer": "/properties",
			"expected": true,
		}} with input as template(version)
	}
}

test_template_without_a_known_default_is_unknown if {
	every version in ["[parameters('version')]", null, "latest", "2026-02-01", "2026-03-01-preview", "2027-01-01"] {
		rbac_authorization.deny == {{
			"message": "`enableRbacAuthorization` is not set, and its default depends on the API version and on whether the vault exists already: set it",
			"pointer": "/properties",
			"expected": true,
			"unknown": true,
		}} with input as template(version)
	}
}

test_export_does_not_take_the_default_of_a_query if {
	without := rbac_authorization.deny with input as {"type": "microsoft.keyvault/vaults", "phase": "deployed", "properties": {}, "raw": {}}
	rbac_authorization.deny == without with input as object.union(template(["2026-02-01", "2026-03-01-preview", "2027-01-01"][0]), {"phase": "deployed"})
}

test_template_that_sets_the_property_does_not_take_the_default if {
	count(rbac_authorization.deny) == 0 with input as object.union(template(["2016-10-01", "2019-09-01", "2023-07-01", "2024-11-01", "2025-05-01"][0]), {"properties": {"enableRbacAuthorization": true}})
	count(rbac_authorization.deny) == 1 with input as object.union(template(["2026-02-01", "2026-03-01-preview", "2027-01-01"][0]), {"properties": {"enableRbacAuthorization": false}})
}
