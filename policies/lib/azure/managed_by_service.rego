# METADATA
# title: Machines that a service runs
# description: |
#   Virtual machines and scale sets that AKS, Azure Databricks, Azure Red Hat OpenShift or
#   a managed application runs. They are set up, patched and replaced through the service;
#   a change to the machine itself is unsupported, refused or undone.
#
#   Only marks that the platform sets count, and only in exports of what is deployed: the
#   service's own record names the machine's resource group (`managed_by`), the `managedBy`
#   of the resource group or of the machine names the service, or the group and the machine
#   both have the names that AKS gives. Tags are not read: anybody can set one. A machine
#   in a node resource group of AKS without the name of a node is the customer's own. The
#   `managedBy` of a machine can also name the scale set that it is in, which is no service.
# related_resources:
# - ref: https://learn.microsoft.com/azure/aks/support-policies
# - ref: https://learn.microsoft.com/azure/aks/faq
# - ref: https://learn.microsoft.com/azure/azure-resource-manager/managed-applications/overview
# - ref: https://learn.microsoft.com/azure/databricks/getting-started/high-level-architecture
# - ref: https://learn.microsoft.com/azure/openshift/support-policies-v4
# - ref: https://learn.microsoft.com/rest/api/resources/resource-groups/get
package onus.lib.azure.managed_by_service

# A service runs this machine.
managed if {
	input.phase == "deployed"
	some type in services
	type in {"microsoft.databricks/workspaces", "microsoft.solutions/applications", "microsoft.redhatopenshift/openshiftclusters"}
}

managed if {
	input.phase == "deployed"
	"microsoft.containerservice/managedclusters" in services
	aks_node_name
}

# `MC_<group>_<cluster>_<location>` is the node resource group of a cluster that was not
# given another one.
managed if {
	input.phase == "deployed"
	is_string(input.scope.group)
	regex.match(`^(?i)mc_.+_.+_[a-z0-9]+$`, input.scope.group)
	aks_node_name
}

# The types of the services that the records name.
services contains service.type if {
	some service in input.related.managed_by
}

services contains type_of(group.raw.managedBy) if {
	some group in input.related.managed_by
}

services contains type_of(input.raw.managedBy)

type_of(id) := type if {
	is_string(id)
	parts := regex.find_all_string_submatch_n(`/providers/([a-z.]+/[a-z]+)/[^/]+/?$`, lower(id), 1)
	type := parts[0][1]
}

# AKS names node pools of Linux `aks-<pool>-<8 digits>-vmss` (or `-vms<n>`, or `-<n>` in an
# availability set), and those of Windows `aks<pool>`.
aks_node_name if {
	regex.match(`/microsoft\.compute/virtualmachine(scaleset)?s/aks-[a-z0-9]{1,12}-[0-9]{8}-(vmss(_[0-9a-z]+)?|vms[0-9]+|[0-9]+)$`, lower(input.id))
}

aks_node_name if {
	regex.match(`/microsoft\.compute/virtualmachinescalesets/aks[a-z0-9]{1,6}$`, lower(input.id))
}
