package onus.boundary.services.azure.app_service_test

import data.onus.boundary.services.azure.app_service

site(kind, properties) := {"type": "microsoft.web/sites", "raw": {"kind": kind}, "properties": properties}

stack(arguments) := {
	"type": "azurerm_linux_web_app",
	"raw": {},
	"properties": {"site_config": [{"application_stack": [arguments]}]},
}

parties(found) := [performer.party.kind | some performer in found.performs]

test_a_function_app_is_a_model_of_its_own if {
	app_service.model == "faas" with input as site("functionapp,linux", {})
	app_service.model == "faas" with input as site("FunctionApp", {})
	not app_service.model with input as site("app,linux", {})
	not app_service.model with input as site(null, {})
}

test_a_built_in_runtime_is_shared if {
	app_service.responsibility.runtime == {
		"performs": [
			{"party": {"kind": "provider", "name": "Microsoft"}, "duty": "patch the built-in language runtimes"},
			{
				"party": {"kind": "customer"},
				"duty": "move the app to new runtime versions before old ones retire",
			},
		],
		"accountable": {"kind": "customer"},
		"basis": {
			"edition": "app-service-2018",
			"cell": "built-in runtime",
			"confidence": "stated",
			"source": "https://learn.microsoft.com/azure/app-service/overview-patch-os-runtime",
			"switch": {"pointer": "/properties/siteConfig/linuxFxVersion", "value": "NODE|20-lts"},
		},
	} with input as site("app,linux", {"siteConfig": {"linuxFxVersion": "NODE|20-lts"}})
}

test_a_container_is_the_customers if {
	every version in ["DOCKER|shop:7", "docker|shop:7", "COMPOSE|abc", "SITECONTAINERS|x"] {
		parties(app_service.responsibility.runtime) == ["customer"] with input as site("app,linux", {"siteConfig": {"linuxFxVersion": version}})
	}
	parties(app_service.responsibility.runtime) == ["customer"] with input as site("app,linux,container", {})
	parties(app_service.responsibility.runtime) == ["customer"] with input as site("app", {"hyperV": true})
}

test_a_version_of_a_wrong_type_is_the_customers if {
	parties(app_service.responsibility.runtime) == ["customer"] with input as site("app", {"siteConfig": {"linuxFxVersion": 20}})
}

test_an_unknown_runtime_on_linux_is_the_customers if {
	found := app_service.responsibility.runtime with input as site("app,linux", {})
	parties(found) == ["customer"]
	found.basis.switch == {"pointer": "/properties/siteConfig/linuxFxVersion", "value": null}
}

test_azurerm_names_the_stack if {
	parties(app_service.responsibility.runtime) == ["provider", "customer"] with input as stack({"java_version": "17", "docker_image_name": null})
	parties(app_service.responsibility.runtime) == ["customer"] with input as stack({"docker_image_name": "shop:7"})
	parties(app_service.responsibility.runtime) == ["customer"] with input as stack({"docker": [{"image_name": "shop"}]})
	parties(app_service.responsibility.runtime) == ["customer"] with input as stack({"use_custom_runtime": true})
	parties(app_service.responsibility.runtime) == ["customer"] with input as stack({})
}

test_the_operating_system_is_left_to_the_edition if {
	object.keys(app_service.responsibility) == {"runtime"} with input as site("app", {})
}
