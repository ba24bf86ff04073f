package onus.lib.azure.perimeter_test

import data.onus.lib.azure.perimeter

test_the_word_in_every_case if {
	every word in ["SecuredByPerimeter", "securedByPerimeter", "SECUREDBYPERIMETER"] { perimeter.secured(word) }
}

test_other_values_leave_nothing_to_a_perimeter if {
	every value in ["Enabled", "Disabled", "", "SecuredByPerimeters", null, true, 1, ["SecuredByPerimeter"]] { not secured(value) }
}

secured(value) if perimeter.secured(value)

test_the_finding_is_unknown_and_points_at_the_property if {
	finding := perimeter.finding({"value": "SecuredByPerimeter", "pointer": "/properties/publicNetworkAccess"}, "Disabled")
	finding.unknown == true
	finding.pointer == "/properties/publicNetworkAccess"
	finding.expected == "Disabled"
}
