# METADATA
# title: Runtimes of App Service and Functions
# description: |
#   The languages that a web or function app runs, and until when each of their
#   versions is supported. App Service and Functions follow the publisher of the
#   language; where it names a month only, its last day is meant. What is not
#   listed is not known: Java 8, Ruby and Go among others.
# related_resources:
# - ref: https://learn.microsoft.com/azure/app-service/language-support-policy
# - ref: https://learn.microsoft.com/azure/azure-functions/supported-languages
# - ref: https://dotnet.microsoft.com/platform/support/policy/dotnet-core
# - ref: https://github.com/nodejs/Release
# - ref: https://devguide.python.org/versions/
# - ref: https://www.php.net/supported-versions.php
# - ref: https://learn.microsoft.com/powershell/scripting/install/powershell-support-lifecycle
# - ref: https://learn.microsoft.com/azure/app-service/language-support-policy#java-specific-runtime-statement-of-support
package onus.lib.azure.app_service_runtimes

import data.onus.lib.azure.api_version

# The day on which the table below was compared with its sources, in copies that may
# be some months old; ends to come are announced, and may be moved.
checked := "2026-11-22"

# `source` is one of the pages above.
end_of_support := {
	"dotnet": {
		"source": "https://dotnet.microsoft.com/platform/support/policy/dotnet-core",
		"ends": {
			"2.0": "2018-10-01",
			"2.1": "2021-08-21",
			"2.2": "2019-12-23",
			"3.0": "2020-03-03",
			"3.1": "2022-12-13",
			"5.0": "2022-05-10",
			"6.0": "2024-11-12",
			"7.0": "2024-05-14",
			"8.0": "2026-11-10",
			"9.0": "2026-11-10",
			"10.0": "2028-11-14",
		},
	},
	"node": {
		"source": "https://github.com/nodejs/Release",
		"ends": {
			"4": "2018-04-30",
			"6": "2019-04-30",
			"8": "2019-12-31",
			"10": "2021-04-30",
			"12": "2022-04-30",
			"14": "2023-04-30",
			"16": "2023-09-11",
			"18": "2025-04-30",
			"20": "2026-04-30",
			"22": "2027-04-30",
			"24": "2028-04-30",
		},
	},
	"python": {
		"source": "https://devguide.python.org/versions/",
		"ends": {
			"2.7": "2020-01-01",
			"3.4": "2019-03-18",
			"3.5": "2020-09-30",
			"3.6": "2021-12-23",
			"3.7": "2023-06-27",
			"3.8": "2024-10-07",
			"3.9": "2025-10-31",
			"3.10": "2026-10-31",
			"3.11": "2027-10-31",
			"3.12": "2028-10-31",
			"3.13": "2029-10-31",
			"3.14": "2030-10-31",
		},
	},
	"php": {
		"source": "https://www.php.net/supported-versions.php",
		"ends": {
			"5.3": "2014-08-14",
			"5.4": "2015-09-03",
			"5.5": "2016-07-21",
			"5.6": "2018-12-31",
			"7.0": "2019-01-10",
			"7.1": "2019-12-01",
			"7.2": "2020-11-30",
			"7.3": "2021-12-06",
			"7.4": "2022-11-28",
			"8.0": "2023-11-26",
			"8.1": "2025-12-31",
			"8.2": "2026-12-31",
			"8.3": "2027-12-31",
			# Inferred: four years, as for the others.
			"8.4": "2028-12-31",
		},
	},
	"java": {
		"source": "https://learn.microsoft.com/azure/azure-functions/supported-languages",
		"ends": {
			# From the notice of App Service.
			"7": "2022-07-29",
			"11": "2027-09-30",
			"17": "2027-09-30",
			"21": "2028-09-30",
		},
	},
	"powershell": {
		"source": "https://learn.microsoft.com/powershell/scripting/install/powershell-support-lifecycle",
		"ends": {
			"7.2": "2024-11-08",
			# Inferred: it follows .NET 8.
			"7.4": "2026-11-10",
		},
	},
}

# What a setting calls a language.
languages := {
	"dotnet": "dotnet",
	"dotnetcore": "dotnet",
	"dotnet-isolated": "dotnet",
	"java": "java",
	"node": "node",
	"php": "php",
	"powershell": "powershell",
	"python": "python",
}

# Languages whose releases are told apart by one number.
major_only := {"node", "java"}

# The runtimes that the app's settings name: where, as it is written there, and
# `end`, a list of the one day its support ends, empty when that is not known.
declared contains {"pointer": "/properties/siteConfig/linuxFxVersion", "written": text, "end": end(language, version)} if {
	text := input.properties.siteConfig.linuxFxVersion
	is_string(text)
	linux_app
	[name, version] := split(lower(text), "|")
	language := object.get(languages, name, name)
}

linux_app if {
	input.properties.siteConfig.linuxFxVersion != ""
	input.properties.siteConfig.linuxFxVersion != null
}

declared contains {"pointer": "/properties/siteConfig/netFrameworkVersion", "written": text, "end": end("dotnet", lower(text))} if {
	text := input.properties.siteConfig.netFrameworkVersion
	is_string(text)
	not linux_app
	not function_app
	not lower(text) in classic
}

