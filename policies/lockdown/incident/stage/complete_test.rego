package onus.lockdown.incident.stage.complete_test

import data.onus.lib.incident.sample_test as sample
import data.onus.lockdown.incident.stage.complete

messages(document) := found if {
	found := {finding.message | some finding in complete.deny} with input as document
}

with_stages(stages) := sample.with_changes({"stages": stages})

test_a_closed_incident_with_all_stages_allows if messages(sample.with_changes({})) == set()

test_both_parties_are_asked_for_the_same if {
	messages(sample.seen(sample.well_run(sample.microsoft), sample.entry, sample.provider_only)) == set()
}

test_open_incidents_may_lack_what_is_ahead if {
	every count_of in [1, 2, 3, 4, 5] {
		messages(with_stages(sample.open([sample.soc], count_of))) == set()
	}
}

test_no_stage_at_all_denies if {
	messages(with_stages([])) == {"no stage is recorded: nobody can tell who noticed it, or who acted"}
	count(messages(sample.without("stages"))) == 1
}

test_each_stage_that_was_left_out_denies if {
	every index, name in ["detect", "assess", "diagnose", "stabilise"] {
		stages := array.concat(array.slice(sample.five([sample.soc]), 0, index), array.slice(sample.five([sample.soc]), index + 1, 5))
		messages(with_stages(stages)) == {sprintf("`%s` is missing, although `close` is recorded", [name])}
	}
}

test_an_open_incident_that_left_one_out_denies if {
	stages := array.concat(array.slice(sample.five([sample.soc]), 0, 1), array.slice(sample.five([sample.soc]), 3, 4))
	messages(with_stages(stages)) == {
		"`assess` is missing, although `stabilise` is recorded",
		"`diagnose` is missing, although `stabilise` is recorded",
	}
}

test_a_missing_time_denies if {
	messages(with_stages(sample.changed(1, {"began": null}))) == {"when `assess` began is not recorded"}
	messages(with_stages(sample.changed(1, {"began": "noon"}))) == {"when `assess` began is not recorded"}
	messages(with_stages(sample.changed(1, {"ended": null}))) == {"`assess` has no end, although `close` has begun"}
	messages(with_stages(sample.changed(3, {"ended": null}))) == {"`stabilise` has no end, although `close` has begun"}
}

test_containment_may_run_while_it_is_diagnosed if {
	stages := [part |
		some index, stage in array.slice(sample.five([sample.soc]), 0, 4)
		part := sample.patched(index > 1, stage, {"ended": null})
	]
	messages(with_stages(stages)) == set()
}

test_nobody_acting_denies if {
	messages(with_stages(sample.changed(2, {"by": []}))) == {"who acted in `diagnose` is not recorded"}
	messages(with_stages(sample.changed(2, {"by": null}))) == {"who acted in `diagnose` is not recorded"}
}

test_a_false_positive_needs_three_stages if {
	short := [stage | some stage in sample.five([sample.soc]); stage.stage in {"detect", "assess", "close"}]
	messages(sample.with_changes({"stages": short, "class": "false_positive"})) == set()
	count(messages(sample.with_changes({"stages": short}))) == 2
	count(messages(sample.with_changes({"stages": short, "class": "false_positive", "impact": "privacy"}))) == 2
	messages(sample.with_changes({"stages": array.slice(short, 1, 3), "class": "false_positive"})) == {"`detect` is missing, although `close` is recorded"}
}

test_stages_of_others_do_not_count if {
	elsewhere := sample.changed(3, {"affected": ["db"]})
	messages(with_stages(elsewhere)) == {"`stabilise` is missing, although `close` is recorded"}
	here := sample.changed(3, {"affected": ["db", "vm"]})
	messages(with_stages(here)) == set()
}

test_the_place_is_the_stage if {
	some finding in complete.deny with input as with_stages(sample.changed(1, {"began": null}))
	finding.pointer == "/properties/stages/1"
}

test_the_latest_stage_is_one_that_is_recorded if {
	stages := [stage | some stage in sample.five([sample.soc]); stage.stage in {"detect", "stabilise"}]
	messages(sample.with_changes({"stages": stages, "class": "false_positive"})) == {"`assess` is missing, although `stabilise` is recorded"}
}
