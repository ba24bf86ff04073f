# METADATA
# title: Virtual machine scale set facts
# description: |
#   One rule a fact, whatever the shape of the source: ARM, the azurerm resources
#   for Linux, for Windows and for flexible orchestration, and the older
#   azurerm_virtual_machine_scale_set. Of the machine profile only single settings
#   are read, and of what encloses them only the kind: passwords and keys in it
#   are parameters in most templates, and a fact that is not needed must not make
#   a decision unknown.
# related_resources:
# - ref: https://learn.microsoft.com/azure/templates/microsoft.compute/virtualmachinescalesets
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/linux_virtual_machine_scale_set
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/windows_virtual_machine_scale_set
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/orchestrated_virtual_machine_scale_set
package onus.lib.azure.scale_set

import data.onus.lib.fact

# The scale set only places machines (flexible orchestration); the other kind,
# uniform, stamps out equal ones.
flexible if input.properties.orchestrationMode == "Flexible"

flexible if input.type == "azurerm_orchestrated_virtual_machine_scale_set"

# A flexible scale set without a machine profile: it makes no machines, and the
# ones that are put into it are resources of their own. In azurerm it is the size
# that makes a profile.
bare if {
	input.properties.orchestrationMode == "Flexible"
	is_null(object.get(input.properties, "virtualMachineProfile", null))
}

bare if {
	input.type == "azurerm_orchestrated_virtual_machine_scale_set"
	is_null(object.get(input.properties, "sku_name", null))
}

# The machines run Windows. Deployed scale sets say so; a template often tells
# it only by its Windows settings, or by who publishes the image.
windows if input.properties.virtualMachineProfile.storageProfile.osDisk.osType == "Windows"

windows if is_object(input.properties.virtualMachineProfile.osProfile.windowsConfiguration)

windows if {
	publisher := input.properties.virtualMachineProfile.storageProfile.imageReference.publisher
	publisher in {"MicrosoftWindowsServer", "MicrosoftWindowsDesktop"}
}

windows if input.type == "azurerm_windows_virtual_machine_scale_set"

windows if is_object(input.properties.os_profile[0].windows_configuration[0])

windows if input.properties.storage_profile_os_disk[0].os_type == "Windows"

windows if is_object(input.properties.os_profile_windows_config[0])

# The machines are made from a specialized image, so they have no operating
# system profile: Azure sets up no users in their guests.
unprovisioned if {
	settings := input.properties.virtualMachineProfile.storageProfile
	is_object(settings)
	is_null(object.get(input.properties, ["virtualMachineProfile", "osProfile"], null))
}

# Whether SSH refuses passwords. Azure and the older azurerm resource leave them
# on when nothing is said; the newer azurerm resources turn them off.
password_authentication_disabled := found if {
	found := fact.at(
		input.properties.virtualMachineProfile.osProfile.linuxConfiguration.disablePasswordAuthentication,
		"/properties/virtualMachineProfile/osProfile/linuxConfiguration/disablePasswordAuthentication",
	)
} else := found if {
	found := fact.at(input.properties.disable_password_authentication, "/properties/disable_password_authentication")
} else := found if {
	found := fact.at(
		input.properties.os_profile[0].linux_configuration[0].disable_password_authentication,
		"/properties/os_profile/0/linux_configuration/0/disable_password_authentication",
	)
} else := found if {
	found := fact.at(
		input.properties.os_profile_linux_config[0].disable_password_authentication,
		"/properties/os_profile_linux_config/0/disable_password_authentication",
	)
} else := fact.assumed(true, "/properties") if {
	input.type in {"azurerm_linux_virtual_machine_scale_set", "azurerm_orchestrated_virtual_machine_scale_set"}
} else := fact.assumed(false, "/properties")

# Whether the host encrypts the temporary disks and the disk caches too. Not by
# default.
encryption_at_host := found if {
	found := fact.at(
		input.properties.virtualMachineProfile.securityProfile.encryptionAtHost,
		"/properties/virtualMachineProfile/securityProfile/encryptionAtHost",
	)
} else := found if {
	found := fact.at(input.properties.encryption_at_host_enabled, "/properties/encryption_at_host_enabled")
} else := fact.assumed(false, "/properties")

# Whether a new version of the image is rolled out by itself. Not by default.
automatic_os_upgrade := found if {
	found := fact.at(
		input.properties.upgradePolicy.automaticOSUpgradePolicy.enableAutomaticOSUpgrade,
		"/properties/upgradePolicy/automaticOSUpgradePolicy/enableAutomaticOSUpgrade",
	)
} else := found if {
	found := fact.at(
		input.properties.automatic_os_upgrade_policy[0].enable_automatic_os_upgrade,
		"/properties/automatic_os_upgrade_policy/0/enable_automatic_os_upgrade",
	)
} else := found if {
	found := fact.at(input.properties.automatic_os_upgrade, "/properties/automatic_os_upgrade")
} else := fact.assumed(false, "/properties")

# Who installs updates in the guests. Without a mode they do what their image
# does.
patch_mode := found if {
	found := fact.at(
		input.properties.virtualMachineProfile.osProfile.windowsConfiguration.patchSettings.patchMode,
		"/properties/virtualMachineProfile/osProfile/windowsConfiguration/patchSettings/patchMode",
	)
} else := found if {
	found := fact.at(
		input.properties.virtualMachineProfile.osProfile.linuxConfiguration.patchSettings.patchMode,
		"/properties/virtualMachineProfile/osProfile/linuxConfiguration/patchSettings/patchMode",
	)
} else := found if {
	found := fact.at(
		input.properties.os_profile[0].windows_configuration[0].patch_mode,
		"/properties/os_profile/0/windows_configuration/0/patch_mode",
	)
} else := found if {
	found := fact.at(
		input.properties.os_profile[0].linux_configuration[0].patch_mode,
		"/properties/os_profile/0/linux_configuration/0/patch_mode",
	)
} else := fact.assumed("ImageDefault", "/properties")
