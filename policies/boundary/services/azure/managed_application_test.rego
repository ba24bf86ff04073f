package onus.boundary.services.azure.managed_application_test

import data.onus.boundary.services.azure.managed_application

application(raw, properties) := {"type": "microsoft.solutions/applications", "raw": raw, "properties": properties}

parties(found) := [performer.party | some performer in found.performs]

customer := {"kind": "customer"}

test_the_plan_names_the_publisher if {
	found := managed_application.responsibility.application with input as application(
		{"kind": "MarketPlace", "plan": {"publisher": "fabrikam"}},
		{},
	)
	parties(found) == [{"kind": "third_party", "name": "fabrikam"}, customer]
	found.accountable == customer
	found.basis.switch == {"pointer": "/raw/plan/publisher", "value": "fabrikam"}
}

test_managed_by_names_it_otherwise if {
	found := managed_application.responsibility["os.guest"] with input as application(
		{"kind": "MarketPlace", "managedBy": "fabrikam"},
		{"managementMode": "Managed"},
	)
	parties(found) == [{"kind": "third_party", "name": "fabrikam"}, customer]
}

test_nobody_named_leaves_it_with_the_customer if {
	every raw in [{"kind": "MarketPlace"}, {"kind": "MarketPlace", "plan": {"publisher": 7}}, {"kind": "MarketPlace", "managedBy": ""}, {}] {
		parties(managed_application.responsibility.application) == [customer] with input as application(raw, {})
	}
}

test_the_own_catalog_is_the_customers if {
	parties(managed_application.responsibility.application) == [customer] with input as application(
		{"kind": "ServiceCatalog", "plan": {"publisher": "fabrikam"}},
		{},
	)
}

test_an_application_that_was_handed_over_is_the_customers if {
	parties(managed_application.responsibility.application) == [customer] with input as application(
		{"kind": "MarketPlace", "plan": {"publisher": "fabrikam"}},
		{"managementMode": "Unmanaged"},
	)
}
