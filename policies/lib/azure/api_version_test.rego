package onus.lib.azure.api_version_test

import data.onus.lib.azure.api_version

template(version) := {"phase": "template", "raw": {"apiVersion": version}}

test_a_template_declares_its_resources if api_version.declared with input as template("2023-01-01")

test_an_export_declares_nothing if {
	not api_version.declared with input as {"phase": "deployed", "raw": {"apiVersion": "2023-01-01"}}
	not api_version.declared with input as {"phase": "planned", "raw": {}}
}

test_an_existing_or_patched_resource_is_not_declared if {
	not api_version.declared with input as {"phase": "template", "raw": {"existing": true}}
	not api_version.declared with input as {"phase": "template", "raw": {"method": "PATCH"}}
	not api_version.declared with input as {"phase": "template", "raw": {"method": "patch"}}
}

test_versions_are_ordered_by_date if {
	api_version.at_least("2019-04-01") with input as template("2019-04-01")
	api_version.at_least("2019-04-01") with input as template("2019-04-02")
	api_version.at_least("2019-04-01") with input as template("2999-01-01")
	api_version.before("2019-04-01") with input as template("2018-07-01")
	api_version.before("2019-04-01") with input as template("2014-04-01")
	not api_version.before("2019-04-01") with input as template("2019-04-01")
	not api_version.at_least("2019-04-01") with input as template("2019-03-31")
}

test_a_preview_is_before_the_stable_version_of_its_date if {
	api_version.before("2023-06-01") with input as template("2023-06-01-preview")
	not api_version.at_least("2023-06-01") with input as template("2023-06-01-preview")
	api_version.at_least("2020-02-02-preview") with input as template("2020-02-02-preview")
	api_version.at_least("2020-02-02-preview") with input as template("2020-02-02")
	api_version.at_least("2023-06-01") with input as template("2023-06-02-preview")
}

test_previews_are_not_stable if {
	api_version.stable with input as template("2023-06-01")
	not api_version.stable with input as template("2023-06-01-preview")
	not api_version.stable with input as template("2015-05-01-alpha")
}

test_no_version_is_stated_by_expressions_or_other_values if {
	every version in ["[parameters('version')]", "", "latest", null, 2023, "2023-01"] {
		not decided(version)
	}
	not api_version.stated with input as {"phase": "template", "raw": {}}
}

decided(version) if api_version.stated with input as template(version)

decided(version) if api_version.at_least("2019-04-01") with input as template(version)

decided(version) if api_version.before("2019-04-01") with input as template(version)
