# METADATA
# title: Virtual machines encrypt their disks at the host
# description: Without it, the temporary disk and the disk caches lie unencrypted on the host.
# related_resources:
# - ref: https://learn.microsoft.com/azure/virtual-machines/linux/disks-enable-host-based-encryption-cli
# - ref: https://learn.microsoft.com/azure/virtual-machines/disk-encryption-overview
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/linux_virtual_machine
# custom:
#   id: AZ-VM-002
#   severity: medium
#   layer: data
#   resources:
#   - microsoft.compute/virtualmachines
#   - azurerm_linux_virtual_machine
#   - azurerm_windows_virtual_machine
#   needs: [managed_by]
#   remediation:
#     summary: Deallocate the machine and turn on encryption at host (the subscription needs the EncryptionAtHost feature).
#     az: az vm update --ids {id} --set securityProfile.encryptionAtHost=true
#     terraform: encryption_at_host_enabled = true
#     arm: "properties: { securityProfile: { encryptionAtHost: true } }"
#   frameworks: {mcsb: [DP-4]}
package onus.lockdown.azure.virtual_machine.encryption_at_host

import data.onus.lib.azure.managed_by_service
import data.onus.lib.azure.virtual_machine

# A service sets up its machines itself, and a confidential system disk excludes
# encryption at host.
applies if {
	not managed_by_service.managed
	not virtual_machine.confidential_disk
}

# azurerm_virtual_machine is not among the resources: it has no argument for
# this.
deny contains finding if {
	virtual_machine.encryption_at_host.value != true
	finding := {
		"message": "the temporary disk and the disk caches are not encrypted at the host",
		"pointer": virtual_machine.encryption_at_host.pointer,
		"expected": true,
	}
}
