package onus.lockdown.azure.app_service.runtime_ending_test

import data.onus.lockdown.azure.app_service.runtime_ending

now := time.parse_rfc3339_ns("2026-11-22T12:00:00Z")

messages(properties) := {finding.message |
	some finding in runtime_ending.deny with input as {"type": "microsoft.web/sites", "properties": properties}
		with time.now_ns as now
}

linux(text) := messages({"siteConfig": {"linuxFxVersion": text, "netFrameworkVersion": "v4.0"}})

unknown(properties) if {
	[finding.unknown |
		some finding in runtime_ending.deny with input as {"type": "microsoft.web/sites", "properties": properties}
			with time.now_ns as now
	] == [true]
}

# AZ-APP-006 denies those, and nothing is asked here.
test_ended_versions_are_not_asked if {
	every text in ["NODE|20-lts", "DOTNETCORE|8.0", "DOTNET-ISOLATED|9.0", "Python|3.9", "PowerShell|7.2"] {
		linux(text) == set()
		not applies({"siteConfig": {"linuxFxVersion": text}})
	}
	applies({"siteConfig": {"linuxFxVersion": "NODE|22-lts"}})
	applies({"siteConfig": {"linuxFxVersion": "NODE|99"}})
	applies({"siteConfig": null})
}

applies(properties) if {
	runtime_ending.applies with input as {"type": "microsoft.web/sites", "properties": properties}
		with time.now_ns as now
}

test_one_of_two_languages_has_ended if {
	both := {"siteConfig": {"linuxFxVersion": "", "netFrameworkVersion": "v4.0", "phpVersion": "7.4", "nodeVersion": "22"}}
	applies(both)
	messages(both) == {"support of `node 22` ends on 2027-04-30"}
}

test_supported_versions_allow if {
	linux("NODE|24-lts") == set()
	linux("DOTNETCORE|10.0") == set()
	linux("PYTHON|3.13.1") == set()
	linux("JAVA|21-java21") == set()
}

test_net_on_windows if {
	not applies({"siteConfig": {"linuxFxVersion": "", "netFrameworkVersion": "v6.0"}})
	messages({"siteConfig": {"linuxFxVersion": null, "netFrameworkVersion": "v10.0"}}) == set()
}

test_flex_consumption if {
	messages({"functionAppConfig": {"runtime": {"name": "node", "version": "22"}}}) == {"support of `node 22` ends on 2027-04-30"}
	not applies({"functionAppConfig": {"runtime": {"name": "node", "version": "18"}}})
	messages({"runtime_name": "python", "runtime_version": "3.13"}) == set()
}

test_azurerm if {
	messages({"site_config": [{"application_stack": [{"dotnet_version": "v10.0", "node_version": "~22"}]}]}) == {"support of `node ~22` ends on 2027-04-30"}
	not applies({"site_config": [{"application_stack": [{"dotnet_version": "v6.0", "node_version": null}]}]})
	messages({"site_config": [{"application_stack": [{"node_version": "~24"}]}]}) == set()
}

test_windows_app_without_a_language_is_unknown if unknown({"siteConfig": {"linuxFxVersion": "", "netFrameworkVersion": "v4.0"}})

test_function_app_on_windows_is_unknown if {
	[finding.unknown |
		some finding in runtime_ending.deny with input as {"properties": {"siteConfig": {"linuxFxVersion": "", "netFrameworkVersion": "v10.0"}}, "raw": {"kind": "functionapp"}}
			with time.now_ns as now
	] == [true]
}

test_list_that_leaves_the_property_null_is_unknown if unknown({"siteConfig": {"linuxFxVersion": null, "netFrameworkVersion": null}})

test_no_site_config_is_unknown if unknown({"siteConfig": null})

test_container_is_unknown if unknown({"siteConfig": {"linuxFxVersion": "DOCKER|contoso.azurecr.io/api:1"}})

test_versions_that_are_not_listed_are_unknown if {
	unknown({"siteConfig": {"linuxFxVersion": "NODE|lts"}})
	unknown({"siteConfig": {"linuxFxVersion": "PYTHON|3"}})
	unknown({"siteConfig": {"linuxFxVersion": "NODE|99"}})
	unknown({"siteConfig": {"linuxFxVersion": "TOMCAT|10.1-java17"}})
	unknown({"siteConfig": {"linuxFxVersion": "NODE"}})
	unknown({"siteConfig": {"linuxFxVersion": 22}})
	unknown({"site_config": [{"application_stack": [{"docker_image_name": "api:1"}]}]})
}

test_versions_that_end_soon_deny if {
	linux("NODE|22-lts") == {"support of `NODE|22-lts` ends on 2027-04-30"}
	linux("PHP|8.2") == {"support of `PHP|8.2` ends on 2026-12-31"}
}

test_old_list_is_unknown if {
	[finding.unknown | some finding in runtime_ending.deny] == [true] with input as {"properties": {"siteConfig": {"linuxFxVersion": "PYTHON|3.14"}}}
		with time.now_ns as time.parse_rfc3339_ns("2027-12-01T00:00:00Z")
}
