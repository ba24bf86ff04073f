package onus.lockdown.incident.party.acted_test

import data.onus.lib.incident.sample_test as sample
import data.onus.lib.onprem.dates
import data.onus.lockdown.incident.party.acted

at(document, now) := found if {
	found := {finding.message | some finding in acted.deny} with input as document with dates.now as time.parse_rfc3339_ns(now)
}

messages(document) := at(document, "2026-11-21T12:00:00Z")

unknowns(document, now) := found if {
	found := {finding.message | some finding in acted.deny; finding.unknown} with input as document with dates.now as time.parse_rfc3339_ns(now)
}

record(changes, responsibility) := sample.seen(object.union(sample.well_run(sample.soc), changes), sample.entry, responsibility)

test_parties_that_acted_in_time_allow if {
	messages(record({}, sample.customer_only)) == set()
	messages(record({}, sample.shared)) == set()
	messages(record({"stages": sample.five([sample.microsoft])}, sample.provider_only)) == set()
	messages(record({"stages": sample.five([sample.fabrikam])}, sample.contracted)) == set()
}

test_assessing_by_somebody_else_does_not_count if {
	messages(record({"stages": sample.five([sample.microsoft])}, sample.customer_only)) == {
		"nobody who has to has begun to assess it, 50 days after it was detected (severity `high` allows 4 hours): it is for the customer to patch and harden the operating system",
		"the customer has not acted in `stabilise`: it is for the customer to patch and harden the operating system",
	}
	messages(record({}, sample.provider_only)) == {
		"nobody who has to has begun to assess it, 50 days after it was detected (severity `high` allows 4 hours): it is for Microsoft to run the hosts",
		"Microsoft has not acted in `stabilise`: it is for Microsoft to run the hosts",
	}
}

test_the_customers_part_of_a_shared_duty_is_not_forgotten if {
	messages(record({"stages": sample.five([sample.microsoft])}, sample.shared)) == {
		"nobody who has to has begun to assess it, 50 days after it was detected (severity `high` allows 4 hours): it is for the customer to apply the images",
		"the customer has not acted in `stabilise`: it is for the customer to apply the images",
	}
}

test_of_a_shared_duty_one_of_those_that_have_to_assesses if {
	both := [sample.microsoft, sample.soc]
	messages(record({"stages": sample.five(both)}, sample.shared)) == set()
}

test_a_provider_that_is_not_accountable_need_not_act if messages(record({}, sample.shared)) == set()

open(severity) := record({"stages": sample.open([sample.soc], 1), "severity": severity}, sample.customer_only)

test_an_incident_that_nobody_assesses_gets_late if {
	at(open("critical"), "2026-10-02T09:55:00+02:00") == set()
	at(open("critical"), "2026-10-02T09:55:01+02:00") == {"nobody who has to has begun to assess it, 60 minutes after it was detected (severity `critical` allows 1 hour): it is for the customer to patch and harden the operating system"}
	at(open("high"), "2026-10-02T12:55:00+02:00") == set()
	count(at(open("high"), "2026-10-02T12:56:00+02:00")) == 1
	at(open("medium"), "2026-10-03T08:55:00+02:00") == set()
	count(at(open("medium"), "2026-10-03T08:56:00+02:00")) == 1
	at(open("low"), "2026-10-05T08:55:00+02:00") == set()
	count(at(open("low"), "2026-10-05T08:56:00+02:00")) == 1
}

test_assessing_that_began_late_denies if {
	messages(record({"severity": "critical", "stages": sample.changed(1, {"began": "2026-10-02T11:00:00+02:00"})}, sample.customer_only)) == {"assessing began late, 2 hours after it was detected (severity `critical` allows 1 hour): it is for the customer to patch and harden the operating system"}
}

test_the_hours_are_a_parameter if {
	found := acted.deny with input as record({}, sample.customer_only) with dates.now as sample.now with data.params as {"incident": {"assess_hours": {"high": 0.1}}}
	count(found) == 1
}

test_a_parameter_that_is_no_number_loosens_nothing if {
	every value in ["90", null, 0, -1, {}] {
		found := acted.deny with input as open("high") with dates.now as time.parse_rfc3339_ns("2026-10-02T13:00:00+02:00") with data.params as {"incident": {"assess_hours": {"high": value}}}
		count(found) == 1
	}
}

test_a_severity_that_was_not_rated_is_unknown_and_then_late if {
	unrated := open(null)
	at(unrated, "2026-10-02T09:30:00+02:00") == set()
	count(unknowns(unrated, "2026-10-02T11:30:00+02:00")) == 1
	unknowns(unrated, "2026-10-09T11:30:00+02:00") == set()
	at(unrated, "2026-10-09T11:30:00+02:00") == {"nobody who has to has begun to assess it, 7 days after it was detected (72 hours are the most): it is for the customer to patch and harden the operating system"}
}

test_a_detection_without_a_time_is_unknown if {
	document := record({"stages": sample.changed(0, {"began": null})}, sample.customer_only)
	unknowns(document, "2026-11-21T12:00:00Z") == {"when it was detected is not recorded, so whether anybody acted in time is not known"}
}

test_an_assessment_without_a_time_does_not_count if {
	count(messages(record({"stages": sample.changed(1, {"began": null})}, sample.customer_only))) == 1
}

test_stabilising_without_a_time_does_not_count if {
	messages(record({"stages": sample.changed(3, {"began": null})}, sample.customer_only)) == {"the customer has not acted in `stabilise`: it is for the customer to patch and harden the operating system"}
}

test_before_it_is_stabilised_nobody_has_to if {
	document := record({"stages": sample.open([sample.soc], 3)}, sample.customer_only)
	messages(document) == set()
}

test_closing_without_stabilising_denies if {
	short := [stage | some stage in sample.five([sample.soc]); stage.stage in {"detect", "assess", "close"}]
	count(messages(record({"stages": short}, sample.customer_only))) == 1
	messages(record({"stages": short, "class": "false_positive"}, sample.customer_only)) == set()
}

test_a_layer_that_nobody_answers_for_is_unknown if {
	count(unknowns(record({}, {}), "2026-11-21T12:00:00Z")) == 1
}

test_what_was_done_about_others_does_not_count if {
	count(messages(record({"stages": sample.changed(3, {"affected": ["db"]})}, sample.customer_only))) == 1
}
