package onus.lockdown.azure.postgresql.entra_only_test

import data.onus.lockdown.azure.postgresql.entra_only

test_arm_passwords_only_denies_twice if {
	entra_only.deny == {
		{
			"message": "identities from Microsoft Entra cannot sign in",
			"pointer": "/properties/authConfig/activeDirectoryAuth",
			"expected": "Enabled",
		},
		{
			"message": "passwords of the database are accepted",
			"pointer": "/properties/authConfig/passwordAuth",
			"expected": "Disabled",
		},
	} with input as {"properties": {"authConfig": {"activeDirectoryAuth": "Disabled", "passwordAuth": "Enabled"}}}
}

test_arm_both_denies if {
	count(entra_only.deny) == 1 with input as {"properties": {"authConfig": {"activeDirectoryAuth": "Enabled", "passwordAuth": "Enabled"}}}
}

test_arm_entra_only_allows if {
	count(entra_only.deny) == 0 with input as {"properties": {"authConfig": {"activeDirectoryAuth": "Enabled", "passwordAuth": "Disabled"}}}
}

test_azurerm_both_denies if {
	entra_only.deny == {{
		"message": "passwords of the database are accepted",
		"pointer": "/properties/authentication/0/password_auth_enabled",
		"expected": false,
	}} with input as {"properties": {"authentication": [{"active_directory_auth_enabled": true, "password_auth_enabled": true}]}}
}

test_azurerm_entra_only_allows if {
	count(entra_only.deny) == 0 with input as {"properties": {"authentication": [{"active_directory_auth_enabled": true, "password_auth_enabled": false}]}}
}

test_missing_properties_mean_passwords_only_and_deny if {
	count(entra_only.deny) == 2 with input as {"properties": {}}
}

test_azurerm_missing_block_means_passwords_only_and_denies if {
	{finding.expected | some finding in entra_only.deny} == {true, false} with input as {
		"type": "azurerm_postgresql_flexible_server",
		"properties": {"authentication": []},
	}
}

test_wrong_type_denies if {
	count(entra_only.deny) == 2 with input as {"properties": {"authConfig": {"activeDirectoryAuth": true, "passwordAuth": false}}}
}

test_null_is_absent if {
	count(entra_only.deny) == 2 with input as {"properties": {"authConfig": null}}
}
