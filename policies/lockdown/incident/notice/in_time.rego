# METADATA
# title: Customers hear of exposed data within 72 hours
# description: |
#   Where customer data may be exposed, its customers are told within 72 hours of declaring
#   the incident, so that they can act themselves. Two exceptions are documented: telling
#   would put others at risk, and an extreme case that was vetted as one; somebody approves
#   them, and writes them down. What the provider alone has the duty of, the provider
#   tells. As soon as it was assessed, it is known whether data may be exposed.
# related_resources:
# - ref: https://www.microsoft.com/trust-center/privacy/gdpr-data-breach
# - ref: https://learn.microsoft.com/compliance/regulatory/gdpr-breach-notification
# - ref: https://eur-lex.europa.eu/eli/reg/2016/679/oj
# custom:
#   id: INC-NOTICE-001
#   severity: high
#   layer: configuration
#   resources: [incident/affected]
#   needs: []
#   remediation:
#     summary: Declare the incident, tell the security contacts of the subscription, account or project now, and record when. Where nobody may be told, have the exception approved and write down why.
#   frameworks: {mcsb: [IR-2, IR-4], nist-800-53: [IR-6]}
package onus.lockdown.incident.notice.in_time

import data.onus.lib.incident.exposure
import data.onus.lib.incident.parties
import data.onus.lib.incident.record
import data.onus.lib.incident.stages

applies if not record.false_positive

deny contains finding if {
	record.exposed
	not exposure.declared
	finding := {
		"message": "data may be exposed, and nobody declared the incident, or when is not recorded",
		"pointer": "/properties",
	}
}

deny contains finding if {
	record.exposed
	exposure.declared
	record.now > exposure.deadline
	count(exposure.notices) == 0
	not excepted
	finding := {
		"message": sprintf("data may be exposed, and %s, %s after it was declared: %v hours are allowed", [
			silence,
			record.span(record.now - exposure.declared),
			exposure.hours,
		]),
		"pointer": "/properties/declared/at",
	}
}

# Who has told nobody. Somebody may have been told of it, only not those that have to be,
# or not by whom it should.
silence := sprintf("%s has told nobody%s", [parties.label(parties.performing[0]), that_has_to_hear]) if {
	count(parties.performing) == 1
} else := sprintf("nobody%s was told", [that_has_to_hear])

that_has_to_hear := " that has to hear of it" if {
	some notice in record.notices
	notice.about == "exposure"
} else := ""

deny contains finding if {
	record.exposed
	exposure.declared
	count(exposure.notices) > 0
	count(exposure.in_time) == 0
	not excepted
	first := min([notice.sent | some notice in exposure.notices])
	some notice in exposure.notices
	notice.sent == first
	finding := {
		"message": sprintf("the notice of `%s` was %s late: %v hours after declaring are allowed", [
			notice.at,
			record.span(first - exposure.deadline),
			exposure.hours,
		]),
		"pointer": sprintf("%s/sent", [notice.pointer]),
	}
}

# An exception that is documented: for which reason, approved by whom, written where.
excepted if {
	some exception in record.exceptions
	documented(exception)
}

documented(exception) if {
	exception.of == "notification"
	exception.reason in {"risk_to_others", "vetted_extreme_case"}
	record.written(exception.approvedBy)
	record.written(exception.document)
}

deny contains finding if {
	record.exposed
	count(exposure.in_time) == 0
	not excepted
	some index, exception in record.exceptions
	exception.of == "notification"
	missing := [sprintf("`%s`", [key]) |
		some key in ["approvedBy", "document"]
		not record.written(object.get(exception, key, null))
	]
	count(missing) > 0
	finding := {
		"message": sprintf("the exception from telling is not documented: it lacks %s", [record.list(missing)]),
		"pointer": sprintf("/properties/exceptions/%v", [index]),
	}
}

deny contains finding if {
	not record.exposed
	stages.assessed
	object.get(input.raw, "dataExposed", null) != false
	finding := {
		"message": "it was assessed, and whether data may be exposed is not recorded",
		"pointer": "/raw",
		"unknown": true,
	}
}
