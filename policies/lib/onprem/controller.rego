# METADATA
# title: Management controllers of hosts and hypervisors
# description: |
#   The controller of the main board (BMC; iDRAC, iLO, XClarity and others), as the
#   property `bmc` tells of it. Only `"present": false` says that there is none.
# related_resources:
# - ref: https://www.nsa.gov/Press-Room/Press-Releases-Statements/Press-Release-View/Article/3426648/nsa-and-cisa-release-guide-to-protect-baseboard-management-controllers/
package onus.lib.onprem.controller

import data.onus.lib.fact

absent if input.properties.bmc.present == false

# Where it is connected, and whether its default credentials still work. Null is for
# what was not collected.
network := found if {
	found := fact.at(input.properties.bmc.network, "/properties/bmc/network")
} else := fact.assumed(null, "/properties/bmc") if {
	is_object(input.properties.bmc)
} else := fact.assumed(null, "/properties")

default_credentials := found if {
	found := fact.at(input.properties.bmc.defaultCredentials, "/properties/bmc/defaultCredentials")
} else := fact.assumed(null, "/properties/bmc") if {
	is_object(input.properties.bmc)
} else := fact.assumed(null, "/properties")
