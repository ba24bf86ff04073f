package onus.lockdown.onprem.host.backup_elsewhere_test

import data.onus.lib.onprem.dates
import data.onus.lockdown.onprem.host.backup_elsewhere

now := time.parse_rfc3339_ns("2026-11-22T12:00:00Z")

kept(copies) := {"properties": {"site": "rotterdam", "backup": {"copies": copies}}}

test_a_recent_copy_elsewhere_allows if {
	count(backup_elsewhere.deny) == 0 with input as kept([{"site": "rotterdam", "lastSuccess": "2026-11-22"}, {"site": "utrecht", "lastSuccess": "2026-11-20"}]) with dates.now as now
}

test_a_recent_copy_elsewhere_allows_whatever_else_is_listed if {
	count(backup_elsewhere.deny) == 0 with input as kept([{}, null, "tape", {"site": "utrecht", "lastSuccess": "2026-11-20"}]) with dates.now as now
}

test_copies_at_the_hosts_own_site_deny if {
	backup_elsewhere.deny == {{
		"message": "all backups are kept at the site of the host",
		"pointer": "/properties/backup/copies",
	}} with input as kept([{"site": "rotterdam", "lastSuccess": "2026-11-22"}]) with dates.now as now
	count(backup_elsewhere.deny) == 1 with input as kept([{"site": " Rotterdam ", "lastSuccess": "2026-11-22"}]) with dates.now as now
}

test_an_old_copy_elsewhere_denies if {
	backup_elsewhere.deny == {{
		"message": "no backup went to another site in the last 7 days",
		"pointer": "/properties/backup/copies",
	}} with input as kept([{"site": "rotterdam", "lastSuccess": "2026-11-22"}, {"site": "utrecht", "lastSuccess": "2026-11-01"}]) with dates.now as now
}

test_the_days_are_a_parameter if {
	old := kept([{"site": "utrecht", "lastSuccess": "2026-11-01"}])
	count(backup_elsewhere.deny) == 0 with input as old with dates.now as now with data.params as {"onprem": {"backup_days": 31}}
	count(backup_elsewhere.deny) == 1 with input as old with dates.now as now with data.params as {"onprem": {"backup_days": "31"}}
}

test_copies_that_are_not_told_enough_of_are_unknown if {
	every copy in [{}, null, "tape", {"site": "utrecht"}, {"site": "utrecht", "lastSuccess": "soon"}, {"site": "utrecht", "lastSuccess": "2027-01-01"}, {"lastSuccess": "2026-11-20"}, {"site": "", "lastSuccess": "2026-11-20"}, {"site": ["utrecht"], "lastSuccess": "2026-11-20"}] {
		some finding in backup_elsewhere.deny with input as kept([copy, {"site": "rotterdam", "lastSuccess": "2026-11-22"}]) with dates.now as now
		finding.unknown == true
	}
}

test_a_host_at_no_known_site_is_unknown if {
	every site in [null, "", " ", 7] {
		some finding in backup_elsewhere.deny with input as {"properties": {"site": site, "backup": {"copies": [{"site": "utrecht", "lastSuccess": "2026-11-20"}]}}} with dates.now as now
		finding.unknown == true
	}
}

test_nothing_collected_is_unknown if {
	every properties in [{}, {"site": "rotterdam"}, {"site": "rotterdam", "backup": null}, {"site": "rotterdam", "backup": {"copies": []}}, {"site": "rotterdam", "backup": {"copies": "utrecht"}}, {"site": "rotterdam", "backup": true}] {
		some finding in backup_elsewhere.deny with input as {"properties": properties} with dates.now as now
		finding.unknown == true
	}
}
