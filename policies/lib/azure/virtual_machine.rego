# METADATA
# title: Virtual machine facts
# description: |
#   One rule a fact, whatever the shape of the source: ARM, the azurerm resources
#   for Linux and for Windows, and the older azurerm_virtual_machine. Of the
#   operating system profile only single settings are read, and of what encloses
#   them only the kind: passwords and keys in it are parameters in most templates,
#   and a fact that is not needed must not make a decision unknown.
# related_resources:
# - ref: https://learn.microsoft.com/azure/templates/microsoft.compute/virtualmachines
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/linux_virtual_machine
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/windows_virtual_machine
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/virtual_machine
package onus.lib.azure.virtual_machine

import data.onus.lib.azure.machine_image
import data.onus.lib.fact

azurerm if startswith(input.type, "azurerm_")

# The machine runs Windows. Deployed machines say so; a template often tells it
# only by its Windows settings, or by the image.
windows if named(input.properties.storageProfile.osDisk.osType, "windows")

windows if {
	settings := input.properties.osProfile.windowsConfiguration
	is_object(settings)
}

windows if machine_image.system(input.properties.storageProfile.imageReference) == "Windows"

windows if input.type == "azurerm_windows_virtual_machine"

windows if named(input.properties.storage_os_disk[0].os_type, "windows")

windows if {
	settings := input.properties.os_profile_windows_config[0]
	is_object(settings)
}

windows if machine_image.system(input.properties.storage_image_reference[0]) == "Windows"

# The machine runs Linux, by the same signs. A machine with none of either can run
# both.
linux if named(input.properties.storageProfile.osDisk.osType, "linux")

linux if {
	settings := input.properties.osProfile.linuxConfiguration
	is_object(settings)
}

linux if machine_image.system(input.properties.storageProfile.imageReference) == "Linux"

linux if input.type == "azurerm_linux_virtual_machine"

linux if named(input.properties.storage_os_disk[0].os_type, "linux")

linux if {
	settings := input.properties.os_profile_linux_config[0]
	is_object(settings)
}

linux if machine_image.system(input.properties.storage_image_reference[0]) == "Linux"

# named(value, word): the value is this word; Azure compares such values without
# regard to case.
named(value, word) if {
	is_string(value)
	lower(value) == word
}

# The machine was made around an existing disk or from a specialized image, so
# it has no operating system profile: Azure sets up no users and no updates in
# its guest.
unprovisioned if named(input.properties.storageProfile.osDisk.createOption, "attach")

unprovisioned if named(input.properties.storage_os_disk[0].create_option, "attach")

unprovisioned if {
	settings := input.properties.storageProfile
	is_object(settings)
	is_null(object.get(input.properties, "osProfile", null))
}

unprovisioned if {
	input.type == "azurerm_virtual_machine"
	settings := input.properties.storage_os_disk[0]
	is_object(settings)
	not profiled
}

profiled if {
	profile := input.properties.os_profile[0]
	is_object(profile)
}

# azurerm asks for `admin_username` or for `os_managed_disk_id`, never for both. The
# disk itself tells nothing: the provider fills it in for every machine, and a plan does
# not know it.
unprovisioned if {
	input.type in {"azurerm_linux_virtual_machine", "azurerm_windows_virtual_machine"}
	object.get(input.properties, "admin_username", null) in {null, ""}
	is_null(object.get(input.properties, "disable_password_authentication", null))
	is_null(object.get(input.properties, "enable_automatic_updates", null))
	is_null(object.get(input.properties, "automatic_updates_enabled", null))
}

# The option by which the system disk was made is none that is known here, so whether
# Azure provisioned the guest is not known either.
unclear_origin if {
	option := input.properties.storageProfile.osDisk.createOption
	not is_null(option)
	not known_option(option)
}

known_option(option) if {
	is_string(option)
	lower(option) in {"attach", "fromimage"}
}

# Whether SSH refuses passwords. Azure leaves them on when nothing is said;
# azurerm_linux_virtual_machine turns them off.
password_authentication_disabled := found if {
	found := fact.at(
		input.properties.osProfile.linuxConfiguration.disablePasswordAuthentication,
		"/properties/osProfile/linuxConfiguration/disablePasswordAuthentication",
	)
} else := found if {
	found := fact.at(input.properties.disable_password_authentication, "/properties/disable_password_authentication")
} else := found if {
	found := fact.at(
		input.properties.os_profile_linux_config[0].disable_password_authentication,
		"/properties/os_profile_linux_config/0/disable_password_authentication",
	)
} else := fact.assumed(true, "/properties") if {
	input.type == "azurerm_linux_virtual_machine"
} else := fact.assumed(false, "/properties")

# Whether the host encrypts the temporary disk and the disk caches too. Not by
# default.
encryption_at_host := found if {
	found := fact.at(input.properties.securityProfile.encryptionAtHost, "/properties/securityProfile/encryptionAtHost")
} else := found if {
	found := fact.at(input.properties.encryption_at_host_enabled, "/properties/encryption_at_host_enabled")
} else := fact.assumed(false, "/properties")

# Whether Windows installs updates by itself. It does by default. azurerm 4
# renamed the argument.
automatic_updates := found if {
	found := fact.at(
		input.properties.osProfile.windowsConfiguration.enableAutomaticUpdates,
		"/properties/osProfile/windowsConfiguration/enableAutomaticUpdates",
	)
} else := found if {
	found := fact.at(input.properties.automatic_updates_enabled, "/properties/automatic_updates_enabled")
} else := found if {
	found := fact.at(input.properties.enable_automatic_updates, "/properties/enable_automatic_updates")
} else := fact.assumed(true, "/properties")

