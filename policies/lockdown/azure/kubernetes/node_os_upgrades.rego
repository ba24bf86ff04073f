# METADATA
# title: AKS applies security patches to the operating system of its nodes
# description: Microsoft publishes node images and patches, but with channel None nobody applies them, and with Unmanaged Windows nodes stay unpatched and Linux nodes wait for a reboot.
# related_resources:
# - ref: https://learn.microsoft.com/azure/aks/auto-upgrade-node-os-image
# - ref: https://learn.microsoft.com/azure/aks/support-policies
# custom:
#   id: AZ-AKS-003
#   severity: high
#   layer: os.node
#   resources: [microsoft.containerservice/managedclusters, azurerm_kubernetes_cluster]
#   needs: []
#   remediation:
#     summary: Choose the node OS upgrade channel SecurityPatch or NodeImage, and a maintenance window.
#     az: az aks update --resource-group {group} --name {name} --node-os-upgrade-channel NodeImage --subscription {subscription}
#     terraform: node_os_upgrade_channel = "NodeImage"
#     arm: "properties: { autoUpgradeProfile: { nodeOSUpgradeChannel: 'NodeImage' } }"
#   frameworks: {mcsb: [PV-6]}
package onus.lockdown.azure.kubernetes.node_os_upgrades

import data.onus.lib.azure.api_version
import data.onus.lib.azure.kubernetes

# The cluster channel node-image renews the images just as well, unless the other channel
# was set.
renewed if {
	kubernetes.node_os_channel.assumed
	kubernetes.cluster_channel.value == "node-image"
}

deny contains finding if {
	not kubernetes.node_os_channel.assumed
	not kubernetes.node_os_channel.value in {"NodeImage", "SecurityPatch"}
	finding := {
		"message": "AKS does not apply patches to the operating system of the nodes",
		"pointer": kubernetes.node_os_channel.pointer,
		"expected": "NodeImage",
	}
}

deny contains finding if {
	kubernetes.node_os_channel.assumed
	kubernetes.node_os_channel.value == "None"
	not renewed
	finding := {
		"message": "nodeOSUpgradeChannel is not set, and is None by default in this version of the API, should be NodeImage: AKS does not apply patches to the operating system of the nodes",
		"pointer": kubernetes.node_os_channel.pointer,
		"expected": "NodeImage",
	}
}

deny contains finding if {
	kubernetes.node_os_channel.value == null
	not api_version.declared
	not renewed
	finding := {
		"message": "nodeOSUpgradeChannel was not collected, and its default depends on when the cluster was created: read it with API version 2023-06-01 or later, or set it",
		"pointer": kubernetes.node_os_channel.pointer,
		"expected": "NodeImage",
		"unknown": true,
	}
}

deny contains finding if {
	kubernetes.node_os_channel.value == null
	api_version.declared
	not renewed
	finding := {
		"message": "nodeOSUpgradeChannel is not set, and its default in this preview of the API is not documented: set it",
		"pointer": kubernetes.node_os_channel.pointer,
		"expected": "NodeImage",
		"unknown": true,
	}
}
