package onus.lockdown.azure.virtual_machine.encryption_at_host_test

import data.onus.lockdown.azure.virtual_machine.encryption_at_host

test_arm_without_encryption_at_host_denies if {
	encryption_at_host.deny == {{
		"message": "the temporary disk and the disk caches are not encrypted at the host",
		"pointer": "/properties/securityProfile/encryptionAtHost",
		"expected": true,
	}} with input as {"properties": {"securityProfile": {"encryptionAtHost": false}}}
}

test_arm_with_encryption_at_host_allows if {
	count(encryption_at_host.deny) == 0 with input as {"properties": {"securityProfile": {"encryptionAtHost": true}}}
}

test_azurerm_without_encryption_at_host_denies if {
	count(encryption_at_host.deny) == 1 with input as {
		"type": "azurerm_linux_virtual_machine",
		"properties": {"encryption_at_host_enabled": false},
	}
}

test_azurerm_with_encryption_at_host_allows if {
	count(encryption_at_host.deny) == 0 with input as {
		"type": "azurerm_windows_virtual_machine",
		"properties": {"encryption_at_host_enabled": true},
	}
}

test_missing_property_means_off_and_denies if {
	some finding in encryption_at_host.deny with input as {"properties": {}}
	finding.pointer == "/properties"
}

test_wrong_type_denies if {
	count(encryption_at_host.deny) == 1 with input as {"properties": {"securityProfile": {"encryptionAtHost": "true"}}}
}

test_null_is_absent if {
	count(encryption_at_host.deny) == 1 with input as {"properties": {"encryption_at_host_enabled": null}}
}

test_does_not_apply_to_confidential_system_disks if {
	not encryption_at_host.applies with input as {"properties": {
		"securityProfile": {"securityType": "ConfidentialVM"},
		"storageProfile": {"osDisk": {"managedDisk": {"securityProfile": {"securityEncryptionType": "DiskWithVMGuestState"}}}},
	}}
	every type in ["azurerm_linux_virtual_machine", "azurerm_windows_virtual_machine"] {
		not encryption_at_host.applies with input as {"type": type, "properties": {"os_disk": [{"security_encryption_type": "DiskWithVMGuestState"}]}}
	}
}

test_applies_to_other_confidential_machines if {
	every type in ["VMGuestStateOnly", "NonPersistedTPM", null] {
		encryption_at_host.applies with input as {"properties": {
			"securityProfile": {"securityType": "ConfidentialVM"},
			"storageProfile": {"osDisk": {"managedDisk": {"securityProfile": {"securityEncryptionType": type}}}},
		}}
		encryption_at_host.applies with input as {"type": "azurerm_linux_virtual_machine", "properties": {"os_disk": [{"security_encryption_type": type}]}}
	}
	encryption_at_host.applies with input as {"properties": {
		"securityProfile": {"securityType": "TrustedLaunch"},
		"storageProfile": {"osDisk": {"managedDisk": {"securityProfile": {"securityEncryptionType": "DiskWithVMGuestState"}}}},
	}}
}
