package onus.boundary.types.m365_test

import data.onus.boundary.types.m365

test_everything_is_software_as_a_service if {
	count(m365.table) > 100
	every entry in m365.table {
		entry.model == "saas"
		startswith(entry.source, "https://")
	}
}

test_a_section_of_the_tenant_is_known if {
	m365.table["m365/transport_config"].service == "Exchange Online"
}

test_the_directory_is_known if {
	m365.table.azuread_conditional_access_policy.service == "Entra ID"
}
