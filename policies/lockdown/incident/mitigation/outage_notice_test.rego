package onus.lockdown.incident.mitigation.outage_notice_test

import data.onus.lib.incident.sample_test as sample
import data.onus.lib.onprem.dates
import data.onus.lockdown.incident.mitigation.outage_notice

messages(document) := found if {
	found := {finding.message | some finding in outage_notice.deny} with input as document with dates.now as sample.now
}

unknowns(document) := found if {
	found := {finding.message | some finding in outage_notice.deny; finding.unknown} with input as document with dates.now as sample.now
}

notice := {"sent": "2026-10-02T10:40:00+02:00", "via": "status page", "standardProcess": true}

outage := {"began": "2026-10-02T10:30:00+02:00", "ended": "2026-10-02T12:00:00+02:00", "notice": notice}

document(outage_changes, notice_changes) := sample.with_changes({"mitigations": [{
	"what": "isolated it",
	"outage": object.union(object.union(outage, outage_changes), {"notice": object.union(notice, notice_changes)}),
}]})

test_a_notice_while_it_lasts_allows if {
	messages(document({}, {})) == set()
	messages(document({"ended": null}, {})) == set()
	messages(document({}, {"sent": outage.ended})) == set()
	messages(document({}, {"sent": "2026-10-02T10:00:00+02:00"})) == set()
}

test_no_notice_denies if {
	every notice in [null, {}] {
		messages(sample.with_changes({"mitigations": [{"what": "isolated it", "outage": {"notice": notice}}]})) == {"nobody was told of the outage that `isolated it` caused, as far as is recorded"}
	}
	count(messages(sample.with_changes({"mitigations": [{"what": "isolated it", "outage": {}}]}))) == 1
}

test_a_missing_time_denies if {
	count(messages(document({}, {"sent": null}))) == 1
	count(messages(document({}, {"sent": "2027-01-01T00:00:00Z"}))) == 1
}

test_a_notice_after_the_outage_denies if {
	messages(document({}, {"sent": "2026-10-02T12:10:00+02:00"})) == {"customers were told of the outage at `2026-10-02T12:10:00+02:00`, when it was over"}
}

test_another_process_denies if {
	some value in [false, "yes"]
	messages(document({}, {"standardProcess": value})) == {"customers were not told of the outage by the standard process"}
}

test_what_is_not_recorded_is_unknown if {
	unknowns(document({}, {"standardProcess": null})) == {"whether customers were told of the outage by the standard process is not recorded"}
	unknowns(document({}, {"via": " "})) == {"through which channel customers were told of the outage is not recorded"}
}

test_each_outage_is_judged if {
	two := sample.with_changes({"mitigations": [
		{"what": "isolated it", "outage": outage},
		{"what": "started it again", "outage": {"began": "2026-10-03T10:30:00+02:00"}},
	]})
	messages(two) == {"nobody was told of the outage that `started it again` caused, as far as is recorded"}
}

test_only_outages_here_are_judged if {
	not outage_notice.applies with input as sample.with_changes({})
	not outage_notice.applies with input as sample.with_changes({"mitigations": [{"what": "x", "affected": ["db"], "outage": {}}]})
	outage_notice.applies with input as document({}, {})
}
