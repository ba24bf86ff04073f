# METADATA
# title: Objects of rules
# custom:
#   id: FUZZ-9
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation: {summary: Set it}
package acme.partial

by_name[name] := value if some name, value in input.properties

limits.low := 1

limits.high := count(input.properties)

deny contains "name" if by_name.flag == false

deny contains "many" if limits.high > limits.low