# Who installs updates in the guest. Without a mode, Windows follows its own
# setting for automatic updates, and everything else does what its image does.
# About a guest that Azure did not provision, or may not have, nothing is known, so
# it counts as the latter.
patch_mode := found if {
	found := fact.at(
		input.properties.osProfile.windowsConfiguration.patchSettings.patchMode,
		"/properties/osProfile/windowsConfiguration/patchSettings/patchMode",
	)
} else := found if {
	found := fact.at(
		input.properties.osProfile.linuxConfiguration.patchSettings.patchMode,
		"/properties/osProfile/linuxConfiguration/patchSettings/patchMode",
	)
} else := found if {
	found := fact.at(input.properties.patch_mode, "/properties/patch_mode")
} else := fact.assumed("AutomaticByOS", automatic_updates.pointer) if {
	windows
	not unprovisioned
	not unclear_origin
	automatic_updates.value == true
} else := fact.assumed("Manual", automatic_updates.pointer) if {
	windows
	not unprovisioned
	not unclear_origin
} else := fact.assumed("ImageDefault", "/properties")

# Whether the platform leaves the guest to a maintenance schedule of the customer's
# (`bypassPlatformSafetyChecksOnUserSchedule`). Not by default.
bypass := found if {
	found := fact.at(
		input.properties.osProfile.windowsConfiguration.patchSettings.automaticByPlatformSettings.bypassPlatformSafetyChecksOnUserSchedule,
		"/properties/osProfile/windowsConfiguration/patchSettings/automaticByPlatformSettings/bypassPlatformSafetyChecksOnUserSchedule",
	)
} else := found if {
	found := fact.at(
		input.properties.osProfile.linuxConfiguration.patchSettings.automaticByPlatformSettings.bypassPlatformSafetyChecksOnUserSchedule,
		"/properties/osProfile/linuxConfiguration/patchSettings/automaticByPlatformSettings/bypassPlatformSafetyChecksOnUserSchedule",
	)
} else := found if {
	found := fact.at(
		input.properties.bypass_platform_safety_checks_on_user_schedule_enabled,
		"/properties/bypass_platform_safety_checks_on_user_schedule_enabled",
	)
} else := fact.assumed(false, patch_mode.pointer)

# The system disk of a confidential machine is encrypted together with the state of its
# guest, which excludes encryption at host.
confidential_disk if {
	input.properties.securityProfile.securityType == "ConfidentialVM"
	input.properties.storageProfile.osDisk.managedDisk.securityProfile.securityEncryptionType == "DiskWithVMGuestState"
}

confidential_disk if input.properties.os_disk[0].security_encryption_type == "DiskWithVMGuestState"

# The security type; Standard when none is given. azurerm derives it from the
# two switches below and has no argument for it.
security_type := found if {
	found := fact.at(input.properties.securityProfile.securityType, "/properties/securityProfile/securityType")
} else := fact.assumed("Standard", "/properties")

# Whether only signed boot loaders, kernels and drivers start. Off unless set.
secure_boot := found if {
	found := fact.at(
		input.properties.securityProfile.uefiSettings.secureBootEnabled,
		"/properties/securityProfile/uefiSettings/secureBootEnabled",
	)
} else := found if {
	found := fact.at(input.properties.secure_boot_enabled, "/properties/secure_boot_enabled")
} else := fact.assumed(false, "/properties")

# Whether the machine has a virtual TPM, so that its boot can be measured. Off
# unless set.
vtpm := found if {
	found := fact.at(
		input.properties.securityProfile.uefiSettings.vTpmEnabled,
		"/properties/securityProfile/uefiSettings/vTpmEnabled",
	)
} else := found if {
	found := fact.at(input.properties.vtpm_enabled, "/properties/vtpm_enabled")
} else := fact.assumed(false, "/properties")

# Disks that are page blobs in a storage account instead of managed disks: where
# each one is named. A list that is not a list counts as one too: nothing can be
# said for what is in it.
unmanaged_disks contains "/properties/storageProfile/osDisk/vhd" if {
	blob := input.properties.storageProfile.osDisk.vhd
	not is_null(blob)
}

unmanaged_disks contains pointer if {
	list := input.properties.storageProfile.dataDisks
	is_array(list)
	some i, disk in list
	blob := disk.vhd
	not is_null(blob)
	pointer := sprintf("/properties/storageProfile/dataDisks/%d/vhd", [i])
}

unmanaged_disks contains "/properties/storageProfile/dataDisks" if {
	disks := input.properties.storageProfile.dataDisks
	not is_null(disks)
	not is_array(disks)
}

unmanaged_disks contains "/properties/storage_os_disk/0/vhd_uri" if {
	uri := input.properties.storage_os_disk[0].vhd_uri
	not uri in {null, ""}
}

unmanaged_disks contains pointer if {
	list := input.properties.storage_data_disk
	is_array(list)
	some i, disk in list
	uri := disk.vhd_uri
	not uri in {null, ""}
	pointer := sprintf("/properties/storage_data_disk/%d/vhd_uri", [i])
}

unmanaged_disks contains "/properties/storage_data_disk" if {
	disks := input.properties.storage_data_disk
	not is_null(disks)
	not is_array(disks)
}
