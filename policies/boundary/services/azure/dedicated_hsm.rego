# METADATA
# title: Azure Dedicated HSM
# description: |
#   Microsoft installs the device in its datacenter and hands it over; the customer
#   administers it alone, its firmware settings and its keys included.
# related_resources:
# - ref: https://learn.microsoft.com/azure/dedicated-hsm/overview
# - ref: https://github.com/MicrosoftDocs/SecurityBenchmarks
# custom:
#   id: ONUS-SERVICE-AZURE-DEDICATED-HSM
#   kind: boundary
#   tier: service
#   resources: [microsoft.hardwaresecuritymodules/dedicatedhsms, azurerm_dedicated_hardware_security_module]
package onus.boundary.services.azure.dedicated_hsm

import data.onus.lib.boundary.answer

doc := "https://learn.microsoft.com/azure/dedicated-hsm/overview"

baselines := "https://github.com/MicrosoftDocs/SecurityBenchmarks"

responsibility[layer] := found if {
	layer := "os.guest"
	base := answer.basis(
		"microsoft-baselines-2023", "security profile: customer can access host or operating system: full access",
		"stated", baselines,
	)
	found := answer.duty_cell("C", "Microsoft", {"customer": "administer, update and harden the device"}, base)
}

responsibility[layer] := found if {
	layer := "keys"
	base := answer.basis("dedicated-hsm-2018", "full administrative control", "stated", doc)
	found := answer.cell("C", "Microsoft", layer, base)
}
