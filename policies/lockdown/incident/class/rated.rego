# METADATA
# title: An incident was rated when it had been assessed, and the ratings agree
# description: Class, severity and impact decide how fast somebody has to act and who has to be told, so they are there when assessing ends. A class that says less than the rest of the record hides a duty to tell.
# related_resources:
# - ref: https://learn.microsoft.com/security/benchmark/azure/mcsb-incident-response
# - ref: https://learn.microsoft.com/compliance/regulatory/gdpr-breach-notification
# custom:
#   id: INC-CLASS-001
#   severity: medium
#   layer: configuration
#   resources: [incident/affected]
#   needs: []
#   remediation:
#     summary: Rate class, severity and impact on information, and rate them anew when more is known. Say of each thing that was hit whether data may be exposed.
#   frameworks: {mcsb: [IR-5], nist-800-53: [IR-4, IR-5]}
package onus.lockdown.incident.class.rated

import data.onus.lib.incident.record
import data.onus.lib.incident.stages

words := {
	"class": {"false_positive", "outage", "security_incident", "customer_reportable", "privacy_breach"},
	"severity": {"low", "medium", "high", "critical"},
	"impact": {"none", "privacy", "proprietary", "integrity"},
}

rating := {
	"class": object.get(input.properties, "class", null),
	"severity": object.get(input.properties, "severity", null),
	"impact": object.get(input.properties, "impact", null),
}

deny contains finding if {
	stages.assessed
	missing := [sprintf("`%s`", [key]) |
		some key in asked
		not rating[key] in words[key]
	]
	count(missing) > 0
	finding := {
		"message": sprintf("it was assessed, and %s not rated", [are(missing)]),
		"pointer": "/properties",
	}
}

# Nothing had happened, so that there is nothing else to rate.
asked := ["class"] if {
	record.false_positive
} else := ["class", "severity", "impact"]

are(missing) := sprintf("%s is", [missing[0]]) if {
	count(missing) == 1
} else := sprintf("%s are", [record.list(missing)])

deny contains finding if {
	rating.class in {"false_positive", "outage"}
	record.somewhere_exposed
	finding := {
		"message": sprintf("it is classed as `%s`, although data may be exposed", [rating.class]),
		"pointer": "/properties/class",
	}
}

deny contains finding if {
	rating.class in {"false_positive", "outage"}
	rating.impact in {"privacy", "proprietary"}
	finding := {
		"message": sprintf("it is classed as `%s`, although its impact is `%s`", [rating.class, rating.impact]),
		"pointer": "/properties/class",
	}
}

deny contains finding if {
	rating.class == "false_positive"
	rating.impact == "integrity"
	finding := {
		"message": "it is classed as `false_positive`, although its impact is `integrity`",
		"pointer": "/properties/class",
	}
}

deny contains finding if {
	rating.impact == "none"
	record.somewhere_exposed
	finding := {
		"message": "its impact is rated `none`, although data may be exposed",
		"pointer": "/properties/impact",
	}
}

deny contains finding if {
	rating.class == "privacy_breach"
	rating.impact != "privacy"
	not record.somewhere_exposed
	finding := {
		"message": "it is classed as `privacy_breach`, and nothing in the record says that personal data may be exposed",
		"pointer": "/properties/class",
	}
}
