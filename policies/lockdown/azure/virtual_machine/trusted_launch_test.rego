package onus.lockdown.azure.virtual_machine.trusted_launch_test

import data.onus.lockdown.azure.virtual_machine.trusted_launch

test_arm_standard_security_denies if {
	trusted_launch.deny == {{
		"message": "trusted launch is off",
		"pointer": "/properties/securityProfile/securityType",
		"expected": "TrustedLaunch",
	}} with input as {"properties": {"securityProfile": {
		"securityType": "Standard",
		"uefiSettings": {"secureBootEnabled": true, "vTpmEnabled": true},
	}}}
}

test_arm_trusted_launch_allows if {
	count(trusted_launch.deny) == 0 with input as {"properties": {"securityProfile": {
		"securityType": "TrustedLaunch",
		"uefiSettings": {"secureBootEnabled": true, "vTpmEnabled": true},
	}}}
}

test_arm_confidential_machine_allows if {
	count(trusted_launch.deny) == 0 with input as {"properties": {"securityProfile": {
		"securityType": "ConfidentialVM",
		"uefiSettings": {"secureBootEnabled": true, "vTpmEnabled": true},
	}}}
}

test_arm_secure_boot_off_denies if {
	trusted_launch.deny == {{
		"message": "secure boot is off",
		"pointer": "/properties/securityProfile/uefiSettings/secureBootEnabled",
		"expected": true,
	}} with input as {"properties": {"securityProfile": {
		"securityType": "TrustedLaunch",
		"uefiSettings": {"secureBootEnabled": false, "vTpmEnabled": true},
	}}}
}

test_azurerm_without_the_switches_denies_twice if {
	count(trusted_launch.deny) == 2 with input as {
		"type": "azurerm_linux_virtual_machine",
		"properties": {"secure_boot_enabled": false, "vtpm_enabled": false},
	}
}

test_azurerm_virtual_tpm_off_denies if {
	trusted_launch.deny == {{
		"message": "the virtual TPM is off",
		"pointer": "/properties/vtpm_enabled",
		"expected": true,
	}} with input as {
		"type": "azurerm_windows_virtual_machine",
		"properties": {"secure_boot_enabled": true, "vtpm_enabled": false},
	}
}

test_azurerm_with_the_switches_allows if {
	count(trusted_launch.deny) == 0 with input as {
		"type": "azurerm_windows_virtual_machine",
		"properties": {"secure_boot_enabled": true, "vtpm_enabled": true},
	}
}

test_arm_missing_profile_means_standard_and_denies if {
	some finding in trusted_launch.deny with input as {"type": "microsoft.compute/virtualmachines", "properties": {}}
	finding.pointer == "/properties"
}

test_azurerm_missing_switches_mean_off_and_deny if {
	count(trusted_launch.deny) == 2 with input as {"type": "azurerm_linux_virtual_machine", "properties": {}}
}

test_wrong_type_denies if {
	count(trusted_launch.deny) == 2 with input as {"properties": {"securityProfile": {
		"securityType": "TrustedLaunch",
		"uefiSettings": {"secureBootEnabled": "true", "vTpmEnabled": 1},
	}}}
}

test_null_is_absent if {
	count(trusted_launch.deny) == 1 with input as {"properties": {"securityProfile": {"securityType": null}}}
}
