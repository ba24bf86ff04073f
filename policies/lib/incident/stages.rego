# METADATA
# title: Stages of incidents
# description: |
#   The stages that a record has for what was hit. Containment may run while it is being
#   found out what happened, and both may alternate, so `diagnose` and `stabilise` are of
#   one step.
# related_resources:
# - ref: https://learn.microsoft.com/azure/security/fundamentals/shared-responsibility
# - ref: https://csrc.nist.gov/pubs/sp/800/61/r3/final
package onus.lib.incident.stages

import data.onus.lib.incident.record

names := ["detect", "assess", "diagnose", "stabilise", "close"]

step := {"detect": 0, "assess": 1, "diagnose": 2, "stabilise": 2, "close": 3}

rank := {"detect": 0, "assess": 1, "diagnose": 2, "stabilise": 3, "close": 4}

# Its parts, in the order of the record.
parts := [found |
	some index, part in record.stages
	record.about(part)
	found := {
		"stage": part.stage,
		"step": step[part.stage],
		"rank": rank[part.stage],
		"began": object.get(part, "began", null),
		"ended": object.get(part, "ended", null),
		"by": acting(part),
		"pointer": sprintf("/properties/stages/%v", [index]),
	}
]

acting(part) := part.by if {
	is_array(part.by)
} else := []

of(name) := [part | some part in parts; part.stage == name]

# The stages that it has got to: the latest one, and those before it. Of a false positive
# nothing is found out, and nothing is stabilised.
reached := [name |
	some index, name in names
	index <= max([part.rank | some part in parts])
	not spared(name)
]

spared(name) if {
	name in {"diagnose", "stabilise"}
	record.false_positive
}

latest_step := max([part.step | some part in parts])

# When it was noticed first.
detected := min([ns | some part in of("detect"); ns := record.at(part.began)])

# Impact and severity have been rated, or would have to be by now.
assessed if {
	some part in of("assess")
	record.at(part.ended)
}

assessed if latest_step > 1

# first_end(name): when the stage had been done for the first time.
first_end(name) := min([ns | some part in of(name); ns := record.at(part.ended)])

# last_end(name): when the stage was over. Undefined while it lasts.
last_end(name) := max([ns | some part in of(name); ns := record.at(part.ended)]) if {
	every part in of(name) {
		record.at(part.ended)
	}
}

closing if count(of("close")) > 0

# When closing began, and when it ended.
closing_began := min([ns | some part in of("close"); ns := record.at(part.began)])

closed := last_end("close")
