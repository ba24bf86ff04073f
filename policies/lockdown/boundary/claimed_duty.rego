# METADATA
# title: No duty is left to somebody who does not have it
# description: |
#   A contract, a RACI table or a handbook says who performs a duty. Where the
#   boundary names somebody else, each side believes that the other one does it,
#   and nobody does. Whoever the boundary names has to act.
# related_resources:
# - ref: https://learn.microsoft.com/azure/security/fundamentals/shared-responsibility
# - ref: https://www.pcisecuritystandards.org/document_library/
# custom:
#   id: ONUS-BOUNDARY-001
#   severity: high
#   layer: configuration
#   resources: ["*"]
#   needs: []
#   remediation:
#     summary: Take the duty on, or agree in writing who performs it and record that in a boundary policy of your own; then correct the document that the claim comes from.
#   frameworks: {mcsb: [GS-1], pci-dss-4.0: [12.8.5]}
package onus.lockdown.boundary.claimed_duty

applies if count(input.claims) > 0

# Somebody other than the provider has a duty, and the document that speaks of
# this layer does not know. A provider performs its part whatever others believe.
deny contains finding if {
	some claim in input.claims
	some duty in input.responsibility[claim.layer].performs
	duty.party.kind != "provider"
	not known(duty.party, claim.source, claim.layer)
	message := sprintf("left to nobody: `%s` relies on %s, but it is for the %s to %s", [
		claim.source,
		label(claim.party),
		label(duty.party),
		duty.duty,
	])
	finding := placed(claim, {"message": message, "layer": claim.layer})
}

# Nobody is responsible at all: the claim is the only thing there is.
deny contains finding if {
	some claim in input.claims
	not claim.layer in object.keys(input.responsibility)
	message := sprintf("`%s` relies on %s, but no boundary policy says who is responsible", [
		claim.source,
		label(claim.party),
	])
	finding := placed(claim, {"message": message, "layer": claim.layer})
}

# A claim of the inventory's own record has a place; one of a configuration has none.
placed(claim, finding) := object.union(finding, object.filter(claim, ["pointer"]))

# The document names this party for this layer, in any of its claims.
known(party, source, layer) if {
	some claim in input.claims
	claim.source == source
	claim.layer == layer
	same(claim.party, party)
}

# The customer has no name in the boundary, so any of its teams will do.
same(claimed, party) if {
	claimed.kind == party.kind
	object.get(party, "name", "") == ""
}

same(claimed, party) if {
	claimed.kind == party.kind
	object.get(claimed, "name", "") == ""
}

same(claimed, party) if {
	claimed.kind == party.kind
	lower(claimed.name) == lower(party.name)
}

label(party) := party.name if {
	party.name != ""
} else := "third party" if {
	party.kind == "third_party"
} else := party.kind
