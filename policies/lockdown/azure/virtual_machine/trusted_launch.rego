# METADATA
# title: Virtual machines start with trusted launch
# description: Without secure boot and a virtual TPM, a boot kit or a changed kernel starts before everything that could notice it.
# related_resources:
# - ref: https://learn.microsoft.com/azure/virtual-machines/trusted-launch
# custom:
#   id: AZ-VM-004
#   severity: medium
#   layer: os.guest
#   resources:
#   - microsoft.compute/virtualmachines
#   - azurerm_linux_virtual_machine
#   - azurerm_windows_virtual_machine
#   needs: [managed_by]
#   remediation:
#     summary: Deallocate the machine (generation 2) and turn on trusted launch with secure boot and vTPM.
#     az: az vm update --ids {id} --security-type TrustedLaunch --enable-secure-boot true --enable-vtpm true
#     terraform: |-
#       secure_boot_enabled = true
#       vtpm_enabled = true
#     arm: "properties: { securityProfile: { securityType: 'TrustedLaunch', uefiSettings: { secureBootEnabled: true, vTpmEnabled: true } } }"
#   frameworks: {mcsb: [PV-4]}
package onus.lockdown.azure.virtual_machine.trusted_launch

import data.onus.lib.azure.managed_by_service
import data.onus.lib.azure.virtual_machine

# A service sets up its machines itself.
applies if not managed_by_service.managed

# The security type decides whether the two switches count at all. azurerm has
# no argument for it: there the switches decide. azurerm_virtual_machine has
# neither and is not among the resources.
trusted if virtual_machine.security_type.value in {"TrustedLaunch", "ConfidentialVM"}

trusted if virtual_machine.azurerm

deny contains finding if {
	not trusted
	finding := {
		"message": "trusted launch is off",
		"pointer": virtual_machine.security_type.pointer,
		"expected": "TrustedLaunch",
	}
}

deny contains finding if {
	trusted
	virtual_machine.secure_boot.value != true
	finding := {
		"message": "secure boot is off",
		"pointer": virtual_machine.secure_boot.pointer,
		"expected": true,
	}
}

deny contains finding if {
	trusted
	virtual_machine.vtpm.value != true
	finding := {
		"message": "the virtual TPM is off",
		"pointer": virtual_machine.vtpm.pointer,
		"expected": true,
	}
}
