package onus.lockdown.incident.notice.contacts_test

import data.onus.lib.incident.sample_test as sample
import data.onus.lib.onprem.dates
import data.onus.lockdown.incident.notice.contacts

findings(document) := found if {
	found := contacts.deny with input as document with dates.now as sample.now
}

messages(document) := {finding.message | some finding in findings(document)}

unknown(document) if {
	some finding in findings(document)
	finding.unknown == true
}

notice := {"about": "exposure", "sent": "2026-10-03T09:00:00+02:00", "by": sample.microsoft, "to": "security_contacts"}

to_administrators := object.union(notice, {"to": "administrators"})

with_contacts(list, notices) := sample.seen(
	object.union(sample.well_run(sample.soc), {"contacts": list, "notices": notices}),
	object.union(sample.entry, {"dataExposed": true}),
	sample.customer_only,
)

both := {"scope": "sub-1", "security": ["soc@example.com"], "administrators": ["it@example.com"]}

none := {"scope": "sub-1", "security": [], "administrators": ["it@example.com"]}

test_a_notice_to_security_contacts_that_exist_allows if {
	messages(with_contacts([both], [notice])) == set()
	messages(with_contacts([object.remove(both, ["administrators"])], [notice])) == set()
}

test_a_provider_is_held_to_the_same if {
	document := object.union(with_contacts([both], [to_administrators]), {"responsibility": sample.provider_only})
	count(messages(document)) == 1
}

test_spellings_of_the_place if {
	every scope in ["SUB-1", "/subscriptions/sub-1", "subscriptions/Sub-1/", "projects/sub-1", "//cloudresourcemanager.googleapis.com/projects/sub-1", " sub-1 "] {
		messages(with_contacts([object.union(both, {"scope": scope})], [notice])) == set()
	}
}

test_contacts_of_another_place_do_not_count if {
	every scope in ["sub-2", "sub-1/x", "", null] {
		unknown(with_contacts([object.union(both, {"scope": scope})], [notice]))
	}
}

test_the_tenant_stands_in_where_there_is_no_account if {
	document := with_contacts([object.union(both, {"scope": "contoso"})], [notice])
	count(findings(json.patch(document, [{"op": "replace", "path": "/scope", "value": {"tenant": "Contoso"}}]))) == 0
	unknown(json.patch(document, [{"op": "replace", "path": "/scope", "value": {}}]))
}

test_the_fallback_allows_where_there_are_no_security_contacts if {
	messages(with_contacts([none], [to_administrators])) == set()
}

test_the_fallback_denies_where_there_are_security_contacts if {
	messages(with_contacts([both], [to_administrators])) == {"the notice of `2026-10-03T09:00:00+02:00` went to administrators, although there are security contacts"}
}

test_both_told_allows if {
	messages(with_contacts([both], [notice, to_administrators])) == set()
}

test_security_contacts_that_do_not_exist_deny if {
	messages(with_contacts([none], [notice])) == {"the notice of `2026-10-03T09:00:00+02:00` went to security contacts, and there are none"}
	messages(with_contacts([object.union(none, {"security": ["", "nobody"]})], [notice])) == messages(with_contacts([none], [notice]))
}

test_administrators_that_do_not_exist_deny if {
	messages(with_contacts([object.union(none, {"administrators": []})], [to_administrators])) == {"the notice of `2026-10-03T09:00:00+02:00` went to administrators, and none of them has an address"}
}

test_what_is_not_recorded_is_unknown if {
	unknown(with_contacts([], [notice]))
	unknown(with_contacts([], [to_administrators]))
	unknown(with_contacts([object.remove(both, ["security"])], [notice]))
	unknown(with_contacts([object.remove(both, ["security"])], [to_administrators]))
	unknown(with_contacts([object.remove(none, ["administrators"])], [to_administrators]))
}

test_a_late_notice_to_the_right_ones_does_not_mend_one_in_time_to_others if {
	late := object.union(notice, {"sent": "2026-11-01T09:00:00+02:00"})
	count(messages(with_contacts([both], [to_administrators, late]))) == 1
	messages(with_contacts([both], [late])) == set()
}

test_addresses_are_not_printed if {
	every message in messages(with_contacts([none], [notice])) {
		not contains(message, "@")
	}
}

test_only_notices_of_exposure_here_are_judged if {
	not contacts.applies with input as with_contacts([both], []) with dates.now as sample.now
	not contacts.applies with input as with_contacts([both], [object.union(notice, {"about": "outage"})]) with dates.now as sample.now
	not contacts.applies with input as with_contacts([both], [object.union(notice, {"affected": ["db"]})]) with dates.now as sample.now
	not contacts.applies with input as with_contacts([both], [object.union(notice, {"sent": null})]) with dates.now as sample.now
	contacts.applies with input as with_contacts([both], [notice]) with dates.now as sample.now
}
