# METADATA
# title: Event Hubs namespaces ask for TLS 1.2 or later
# description: TLS 1.0 and 1.1 have known weaknesses that let an attacker on the way read or change messages.
# related_resources:
# - ref: https://learn.microsoft.com/azure/event-hubs/transport-layer-security-configure-minimum-version
# custom:
#   id: AZ-EH-002
#   severity: medium
#   layer: network.controls
#   resources: [microsoft.eventhub/namespaces, azurerm_eventhub_namespace]
#   needs: []
#   remediation:
#     summary: Set the minimum TLS version to 1.2.
#     az: az eventhubs namespace update --resource-group {group} --name {name} --minimum-tls-version 1.2 --subscription {subscription}
#     terraform: minimum_tls_version = "1.2"
#     arm: "properties: { minimumTlsVersion: '1.2' }"
#   frameworks: {mcsb: [DP-3]}
package onus.lockdown.azure.event_hubs.min_tls

import data.onus.lib.azure.event_hubs

deny contains finding if {
	event_hubs.min_tls_version.value != null
	not event_hubs.min_tls_version.value in {"1.2", "1.3"}
	finding := {
		"message": "TLS versions below 1.2 are accepted",
		"pointer": event_hubs.min_tls_version.pointer,
		"expected": "1.2",
	}
}

deny contains finding if {
	event_hubs.min_tls_version.value == null
	finding := {
		"message": "`minimumTlsVersion` is not known: read it with API version 2022-01-01-preview or later, or set it",
		"pointer": event_hubs.min_tls_version.pointer,
		"expected": "1.2",
		"unknown": true,
	}
}
