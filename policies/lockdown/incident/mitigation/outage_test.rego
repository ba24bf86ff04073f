package onus.lockdown.incident.mitigation.outage_test

import data.onus.lib.incident.sample_test as sample
import data.onus.lib.onprem.dates
import data.onus.lockdown.incident.mitigation.outage

messages(document) := found if {
	found := {finding.message | some finding in outage.deny} with input as document with dates.now as sample.now
}

unknowns(document) := found if {
	found := {finding.message | some finding in outage.deny; finding.unknown} with input as document with dates.now as sample.now
}

good := {
	"began": "2026-10-02T10:30:00+02:00",
	"ended": "2026-10-02T12:00:00+02:00",
	"reason": "the attacker was still there",
	"recoveryBy": "2026-10-02T13:00:00+02:00",
}

mitigation := {"what": "isolated it", "by": sample.soc, "emergency": true, "outage": good}

with_outage(changes) := sample.with_changes({"mitigations": [object.union(mitigation, {"outage": object.union(good, changes)})]})

test_an_outage_that_was_kept_short_allows if {
	messages(with_outage({})) == set()
	messages(with_outage({"ended": good.recoveryBy})) == set()
}

test_both_parties_are_asked_for_the_same if {
	by_microsoft := object.union(sample.well_run(sample.microsoft), {"mitigations": [object.union(mitigation, {"by": sample.microsoft, "outage": object.union(good, {"ended": "2026-10-02T15:30:00+02:00"})})]})
	messages(sample.seen(by_microsoft, sample.entry, sample.provider_only)) == {"the service was back 2 hours late, at `2026-10-02T15:30:00+02:00`, after `isolated it` by Microsoft"}
}

test_a_service_that_came_back_late_denies if {
	messages(with_outage({"ended": "2026-10-02T13:30:00+02:00"})) == {"the service was back 30 minutes late, at `2026-10-02T13:30:00+02:00`, after `isolated it` by the customer's `soc`"}
}

test_a_service_that_is_not_back_in_time_denies if {
	messages(with_outage({"ended": null})) == {"the service has not come back after `isolated it` by the customer's `soc`, and was said to by `2026-10-02T13:00:00+02:00`"}
}

test_an_outage_may_last_as_long_as_was_said if messages(with_outage({"ended": null, "recoveryBy": "2026-11-22T12:00:00Z"})) == set()

test_no_reason_denies if {
	every reason in ["", "  ", null] {
		messages(with_outage({"reason": reason})) == {"`isolated it` by the customer's `soc` caused an outage, and nobody said why it had to be"}
	}
}

test_a_missing_time_denies if {
	messages(with_outage({"recoveryBy": null})) == {"`isolated it` by the customer's `soc` caused an outage, and nobody said when the service would be back"}
	messages(with_outage({"recoveryBy": "soon"})) == messages(with_outage({"recoveryBy": null}))
	count(unknowns(with_outage({"began": null}))) == 1
}

test_a_promise_before_the_outage_denies if {
	count(messages(with_outage({"recoveryBy": "2026-10-02T10:00:00+02:00", "ended": "2026-10-02T10:00:00+02:00"}))) == 1
}

test_nobody_who_did_it_is_unknown if {
	unknowns(sample.with_changes({"mitigations": [object.remove(mitigation, ["by"])]})) == {"who did what caused an outage, `isolated it`, is not recorded"}
}

test_an_empty_outage_denies if {
	count(messages(sample.with_changes({"mitigations": [{"what": "isolated it", "outage": {}}]}))) == 4
}

test_mitigations_without_an_outage_are_none_of_its_business if {
	not outage.applies with input as sample.with_changes({})
	not outage.applies with input as sample.with_changes({"mitigations": [object.union(mitigation, {"outage": null})]})
	not outage.applies with input as sample.with_changes({"mitigations": [object.remove(mitigation, ["outage"])]})
	outage.applies with input as with_outage({})
}

test_outages_of_others_are_not_judged_here if {
	not outage.applies with input as sample.with_changes({"mitigations": [object.union(mitigation, {"affected": ["db"]})]})
	outage.applies with input as sample.with_changes({"mitigations": [object.union(mitigation, {"affected": ["db", "vm"]})]})
	outage.applies with input as sample.with_changes({"mitigations": [object.union(mitigation, {"affected": []})]})
}
