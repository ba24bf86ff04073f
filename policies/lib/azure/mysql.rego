# METADATA
# title: Azure Database for MySQL facts
# description: Flexible servers, from ARM or azurerm.
# related_resources:
# - ref: https://learn.microsoft.com/azure/templates/microsoft.dbformysql/flexibleservers
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/mysql_flexible_server
# - ref: https://learn.microsoft.com/azure/mysql/flexible-server/concepts-networking-vnet
package onus.lib.azure.mysql

import data.onus.lib.fact

azurerm if startswith(input.type, "azurerm_")

# expects(found, good): the fact with the values that are right for its shape;
# the first is the one to set. The shapes differ in type, so a value of the
# other's type is never right.
expects(found, good) := object.union(found, {"good": good})

# Whether the server has a public endpoint. It has one by default; a server that
# is joined to a subnet reports "Disabled" itself, and a template need not say so. The first API versions had
# the property at the top. azurerm 4 has the same words; azurerm 3 only reports
# the setting, as a boolean.
public_network_access := expects(found, ["Disabled"]) if {
	found := fact.at(input.properties.network.publicNetworkAccess, "/properties/network/publicNetworkAccess")
} else := expects(found, ["Disabled"]) if {
	found := fact.at(input.properties.publicNetworkAccess, "/properties/publicNetworkAccess")
} else := expects(found, ["Disabled"]) if {
	found := fact.at(input.properties.public_network_access, "/properties/public_network_access")
} else := expects(found, [false]) if {
	found := fact.at(input.properties.public_network_access_enabled, "/properties/public_network_access_enabled")
} else := expects(fact.assumed("Enabled", "/properties"), ["Disabled"])

# The server is joined to a subnet: it has no public endpoint then, and
# `publicNetworkAccess` cannot give it one. azurerm's argument is not read: most plans
# know it after apply only, and state the public access next to it.
in_virtual_network if {
	is_string(input.properties.network.delegatedSubnetResourceId)
	contains(lower(input.properties.network.delegatedSubnetResourceId), "/subnets/")
}

# Whether backups are copied to the paired region. Not by default.
geo_redundant_backup := expects(found, ["Enabled"]) if {
	found := fact.at(input.properties.backup.geoRedundantBackup, "/properties/backup/geoRedundantBackup")
} else := expects(found, [true]) if {
	found := fact.at(input.properties.geo_redundant_backup_enabled, "/properties/geo_redundant_backup_enabled")
} else := expects(fact.assumed(false, "/properties"), [true]) if {
	azurerm
} else := expects(fact.assumed("Disabled", "/properties"), ["Enabled"])
