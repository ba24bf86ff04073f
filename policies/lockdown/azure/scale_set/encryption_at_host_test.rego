package onus.lockdown.azure.scale_set.encryption_at_host_test

import data.onus.lockdown.azure.scale_set.encryption_at_host

test_arm_without_encryption_at_host_denies if {
	encryption_at_host.deny == {{
		"message": "the temporary disks and the disk caches are not encrypted at the host",
		"pointer": "/properties/virtualMachineProfile/securityProfile/encryptionAtHost",
		"expected": true,
	}} with input as {"properties": {"virtualMachineProfile": {"securityProfile": {"encryptionAtHost": false}}}}
}

test_arm_with_encryption_at_host_allows if {
	count(encryption_at_host.deny) == 0 with input as {"properties": {"virtualMachineProfile": {"securityProfile": {"encryptionAtHost": true}}}}
}

test_azurerm_without_encryption_at_host_denies if {
	count(encryption_at_host.deny) == 1 with input as {
		"type": "azurerm_linux_virtual_machine_scale_set",
		"properties": {"encryption_at_host_enabled": false},
	}
}

test_azurerm_with_encryption_at_host_allows if {
	count(encryption_at_host.deny) == 0 with input as {
		"type": "azurerm_orchestrated_virtual_machine_scale_set",
		"properties": {"encryption_at_host_enabled": true},
	}
}

test_missing_property_means_off_and_denies if {
	some finding in encryption_at_host.deny with input as {"properties": {}}
	finding.pointer == "/properties"
}

test_wrong_type_denies if {
	count(encryption_at_host.deny) == 1 with input as {"properties": {"virtualMachineProfile": {"securityProfile": {"encryptionAtHost": "true"}}}}
}

test_null_is_absent if {
	count(encryption_at_host.deny) == 1 with input as {"properties": {"encryption_at_host_enabled": null}}
}

test_applies_to_a_uniform_scale_set if {
	encryption_at_host.applies with input as {"properties": {}}
}

test_does_not_apply_to_a_flexible_scale_set_without_a_profile if {
	not encryption_at_host.applies with input as {"properties": {"orchestrationMode": "Flexible"}}
}

test_does_not_apply_to_confidential_system_disks if {
	not encryption_at_host.applies with input as {"properties": {"virtualMachineProfile": {
		"securityProfile": {"securityType": "ConfidentialVM"},
		"storageProfile": {"osDisk": {"managedDisk": {"securityProfile": {"securityEncryptionType": "DiskWithVMGuestState"}}}},
	}}}
	every type in ["azurerm_linux_virtual_machine_scale_set", "azurerm_windows_virtual_machine_scale_set"] {
		not encryption_at_host.applies with input as {"type": type, "properties": {"os_disk": [{"security_encryption_type": "DiskWithVMGuestState"}]}}
		encryption_at_host.applies with input as {"type": type, "properties": {"os_disk": [{"security_encryption_type": "VMGuestStateOnly"}]}}
	}
}
