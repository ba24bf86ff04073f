# METADATA
# title: Runtimes of Cloud Run functions and App Engine
# description: |
#   The identifier of a runtime says its language and version. Google supports a version
#   as long as its publisher does, so the days are those of the publishers (confirmed on
#   Google's pages for Node.js and .NET 6, inferred for the others); what they do not
#   hold, Go and Java among them, is not known. App Engine's first runtimes were supported
#   by Google until a day of their own.
# related_resources:
# - ref: https://docs.cloud.google.com/functions/docs/runtime-support
# - ref: https://docs.cloud.google.com/run/docs/runtime-support
# - ref: https://docs.cloud.google.com/appengine/docs/standard/lifecycle/support-schedule
# - ref: https://docs.cloud.google.com/appengine/docs/standard/long-term-support
package onus.lib.gcp.runtimes

import data.onus.lib.application.base_images
import data.onus.lib.fact

runtime := found if {
	found := fact.at(input.properties.runtime, "/properties/runtime")
} else := found if {
	found := fact.at(input.properties.buildConfig.runtime, "/properties/buildConfig/runtime")
} else := found if {
	found := fact.at(input.properties.build_config[0].runtime, "/properties/build_config/0/runtime")
} else := fact.assumed("", "/properties")

# The day on which this list was compared with its source, the last of the pages above.
checked_first := "2026-11-22"

source_of_first := "https://docs.cloud.google.com/appengine/docs/standard/long-term-support"

first := {"go111": "2024-01-30", "java8": "2024-01-30", "php55": "2024-01-30", "python27": "2024-01-30"}

# release(id): the [language, version] of an identifier.
release(id) := ["node", found[0][1]] if {
	found := regex.find_all_string_submatch_n(`^nodejs([0-9]+)$`, id, 1)
	count(found) == 1
}

release(id) := [found[0][1], sprintf("%s.%s", [found[0][2], found[0][3]])] if {
	found := regex.find_all_string_submatch_n(`^(php|python|ruby)([0-9])([0-9]+)$`, id, 1)
	count(found) == 1
}

release(id) := ["dotnet", sprintf("%s.0", [found[0][1]])] if {
	id != "dotnet3"
	found := regex.find_all_string_submatch_n(`^dotnet([0-9]+)$`, id, 1)
	count(found) == 1
}

release("dotnet3") := ["dotnet", "3.1"]

app_engine if input.type in {"appengine.googleapis.com/Version", "google_app_engine_standard_app_version"}

# The last day of support, as a list that is empty where it is not known.
end := [first[runtime.value]] if {
	app_engine
	first[runtime.value]
} else := [base_images.end(release(runtime.value))] if {
	is_string(runtime.value)
	base_images.end(release(runtime.value))
} else := []

checked := base_images.checked(release(runtime.value)) if {
	is_string(runtime.value)
	base_images.checked(release(runtime.value))
} else := checked_first
