# METADATA
# title: Publishing to App Service with a name and a password
# description: |
#   Whether FTP and web deployment (SCM) take the site's publishing password. ARM
#   keeps it in two resources below the site, `ftp` and `scm`; azurerm in the site.
#   Both take the password unless they say otherwise.
# related_resources:
# - ref: https://learn.microsoft.com/azure/app-service/configure-basic-auth-disable
# - ref: https://learn.microsoft.com/azure/templates/microsoft.web/sites/basicpublishingcredentialspolicies-ftp
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/linux_web_app
package onus.lib.azure.publishing

import data.onus.lib.azure.api_version

azurerm if startswith(input.type, "azurerm_")

# not_known(way): what a finding says of a way whose setting the inventory does not have.
not_known(way) := sprintf("the template does not have the `basicPublishingCredentialsPolicies` of the app, so whether %s takes the publishing password is not known", [way]) if {
	api_version.declared
} else := sprintf("whether %s takes the publishing password was not collected", [way])

# Flex Consumption has no FTP, and no such property.
ways["ftp"] := found if {
	azurerm
	input.type != "azurerm_function_app_flex_consumption"
	found := ftp
}

ways["scm"] := found if {
	azurerm
	found := scm
}

ways[way] := found if {
	some kind in ["microsoft.web/sites/basicpublishingcredentialspolicies", "microsoft.web/sites/slots/basicpublishingcredentialspolicies"]
	some i, other in input.related.children[kind]
	way := lower(regex.replace(other.name, "^.*/", ""))
	way in {"ftp", "scm"}
	values := [v | v := other.properties.allow]
	found := {
		"value": values == [false],
		"pointer": sprintf("/related/children/%s/%d/properties/allow", [replace(kind, "/", "~1"), i]),
	}
}

ftp := {"value": input.properties.ftp_publish_basic_authentication_enabled == false, "pointer": "/properties/ftp_publish_basic_authentication_enabled"} if {
	input.properties.ftp_publish_basic_authentication_enabled != null
} else := {"value": false, "pointer": "/properties"}

scm := {"value": input.properties.webdeploy_publish_basic_authentication_enabled == false, "pointer": "/properties/webdeploy_publish_basic_authentication_enabled"} if {
	input.properties.webdeploy_publish_basic_authentication_enabled != null
} else := {"value": false, "pointer": "/properties"}
