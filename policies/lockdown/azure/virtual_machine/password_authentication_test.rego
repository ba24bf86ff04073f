package onus.lockdown.azure.virtual_machine.password_authentication_test

import data.onus.lockdown.azure.virtual_machine.password_authentication

test_arm_passwords_accepted_denies if {
	password_authentication.deny == {{
		"message": "passwords are accepted for SSH",
		"pointer": "/properties/osProfile/linuxConfiguration/disablePasswordAuthentication",
		"expected": true,
	}} with input as {"properties": {"osProfile": {"linuxConfiguration": {"disablePasswordAuthentication": false}}}}
}

test_arm_keys_only_allows if {
	count(password_authentication.deny) == 0 with input as {"properties": {"osProfile": {"linuxConfiguration": {"disablePasswordAuthentication": true}}}}
}

test_azurerm_passwords_accepted_denies if {
	count(password_authentication.deny) == 1 with input as {
		"type": "azurerm_linux_virtual_machine",
		"properties": {"disable_password_authentication": false},
	}
}

test_azurerm_keys_only_allows if {
	count(password_authentication.deny) == 0 with input as {
		"type": "azurerm_linux_virtual_machine",
		"properties": {"disable_password_authentication": true},
	}
}

test_older_azurerm_passwords_accepted_denies if {
	some finding in password_authentication.deny with input as {
		"type": "azurerm_virtual_machine",
		"properties": {"os_profile_linux_config": [{"disable_password_authentication": false}]},
	}
	finding.pointer == "/properties/os_profile_linux_config/0/disable_password_authentication"
}

test_older_azurerm_keys_only_allows if {
	count(password_authentication.deny) == 0 with input as {
		"type": "azurerm_virtual_machine",
		"properties": {"os_profile_linux_config": [{"disable_password_authentication": true}]},
	}
}

test_arm_missing_property_means_accepted_and_denies if {
	some finding in password_authentication.deny with input as {
		"type": "microsoft.compute/virtualmachines",
		"properties": {"osProfile": {"adminUsername": "azureuser"}},
	}
	finding.pointer == "/properties"
}

test_azurerm_missing_argument_means_keys_only_and_allows if {
	count(password_authentication.deny) == 0 with input as {
		"type": "azurerm_linux_virtual_machine",
		"properties": {},
	}
}

test_wrong_type_denies if {
	count(password_authentication.deny) == 1 with input as {"properties": {"osProfile": {"linuxConfiguration": {"disablePasswordAuthentication": "true"}}}}
}

test_null_is_absent if {
	count(password_authentication.deny) == 1 with input as {"properties": {"osProfile": {"linuxConfiguration": {"disablePasswordAuthentication": null}}}}
}

test_applies_to_linux if {
	password_authentication.applies with input as {"properties": {
		"storageProfile": {"osDisk": {"osType": "Linux", "createOption": "FromImage"}},
		"osProfile": {"adminUsername": "azureuser"},
	}}
}

test_applies_when_the_system_is_not_known if {
	password_authentication.applies with input as {"properties": {}}
}

test_does_not_apply_to_deployed_windows if {
	not password_authentication.applies with input as {"properties": {"storageProfile": {"osDisk": {"osType": "Windows"}}}}
}

test_does_not_apply_to_a_template_with_windows_settings if {
	not password_authentication.applies with input as {"properties": {"osProfile": {"windowsConfiguration": {"provisionVMAgent": true}}}}
}

test_does_not_apply_to_a_template_with_a_windows_image if {
	not password_authentication.applies with input as {"properties": {"storageProfile": {"imageReference": {"publisher": "MicrosoftWindowsServer"}}}}
}

test_does_not_apply_to_older_azurerm_windows if {
	not password_authentication.applies with input as {
		"type": "azurerm_virtual_machine",
		"properties": {"os_profile_windows_config": [{"provision_vm_agent": false}]},
	}
}

test_does_not_apply_to_an_attached_disk if {
	not password_authentication.applies with input as {"properties": {"storageProfile": {"osDisk": {
		"osType": "Linux",
		"createOption": "Attach",
	}}}}
}

test_does_not_apply_to_a_specialized_image if {
	not password_authentication.applies with input as {"properties": {"storageProfile": {"osDisk": {
		"osType": "Linux",
		"createOption": "FromImage",
	}}}}
}
