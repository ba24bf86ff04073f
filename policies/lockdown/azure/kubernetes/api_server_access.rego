# METADATA
# title: AKS API servers answer known addresses only
# description: An API server that answers everyone can be attacked with stolen credentials, and through its own flaws, from anywhere.
# related_resources:
# - ref: https://learn.microsoft.com/azure/aks/api-server-authorized-ip-ranges
# - ref: https://learn.microsoft.com/azure/aks/private-clusters
# custom:
#   id: AZ-AKS-002
#   severity: high
#   layer: network.controls
#   resources: [microsoft.containerservice/managedclusters, azurerm_kubernetes_cluster]
#   needs: []
#   remediation:
#     summary: Give the API server authorized IP ranges, or make a private cluster.
#     az: az aks update --resource-group {group} --name {name} --api-server-authorized-ip-ranges RANGES --subscription {subscription}
#     terraform: api_server_access_profile { authorized_ip_ranges = ["198.51.100.0/24"] }
#     arm: "properties: { apiServerAccessProfile: { authorizedIPRanges: [ '198.51.100.0/24' ] } }"
#   frameworks: {mcsb: [NS-2]}
package onus.lockdown.azure.kubernetes.api_server_access

import data.onus.lib.azure.address_range
import data.onus.lib.azure.kubernetes

deny contains finding if {
	kubernetes.private_cluster.value != true
	not restricted
	finding := {
		"message": "the API server answers every address",
		"pointer": kubernetes.authorized_ip_ranges.pointer,
	}
}

deny contains finding if {
	kubernetes.private_cluster.value != true
	restricted
	some i, entry in kubernetes.authorized_ip_ranges.value
	not narrow(entry)
	finding := {
		"message": "an authorized range is too wide to restrict anything, or is no address range",
		"pointer": sprintf("%s/%d", [kubernetes.authorized_ip_ranges.pointer, i]),
	}
}

# Ranges that no cluster needs, all together.
deny contains finding if {
	kubernetes.private_cluster.value != true
	restricted
	address_range.wide_together(kubernetes.authorized_ip_ranges.value)
	finding := {
		"message": "the authorized ranges let in a large part of the internet together",
		"pointer": kubernetes.authorized_ip_ranges.pointer,
	}
}

restricted if {
	is_array(kubernetes.authorized_ip_ranges.value)
	count(kubernetes.authorized_ip_ranges.value) > 0
}

# No organisation was ever allocated more than a /8 (of IPv6: a /16), so a wider
# range restricts nothing. 0.0.0.0/32 is AKS's way to name the cluster's own
# outbound address.
narrow(entry) if {
	is_string(entry)
	regex.match(`^[0-9]{1,3}(\.[0-9]{1,3}){3}(/([89]|[12][0-9]|3[0-2]))?$`, entry)
}

narrow(entry) if {
	is_string(entry)
	contains(entry, ":")
	regex.match(`^[0-9A-Fa-f:.]+(/(1[6-9]|[2-9][0-9]|1[01][0-9]|12[0-8]))?$`, entry)
}
