package onus.lockdown.incident.notice.in_time_test

import data.onus.lib.incident.sample_test as sample
import data.onus.lib.onprem.dates
import data.onus.lockdown.incident.notice.in_time

at(document, now) := found if {
	found := {finding.message | some finding in in_time.deny} with input as document with dates.now as time.parse_rfc3339_ns(now)
}

messages(document) := at(document, "2026-11-21T12:00:00Z")

exposed_entry := object.union(sample.entry, {"dataExposed": true})

exposed(changes) := of_whom(changes, sample.customer_only)

of_whom(changes, responsibility) := sample.seen(object.union(sample.well_run(sample.soc), changes), exposed_entry, responsibility)

notice := {"about": "exposure", "sent": "2026-10-03T09:00:00+02:00", "by": sample.soc, "to": "security_contacts"}

told(changes) := {"notices": [object.union(notice, changes)]}

exception := {"of": "notification", "reason": "risk_to_others", "approvedBy": "legal", "document": "LEG-7"}

test_nothing_exposed_allows if messages(sample.with_changes({})) == set()

test_a_notice_in_time_allows if {
	messages(exposed(told({}))) == set()
	messages(exposed(told({"to": "administrators"}))) == set()
	messages(exposed(told({"sent": "2026-10-05T09:40:00+02:00"}))) == set()
}

test_exposure_by_class_or_impact_counts if {
	every changes in [{"class": "privacy_breach"}, {"class": "customer_reportable"}, {"impact": "integrity"}] {
		count(messages(sample.with_changes(changes))) == 1
	}
}

test_nobody_told_denies if {
	messages(exposed({})) == {"data may be exposed, and the customer has told nobody, 50 days after it was declared: 72 hours are allowed"}
}

test_before_the_hours_are_over_nobody_has_to_be_told if {
	at(exposed({}), "2026-10-05T09:40:00+02:00") == set()
	count(at(exposed({}), "2026-10-05T09:40:01+02:00")) == 1
}

test_a_late_notice_denies if {
	messages(exposed(told({"sent": "2026-10-05T12:40:00+02:00"}))) == {"the notice of `2026-10-05T12:40:00+02:00` was 3 hours late: 72 hours after declaring are allowed"}
}

test_a_missing_time_denies if {
	messages(exposed(told({"sent": null}))) == {"data may be exposed, and the customer has told nobody that has to hear of it, 50 days after it was declared: 72 hours are allowed"}
	count(messages(exposed(told({"sent": "2027-01-01T00:00:00Z"})))) == 1
	count(messages(exposed(told({"sent": "2025-10-03T09:00:00+02:00"})))) == 1
}

test_other_notices_do_not_count if {
	count(messages(exposed(told({"about": "outage"})))) == 1
	count(messages(exposed(told({"to": "authority"})))) == 1
	count(messages(exposed(told({"affected": ["db"]})))) == 1
	count(messages(exposed(told({"affected": []})))) == 1
	messages(exposed(told({"affected": ["vm"]}))) == set()
}

test_what_the_provider_alone_has_the_provider_tells if {
	messages(of_whom(told({"by": sample.microsoft}), sample.provider_only)) == set()
	messages(of_whom(told({}), sample.provider_only)) == {"data may be exposed, and Microsoft has told nobody that has to hear of it, 50 days after it was declared: 72 hours are allowed"}
	count(messages(of_whom({"notices": [object.remove(notice, ["by"])]}, sample.provider_only))) == 1
	messages(of_whom({}, sample.shared)) == {"data may be exposed, and nobody was told, 50 days after it was declared: 72 hours are allowed"}
	messages(of_whom(told({"by": sample.microsoft}), sample.shared)) == set()
}

test_exposed_and_not_declared_denies if {
	every declared in [null, {}, {"at": null}, {"at": "2026-12-01T00:00:00Z"}] {
		messages(sample.seen(object.union(object.remove(sample.well_run(sample.soc), ["declared"]), {"declared": declared}), exposed_entry, sample.customer_only)) == {"data may be exposed, and nobody declared the incident, or when is not recorded"}
	}
}

test_documented_exceptions_allow if {
	every reason in ["risk_to_others", "vetted_extreme_case"] {
		messages(exposed({"exceptions": [object.union(exception, {"reason": reason})]})) == set()
	}
}

test_exceptions_that_are_not_documented_deny if {
	"the exception from telling is not documented: it lacks `approvedBy`" in messages(exposed({"exceptions": [object.remove(exception, ["approvedBy"])]}))
	"the exception from telling is not documented: it lacks `approvedBy` and `document`" in messages(exposed({"exceptions": [{"of": "notification", "reason": "risk_to_others", "document": ""}]}))
	count(messages(exposed({"exceptions": [object.union(exception, {"reason": "embarrassing"})]}))) == 1
}

test_not_knowing_whether_data_is_exposed_is_unknown if {
	entry := object.remove(sample.entry, ["dataExposed"])
	some finding in in_time.deny with input as sample.seen(sample.well_run(sample.soc), entry, sample.customer_only) with dates.now as sample.now
	finding.unknown == true
	finding.message == "it was assessed, and whether data may be exposed is not recorded"
}

test_while_it_is_assessed_nobody_has_to_know if {
	entry := object.remove(sample.entry, ["dataExposed"])
	record := object.union(sample.well_run(sample.soc), {"stages": sample.open([sample.soc], 2)})
	messages(sample.seen(record, entry, sample.customer_only)) == set()
}

test_null_is_not_known_either if {
	count(messages(sample.seen(sample.well_run(sample.soc), object.union(sample.entry, {"dataExposed": null}), sample.customer_only))) == 1
}

test_where_another_resource_is_exposed_this_one_is_not if {
	other := {"name": "db", "layer": "data", "dataExposed": true}
	changes := {"class": "privacy_breach", "impact": "privacy", "affected": [sample.entry, other]}
	messages(sample.with_changes(changes)) == set()
}

test_false_positives_are_none_of_its_business if {
	in_time.applies with input as sample.with_changes({})
	not in_time.applies with input as sample.with_changes({"class": "false_positive"})
	in_time.applies with input as exposed({"class": "false_positive"})
}
