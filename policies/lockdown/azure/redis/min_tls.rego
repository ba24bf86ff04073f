# METADATA
# title: Redis caches ask for TLS 1.2
# description: TLS 1.0 and 1.1 have known weaknesses that let an attacker on the way read or change the data.
# related_resources:
# - ref: https://learn.microsoft.com/azure/azure-cache-for-redis/cache-remove-tls-10-11
# custom:
#   id: AZ-REDIS-002
#   severity: medium
#   layer: network.controls
#   resources: [microsoft.cache/redis, azurerm_redis_cache]
#   needs: []
#   remediation:
#     summary: Set the minimum TLS version to 1.2.
#     az: az redis update --resource-group {group} --name {name} --set minimumTlsVersion=1.2 --subscription {subscription}
#     terraform: minimum_tls_version = "1.2"
#     arm: "properties: { minimumTlsVersion: '1.2' }"
#   frameworks: {mcsb: [DP-3]}
package onus.lockdown.azure.redis.min_tls

import data.onus.lib.azure.redis

deny contains finding if {
	redis.min_tls_version.value != null
	not redis.min_tls_version.value in {"1.2", "1.3"}
	finding := {
		"message": "TLS versions below 1.2 are accepted",
		"pointer": redis.min_tls_version.pointer,
		"expected": "1.2",
	}
}

# New caches ask for 1.2 since 2020; older ones were raised at a date that moved.
deny contains finding if {
	redis.min_tls_version.value == null
	finding := {
		"message": "`minimumTlsVersion` is not set, and what holds depends on when the cache was created: set it",
		"pointer": redis.min_tls_version.pointer,
		"expected": "1.2",
		"unknown": true,
	}
}
