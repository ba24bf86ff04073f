# METADATA
# title: A flag is set
# custom:
#   id: FUZZ-1
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation: {summary: Set it}
package acme.plain

deny contains "the flag is not set" if not input.properties.flag
