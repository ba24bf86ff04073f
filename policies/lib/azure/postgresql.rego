# METADATA
# title: Azure Database for PostgreSQL facts
# description: Flexible servers, from ARM or azurerm.
# related_resources:
# - ref: https://learn.microsoft.com/azure/templates/microsoft.dbforpostgresql/flexibleservers
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/postgresql_flexible_server
# - ref: https://learn.microsoft.com/azure/postgresql/flexible-server/concepts-networking-private
package onus.lib.azure.postgresql

import data.onus.lib.fact

azurerm if startswith(input.type, "azurerm_")

# expects(found, good): the fact with the values that are right for its shape;
# the first is the one to set. The shapes differ in type, so a value of the
# other's type is never right.
expects(found, good) := object.union(found, {"good": good})

# Whether the server has a public endpoint. It has one by default; a server that
# is joined to a subnet reports "Disabled" itself, and a template need not say so.
public_network_access := expects(found, ["Disabled"]) if {
	found := fact.at(input.properties.network.publicNetworkAccess, "/properties/network/publicNetworkAccess")
} else := expects(found, [false]) if {
	found := fact.at(input.properties.public_network_access_enabled, "/properties/public_network_access_enabled")
} else := expects(fact.assumed(true, "/properties"), [false]) if {
	azurerm
} else := expects(fact.assumed("Enabled", "/properties"), ["Disabled"])

# The server is joined to a subnet: it has no public endpoint then, and
# `publicNetworkAccess` cannot give it one. azurerm's argument is not read: most plans
# know it after apply only, and state the public access next to it.
in_virtual_network if {
	is_string(input.properties.network.delegatedSubnetResourceId)
	contains(lower(input.properties.network.delegatedSubnetResourceId), "/subnets/")
}

# Whether Microsoft Entra identities can sign in. Not by default.
entra_authentication := expects(found, ["Enabled"]) if {
	found := fact.at(input.properties.authConfig.activeDirectoryAuth, "/properties/authConfig/activeDirectoryAuth")
} else := expects(found, [true]) if {
	found := fact.at(
		input.properties.authentication[0].active_directory_auth_enabled,
		"/properties/authentication/0/active_directory_auth_enabled",
	)
} else := expects(fact.assumed(false, "/properties"), [true]) if {
	azurerm
} else := expects(fact.assumed("Disabled", "/properties"), ["Enabled"])

# Whether PostgreSQL passwords are accepted. They are by default.
password_authentication := expects(found, ["Disabled"]) if {
	found := fact.at(input.properties.authConfig.passwordAuth, "/properties/authConfig/passwordAuth")
} else := expects(found, [false]) if {
	found := fact.at(
		input.properties.authentication[0].password_auth_enabled,
		"/properties/authentication/0/password_auth_enabled",
	)
} else := expects(fact.assumed(true, "/properties"), [false]) if {
	azurerm
} else := expects(fact.assumed("Enabled", "/properties"), ["Disabled"])

# Whether backups are copied to the paired region. Not by default.
geo_redundant_backup := expects(found, ["Enabled"]) if {
	found := fact.at(input.properties.backup.geoRedundantBackup, "/properties/backup/geoRedundantBackup")
} else := expects(found, [true]) if {
	found := fact.at(input.properties.geo_redundant_backup_enabled, "/properties/geo_redundant_backup_enabled")
} else := expects(fact.assumed(false, "/properties"), [true]) if {
	azurerm
} else := expects(fact.assumed("Disabled", "/properties"), ["Enabled"])

# The server is a read replica.
replica if input.properties.replicationRole in {"AsyncReplica", "GeoAsyncReplica"}

replica if input.properties.create_mode == "Replica"
