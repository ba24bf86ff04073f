# METADATA
# title: Virtual machines get updates without anyone having to act
# description: A guest that nobody patches runs with every vulnerability published since its image was made.
# related_resources:
# - ref: https://learn.microsoft.com/azure/virtual-machines/automatic-vm-guest-patching
# custom:
#   id: AZ-VM-003
#   severity: high
#   layer: os.guest
#   resources:
#   - microsoft.compute/virtualmachines
#   - azurerm_linux_virtual_machine
#   - azurerm_windows_virtual_machine
#   needs: []
#   remediation:
#     summary: Let the platform patch the guest; a maintenance schedule of your own needs the same mode.
#     az: az vm update --ids {id} --set osProfile.linuxConfiguration.patchSettings.patchMode=AutomaticByPlatform
#     terraform: patch_mode = "AutomaticByPlatform"
#     variants:
#       linux:
#         az: az vm update --ids {id} --set osProfile.linuxConfiguration.patchSettings.patchMode=AutomaticByPlatform
#         arm: "properties: { osProfile: { linuxConfiguration: { patchSettings: { patchMode: 'AutomaticByPlatform' } } } }"
#       windows:
#         az: az vm update --ids {id} --set osProfile.windowsConfiguration.patchSettings.patchMode=AutomaticByPlatform
#         arm: "properties: { osProfile: { windowsConfiguration: { patchSettings: { patchMode: 'AutomaticByPlatform' } } } }"
#   frameworks: {mcsb: [PV-6]}
package onus.lockdown.azure.virtual_machine.guest_patching

import data.onus.lib.azure.virtual_machine

# The platform installs updates, by itself or on a maintenance schedule.
patched if virtual_machine.patch_mode.value == "AutomaticByPlatform"

# Windows Update installs them. Linux has no such mode: what an image does by
# default is nothing that anyone has decided.
patched if {
	virtual_machine.windows
	virtual_machine.patch_mode.value == "AutomaticByOS"
}

# azurerm_virtual_machine is not among the resources: it has no argument for the
# mode.
deny contains finding if {
	not patched
	finding := {
		"message": "nothing makes sure that updates are installed in the guest",
		"pointer": virtual_machine.patch_mode.pointer,
		"expected": "AutomaticByPlatform",
		"fix": system,
	}
}

# The mode has its place under the settings of the operating system.
system := "windows" if {
	virtual_machine.windows
} else := "linux"
