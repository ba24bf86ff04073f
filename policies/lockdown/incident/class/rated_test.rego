package onus.lockdown.incident.class.rated_test

import data.onus.lib.incident.sample_test as sample
import data.onus.lockdown.incident.class.rated

messages(document) := found if {
	found := {finding.message | some finding in rated.deny} with input as document
}

exposed(changes) := sample.with_changes(object.union(changes, {"affected": [sample.entry, {"name": "db", "dataExposed": true}]}))

test_ratings_that_agree_allow if {
	messages(sample.with_changes({})) == set()
	messages(sample.with_changes({"class": "outage"})) == set()
	messages(sample.with_changes({"class": "false_positive"})) == set()
	messages(sample.with_changes({"class": "privacy_breach", "impact": "privacy"})) == set()
	messages(exposed({"class": "privacy_breach", "impact": "proprietary"})) == set()
	messages(exposed({"class": "customer_reportable", "impact": "proprietary"})) == set()
	messages(sample.with_changes({"class": "outage", "impact": "integrity"})) == set()
}

test_both_parties_are_asked_for_the_same if {
	record := object.remove(sample.well_run(sample.microsoft), ["severity"])
	messages(sample.seen(record, sample.entry, sample.provider_only)) == {"it was assessed, and `severity` is not rated"}
}

test_what_was_not_rated_denies if {
	messages(sample.without("class")) == {"it was assessed, and `class` is not rated"}
	messages(sample.with_changes({"impact": null})) == {"it was assessed, and `impact` is not rated"}
	messages(sample.with_changes({"class": null, "severity": null, "impact": null})) == {"it was assessed, and `class`, `severity` and `impact` are not rated"}
	count(messages(sample.with_changes({"severity": "urgent"}))) == 1
}

test_while_it_is_assessed_nothing_has_to_be_rated if {
	messages(sample.with_changes({"class": null, "stages": sample.open([sample.soc], 2)})) == set()
	count(messages(sample.with_changes({"class": null, "stages": sample.open([sample.soc], 3)}))) == 1
}

test_an_assessment_without_an_end_is_over_when_the_next_stage_begins if {
	count(messages(sample.with_changes({"class": null, "stages": sample.changed(1, {"ended": null})}))) == 1
}

test_a_class_that_says_less_than_the_rest_denies if {
	messages(exposed({"class": "outage", "impact": "proprietary"})) == {
		"it is classed as `outage`, although data may be exposed",
		"it is classed as `outage`, although its impact is `proprietary`",
	}
	messages(sample.with_changes({"class": "false_positive", "impact": "integrity"})) == {"it is classed as `false_positive`, although its impact is `integrity`"}
	messages(exposed({"class": "security_incident"})) == {"its impact is rated `none`, although data may be exposed"}
}

test_a_breach_of_privacy_exposes_something if {
	messages(sample.with_changes({"class": "privacy_breach"})) == {"it is classed as `privacy_breach`, and nothing in the record says that personal data may be exposed"}
	count(messages(sample.with_changes({"class": "privacy_breach", "impact": null}))) == 2
}

test_a_false_positive_has_nothing_else_to_rate if {
	messages(sample.with_changes({"class": "false_positive", "severity": null, "impact": null})) == set()
	count(messages(exposed({"class": "false_positive", "severity": null, "impact": null}))) == 2
}
