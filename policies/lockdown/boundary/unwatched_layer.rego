# METADATA
# title: Every layer of the customer's is watched by a control
# description: |
#   A duty that nothing checks is performed as long as somebody remembers it. Of a layer
#   in which the customer has a part, at least one control should say allow or deny; where
#   none does, nothing here tells whether it is done.
# related_resources:
# - ref: https://learn.microsoft.com/azure/security/fundamentals/shared-responsibility
# - ref: https://learn.microsoft.com/security/benchmark/azure/mcsb-governance-strategy
# custom:
#   id: ONUS-BOUNDARY-004
#   severity: medium
#   layer: configuration
#   resources: ["*"]
#   needs: []
#   on_request: true
#   remediation:
#     summary: Write a control for the layer, or record elsewhere how it is watched and leave this one out for the type.
#   frameworks: {mcsb: [PV-2]}
package onus.lockdown.boundary.unwatched_layer

deny contains {"message": message, "layer": layer} if {
	some layer, said in input.layers
	said.answer == "assigned"
	said.decided == 0
	duties := {duty.duty | some duty in said.performs; duty.party.kind == "customer"}
	count(duties) > 0
	message := sprintf("no control watches %s, where it is for the customer to %s", [layer, concat("; ", sort(duties))])
}
