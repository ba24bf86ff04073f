package onus.boundary.types.saas_test

import data.onus.boundary.types.azure
import data.onus.boundary.types.m365
import data.onus.boundary.types.saas
import data.onus.lib.boundary.vendors

test_every_type_names_its_vendor if {
	every type, entry in saas.table {
		entry.provider_name == vendors.name(type)
		entry.model == "saas"
	}
}

test_general_knowledge_is_marked_as_such if {
	saas.table.github_repository.confidence == "unconfirmed"
}

test_google_names_workspace_itself if {
	saas.table.googleworkspace_user.confidence == "stated"
}

test_no_type_stands_in_two_tables if {
	count(object.keys(saas.table) & object.keys(azure.table)) == 0
	count(object.keys(saas.table) & object.keys(m365.table)) == 0
	count(object.keys(azure.table) & object.keys(m365.table)) == 0
}
