# METADATA
# title: Azure SQL auditing facts
# description: |
#   What a logical server writes into its audit log is a resource of its own
#   everywhere: `auditingSettings` and `extendedAuditingSettings` below the server
#   in ARM, `azurerm_mssql_server_extended_auditing_policy` in Terraform. A setting
#   that is on has a destination: neither the API nor the provider takes it without.
# related_resources:
# - ref: https://learn.microsoft.com/azure/templates/microsoft.sql/servers/auditingsettings
# - ref: https://learn.microsoft.com/azure/templates/microsoft.sql/servers/extendedauditingsettings
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/mssql_server_extended_auditing_policy
package onus.lib.azure.sql_auditing

import data.onus.lib.relation

# Every auditing setting of the server: the values of its switch, one or none, and
# those that are right. ARM requires the state; azurerm turns a policy on unless it
# says otherwise. Nothing else of a setting is looked at: its storage account is
# mostly not known before it is made.
settings contains setting if {
	some i, other in input.related.auditing
	startswith(other.type, "microsoft.sql/")
	setting := {
		"pointer": sprintf("/related/auditing/%d/properties/state", [i]),
		"values": [v | v := other.properties.state],
		"good": [["Enabled"]],
		"expected": "Enabled",
	}
}

settings contains setting if {
	some i, other in input.related.auditing
	other.type == "azurerm_mssql_server_extended_auditing_policy"
	setting := {
		"pointer": sprintf("/related/auditing/%d/properties/enabled", [i]),
		"values": [v | v := other.properties.enabled],
		"good": [[true], [null], []],
		"expected": true,
	}
}

# Whether the inventory holds auditing settings at all, in the shape of the server.
collected if {
	startswith(input.type, "microsoft.sql/")
	relation.collected(["microsoft.sql/servers/auditingsettings", "microsoft.sql/servers/extendedauditingsettings"])
}

collected if {
	startswith(input.type, "azurerm_")
	relation.collected(["azurerm_mssql_server_extended_auditing_policy"])
}
