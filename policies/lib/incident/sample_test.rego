# A record that is as it should be, for the tests of controls, and who may have the duty.
package onus.lib.incident.sample_test

import data.onus.lib.incident.parties
import data.onus.lib.incident.record
import data.onus.lib.incident.stages
import data.onus.lib.onprem.dates

now := time.parse_rfc3339_ns("2026-11-21T12:00:00Z")

microsoft := {"kind": "provider", "name": "Microsoft"}

soc := {"kind": "customer", "name": "soc"}

fabrikam := {"kind": "third_party", "name": "Fabrikam"}

# Of a layer that the customer alone has, one that the provider alone has, and others.
customer_only := {"os.guest": {
	"accountable": {"kind": "customer"},
	"performs": [{"party": {"kind": "customer"}, "duty": "patch and harden the operating system"}],
	"split": "customer",
}}

provider_only := {"os.guest": {
	"accountable": microsoft,
	"performs": [{"party": microsoft, "duty": "run the hosts"}],
	"split": "provider",
}}

shared := {"os.guest": {
	"accountable": {"kind": "customer"},
	"performs": [
		{"party": microsoft, "duty": "publish patched images"},
		{"party": {"kind": "customer"}, "duty": "apply the images"},
	],
	"split": "shared",
}}

contracted := {"os.guest": {
	"accountable": fabrikam,
	"performs": [{"party": fabrikam, "duty": "run the machine"}],
	"split": "third_party",
}}

stage(name, began, ended, by) := {"stage": name, "began": began, "ended": ended, "by": by}

# The five stages, of which the customer or somebody else acted in each.
five(by) := [
	stage("detect", "2026-10-02T08:55:00+02:00", "2026-10-02T09:10:00+02:00", by),
	stage("assess", "2026-10-02T09:10:00+02:00", "2026-10-02T09:40:00+02:00", by),
	stage("diagnose", "2026-10-02T09:40:00+02:00", "2026-10-02T12:00:00+02:00", by),
	stage("stabilise", "2026-10-02T10:30:00+02:00", "2026-10-02T13:00:00+02:00", by),
	stage("close", "2026-10-06T09:00:00+02:00", "2026-10-20T15:00:00+02:00", by),
]

# The first stages of them, the last of which lasts on.
open(by, count_of) := array.concat(array.slice(five(by), 0, count_of - 1), [object.remove(five(by)[count_of - 1], ["ended"])])

well_run(by) := {
	"incident": "INC-2026-0412",
	"title": "Web shell",
	"class": "security_incident",
	"severity": "high",
	"impact": "none",
	"declared": {"at": "2026-10-02T09:40:00+02:00", "by": by},
	"affected": [entry],
	"stages": five([by]),
	"evidence": [{
		"what": "disk snapshot",
		"where": "evidence vault",
		"secured": "2026-10-02T10:20:00+02:00",
		"keptUntil": "2027-10-20",
	}],
	"postMortems": [{
		"by": by,
		"held": "2026-10-20T10:00:00+02:00",
		"document": "POST-412",
		"fixes": [{"what": "patch", "ticket": "SEC-1", "owner": by, "due": "2026-11-01", "done": "2026-10-25"}],
	}],
	"contacts": [{"scope": "sub-1", "security": ["soc@example.com"], "administrators": ["it@example.com"]}],
}

entry := {"name": "vm", "type": "Microsoft.Compute/virtualMachines", "layer": "os.guest", "dataExposed": false}

# What a control sees, with what is different from the sample in `properties` and `raw`.
seen(properties, raw, responsibility) := {
	"id": "INC-2026-0412/vm",
	"type": "incident/affected",
	"name": "INC-2026-0412/vm",
	"provider": "azure",
	"scope": {"account": "sub-1"},
	"properties": properties,
	"raw": raw,
	"responsibility": responsibility,
	"related": {},
	"unresolved": [],
	"coverage": {"types": ["incident/affected"]},
}

with_changes(changes) := seen(object.union(well_run(soc), changes), entry, customer_only)

# The record without a key.
without(key) := seen(object.remove(well_run(soc), [key]), entry, customer_only)

# The stages with this one changed.
changed(index, change) := [part |
	some at, stage_at in five([soc])
	part := patched(at == index, stage_at, change)
]

patched(true, part, change) := object.union(part, change)

patched(false, part, _) := part

