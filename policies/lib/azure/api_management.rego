# METADATA
# title: API Management facts
# description: One rule a fact, whatever the shape of the source (ARM or azurerm).
# related_resources:
# - ref: https://learn.microsoft.com/azure/templates/microsoft.apimanagement/service
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/api_management
package onus.lib.azure.api_management

import data.onus.lib.fact

# The settings of the legacy protocols, for the side of the clients and the side of
# the backends: the ones that are there, in either source shape.
protocols := arm_protocols | azurerm_protocols

arm_protocols contains object.union(found, {"protocol": "SSL 3.0", "side": "client", "expected": "False"}) if {
	found := fact.at(
		input.properties.customProperties["Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Protocols.Ssl30"],
		"/properties/customProperties/Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Protocols.Ssl30",
	)
}

arm_protocols contains object.union(found, {"protocol": "TLS 1.0", "side": "client", "expected": "False"}) if {
	found := fact.at(
		input.properties.customProperties["Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Protocols.Tls10"],
		"/properties/customProperties/Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Protocols.Tls10",
	)
}

arm_protocols contains object.union(found, {"protocol": "TLS 1.1", "side": "client", "expected": "False"}) if {
	found := fact.at(
		input.properties.customProperties["Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Protocols.Tls11"],
		"/properties/customProperties/Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Protocols.Tls11",
	)
}

arm_protocols contains object.union(found, {"protocol": "SSL 3.0", "side": "backend", "expected": "False"}) if {
	found := fact.at(
		input.properties.customProperties["Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Backend.Protocols.Ssl30"],
		"/properties/customProperties/Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Backend.Protocols.Ssl30",
	)
}

arm_protocols contains object.union(found, {"protocol": "TLS 1.0", "side": "backend", "expected": "False"}) if {
	found := fact.at(
		input.properties.customProperties["Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Backend.Protocols.Tls10"],
		"/properties/customProperties/Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Backend.Protocols.Tls10",
	)
}

arm_protocols contains object.union(found, {"protocol": "TLS 1.1", "side": "backend", "expected": "False"}) if {
	found := fact.at(
		input.properties.customProperties["Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Backend.Protocols.Tls11"],
		"/properties/customProperties/Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Backend.Protocols.Tls11",
	)
}

# azurerm 3 and 4 have the enable_ names, 4 and 5 the others; all are off by default.
azurerm_protocols contains object.union(found, {"protocol": "SSL 3.0", "side": "client", "expected": false}) if {
	found := fact.at(input.properties.security[0].frontend_ssl30_enabled, "/properties/security/0/frontend_ssl30_enabled")
}

azurerm_protocols contains object.union(found, {"protocol": "SSL 3.0", "side": "client", "expected": false}) if {
	found := fact.at(input.properties.security[0].enable_frontend_ssl30, "/properties/security/0/enable_frontend_ssl30")
}

azurerm_protocols contains object.union(found, {"protocol": "TLS 1.0", "side": "client", "expected": false}) if {
	found := fact.at(input.properties.security[0].frontend_tls10_enabled, "/properties/security/0/frontend_tls10_enabled")
}

azurerm_protocols contains object.union(found, {"protocol": "TLS 1.0", "side": "client", "expected": false}) if {
	found := fact.at(input.properties.security[0].enable_frontend_tls10, "/properties/security/0/enable_frontend_tls10")
}

azurerm_protocols contains object.union(found, {"protocol": "TLS 1.1", "side": "client", "expected": false}) if {
	found := fact.at(input.properties.security[0].frontend_tls11_enabled, "/properties/security/0/frontend_tls11_enabled")
}

azurerm_protocols contains object.union(found, {"protocol": "TLS 1.1", "side": "client", "expected": false}) if {
	found := fact.at(input.properties.security[0].enable_frontend_tls11, "/properties/security/0/enable_frontend_tls11")
}

azurerm_protocols contains object.union(found, {"protocol": "SSL 3.0", "side": "backend", "expected": false}) if {
	found := fact.at(input.properties.security[0].backend_ssl30_enabled, "/properties/security/0/backend_ssl30_enabled")
}

azurerm_protocols contains object.union(found, {"protocol": "SSL 3.0", "side": "backend", "expected": false}) if {
	found := fact.at(input.properties.security[0].enable_backend_ssl30, "/properties/security/0/enable_backend_ssl30")
}

azurerm_protocols contains object.union(found, {"protocol": "TLS 1.0", "side": "backend", "expected": false}) if {
	found := fact.at(input.properties.security[0].backend_tls10_enabled, "/properties/security/0/backend_tls10_enabled")
}

azurerm_protocols contains object.union(found, {"protocol": "TLS 1.0", "side": "backend", "expected": false}) if {
	found := fact.at(input.properties.security[0].enable_backend_tls10, "/properties/security/0/enable_backend_tls10")
}

azurerm_protocols contains object.union(found, {"protocol": "TLS 1.1", "side": "backend", "expected": false}) if {
	found := fact.at(input.properties.security[0].backend_tls11_enabled, "/properties/security/0/backend_tls11_enabled")
}

azurerm_protocols contains object.union(found, {"protocol": "TLS 1.1", "side": "backend", "expected": false}) if {
	found := fact.at(input.properties.security[0].enable_backend_tls11, "/properties/security/0/enable_backend_tls11")
}

# What ARM leaves out is off, unless the service was created on or before
# 1 April 2018: then it is on. createdAtUtc is an ISO 8601 date, so it sorts as
# text; a service that a template describes has none yet. What is no date is taken for
# an old one.
protocols_default_on if {
	created := input.properties.createdAtUtc
	created != null
	not recent(created)
}

recent(created) if {
	is_string(created)
	regex.match(`^2[0-9]{3}-[0-9]{2}-[0-9]{2}(T|$)`, created)
	created >= "2018-04-02"
}

# How many of the six settings ARM gives a value.
arm_protocols_set := count(arm_protocols)

custom_properties_pointer := "/properties/customProperties" if {
	settings := input.properties.customProperties
	is_object(settings)
} else := "/properties"

# The kind of managed identity. None by default.
identity_type := found if {
	found := fact.at(input.properties.identity[0].type, "/properties/identity/0/type")
} else := found if {
	found := fact.at(input.raw.identity.type, "/raw/identity/type")
} else := fact.assumed("None", "/properties") if {
	startswith(input.type, "azurerm_")
} else := fact.assumed("None", "/raw")
