# METADATA
# title: The times of an incident are in order
# description: A stage that ends before it begins, a mitigation before anything was noticed, or something that has not happened yet, is a slip of the pen or was written afterwards, and nothing can be concluded from it. Diagnosing and stabilising may overlap and alternate; closing begins when both are over.
# related_resources:
# - ref: https://csrc.nist.gov/pubs/sp/800/61/r3/final
# custom:
#   id: INC-STAGE-002
#   severity: medium
#   layer: configuration
#   resources: [incident/affected]
#   needs: []
#   remediation:
#     summary: Look up in logs and tickets when it was, mind the zones, and correct the record.
#   frameworks: {mcsb: [IR-4], nist-800-53: [AU-8, IR-5]}
package onus.lockdown.incident.stage.ordered

import data.onus.lib.incident.record
import data.onus.lib.incident.stages

# All that has a beginning and an end.
spans contains found if {
	some part in stages.parts
	found := {"what": sprintf("`%s`", [part.stage]), "began": part.began, "ended": part.ended, "pointer": part.pointer}
}

spans contains found if {
	some index, mitigation in record.mitigations
	record.hits(mitigation)
	found := {
		"what": "a mitigation",
		"began": object.get(mitigation, "began", null),
		"ended": object.get(mitigation, "ended", null),
		"pointer": sprintf("/properties/mitigations/%v", [index]),
	}
}

spans contains found if {
	some outage in record.outages
	found := {
		"what": "an outage",
		"began": outage.outage.began,
		"ended": outage.outage.ended,
		"pointer": outage.pointer,
	}
}

# All that happened at one time.
moments contains found if {
	some span in spans
	some key in ["began", "ended"]
	found := {
		"what": sprintf("%s %s", [span.what, key]),
		"at": span[key],
		"pointer": sprintf("%s/%s", [span.pointer, key]),
	}
}

moments contains {"what": "it was declared", "at": input.properties.declared.at, "pointer": "/properties/declared/at"}

moments contains found if {
	some index, notice in record.notices
	record.about(notice)
	found := {"what": "a notice was sent", "at": notice.sent, "pointer": sprintf("/properties/notices/%v/sent", [index])}
}

moments contains found if {
	some outage in record.outages
	found := {
		"what": "a notice of an outage was sent",
		"at": outage.notice.sent,
		"pointer": sprintf("%s/notice/sent", [outage.pointer]),
	}
}

moments contains found if {
	some index, review in record.post_mortems
	found := {"what": "a post-mortem was held", "at": review.held, "pointer": sprintf("/properties/postMortems/%v/held", [index])}
}

# What was kept may be older than the incident, such as a backup.
evidence contains found if {
	some index, item in record.evidence
	found := {"what": "evidence was secured", "at": item.secured, "pointer": sprintf("/properties/evidence/%v/secured", [index])}
}

deny contains finding if {
	some span in spans
	record.at(span.ended) < record.at(span.began)
	finding := {
		"message": sprintf("%s ended at `%s`, before it began at `%s`", [span.what, span.ended, span.began]),
		"pointer": sprintf("%s/ended", [span.pointer]),
	}
}

deny contains finding if {
	some moment in (moments | evidence)
	record.at(moment.at) > record.now
	finding := {
		"message": sprintf("%s at `%s`, which has not come yet", [moment.what, moment.at]),
		"pointer": moment.pointer,
	}
}

deny contains finding if {
	some moment in moments
	record.at(moment.at) < stages.detected
	finding := {
		"message": sprintf("%s at `%s`, before anything was detected", [moment.what, moment.at]),
		"pointer": moment.pointer,
	}
}

# Assessing follows detecting, and so on, once the earlier stage was done for the first
# time; rating it anew later is no step back.
deny contains finding if {
	some part in stages.parts
	part.stage != "detect"
	some earlier in stages.names
	stages.step[earlier] < part.step
	part.stage != "close"
	end := stages.first_end(earlier)
	record.at(part.began) < end
	finding := {
		"message": sprintf("`%s` began at `%s`, before `%s` was done", [part.stage, part.began, earlier]),
		"pointer": sprintf("%s/began", [part.pointer]),
	}
}

# Where the earlier stage has no end, its beginning is all there is to compare with.
deny contains finding if {
	some part in stages.parts
	some earlier in stages.parts
	earlier.step < part.step
	not record.at(earlier.ended)
	record.at(part.began) < record.at(earlier.began)
	finding := {
		"message": sprintf("`%s` began at `%s`, before `%s` did", [part.stage, part.began, earlier.stage]),
		"pointer": sprintf("%s/began", [part.pointer]),
	}
}

deny contains finding if {
	some part in stages.of("close")
	some earlier in stages.parts
	earlier.step < part.step
	record.at(part.began) < record.at(earlier.ended)
	finding := {
		"message": sprintf("`close` began at `%s`, before `%s` was over", [part.began, earlier.stage]),
		"pointer": sprintf("%s/began", [part.pointer]),
	}
}
