# METADATA
# title: Machines that a service runs
# description: |
#   Virtual machines and scale sets that AKS, Azure Databricks, Azure Red Hat OpenShift or
#   a managed application runs. They are set up, patched and replaced through the service;
#   a change to the machine itself is unsupported, refused or undone.
#
#   Only exports of what is deployed can show it: in a template and a plan the machine is
#   the customer's. Three kinds of marks count:
#
#   - The service's own record names the machine's resource group, or the `managedBy` of
#     the group or of the machine names the service. (The `managedBy` of a machine can also
#     name the scale set that it is in, which is no service.)
#   - The image is one that AKS publishes for its nodes, and the name of the machine or its
#     tag, with the name of the group, is what AKS gives.
#   - The tag and the name of the group are those of Databricks, and no other publisher's
#     image is named.
#
#   The customer chooses names and tags, so they alone prove nothing. A machine in a node
#   resource group of AKS without the name of a node is the customer's, and so is one with
#   an image of another publisher.
# related_resources:
# - ref: https://learn.microsoft.com/azure/aks/support-policies
# - ref: https://learn.microsoft.com/azure/aks/faq
# - ref: https://learn.microsoft.com/azure/aks/node-images
# - ref: https://learn.microsoft.com/azure/azure-resource-manager/managed-applications/overview
# - ref: https://learn.microsoft.com/azure/databricks/getting-started/high-level-architecture
# - ref: https://learn.microsoft.com/azure/databricks/admin/account-settings/usage-detail-tags
# - ref: https://learn.microsoft.com/azure/openshift/support-policies-v4
# - ref: https://learn.microsoft.com/rest/api/resources/resource-groups/get
package onus.lib.azure.managed_by_service

# A service runs this machine. Each body asks for a deployed resource itself, so that
# what else it reads need not be known of others, such as tags that are a parameter.
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

managed if {
	input.phase == "deployed"
	aks_group_name
	aks_node_name
	aks_image
}

managed if {
	input.phase == "deployed"
	aks_tag
	aks_group_name
	regex.match(`/virtualmachine(scaleset)?s/aks[^/]*$`, lower(input.id))
	aks_image
}

managed if {
	input.phase == "deployed"
	aks_tag
	aks_node_name
	aks_image
}

# Databricks calls the group `databricks-rg-<workspace>-<suffix>` unless it is given
# another name.
managed if {
	input.phase == "deployed"
	regex.match(`/resourcegroups/databricks-rg-[^/]+/`, lower(input.id))
	input.tags.Vendor == "Databricks"
	not image_of_another_publisher
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

# `MC_<group>_<cluster>_<location>` is the node resource group of a cluster that was not
# given another one.
aks_group_name if regex.match(`/resourcegroups/mc_[^/]+_[^/]+_[a-z0-9]+/`, lower(input.id))

# AKS names node pools of Linux `aks-<pool>-<8 digits>-vmss` (or `-vms<n>`, or `-<n>` in an
# availability set), and those of Windows `aks<pool>`.
aks_node_name if {
	regex.match(`/microsoft\.compute/virtualmachine(scaleset)?s/aks-[a-z0-9]{1,12}-[0-9]{8}-(vmss(_[0-9a-z]+)?|vms[0-9]+|[0-9]+)$`, lower(input.id))
}

aks_node_name if {
	regex.match(`/microsoft\.compute/virtualmachinescalesets/aks[a-z0-9]{1,6}$`, lower(input.id))
}

aks_tag if {
	some key, _ in input.tags
	startswith(lower(key), "aks-managed-")
}

# The galleries of AKS hold the images of its nodes, in a subscription of Microsoft's; older
# ones are in the marketplace.
aks_image if {
	some image in images
	aks_gallery(image.id)
	not startswith(lower(image.id), concat("", [split(lower(input.id), "/resourcegroups/")[0], "/"]))
}

aks_image if {
	some image in images
	lower(image.publisher) == "microsoft-aks"
}

images contains input.properties.virtualMachineProfile.storageProfile.imageReference

images contains input.properties.storageProfile.imageReference

# An image of the marketplace that Databricks does not publish. Both publishers' names are from
# public templates, not from documentation; a wrong one makes a control apply.
image_of_another_publisher if {
	some image in images
	is_string(image.publisher)
	not lower(image.publisher) in {"", "azuredatabricks"}
}

aks_gallery(id) if {
	is_string(id)
	regex.match(`/resourcegroups/aks-[a-z0-9-]+/providers/microsoft\.compute/galleries/aks[a-z0-9]+/images/`, lower(id))
}
