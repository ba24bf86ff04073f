# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-076
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.http_send

deny contains "the address is on the list" if {
	answer := http.send({"method": "get", "url": "https://example.com/list"})
	input.name in answer.body
}
