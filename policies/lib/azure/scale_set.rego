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

import data.onus.lib.azure.machine_image
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
# it only by its Windows settings, or by the image.
windows if named(input.properties.virtualMachineProfile.storageProfile.osDisk.osType, "windows")

windows if is_object(input.properties.virtualMachineProfile.osProfile.windowsConfiguration)

windows if machine_image.system(input.properties.virtualMachineProfile.storageProfile.imageReference) == "Windows"

windows if input.type == "azurerm_windows_virtual_machine_scale_set"

windows if is_object(input.properties.os_profile[0].windows_configuration[0])

windows if named(input.properties.storage_profile_os_disk[0].os_type, "windows")

windows if is_object(input.properties.os_profile_windows_config[0])

windows if machine_image.system(input.properties.storage_profile_image_reference[0]) == "Windows"

# The machines run Linux, by the same signs. A scale set with none of either can
# hold both.
linux if named(input.properties.virtualMachineProfile.storageProfile.osDisk.osType, "linux")

linux if is_object(input.properties.virtualMachineProfile.osProfile.linuxConfiguration)

linux if machine_image.system(input.properties.virtualMachineProfile.storageProfile.imageReference) == "Linux"

linux if input.type == "azurerm_linux_virtual_machine_scale_set"

linux if is_object(input.properties.os_profile[0].linux_configuration[0])

linux if named(input.properties.storage_profile_os_disk[0].os_type, "linux")

linux if is_object(input.properties.os_profile_linux_config[0])

linux if machine_image.system(input.properties.storage_profile_image_reference[0]) == "Linux"

# named(value, word): the value is this word; Azure compares such values without
# regard to case.
named(value, word) if {
	is_string(value)
	lower(value) == word
}

# The machines are made from a specialized image, so they have no operating
# system profile: Azure sets up no users in their guests.
unprovisioned if {
	settings := input.properties.virtualMachineProfile.storageProfile
	is_object(settings)
	is_null(object.get(input.properties, ["virtualMachineProfile", "osProfile"], null))
}

unprovisioned if {
	input.type == "azurerm_orchestrated_virtual_machine_scale_set"
	not profiled
}

profiled if {
	profile := input.properties.os_profile[0]
	is_object(profile)
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

# Whether Windows installs updates by itself. It does by default.
automatic_updates := found if {
	found := fact.at(
		input.properties.virtualMachineProfile.osProfile.windowsConfiguration.enableAutomaticUpdates,
		"/properties/virtualMachineProfile/osProfile/windowsConfiguration/enableAutomaticUpdates",
	)
} else := found if {
	found := fact.at(
		input.properties.os_profile[0].windows_configuration[0].enable_automatic_updates,
		"/properties/os_profile/0/windows_configuration/0/enable_automatic_updates",
	)
} else := fact.assumed(true, "/properties")

# Whether the platform leaves the guests to a maintenance schedule of the customer's.
# Not by default.
bypass := found if {
	found := fact.at(
		input.properties.virtualMachineProfile.osProfile.windowsConfiguration.patchSettings.automaticByPlatformSettings.bypassPlatformSafetyChecksOnUserSchedule,
		"/properties/virtualMachineProfile/osProfile/windowsConfiguration/patchSettings/automaticByPlatformSettings/bypassPlatformSafetyChecksOnUserSchedule",
	)
} else := found if {
	found := fact.at(
		input.properties.virtualMachineProfile.osProfile.linuxConfiguration.patchSettings.automaticByPlatformSettings.bypassPlatformSafetyChecksOnUserSchedule,
		"/properties/virtualMachineProfile/osProfile/linuxConfiguration/patchSettings/automaticByPlatformSettings/bypassPlatformSafetyChecksOnUserSchedule",
	)
} else := fact.assumed(false, "/properties")

# The system disks of confidential machines are encrypted together with the state of
# their guests, which excludes encryption at host.
confidential_disk if {
	input.properties.virtualMachineProfile.securityProfile.securityType == "ConfidentialVM"
	input.properties.virtualMachineProfile.storageProfile.osDisk.managedDisk.securityProfile.securityEncryptionType == "DiskWithVMGuestState"
}

confidential_disk if input.properties.os_disk[0].security_encryption_type == "DiskWithVMGuestState"

# Who installs updates in the guests. Without a mode they do what their image does;
# with flexible orchestration, Windows follows its own setting for automatic updates.
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
} else := fact.assumed("AutomaticByOS", automatic_updates.pointer) if {
	flexible
	windows
	not unprovisioned
	automatic_updates.value == true
} else := fact.assumed("Manual", automatic_updates.pointer) if {
	flexible
	windows
	not unprovisioned
} else := fact.assumed("ImageDefault", "/properties")
