# METADATA
# title: Virtual machines get updates without anyone having to act
# description: A guest that nobody patches runs with every vulnerability published since its image was made.
# related_resources:
# - ref: https://learn.microsoft.com/azure/virtual-machines/automatic-vm-guest-patching
# - ref: https://learn.microsoft.com/azure/update-manager/prerequsite-for-schedule-patching
# custom:
#   id: AZ-VM-003
#   severity: high
#   layer: os.guest
#   resources:
#   - microsoft.compute/virtualmachines
#   - azurerm_linux_virtual_machine
#   - azurerm_windows_virtual_machine
#   needs: [managed_by, maintenance_assignment.maintenance_configuration]
#   remediation:
#     summary: Let the platform patch the guest; a maintenance schedule of your own needs the same mode, bypassPlatformSafetyChecksOnUserSchedule, and an assignment to the machine. Export maintenance assignments together with the machines.
#     az: az vm update --ids {id} --set osProfile.linuxConfiguration.patchSettings.patchMode=AutomaticByPlatform
#     terraform: patch_mode = "AutomaticByPlatform"
#     collect: az graph query -q "maintenanceresources | where type =~ 'microsoft.maintenance/configurationassignments'"
#     variants:
#       linux:
#         az: az vm update --ids {id} --set osProfile.linuxConfiguration.patchSettings.patchMode=AutomaticByPlatform
#         arm: "properties: { osProfile: { linuxConfiguration: { patchSettings: { patchMode: 'AutomaticByPlatform' } } } }"
#       windows:
#         az: az vm update --ids {id} --set osProfile.windowsConfiguration.patchSettings.patchMode=AutomaticByPlatform
#         arm: "properties: { osProfile: { windowsConfiguration: { patchSettings: { patchMode: 'AutomaticByPlatform' } } } }"
#       bypass-linux:
#         az: az vm update --ids {id} --set osProfile.linuxConfiguration.patchSettings.automaticByPlatformSettings.bypassPlatformSafetyChecksOnUserSchedule=true
#         arm: "properties: { osProfile: { linuxConfiguration: { patchSettings: { automaticByPlatformSettings: { bypassPlatformSafetyChecksOnUserSchedule: true } } } } }"
#         terraform: bypass_platform_safety_checks_on_user_schedule_enabled = true
#       bypass-windows:
#         az: az vm update --ids {id} --set osProfile.windowsConfiguration.patchSettings.automaticByPlatformSettings.bypassPlatformSafetyChecksOnUserSchedule=true
#         arm: "properties: { osProfile: { windowsConfiguration: { patchSettings: { automaticByPlatformSettings: { bypassPlatformSafetyChecksOnUserSchedule: true } } } } }"
#         terraform: bypass_platform_safety_checks_on_user_schedule_enabled = true
#   frameworks: {mcsb: [PV-6]}
package onus.lockdown.azure.virtual_machine.guest_patching

import data.onus.lib.azure.maintenance
import data.onus.lib.azure.managed_by_service
import data.onus.lib.azure.virtual_machine

# A service sets up and patches its machines itself.
applies if not managed_by_service.managed

# The platform installs updates, by itself or on a maintenance schedule.
by_platform if virtual_machine.patch_mode.value == "AutomaticByPlatform"

# The platform leaves the guest to a schedule. What is no boolean is taken for it too.
bypassed if not virtual_machine.bypass.value in {false, "false", "False"}

patched if by_platform

# Windows Update installs them, unless it was turned off. Linux has no such mode: what
# an image does by default is nothing that anyone has decided.
patched if {
	virtual_machine.windows
	virtual_machine.patch_mode.value == "AutomaticByOS"
	virtual_machine.automatic_updates.value == true
}

# Without a mode, Windows installs updates and Linux does not.
unclear if {
	virtual_machine.patch_mode.assumed
	not virtual_machine.windows
	not virtual_machine.linux
	not virtual_machine.unprovisioned
}

# azurerm_virtual_machine is not among the resources: it has no argument for the
# mode.
deny contains finding if {
	not patched
	not unclear
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

deny contains finding if {
	not patched
	unclear
	finding := {
		"message": "the operating system is not known: neither the image nor the settings tell it, and on Linux nothing would install updates in the guest",
		"pointer": virtual_machine.patch_mode.pointer,
		"expected": "AutomaticByPlatform",
		"unknown": true,
	}
}

# Assignments can also come from a dynamic scope, which names no machine, so none is
# never certain.
deny contains finding if {
	by_platform
	bypassed
	not maintenance.scheduled
	not maintenance.collected
	finding := {
		"message": "only a maintenance schedule installs updates in the guest, and the inventory does not have the maintenance assignments of the machine",
		"pointer": virtual_machine.bypass.pointer,
		"unknown": true,
	}
}

deny contains finding if {
	by_platform
	bypassed
	not maintenance.scheduled
	maintenance.collected
	finding := {
		"message": "only a maintenance schedule installs updates in the guest, and none in the inventory is assigned to this machine; whether a dynamic scope includes it is not known",
		"pointer": virtual_machine.bypass.pointer,
		"unknown": true,
	}
}

# With a schedule, Azure refuses to patch unless the bypass is on.
deny contains finding if {
	by_platform
	not bypassed
	maintenance.scheduled_in_guest
	finding := {
		"message": "the machine has a maintenance schedule, which installs nothing as long as bypassPlatformSafetyChecksOnUserSchedule is not true, and the platform does not patch a machine that has one",
		"pointer": virtual_machine.bypass.pointer,
		"expected": true,
		"fix": concat("-", ["bypass", system]),
	}
}

deny contains finding if {
	by_platform
	not bypassed
	not maintenance.scheduled_in_guest
	maintenance.scheduled
	finding := {
		"message": "a maintenance configuration that is not in the inventory is assigned to the machine: if it is for updates in the guest, bypassPlatformSafetyChecksOnUserSchedule must be true",
		"pointer": virtual_machine.bypass.pointer,
		"unknown": true,
	}
}
