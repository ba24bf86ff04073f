# METADATA
# title: Linux scale sets accept SSH keys only
# description: A password can be guessed from anywhere the port is reachable, and it is the same on every instance.
# related_resources:
# - ref: https://learn.microsoft.com/azure/virtual-machines/ssh-keys-azure-cli
# custom:
#   id: AZ-VMSS-003
#   severity: high
#   layer: identity.users
#   resources:
#   - microsoft.compute/virtualmachinescalesets
#   - azurerm_linux_virtual_machine_scale_set
#   - azurerm_orchestrated_virtual_machine_scale_set
#   - azurerm_virtual_machine_scale_set
#   needs: [managed_by]
#   remediation:
#     summary: Put SSH keys into the machine profile, turn password authentication off, then reimage the instances.
#     az: az vmss update --resource-group {group} --name {name} --set virtualMachineProfile.osProfile.linuxConfiguration.disablePasswordAuthentication=true --subscription {subscription}
#     terraform: disable_password_authentication = true
#     arm: "properties: { virtualMachineProfile: { osProfile: { linuxConfiguration: { disablePasswordAuthentication: true } } } }"
#   frameworks: {mcsb: [IM-6]}
package onus.lockdown.azure.scale_set.password_authentication

import data.onus.lib.azure.managed_by_service
import data.onus.lib.azure.scale_set

# Windows signs in with passwords; for machines from a specialized image, or where
# the scale set makes none, Azure sets up no users. A service sets up its machines
# itself.
applies if {
	not managed_by_service.managed
	not scale_set.windows
	not scale_set.unprovisioned
	not scale_set.bare
}

deny contains finding if {
	scale_set.linux
	scale_set.password_authentication_disabled.value != true
	finding := {
		"message": "passwords are accepted for SSH",
		"pointer": scale_set.password_authentication_disabled.pointer,
		"expected": true,
	}
}

deny contains finding if {
	not scale_set.linux
	scale_set.password_authentication_disabled.value != true
	finding := {
		"message": "the operating system is not known: neither the image nor the settings tell it, and Linux would accept passwords for SSH",
		"pointer": scale_set.password_authentication_disabled.pointer,
		"expected": true,
		"unknown": true,
	}
}
