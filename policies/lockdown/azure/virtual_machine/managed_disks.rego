# METADATA
# title: Virtual machines use managed disks
# description: Whoever holds a key of the storage account that an unmanaged disk lies in can copy or replace the whole disk. Their retirement date in Azure is 31 March 2026.
# related_resources:
# - ref: https://learn.microsoft.com/azure/virtual-machines/unmanaged-disks-deprecation
# - ref: https://learn.microsoft.com/azure/virtual-machines/managed-disks-overview
# custom:
#   id: AZ-VM-005
#   severity: medium
#   layer: data
#   resources: [microsoft.compute/virtualmachines, azurerm_virtual_machine]
#   needs: [managed_by]
#   remediation:
#     summary: Deallocate the machine and convert its disks.
#     az: az vm convert --ids {id}
#     terraform: |-
#       storage_os_disk {
#         vhd_uri = null
#         managed_disk_type = "Premium_LRS"
#       }
#     arm: "properties: { storageProfile: { osDisk: { vhd: null, managedDisk: { storageAccountType: 'Premium_LRS' } } } }"
#     variants:
#       data:
#         pointer: "{/properties/storageProfile/dataDisks/**,/properties/storage_data_disk/**}"
#         arm: "properties: { storageProfile: { dataDisks: [ { vhd: null, managedDisk: { storageAccountType: 'Premium_LRS' } } ] } }"
#         terraform: |-
#           storage_data_disk {
#             vhd_uri = null
#             managed_disk_type = "Premium_LRS"
#           }
#   frameworks: {mcsb: [AM-2]}
package onus.lockdown.azure.virtual_machine.managed_disks

import data.onus.lib.azure.managed_by_service
import data.onus.lib.azure.virtual_machine

# A service sets up its machines itself.
applies if not managed_by_service.managed

# azurerm_linux_virtual_machine and azurerm_windows_virtual_machine are not among
# the resources: they have managed disks only.
deny contains finding if {
	some pointer in virtual_machine.unmanaged_disks
	finding := {
		"message": "a disk is a blob in a storage account",
		"pointer": pointer,
	}
}
