# METADATA
# title: Azure Service Fabric managed clusters
# description: |
#   Microsoft runs the cluster's resources; the node types are machines with an
#   operating system. It is upgraded automatically only where that was turned on.
# related_resources:
# - ref: https://learn.microsoft.com/azure/service-fabric/how-to-managed-cluster-modify-node-type
# - ref: https://learn.microsoft.com/dotnet/api/azure.resourcemanager.servicefabricmanagedclusters.servicefabricmanagedclusterdata.isautoosupgradeenabled
# custom:
#   id: ONUS-SERVICE-AZURE-SERVICE-FABRIC
#   kind: boundary
#   tier: service
#   resources:
#   - microsoft.servicefabric/clusters
#   - microsoft.servicefabric/managedclusters
#   - azurerm_service_fabric_cluster
#   - azurerm_service_fabric_managed_cluster
package onus.boundary.services.azure.service_fabric

import data.onus.lib.boundary.answer
import data.onus.lib.fact

doc := "https://learn.microsoft.com/azure/service-fabric/how-to-managed-cluster-modify-node-type"

responsibility[layer] := found if {
	layer := "os.node"
	managed
	base := answer.basis("service-fabric-2024", "automatic os image upgrades", "stated", doc)
	found := answer.duty_cell(letter, "Microsoft", duties, answer.switched(base, upgrade.pointer, upgrade.value))
}

# A classic cluster stands on the customer's own scale sets.
responsibility[layer] := found if {
	layer := "os.node"
	not managed
	base := answer.basis(
		"microsoft-baselines-2023", "service fabric: 5.2 automated operating system patch management", "stated",
		"https://github.com/MicrosoftDocs/SecurityBenchmarks",
	)
	found := answer.cell("C", "Microsoft", layer, base)
}

managed if input.type in {"microsoft.servicefabric/managedclusters", "azurerm_service_fabric_managed_cluster"}

duties := {
	"provider": "publish node images and roll new versions out over the node types",
	"shared": "choose images of version latest, patch custom images and watch the upgrades",
	"customer": "apply operating system patches to the node types",
}

letter := "S" if {
	upgrade.value == true
} else := "C"

# Off by default. The azurerm type has no such argument.
upgrade := found if {
	found := fact.at(input.properties.enableAutoOSUpgrade, "/properties/enableAutoOSUpgrade")
} else := fact.assumed(null, "/properties/enableAutoOSUpgrade")
