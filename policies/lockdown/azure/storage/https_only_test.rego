package onus.lockdown.azure.storage.https_only_test

import data.onus.lockdown.azure.storage.https_only

test_arm_http_accepted_denies if {
	https_only.deny == {{
		"message": "plain HTTP is accepted",
		"pointer": "/properties/supportsHttpsTrafficOnly",
		"expected": true,
	}} with input as {"properties": {"supportsHttpsTrafficOnly": false}}
}

test_arm_https_only_allows if {
	count(https_only.deny) == 0 with input as {"properties": {"supportsHttpsTrafficOnly": true}}
}

test_azurerm_http_accepted_denies if {
	count(https_only.deny) == 1 with input as {"properties": {"https_traffic_only_enabled": false}}
}

test_azurerm_https_only_allows if {
	count(https_only.deny) == 0 with input as {"properties": {"https_traffic_only_enabled": true}}
}

test_missing_property_takes_the_documented_default if {
	count(https_only.deny) == 0 with input as {"properties": {}}
}

test_wrong_type_denies if {
	count(https_only.deny) == 1 with input as {"properties": {"supportsHttpsTrafficOnly": "false"}}
}

test_null_is_absent if {
	count(https_only.deny) == 0 with input as {"properties": {"supportsHttpsTrafficOnly": null}}
}

template(version) := {"type": "microsoft.storage/storageaccounts", "phase": "template", "properties": {}, "raw": {"apiVersion": version}}

test_template_takes_the_default_of_its_api_version if {
	every version in ["2015-06-15", "2017-10-01", "2018-03-01-preview", "2018-07-01", "2018-11-01"] {
		https_only.deny == {{
			"message": "plain HTTP is accepted",
			"pointer": "/properties",
			"expected": true,
		}} with input as template(version)
	}
	every version in ["2019-04-01", "2019-06-01", "2020-08-01-preview", "2023-01-01", "2026-04-01"] {
		count(https_only.deny) == 0 with input as template(version)
	}
}

test_template_without_a_known_version_is_unknown if {
	every version in ["[parameters('version')]", null, "latest"] {
		https_only.deny == {{
			"message": "`supportsHttpsTrafficOnly` is not set, and its default depends on the API version, which is not known: set it",
			"pointer": "/properties",
			"expected": true,
			"unknown": true,
		}} with input as template(version)
	}
}

test_export_does_not_take_the_default_of_a_query if {
	without := https_only.deny with input as {"type": "microsoft.storage/storageaccounts", "phase": "deployed", "properties": {}, "raw": {}}
	https_only.deny == without with input as object.union(template(["2019-04-01", "2019-06-01", "2020-08-01-preview", "2023-01-01", "2026-04-01"][0]), {"phase": "deployed"})
}

test_template_that_sets_the_property_does_not_take_the_default if {
	count(https_only.deny) == 0 with input as object.union(template(["2015-06-15", "2017-10-01", "2018-03-01-preview", "2018-07-01", "2018-11-01"][0]), {"properties": {"supportsHttpsTrafficOnly": true}})
	count(https_only.deny) == 1 with input as object.union(template(["2019-04-01", "2019-06-01", "2020-08-01-preview", "2023-01-01", "2026-04-01"][0]), {"properties": {"supportsHttpsTrafficOnly": false}})
}
