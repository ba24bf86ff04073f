package onus.lockdown.incident.close.fixes_test

import data.onus.lib.incident.sample_test as sample
import data.onus.lib.onprem.dates
import data.onus.lockdown.incident.close.fixes

at(document, now) := found if {
	found := {finding.message | some finding in fixes.deny} with input as document with dates.now as time.parse_rfc3339_ns(now)
}

messages(document) := at(document, "2026-11-21T12:00:00Z")

applies(document) if fixes.applies with input as document with dates.now as sample.now

review := {"by": sample.soc, "held": "2026-10-20T10:00:00+02:00"}

good := {"what": "patch", "ticket": "SEC-1", "owner": sample.soc, "due": "2026-12-01"}

fixing(list) := sample.with_changes({"postMortems": [object.union(review, {"fixes": list})]})

fix(changes) := fixing([object.union(good, changes)])

test_tracked_fixes_allow if {
	messages(sample.with_changes({})) == set()
	messages(fix({})) == set()
	messages(fix({"due": "2026-11-01", "done": "2026-11-15"})) == set()
}

test_nothing_to_mend_is_an_answer if messages(fixing([])) == set()

test_no_list_is_unknown if {
	found := fixes.deny with input as fixing(null) with dates.now as sample.now
	{finding.message | some finding in found; finding.unknown} == {"what the customer's `soc` has to mend after it is not recorded, not even that it is nothing"}
	count(messages(sample.with_changes({"postMortems": [review]}))) == 1
}

test_overdue_fixes_deny if {
	messages(fix({"due": "2026-11-20"})) == {"the fix `patch` of the customer's `soc` was due `2026-11-20` and is not done"}
	messages(fix({"due": "2026-11-21T11:59:00Z"})) == {"the fix `patch` of the customer's `soc` was due `2026-11-21T11:59:00Z` and is not done"}
	messages(fix({"due": "2026-11-21T12:00:00Z"})) == set()
}

test_a_fix_is_due_until_the_end_of_its_day if {
	at(fix({}), "2026-12-01T23:00:00Z") == set()
	count(at(fix({}), "2026-12-02T00:00:01Z")) == 1
}

test_what_will_be_done_is_not if {
	count(messages(fix({"due": "2026-11-20", "done": "2026-11-25"}))) == 1
}

test_what_is_missing_denies if {
	messages(fix({"ticket": ""})) == {"the fix `patch` lacks a ticket"}
	messages(fix({"owner": null})) == {"the fix `patch` lacks an owner"}
	messages(fix({"due": null})) == {"the fix `patch` lacks a day when it is due"}
	messages(fixing([{"what": "patch"}])) == {"the fix `patch` lacks a ticket, an owner and a day when it is due"}
}

of(by, responsibility, list) := sample.seen(object.union(sample.well_run(sample.soc), {"postMortems": [{"by": by, "held": review.held, "fixes": list}]}), sample.entry, responsibility)

test_a_providers_fixes_are_confidential if {
	messages(of(sample.microsoft, sample.provider_only, null)) == set()
	messages(of(sample.microsoft, sample.provider_only, [{"what": "patch"}])) == set()
	messages(of(sample.microsoft, sample.provider_only, [{"what": "patch", "due": "2026-11-01"}])) == {"the fix `patch` was due `2026-11-01` and is not done"}
}

test_fixes_of_others_are_theirs if {
	messages(of(sample.soc, sample.provider_only, [{"what": "patch"}])) == set()
	not applies(of(sample.soc, sample.provider_only, [{"what": "patch"}]))
	count(messages(of(sample.soc, {}, [{"what": "patch"}]))) == 1
	count(messages(of(sample.soc, sample.shared, [{"what": "patch"}]))) == 1
}

test_post_mortems_that_were_not_held_are_for_another_control if {
	not applies(sample.with_changes({"postMortems": []}))
	not applies(sample.with_changes({"postMortems": [{"by": sample.soc}]}))
	not applies(sample.with_changes({"class": "false_positive"}))
	applies(sample.with_changes({}))
}
