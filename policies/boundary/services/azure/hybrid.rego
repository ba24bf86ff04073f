# METADATA
# title: Azure services on the customer's own hardware
# description: |
#   Azure Arc, Azure Local (Azure Stack HCI) and Azure Stack Edge bring Azure's
#   control plane to machines that stand with the customer. Microsoft publishes
#   updates for what it supplies; applying them is the customer's, and so is the
#   room that the machines stand in.
# related_resources:
# - ref: https://learn.microsoft.com/azure/azure-arc/servers/overview
# - ref: https://learn.microsoft.com/azure/azure-local/update/about-updates-23h2
# - ref: https://learn.microsoft.com/azure/databox-online/azure-stack-edge-gpu-install-update
# - ref: https://github.com/MicrosoftDocs/SecurityBenchmarks
# custom:
#   id: ONUS-SERVICE-AZURE-HYBRID
#   kind: boundary
#   tier: service
#   resources:
#   - microsoft.kubernetes/connectedclusters
#   - microsoft.azurestackhci/clusters
#   - microsoft.databoxedge/databoxedgedevices
#   - azurerm_arc_kubernetes_cluster
#   - azurerm_arc_kubernetes_provisioned_cluster
#   - azurerm_stack_hci_cluster
#   - azurerm_databox_edge_device
package onus.boundary.services.azure.hybrid

import data.onus.lib.boundary.answer

# Nodes of a connected cluster are the customer's, wherever they run. The rest of
# a connected machine or cluster follows from the edition's on-premises column.
responsibility[layer] := found if {
	layer := "os.node"
	input.type in connected_clusters
	base := answer.basis(
		"azure-arc-2024", "azure arc-enabled kubernetes: the cluster stays yours to run", "inferred",
		"https://learn.microsoft.com/azure/azure-arc/kubernetes/overview",
	)
	found := answer.duty_cell("C", "Microsoft", {"customer": "patch the nodes and upgrade Kubernetes on them"}, base)
}

# What runs on the customer's hardware, with updates that Microsoft publishes.
responsibility[layer] := found if {
	layer := "host"
	row := appliances[input.type]
	base := answer.basis("microsoft-baselines-2023", row.cell, row.confidence, row.source)
	found := answer.duty_cell("S", "Microsoft", row.duties, base)
}

connected_clusters := {
	"microsoft.kubernetes/connectedclusters",
	"azurerm_arc_kubernetes_cluster",
	"azurerm_arc_kubernetes_provisioned_cluster",
}

appliances := {
	"microsoft.azurestackhci/clusters": local_cluster,
	"azurerm_stack_hci_cluster": local_cluster,
	"microsoft.databoxedge/databoxedgedevices": edge_device,
	"azurerm_databox_edge_device": edge_device,
}

local_cluster := {
	"cell": "azure stack hci: updates",
	"confidence": "inferred",
	"source": "https://learn.microsoft.com/azure/azure-local/update/about-updates-23h2",
	"duties": {
		"provider": "publish updates of the host operating system and its services",
		"shared": "apply the updates to the hosts, run the hardware and its firmware",
	},
}

edge_device := {
	"cell": "azure stack edge: pv-7 rapidly and automatically remediate software vulnerabilities",
	"confidence": "stated",
	"source": "https://github.com/MicrosoftDocs/SecurityBenchmarks",
	"duties": {
		"provider": "publish updates of the device",
		"shared": "apply the updates to the device and protect it physically",
	},
}
