# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-031
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.property_of_terraform

deny contains "TLS 1.0 is accepted" if input.properties.min_tls_version == "TLS1_0"
