# METADATA
# title: Azure App Service and Azure Functions
# description: |
#   Microsoft patches the machines and the built-in language runtimes; the customer
#   moves the app to new runtime versions. A custom container or a custom runtime
#   stays as it is until the customer renews it. A site of kind functionapp is a
#   function app, which is a model of its own.
# related_resources:
# - ref: https://learn.microsoft.com/azure/app-service/overview-patch-os-runtime
# - ref: https://learn.microsoft.com/azure/azure-functions/functions-infrastructure-as-code
# custom:
#   id: ONUS-SERVICE-AZURE-APP-SERVICE
#   kind: boundary
#   tier: service
#   resources:
#   - microsoft.web/sites
#   - microsoft.web/sites/slots
#   - azurerm_app_service
#   - azurerm_app_service_slot
#   - azurerm_function_app
#   - azurerm_function_app_slot
#   - azurerm_linux_web_app
#   - azurerm_linux_web_app_slot
#   - azurerm_windows_web_app
#   - azurerm_windows_web_app_slot
#   - azurerm_linux_function_app
#   - azurerm_linux_function_app_slot
#   - azurerm_windows_function_app
#   - azurerm_windows_function_app_slot
#   - azurerm_function_app_flex_consumption
package onus.boundary.services.azure.app_service

import data.onus.lib.boundary.answer
import data.onus.lib.fact

doc := "https://learn.microsoft.com/azure/app-service/overview-patch-os-runtime"

# Logic apps of the Standard plan are function apps too: "functionapp,workflowapp".
model := "faas" if contains(kind, "functionapp")

# The operating system is left to the edition: no setting of a site moves it.
responsibility[layer] := found if {
	layer := "runtime"
	base := answer.basis("app-service-2018", runtime.cell, "stated", doc)
	found := answer.duty_cell(
		runtime.letter, "Microsoft", duties,
		answer.switched(base, runtime.pointer, runtime.value),
	)
}

duties := {
	"provider": "patch the built-in language runtimes",
	"shared": "move the app to new runtime versions before old ones retire",
	"customer": "rebuild the image or the custom runtime with patched layers and redeploy it",
}

runtime := {"letter": "C", "cell": "custom runtime", "pointer": found.pointer, "value": found.value} if {
	found := custom
} else := {"letter": "S", "cell": "built-in runtime", "pointer": found.pointer, "value": found.value} if {
	found := built_in
} else := {"letter": "C", "cell": "custom runtime", "pointer": absent_pointer, "value": null}

# What shows that the customer brings the runtime.
custom := found if {
	found := fact.at(input.raw.kind, "/raw/kind")
	contains(kind, "container")
} else := found if {
	found := stack
	container(found.value)
} else := found if {
	found := fact.at(input.properties.functionAppConfig.runtime.name, "/properties/functionAppConfig/runtime/name")
	found.value == "custom"
} else := found if {
	found := fact.at(input.properties.isXenon, "/properties/isXenon")
	found.value != false
} else := found if {
	found := fact.at(input.properties.hyperV, "/properties/hyperV")
	found.value != false
} else := found if {
	found := custom_in_terraform
}

custom_in_terraform := found if {
	found := fact.at(
		input.properties.site_config[0].application_stack[0].docker_image_name,
		"/properties/site_config/0/application_stack/0/docker_image_name",
	)
} else := found if {
	# azurerm 3 called it docker_image and docker_container_name.
	found := fact.at(
		input.properties.site_config[0].application_stack[0].docker_image,
		"/properties/site_config/0/application_stack/0/docker_image",
	)
} else := found if {
	found := fact.at(
		input.properties.site_config[0].application_stack[0].docker_container_name,
		"/properties/site_config/0/application_stack/0/docker_container_name",
	)
} else := found if {
	found := fact.at(
		input.properties.site_config[0].application_stack[0].docker[0].image_name,
		"/properties/site_config/0/application_stack/0/docker/0/image_name",
	)
} else := found if {
	found := fact.at(
		input.properties.site_config[0].application_stack[0].use_custom_runtime,
		"/properties/site_config/0/application_stack/0/use_custom_runtime",
	)
	found.value != false
} else := found if {
	found := fact.at(input.properties.runtime_name, "/properties/runtime_name")
	found.value == "custom"
}

# What shows that the runtime is one of the service's own.
built_in := found if {
	found := stack
	is_string(found.value)
} else := found if {
	found := fact.at(input.properties.functionAppConfig.runtime.name, "/properties/functionAppConfig/runtime/name")
	found.value in flex_runtimes
} else := found if {
	found := fact.at(input.properties.runtime_name, "/properties/runtime_name")
	found.value in flex_runtimes
} else := found if {
	# On Linux the kind alone does not say whether the app is a container.
	found := fact.at(input.raw.kind, "/raw/kind")
	kind in windows_kinds
} else := fact.at(named, "/properties/site_config/0/application_stack/0") if {
	named := [name |
		some name, version in input.properties.site_config[0].application_stack[0]
		name in stack_arguments
		not version in {null, "", false}
	][0]
}

# linuxFxVersion and windowsFxVersion are "RUNTIME|version", empty on the other
# operating system.
stack := found if {
	found := fact.at(input.properties.siteConfig.linuxFxVersion, "/properties/siteConfig/linuxFxVersion")
	found.value != ""
} else := found if {
	found := fact.at(input.properties.siteConfig.windowsFxVersion, "/properties/siteConfig/windowsFxVersion")
	found.value != ""
} else := found if {
	found := fact.at(input.properties.site_config[0].linux_fx_version, "/properties/site_config/0/linux_fx_version")
	found.value != ""
} else := found if {
	found := fact.at(input.properties.site_config[0].windows_fx_version, "/properties/site_config/0/windows_fx_version")
	found.value != ""
}

container(version) if {
	is_string(version)
	upper(split(version, "|")[0]) in {"DOCKER", "COMPOSE", "KUBE", "SITECONTAINERS"}
}

# A version of a wrong type is not one that the service runs.
container(version) if not is_string(version)

flex_runtimes := {"dotnet-isolated", "java", "node", "powershell", "python"}

windows_kinds := {"app", "functionapp", "functionapp,workflowapp", "api", "mobileapp"}

stack_arguments := {
	"current_stack", "dotnet_version", "dotnet_core_version", "go_version", "java_version",
	"java_server", "node_version", "php_version", "powershell_core_version", "python",
	"python_version", "ruby_version", "tomcat_version",
}

kind := lower(input.raw.kind) if is_string(input.raw.kind)

absent_pointer := "/properties/site_config" if {
	startswith(input.type, "azurerm_")
} else := "/properties/siteConfig/linuxFxVersion"
