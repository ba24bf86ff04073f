# METADATA
# title: Scale sets get new operating system versions by themselves
# description: Instances that keep the image they were made from run with every vulnerability published since.
# related_resources:
# - ref: https://learn.microsoft.com/azure/virtual-machine-scale-sets/virtual-machine-scale-sets-automatic-upgrade
# - ref: https://learn.microsoft.com/azure/virtual-machines/automatic-vm-guest-patching
# custom:
#   id: AZ-VMSS-001
#   severity: high
#   layer: os.guest
#   resources:
#   - microsoft.compute/virtualmachinescalesets
#   - azurerm_linux_virtual_machine_scale_set
#   - azurerm_windows_virtual_machine_scale_set
#   - azurerm_orchestrated_virtual_machine_scale_set
#   - azurerm_virtual_machine_scale_set
#   needs: [managed_by]
#   remediation:
#     summary: Turn on automatic operating system image upgrades; with flexible orchestration, let the platform patch the guests.
#     az: az vmss update --resource-group {group} --name {name} --set upgradePolicy.automaticOSUpgradePolicy.enableAutomaticOSUpgrade=true --subscription {subscription}
#     terraform: automatic_os_upgrade_policy { enable_automatic_os_upgrade = true }
#     arm: "properties: { upgradePolicy: { automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: true } } }"
#   frameworks: {mcsb: [PV-6]}
package onus.lockdown.azure.scale_set.os_upgrades

import data.onus.lib.azure.managed_by_service
import data.onus.lib.azure.scale_set

# A scale set that makes no machines has nothing to upgrade, and a service upgrades its
# machines itself.
applies if {
	not scale_set.bare
	not managed_by_service.managed
}

upgraded if scale_set.automatic_os_upgrade.value == true

# Machines of uniform scale sets are not patched by the platform, whatever their mode.
upgraded if {
	scale_set.flexible
	scale_set.patch_mode.value == "AutomaticByPlatform"
}

# Windows Update installs them, unless it was turned off. Linux has no such mode.
upgraded if {
	scale_set.windows
	scale_set.patch_mode.value == "AutomaticByOS"
	scale_set.automatic_updates.value == true
}

deny contains finding if {
	not scale_set.flexible
	not upgraded
	finding := {
		"message": "new versions of the operating system are not rolled out by themselves",
		"pointer": scale_set.automatic_os_upgrade.pointer,
		"expected": true,
	}
}

# Without a mode, Windows installs updates and Linux does not.
unclear if {
	scale_set.patch_mode.assumed
	not scale_set.windows
	not scale_set.linux
	not scale_set.unprovisioned
}

deny contains finding if {
	scale_set.flexible
	not upgraded
	not unclear
	finding := {
		"message": "nothing makes sure that updates are installed in the guests",
		"pointer": scale_set.patch_mode.pointer,
		"expected": "AutomaticByPlatform",
	}
}

deny contains finding if {
	scale_set.flexible
	not upgraded
	unclear
	finding := {
		"message": "the operating system is not known: neither the image nor the settings tell it, and on Linux nothing would install updates in the guests",
		"pointer": scale_set.patch_mode.pointer,
		"expected": "AutomaticByPlatform",
		"unknown": true,
	}
}

# Schedules are assigned to the machines, which are resources of their own.
deny contains finding if {
	scale_set.flexible
	scale_set.automatic_os_upgrade.value != true
	scale_set.patch_mode.value == "AutomaticByPlatform"
	not scale_set.bypass.value in {false, "false", "False"}
	finding := {
		"message": "only a maintenance schedule installs updates in the guests, and whether the machines of the scale set have one is not known",
		"pointer": scale_set.bypass.pointer,
		"unknown": true,
	}
}
