package onus.boundary.types.azure_test

import data.onus.boundary.types.azure

models := {"onprem", "iaas", "caas", "caas-managed", "paas", "faas", "saas", "hybrid", "partner"}

test_a_type_has_its_service_and_model if {
	azure.table["microsoft.compute/virtualmachines"] == {
		"service": "Virtual Machines",
		"model": "iaas",
		"confidence": "stated",
		"source": "https://learn.microsoft.com/azure/security/fundamentals/shared-responsibility",
	}
}

test_the_terraform_name_has_the_same_model if {
	every pair in [
		["microsoft.compute/virtualmachines", "azurerm_linux_virtual_machine"],
		["microsoft.containerservice/managedclusters", "azurerm_kubernetes_cluster"],
		["microsoft.storage/storageaccounts", "azurerm_storage_account"],
		["microsoft.web/sites", "azurerm_linux_web_app"],
		["microsoft.redhatopenshift/openshiftclusters", "azurerm_redhat_openshift_cluster"],
		["microsoft.containerinstance/containergroups", "azurerm_container_group"],
	] {
		azure.table[pair[0]].model == azure.table[pair[1]].model
	}
}

test_every_entry_has_a_known_model_and_a_source if {
	every entry in azure.table {
		entry.model in models
		entry.confidence in {"stated", "transcribed", "inferred", "unconfirmed"}
		startswith(entry.source, "https://")
		entry.service != ""
	}
}

test_arm_types_are_lower_case if {
	every type, _ in azure.table {
		type == lower(type)
	}
}

test_the_management_plane_says_what_it_is if {
	every entry in azure.table {
		noted(entry)
	}
}

noted(entry) if entry.service != "management plane"

noted(entry) if contains(entry.note, "only configuration and identity")
