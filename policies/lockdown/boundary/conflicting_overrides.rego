# METADATA
# title: No two boundary policies of one rank disagree
# description: |
#   Two agreements of your own, or two service documents, that name different parties
#   for the same layer of the same resource leave it to whoever reads the other one. onus
#   takes neither of them: each control of that layer denies. This says so for the layers
#   that no control looks at as well.
# related_resources:
# - ref: https://learn.microsoft.com/azure/security/fundamentals/shared-responsibility
# - ref: https://learn.microsoft.com/security/benchmark/azure/mcsb-governance-strategy
# custom:
#   id: ONUS-BOUNDARY-003
#   severity: high
#   layer: configuration
#   resources: ["*"]
#   needs: []
#   on_request: true
#   remediation:
#     summary: Read both boundary policies, settle who has the layer, and narrow the types or the condition of the one that is wrong.
#   frameworks: {mcsb: [GS-1], pci-dss-4.0: [12.8.5]}
package onus.lockdown.boundary.conflicting_overrides

deny contains {"message": message, "layer": layer} if {
	some layer, said in input.layers
	said.answer == "conflict"
	message := sprintf("two boundary policies of one rank disagree: %s", [said.reason])
}
