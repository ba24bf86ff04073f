# METADATA
# title: Service models of Azure resource types
# description: |
#   Which service and which service model stands behind a type: ARM types in lower
#   case, azurerm types as Terraform spells them. A setting of the resource can move
#   it to another model; the service's own package says so.
# related_resources:
# - ref: https://learn.microsoft.com/azure/security/fundamentals/shared-responsibility
# - ref: https://learn.microsoft.com/azure/azure-resource-manager/management/azure-services-resource-providers
# custom:
#   id: ONUS-TYPES-AZURE
#   kind: types
package onus.boundary.types.azure

import data.onus.lib.boundary.azure_types.compute
import data.onus.lib.boundary.azure_types.containers
import data.onus.lib.boundary.azure_types.hybrid
import data.onus.lib.boundary.azure_types.integration
import data.onus.lib.boundary.azure_types.management
import data.onus.lib.boundary.azure_types.network
import data.onus.lib.boundary.azure_types.stores

# type -> {service, model, confidence, source} and for some a note. The services are
# written down in groups; a type that two groups claim differently fails here.
table := {type: entry |
	some groups in [
		compute.groups,
		containers.groups,
		hybrid.groups,
		stores.groups,
		integration.groups,
		network.groups,
		management.groups,
	]
	some group in groups
	entry := object.remove(group, ["types"])
	some type in group.types
}
