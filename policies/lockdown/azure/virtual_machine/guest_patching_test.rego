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
}
