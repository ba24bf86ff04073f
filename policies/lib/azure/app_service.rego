# METADATA
# title: App Service and Functions facts
# description: |
#   One rule a fact, whatever the shape of the source (ARM or azurerm), for web
#   apps, function apps and their slots. In a template, what `siteConfig` leaves out
#   takes Azure's default. Lists of sites leave `siteConfig` null, or each of its
#   properties, so there an absent one says nothing about the app: its fact then has
#   the value null, which a control must not take for an answer.
# related_resources:
# - ref: https://learn.microsoft.com/azure/templates/microsoft.web/sites
# - ref: https://learn.microsoft.com/azure/templates/microsoft.web/sites/config-web
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/linux_web_app
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/windows_function_app
package onus.lib.azure.app_service

import data.onus.lib.azure.api_version
import data.onus.lib.azure.defaults
import data.onus.lib.fact

# Whether plain HTTP is redirected to HTTPS. Off by default, in ARM and azurerm.
https_only := found if {
	found := fact.at(input.properties.httpsOnly, "/properties/httpsOnly")
} else := found if {
	found := fact.at(input.properties.https_only, "/properties/https_only")
} else := fact.assumed(false, "/properties")

# The lowest TLS version that the app accepts.
min_tls_version := found if {
	found := fact.at(input.properties.siteConfig.minTlsVersion, "/properties/siteConfig/minTlsVersion")
} else := found if {
	found := fact.at(input.properties.site_config[0].minimum_tls_version, "/properties/site_config/0/minimum_tls_version")
} else := fact.assumed("1.2", site_config_pointer) if {
	azurerm_defaults
} else := fact.assumed(unset("siteConfig.minTlsVersion"), site_config_pointer)

# The lowest TLS version that its deployment site accepts. Older API versions do not
# return it: null says that it is not known.
scm_min_tls_version := found if {
	found := fact.at(input.properties.siteConfig.scmMinTlsVersion, "/properties/siteConfig/scmMinTlsVersion")
} else := found if {
	found := fact.at(input.properties.site_config[0].scm_minimum_tls_version, "/properties/site_config/0/scm_minimum_tls_version")
} else := fact.assumed("1.2", site_config_pointer) if {
	azurerm_defaults
} else := fact.assumed(unset("siteConfig.scmMinTlsVersion"), site_config_pointer)

# Which of FTP and FTPS the app accepts deployments over. Azure's own default is
# AllAllowed, azurerm's is Disabled.
ftps_state := found if {
	found := fact.at(input.properties.siteConfig.ftpsState, "/properties/siteConfig/ftpsState")
} else := found if {
	found := fact.at(input.properties.site_config[0].ftps_state, "/properties/site_config/0/ftps_state")
} else := fact.assumed("Disabled", site_config_pointer) if {
	azurerm_defaults
} else := fact.assumed(unset("siteConfig.ftpsState"), site_config_pointer)

# Whether a debugger can be attached from outside.
remote_debugging := found if {
	found := fact.at(input.properties.siteConfig.remoteDebuggingEnabled, "/properties/siteConfig/remoteDebuggingEnabled")
} else := found if {
	found := fact.at(input.properties.site_config[0].remote_debugging_enabled, "/properties/site_config/0/remote_debugging_enabled")
} else := fact.assumed(false, site_config_pointer) if {
	azurerm_defaults
} else := fact.assumed(unset("siteConfig.remoteDebuggingEnabled"), site_config_pointer)

# The kind of managed identity. None by default; lists of sites do carry it.
identity_type := found if {
	found := fact.at(input.properties.identity[0].type, "/properties/identity/0/type")
} else := found if {
	found := fact.at(input.raw.identity.type, "/raw/identity/type")
} else := fact.assumed("None", "/properties") if {
	azurerm
} else := fact.assumed("None", "/raw")

azurerm if startswith(input.type, "azurerm_")

# azurerm fills what site_config leaves out with its own defaults. They are taken
# only when site_config is absent or a list of blocks, as it is in plan and state:
# of any other shape nothing is assumed.
azurerm_defaults if {
	azurerm
	blocks := object.get(input, ["properties", "site_config"], [])
	is_array(blocks)
	every block in blocks { is_object(block) }
}

# Azure fills what a template leaves out of siteConfig. Of anything but an object nothing
# is assumed.
arm_defaults if {
	not azurerm
	api_version.declared
	object_or_null(object.get(input, ["properties", "siteConfig"], null))
}

object_or_null(value) if is_null(value)

object_or_null(value) if is_object(value)

# unset(property): Azure's default of a property of siteConfig that the template does not
# set, and null in exports.
unset(property) := defaults.unset(property, null) if arm_defaults

else := null

# not_known(property): what a finding says of a property that is null.
not_known(property) := sprintf("`%s` is not set, and no default is documented: set it", [property]) if {
	api_version.declared
} else := sprintf("%s was not collected (lists of sites leave it null): put the output of az webapp config show under siteConfig", [property])

site_config_pointer := "/properties/siteConfig" if {
	settings := input.properties.siteConfig
	is_object(settings)
} else := "/properties/site_config/0" if {
	is_object(input.properties.site_config[0])
} else := "/properties"

# The sites whose scripts may call the app; none by default. In exports, an absent or
# null property says so only where the other settings were collected.
cors_origins := found if {
	found := fact.at(input.properties.siteConfig.cors.allowedOrigins, "/properties/siteConfig/cors/allowedOrigins")
} else := found if {
	found := fact.at(input.properties.site_config[0].cors[0].allowed_origins, "/properties/site_config/0/cors/0/allowed_origins")
} else := fact.assumed([], site_config_pointer) if {
	azurerm_cors_default
} else := fact.assumed([], site_config_pointer) if {
	is_boolean(input.properties.siteConfig.remoteDebuggingEnabled)
	is_string(input.properties.siteConfig.ftpsState)
	is_string(input.properties.siteConfig.minTlsVersion)
	object.get(input, ["properties", "siteConfig", "cors", "allowedOrigins"], null) == null
} else := fact.assumed(unset("siteConfig.cors.allowedOrigins"), site_config_pointer) if {
	object_or_null(object.get(input, ["properties", "siteConfig", "cors"], null))
} else := fact.assumed(null, site_config_pointer)

azurerm_cors_default if {
	azurerm_defaults
	every block in object.get(input, ["properties", "site_config"], []) {
		cors := object.get(block, "cors", [])
		cors in [[], null]
	}
}

# Whether callers are asked for a certificate at all; not by default. Lists of
# sites do carry it.
client_certificates := found if {
	found := fact.at(input.properties.clientCertEnabled, "/properties/clientCertEnabled")
} else := found if {
	found := fact.at(input.properties.client_certificate_enabled, "/properties/client_certificate_enabled")
} else := fact.assumed(false, "/properties")

# What becomes of callers without one. Azure's own default is Required, azurerm's
# is Optional.
client_certificate_mode := found if {
	found := fact.at(input.properties.clientCertMode, "/properties/clientCertMode")
} else := found if {
	found := fact.at(input.properties.client_certificate_mode, "/properties/client_certificate_mode")
} else := fact.assumed("Optional", "/properties") if {
	azurerm
} else := fact.assumed(null, "/properties")

# The paths that no certificate is asked for, separated by semicolons or, as the API
# documents it, by commas.
client_certificate_exclusions := found if {
	found := fact.at(input.properties.clientCertExclusionPaths, "/properties/clientCertExclusionPaths")
} else := found if {
	found := fact.at(input.properties.client_certificate_exclusion_paths, "/properties/client_certificate_exclusion_paths")
} else := fact.assumed("", "/properties")
