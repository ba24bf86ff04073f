package onus.boundary.services.azure.keys_test

import data.onus.boundary.services.azure.keys

of(type, properties) := {"type": type, "properties": properties}

parties(found) := [performer.party.kind | some performer in found.performs]

test_a_vault_as_key_source_is_the_customers if {
	found := keys.responsibility.keys with input as of(
		"microsoft.storage/storageaccounts",
		{"encryption": {"keySource": "Microsoft.Keyvault"}},
	)
	parties(found) == ["customer"]
	found.basis.switch == {"pointer": "/properties/encryption/keySource", "value": "Microsoft.Keyvault"}
}

test_the_platforms_key_source_is_shared if {
	found := keys.responsibility.keys with input as of(
		"microsoft.storage/storageaccounts",
		{"encryption": {"keySource": "Microsoft.Storage"}},
	)
	parties(found) == ["provider", "customer"]
	found.accountable.kind == "customer"
}

test_an_absent_key_source_is_the_platforms if {
	found := keys.responsibility.keys with input as of("microsoft.storage/storageaccounts", {})
	parties(found) == ["provider", "customer"]
	found.basis.switch == {"pointer": "/properties/encryption/keySource", "value": null}
}

test_an_undocumented_key_source_is_read_as_the_customers if {
	every source in ["Contoso", 5, true] {
		parties(keys.responsibility.keys) == ["customer"] with input as of(
			"microsoft.storage/storageaccounts",
			{"encryption": {"keySource": source}},
		)
	}
}

test_a_reference_to_a_key_is_the_customers if {
	parties(keys.responsibility.keys) == ["customer"] with input as of("microsoft.sql/servers", {"keyId": "https://kv.vault.azure.net/keys/k"})
	parties(keys.responsibility.keys) == ["provider", "customer"] with input as of("microsoft.sql/servers", {"keyId": ""})
	parties(keys.responsibility.keys) == ["customer"] with input as of(
		"microsoft.compute/virtualmachines",
		{"storageProfile": {"osDisk": {"managedDisk": {"diskEncryptionSet": {"id": "/x"}}}}},
	)
}

test_a_vault_is_the_customers_whatever_it_says if {
	parties(keys.responsibility.keys) == ["customer"] with input as of("microsoft.keyvault/vaults", {})
}
