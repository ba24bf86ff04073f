# METADATA
# title: Other inputs
# custom:
#   id: FUZZ-6
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation: {summary: Set it}
package acme.with_input

value := input.properties.flag

deny contains "with" if value == false with input.properties.flag as input.properties.supportsHttpsTrafficOnly

deny contains "whole" if not value with input as {"properties": {"flag": input.tags.env == "b"}}
