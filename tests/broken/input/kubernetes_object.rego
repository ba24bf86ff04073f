# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-026
#   severity: high
#   layer: network.controls
#   resources: [apps/deployments]
#   remediation:
#     summary: Change the setting.
package acme.kubernetes_object

deny contains "a container runs as root" if {
	input.kind == "Deployment"
	some container in input.spec.template.spec.containers
	container.securityContext.runAsUser == 0
}
