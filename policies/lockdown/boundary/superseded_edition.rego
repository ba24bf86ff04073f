# METADATA
# title: Who is responsible is taken from the newest edition
# description: |
#   Providers move the line between their duties and the customer's, and date the
#   document that says so. A decision that cites an older edition than the newest one that
#   is loaded names the party that had the duty then. That can be meant, where a contract
#   was made on that edition; then leave this control out for what the contract covers.
# related_resources:
# - ref: https://learn.microsoft.com/azure/security/fundamentals/shared-responsibility
# - ref: https://learn.microsoft.com/security/benchmark/azure/mcsb-governance-strategy
# custom:
#   id: ONUS-BOUNDARY-005
#   severity: low
#   layer: configuration
#   resources: ["*"]
#   needs: []
#   on_request: true
#   remediation:
#     summary: Take the newest edition with `--edition` or under `[editions]` in onus.toml, and compare who is responsible with `onus who --compare` or `onus diff`.
#   frameworks: {mcsb: [GS-1]}
package onus.lockdown.boundary.superseded_edition

deny contains {"message": message, "layer": layer} if {
	some layer, said in input.layers
	said.answer == "assigned"
	some cited in input.editions
	cited.id == said.basis.edition
	some newer in input.editions
	newer.published > cited.published
	not has_newer(newer)
	message := sprintf("%s is taken from `%s`, which `%s` has superseded", [layer, cited.id, newer.id])
}

has_newer(edition) if {
	some other in input.editions
	other.published > edition.published
}
