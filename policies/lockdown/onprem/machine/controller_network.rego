# METADATA
# title: Management controllers stand on a management network
# description: A management controller starts, stops and reinstalls its machine whatever runs on it. On a network with anything else, whoever takes over one machine there tries the controllers of all.
# related_resources:
# - ref: https://www.nsa.gov/Press-Room/Press-Releases-Statements/Press-Release-View/Article/3426648/nsa-and-cisa-release-guide-to-protect-baseboard-management-controllers/
# - ref: https://www.cisa.gov/news-events/directives/binding-operational-directive-23-02
# custom:
#   id: ONPREM-BMC-001
#   severity: high
#   layer: network.controls
#   resources: [onprem/hosts, onprem/hypervisors]
#   needs: []
#   remediation:
#     summary: Connect the controller's own port to a network for management only, with a way in for administrators alone, or take it off the network; do not share the port of the machine.
#     ipmitool: ipmitool lan set 1 vlan id VLAN
#     collect: ipmitool lan print 1
#   frameworks: {mcsb: [NS-1], nist-800-53: [SC-7]}
package onus.lockdown.onprem.machine.controller_network

import data.onus.lib.onprem.controller

default applies := true

applies := false if controller.absent

deny contains finding if {
	controller.network.value != null
	not controller.network.value in {"management", "none"}
	finding := {
		"message": "the management controller is connected to another network than one for management",
		"pointer": controller.network.pointer,
		"expected": "management",
	}
}

deny contains finding if {
	controller.network.value == null
	finding := {
		"message": "which network the management controller is connected to was not collected",
		"pointer": controller.network.pointer,
		"unknown": true,
	}
}
