# METADATA
# title: Hosts were patched lately
# description: A system that gets fixes is safer only once they are applied, and holes that are known are used within days. Without another word in `params.onprem.host_patch_days`, 30 days may pass between two rounds of patches.
# related_resources:
# - ref: https://csrc.nist.gov/pubs/sp/800/40/r4/final
# custom:
#   id: ONPREM-HOST-002
#   severity: high
#   layer: os.guest
#   resources: [onprem/hosts]
#   needs: []
#   remediation:
#     summary: Apply the operating system's updates, start the host again where they ask for it, and record the day in `lastPatched`.
#     apt: apt-get update && apt-get upgrade
#     collect: "grep -h upgrade /var/log/dpkg.log | tail -n 1"
#   frameworks: {mcsb: [PV-6], nist-800-53: [SI-2]}
package onus.lockdown.onprem.host.patched

import data.onus.lib.onprem.dates

# A value that is no number above 0 does not loosen the requirement.
default days := 30

days := data.params.onprem.host_patch_days if {
	is_number(data.params.onprem.host_patch_days)
	data.params.onprem.host_patch_days > 0
}

deny contains finding if {
	dates.age(input.properties.lastPatched, days) == "old"
	finding := {
		"message": sprintf("patched last on `%s`, more than %v days ago", [input.properties.lastPatched, days]),
		"pointer": "/properties/lastPatched",
	}
}

deny contains finding if {
	dates.age(input.properties.lastPatched, days) in {"future", "unreadable"}
	finding := {
		"message": "`lastPatched` is no day that has been, so when it was patched is not known",
		"pointer": "/properties/lastPatched",
		"unknown": true,
	}
}

deny contains finding if {
	object.get(input.properties, "lastPatched", null) == null
	finding := {
		"message": "when it was patched last was not collected",
		"pointer": "/properties",
		"unknown": true,
	}
}
