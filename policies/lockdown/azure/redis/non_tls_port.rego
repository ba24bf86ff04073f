# METADATA
# title: Redis caches close the port without TLS
# description: On port 6379 access keys and data travel in clear text.
# related_resources:
# - ref: https://learn.microsoft.com/azure/azure-cache-for-redis/cache-configure
# custom:
#   id: AZ-REDIS-001
#   severity: high
#   layer: network.controls
#   resources: [microsoft.cache/redis, azurerm_redis_cache]
#   needs: []
#   remediation:
#     summary: Close the non-TLS port.
#     az: az redis update --resource-group {group} --name {name} --set enableNonSslPort=false --subscription {subscription}
#     terraform: |-
#       non_ssl_port_enabled = false
#       # azurerm 3: enable_non_ssl_port = false
#     arm: "properties: { enableNonSslPort: false }"
#     variants:
#       old-name:
#         pointer: /properties/enable_non_ssl_port
#         terraform: enable_non_ssl_port = false
#   frameworks: {mcsb: [DP-3]}
package onus.lockdown.azure.redis.non_tls_port

import data.onus.lib.azure.redis

deny contains finding if {
	redis.non_tls_port.value != false
	finding := {
		"message": "the port without TLS is open",
		"pointer": redis.non_tls_port.pointer,
		"expected": false,
	}
}
