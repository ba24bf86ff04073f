# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-104
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.windows_lines

deny contains "TLS 1.0 is accepted" if input.properties.minimumTlsVersoin == "TLS1_0"
