package onus.lockdown.incident.party.acting_test

import data.onus.lib.incident.sample_test as sample
import data.onus.lockdown.incident.party.acting

messages(document) := found if {
	found := {finding.message | some finding in acting.deny} with input as document
}

closed(by, responsibility) := sample.seen(object.union(sample.well_run(sample.soc), {"stages": sample.five(by)}), sample.entry, responsibility)

# Only in this stage somebody else acts.
but(index, by, responsibility) := sample.seen(
	object.union(sample.well_run(sample.soc), {"stages": [part |
		some at, stage in sample.five(usual(responsibility))
		part := sample.patched(at == index, stage, {"by": by})
	]}),
	sample.entry,
	responsibility,
)

usual(responsibility) := [sample.microsoft] if {
	responsibility == sample.provider_only
} else := [sample.soc]

test_whom_the_boundary_names_may_act if {
	messages(closed([sample.soc], sample.customer_only)) == set()
	messages(closed([{"kind": "customer"}], sample.customer_only)) == set()
	messages(closed([sample.microsoft], sample.provider_only)) == set()
	messages(closed([{"kind": "provider", "name": "MICROSOFT"}], sample.provider_only)) == set()
	messages(closed([sample.fabrikam], sample.contracted)) == set()
}

test_a_compromise_of_the_customers_own_part_that_is_left_to_the_provider_denies if {
	acting.deny == {{
		"message": "left to Microsoft in `assess`, `diagnose`, `stabilise` and `close`: it is for the customer to patch and harden the operating system",
		"pointer": "/properties/stages/1/by",
	}} with input as closed([sample.microsoft], sample.customer_only)
}

test_a_fault_of_the_platform_that_the_customer_is_asked_to_fix_denies if {
	acting.deny == {{
		"message": "the customer's `soc` was asked to act in `stabilise`: it is for Microsoft to run the hosts",
		"pointer": "/properties/stages/3/by",
	}} with input as but(3, [sample.soc], sample.provider_only)
}

test_open_incidents_are_judged_too if {
	document := sample.seen(object.union(sample.well_run(sample.soc), {"stages": sample.open([sample.microsoft], 2)}), sample.entry, sample.customer_only)
	messages(document) == {"left to Microsoft in `assess`: it is for the customer to patch and harden the operating system"}
}

test_anybody_may_detect if {
	messages(but(0, [sample.microsoft, sample.fabrikam], sample.customer_only)) == set()
	messages(but(0, [sample.soc], sample.provider_only)) == set()
	messages(but(0, [], sample.provider_only)) == set()
}

test_of_a_shared_duty_any_party_may_act if {
	every by in [[sample.soc], [sample.microsoft], [sample.soc, sample.microsoft]] {
		messages(closed(by, sample.shared)) == set()
	}
	messages(but(2, [sample.fabrikam], sample.shared)) == {"left to Fabrikam in `diagnose`: it is for Microsoft to publish patched images, and for the customer to apply the images"}
}

test_the_third_party_is_the_named_one if {
	other := {"kind": "third_party", "name": "Contoso Services"}
	messages(but(3, [other], sample.contracted)) == {
		"left to Contoso Services in `stabilise`: it is for Fabrikam to run the machine",
		"the customer's `soc` was asked to act in `assess`, `diagnose` and `close`: it is for Fabrikam to run the machine",
	}
	count(messages(closed([{"kind": "third_party"}], sample.contracted))) == 1
}

test_somebody_else_beside_the_right_party_denies if {
	messages(but(2, [sample.soc, sample.microsoft], sample.customer_only)) == {"Microsoft acted in `diagnose` too: it is for the customer to patch and harden the operating system"}
	messages(but(3, [sample.soc, sample.microsoft], sample.provider_only)) == {"the customer's `soc` acted in `stabilise` too: it is for Microsoft to run the hosts"}
}

test_others_may_be_there_in_closing if {
	messages(but(4, [sample.soc, sample.microsoft], sample.provider_only)) == set()
	count(messages(but(4, [sample.soc], sample.provider_only))) == 1
}

test_nobody_acting_is_unknown if {
	some finding in acting.deny with input as but(1, [], sample.customer_only)
	finding.unknown == true
	finding.pointer == "/properties/stages/1"
}

test_nobody_acting_in_closing_is_unknown_too if count(messages(but(4, null, sample.customer_only))) == 1

test_a_layer_that_nobody_answers_for_is_unknown if {
	some finding in acting.deny with input as closed([sample.soc], {})
	finding.unknown == true
}

test_false_positives_are_assessed_by_the_right_party_too if {
	short := [stage | some stage in sample.five([sample.microsoft]); stage.stage in {"detect", "assess", "close"}]
	document := sample.seen(object.union(sample.well_run(sample.soc), {"stages": short, "class": "false_positive"}), sample.entry, sample.customer_only)
	count(messages(document)) == 1
}

test_stages_of_others_are_not_judged_here if {
	theirs := [object.union(sample.five([sample.microsoft])[2], {"affected": ["host"]})]
	document := sample.with_changes({"stages": array.concat(sample.five([sample.soc]), theirs)})
	messages(document) == set()
}
