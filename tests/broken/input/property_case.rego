# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-029
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.property_case

deny contains "TLS 1.0 is accepted" if input.properties.minimumTLSVersion == "TLS1_0"