test_a_length_of_time_is_for_people if {
	record.span(72 * record.hour_ns) == "3 days"
	record.span(5.5 * record.hour_ns) == "5 hours"
	record.span(90 * 60000000000) == "90 minutes"
}

test_lists_are_for_people if {
	record.list(["a"]) == "a"
	record.list(["a", "b"]) == "a and b"
	record.list(["a", "b", "c"]) == "a, b and c"
	record.list([]) == ""
}

test_days_end_in_the_evening if {
	record.at("2026-10-02") == time.parse_rfc3339_ns("2026-10-02T00:00:00Z")
	record.through("2026-10-02") == time.parse_rfc3339_ns("2026-10-03T00:00:00Z")
	record.through("2026-10-02T09:00:00+02:00") == time.parse_rfc3339_ns("2026-10-02T07:00:00Z")
	not record.at(null)
	not record.at("2026-02-29")
}

test_parts_with_names_are_about_those if {
	record.about({}) with input as with_changes({})
	record.about({"affected": null}) with input as with_changes({})
	record.about({"affected": ["vm", "db"]}) with input as with_changes({})
	not record.about({"affected": ["db"]}) with input as with_changes({})
	not record.about({"affected": []}) with input as with_changes({})
}

test_exposure_is_what_anything_says if {
	not record.exposed with input as with_changes({})
	record.exposed with input as seen(well_run(soc), object.union(entry, {"dataExposed": true}), customer_only)
	record.exposed with input as with_changes({"class": "privacy_breach"})
	record.exposed with input as with_changes({"class": "customer_reportable"})
	every impact in ["privacy", "proprietary", "integrity"] {
		record.exposed with input as with_changes({"impact": impact})
	}
}

test_exposure_may_be_elsewhere if {
	other := {"name": "db", "layer": "data", "dataExposed": true}
	not record.exposed with input as with_changes({"class": "privacy_breach", "affected": [entry, other]})
}

test_false_positives_expose_nothing if {
	record.false_positive with input as with_changes({"class": "false_positive"})
	not record.false_positive with input as with_changes({"class": "false_positive", "impact": "privacy"})
	not record.false_positive with input as with_changes({"class": "false_positive", "affected": [{"name": "x", "dataExposed": true}]})
}

test_any_team_is_the_customer if {
	parties.same(soc, {"kind": "customer"})
	parties.same({"kind": "customer"}, {"kind": "customer"})
	not parties.same(microsoft, {"kind": "customer"})
	not parties.same(soc, {"kind": "customer", "name": "payments"})
}

test_names_of_providers_compare if {
	parties.same({"kind": "provider", "name": "microsoft"}, microsoft)
	parties.same({"kind": "provider", "name": "Azure"}, microsoft)
	parties.same({"kind": "provider"}, microsoft)
	not parties.same({"kind": "provider", "name": "AWS"}, microsoft)
}

test_third_parties_are_the_named_ones if {
	parties.same({"kind": "third_party", "name": "FABRIKAM"}, fabrikam)
	not parties.same({"kind": "third_party"}, fabrikam)
	not parties.same({"kind": "third_party", "name": "Fabrikam"}, {"kind": "third_party"})
	not parties.same({"kind": "provider", "name": "Fabrikam"}, fabrikam)
}

needed(responsibility) := kinds if {
	kinds := {duty.party.kind | some duty in parties.needed} with input as seen(well_run(soc), entry, responsibility)
}

test_who_has_to_act_follows_from_the_duty if {
	needed(customer_only) == {"customer"}
	needed(provider_only) == {"provider"}
	needed(shared) == {"customer"}
	needed(contracted) == {"third_party"}
	needed({}) == set()
}

test_a_provider_that_is_not_accountable_acts_where_nobody_else_could if {
	needed({"os.guest": {"accountable": {"kind": "customer"}, "performs": provider_only["os.guest"].performs}}) == {"provider"}
}

test_stages_that_are_reached if {
	stages.reached == ["detect", "assess", "diagnose", "stabilise", "close"] with input as with_changes({})
	stages.reached == ["detect", "assess"] with input as with_changes({"stages": open([soc], 2)})
	stages.reached == ["detect", "assess", "close"] with input as with_changes({"class": "false_positive"})
	stages.reached == [] with input as with_changes({"stages": []})
}

test_times_are_those_of_the_run if {
	record.been("2026-11-21T12:00:00Z") with dates.now as now
	not record.been("2026-11-21T12:00:01Z") with dates.now as now
}
