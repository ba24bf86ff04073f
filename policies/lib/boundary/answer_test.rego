package onus.lib.boundary.answer_test

import data.onus.lib.boundary.answer

base := answer.basis("paper-2026", "operating system x paas", "stated", "https://example.com/matrix")

test_a_customer_cell_names_nobody_else if {
	answer.cell("C", "Contoso Cloud", "os.guest", base) == {
		"performs": [{"party": {"kind": "customer"}, "duty": "patch and harden the operating system"}],
		"accountable": {"kind": "customer"},
		"basis": base,
	}
}

test_a_provider_cell_names_the_provider_twice if {
	found := answer.cell("P", "Contoso Cloud", "os.guest", base)
	[performer.party | some performer in found.performs] == [{"kind": "provider", "name": "Contoso Cloud"}]
	found.accountable == {"kind": "provider", "name": "Contoso Cloud"}
}

test_a_shared_cell_lists_both_and_leaves_the_customer_accountable if {
	answer.cell("S", "Contoso Cloud", "os.guest", base) == {
		"performs": [
			{
				"party": {"kind": "provider", "name": "Contoso Cloud"},
				"duty": "patch and harden the operating system",
			},
			{
				"party": {"kind": "customer"},
				"duty": "apply the published patches and restart where they need it",
			},
		],
		"accountable": {"kind": "customer"},
		"basis": base,
	}
}

test_an_unknown_letter_has_no_answer if {
	not answer.cell("X", "Contoso Cloud", "os.guest", base)
}

test_an_unknown_layer_has_no_answer if {
	not answer.cell("C", "Contoso Cloud", "os.mainframe", base)
}

test_a_shared_duty_without_the_customers_part_has_no_answer if {
	not answer.duty_cell("S", "Contoso Cloud", {"provider": "patch"}, base)
}

test_a_shared_duty_falls_back_to_the_customers_whole_duty if {
	found := answer.duty_cell("S", "Contoso Cloud", {"provider": "publish", "customer": "apply"}, base)
	[performer.duty | some performer in found.performs] == ["publish", "apply"]
}

test_a_switch_is_added_with_an_absent_value if {
	answer.switched(base, "/properties/channel", null).switch == {"pointer": "/properties/channel", "value": null}
}

test_without_a_pointer_there_is_no_switch if {
	answer.switched(base, null, "x") == base
}

# Reading a rule of the helper first must not change what its functions answer:
# some interpreters resolve imports inside functions differently afterwards.
test_reading_a_party_first_changes_nothing if {
	answer.customer == {"kind": "customer"}
	answer.cell("C", "Contoso Cloud", "application", base)
}
