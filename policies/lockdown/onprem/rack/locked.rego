# METADATA
# title: Racks are locked
# description: Whoever stands before an open rack takes disks out, plugs something in or pulls a cable, and needs no account for it. A locked room keeps out those who have no business there, a locked rack those who have it with another one.
# related_resources:
# - ref: https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final
# custom:
#   id: ONPREM-RACK-001
#   severity: medium
#   layer: datacenter
#   resources: [onprem/racks]
#   needs: []
#   remediation:
#     summary: Lock the rack's doors, front and back, and its sides, and give the keys or cards only to who works on it; then record that in `locked`.
#   frameworks: {nist-800-53: [PE-3]}
package onus.lockdown.onprem.rack.locked

said if input.properties.locked != null

deny contains finding if {
	said
	input.properties.locked != true
	finding := {
		"message": "the rack is not locked",
		"pointer": "/properties/locked",
		"expected": true,
	}
}

deny contains finding if {
	not said
	finding := {
		"message": "whether the rack is locked was not collected",
		"pointer": "/properties",
		"unknown": true,
	}
}
