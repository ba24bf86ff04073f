# METADATA
# title: Azure virtual machines and scale sets
# description: |
#   The guest is the customer's. With automatic guest patching, or automatic OS
#   image upgrades of a scale set, Microsoft installs part of the patches; the
#   customer still sees to the rest, so the duty stays with the customer.
# related_resources:
# - ref: https://learn.microsoft.com/azure/virtual-machines/automatic-vm-guest-patching
# - ref: https://learn.microsoft.com/azure/virtual-machine-scale-sets/virtual-machine-scale-sets-automatic-upgrade
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/linux_virtual_machine
# custom:
#   id: ONUS-SERVICE-AZURE-VM
#   kind: boundary
#   tier: service
#   resources:
#   - microsoft.compute/virtualmachines
#   - microsoft.compute/virtualmachinescalesets
#   - azurerm_virtual_machine
#   - azurerm_linux_virtual_machine
#   - azurerm_windows_virtual_machine
#   - azurerm_virtual_machine_scale_set
#   - azurerm_linux_virtual_machine_scale_set
#   - azurerm_windows_virtual_machine_scale_set
#   - azurerm_orchestrated_virtual_machine_scale_set
package onus.boundary.services.azure.vm

import data.onus.lib.boundary.answer
import data.onus.lib.fact

patching_doc := "https://learn.microsoft.com/azure/virtual-machines/automatic-vm-guest-patching"

image_doc := "https://learn.microsoft.com/azure/virtual-machine-scale-sets/virtual-machine-scale-sets-automatic-upgrade"

responsibility[layer] := found if {
	layer := "os.guest"
	found := image_upgrades
}

responsibility[layer] := found if {
	layer := "os.guest"
	not image_upgrades
	row := object.get(modes, mode.value, modes.Manual)
	base := answer.basis("azure-guest-patching-2021", "patch orchestration mode", "inferred", patching_doc)
	found := answer.duty_cell(
		row.letter, "Microsoft", row.duties,
		answer.switched(base, mode.pointer, mode.value),
	)
}

# What each patch mode says about who installs the patches. The documentation
# says what happens, not whose duty it is: that reading is ours. A mode that is
# not documented is read as Manual.
modes := {
	"AutomaticByPlatform": {
		"letter": "S",
		"duties": {
			"provider": "install critical and security updates in off-peak hours",
			"shared": "keep the VM agent and image supported, attach a schedule where one was chosen, and install the other updates",
		},
	},
	"AutomaticByOS": {
		"letter": "C",
		"duties": {"customer": "let Windows Update install its updates, restart in time and harden the system"},
	},
	"ImageDefault": {
		"letter": "C",
		"duties": {"customer": "check that the image patches itself, patch what it leaves out and harden the system"},
	},
	"Manual": {
		"letter": "C",
		"duties": {"customer": "patch and harden the operating system"},
	},
}

# Automatic OS image upgrades of a scale set: Microsoft replaces the OS disk of
# each instance when the image's publisher releases a version.
image_upgrades := answer.duty_cell("S", "Microsoft", image_duties, answer.switched(base, found.pointer, found.value)) if {
	found := image_switch
	found.value == true
	base := answer.basis("azure-os-image-upgrade-2019", "automatic os image upgrades", "inferred", image_doc)
}

image_duties := {
	"provider": "roll new versions of the operating system image out over the instances",
	"shared": "follow the image's latest version, patch custom images and watch the health of the application",
}

image_switch := found if {
	found := fact.at(
		input.properties.upgradePolicy.automaticOSUpgradePolicy.enableAutomaticOSUpgrade,
		"/properties/upgradePolicy/automaticOSUpgradePolicy/enableAutomaticOSUpgrade",
	)
} else := found if {
	found := fact.at(
		input.properties.automatic_os_upgrade_policy[0].enable_automatic_os_upgrade,
		"/properties/automatic_os_upgrade_policy/0/enable_automatic_os_upgrade",
	)
}

# The patch mode, wherever this kind of machine keeps it.
mode := found if {
	found := arm_mode
} else := found if {
	found := fact.at(input.properties.patch_mode, "/properties/patch_mode")
} else := found if {
	found := fact.at(
		input.properties.os_profile[0].windows_configuration[0].patch_mode,
		"/properties/os_profile/0/windows_configuration/0/patch_mode",
	)
} else := found if {
	found := fact.at(
		input.properties.os_profile[0].linux_configuration[0].patch_mode,
		"/properties/os_profile/0/linux_configuration/0/patch_mode",
	)
} else := fact.assumed(null, absent_pointer)

arm_mode := found if {
	found := fact.at(
		input.properties.osProfile.windowsConfiguration.patchSettings.patchMode,
		"/properties/osProfile/windowsConfiguration/patchSettings/patchMode",
	)
} else := found if {
	found := fact.at(
		input.properties.osProfile.linuxConfiguration.patchSettings.patchMode,
		"/properties/osProfile/linuxConfiguration/patchSettings/patchMode",
	)
} else := found if {
	found := fact.at(
		input.properties.virtualMachineProfile.osProfile.windowsConfiguration.patchSettings.patchMode,
		"/properties/virtualMachineProfile/osProfile/windowsConfiguration/patchSettings/patchMode",
	)
} else := found if {
	found := fact.at(
		input.properties.virtualMachineProfile.osProfile.linuxConfiguration.patchSettings.patchMode,
		"/properties/virtualMachineProfile/osProfile/linuxConfiguration/patchSettings/patchMode",
	)
}

# Without a mode the defaults are AutomaticByOS on Windows and ImageDefault on
# Linux; both leave the guest with the customer, so the system need not be known.
absent_pointer := "/properties/patch_mode" if {
	startswith(input.type, "azurerm_")
} else := "/properties/osProfile/windowsConfiguration/patchSettings/patchMode" if {
	input.properties.osProfile.windowsConfiguration
} else := "/properties/osProfile/linuxConfiguration/patchSettings/patchMode" if {
	input.properties.osProfile.linuxConfiguration
} else := "/properties/virtualMachineProfile/osProfile" if {
	input.type == "microsoft.compute/virtualmachinescalesets"
} else := "/properties/osProfile"
