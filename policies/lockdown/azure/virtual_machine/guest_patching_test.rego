package onus.lockdown.azure.virtual_machine.guest_patching_test

import data.onus.lockdown.azure.virtual_machine.guest_patching

test_arm_linux_image_default_denies if {
	guest_patching.deny == {{
		"message": "nothing makes sure that updates are installed in the guest",
		"pointer": "/properties/osProfile/linuxConfiguration/patchSettings/patchMode",
		"expected": "AutomaticByPlatform",
		"fix": "linux",
	}} with input as {"properties": {"osProfile": {"linuxConfiguration": {"patchSettings": {"patchMode": "ImageDefault"}}}}}
}

test_arm_linux_by_platform_allows if {
	count(guest_patching.deny) == 0 with input as {"properties": {"osProfile": {"linuxConfiguration": {"patchSettings": {"patchMode": "AutomaticByPlatform"}}}}}
}

test_arm_linux_by_os_is_no_mode_and_denies if {
	count(guest_patching.deny) == 1 with input as {"properties": {"osProfile": {"linuxConfiguration": {"patchSettings": {"patchMode": "AutomaticByOS"}}}}}
}

test_arm_windows_by_os_allows if {
	count(guest_patching.deny) == 0 with input as {"properties": {"osProfile": {"windowsConfiguration": {"patchSettings": {"patchMode": "AutomaticByOS"}}}}}
}

test_arm_windows_manual_denies if {
	count(guest_patching.deny) == 1 with input as {"properties": {"osProfile": {"windowsConfiguration": {"patchSettings": {"patchMode": "Manual"}}}}}
}

test_arm_windows_with_automatic_updates_and_no_mode_allows if {
	count(guest_patching.deny) == 0 with input as {"properties": {
		"storageProfile": {"osDisk": {"osType": "Windows", "createOption": "FromImage"}},
		"osProfile": {"windowsConfiguration": {"enableAutomaticUpdates": true}},
	}}
}

test_arm_windows_without_automatic_updates_denies if {
	some finding in guest_patching.deny with input as {"properties": {
		"storageProfile": {"osDisk": {"osType": "Windows", "createOption": "FromImage"}},
		"osProfile": {"windowsConfiguration": {"enableAutomaticUpdates": false}},
	}}
	finding.pointer == "/properties/osProfile/windowsConfiguration/enableAutomaticUpdates"
}

test_arm_windows_around_an_existing_disk_denies if {
	count(guest_patching.deny) == 1 with input as {"properties": {"storageProfile": {"osDisk": {
		"osType": "Windows",
		"createOption": "Attach",
	}}}}
}

test_arm_windows_whose_origin_is_not_known_denies if {
	every option in ["garbage", "", 7, {}, {"value": "FromImage"}] {
		count(guest_patching.deny) == 1 with input as {"properties": {
			"storageProfile": {"osDisk": {"osType": "Windows", "createOption": option}},
			"osProfile": {"windowsConfiguration": {"enableAutomaticUpdates": true}},
		}}
	}
}

test_azurerm_linux_image_default_denies if {
	count(guest_patching.deny) == 1 with input as {
		"type": "azurerm_linux_virtual_machine",
		"properties": {"patch_mode": "ImageDefault"},
	}
}

test_azurerm_linux_by_platform_allows if {
	count(guest_patching.deny) == 0 with input as {
		"type": "azurerm_linux_virtual_machine",
		"properties": {"patch_mode": "AutomaticByPlatform"},
	}
}

test_azurerm_windows_by_os_allows if {
	count(guest_patching.deny) == 0 with input as {
		"type": "azurerm_windows_virtual_machine",
		"properties": {"patch_mode": "AutomaticByOS"},
	}
}

test_azurerm_windows_manual_denies if {
	count(guest_patching.deny) == 1 with input as {
		"type": "azurerm_windows_virtual_machine",
		"properties": {"patch_mode": "Manual"},
	}
}

