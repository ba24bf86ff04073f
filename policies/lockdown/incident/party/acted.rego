# METADATA
# title: Whoever has to act in an incident did, and in time
# description: |
#   Whoever has a part of the duty acts when the incident is contained, of providers the
#   accountable one, and one of them begins to assess it in time: that a provider looks at
#   its own part does not do for the customer's. Without another word
#   in `params.incident.assess_hours`, an incident is being assessed within 1 hour of its
#   detection when it is critical, 4 when high, 24 when medium and 72 when low: hours that
#   this project chose. An incident that nobody has rated yet is late after the longest
#   one, and in doubt after the shortest.
# related_resources:
# - ref: https://learn.microsoft.com/azure/security/fundamentals/shared-responsibility
# - ref: https://learn.microsoft.com/security/benchmark/azure/mcsb-incident-response
# - ref: https://csrc.nist.gov/pubs/sp/800/61/r3/final
# custom:
#   id: INC-PARTY-002
#   severity: high
#   layer: configuration
#   resources: [incident/affected]
#   needs: []
#   remediation:
#     summary: Let the party that the boundary names begin at once, and record since when it does. If it acted in time, record that.
#   frameworks: {mcsb: [IR-1, IR-5], nist-800-53: [IR-4, IR-8]}
package onus.lockdown.incident.party.acted

import data.onus.lib.incident.parties
import data.onus.lib.incident.record
import data.onus.lib.incident.stages

chosen := {"critical": 1, "high": 4, "medium": 24, "low": 72}

# Hours by severity. What is no number above 0 leaves the default.
hours[severity] := count_of if {
	some severity, _ in chosen
	count_of := configured(severity)
}

configured(severity) := count_of if {
	count_of := data.params.incident.assess_hours[severity]
	is_number(count_of)
	count_of > 0
} else := chosen[severity]

# When one of those that have to began to assess it.
assessing_since := min([ns |
	some part in stages.of("assess")
	some party in part.by
	some duty in parties.needed
	parties.same(party, duty.party)
	ns := record.been(part.began)
])

# How long that took, or has taken by now.
waited := assessing_since - stages.detected

waited := record.now - stages.detected if not assessing_since

rated if hours[input.properties.severity]

shortest := min([count_of | some count_of in hours])

longest := max([count_of | some count_of in hours])

allowed_hours := hours[input.properties.severity]

allowed_hours := longest if not rated

deny contains finding if {
	parties.known
	waited > allowed_hours * record.hour_ns
	finding := {
		"message": sprintf("%s, %s after it was detected (%s): it is for %s", [begun, record.span(waited), allowance, parties.needed_duties]),
		"pointer": place,
	}
}

begun := "assessing began late" if {
	assessing_since
} else := "nobody who has to has begun to assess it"

allowance := sprintf("severity `%s` allows %v hours", [input.properties.severity, allowed_hours]) if {
	rated
	allowed_hours != 1
} else := sprintf("severity `%s` allows 1 hour", [input.properties.severity]) if {
	rated
} else := sprintf("%v hours are the most", [allowed_hours])

place := [part.pointer | some part in stages.of("assess")][0]

place := "/properties/stages" if count(stages.of("assess")) == 0

deny contains finding if {
	parties.known
	not rated
	waited > shortest * record.hour_ns
	waited <= longest * record.hour_ns
	finding := {
		"message": "how severe it is was not rated, so whether assessing began in time is not known",
		"pointer": "/properties",
		"unknown": true,
	}
}

deny contains finding if {
	not stages.detected
	finding := {
		"message": "when it was detected is not recorded, so whether anybody acted in time is not known",
		"pointer": "/properties/stages",
		"unknown": true,
	}
}

# It is being stabilised, or that is over.
stabilising if count(stages.of("stabilise")) > 0

stabilising if {
	stages.closing
	not record.false_positive
}

deny contains finding if {
	stabilising
	some duty in parties.needed
	not acted(duty.party)
	finding := {
		"message": sprintf("%s has not acted in `stabilise`: it is for %s to %s", [parties.label(duty.party), parties.label(duty.party), duty.duty]),
		"pointer": stabilise_place,
	}
}

acted(party) if {
	some part in stages.of("stabilise")
	record.been(part.began)
	some acting in part.by
	parties.same(acting, party)
}

stabilise_place := [part.pointer | some part in stages.of("stabilise")][0]

stabilise_place := "/properties/stages" if count(stages.of("stabilise")) == 0

deny contains finding if {
	not parties.known
	finding := {
		"message": sprintf("nobody is named for the layer `%s`, so nobody can tell who has to act", [input.raw.layer]),
		"pointer": "/raw/layer",
		"unknown": true,
	}
}
