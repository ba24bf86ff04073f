# METADATA
# title: Not every layer that protects a resource fails
# description: |
#   Layers stand one behind the other so that one may fail. Where controls watch at
#   least two layers of a resource and deny every one of them, nothing that is known holds
#   an attacker up. What is not known is not taken for a layer that holds.
# related_resources:
# - ref: https://learn.microsoft.com/security/benchmark/azure/mcsb-governance-strategy
# - ref: https://learn.microsoft.com/azure/security/fundamentals/shared-responsibility
# custom:
#   id: ONUS-BOUNDARY-007
#   severity: critical
#   layer: configuration
#   resources: ["*"]
#   needs: []
#   on_request: true
#   remediation:
#     summary: Mend one of the layers at once, that which is quickest first; `onus layers` shows what fails together and what no control watches.
#   frameworks: {mcsb: [GS-5]}
package onus.lockdown.boundary.every_layer_fails

applies if count(watched) > 1

watched[layer] := said if {
	some layer, said in input.layers
	said.answer == "assigned"
	said.decided > 0
}

failing contains layer if {
	some layer, said in watched
	said.denied > 0
}

doubtful contains layer if {
	some layer, said in watched
	said.denied == 0
	said.unknown + said.error > 0
}

nothing_holds if {
	count(failing) > 0
	count(failing) + count(doubtful) == count(watched)
}

deny contains sprintf("every layer that a control watches fails: %s", [listed(failing)]) if {
	nothing_holds
	count(doubtful) == 0
}

deny contains {"message": message, "unknown": true} if {
	nothing_holds
	count(doubtful) > 0
	message := sprintf("no layer is known to hold: %s fail, and it is not known of %s", [listed(failing), listed(doubtful)])
}

listed(layers) := concat(", ", sort(layers))
