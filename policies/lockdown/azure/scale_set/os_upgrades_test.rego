package onus.lockdown.azure.scale_set.os_upgrades_test

import data.onus.lockdown.azure.scale_set.os_upgrades

test_arm_uniform_without_upgrades_denies if {
	os_upgrades.deny == {{
		"message": "new versions of the operating system are not rolled out by themselves",
		"pointer": "/properties/upgradePolicy/automaticOSUpgradePolicy/enableAutomaticOSUpgrade",
		"expected": true,
	}} with input as {"properties": {"upgradePolicy": {
		"mode": "Manual",
		"automaticOSUpgradePolicy": {"enableAutomaticOSUpgrade": false},
	}}}
}

test_arm_uniform_with_upgrades_allows if {
	count(os_upgrades.deny) == 0 with input as {"properties": {"upgradePolicy": {"automaticOSUpgradePolicy": {"enableAutomaticOSUpgrade": true}}}}
}

test_arm_flexible_image_default_denies if {
	os_upgrades.deny == {{
		"message": "nothing makes sure that updates are installed in the guests",
		"pointer": "/properties/virtualMachineProfile/osProfile/linuxConfiguration/patchSettings/patchMode",
		"expected": "AutomaticByPlatform",
	}} with input as {"properties": {
		"orchestrationMode": "Flexible",
		"virtualMachineProfile": {"osProfile": {"linuxConfiguration": {"patchSettings": {"patchMode": "ImageDefault"}}}},
	}}
}

test_arm_flexible_by_platform_allows if {
	count(os_upgrades.deny) == 0 with input as {"properties": {
		"orchestrationMode": "Flexible",
		"virtualMachineProfile": {"osProfile": {"linuxConfiguration": {"patchSettings": {"patchMode": "AutomaticByPlatform"}}}},
	}}
}

test_arm_flexible_windows_by_os_allows if {
	count(os_upgrades.deny) == 0 with input as {"properties": {
		"orchestrationMode": "Flexible",
		"virtualMachineProfile": {"osProfile": {"windowsConfiguration": {"patchSettings": {"patchMode": "AutomaticByOS"}}}},
	}}
}

test_azurerm_without_upgrades_denies if {
	some finding in os_upgrades.deny with input as {
		"type": "azurerm_linux_virtual_machine_scale_set",
		"properties": {"automatic_os_upgrade_policy": [{"enable_automatic_os_upgrade": false}]},
	}
	finding.pointer == "/properties/automatic_os_upgrade_policy/0/enable_automatic_os_upgrade"
}

test_azurerm_with_upgrades_allows if {
	count(os_upgrades.deny) == 0 with input as {
		"type": "azurerm_windows_virtual_machine_scale_set",
		"properties": {"automatic_os_upgrade_policy": [{"enable_automatic_os_upgrade": true}]},
	}
}

test_azurerm_orchestrated_image_default_denies if {
	some finding in os_upgrades.deny with input as {
		"type": "azurerm_orchestrated_virtual_machine_scale_set",
		"properties": {"os_profile": [{"linux_configuration": [{"patch_mode": "ImageDefault"}]}]},
	}
	finding.pointer == "/properties/os_profile/0/linux_configuration/0/patch_mode"
}

test_azurerm_orchestrated_by_platform_allows if {
	count(os_upgrades.deny) == 0 with input as {
		"type": "azurerm_orchestrated_virtual_machine_scale_set",
		"properties": {"os_profile": [{"windows_configuration": [{"patch_mode": "AutomaticByPlatform"}]}]},
	}
}

test_older_azurerm_without_upgrades_denies if {
	count(os_upgrades.deny) == 1 with input as {
		"type": "azurerm_virtual_machine_scale_set",
		"properties": {"automatic_os_upgrade": false},
	}
}

test_older_azurerm_with_upgrades_allows if {
	count(os_upgrades.deny) == 0 with input as {
		"type": "azurerm_virtual_machine_scale_set",
		"properties": {"automatic_os_upgrade": true},
	}
}

test_missing_policy_means_off_and_denies if {
	some finding in os_upgrades.deny with input as {"properties": {}}
	finding.pointer == "/properties"
}

