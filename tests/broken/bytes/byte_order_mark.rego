# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-105
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.byte_order_mark

deny contains "TLS 1.0 is accepted" if input.properties.minimumTlsVersoin == "TLS1_0"
