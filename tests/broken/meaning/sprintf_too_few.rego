# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-091
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.sprintf_too_few

deny contains msg if {
	input.properties.minimumTlsVersion == "TLS1_0"
	msg := sprintf("%s accepts %s", [input.properties.minimumTlsVersion])
}
