# METADATA
# title: Service Bus namespace facts
# description: One rule a fact, whatever the shape of the source (ARM or azurerm).
# related_resources:
# - ref: https://learn.microsoft.com/azure/templates/microsoft.servicebus/namespaces
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/servicebus_namespace
package onus.lib.azure.service_bus

import data.onus.lib.azure.defaults
import data.onus.lib.fact

# Whether shared access signatures are accepted, with the value that each source
# shape has for "no". Accepted by default.
local_auth := object.union(found, {"expected": true}) if {
	found := fact.at(input.properties.disableLocalAuth, "/properties/disableLocalAuth")
} else := object.union(found, {"expected": false}) if {
	found := fact.at(input.properties.local_auth_enabled, "/properties/local_auth_enabled")
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

# The lowest TLS version that the namespace accepts. azurerm asks for 1.2 by default,
# and so do templates since API version 2022-01-01-preview. Earlier versions do not
# return the property, so a null value says that it was not collected, or that a
# template leaves it to an API version that is not known.
min_tls_version := found if {
	found := fact.at(input.properties.minimumTlsVersion, "/properties/minimumTlsVersion")
} else := found if {
	found := fact.at(input.properties.minimum_tls_version, "/properties/minimum_tls_version")
} else := fact.assumed("1.2", "/properties") if {
	azurerm
} else := fact.assumed(defaults.unset("minimumTlsVersion", null), "/properties")

azurerm if startswith(input.type, "azurerm_")
