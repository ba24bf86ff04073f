package onus.boundary.services.azure.keys_azurerm_test

import data.onus.boundary.services.azure.keys_azurerm

of(type, properties) := {"type": type, "properties": properties}

parties(found) := [performer.party.kind | some performer in found.performs]

test_a_block_is_the_customers_key if {
	found := keys_azurerm.responsibility.keys with input as of(
		"azurerm_storage_account",
		{"customer_managed_key": [{"key_vault_key_id": "https://kv.vault.azure.net/keys/k"}]},
	)
	parties(found) == ["customer"]
	found.basis.switch.pointer == "/properties/customer_managed_key/0"
}

test_an_empty_block_is_the_platforms_key if {
	found := keys_azurerm.responsibility.keys with input as of("azurerm_storage_account", {"customer_managed_key": []})
	parties(found) == ["provider", "customer"]
	found.basis.switch == {"pointer": "/properties/customer_managed_key", "value": null}
}

test_an_argument_names_the_customers_key if {
	parties(keys_azurerm.responsibility.keys) == ["customer"] with input as of("azurerm_cosmosdb_account", {"key_vault_key_id": "https://kv.vault.azure.net/keys/k"})
	parties(keys_azurerm.responsibility.keys) == ["provider", "customer"] with input as of("azurerm_cosmosdb_account", {"key_vault_key_id": null})
}

test_the_attachment_of_a_key_is_the_customers if {
	parties(keys_azurerm.responsibility.keys) == ["customer"] with input as of("azurerm_storage_account_customer_managed_key", {})
	parties(keys_azurerm.responsibility.keys) == ["customer"] with input as of("azurerm_key_vault_key", {})
}
