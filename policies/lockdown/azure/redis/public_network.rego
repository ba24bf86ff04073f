# METADATA
# title: Redis caches answer on private endpoints, or inside a virtual network, only
# description: A public endpoint lets a stolen key read and change the cache from anywhere.
# related_resources:
# - ref: https://learn.microsoft.com/azure/azure-cache-for-redis/cache-private-link
# - ref: https://learn.microsoft.com/azure/azure-cache-for-redis/cache-how-to-premium-vnet
# custom:
#   id: AZ-REDIS-003
#   severity: high
#   layer: network.controls
#   resources: [microsoft.cache/redis, azurerm_redis_cache]
#   needs: []
#   remediation:
#     summary: Add a private endpoint, then turn public network access off.
#     az: az redis update --resource-group {group} --name {name} --set publicNetworkAccess=Disabled --subscription {subscription}
#     terraform: public_network_access_enabled = false
#     arm: "properties: { publicNetworkAccess: 'Disabled' }"
#   frameworks: {mcsb: [NS-2]}
package onus.lockdown.azure.redis.public_network

import data.onus.lib.azure.perimeter
import data.onus.lib.azure.redis

deny contains finding if {
	redis.public_network.value != redis.public_network.expected
	not perimeter.secured(redis.public_network.value)
	not in_virtual_network
	finding := {
		"message": "the public endpoint answers",
		"pointer": redis.public_network.pointer,
		"expected": redis.public_network.expected,
	}
}

# A Premium cache that is deployed into a subnet has no public endpoint.
in_virtual_network if {
	is_string(redis.subnet_id.value)
	contains(lower(redis.subnet_id.value), "/subnets/")
}

deny contains finding if {
	not in_virtual_network
	perimeter.secured(redis.public_network.value)
	finding := perimeter.finding(redis.public_network, redis.public_network.expected)
}
