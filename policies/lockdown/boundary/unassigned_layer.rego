# METADATA
# title: Every layer has somebody who is responsible
# description: |
#   A layer that no boundary policy names a party for is nobody's to patch, to watch or
#   to mend, and each side takes it for the other one's. Editions are silent about some
#   layers by design, so this says where an agreement of your own is wanted.
#
#   The nodes of a cluster and the layers of an AI service are there only in some
#   services, whose own boundary policies name them. Elsewhere their absence is no hole,
#   unless a control decides about them.
# related_resources:
# - ref: https://learn.microsoft.com/azure/security/fundamentals/shared-responsibility
# - ref: https://learn.microsoft.com/security/benchmark/azure/mcsb-governance-strategy
# custom:
#   id: ONUS-BOUNDARY-002
#   severity: medium
#   layer: configuration
#   resources: ["*"]
#   needs: []
#   on_request: true
#   remediation:
#     summary: Agree who has the layer, and write a boundary policy of your own that says so.
#   frameworks: {mcsb: [GS-1], pci-dss-4.0: [12.8.5]}
package onus.lockdown.boundary.unassigned_layer

deny contains {"message": message, "layer": layer} if {
	some layer, said in input.layers
	said.answer == "unassigned"
	is_there(layer, said)
	message := sprintf("whatever happens to %s, nobody has to act", [layer])
}

of_some_services := {"os.node", "ai.usage", "ai.application", "ai.platform"}

is_there(layer, _) if not layer in of_some_services

is_there(_, said) if said.decided > 0
