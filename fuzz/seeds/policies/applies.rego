# METADATA
# title: Only some
# custom:
#   id: FUZZ-11
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation: {summary: Set it}
package acme.applies

applies if input.tags.env in {"a", "b"}

deny contains "b" if startswith(lower(input.name), "b")

deny contains "location" if object.get(input, "location", "none") == "none"
