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

# A template's machine with an image, and without settings that tell the system.
imaged(image) := {"type": "microsoft.compute/virtualmachines", "properties": {
	"storageProfile": {"imageReference": image, "osDisk": {"createOption": "FromImage"}},
	"osProfile": {"adminUsername": "a"},
}}

test_does_not_apply_to_images_with_windows if {
	every image in [
		{"publisher": "MicrosoftSQLServer", "offer": "sql2022-ws2022"},
		{"publisher": "microsoftwindowsserver", "offer": "WindowsServer"},
		{"publisher": "MicrosoftVisualStudio", "offer": "visualstudio2022"},
		{"publisher": "microsoft-dsvm", "offer": "dsvm-win-2022"},
	] {
		not password_authentication.applies with input as imaged(image)
	}
	not password_authentication.applies with input as {
		"type": "azurerm_virtual_machine",
		"properties": {
			"storage_os_disk": [{"create_option": "FromImage"}],
			"storage_image_reference": [{"publisher": "MicrosoftSQLServer", "offer": "SQL2019-WS2019"}],
			"os_profile": [{"admin_username": "a"}],
		},
	}
}

test_images_with_linux_deny if {
	every image in [{"publisher": "MicrosoftSQLServer", "offer": "sql2019-ubuntu2004"}, {"publisher": "canonical", "offer": "x"}, {"publisher": "RedHat", "offer": "RHEL"}] {
		password_authentication.applies with input as imaged(image)
		{object.get(finding, "unknown", false) | some finding in password_authentication.deny} == {false} with input as imaged(image)
	}
}

test_image_that_tells_nothing_is_unknown if {
	every image in [{"id": "/subscriptions/s/x"}, {"publisher": "contoso", "offer": "appliance"}, {"publisher": "MicrosoftSQLServer", "offer": "new"}] {
		{finding.unknown | some finding in password_authentication.deny} == {true} with input as imaged(image)
	}
}

test_does_not_apply_to_azurerm_machines_around_an_existing_disk if {
	every properties in [
		{"os_managed_disk_id": "/x", "disable_password_authentication": null},
		{"os_managed_disk_id": "/x"},
		{"os_managed_disk_id": "/x", "admin_username": ""},
	] {
		not password_authentication.applies with input as {"type": "azurerm_linux_virtual_machine", "properties": properties}
	}
	every disk in [{"create_option": "Attach"}, {"create_option": "attach"}, {"create_option": "FromImage"}] {
		not password_authentication.applies with input as {"type": "azurerm_virtual_machine", "properties": {"storage_os_disk": [disk], "os_profile": []}}
	}
	not password_authentication.applies with input as {"properties": {"storageProfile": {"osDisk": {"createOption": "attach", "osType": "Linux"}}, "osProfile": {}}}
}

# The provider fills the disk in for every machine.
test_applies_to_azurerm_machines_whose_disk_azure_made if {
	every properties in [
		{"os_managed_disk_id": "/x", "admin_username": "a", "disable_password_authentication": false},
		{"admin_username": "a"},
		{"disable_password_authentication": false},
	] {
		password_authentication.applies with input as {"type": "azurerm_linux_virtual_machine", "properties": properties}
	}
	password_authentication.applies with input as {"type": "azurerm_virtual_machine", "properties": {"storage_os_disk": [{"create_option": "FromImage"}], "os_profile": [{"admin_username": "a"}]}}
}

test_does_not_apply_to_machines_of_a_service if {
	base := {
		"phase": "deployed",
		"id": "/subscriptions/s/resourcegroups/rg/providers/microsoft.compute/virtualmachines/x",
		"scope": {"group": "rg"},
		"properties": {"osProfile": {"linuxConfiguration": {"disablePasswordAuthentication": false}}},
	}
	password_authentication.applies with input as base
	not password_authentication.applies with input as object.union(base, {"related": {"managed_by": [{"type": "microsoft.databricks/workspaces"}]}})
}
