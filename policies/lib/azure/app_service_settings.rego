# METADATA
# title: Settings of App Service and Functions
# description: |
#   App settings and connection strings, where the source has them: templates, in the
#   site or in children of it, and Terraform. Lists and exports leave them out on purpose.
# related_resources:
# - ref: https://learn.microsoft.com/azure/app-service/app-service-key-vault-references
# - ref: https://learn.microsoft.com/azure/templates/microsoft.web/sites
# - ref: https://learn.microsoft.com/azure/templates/microsoft.web/sites/config-appsettings
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/linux_web_app
package onus.lib.azure.app_service_settings

import data.onus.lib.application.secret_settings

# Children of a site that hold settings, by what they hold.
children contains {"kind": kind, "properties": child.properties} if {
	some type in ["microsoft.web/sites/config", "microsoft.web/sites/slots/config"]
	some child in input.related.children[type]
	kind := regex.replace(lower(child.id), `^.*/`, "")
	kind in {"appsettings", "connectionstrings"}
}

collected if startswith(input.type, "azurerm_")

collected if {
	settings := input.properties.siteConfig.appSettings
	not is_null(settings)
}

collected if {
	strings := input.properties.siteConfig.connectionStrings
	not is_null(strings)
}

collected if count(children) > 0

# uncollected[kind]: settings of this kind that an export does not have. Azure returns
# them from two lists of their own alone, so what the site's record shows is not all.
uncollected contains kind if {
	input.phase == "deployed"
	not startswith(input.type, "azurerm_")
	some kind in ["appsettings", "connectionstrings"]
	count([child | some child in children; child.kind == kind]) == 0
}

exposed contains setting.name if {
	some setting in secret_settings.of_list(input.properties.siteConfig.appSettings)
	secret_settings.exposed(setting)
}

exposed contains setting.name if {
	some setting in secret_settings.of_map(input.properties.app_settings)
	secret_settings.exposed(setting)
}

exposed contains setting.name if {
	some child in children
	child.kind == "appsettings"
	some setting in secret_settings.of_map(child.properties)
	secret_settings.exposed(setting)
}

# azurerm writes the key of the storage account into settings: of a function app, and of
# where Flex Consumption keeps its code.
storage_keys contains {"setting": "AzureWebJobsStorage", "fix": "storage-key"} if {
	key := input.properties.storage_account_access_key
	not key in {null, ""}
}

storage_keys contains {"setting": "DEPLOYMENT_STORAGE_CONNECTION_STRING", "fix": "storage-key-flex"} if {
	key := input.properties.storage_access_key
	not key in {null, ""}
}

# Connection strings count by what they hold: without a password, a managed identity
# connects.
exposed contains sprintf("%v", [string.name]) if {
	is_array(input.properties.siteConfig.connectionStrings)
	some string in input.properties.siteConfig.connectionStrings
	secret_settings.exposed({"name": "", "value": sprintf("%v", [string.connectionString])})
}

exposed contains sprintf("%v", [string.name]) if {
	is_array(input.properties.connection_string)
	some string in input.properties.connection_string
	secret_settings.exposed({"name": "", "value": sprintf("%v", [string.value])})
}

exposed contains name if {
	some child in children
	child.kind == "connectionstrings"
	is_object(child.properties)
	some name, string in child.properties
	secret_settings.exposed({"name": "", "value": sprintf("%v", [string.value])})
}

unreadable if secret_settings.unreadable_list(input.properties.siteConfig.appSettings)

unreadable if secret_settings.unreadable_map(input.properties.app_settings)

unreadable if {
	some child in children
	child.kind == "appsettings"
	secret_settings.unreadable_map(child.properties)
}

unreadable if {
	is_array(input.properties.siteConfig.connectionStrings)
	some string in input.properties.siteConfig.connectionStrings
	secret_settings.unreadable_text(string.connectionString)
}

unreadable if {
	is_array(input.properties.connection_string)
	some string in input.properties.connection_string
	secret_settings.unreadable_text(string.value)
}

unreadable if {
	some child in children
	child.kind == "connectionstrings"
	not is_object(child.properties)
}

unreadable if {
	some child in children
	child.kind == "connectionstrings"
	is_object(child.properties)
	some string in child.properties
	not is_object(string)
}

unreadable if {
	some child in children
	child.kind == "connectionstrings"
	is_object(child.properties)
	some string in child.properties
	secret_settings.unreadable_text(string.value)
}

unreadable if {
	strings := input.properties.siteConfig.connectionStrings
	not is_null(strings)
	not is_array(strings)
}

unreadable if {
	strings := input.properties.connection_string
	not is_null(strings)
	not is_array(strings)
}
