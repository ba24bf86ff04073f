# METADATA
# title: Azure Cache for Redis facts
# description: One rule a fact, whatever the shape of the source (ARM or azurerm).
# related_resources:
# - ref: https://learn.microsoft.com/azure/templates/microsoft.cache/redis
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/redis_cache
package onus.lib.azure.redis

import data.onus.lib.azure.defaults
import data.onus.lib.fact

# Whether the port without TLS (6379) is open. Closed by default. azurerm 3 called
# the argument enable_non_ssl_port, and opens the port where either name says so.
non_tls_port := found if {
	found := fact.at(input.properties.enableNonSslPort, "/properties/enableNonSslPort")
} else := found if {
	found := fact.at(input.properties.enable_non_ssl_port, "/properties/enable_non_ssl_port")
	found.value != false
} else := found if {
	found := fact.at(input.properties.non_ssl_port_enabled, "/properties/non_ssl_port_enabled")
} else := found if {
	found := fact.at(input.properties.enable_non_ssl_port, "/properties/enable_non_ssl_port")
} else := fact.assumed(false, "/properties")

# The lowest TLS version that the cache accepts. New caches ask for 1.2; azurerm does so
# since version 3, and writes down what it asks for. A cache that exists and has none set
# may have been created before: null says that it is not known.
min_tls_version := found if {
	found := fact.at(input.properties.minimumTlsVersion, "/properties/minimumTlsVersion")
} else := found if {
	found := fact.at(input.properties.minimum_tls_version, "/properties/minimum_tls_version")
} else := fact.assumed("1.2", "/properties") if {
	startswith(input.type, "azurerm_")
} else := fact.assumed(defaults.unset("minimumTlsVersion", null), "/properties")

# Whether the public endpoint answers, with the value that each source shape has
# for "no". On by default.
public_network := object.union(found, {"expected": "Disabled"}) if {
	found := fact.at(input.properties.publicNetworkAccess, "/properties/publicNetworkAccess")
} else := object.union(found, {"expected": false}) if {
	found := fact.at(input.properties.public_network_access_enabled, "/properties/public_network_access_enabled")
} else := object.union(fact.assumed("Enabled", "/properties"), {"expected": "Disabled"})

# The subnet that a Premium cache is deployed into. None by default.
subnet_id := found if {
	found := fact.at(input.properties.subnetId, "/properties/subnetId")
} else := found if {
	found := fact.at(input.properties.subnet_id, "/properties/subnet_id")
} else := fact.assumed("", "/properties")
