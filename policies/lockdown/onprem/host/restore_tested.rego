# METADATA
# title: Backups of hosts were restored lately, to try them
# description: A backup that nobody has restored may not be one, and that shows on the day when it is needed. Without another word in `params.onprem.restore_test_days`, the last trial may be 92 days old, a quarter.
# related_resources:
# - ref: https://www.cisecurity.org/controls/data-recovery
# - ref: https://csrc.nist.gov/pubs/sp/800/34/r1/upd1/final
# custom:
#   id: ONPREM-BACKUP-002
#   severity: medium
#   layer: data
#   resources: [onprem/hosts]
#   needs: []
#   remediation:
#     summary: Restore the host's backup to a place where it does no harm, look whether everything is there, and record the day in `backup.lastRestoreTest`. Waive the control for hosts that keep nothing.
#     restic: restic restore latest --repo THERE --target TARGET --verify
#   frameworks: {mcsb: [BR-4], nist-800-53: [CP-9]}
package onus.lockdown.onprem.host.restore_tested

import data.onus.lib.onprem.dates

# A value that is no number above 0 does not loosen the requirement.
default days := 92

days := data.params.onprem.restore_test_days if {
	is_number(data.params.onprem.restore_test_days)
	data.params.onprem.restore_test_days > 0
}

deny contains finding if {
	dates.age(input.properties.backup.lastRestoreTest, days) == "old"
	finding := {
		"message": sprintf("a restore was tried last on `%s`, more than %v days ago", [input.properties.backup.lastRestoreTest, days]),
		"pointer": "/properties/backup/lastRestoreTest",
	}
}

deny contains finding if {
	dates.age(input.properties.backup.lastRestoreTest, days) in {"future", "unreadable"}
	finding := {
		"message": "`lastRestoreTest` is no day that has been, so when a restore was tried is not known",
		"pointer": "/properties/backup/lastRestoreTest",
		"unknown": true,
	}
}

recorded if input.properties.backup.lastRestoreTest != null

deny contains finding if {
	not recorded
	finding := {
		"message": "when a restore was tried last was not collected",
		"pointer": "/properties",
		"unknown": true,
	}
}
