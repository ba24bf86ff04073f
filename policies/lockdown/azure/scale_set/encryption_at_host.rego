# METADATA
# title: Scale sets encrypt their disks at the host
# description: Without it, the temporary disks and the disk caches lie unencrypted on the host.
# related_resources:
# - ref: https://learn.microsoft.com/azure/virtual-machines/linux/disks-enable-host-based-encryption-cli
# - ref: https://learn.microsoft.com/azure/virtual-machines/disk-encryption-overview
# custom:
#   id: AZ-VMSS-002
#   severity: medium
#   layer: data
#   resources:
#   - microsoft.compute/virtualmachinescalesets
#   - azurerm_linux_virtual_machine_scale_set
#   - azurerm_windows_virtual_machine_scale_set
#   - azurerm_orchestrated_virtual_machine_scale_set
#   needs: [managed_by]
#   remediation:
#     summary: Turn on encryption at host in the machine profile, then upgrade the instances (the subscription needs the EncryptionAtHost feature).
#     az: az vmss update --resource-group {group} --name {name} --set virtualMachineProfile.securityProfile.encryptionAtHost=true --subscription {subscription}
#     terraform: encryption_at_host_enabled = true
#     arm: "properties: { virtualMachineProfile: { securityProfile: { encryptionAtHost: true } } }"
#   frameworks: {mcsb: [DP-4]}
package onus.lockdown.azure.scale_set.encryption_at_host

import data.onus.lib.azure.managed_by_service
import data.onus.lib.azure.scale_set

# A scale set that makes no machines has no disks, a service sets up its machines
# itself, and confidential system disks exclude encryption at host.
applies if {
	not scale_set.bare
	not managed_by_service.managed
	not scale_set.confidential_disk
}

# azurerm_virtual_machine_scale_set is not among the resources: it has no
# argument for this.
deny contains finding if {
	scale_set.encryption_at_host.value != true
	finding := {
		"message": "the temporary disks and the disk caches are not encrypted at the host",
		"pointer": scale_set.encryption_at_host.pointer,
		"expected": true,
	}
}