test_azurerm_3_windows_without_automatic_updates_denies if {
	some finding in guest_patching.deny with input as {
		"type": "azurerm_windows_virtual_machine",
		"properties": {"enable_automatic_updates": false},
	}
	finding.pointer == "/properties/enable_automatic_updates"
}

test_azurerm_4_windows_without_automatic_updates_denies if {
	some finding in guest_patching.deny with input as {
		"type": "azurerm_windows_virtual_machine",
		"properties": {"automatic_updates_enabled": false},
	}
	finding.pointer == "/properties/automatic_updates_enabled"
}

test_missing_mode_means_image_default_and_denies if {
	some finding in guest_patching.deny with input as {"properties": {}}
	finding.pointer == "/properties"
}

test_wrong_type_denies if {
	count(guest_patching.deny) == 1 with input as {"properties": {"osProfile": {"linuxConfiguration": {"patchSettings": {"patchMode": ["AutomaticByPlatform"]}}}}}
}

test_wrong_type_of_automatic_updates_denies if {
	count(guest_patching.deny) == 1 with input as {
		"type": "azurerm_windows_virtual_machine",
		"properties": {"enable_automatic_updates": "false"},
	}
}

test_null_is_absent if {
	count(guest_patching.deny) == 1 with input as {
		"type": "azurerm_linux_virtual_machine",
		"properties": {"patch_mode": null},
	}
}

fixes(document) := found if {
	found := {finding.fix | some finding in guest_patching.deny} with input as document
}

test_the_fix_is_for_the_operating_system if {
	fixes({"properties": {"osProfile": {"windowsConfiguration": {"patchSettings": {"patchMode": "Manual"}}}}}) == {"windows"}
	fixes({"properties": {"storageProfile": {"osDisk": {"osType": "Windows"}}}}) == {"windows"}
	fixes({"properties": {"osProfile": {"linuxConfiguration": {}}}}) == {"linux"}
	fixes({"properties": {"storageProfile": {"osDisk": {"osType": "Linux"}}}}) == {"linux"}
	fixes(assigned(by_platform(false)[0], [in_guest[0]])) == {"bypass-linux"}
	fixes(assigned(by_platform(false)[1], [in_guest[0]])) == {"bypass-windows"}
}

test_system_that_nothing_tells_is_unknown if {
	{finding.unknown | some finding in guest_patching.deny} == {true} with input as {"properties": {
		"storageProfile": {"imageReference": {"id": "x"}, "osDisk": {"createOption": "FromImage"}},
		"osProfile": {"adminUsername": "a"},
	}}
}

test_image_with_windows_follows_windows if {
	every publisher in ["MicrosoftWindowsServer", "microsoftwindowsdesktop", "MicrosoftVisualStudio"] {
		count(guest_patching.deny) == 0 with input as {"properties": {
			"storageProfile": {"imageReference": {"publisher": publisher}, "osDisk": {"createOption": "FromImage"}},
			"osProfile": {"adminUsername": "a"},
		}}
	}
}

test_azurerm_windows_around_an_existing_disk_denies if {
	count(guest_patching.deny) == 1 with input as {
		"type": "azurerm_windows_virtual_machine",
		"properties": {"os_managed_disk_id": "/x"},
	}
	count(guest_patching.deny) == 0 with input as {
		"type": "azurerm_windows_virtual_machine",
		"properties": {"admin_username": "a"},
	}
}

# All shapes of a machine that the platform patches, with a bypass.
by_platform(bypass) := [
	{"type": "microsoft.compute/virtualmachines", "properties": {"osProfile": {"linuxConfiguration": {"patchSettings": {"patchMode": "AutomaticByPlatform", "automaticByPlatformSettings": {"bypassPlatformSafetyChecksOnUserSchedule": bypass}}}}}},
	{"type": "microsoft.compute/virtualmachines", "properties": {"osProfile": {"windowsConfiguration": {"patchSettings": {"patchMode": "AutomaticByPlatform", "automaticByPlatformSettings": {"bypassPlatformSafetyChecksOnUserSchedule": bypass}}}}}},
	{"type": "azurerm_linux_virtual_machine", "properties": {"admin_username": "a", "patch_mode": "AutomaticByPlatform", "bypass_platform_safety_checks_on_user_schedule_enabled": bypass}},
	{"type": "azurerm_windows_virtual_machine", "properties": {"admin_username": "a", "patch_mode": "AutomaticByPlatform", "bypass_platform_safety_checks_on_user_schedule_enabled": bypass}},
]

