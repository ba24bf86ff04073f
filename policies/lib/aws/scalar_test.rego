package onus.lib.aws.scalar_test

import data.onus.lib.aws.scalar

test_booleans if {
	every value in [true, "true", "True", "TRUE"] { scalar.boolean(value) == true }
	every value in [false, "false", "False", "FALSE"] { scalar.boolean(value) == false }
}

test_what_is_no_boolean_stays if {
	every value in [null, "", "yes", " true", "1", 1, 0, [true], {"Ref": "A"}] { scalar.boolean(value) == value }
}

test_numbers if {
	scalar.number("0") == 0
	scalar.number("42") == 42
	scalar.number("-1") == -1
	scalar.number(7) == 7
}

test_what_is_no_number_stays if {
	every value in [null, "", "007", "1.5", "1e3", "ten", true, [1]] { scalar.number(value) == value }
}
