package onus.lockdown.azure.virtual_machine.managed_disks_test

import data.onus.lockdown.azure.virtual_machine.managed_disks

test_arm_unmanaged_system_disk_denies if {
	managed_disks.deny == {{
		"message": "a disk is a blob in a storage account",
		"pointer": "/properties/storageProfile/osDisk/vhd",
	}} with input as {"properties": {"storageProfile": {"osDisk": {"vhd": {"uri": "https://account.blob.core.windows.net/vhds/system.vhd"}}}}}
}

test_arm_unmanaged_data_disk_denies if {
	some finding in managed_disks.deny with input as {"properties": {"storageProfile": {
		"osDisk": {"managedDisk": {"storageAccountType": "Premium_LRS"}},
		"dataDisks": [
			{"lun": 0, "managedDisk": {"storageAccountType": "Premium_LRS"}},
			{"lun": 1, "vhd": {"uri": "https://account.blob.core.windows.net/vhds/data.vhd"}},
		],
	}}}
	finding.pointer == "/properties/storageProfile/dataDisks/1/vhd"
}

test_arm_managed_disks_allow if {
	count(managed_disks.deny) == 0 with input as {"properties": {"storageProfile": {
		"osDisk": {"managedDisk": {"storageAccountType": "Premium_LRS"}},
		"dataDisks": [{"lun": 0, "managedDisk": {"storageAccountType": "Premium_LRS"}}],
	}}}
}

test_azurerm_unmanaged_disks_deny if {
	{finding.pointer | some finding in managed_disks.deny} == {
		"/properties/storage_os_disk/0/vhd_uri",
		"/properties/storage_data_disk/0/vhd_uri",
	} with input as {
		"type": "azurerm_virtual_machine",
		"properties": {
			"storage_os_disk": [{"vhd_uri": "https://account.blob.core.windows.net/vhds/system.vhd"}],
			"storage_data_disk": [{"vhd_uri": "https://account.blob.core.windows.net/vhds/data.vhd"}],
		},
	}
}

test_azurerm_managed_disks_allow if {
	count(managed_disks.deny) == 0 with input as {
		"type": "azurerm_virtual_machine",
		"properties": {
			"storage_os_disk": [{"vhd_uri": null, "managed_disk_type": "Premium_LRS"}],
			"storage_data_disk": [{"vhd_uri": "", "managed_disk_type": "Premium_LRS"}],
		},
	}
}

test_missing_disks_are_made_managed_and_allow if {
	count(managed_disks.deny) == 0 with input as {"properties": {"storageProfile": {"imageReference": {"sku": "22_04-lts-gen2"}}}}
}

test_wrong_type_denies if {
	count(managed_disks.deny) == 2 with input as {"properties": {"storageProfile": {
		"osDisk": {"vhd": "https://account.blob.core.windows.net/vhds/system.vhd"},
		"dataDisks": "none",
	}}}
}

test_null_is_absent if {
	count(managed_disks.deny) == 0 with input as {"properties": {"storageProfile": {
		"osDisk": {"vhd": null},
		"dataDisks": null,
	}}}
}