assigned(base, configurations) := object.union(base, {
	"related": {"maintenance_assignment": [{"properties": {}, "related": {"maintenance_configuration": configurations}}]},
	"coverage": {"types": ["microsoft.maintenance/configurationassignments"]},
})

in_guest := [{"properties": {"maintenanceScope": "InGuestPatch"}}, {"properties": {"scope": "InGuestPatch"}}]

for_host := [{"properties": {"maintenanceScope": "Host"}}, {"properties": {"scope": "OSImage"}}]

statuses(findings) := {object.get(finding, "unknown", false) | some finding in findings}

test_bypass_without_a_schedule_is_unknown if {
	every bypass in [true, "true", 7] {
		every base in by_platform(bypass) {
			statuses(guest_patching.deny) == {true} with input as object.union(base, {"coverage": {"types": []}})
			statuses(guest_patching.deny) == {true} with input as object.union(base, {"coverage": {"types": ["azurerm_maintenance_assignment_virtual_machine"]}})
		}
	}
}

test_bypass_with_a_schedule_allows if {
	every base in by_platform(true) {
		every configuration in in_guest {
			count(guest_patching.deny) == 0 with input as assigned(base, [configuration])
		}
		count(guest_patching.deny) == 0 with input as assigned(base, [])
	}
}

test_bypass_with_a_schedule_for_the_host_is_unknown if {
	every base in by_platform(true) {
		every configuration in for_host {
			statuses(guest_patching.deny) == {true} with input as assigned(base, [configuration])
		}
	}
}

test_schedule_without_a_bypass_denies if {
	every bypass in [false, null, "false"] {
		every base in by_platform(bypass) {
			every configuration in in_guest {
				statuses(guest_patching.deny) == {false} with input as assigned(base, [configuration])
			}
		}
	}
}

test_schedule_for_the_host_without_a_bypass_allows if {
	every base in by_platform(false) {
		every configuration in for_host {
			count(guest_patching.deny) == 0 with input as assigned(base, [configuration])
		}
	}
}

test_schedule_that_is_not_in_the_inventory_without_a_bypass_is_unknown if {
	every base in by_platform(false) {
		statuses(guest_patching.deny) == {true} with input as assigned(base, [])
	}
}

test_no_bypass_and_no_schedule_allows if {
	every bypass in [false, null, "False"] {
		every base in by_platform(bypass) {
			count(guest_patching.deny) == 0 with input as base
		}
	}
}

test_finding_of_the_bypass_points_at_it if {
	some finding in guest_patching.deny with input as object.union(by_platform(true)[0], {"coverage": {"types": []}})
	finding.pointer == "/properties/osProfile/linuxConfiguration/patchSettings/automaticByPlatformSettings/bypassPlatformSafetyChecksOnUserSchedule"
}

test_windows_mode_without_automatic_updates_denies if {
	every updates in [false, "true"] {
		statuses(guest_patching.deny) == {false} with input as {"properties": {"osProfile": {"windowsConfiguration": {"enableAutomaticUpdates": updates, "patchSettings": {"patchMode": "AutomaticByOS"}}}}}
		statuses(guest_patching.deny) == {false} with input as {"type": "azurerm_windows_virtual_machine", "properties": {"patch_mode": "AutomaticByOS", "automatic_updates_enabled": updates}}
		statuses(guest_patching.deny) == {false} with input as {"type": "azurerm_windows_virtual_machine", "properties": {"patch_mode": "AutomaticByOS", "enable_automatic_updates": updates}}
	}
}
