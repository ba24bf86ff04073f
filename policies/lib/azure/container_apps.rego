# METADATA
# title: Container Apps facts
# description: |
#   How an app is reached, whatever the shape of the source (ARM or azurerm). An
#   app without ingress is not reached by HTTP at all.
# related_resources:
# - ref: https://learn.microsoft.com/azure/container-apps/ingress-how-to
# - ref: https://learn.microsoft.com/azure/templates/microsoft.app/containerapps
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/container_app
package onus.lib.azure.container_apps

import data.onus.lib.azure.api_version
import data.onus.lib.fact

# Whether plain HTTP is answered rather than redirected. Off by default.
allow_insecure := found if {
	found := fact.at(input.properties.configuration.ingress.allowInsecure, "/properties/configuration/ingress/allowInsecure")
} else := found if {
	found := fact.at(input.properties.ingress[0].allow_insecure_connections, "/properties/ingress/0/allow_insecure_connections")
} else := fact.assumed(false, "/properties") if {
	ingress_sound
} else := fact.assumed(null, "/properties")

# Ports that pass TCP on as it is, so that the app itself has to encrypt: where.
tcp_ports contains "/properties/configuration/ingress/transport" if {
	is_tcp(input.properties.configuration.ingress.transport)
}

tcp_ports contains "/properties/ingress/0/transport" if {
	is_tcp(input.properties.ingress[0].transport)
}

tcp_ports contains pointer if {
	ports := input.properties.configuration.ingress.additionalPortMappings
	is_array(ports)
	some i, _ in ports
	pointer := sprintf("/properties/configuration/ingress/additionalPortMappings/%d", [i])
}

is_tcp(transport) if {
	is_string(transport)
	lower(transport) == "tcp"
}

# The sites whose scripts may call the app; none by default.
cors_origins := found if {
	found := fact.at(input.properties.configuration.ingress.corsPolicy.allowedOrigins, "/properties/configuration/ingress/corsPolicy/allowedOrigins")
} else := found if {
	found := fact.at(input.properties.ingress[0].cors[0].allowed_origins, "/properties/ingress/0/cors/0/allowed_origins")
} else := fact.assumed([], "/properties") if {
	ingress_sound
	cors_sound
} else := fact.assumed(null, "/properties")

# The ingress stands where it should, or is not there: only then are defaults
# taken for what it leaves out.
ingress_sound if {
	not azurerm
	is_object(input.properties.configuration)
	ingress := object.get(input, ["properties", "configuration", "ingress"], null)
	object_or_null(ingress)
}

# An app that a template declares without a configuration has no ingress.
ingress_sound if {
	not azurerm
	api_version.declared
	is_null(object.get(input, ["properties", "configuration"], null))
}

ingress_sound if {
	azurerm
	blocks := object.get(input, ["properties", "ingress"], [])
	is_array(blocks)
	every block in blocks { is_object(block) }
}

cors_sound if {
	not azurerm
	object_or_null(object.get(input, ["properties", "configuration", "ingress", "corsPolicy"], null))
}

cors_sound if {
	azurerm
	every block in object.get(input, ["properties", "ingress"], []) {
		object.get(block, "cors", []) in [[], null]
	}
}

object_or_null(value) if value == null

object_or_null(value) if is_object(value)

azurerm if startswith(input.type, "azurerm_")
