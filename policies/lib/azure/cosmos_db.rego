# METADATA
# title: Cosmos DB facts
# description: One rule a fact, whatever the shape of the source (ARM or azurerm).
# related_resources:
# - ref: https://learn.microsoft.com/azure/templates/microsoft.documentdb/databaseaccounts
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/cosmosdb_account
package onus.lib.azure.cosmos_db

import data.onus.lib.azure.defaults
import data.onus.lib.fact

# The API of the account: MongoDB, or GlobalDocumentDB for every other one.
kind := found if {
	found := fact.at(input.raw.kind, "/raw/kind")
} else := found if {
	found := fact.at(input.properties.kind, "/properties/kind")
} else := fact.assumed("GlobalDocumentDB", "/raw")

# Whether account keys open the data, with the value that each source shape has
# for "no". On by default. azurerm 3 and 4 have local_authentication_disabled,
# 4 and 5 local_authentication_enabled; a state written by 4 has both, and they
# agree.
local_auth := object.union(found, {"expected": true}) if {
	found := fact.at(input.properties.disableLocalAuth, "/properties/disableLocalAuth")
} else := object.union(found, {"expected": false}) if {
	found := fact.at(input.properties.local_authentication_enabled, "/properties/local_authentication_enabled")
} else := object.union(found, {"expected": true}) if {
	found := fact.at(input.properties.local_authentication_disabled, "/properties/local_authentication_disabled")
} else := object.union(fact.assumed(true, "/properties"), {"expected": false}) if {
	azurerm
} else := object.union(fact.assumed(false, "/properties"), {"expected": true})

# Whether the public endpoint answers, with the value that each source shape has
# for "no". On by default.
public_network := object.union(found, {"expected": "Disabled"}) if {
	found := fact.at(input.properties.publicNetworkAccess, "/properties/publicNetworkAccess")
} else := object.union(found, {"expected": false}) if {
	found := fact.at(input.properties.public_network_access_enabled, "/properties/public_network_access_enabled")
} else := object.union(fact.assumed("Enabled", "/properties"), {"expected": "Disabled"})

# The lowest TLS version that the account accepts. azurerm asks for 1.2 by default, and
# new accounts have it. The property came with API version 2022-11-15, and what holds
# for an account that exists depends on when it was created: a null value says that it
# was not collected.
min_tls_version := found if {
	found := fact.at(input.properties.minimalTlsVersion, "/properties/minimalTlsVersion")
} else := found if {
	found := fact.at(input.properties.minimal_tls_version, "/properties/minimal_tls_version")
} else := fact.assumed("Tls12", "/properties") if {
	azurerm
} else := fact.assumed(defaults.unset("minimalTlsVersion", null), "/properties")

azurerm if startswith(input.type, "azurerm_")
