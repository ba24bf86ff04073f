package onus.lockdown.azure.storage.anonymous_access_test

import data.onus.lockdown.azure.storage.anonymous_access

test_arm_anonymous_access_permitted_denies if {
	anonymous_access.deny == {{
		"message": "containers can be opened to anonymous readers",
		"pointer": "/properties/allowBlobPublicAccess",
		"expected": false,
	}} with input as {"properties": {"allowBlobPublicAccess": true}}
}

test_arm_anonymous_access_refused_allows if {
	count(anonymous_access.deny) == 0 with input as {"properties": {"allowBlobPublicAccess": false}}
}

test_azurerm_anonymous_access_permitted_denies if {
	count(anonymous_access.deny) == 1 with input as {"properties": {"allow_nested_items_to_be_public": true}}
}

test_azurerm_anonymous_access_refused_allows if {
	count(anonymous_access.deny) == 0 with input as {"properties": {"allow_nested_items_to_be_public": false}}
}

test_missing_property_means_permitted_and_denies if {
	count(anonymous_access.deny) == 1 with input as {"properties": {}}
}

test_wrong_type_denies if {
	count(anonymous_access.deny) == 1 with input as {"properties": {"allowBlobPublicAccess": "false"}}
}

test_null_is_absent if {
	some finding in anonymous_access.deny with input as {"properties": {"allowBlobPublicAccess": null}}
	finding.pointer == "/properties"
}

template(version) := {"type": "microsoft.storage/storageaccounts", "phase": "template", "properties": {}, "raw": {"apiVersion": version}}

test_template_takes_the_default_of_its_api_version if {
	every version in ["2018-07-01", "2019-04-01", "2020-08-01-preview", "2021-09-01", "2022-09-01"] {
		anonymous_access.deny == {{
			"message": "containers can be opened to anonymous readers",
			"pointer": "/properties",
			"expected": false,
		}} with input as template(version)
	}
	every version in ["2023-01-01", "2023-04-01", "2023-05-01", "2024-01-01", "2026-04-01"] {
		count(anonymous_access.deny) == 0 with input as template(version)
	}
}

test_template_without_a_known_version_is_unknown if {
	every version in ["[parameters('version')]", null, "latest"] {
		anonymous_access.deny == {{
			"message": "`allowBlobPublicAccess` is not set, and its default depends on the API version, which is not known: set it",
			"pointer": "/properties",
			"expected": false,
			"unknown": true,
		}} with input as template(version)
	}
}

test_export_does_not_take_the_default_of_a_query if {
	without := anonymous_access.deny with input as {"type": "microsoft.storage/storageaccounts", "phase": "deployed", "properties": {}, "raw": {}}
	anonymous_access.deny == without with input as object.union(template(["2023-01-01", "2023-04-01", "2023-05-01", "2024-01-01", "2026-04-01"][0]), {"phase": "deployed"})
}

test_template_that_sets_the_property_does_not_take_the_default if {
	count(anonymous_access.deny) == 0 with input as object.union(template(["2018-07-01", "2019-04-01", "2020-08-01-preview", "2021-09-01", "2022-09-01"][0]), {"properties": {"allowBlobPublicAccess": false}})
	count(anonymous_access.deny) == 1 with input as object.union(template(["2023-01-01", "2023-04-01", "2023-05-01", "2024-01-01", "2026-04-01"][0]), {"properties": {"allowBlobPublicAccess": true}})
}
