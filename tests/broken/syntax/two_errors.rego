# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-017
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.two_errors

deny contains "plain HTTP is accepted" if {
	input.properties.supportsHttpsTrafficOnly = = false
}

deny contains "TLS 1.0 is accepted" if {
	input.properties.minimumTlsVersion == ["TLS1_0", "TLS1_1"
}