# Apps on Windows can have several languages, each in a setting of its own, whatever
# else they run.
declared contains {"pointer": sprintf("/properties/siteConfig/%s", [key]), "written": sprintf("%s %s", [language, text]), "end": end(language, lower(text))} if {
	not linux_app
	some key, language in {
		"javaVersion": "java",
		"nodeVersion": "node",
		"phpVersion": "php",
		"powerShellVersion": "powershell",
		"pythonVersion": "python",
	}
	text := language_settings[key]
	is_string(text)
	not lower(text) in {"", "off"}
	not inherited(key, text)
}

# What is no text names a language, and no version that is known.
declared contains {"pointer": sprintf("/properties/siteConfig/%s", [key]), "written": key, "end": []} if {
	not linux_app
	some key, value in language_settings
	not is_null(value)
	not is_string(value)
}

language_settings["javaVersion"] := input.properties.siteConfig.javaVersion

language_settings["nodeVersion"] := input.properties.siteConfig.nodeVersion

language_settings["phpVersion"] := input.properties.siteConfig.phpVersion

language_settings["powerShellVersion"] := input.properties.siteConfig.powerShellVersion

language_settings["pythonVersion"] := input.properties.siteConfig.pythonVersion

# Exports show PHP 5.6 for older apps whatever they run: nobody chose it.
inherited("phpVersion", "5.6") if not api_version.declared

declared contains {"pointer": "/properties/siteConfig/netFrameworkVersion", "written": "netFrameworkVersion", "end": []} if {
	value := input.properties.siteConfig.netFrameworkVersion
	not is_null(value)
	not is_string(value)
	not linux_app
	not function_app
}

# What a finding says of an app whose settings name no runtime.
not_named := "no setting of the app names its language and version; its app settings may do so" if {
	api_version.declared
} else := "what the app runs on was not collected, or is set in its app settings"

# Function apps on Windows have a version of .NET there for their host, whatever
# language their functions are in.
function_app if {
	is_string(input.raw.kind)
	contains(lower(input.raw.kind), "functionapp")
}

# What is no kind may be that of a function app.
function_app if {
	kind := input.raw.kind
	not is_null(kind)
	not is_string(kind)
}

# Every app has v4.0 (and some v2.0) here, whatever it runs.
classic := {"", "v2.0", "v4.0"}

declared contains {"pointer": "/properties/functionAppConfig/runtime", "written": sprintf("%s %s", [name, version]), "end": end(language, lower(version))} if {
	name := input.properties.functionAppConfig.runtime.name
	version := input.properties.functionAppConfig.runtime.version
	is_string(name)
	is_string(version)
	language := object.get(languages, lower(name), lower(name))
}

declared contains {"pointer": "/properties/runtime_name", "written": sprintf("%s %s", [name, version]), "end": end(language, lower(version))} if {
	name := input.properties.runtime_name
	version := input.properties.runtime_version
	is_string(name)
	is_string(version)
	language := object.get(languages, lower(name), lower(name))
}

declared contains {"pointer": sprintf("/properties/site_config/0/application_stack/0/%s", [key]), "written": sprintf("%s %s", [language, version]), "end": end(language, lower(version))} if {
	some key, language in {
		"dotnet_version": "dotnet",
		"java_version": "java",
		"node_version": "node",
		"php_version": "php",
		"powershell_core_version": "powershell",
		"python_version": "python",
	}
	version := stack[key]
	is_string(version)
	version != ""
}

declared contains {"pointer": sprintf("/properties/site_config/0/application_stack/0/%s", [key]), "written": key, "end": []} if {
	some key, value in stack
	not is_string(value)
}

stack["dotnet_version"] := value if {
	value := input.properties.site_config[0].application_stack[0].dotnet_version
	value != null
}

stack["java_version"] := value if {
	value := input.properties.site_config[0].application_stack[0].java_version
	value != null
}

stack["node_version"] := value if {
	value := input.properties.site_config[0].application_stack[0].node_version
	value != null
}

stack["php_version"] := value if {
	value := input.properties.site_config[0].application_stack[0].php_version
	value != null
}

stack["powershell_core_version"] := value if {
	value := input.properties.site_config[0].application_stack[0].powershell_core_version
	value != null
}

stack["python_version"] := value if {
	value := input.properties.site_config[0].application_stack[0].python_version
	value != null
}

# end(language, version): the version as a setting has it, such as `22-lts`,
# `v8.0`, `~20`, `3.12.1`, `21-java21` or, for Java 8, `1.8`.
end(language, version) := [day |
	some day in [end_of_support[language].ends[release(language, version)]]
]

release("java", version) := regex.find_n(`[0-9]+`, version, 2)[1] if regex.match(`^1\.[0-9]+([._-].*)?$`, version)

release(language, version) := regex.find_n(`[0-9]+`, version, 1)[0] if {
	language in major_only
	not regex.match(`^1\.[0-9]+([._-].*)?$`, version)
	regex.match(`^[v~]?[0-9]+([.-].*)?$`, version)
}

release(language, version) := regex.find_n(`[0-9]+\.[0-9]+`, version, 1)[0] if {
	not language in major_only
	regex.match(`^v?[0-9]+\.[0-9]+([.-].*)?$`, version)
}

# .NET is also written without their second number: `v8`.
release("dotnet", version) := sprintf("%s.0", [regex.find_n(`[0-9]+`, version, 1)[0]]) if regex.match(`^v?[0-9]+$`, version)
