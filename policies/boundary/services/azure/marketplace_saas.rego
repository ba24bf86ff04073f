# METADATA
# title: SaaS subscriptions from the Azure marketplace
# description: |
#   The resource is only the subscription; the service is the publisher's, not
#   Microsoft's. The publisher's identifier names it.
# related_resources:
# - ref: https://learn.microsoft.com/marketplace/purchase-saas-offer-in-azure-portal
# custom:
#   id: ONUS-SERVICE-AZURE-MARKETPLACE-SAAS
#   kind: boundary
#   tier: service
#   resources: [microsoft.saas/resources, microsoft.saas/saasresources]
package onus.boundary.services.azure.marketplace_saas

import data.onus.boundary.editions.msft_2026
import data.onus.lib.boundary.answer
import data.onus.lib.boundary.matrix
import data.onus.lib.boundary.vendors

# Microsoft's column for SaaS, with the publisher where it says Microsoft.
responsibility[layer] := found if {
	publisher
	some layer, cell in matrix.answers(msft_2026.table, vendors.columns, "saas")
	found := answer.joint(
		[named(performer) | some performer in cell.performs],
		named_party(cell.accountable),
		answer.switched(cell.basis, "/properties/publisherId", publisher),
	)
}

# Without a publisher nobody can be named, and only what is the customer's in any
# case is answered.
responsibility[layer] := found if {
	not publisher
	some layer, found in matrix.answers(msft_2026.customer_cells, vendors.columns, "saas")
}

publisher := input.properties.publisherId if {
	is_string(input.properties.publisherId)
	input.properties.publisherId != ""
}

named(performer) := answer.performs(named_party(performer.party), performer.duty)

named_party(party) := answer.third_party(publisher) if party.kind == "provider"

named_party(party) := party if party.kind == "customer"
