package onus.lockdown.azure.scale_set.password_authentication_test

import data.onus.lockdown.azure.scale_set.password_authentication

test_arm_passwords_accepted_denies if {
	password_authentication.deny == {{
		"message": "passwords are accepted for SSH",
		"pointer": "/properties/virtualMachineProfile/osProfile/linuxConfiguration/disablePasswordAuthentication",
		"expected": true,
	}} with input as {"properties": {"virtualMachineProfile": {"osProfile": {"linuxConfiguration": {"disablePasswordAuthentication": false}}}}}
}

test_arm_keys_only_allows if {
	count(password_authentication.deny) == 0 with input as {"properties": {"virtualMachineProfile": {"osProfile": {"linuxConfiguration": {"disablePasswordAuthentication": true}}}}}
}

test_azurerm_passwords_accepted_denies if {
	count(password_authentication.deny) == 1 with input as {
		"type": "azurerm_linux_virtual_machine_scale_set",
		"properties": {"disable_password_authentication": false},
	}
}

test_azurerm_keys_only_allows if {
	count(password_authentication.deny) == 0 with input as {
		"type": "azurerm_linux_virtual_machine_scale_set",
		"properties": {"disable_password_authentication": true},
	}
}

test_azurerm_orchestrated_passwords_accepted_denies if {
	some finding in password_authentication.deny with input as {
		"type": "azurerm_orchestrated_virtual_machine_scale_set",
		"properties": {"os_profile": [{"linux_configuration": [{"disable_password_authentication": false}]}]},
	}
	finding.pointer == "/properties/os_profile/0/linux_configuration/0/disable_password_authentication"
}

test_azurerm_orchestrated_keys_only_allows if {
	count(password_authentication.deny) == 0 with input as {
		"type": "azurerm_orchestrated_virtual_machine_scale_set",
		"properties": {"os_profile": [{"linux_configuration": [{"disable_password_authentication": true}]}]},
	}
}

test_older_azurerm_passwords_accepted_denies if {
	count(password_authentication.deny) == 1 with input as {
		"type": "azurerm_virtual_machine_scale_set",
		"properties": {"os_profile_linux_config": [{"disable_password_authentication": false}]},
	}
}

test_older_azurerm_keys_only_allows if {
	count(password_authentication.deny) == 0 with input as {
		"type": "azurerm_virtual_machine_scale_set",
		"properties": {"os_profile_linux_config": [{"disable_password_authentication": true}]},
	}
}

test_arm_missing_property_means_accepted_and_denies if {
	some finding in password_authentication.deny with input as {"properties": {}}
	finding.pointer == "/properties"
}

test_azurerm_missing_argument_means_keys_only_and_allows if {
	count(password_authentication.deny) == 0 with input as {
		"type": "azurerm_linux_virtual_machine_scale_set",
		"properties": {},
	}
}

test_older_azurerm_missing_argument_means_accepted_and_denies if {
	count(password_authentication.deny) == 1 with input as {
		"type": "azurerm_virtual_machine_scale_set",
		"properties": {"os_profile_linux_config": [{}]},
	}
}

test_wrong_type_denies if {
	count(password_authentication.deny) == 1 with input as {
		"type": "azurerm_linux_virtual_machine_scale_set",
		"properties": {"disable_password_authentication": "true"},
	}
}

test_null_is_absent if {
	count(password_authentication.deny) == 1 with input as {"properties": {"virtualMachineProfile": {"osProfile": {"linuxConfiguration": null}}}}
}

test_applies_to_linux if {
	password_authentication.applies with input as {"properties": {"virtualMachineProfile": {
		"storageProfile": {"osDisk": {"osType": "Linux"}},
		"osProfile": {"adminUsername": "azureuser"},
	}}}
}

test_does_not_apply_to_a_specialized_image if {
	not password_authentication.applies with input as {"properties": {"virtualMachineProfile": {"storageProfile": {"osDisk": {"osType": "Linux"}}}}}
}

test_does_not_apply_to_windows if {
	not password_authentication.applies with input as {"properties": {"virtualMachineProfile": {"storageProfile": {"osDisk": {"osType": "Windows"}}}}}
}

test_does_not_apply_to_azurerm_orchestrated_windows if {
	not password_authentication.applies with input as {
		"type": "azurerm_orchestrated_virtual_machine_scale_set",
		"properties": {
			"sku_name": "Standard_D2s_v5",
			"os_profile": [{"windows_configuration": [{"provision_vm_agent": true}]}],
		},
	}
}

test_does_not_apply_to_a_flexible_scale_set_without_a_profile if {
	not password_authentication.applies with input as {"properties": {"orchestrationMode": "Flexible"}}
}

imaged(image) := {"properties": {"virtualMachineProfile": {
	"storageProfile": {"imageReference": image},
	"osProfile": {"adminUsername": "a"},
}}}

test_does_not_apply_to_images_with_windows if {
	every image in [{"publisher": "MicrosoftSQLServer", "offer": "sql2022-ws2022"}, {"publisher": "microsoftwindowsserver"}, {"publisher": "MicrosoftVisualStudio"}] {
		not password_authentication.applies with input as imaged(image)
	}
	not password_authentication.applies with input as {
		"type": "azurerm_virtual_machine_scale_set",
		"properties": {"storage_profile_image_reference": [{"publisher": "MicrosoftSQLServer", "offer": "SQL2019-WS2019"}]},
	}
}

test_images_with_linux_deny if {
	{object.get(finding, "unknown", false) | some finding in password_authentication.deny} == {false} with input as imaged({"publisher": "Canonical"})
}

test_image_that_tells_nothing_is_unknown if {
	{finding.unknown | some finding in password_authentication.deny} == {true} with input as imaged({"id": "x"})
}

test_does_not_apply_to_an_azurerm_orchestrated_scale_set_from_a_specialized_image if {
	every profile in [null, []] {
		not password_authentication.applies with input as {
			"type": "azurerm_orchestrated_virtual_machine_scale_set",
			"properties": {"sku_name": "Standard_D2s_v5", "os_profile": profile},
		}
	}
}
