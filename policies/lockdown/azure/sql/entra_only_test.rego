package onus.lockdown.azure.sql.entra_only_test

import data.onus.lockdown.azure.sql.entra_only

test_arm_sql_logins_deny if {
	entra_only.deny == {{
		"message": "logins with SQL passwords are accepted",
		"pointer": "/properties/administrators/azureADOnlyAuthentication",
		"expected": true,
	}} with input as {"properties": {"administrators": {"azureADOnlyAuthentication": false}}}
}

test_arm_entra_only_allows if {
	count(entra_only.deny) == 0 with input as {"properties": {"administrators": {"azureADOnlyAuthentication": true}}}
}

test_azurerm_sql_logins_deny if {
	some finding in entra_only.deny with input as {"properties": {"azuread_administrator": [{"azuread_authentication_only": false}]}}
	finding.pointer == "/properties/azuread_administrator/0/azuread_authentication_only"
}

test_azurerm_entra_only_allows if {
	count(entra_only.deny) == 0 with input as {"properties": {"azuread_administrator": [{"azuread_authentication_only": true}]}}
}

test_server_without_an_entra_administrator_denies if {
	some finding in entra_only.deny with input as {"properties": {"administratorLogin": "sqladmin"}}
	finding.pointer == "/properties"
}

test_wrong_type_denies if {
	count(entra_only.deny) == 1 with input as {"properties": {"administrators": {"azureADOnlyAuthentication": "true"}}}
}

test_null_is_absent if {
	count(entra_only.deny) == 1 with input as {"properties": {
		"administrators": null,
		"azuread_administrator": [],
	}}
}
