# METADATA
# title: Hypervisors are of a release that still gets fixes
# description: Whoever breaks out of one machine through a hole that nobody mends any more has all of those beside it. A version that is not in the table, or has no version at all, is unknown. A paid extension counts until its last day.
# related_resources:
# - ref: https://support.broadcom.com/group/ecx/productlifecycle
# - ref: https://learn.microsoft.com/lifecycle/products/?terms=Windows%20Server
# - ref: https://endoflife.date
# custom:
#   id: ONPREM-HV-001
#   severity: high
#   layer: host
#   resources: [onprem/hypervisors]
#   needs: []
#   remediation:
#     summary: Move the machines to a hypervisor that still gets fixes and take this one out of service, or pay for extended fixes and record their last day in `hypervisor.extendedSupportUntil`.
#     collect: esxcli system version get
#   frameworks: {mcsb: [PV-6], nist-800-53: [SA-22]}
package onus.lockdown.onprem.hypervisor.supported

import data.onus.lib.onprem.lifecycle

deny contains finding if {
	lifecycle.state(input.properties.hypervisor) == "ended"
	release := lifecycle.release(input.properties.hypervisor)
	finding := {
		"message": sprintf("%s %s has had no regular fixes since %s", [release.product, release.version, release.ends]),
		"pointer": "/properties/hypervisor/version",
	}
}

deny contains finding if {
	lifecycle.state(input.properties.hypervisor) == "stale"
	release := lifecycle.release(input.properties.hypervisor)
	finding := {
		"message": sprintf("the end dates of %s were read on %s, more than a year ago: use newer policies", [release.product, release.checked]),
		"pointer": "/properties/hypervisor/version",
		"unknown": true,
	}
}

deny contains finding if {
	lifecycle.state(input.properties.hypervisor) == "unknown"
	finding := {
		"message": "until when this hypervisor gets fixes is not known: `product` and `version` of `hypervisor` name no release of the table",
		"pointer": "/properties/hypervisor",
		"unknown": true,
	}
}

deny contains finding if {
	object.get(input.properties, "hypervisor", null) == null
	finding := {
		"message": "which hypervisor runs here was not collected",
		"pointer": "/properties",
		"unknown": true,
	}
}
