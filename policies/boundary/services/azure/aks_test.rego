package onus.boundary.services.azure.aks_test

import data.onus.boundary.services.azure.aks

arm(properties) := {"type": "microsoft.containerservice/managedclusters", "properties": properties, "raw": {}}

azurerm(properties) := {"type": "azurerm_kubernetes_cluster", "properties": properties, "raw": {}}

channel(value) := arm({"autoUpgradeProfile": {"nodeOSUpgradeChannel": value}})

parties(found) := [performer.party.kind | some performer in found.performs]

test_channel_none_leaves_the_patches_to_the_customer if {
	aks.responsibility["os.node"] == {
		"performs": [
			{"party": {"kind": "provider", "name": "Microsoft"}, "duty": "publish patched node images"},
			{"party": {"kind": "customer"}, "duty": "apply the patched images to the nodes"},
		],
		"accountable": {"kind": "customer"},
		"basis": {
			"edition": "aks-2024",
			"cell": "node os auto-upgrade channel: update ownership",
			"confidence": "stated",
			"source": "https://learn.microsoft.com/azure/aks/auto-upgrade-node-os-image",
			"switch": {"pointer": "/properties/autoUpgradeProfile/nodeOSUpgradeChannel", "value": "None"},
		},
	} with input as channel("None")
}

test_channel_node_image_gives_them_to_microsoft if {
	aks.responsibility["os.node"].accountable == {"kind": "provider", "name": "Microsoft"} with input as channel("NodeImage")
}

test_channel_unmanaged_still_needs_the_customer if {
	aks.responsibility["os.node"].accountable.kind == "customer" with input as channel("Unmanaged")
}

test_an_undocumented_channel_is_read_as_none if {
	every value in ["Weekly", 7, true, {}] {
		aks.responsibility["os.node"].accountable.kind == "customer" with input as channel(value)
	}
}

test_an_absent_channel_of_a_running_cluster_is_none if {
	found := aks.responsibility["os.node"] with input as object.union(arm({}), {"phase": "deployed"})
	found.accountable.kind == "customer"
	found.basis.switch.value == null
}

test_an_absent_channel_of_a_new_template_is_node_image if {
	found := aks.responsibility["os.node"] with input as {
		"type": "microsoft.containerservice/managedclusters",
		"phase": "template",
		"properties": {},
		"raw": {"apiVersion": "2024-09-01"},
	}
	found.accountable.kind == "provider"
}

test_an_old_template_gets_no_default if {
	found := aks.responsibility["os.node"] with input as {
		"type": "microsoft.containerservice/managedclusters",
		"phase": "template",
		"properties": {},
		"raw": {"apiVersion": "2021-05-01"},
	}
	found.accountable.kind == "customer"
}

test_azurerm_4_and_3_name_the_argument_differently if {
	aks.responsibility["os.node"].accountable.kind == "provider" with input as azurerm({"node_os_upgrade_channel": "SecurityPatch"})
	aks.responsibility["os.node"].accountable.kind == "provider" with input as azurerm({"node_os_channel_upgrade": "SecurityPatch"})
}

test_azurerm_documents_its_default_for_plans_of_version_4 if {
	aks.responsibility["os.node"].accountable.kind == "provider" with input as object.union(azurerm({}), {"phase": "planned"})
	aks.responsibility["os.node"].accountable.kind == "customer" with input as object.union(azurerm({"node_os_channel_upgrade": null}), {"phase": "planned"})
}

test_aks_automatic_is_a_model_of_its_own if {
	aks.model == "caas-managed" with input as object.union(arm({}), {"raw": {"sku": {"name": "Automatic"}}})
	not aks.model with input as object.union(arm({}), {"raw": {"sku": {"name": "Base"}}})
	not aks.model with input as arm({})
}

test_a_plugin_of_ones_own_is_the_customers if {
	parties(aks.responsibility["network.controls"]) == ["customer"] with input as arm({"networkProfile": {"networkPlugin": "none"}})
}

test_a_bundled_plugin_is_shared if {
	parties(aks.responsibility["network.controls"]) == ["provider", "customer"] with input as arm({"networkProfile": {"networkPlugin": "azure"}})
	parties(aks.responsibility["network.controls"]) == ["provider", "customer"] with input as azurerm({"network_profile": [{"network_plugin": "kubenet"}]})
}

test_a_node_pool_alone_shows_no_channel if {
	found := aks.responsibility with input as {"type": "azurerm_kubernetes_cluster_node_pool", "properties": {}, "raw": {}}
	object.keys(found) == {"os.node"}
	found["os.node"].accountable.kind == "customer"
	not found["os.node"].basis.switch
}
