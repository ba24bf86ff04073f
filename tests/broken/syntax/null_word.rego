# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-019
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.null_word

deny contains "no TLS version is set" if input.properties.minimumTlsVersion == undefined
