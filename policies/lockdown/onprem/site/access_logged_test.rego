package onus.lockdown.onprem.site.access_logged_test

import data.onus.lockdown.onprem.site.access_logged

logs(value) := {"properties": {"accessLog": value}}

test_a_log_that_is_kept_allows if {
	count(access_logged.deny) == 0 with input as logs({"enabled": true, "retentionDays": 90})
}

test_no_log_denies if {
	access_logged.deny == {{
		"message": "openings of doors are not logged",
		"pointer": "/properties/accessLog/enabled",
		"expected": true,
	}} with input as logs({"enabled": false, "retentionDays": 365})
	every value in ["true", "yes", 1, {}] {
		count(access_logged.deny) == 1 with input as logs({"enabled": value, "retentionDays": 365})
	}
}

test_a_log_that_is_thrown_away_denies if {
	access_logged.deny == {{
		"message": "the log of doors is kept for 30 days, less than 90",
		"pointer": "/properties/accessLog/retentionDays",
		"expected": 90,
	}} with input as logs({"enabled": true, "retentionDays": 30})
}

test_the_days_are_a_parameter if {
	count(access_logged.deny) == 1 with input as logs({"enabled": true, "retentionDays": 90}) with data.params as {"onprem": {"access_log_days": 365}}
	count(access_logged.deny) == 0 with input as logs({"enabled": true, "retentionDays": 30}) with data.params as {"onprem": {"access_log_days": 30}}
	every value in ["30", 0, null] {
		count(access_logged.deny) == 1 with input as logs({"enabled": true, "retentionDays": 30}) with data.params as {"onprem": {"access_log_days": value}}
	}
}

test_a_log_kept_for_an_unknown_time_is_unknown if {
	every value in [{"enabled": true}, {"enabled": true, "retentionDays": null}, {"enabled": true, "retentionDays": "365"}] {
		some finding in access_logged.deny with input as logs(value)
		finding.unknown == true
	}
}

test_what_was_not_collected_is_unknown if {
	every properties in [{}, {"accessLog": null}, {"accessLog": {}}, {"accessLog": true}, {"accessLog": {"enabled": null}}] {
		some finding in access_logged.deny with input as {"properties": properties}
		finding.unknown == true
	}
}
