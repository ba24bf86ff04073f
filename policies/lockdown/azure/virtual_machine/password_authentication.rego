# METADATA
# title: Linux virtual machines accept SSH keys only
# description: A password can be guessed from anywhere the port is reachable; a key cannot.
# related_resources:
# - ref: https://learn.microsoft.com/azure/virtual-machines/ssh-keys-azure-cli
# custom:
#   id: AZ-VM-001
#   severity: high
#   layer: identity.users
#   resources: [microsoft.compute/virtualmachines, azurerm_linux_virtual_machine, azurerm_virtual_machine]
#   needs: [managed_by]
#   remediation:
#     summary: Create the machine anew with SSH keys only (the setting cannot be changed later), and set "PasswordAuthentication no" in the running guest until then.
#     az: az vm create --resource-group {group} --name {name} --image IMAGE --authentication-type ssh --generate-ssh-keys --subscription {subscription}
#     terraform: disable_password_authentication = true
#     arm: "properties: { osProfile: { linuxConfiguration: { disablePasswordAuthentication: true } } }"
#   frameworks: {mcsb: [IM-6]}
package onus.lockdown.azure.virtual_machine.password_authentication

import data.onus.lib.azure.managed_by_service
import data.onus.lib.azure.virtual_machine

# Windows signs in with passwords, and Azure does not set up the users of a
# machine that was made around an existing disk or from a specialized image. A
# service sets up its machines itself.
applies if {
	not managed_by_service.managed
	not virtual_machine.windows
	not virtual_machine.unprovisioned
}

deny contains finding if {
	virtual_machine.linux
	virtual_machine.password_authentication_disabled.value != true
	finding := {
		"message": "passwords are accepted for SSH",
		"pointer": virtual_machine.password_authentication_disabled.pointer,
		"expected": true,
	}
}

deny contains finding if {
	not virtual_machine.linux
	virtual_machine.password_authentication_disabled.value != true
	finding := {
		"message": "the operating system is not known: neither the image nor the settings tell it, and Linux would accept passwords for SSH",
		"pointer": virtual_machine.password_authentication_disabled.pointer,
		"expected": true,
		"unknown": true,
	}
}
