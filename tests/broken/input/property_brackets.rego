# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-030
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.property_brackets

deny contains "TLS 1.0 is accepted" if input["properties"]["minimalTlsVersion"] == "TLS1_0"
