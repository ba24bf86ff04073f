package onus.boundary.services.azure.data_factory_test

import data.onus.boundary.services.azure.data_factory

runtime(kind) := {"type": "microsoft.datafactory/factories/integrationruntimes", "properties": {"type": kind}}

parties(found) := [performer.party.kind | some performer in found.performs]

test_a_managed_runtime_is_microsofts if {
	parties(data_factory.responsibility["os.guest"]) == ["provider"] with input as runtime("Managed")
	not data_factory.model with input as runtime("Managed")
}

test_a_self_hosted_runtime_is_hybrid_and_the_customers if {
	data_factory.model == "hybrid" with input as runtime("SelfHosted")
	parties(data_factory.responsibility["os.guest"]) == ["customer"] with input as runtime("SelfHosted")
	parties(data_factory.responsibility.runtime) == ["provider", "customer"] with input as runtime("SelfHosted")
}

test_an_unknown_kind_is_the_customers if {
	every kind in ["Other", null, 5, true] {
		parties(data_factory.responsibility["os.guest"]) == ["customer"] with input as runtime(kind)
	}
}

test_the_azurerm_type_decides if {
	parties(data_factory.responsibility["os.guest"]) == ["provider"] with input as {"type": "azurerm_data_factory_integration_runtime_azure_ssis", "properties": {}}
	parties(data_factory.responsibility["os.guest"]) == ["customer"] with input as {"type": "azurerm_synapse_integration_runtime_self_hosted", "properties": {}}
}
