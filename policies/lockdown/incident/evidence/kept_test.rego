package onus.lockdown.incident.evidence.kept_test

import data.onus.lib.incident.sample_test as sample
import data.onus.lib.onprem.dates
import data.onus.lockdown.incident.evidence.kept

messages(document) := found if {
	found := {finding.message | some finding in kept.deny} with input as document with dates.now as sample.now
}

with_params(document, params) := found if {
	found := {finding.message | some finding in kept.deny} with input as document with dates.now as sample.now with data.params as {"incident": params}
}

applies(document) if kept.applies with input as document

good := sample.well_run(sample.soc).evidence[0]

item(changes) := sample.with_changes({"evidence": [object.union(good, changes)]})

test_evidence_that_is_kept_allows if {
	messages(sample.with_changes({})) == set()
	messages(sample.seen(sample.well_run(sample.microsoft), sample.entry, sample.provider_only)) == set()
}

test_no_evidence_denies if {
	messages(sample.without("evidence")) == {"no evidence is recorded: how it happened can't be shown any more"}
	count(messages(sample.with_changes({"evidence": []}))) == 1
	count(messages(sample.with_changes({"evidence": null}))) == 1
}

test_evidence_that_nobody_finds_denies if {
	every where in [null, "", " "] {
		messages(item({"where": where})) == {"of `disk snapshot`, where it is kept is not recorded"}
	}
}

test_a_missing_time_denies if {
	messages(item({"secured": null})) == {"of `disk snapshot`, when it was secured is not recorded"}
	messages(item({"keptUntil": null})) == {"of `disk snapshot`, until when it is kept is not recorded"}
	messages(sample.with_changes({"evidence": [{"what": "logs", "where": "there"}]})) == {
		"of `logs`, when it was secured is not recorded",
		"of `logs`, until when it is kept is not recorded",
	}
	count(messages(item({"secured": "2027-01-01T00:00:00Z"}))) == 1
}

test_evidence_that_was_taken_at_the_end_denies if {
	messages(item({"secured": "2026-10-07T09:00:00+02:00"})) == {"of `disk snapshot`, it was secured only when the incident was being closed"}
}

test_evidence_that_is_not_kept_long_enough_denies if {
	messages(item({"keptUntil": "2027-10-19"})) == {"of `disk snapshot`, it is kept until `2027-10-19`, less than 365 days after closing"}
	messages(item({"keptUntil": "2027-10-20T15:00:00+02:00"})) == set()
	count(messages(item({"keptUntil": "2027-10-20T14:59:59+02:00"}))) == 1
}

test_an_open_incident_keeps_it_as_if_it_were_closed_today if {
	stages := sample.open([sample.soc], 4)
	messages(sample.with_changes({"stages": stages, "evidence": [object.union(good, {"keptUntil": "2027-11-21"})]})) == set()
	count(messages(sample.with_changes({"stages": stages, "evidence": [object.union(good, {"keptUntil": "2027-11-20"})]}))) == 1
}

test_one_good_item_is_enough if {
	messages(sample.with_changes({"evidence": [{"what": "a note"}, good]})) == set()
	count(messages(sample.with_changes({"evidence": [{"what": "a note"}, {"what": "another"}]}))) == 6
}

test_the_days_are_a_parameter if {
	count(with_params(sample.with_changes({}), {"evidence_days": 730})) == 1
	with_params(item({"keptUntil": "2026-12-31"}), {"evidence_days": 60}) == set()
}

test_a_parameter_that_is_no_number_loosens_nothing if {
	every value in ["1", null, 0, -1, {}] {
		count(with_params(item({"keptUntil": "2026-12-31"}), {"evidence_days": value})) == 1
	}
}

test_it_is_asked_for_from_stabilising_on if {
	applies(sample.with_changes({}))
	applies(sample.with_changes({"stages": sample.open([sample.soc], 4)}))
	not applies(sample.with_changes({"stages": sample.open([sample.soc], 3)}))
	not applies(sample.with_changes({"stages": []}))
	applies(sample.with_changes({"stages": array.slice(sample.five([sample.soc]), 4, 5)}))
}

test_false_positives_need_none if {
	not applies(sample.with_changes({"class": "false_positive"}))
	applies(sample.with_changes({"class": "false_positive", "impact": "privacy"}))
}

test_stabilising_something_else_asks_for_nothing_here if {
	not applies(sample.with_changes({"stages": array.concat(sample.open([sample.soc], 3), [object.union(sample.five([sample.soc])[3], {"affected": ["db"]})])}))
}
