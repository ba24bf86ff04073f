package onus.boundary.services.azure.vm_test

import data.onus.boundary.services.azure.vm

windows(mode) := {
	"type": "microsoft.compute/virtualmachines",
	"properties": {"osProfile": {"windowsConfiguration": {"patchSettings": {"patchMode": mode}}}},
}

linux(mode) := {
	"type": "microsoft.compute/virtualmachines",
	"properties": {"osProfile": {"linuxConfiguration": {"patchSettings": {"patchMode": mode}}}},
}

parties(found) := [performer.party.kind | some performer in found.performs]

test_patching_by_the_platform_is_shared if {
	vm.responsibility["os.guest"] == {
		"performs": [
			{
				"party": {"kind": "provider", "name": "Microsoft"},
				"duty": "install critical and security updates in off-peak hours",
			},
			{
				"party": {"kind": "customer"},
				"duty": "keep the VM agent and image supported, attach a schedule where one was chosen, and install the other updates",
			},
		],
		"accountable": {"kind": "customer"},
		"basis": {
			"edition": "azure-guest-patching-2021",
			"cell": "patch orchestration mode",
			"confidence": "inferred",
			"source": "https://learn.microsoft.com/azure/virtual-machines/automatic-vm-guest-patching",
			"switch": {
				"pointer": "/properties/osProfile/linuxConfiguration/patchSettings/patchMode",
				"value": "AutomaticByPlatform",
			},
		},
	} with input as linux("AutomaticByPlatform")
}

test_every_other_mode_is_the_customers if {
	every mode in ["Manual", "AutomaticByOS"] {
		parties(vm.responsibility["os.guest"]) == ["customer"] with input as windows(mode)
	}
	parties(vm.responsibility["os.guest"]) == ["customer"] with input as linux("ImageDefault")
}

test_an_absent_mode_is_the_customers if {
	found := vm.responsibility["os.guest"] with input as linux(null)
	parties(found) == ["customer"]
	found.basis.switch == {"pointer": "/properties/osProfile/linuxConfiguration/patchSettings/patchMode", "value": null}
}

test_an_undocumented_mode_is_the_customers if {
	every mode in ["Automatic", 1, true, {"a": 1}] {
		parties(vm.responsibility["os.guest"]) == ["customer"] with input as windows(mode)
	}
}

test_azurerm_keeps_the_mode_at_the_top if {
	found := vm.responsibility["os.guest"] with input as {
		"type": "azurerm_windows_virtual_machine",
		"properties": {"patch_mode": "AutomaticByPlatform"},
	}
	parties(found) == ["provider", "customer"]
	found.basis.switch.pointer == "/properties/patch_mode"
}

test_a_scale_set_that_renews_its_image_is_shared if {
	found := vm.responsibility["os.guest"] with input as {
		"type": "microsoft.compute/virtualmachinescalesets",
		"properties": {"upgradePolicy": {"automaticOSUpgradePolicy": {"enableAutomaticOSUpgrade": true}}},
	}
	parties(found) == ["provider", "customer"]
}

test_a_scale_set_with_the_string_true_is_the_customers if {
	found := vm.responsibility["os.guest"] with input as {
		"type": "azurerm_linux_virtual_machine_scale_set",
		"properties": {"automatic_os_upgrade_policy": [{"enable_automatic_os_upgrade": "true"}]},
	}
	parties(found) == ["customer"]
}
