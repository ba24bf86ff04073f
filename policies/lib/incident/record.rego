# METADATA
# title: Records of incidents
# description: |
#   What controls ask of a record (docs/incidents.md), seen from one thing that was hit:
#   `input.raw` is its entry, `input.properties` the whole record. Whatever stands where
#   a time, a list or a text should be and is none counts as absent.
# related_resources:
# - ref: https://www.rfc-editor.org/rfc/rfc3339
package onus.lib.incident.record

import data.onus.lib.onprem.dates

hour_ns := 3600000000000

day_ns := 86400000000000

# The run's one instant.
now := dates.now

# at(text): this time, or the midnight that this day begins with.
at(text) := ns if {
	is_string(text)
	ns := dates.nanoseconds(text)
}

# through(text): this time, or the end of this day.
through(text) := at(text) + day_ns if {
	is_string(text)
	count(text) == 10
} else := at(text)

# been(text): a time that is not ahead.
been(text) := ns if {
	ns := at(text)
	ns <= now
}

written(text) if {
	is_string(text)
	trim_space(text) != ""
}

# about(part): the part of the record is about what `input` is about. One that lists
# nothing is about nothing.
about(part) if object.get(part, "affected", null) == null

about(part) if input.raw.name in part.affected

default stages := []

stages := input.properties.stages if is_array(input.properties.stages)

default mitigations := []

mitigations := input.properties.mitigations if is_array(input.properties.mitigations)

default notices := []

notices := input.properties.notices if is_array(input.properties.notices)

default exceptions := []

exceptions := input.properties.exceptions if is_array(input.properties.exceptions)

default evidence := []

evidence := input.properties.evidence if is_array(input.properties.evidence)

default post_mortems := []

post_mortems := input.properties.postMortems if is_array(input.properties.postMortems)

default contacts := []

contacts := input.properties.contacts if is_array(input.properties.contacts)

default affected := []

affected := input.properties.affected if is_array(input.properties.affected)

# Mitigations that made something unavailable, with their places.
outages contains found if {
	some index, mitigation in mitigations
	mitigation.outage != null
	hits(mitigation)
	found := {
		"what": mitigation.what,
		"by": object.get(mitigation, "by", null),
		"outage": object.union(blank_outage, mitigation.outage),
		"notice": object.union(blank_notice, notice_of(mitigation.outage)),
		"mitigation": sprintf("/properties/mitigations/%v", [index]),
		"pointer": sprintf("/properties/mitigations/%v/outage", [index]),
	}
}

# Absent keys are null, so that `not` can ask for them.
blank_outage := {"began": null, "ended": null, "reason": null, "recoveryBy": null}

blank_notice := {"sent": null, "via": null, "standardProcess": null}

notice_of(outage) := outage.notice if {
	is_object(outage.notice)
} else := {}

# What speaks against somebody counts even where its list of names is empty.
hits(mitigation) if about(mitigation)

hits(mitigation) if mitigation.affected == []

# Nothing had happened, and nothing else in the record says that something did.
false_positive if {
	input.properties.class == "false_positive"
	not somewhere_exposed
	not harmed
}

harmed if input.properties.impact in harmful

harmful := {"privacy", "proprietary", "integrity"}

reportable := {"customer_reportable", "privacy_breach"}

somewhere_exposed if {
	some entry in affected
	entry.dataExposed == true
}

somewhere_exposed if input.raw.dataExposed == true

# Customer data may be exposed here: the entry says so, or the record as a whole does,
# unless the entry says no and another one yes.
exposed if input.raw.dataExposed == true

exposed if {
	told_of_all
	not elsewhere
}

told_of_all if input.properties.class in reportable

told_of_all if harmed

elsewhere if {
	input.raw.dataExposed == false
	somewhere_exposed
}

# span(ns): a length of time for people.
span(ns) := sprintf("%v days", [floor(ns / day_ns)]) if {
	ns >= 2 * day_ns
} else := sprintf("%v hours", [floor(ns / hour_ns)]) if {
	ns >= 2 * hour_ns
} else := sprintf("%v minutes", [floor(ns / 60000000000)])

# list(words): words for people, such as `a, b and c`.
list(words) := words[0] if {
	count(words) == 1
} else := sprintf("%s and %s", [concat(", ", array.slice(words, 0, count(words) - 1)), words[count(words) - 1]]) if {
	count(words) > 1
} else := ""