test_wrong_type_denies if {
	count(os_upgrades.deny) == 1 with input as {"properties": {"upgradePolicy": {"automaticOSUpgradePolicy": {"enableAutomaticOSUpgrade": "true"}}}}
}

test_null_is_absent if {
	count(os_upgrades.deny) == 1 with input as {"properties": {"upgradePolicy": {"automaticOSUpgradePolicy": null}}}
}

test_applies_to_a_uniform_scale_set if {
	os_upgrades.applies with input as {"properties": {}}
}

test_applies_to_a_flexible_scale_set_with_a_profile if {
	os_upgrades.applies with input as {"properties": {
		"orchestrationMode": "Flexible",
		"virtualMachineProfile": {"storageProfile": {"osDisk": {"createOption": "FromImage"}}},
	}}
}

test_applies_to_an_azurerm_orchestrated_scale_set_with_a_size if {
	os_upgrades.applies with input as {
		"type": "azurerm_orchestrated_virtual_machine_scale_set",
		"properties": {"sku_name": "Standard_D2s_v5"},
	}
}

test_does_not_apply_to_a_flexible_scale_set_without_a_profile if {
	not os_upgrades.applies with input as {"properties": {
		"orchestrationMode": "Flexible",
		"virtualMachineProfile": null,
	}}
}

test_does_not_apply_to_an_azurerm_orchestrated_scale_set_without_a_size if {
	not os_upgrades.applies with input as {
		"type": "azurerm_orchestrated_virtual_machine_scale_set",
		"properties": {"sku_name": null},
	}
}

flexible(profile) := {
	"type": "microsoft.compute/virtualmachinescalesets",
	"properties": {"orchestrationMode": "Flexible", "virtualMachineProfile": profile},
}

orchestrated(profile) := {
	"type": "azurerm_orchestrated_virtual_machine_scale_set",
	"properties": {"sku_name": "Standard_D2s_v5", "os_profile": [profile]},
}

statuses(findings) := {object.get(finding, "unknown", false) | some finding in findings}

test_flexible_windows_with_automatic_updates_allows if {
	every settings in [{"enableAutomaticUpdates": true, "provisionVMAgent": true}, {"enableAutomaticUpdates": null}, {}] {
		count(os_upgrades.deny) == 0 with input as flexible({"osProfile": {"windowsConfiguration": settings}})
	}
	count(os_upgrades.deny) == 0 with input as flexible({"storageProfile": {"osDisk": {"osType": "windows"}}, "osProfile": {"adminUsername": "a"}})
	count(os_upgrades.deny) == 0 with input as flexible({"storageProfile": {"imageReference": {"publisher": "MicrosoftWindowsServer"}}, "osProfile": {"adminUsername": "a"}})
	every settings in [{"enable_automatic_updates": true}, {"enable_automatic_updates": null}] {
		count(os_upgrades.deny) == 0 with input as orchestrated({"windows_configuration": [settings]})
	}
}

test_flexible_windows_without_automatic_updates_denies if {
	some finding in os_upgrades.deny with input as flexible({"osProfile": {"windowsConfiguration": {"enableAutomaticUpdates": false}}})
	finding.pointer == "/properties/virtualMachineProfile/osProfile/windowsConfiguration/enableAutomaticUpdates"
	some other in os_upgrades.deny with input as orchestrated({"windows_configuration": [{"enable_automatic_updates": false}]})
	other.pointer == "/properties/os_profile/0/windows_configuration/0/enable_automatic_updates"
	statuses(os_upgrades.deny) == {false} with input as flexible({"osProfile": {"windowsConfiguration": {"enableAutomaticUpdates": "false"}}})
	statuses(os_upgrades.deny) == {false} with input as flexible({"osProfile": {"windowsConfiguration": {"enableAutomaticUpdates": true, "patchSettings": {"patchMode": "Manual"}}}})
}

test_flexible_windows_from_a_specialized_image_denies if {
	statuses(os_upgrades.deny) == {false} with input as flexible({"storageProfile": {"osDisk": {"osType": "Windows"}}})
}

test_flexible_linux_without_a_mode_denies if {
	statuses(os_upgrades.deny) == {false} with input as flexible({"osProfile": {"linuxConfiguration": {}}})
	statuses(os_upgrades.deny) == {false} with input as flexible({"storageProfile": {"osDisk": {"osType": "Linux"}}, "osProfile": {}})
	statuses(os_upgrades.deny) == {false} with input as orchestrated({"linux_configuration": [{"patch_mode": null}]})
}

