package onus.lockdown.incident.close.post_mortem_test

import data.onus.lib.incident.sample_test as sample
import data.onus.lib.onprem.dates
import data.onus.lockdown.incident.close.post_mortem

at(document, now) := found if {
	found := {finding.message | some finding in post_mortem.deny} with input as document with dates.now as time.parse_rfc3339_ns(now)
}

messages(document) := at(document, "2026-11-21T12:00:00Z")

unknown(document) if {
	found := post_mortem.deny with input as document with dates.now as sample.now
	some finding in found
	finding.unknown == true
}

applies(document) if post_mortem.applies with input as document

of(by, changes, responsibility) := sample.seen(object.union(sample.well_run(by), changes), sample.entry, responsibility)

held(by, changes) := object.union({"by": by, "held": "2026-10-20T10:00:00+02:00", "document": "POST-412"}, changes)

reviewed(reviews, responsibility) := of(sample.soc, {"postMortems": reviews}, responsibility)

test_a_post_mortem_in_time_allows if {
	messages(of(sample.soc, {}, sample.customer_only)) == set()
	messages(of(sample.microsoft, {}, sample.provider_only)) == set()
	messages(of(sample.fabrikam, {}, sample.contracted)) == set()
	messages(of(sample.soc, {}, sample.shared)) == set()
}

test_no_post_mortem_denies if {
	messages(reviewed([], sample.customer_only)) == {"the customer has held no post-mortem, 50 days after it was stabilised: 30 days are allowed"}
	messages(reviewed([], sample.provider_only)) == {"Microsoft has held no post-mortem, 50 days after it was stabilised: 30 days are allowed"}
	count(messages(sample.without("postMortems"))) == 1
}

test_somebody_elses_does_not_count if {
	count(messages(reviewed([held(sample.soc, {})], sample.provider_only))) == 1
	count(messages(reviewed([held(sample.microsoft, {})], sample.customer_only))) == 1
	count(messages(reviewed([held(sample.microsoft, {})], sample.shared))) == 1
	count(messages(reviewed([held({"kind": "third_party", "name": "Other"}, {})], sample.contracted))) == 1
}

test_each_party_holds_its_own if {
	two := {"os.guest": {
		"accountable": {"kind": "customer"},
		"performs": [
			{"party": sample.fabrikam, "duty": "run it"},
			{"party": {"kind": "customer"}, "duty": "look after it"},
		],
	}}
	messages(reviewed([held(sample.soc, {})], two)) == {"Fabrikam has held no post-mortem, 50 days after it was stabilised: 30 days are allowed"}
	messages(reviewed([held(sample.soc, {}), held(sample.fabrikam, {})], two)) == set()
}

test_before_the_days_are_over_nobody_is_late if {
	stages := sample.open([sample.soc], 5)
	document := of(sample.soc, {"stages": stages, "postMortems": []}, sample.customer_only)
	at(document, "2026-11-01T13:00:00+02:00") == set()
	count(at(document, "2026-11-01T13:00:01+02:00")) == 1
}

test_nothing_is_closed_without_one if {
	document := reviewed([], sample.customer_only)
	at(document, "2026-10-21T13:00:00+02:00") == {"the customer has held no post-mortem, and the incident was closed"}
}

test_a_late_one_denies if {
	messages(reviewed([held(sample.soc, {"held": "2026-11-05T13:00:00+02:00"})], sample.customer_only)) == {"the post-mortem of the customer was held 34 days after it was stabilised: 30 days are allowed"}
}

test_one_before_the_end_does_not_count if {
	count(messages(reviewed([held(sample.soc, {"held": "2026-10-02T11:00:00+02:00"})], sample.customer_only))) == 1
}

test_a_missing_time_denies if {
	count(messages(reviewed([held(sample.soc, {"held": null})], sample.customer_only))) == 1
	count(messages(reviewed([{"by": sample.soc}], sample.customer_only))) == 1
	count(messages(reviewed([held(sample.soc, {"held": "2027-01-01T00:00:00Z"})], sample.customer_only))) == 1
}

test_one_that_nobody_wrote_down_denies if {
	messages(reviewed([held(sample.soc, {"document": ""})], sample.customer_only)) == {"where the post-mortem of the customer is written down is not recorded"}
	count(messages(reviewed([{"by": sample.soc, "held": "2026-10-20T10:00:00+02:00"}], sample.customer_only))) == 1
}

test_the_document_of_a_provider_is_confidential if {
	messages(reviewed([held(sample.microsoft, {"document": null})], sample.provider_only)) == set()
}

test_an_end_that_is_not_recorded_is_unknown if {
	unknown(of(sample.soc, {"stages": sample.changed(3, {"ended": null})}, sample.customer_only))
}

test_a_layer_that_nobody_answers_for_is_unknown if unknown(of(sample.soc, {}, {}))

test_the_days_are_a_parameter if {
	found := post_mortem.deny with input as sample.with_changes({}) with dates.now as sample.now with data.params as {"incident": {"post_mortem_days": 14}}
	count(found) == 1
}

test_a_parameter_that_is_no_number_loosens_nothing if {
	late := reviewed([held(sample.soc, {"held": "2026-11-05T13:00:00+02:00"})], sample.customer_only)
	every value in ["90", null, 0, -1, {}] {
		found := post_mortem.deny with input as late with dates.now as sample.now with data.params as {"incident": {"post_mortem_days": value}}
		count(found) == 1
	}
}

test_it_is_asked_for_when_it_was_stabilised if {
	applies(sample.with_changes({}))
	applies(sample.with_changes({"stages": array.slice(sample.five([sample.soc]), 0, 4)}))
	not applies(sample.with_changes({"stages": sample.open([sample.soc], 4)}))
	not applies(sample.with_changes({"class": "false_positive"}))
}
