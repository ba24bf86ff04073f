# METADATA
# title: Every duty of a third party rests on a contract
# description: |
#   A managed service of somebody else's, a partner who patches the guests: the customer
#   can hold them to no more than was agreed. Where a boundary policy gives a third party a
#   duty, its `basis` names the agreement in `contract`: a number, an order, a document that
#   can be found when it is needed.
# related_resources:
# - ref: https://www.pcisecuritystandards.org/document_library/
# - ref: https://learn.microsoft.com/azure/security/fundamentals/shared-responsibility
# custom:
#   id: ONUS-BOUNDARY-006
#   severity: medium
#   layer: configuration
#   resources: ["*"]
#   needs: []
#   on_request: true
#   remediation:
#     summary: Find the agreement and name it as `contract` in the `basis` of a boundary policy of your own; where there is none, make one or take the duty back.
#   frameworks: {mcsb: [GS-1], pci-dss-4.0: [12.8.2]}
package onus.lockdown.boundary.third_party_without_contract

applies if count(duties) > 0

duties contains {"layer": layer, "party": duty.party, "duty": duty.duty, "contract": contract} if {
	some layer, said in input.layers
	said.answer == "assigned"
	some duty in said.performs
	duty.party.kind == "third_party"
	contract := trim_space(object.get(said.basis, "contract", ""))
}

deny contains {"message": message, "layer": duty.layer} if {
	some duty in duties
	duty.contract == ""
	who := object.get(duty.party, "name", "a third party")
	message := sprintf("it is for %s to %s, and no contract is named", [who, duty.duty])
}
