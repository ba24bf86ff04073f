package onus.lockdown.incident.stage.ordered_test

import data.onus.lib.incident.sample_test as sample
import data.onus.lib.onprem.dates
import data.onus.lockdown.incident.stage.ordered

messages(document) := found if {
	found := {finding.message | some finding in ordered.deny} with input as document with dates.now as sample.now
}

pointers(document) := found if {
	found := {finding.pointer | some finding in ordered.deny} with input as document with dates.now as sample.now
}

stages(index, change) := sample.with_changes({"stages": sample.changed(index, change)})

test_times_in_order_allow if {
	messages(sample.with_changes({})) == set()
	messages(sample.seen(sample.well_run(sample.microsoft), sample.entry, sample.provider_only)) == set()
}

test_open_incidents_allow if {
	every count_of in [1, 2, 3, 4, 5] {
		messages(sample.with_changes({"stages": sample.open([sample.soc], count_of)})) == set()
	}
}

test_an_end_before_the_beginning_denies if {
	messages(stages(2, {"ended": "2026-10-02T09:30:00+02:00"})) == {"`diagnose` ended at `2026-10-02T09:30:00+02:00`, before it began at `2026-10-02T09:40:00+02:00`"}
	pointers(stages(2, {"ended": "2026-10-02T09:30:00+02:00"})) == {"/properties/stages/2/ended"}
}

test_zones_are_minded if {
	messages(stages(2, {"ended": "2026-10-02T08:30:00Z"})) == set()
	count(messages(stages(2, {"ended": "2026-10-02T12:00:00+04:30"}))) == 1
}

test_a_stage_before_the_one_that_it_follows_denies if {
	messages(stages(1, {"began": "2026-10-02T09:05:00+02:00"})) == {"`assess` began at `2026-10-02T09:05:00+02:00`, before `detect` was done"}
	messages(stages(3, {"began": "2026-10-02T09:30:00+02:00"})) == {"`stabilise` began at `2026-10-02T09:30:00+02:00`, before `assess` was done"}
	messages(stages(4, {"began": "2026-10-02T12:30:00+02:00"})) == {"`close` began at `2026-10-02T12:30:00+02:00`, before `stabilise` was over"}
}

test_a_stage_without_an_end_is_compared_by_its_beginning if {
	messages(sample.with_changes({"stages": [
		sample.stage("detect", "2026-10-02T08:55:00+02:00", "2026-10-02T09:10:00+02:00", [sample.soc]),
		sample.stage("assess", "2026-10-02T10:00:00+02:00", null, [sample.soc]),
		sample.stage("diagnose", "2026-10-02T09:40:00+02:00", null, [sample.soc]),
	]})) == {"`diagnose` began at `2026-10-02T09:40:00+02:00`, before `assess` did"}
}

test_diagnosing_and_stabilising_alternate if {
	messages(stages(3, {"began": "2026-10-02T09:40:00+02:00"})) == set()
	again := array.concat(sample.five([sample.soc]), [
		sample.stage("diagnose", "2026-10-03T09:00:00+02:00", "2026-10-03T10:00:00+02:00", [sample.soc]),
		sample.stage("stabilise", "2026-10-03T10:00:00+02:00", "2026-10-03T11:00:00+02:00", [sample.soc]),
		sample.stage("assess", "2026-10-03T10:00:00+02:00", "2026-10-03T10:10:00+02:00", [sample.soc]),
	])
	messages(sample.with_changes({"stages": again})) == set()
}

test_nothing_is_closed_while_work_goes_on if {
	again := array.concat(sample.five([sample.soc]), [sample.stage("stabilise", "2026-10-07T09:00:00+02:00", "2026-10-08T10:00:00+02:00", [sample.soc])])
	messages(sample.with_changes({"stages": again})) == {"`close` began at `2026-10-06T09:00:00+02:00`, before `stabilise` was over"}
}

test_what_has_not_come_yet_denies if {
	later := "2026-11-21T13:00:00Z"
	pointers(stages(4, {"ended": later})) == {"/properties/stages/4/ended"}
	pointers(sample.with_changes({"declared": {"at": later}})) == {"/properties/declared/at"}
	pointers(sample.with_changes({"notices": [{"about": "exposure", "sent": later}]})) == {"/properties/notices/0/sent"}
	pointers(sample.with_changes({"evidence": [{"secured": later}]})) == {"/properties/evidence/0/secured"}
	pointers(sample.with_changes({"postMortems": [{"held": later}]})) == {"/properties/postMortems/0/held"}
	pointers(sample.with_changes({"mitigations": [{"what": "x", "outage": {"notice": {"sent": later}}}]})) == {"/properties/mitigations/0/outage/notice/sent"}
}

test_what_happened_before_the_detection_denies if {
	earlier := "2026-10-02T08:00:00+02:00"
	messages(sample.with_changes({"declared": {"at": earlier}})) == {"it was declared at `2026-10-02T08:00:00+02:00`, before anything was detected"}
	pointers(sample.with_changes({"mitigations": [{"what": "x", "began": earlier, "outage": {"began": earlier}}]})) == {
		"/properties/mitigations/0/began",
		"/properties/mitigations/0/outage/began",
	}
	messages(sample.with_changes({"evidence": [{"secured": earlier}]})) == set()
}

test_absent_times_are_for_another_control if {
	messages(stages(2, {"began": null, "ended": null})) == set()
	messages(sample.with_changes({"declared": {"at": null}})) == set()
	messages(sample.with_changes({"mitigations": [{"what": "x", "outage": null}]})) == set()
}

test_what_is_about_others_is_not_judged_here if {
	messages(sample.with_changes({"mitigations": [{"what": "x", "affected": ["db"], "began": "2026-10-01T00:00:00Z"}]})) == set()
	count(messages(sample.with_changes({"mitigations": [{"what": "x", "affected": ["vm"], "began": "2026-10-01T00:00:00Z"}]}))) == 1
}
