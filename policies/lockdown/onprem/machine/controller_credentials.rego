# METADATA
# title: Management controllers do not keep the maker's credentials
# description: Default names and passwords of management controllers are in manuals and on stickers. With them anyone who reaches the controller owns the machine below its operating system, where nothing that runs on it sees that.
# related_resources:
# - ref: https://www.nsa.gov/Press-Room/Press-Releases-Statements/Press-Release-View/Article/3426648/nsa-and-cisa-release-guide-to-protect-baseboard-management-controllers/
# custom:
#   id: ONPREM-BMC-002
#   severity: critical
#   layer: host
#   resources: [onprem/hosts, onprem/hypervisors]
#   needs: []
#   remediation:
#     summary: Give the controller's accounts passwords of their own, one for each machine, switch those off that nobody uses, and record that in `bmc.defaultCredentials`. Never put a password into an inventory.
#     ipmitool: ipmitool user set password USER
#     collect: ipmitool user list 1
#   frameworks: {mcsb: [PV-4], nist-800-53: [IA-5]}
package onus.lockdown.onprem.machine.controller_credentials

import data.onus.lib.onprem.controller

default applies := true

applies := false if controller.absent

deny contains finding if {
	controller.default_credentials.value != null
	controller.default_credentials.value != false
	finding := {
		"message": "the maker's default credentials were not ruled out",
		"pointer": controller.default_credentials.pointer,
		"expected": false,
	}
}

deny contains finding if {
	controller.default_credentials.value == null
	finding := {
		"message": "whether the maker's default credentials still work was not collected",
		"pointer": controller.default_credentials.pointer,
		"unknown": true,
	}
}
