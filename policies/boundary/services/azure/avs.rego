# METADATA
# title: Azure VMware Solution
# description: |
#   A first-party Azure service on VMware software: Microsoft runs the hosts and the
#   VMware stack, the customer runs the virtual machines and their networks.
# related_resources:
# - ref: https://learn.microsoft.com/azure/azure-vmware/introduction
# - ref: https://vmc.techzone.vmware.com/vmcwaf/avs-shared-responsibility-model
# custom:
#   id: ONUS-SERVICE-AZURE-AVS
#   kind: boundary
#   tier: service
#   resources:
#   - microsoft.avs/privateclouds
#   - microsoft.avs/privateclouds/clusters
#   - azurerm_vmware_private_cloud
#   - azurerm_vmware_cluster
package onus.boundary.services.azure.avs

import data.onus.lib.boundary.answer

introduction := "https://learn.microsoft.com/azure/azure-vmware/introduction"

model_page := "https://vmc.techzone.vmware.com/vmcwaf/avs-shared-responsibility-model"

responsibility[layer] := found if {
	some layer, row in rows
	base := answer.basis("avs-2024", row.cell, "stated", row.source)
	found := answer.duty_cell(row.letter, "Microsoft", row.duties, base)
}

rows := {
	"host": {
		"letter": "P",
		"cell": "microsoft manages and maintains the private cloud infrastructure and software",
		"source": introduction,
		"duties": {"provider": "run and patch the hosts and the VMware stack on them"},
	},
	"os.guest": {
		"letter": "C",
		"cell": "customer: security in the cloud, virtual machines and guest security",
		"source": model_page,
		"duties": {"customer": "patch and harden the operating systems of the virtual machines"},
	},
	"application": {
		"letter": "C",
		"cell": "customer: security in the cloud, virtual machines and guest security",
		"source": model_page,
		"duties": {"customer": "secure what runs in the virtual machines"},
	},
	"network.controls": {
		"letter": "C",
		"cell": "customer: network firewall, expressroute and vpn configuration",
		"source": model_page,
		"duties": {"customer": "configure the network firewall, ExpressRoute and VPN connections"},
	},
}
