# METADATA
# title: Hosts have a recent backup at another site
# description: Fire, flood, theft and whoever encrypts a whole site take the backups that are kept there too. Without another word in `params.onprem.backup_days`, the last one that went elsewhere may be 7 days old.
# related_resources:
# - ref: https://csrc.nist.gov/pubs/sp/800/34/r1/upd1/final
# - ref: https://www.cisa.gov/stopransomware/ransomware-guide
# custom:
#   id: ONPREM-BACKUP-001
#   severity: high
#   layer: data
#   resources: [onprem/hosts]
#   needs: []
#   remediation:
#     summary: Send a copy of each backup to another site, encrypted and out of reach of the host's own accounts, and record site and day of it in `backup.copies`. Waive the control for hosts that keep nothing.
#     restic: restic copy --from-repo HERE --repo THERE
#   frameworks: {mcsb: [BR-1, BR-2], nist-800-53: [CP-6, CP-9]}
package onus.lockdown.onprem.host.backup_elsewhere

import data.onus.lib.onprem.backups
import data.onus.lib.onprem.dates

# A value that is no number above 0 does not loosen the requirement.
default days := 7

days := data.params.onprem.backup_days if {
	is_number(data.params.onprem.backup_days)
	data.params.onprem.backup_days > 0
}

recent if {
	some value in backups.succeeded
	dates.age(value, days) == "recent"
}

# No copy is left of which it is not known where it is, or when it was made.
stay if count(backups.at_home) == count(input.properties.backup.copies)

old contains i if {
	some i, value in backups.succeeded
	dates.age(value, days) == "old"
}

settled if count(backups.at_home) + count(old) == count(input.properties.backup.copies)

deny contains finding if {
	backups.listed
	backups.home
	stay
	finding := {
		"message": "all backups are kept at the site of the host",
		"pointer": "/properties/backup/copies",
	}
}

deny contains finding if {
	backups.listed
	backups.home
	not recent
	not stay
	settled
	finding := {
		"message": sprintf("no backup went to another site in the last %v days", [days]),
		"pointer": "/properties/backup/copies",
	}
}

deny contains finding if {
	backups.listed
	backups.home
	not recent
	not settled
	finding := {
		"message": "whether a recent backup is at another site can't be told: `site` or `lastSuccess` of a copy is missing, or is no day that has been",
		"pointer": "/properties/backup/copies",
		"unknown": true,
	}
}

deny contains finding if {
	backups.listed
	not backups.home
	finding := {
		"message": "which site the host stands at was not collected, so whether a backup is elsewhere is not known",
		"pointer": "/properties",
		"unknown": true,
	}
}

deny contains finding if {
	not backups.listed
	finding := {
		"message": "which backups there are was not collected",
		"pointer": "/properties",
		"unknown": true,
	}
}
