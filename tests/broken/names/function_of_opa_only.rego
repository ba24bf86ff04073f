# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-069
#   severity: high
#   layer: network.controls
#   resources: [microsoft.network/applicationgateways/sslcertificates]
#   remediation:
#     summary: Change the setting.
package acme.function_of_opa_only

deny contains "the certificate is weak" if {
	[certificate] := crypto.x509.parse_certificates(input.properties.publicCertData)
	certificate.Version < 3
}
