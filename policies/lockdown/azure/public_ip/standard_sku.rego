# METADATA
# title: Public IP addresses are of the Standard SKU
# description: A Basic address lets all traffic in unless a security group stops it; a Standard one lets nothing in until a security group allows it. The retirement date of Basic is 30 September 2025.
# related_resources:
# - ref: https://learn.microsoft.com/azure/virtual-network/ip-services/public-ip-addresses
# - ref: https://learn.microsoft.com/azure/virtual-network/ip-services/public-ip-basic-upgrade-guidance
# custom:
#   id: AZ-PIP-001
#   severity: medium
#   layer: network.controls
#   resources: [microsoft.network/publicipaddresses, azurerm_public_ip]
#   needs: []
#   remediation:
#     summary: Dissociate the address, make it static and upgrade it to Standard.
#     az: az network public-ip update --ids {id} --sku Standard --allocation-method Static
#     terraform: |-
#       sku = "Standard"
#       allocation_method = "Static"
#     arm: "sku: { name: 'Standard' }, properties: { publicIPAllocationMethod: 'Static' }"
#   frameworks: {mcsb: [NS-1]}
package onus.lockdown.azure.public_ip.standard_sku

import data.onus.lib.azure.public_ip

deny contains finding if {
	name := public_ip.sku.value
	not name in {"Standard", "StandardV2"}
	finding := {
		"message": "the address lets traffic in unless a security group stops it",
		"pointer": public_ip.sku.pointer,
		"expected": "Standard",
	}
}
