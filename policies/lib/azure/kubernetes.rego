# METADATA
# title: Azure Kubernetes Service facts
# description: One rule a fact, whatever the shape of the source (ARM or azurerm).
# related_resources:
# - ref: https://learn.microsoft.com/azure/templates/microsoft.containerservice/managedclusters
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/kubernetes_cluster
# - ref: https://learn.microsoft.com/azure/aks/auto-upgrade-node-os-image
package onus.lib.azure.kubernetes

import data.onus.lib.azure.api_version
import data.onus.lib.fact

# Whether the static cluster-admin credentials are off. On by default.
local_accounts_disabled := found if {
	found := fact.at(input.properties.disableLocalAccounts, "/properties/disableLocalAccounts")
} else := found if {
	found := fact.at(input.properties.local_account_disabled, "/properties/local_account_disabled")
} else := fact.assumed(false, "/properties")

# Whether the API server has a private address only. Public by default.
private_cluster := found if {
	found := fact.at(input.properties.apiServerAccessProfile.enablePrivateCluster, "/properties/apiServerAccessProfile/enablePrivateCluster")
} else := found if {
	found := fact.at(input.properties.private_cluster_enabled, "/properties/private_cluster_enabled")
} else := fact.assumed(false, "/properties")

# The addresses that a public API server answers. All of them when the list is
# empty, which is the default. azurerm 3 also had the list at the top level.
authorized_ip_ranges := found if {
	found := fact.at(input.properties.apiServerAccessProfile.authorizedIPRanges, "/properties/apiServerAccessProfile/authorizedIPRanges")
} else := found if {
	found := fact.at(input.properties.api_server_access_profile[0].authorized_ip_ranges, "/properties/api_server_access_profile/0/authorized_ip_ranges")
} else := found if {
	found := fact.at(input.properties.api_server_authorized_ip_ranges, "/properties/api_server_authorized_ip_ranges")
} else := fact.assumed([], "/properties")

# How the operating system of the nodes is patched. The default differs: NodeImage
# for clusters created with API version 2023-06-01 or later and in azurerm 4, none
# before. A template states its API version; previews after that date have other
# defaults. Everywhere else a null value says that the channel is not known. azurerm 3
# called the argument node_os_channel_upgrade.
node_os_channel := found if {
	found := fact.at(input.properties.autoUpgradeProfile.nodeOSUpgradeChannel, "/properties/autoUpgradeProfile/nodeOSUpgradeChannel")
} else := found if {
	found := fact.at(input.properties.node_os_upgrade_channel, "/properties/node_os_upgrade_channel")
} else := found if {
	found := fact.at(input.properties.node_os_channel_upgrade, "/properties/node_os_channel_upgrade")
} else := fact.assumed("NodeImage", upgrade_profile_pointer) if {
	api_version.declared
	api_version.stable
	api_version.at_least("2023-06-01")
} else := fact.assumed("None", upgrade_profile_pointer) if {
	api_version.declared
	api_version.before("2023-06-01")
} else := fact.assumed(null, upgrade_profile_pointer)

upgrade_profile_pointer := "/properties/autoUpgradeProfile" if {
	settings := input.properties.autoUpgradeProfile
	is_object(settings)
} else := "/properties"

# How the cluster itself is upgraded. Not at all by default.
cluster_channel := found if {
	found := fact.at(input.properties.autoUpgradeProfile.upgradeChannel, "/properties/autoUpgradeProfile/upgradeChannel")
} else := found if {
	found := fact.at(input.properties.automatic_upgrade_channel, "/properties/automatic_upgrade_channel")
} else := found if {
	found := fact.at(input.properties.automatic_channel_upgrade, "/properties/automatic_channel_upgrade")
} else := fact.assumed("none", "/properties")

# Whether users sign in through Microsoft Entra ID: the profile (ARM) or the block
# (azurerm) is there.
entra_integration := found if {
	settings := input.properties.aadProfile
	is_object(settings)
	found := fact.at(true, "/properties/aadProfile")
} else := found if {
	is_object(input.properties.azure_active_directory_role_based_access_control[0])
	found := fact.at(true, "/properties/azure_active_directory_role_based_access_control/0")
} else := fact.assumed(false, "/properties")

# Whether role assignments in Azure decide on permissions in Kubernetes. Off by
# default.
azure_rbac := found if {
	found := fact.at(input.properties.aadProfile.enableAzureRBAC, "/properties/aadProfile/enableAzureRBAC")
} else := found if {
	found := fact.at(
		input.properties.azure_active_directory_role_based_access_control[0].azure_rbac_enabled,
		"/properties/azure_active_directory_role_based_access_control/0/azure_rbac_enabled",
	)
} else := fact.assumed(false, entra_integration.pointer)

# The engine that enforces Kubernetes network policies. None by default.
network_policy := found if {
	found := fact.at(input.properties.networkProfile.networkPolicy, "/properties/networkProfile/networkPolicy")
} else := found if {
	found := fact.at(input.properties.network_profile[0].network_policy, "/properties/network_profile/0/network_policy")
} else := fact.assumed("none", network_profile_pointer)

# Whose network plugin the cluster runs; "none" is one that the customer brings.
network_plugin := found if {
	found := fact.at(input.properties.networkProfile.networkPlugin, "/properties/networkProfile/networkPlugin")
} else := found if {
	found := fact.at(input.properties.network_profile[0].network_plugin, "/properties/network_profile/0/network_plugin")
} else := fact.assumed("kubenet", network_profile_pointer)

network_profile_pointer := "/properties/networkProfile" if {
	settings := input.properties.networkProfile
	is_object(settings)
} else := "/properties/network_profile/0" if {
	is_object(input.properties.network_profile[0])
} else := "/properties"
