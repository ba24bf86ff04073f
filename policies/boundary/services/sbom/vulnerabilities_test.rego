package onus.boundary.services.sbom.vulnerabilities_test

import data.onus.boundary.services.sbom.vulnerabilities

test_the_customer_has_the_application_and_nothing_else_is_said if {
	object.keys(vulnerabilities.responsibility) == {"application"}
	vulnerabilities.responsibility.application.accountable.kind == "customer"
}
