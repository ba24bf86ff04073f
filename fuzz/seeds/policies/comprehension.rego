# METADATA
# title: Comprehensions
# custom:
#   id: FUZZ-10
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation: {summary: Set it}
package acme.comprehension

names := {name | some name, _ in input.properties}

sizes := [count(name) | some name in names]

table := {name: value | some name, value in input.properties}

deny contains "sizes" if sum(sizes) > 20

deny contains "table" if table["supportsHttpsTrafficOnly"] != true
