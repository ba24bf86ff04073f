# METADATA
# title: Hosts run an operating system that still gets fixes
# description: Holes that are found after a system's end of life stay open, and whoever looks for them knows that. A version that is not in the table, or has no version at all, is unknown. A paid extension counts until its last day.
# related_resources:
# - ref: https://learn.microsoft.com/lifecycle/products/?terms=Windows%20Server
# - ref: https://ubuntu.com/about/release-cycle
# - ref: https://wiki.debian.org/LTS
# - ref: https://access.redhat.com/support/policy/updates/errata
# - ref: https://endoflife.date
# custom:
#   id: ONPREM-HOST-001
#   severity: high
#   layer: os.guest
#   resources: [onprem/hosts]
#   needs: []
#   remediation:
#     summary: Move the host to a release that still gets fixes, or take it out of service; until then keep it away from other networks, or pay for extended fixes and record their last day in `os.extendedSupportUntil`.
#     collect: cat /etc/os-release
#   frameworks: {mcsb: [PV-6], nist-800-53: [SA-22]}
package onus.lockdown.onprem.host.supported

import data.onus.lib.onprem.lifecycle

deny contains finding if {
	lifecycle.state(input.properties.os) == "ended"
	release := lifecycle.release(input.properties.os)
	finding := {
		"message": sprintf("%s %s has had no regular fixes since %s", [release.product, release.version, release.ends]),
		"pointer": "/properties/os/version",
	}
}

deny contains finding if {
	lifecycle.state(input.properties.os) == "stale"
	release := lifecycle.release(input.properties.os)
	finding := {
		"message": sprintf("the end dates of %s were read on %s, more than a year ago: use newer policies", [release.product, release.checked]),
		"pointer": "/properties/os/version",
		"unknown": true,
	}
}

deny contains finding if {
	lifecycle.state(input.properties.os) == "unknown"
	finding := {
		"message": "until when this operating system gets fixes is not known: `product` and `version` of `os` name no release of the table",
		"pointer": "/properties/os",
		"unknown": true,
	}
}

deny contains finding if {
	object.get(input.properties, "os", null) == null
	finding := {
		"message": "which operating system runs here was not collected",
		"pointer": "/properties",
		"unknown": true,
	}
}
