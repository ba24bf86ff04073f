# METADATA
# title: Azure SQL facts
# description: Logical servers and their databases, from ARM or azurerm.
# related_resources:
# - ref: https://learn.microsoft.com/azure/templates/microsoft.sql/servers
# - ref: https://learn.microsoft.com/azure/templates/microsoft.sql/servers/databases/transparentdataencryption
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/mssql_server
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/mssql_database
package onus.lib.azure.sql

import data.onus.lib.azure.api_version
import data.onus.lib.azure.defaults
import data.onus.lib.fact
import data.onus.lib.relation

azurerm if startswith(input.type, "azurerm_")

# The oldest TLS version that is accepted. A server that never had one set has
# no minimum ("None"), a new one has 1.2; azurerm sends 1.2.
minimum_tls := found if {
	found := fact.at(input.properties.minimalTlsVersion, "/properties/minimalTlsVersion")
} else := found if {
	found := fact.at(input.properties.minimum_tls_version, "/properties/minimum_tls_version")
} else := fact.assumed("1.2", "/properties") if {
	azurerm
} else := fact.assumed(defaults.unset("minimalTlsVersion", "None"), "/properties")

# expects(found, good): the fact with the values that are right for its shape;
# the first is the one to set. The shapes differ in type, so a value of the
# other's type is never right.
expects(found, good) := object.union(found, {"good": good})

# Whether the server answers on its public endpoint. It does by default.
public_network_access := expects(found, ["Disabled"]) if {
	found := fact.at(input.properties.publicNetworkAccess, "/properties/publicNetworkAccess")
} else := expects(found, [false]) if {
	found := fact.at(input.properties.public_network_access_enabled, "/properties/public_network_access_enabled")
} else := expects(fact.assumed(true, "/properties"), [false]) if {
	azurerm
} else := expects(fact.assumed("Enabled", "/properties"), ["Disabled"])

# Whether only Microsoft Entra identities can sign in. SQL logins can by default.
entra_only := found if {
	found := fact.at(
		input.properties.administrators.azureADOnlyAuthentication,
		"/properties/administrators/azureADOnlyAuthentication",
	)
} else := found if {
	found := fact.at(
		input.properties.azuread_administrator[0].azuread_authentication_only,
		"/properties/azuread_administrator/0/azuread_authentication_only",
	)
} else := fact.assumed(false, "/properties")

# The resource is a database of ARM, not the encryption below one.
database if input.type == "microsoft.sql/servers/databases"

# The system database, or what is below it.
master if regex.match(`/databases/master(/|$)`, lower(input.id))

# The encryption of this database is in the inventory.
encryption_beside if count(relation.children("microsoft.sql/servers/databases/transparentdataencryption")) > 0

# A new database is encrypted unless a resource below it turns that off, so in a template
# nothing means encrypted. A copy is as its source is, and a dedicated SQL pool has to be
# encrypted on purpose. An export that has no encryption of the database did not collect it.
encryption_not_known if {
	database
	not encrypted_when_created
}

encrypted_when_created if {
	api_version.declared
	lower(object.get(input, ["properties", "createMode"], "Default")) == "default"
	not startswith(lower(object.get(input, ["raw", "sku", "name"], "")), "dw")
	not startswith(lower(object.get(input, ["properties", "requestedServiceObjectiveName"], "")), "dw")
	not lower(object.get(input, ["properties", "edition"], "")) == "datawarehouse"
}

# Whether the database is encrypted at rest. In ARM that is a resource below the
# database, whose property was called `status` in older API versions. A new database is
# encrypted, in azurerm too.
encryption := expects(fact.assumed("Enabled", "/properties"), ["Enabled"]) if {
	database
} else := expects(found, ["Enabled"]) if {
	found := fact.at(input.properties.state, "/properties/state")
} else := expects(found, ["Enabled"]) if {
	found := fact.at(input.properties.status, "/properties/status")
} else := expects(found, [true]) if {
	found := fact.at(
		input.properties.transparent_data_encryption_enabled,
		"/properties/transparent_data_encryption_enabled",
	)
} else := expects(fact.assumed(true, "/properties"), [true]) if {
	azurerm
} else := expects(fact.assumed("Disabled", "/properties"), ["Enabled"])
