package onus.lib.boundary.vendors_test

import data.onus.lib.boundary.vendors

test_a_terraform_type_names_its_vendor if {
	vendors.name("github_branch_protection") == "GitHub"
}

test_a_service_in_azure_names_its_vendor if {
	vendors.name("microsoft.datadog/monitors") == "Datadog"
	vendors.name("azurerm_new_relic_monitor") == "New Relic"
}

test_azures_own_types_have_no_vendor if {
	not vendors.name("azurerm_elastic_san")
	not vendors.name("microsoft.storage/storageaccounts")
}
