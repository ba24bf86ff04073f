# METADATA
# title: Who enters sites and opens racks is logged, and the log is kept
# description: Without a log of doors nobody can tell afterwards who stood before a machine that was tampered with. Without another word in `params.onprem.access_log_days`, it is kept for 90 days at least.
# related_resources:
# - ref: https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final
# - ref: https://www.pcisecuritystandards.org/document_library/
# custom:
#   id: ONPREM-ACCESS-001
#   severity: medium
#   layer: datacenter
#   resources: [onprem/sites, onprem/racks]
#   needs: []
#   remediation:
#     summary: Let each opening of a door be recorded with person and time, by a card reader, a lock with a memory or a book that is looked through, and keep the records for as long as they may be asked for; record that in `accessLog`.
#   frameworks: {mcsb: [LT-3], nist-800-53: [PE-3, PE-6]}
package onus.lockdown.onprem.site.access_logged

# A value that is no number above 0 does not loosen the requirement.
default days := 90

days := data.params.onprem.access_log_days if {
	is_number(data.params.onprem.access_log_days)
	data.params.onprem.access_log_days > 0
}

said if input.properties.accessLog.enabled != null

logged if input.properties.accessLog.enabled == true

kept if is_number(input.properties.accessLog.retentionDays)

deny contains finding if {
	said
	not logged
	finding := {
		"message": "openings of doors are not logged",
		"pointer": "/properties/accessLog/enabled",
		"expected": true,
	}
}

deny contains finding if {
	logged
	kept
	input.properties.accessLog.retentionDays < days
	finding := {
		"message": sprintf("the log of doors is kept for %v days, less than %v", [input.properties.accessLog.retentionDays, days]),
		"pointer": "/properties/accessLog/retentionDays",
		"expected": days,
	}
}

deny contains finding if {
	logged
	not kept
	finding := {
		"message": "for how many days the log of doors is kept was not collected",
		"pointer": "/properties/accessLog",
		"unknown": true,
	}
}

deny contains finding if {
	not said
	finding := {
		"message": "whether openings of doors are logged was not collected",
		"pointer": "/properties",
		"unknown": true,
	}
}
