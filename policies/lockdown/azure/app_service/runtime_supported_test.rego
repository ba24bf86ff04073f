package onus.lockdown.azure.app_service.runtime_supported_test

import data.onus.lockdown.azure.app_service.runtime_supported

now := time.parse_rfc3339_ns("2026-11-22T12:00:00Z")

messages(properties) := {finding.message |
	some finding in runtime_supported.deny with input as {"type": "microsoft.web/sites", "properties": properties}
		with time.now_ns as now
}

linux(text) := messages({"siteConfig": {"linuxFxVersion": text, "netFrameworkVersion": "v4.0"}})

unknown(properties) if {
	[finding.unknown |
		some finding in runtime_supported.deny with input as {"type": "microsoft.web/sites", "properties": properties}
			with time.now_ns as now
	] == [true]
}

test_ended_versions_deny if {
	linux("NODE|20-lts") == {"support of `NODE|20-lts` ended on 2026-04-30"}
	linux("DOTNETCORE|8.0") == {"support of `DOTNETCORE|8.0` ended on 2026-11-10"}
	linux("DOTNET-ISOLATED|9.0") == {"support of `DOTNET-ISOLATED|9.0` ended on 2026-11-10"}
	linux("Python|3.9") == {"support of `Python|3.9` ended on 2025-10-31"}
	linux("PowerShell|7.2") == {"support of `PowerShell|7.2` ended on 2024-11-08"}
}

test_supported_versions_allow if {
	linux("NODE|24-lts") == set()
	linux("DOTNETCORE|10.0") == set()
	linux("PYTHON|3.13.1") == set()
	linux("JAVA|21-java21") == set()
}

test_net_on_windows if {
	messages({"siteConfig": {"linuxFxVersion": "", "netFrameworkVersion": "v6.0"}}) == {"support of `v6.0` ended on 2024-11-12"}
	messages({"siteConfig": {"linuxFxVersion": null, "netFrameworkVersion": "v10.0"}}) == set()
}

test_flex_consumption if {
	messages({"functionAppConfig": {"runtime": {"name": "node", "version": "18"}}}) == {"support of `node 18` ended on 2025-04-30"}
	messages({"runtime_name": "python", "runtime_version": "3.13"}) == set()
}

test_azurerm if {
	messages({"site_config": [{"application_stack": [{"dotnet_version": "v6.0", "node_version": null}]}]}) == {"support of `dotnet v6.0` ended on 2024-11-12"}
	messages({"site_config": [{"application_stack": [{"node_version": "~24"}]}]}) == set()
}

test_windows_app_without_a_language_is_unknown if unknown({"siteConfig": {"linuxFxVersion": "", "netFrameworkVersion": "v4.0"}})

test_function_app_on_windows_is_unknown if {
	[finding.unknown |
		some finding in runtime_supported.deny with input as {"properties": {"siteConfig": {"linuxFxVersion": "", "netFrameworkVersion": "v10.0"}}, "raw": {"kind": "functionapp"}}
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

test_version_that_ends_soon_allows if linux("NODE|22-lts") == set()

template(settings) := {finding.message |
	some finding in runtime_supported.deny with input as {"type": "microsoft.web/sites", "phase": "template", "properties": {"siteConfig": settings}, "raw": {"kind": "app"}}
		with time.now_ns as now
}

test_languages_of_their_own_on_windows if {
	template({"netFrameworkVersion": "v10.0", "phpVersion": "5.6", "nodeVersion": "8.0", "pythonVersion": "2.7", "javaVersion": "1.7"}) == {
		"support of `java 1.7` ended on 2022-07-29",
		"support of `node 8.0` ended on 2019-12-31",
		"support of `php 5.6` ended on 2018-12-31",
		"support of `python 2.7` ended on 2020-01-01",
	}
	template({"javaVersion": "1.7.0_80"}) == {"support of `java 1.7.0_80` ended on 2022-07-29"}
	template({"phpVersion": "7.4"}) == {"support of `php 7.4` ended on 2022-11-28"}
	template({"pythonVersion": "3.4"}) == {"support of `python 3.4` ended on 2019-03-18"}
	template({"powerShellVersion": "7.2"}) == {"support of `powershell 7.2` ended on 2024-11-08"}
}

test_supported_languages_on_windows_allow if {
	every settings in [{"javaVersion": "21"}, {"javaVersion": "17.0.4"}, {"nodeVersion": "24"}, {"phpVersion": "8.3"}, {"pythonVersion": "3.13"}] {
		template(settings) == set()
	}
}

test_languages_that_are_switched_off_do_not_count if {
	template({"netFrameworkVersion": "v10.0", "phpVersion": "OFF", "pythonVersion": "", "nodeVersion": null}) == set()
}

test_java_8_is_not_listed if template({"javaVersion": "1.8"}) == {"until when `java 1.8` is supported is not known here"}

test_settings_for_windows_do_not_count_on_linux if {
	template({"linuxFxVersion": "NODE|24-lts", "phpVersion": "5.6"}) == set()
}

test_exports_show_php_whatever_the_app_runs if {
	messages({"siteConfig": {"linuxFxVersion": "", "netFrameworkVersion": "v10.0", "phpVersion": "5.6"}}) == set()
	messages({"siteConfig": {"linuxFxVersion": "", "netFrameworkVersion": "v10.0", "phpVersion": "7.4"}}) == {"support of `php 7.4` ended on 2022-11-28"}
}

test_azurerm_on_windows if {
	{finding.message | some finding in runtime_supported.deny} == {"support of `java 1.7` ended on 2022-07-29"} with input as {"type": "azurerm_windows_web_app", "properties": {"site_config": [{"application_stack": [{"java_version": "1.7"}]}]}}
		with time.now_ns as now
}
