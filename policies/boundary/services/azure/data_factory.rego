# METADATA
# title: Integration runtimes of Azure Data Factory and Synapse
# description: |
#   A managed integration runtime runs on Microsoft's machines. A self-hosted one
#   runs on a machine that the customer brought, which is a model of its own: the
#   provider's control plane over the customer's hardware.
# related_resources:
# - ref: https://learn.microsoft.com/azure/data-factory/concepts-integration-runtime
# - ref: https://learn.microsoft.com/azure/data-factory/self-hosted-integration-runtime-auto-update
# custom:
#   id: ONUS-SERVICE-AZURE-DATA-FACTORY
#   kind: boundary
#   tier: service
#   resources:
#   - microsoft.datafactory/factories/integrationruntimes
#   - microsoft.synapse/workspaces/integrationruntimes
#   - azurerm_data_factory_integration_runtime_azure
#   - azurerm_data_factory_integration_runtime_azure_ssis
#   - azurerm_data_factory_integration_runtime_self_hosted
#   - azurerm_synapse_integration_runtime_azure
#   - azurerm_synapse_integration_runtime_self_hosted
package onus.boundary.services.azure.data_factory

import data.onus.lib.boundary.answer

doc := "https://learn.microsoft.com/azure/data-factory/concepts-integration-runtime"

model := "hybrid" if letter == "C"

responsibility[layer] := found if {
	layer := "os.guest"
	base := answer.basis("data-factory-2020", "machine of the integration runtime", "stated", doc)
	found := answer.duty_cell(letter, "Microsoft", guest_duties, answer.switched(base, kind.pointer, kind.value))
}

# Microsoft publishes the software of a self-hosted runtime; it updates itself
# only where the customer left that on and the machine can reach the service.
responsibility[layer] := found if {
	layer := "runtime"
	letter == "C"
	base := answer.basis("data-factory-2020", "software of the integration runtime", "stated", doc)
	found := answer.duty_cell("S", "Microsoft", software_duties, answer.switched(base, kind.pointer, kind.value))
}

guest_duties := {
	"provider": "patch and harden the machines of the integration runtime",
	"customer": "patch and harden the machine that the integration runtime is installed on",
}

software_duties := {
	"provider": "publish new versions of the integration runtime and offer automatic updates",
	"shared": "keep automatic updates on, or install new versions before old ones expire",
}

letter := "P" if {
	kind.value == "Managed"
} else := "P" if {
	input.type in managed_types
} else := "C"

# The type property of the ARM resource. The azurerm types tell the two apart by
# their names, so no property decides.
kind := {"pointer": null, "value": null} if {
	startswith(input.type, "azurerm_")
} else := {"pointer": "/properties/type", "value": object.get(input, ["properties", "type"], null)}

managed_types := {
	"azurerm_data_factory_integration_runtime_azure",
	"azurerm_data_factory_integration_runtime_azure_ssis",
	"azurerm_synapse_integration_runtime_azure",
}
