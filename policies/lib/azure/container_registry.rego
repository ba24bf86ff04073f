# METADATA
# title: Container registry facts
# description: One rule a fact, whatever the shape of the source (ARM or azurerm).
# related_resources:
# - ref: https://learn.microsoft.com/azure/container-registry/anonymous-pull-access
# - ref: https://learn.microsoft.com/azure/templates/microsoft.containerregistry/registries
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/container_registry
package onus.lib.azure.container_registry

import data.onus.lib.fact

# Whether the shared admin account works. Off by default.
admin_user := found if {
	found := fact.at(input.properties.adminUserEnabled, "/properties/adminUserEnabled")
} else := found if {
	found := fact.at(input.properties.admin_enabled, "/properties/admin_enabled")
} else := fact.assumed(false, "/properties")

# Whether the public endpoint answers, with the value that each source shape has
# for "no". On by default.
public_network := object.union(found, {"expected": "Disabled"}) if {
	found := fact.at(input.properties.publicNetworkAccess, "/properties/publicNetworkAccess")
} else := object.union(found, {"expected": false}) if {
	found := fact.at(input.properties.public_network_access_enabled, "/properties/public_network_access_enabled")
} else := object.union(fact.assumed("Enabled", "/properties"), {"expected": "Disabled"})

# Whether images can be pulled without signing in. Off by default.
anonymous_pull := found if {
	found := fact.at(input.properties.anonymousPullEnabled, "/properties/anonymousPullEnabled")
} else := found if {
	found := fact.at(input.properties.anonymous_pull_enabled, "/properties/anonymous_pull_enabled")
} else := fact.assumed(false, "/properties")
