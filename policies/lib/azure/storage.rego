# METADATA
# title: Storage account facts
# description: One rule a fact, whatever the shape of the source (ARM or azurerm).
# related_resources:
# - ref: https://learn.microsoft.com/azure/templates/microsoft.storage/storageaccounts
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/storage_account
package onus.lib.azure.storage

import data.onus.lib.fact

# Whether plain HTTP is refused. Default true since API version 2019-04-01, and
# in azurerm.
https_only := found if {
	found := fact.at(input.properties.supportsHttpsTrafficOnly, "/properties/supportsHttpsTrafficOnly")
} else := found if {
	found := fact.at(input.properties.https_traffic_only_enabled, "/properties/https_traffic_only_enabled")
} else := found if {
	found := fact.at(input.properties.enable_https_traffic_only, "/properties/enable_https_traffic_only")
} else := fact.assumed(true, "/properties")
