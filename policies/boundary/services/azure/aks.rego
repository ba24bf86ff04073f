# METADATA
# title: Azure Kubernetes Service
# description: |
#   Microsoft runs the control plane; the agent nodes are shared. Who applies
#   patches to them follows from the node OS upgrade channel, who supports the
#   network plugin from the plugin itself. AKS Automatic is a model of its own.
# related_resources:
# - ref: https://learn.microsoft.com/azure/aks/auto-upgrade-node-os-image
# - ref: https://learn.microsoft.com/azure/aks/support-policies
# - ref: https://learn.microsoft.com/azure/aks/upgrade-conceptual
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/kubernetes_cluster
# custom:
#   id: ONUS-SERVICE-AZURE-AKS
#   kind: boundary
#   tier: service
#   resources:
#   - microsoft.containerservice/managedclusters
#   - microsoft.containerservice/managedclusters/agentpools
#   - azurerm_kubernetes_cluster
#   - azurerm_kubernetes_cluster_node_pool
package onus.boundary.services.azure.aks

import data.onus.lib.boundary.answer
import data.onus.lib.fact

channels_doc := "https://learn.microsoft.com/azure/aks/auto-upgrade-node-os-image"

support_doc := "https://learn.microsoft.com/azure/aks/support-policies"

# AKS Automatic comes with its node pools, upgrade channels and network set up
# and run by Microsoft. The azurerm provider has no such cluster type.
model := "caas-managed" if input.raw.sku.name == "Automatic"

responsibility[layer] := found if {
	layer := "os.node"
	not node_pool
	row := object.get(channels, channel.effective, channels.None)
	base := answer.basis("aks-2024", "node os auto-upgrade channel: update ownership", "stated", channels_doc)
	found := answer.duty_cell(
		row.letter, "Microsoft", row.duties,
		answer.switched(base, channel.pointer, channel.value),
	)
}

# The channel stands on the cluster, not on its node pools: what a node pool alone
# shows is that somebody has to apply the images.
responsibility[layer] := found if {
	layer := "os.node"
	node_pool
	base := answer.basis("aks-2023", "support policy: agent nodes", "stated", support_doc)
	found := answer.duty_cell("S", "Microsoft", channels.None.duties, base)
}

responsibility[layer] := found if {
	layer := "network.controls"
	not node_pool
	row := object.get(plugins, plugin.effective, plugins.none)
	base := answer.basis("aks-2023", "support policy: network plugin", row.confidence, support_doc)
	found := answer.duty_cell(
		row.letter, "Microsoft", row.duties,
		answer.switched(base, plugin.pointer, plugin.value),
	)
}

node_pool if {
	input.type in {
		"microsoft.containerservice/managedclusters/agentpools",
		"azurerm_kubernetes_cluster_node_pool",
	}
}

# What each channel says about who applies the patches. A value that is not
# documented is read as None.
channels := {
	"NodeImage": {
		"letter": "P",
		"duties": {"provider": "publish patched node images and roll them out in the maintenance window"},
	},
	"SecurityPatch": {
		"letter": "P",
		"duties": {"provider": "test security patches and apply them in the maintenance window"},
	},
	# The operating system patches itself on Linux, not on Windows; nobody but the
	# customer sees to the restart.
	"Unmanaged": {
		"letter": "S",
		"duties": {
			"provider": "publish patched node images",
			"shared": "restart nodes so that their own updates take effect, and patch Windows nodes",
		},
	},
	"None": {
		"letter": "S",
		"duties": {
			"provider": "publish patched node images",
			"shared": "apply the patched images to the nodes",
		},
	},
}

# The channel that is in effect, and the property that says so.
channel := {"effective": found.value, "pointer": found.pointer, "value": found.value} if {
	found := set_channel
} else := {"effective": "NodeImage", "pointer": found.pointer, "value": found.value} if {
	# Upgrading the cluster by node image sets the node channel to NodeImage too.
	found := cluster_channel
	found.value == "node-image"
} else := {"effective": "NodeImage", "pointer": "/raw/sku/name", "value": "Automatic"} if {
	model == "caas-managed"
} else := {"effective": "NodeImage", "pointer": channel_pointer, "value": null} if {
	new_cluster
} else := {"effective": "None", "pointer": channel_pointer, "value": null}

set_channel := found if {
	found := fact.at(
		input.properties.autoUpgradeProfile.nodeOSUpgradeChannel,
		"/properties/autoUpgradeProfile/nodeOSUpgradeChannel",
	)
} else := found if {
	found := fact.at(input.properties.node_os_upgrade_channel, "/properties/node_os_upgrade_channel")
} else := found if {
	found := fact.at(input.properties.node_os_channel_upgrade, "/properties/node_os_channel_upgrade")
}

cluster_channel := found if {
	found := fact.at(
		input.properties.autoUpgradeProfile.upgradeChannel,
		"/properties/autoUpgradeProfile/upgradeChannel",
	)
} else := found if {
	found := fact.at(input.properties.automatic_upgrade_channel, "/properties/automatic_upgrade_channel")
} else := found if {
	found := fact.at(input.properties.automatic_channel_upgrade, "/properties/automatic_channel_upgrade")
}

# The channel's documented default is NodeImage for a cluster that is created
# today, and None for one that exists since before the channel did. So an absent
# property of a running cluster means None. The later of the two API versions
# that the documentation names for the change is the safe one.
new_cluster if {
	input.phase in {"planned", "template"}
	is_string(input.raw.apiVersion)
	input.raw.apiVersion >= "2023-06-01"
}

# azurerm documents the default for the argument's name since version 4 only.
new_cluster if {
	input.phase == "planned"
	input.type == "azurerm_kubernetes_cluster"
	object.get(input, ["properties", "node_os_channel_upgrade"], "no such argument") == "no such argument"
}

channel_pointer := "/properties/node_os_upgrade_channel" if {
	input.type == "azurerm_kubernetes_cluster"
} else := "/properties/autoUpgradeProfile/nodeOSUpgradeChannel"

# With `none` the customer brings the network plugin, and Microsoft supports
# neither it nor what depends on it.
plugins := {
	"none": {
		"letter": "C",
		"confidence": "stated",
		"duties": {"customer": "install, patch and support the network plugin, and write the network policies"},
	},
	"azure": bundled,
	"kubenet": bundled,
}

bundled := {
	"letter": "S",
	"confidence": "inferred",
	"duties": {
		"provider": "supply, patch and support the network plugin",
		"shared": "write the network policies and restrict who reaches the API server",
	},
}

plugin := {"effective": found.value, "pointer": found.pointer, "value": found.value} if {
	found := fact.at(input.properties.networkProfile.networkPlugin, "/properties/networkProfile/networkPlugin")
} else := {"effective": found.value, "pointer": found.pointer, "value": found.value} if {
	found := fact.at(
		input.properties.network_profile[0].network_plugin,
		"/properties/network_profile/0/network_plugin",
	)
} else := {"effective": "kubenet", "pointer": "/properties/network_profile", "value": null} if {
	# Documented by azurerm: without a network profile the plugin is kubenet.
	input.type == "azurerm_kubernetes_cluster"
} else := {"effective": "none", "pointer": "/properties/networkProfile/networkPlugin", "value": null}