test_flexible_system_that_nothing_tells_is_unknown if {
	statuses(os_upgrades.deny) == {true} with input as flexible({"storageProfile": {"imageReference": {"id": "x"}}, "osProfile": {"adminUsername": "a"}})
}

# Windows Update does not roll out images, which is what a uniform scale set does.
test_uniform_windows_without_upgrades_denies if {
	count(os_upgrades.deny) == 1 with input as {"properties": {"virtualMachineProfile": {"osProfile": {"windowsConfiguration": {"enableAutomaticUpdates": true}}}}}
}

test_flexible_bypass_is_unknown if {
	every system in ["windowsConfiguration", "linuxConfiguration"] {
		settings := {"patchMode": "AutomaticByPlatform", "automaticByPlatformSettings": {"bypassPlatformSafetyChecksOnUserSchedule": true}}
		statuses(os_upgrades.deny) == {true} with input as flexible({"osProfile": {system: {"patchSettings": settings}}})
		count(os_upgrades.deny) == 0 with input as flexible({"osProfile": {system: {"patchSettings": object.union(settings, {"automaticByPlatformSettings": {"bypassPlatformSafetyChecksOnUserSchedule": false}})}}})
	}
}

node_pool(group, name) := {
	"type": "microsoft.compute/virtualmachinescalesets",
	"phase": "deployed",
	"id": sprintf("/subscriptions/s/resourcegroups/%s/providers/microsoft.compute/virtualmachinescalesets/%s", [lower(group), name]),
	"scope": {"group": group},
	"tags": {"aks-managed-poolName": "nodepool1"},
	"properties": {"orchestrationMode": "Uniform"},
}

test_does_not_apply_to_node_pools_of_aks if {
	image := "/subscriptions/109a5e88-712a-48ae-9078-9ca8b3c81345/resourceGroups/AKS-Ubuntu/providers/Microsoft.Compute/galleries/AKSUbuntu/images/2204gen2containerd/versions/202411.01.0"
	pool := node_pool("MC_rg-a_aks1_westeurope", "aks-nodepool1-12345678-vmss")
	not os_upgrades.applies with input as object.union(pool, {"properties": {"virtualMachineProfile": {"storageProfile": {"imageReference": {"id": image}}}}})
	os_upgrades.applies with input as pool
	not os_upgrades.applies with input as object.union(node_pool("rg-nodes", "aks-nodepool1-12345678-vmss"), {"related": {"managed_by": [{"type": "microsoft.containerservice/managedclusters"}]}})
}

test_applies_to_what_is_only_tagged_as_a_node_pool if {
	os_upgrades.applies with input as node_pool("rg-a", "web")
	os_upgrades.applies with input as node_pool("MC_rg-a_aks1_westeurope", "web")
	os_upgrades.applies with input as object.union(node_pool("MC_rg-a_aks1_westeurope", "aks-nodepool1-12345678-vmss"), {"phase": "template"})
}

test_windows_mode_without_automatic_updates_denies if {
	statuses(os_upgrades.deny) == {false} with input as flexible({"osProfile": {"windowsConfiguration": {"enableAutomaticUpdates": false, "patchSettings": {"patchMode": "AutomaticByOS"}}}})
	statuses(os_upgrades.deny) == {false} with input as orchestrated({"windows_configuration": [{"enable_automatic_updates": false, "patch_mode": "AutomaticByOS"}]})
}

test_platform_does_not_patch_uniform_scale_sets if {
	machine := {"storageProfile": {"osDisk": {"osType": "Linux"}}, "osProfile": {"linuxConfiguration": {"patchSettings": {"patchMode": "AutomaticByPlatform"}}}}
	every mode in ["Uniform", null] {
		count(os_upgrades.deny) == 1 with input as {"type": "microsoft.compute/virtualmachinescalesets", "properties": {"orchestrationMode": mode, "virtualMachineProfile": machine}}
	}
	count(os_upgrades.deny) == 0 with input as {"type": "microsoft.compute/virtualmachinescalesets", "properties": {"orchestrationMode": "Flexible", "virtualMachineProfile": machine}}
}
