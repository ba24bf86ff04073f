# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-112
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.tls

deny contains "TLS 1.0 is accepted" if input.properties.minimumTlsVersion == "TLS1_0"
