# METADATA
# title: What an incident showed to be wrong is tracked, and mended when it is due
# description: |
#   A post-mortem is worth what is mended because of it. Each fix has a ticket, an owner and
#   a day, and none is overdue. That nothing has to be mended is an answer, an empty list;
#   no list is none. Judged are the post-mortems of the parties that have the duty of what
#   was hit; a provider's own fixes are confidential, and judged only where it tells of
#   them that they are due.
# related_resources:
# - ref: https://learn.microsoft.com/security/benchmark/azure/mcsb-incident-response
# - ref: https://csrc.nist.gov/pubs/sp/800/61/r3/final
# custom:
#   id: INC-CLOSE-002
#   severity: medium
#   layer: configuration
#   resources: [incident/affected]
#   needs: []
#   remediation:
#     summary: Give each fix a ticket, an owner and a day, mend what is overdue, and record when it was done. Where it takes longer, agree on another day and say why in the ticket.
#   frameworks: {mcsb: [IR-7], nist-800-53: [CA-5, IR-4]}
package onus.lockdown.incident.close.fixes

import data.onus.lib.incident.parties
import data.onus.lib.incident.record

applies if {
	not record.false_positive
	count(reviews) > 0
}

# The post-mortems of those that answer for what was hit; all, where nobody does.
reviews contains found if {
	some index, review in record.post_mortems
	record.been(review.held)
	concerned(review.by)
	found := {
		"by": review.by,
		"fixes": object.get(review, "fixes", null),
		"pointer": sprintf("/properties/postMortems/%v", [index]),
	}
}

concerned(party) if parties.has_duty(party)

concerned(party) if parties.same(party, parties.answer.accountable)

concerned(_) if not parties.known

fixes contains found if {
	some review in reviews
	is_array(review.fixes)
	some index, fix in review.fixes
	found := {
		"what": fix.what,
		"by": review.by,
		"ticket": object.get(fix, "ticket", null),
		"owner": object.get(fix, "owner", null),
		"due": object.get(fix, "due", null),
		"done": object.get(fix, "done", null),
		"pointer": sprintf("%s/fixes/%v", [review.pointer, index]),
	}
}

deny contains finding if {
	some review in reviews
	review.by.kind != "provider"
	not is_array(review.fixes)
	finding := {
		"message": sprintf("what %s has to mend after it is not recorded, not even that it is nothing", [parties.label(review.by)]),
		"pointer": review.pointer,
		"unknown": true,
	}
}

deny contains finding if {
	some fix in fixes
	fix.by.kind != "provider"
	missing := array.concat(
		array.concat(
			["a ticket" | not record.written(fix.ticket)],
			["an owner" | fix.owner == null],
		),
		["a day when it is due" | not record.at(fix.due)],
	)
	count(missing) > 0
	finding := {
		"message": sprintf("the fix `%s` lacks %s", [fix.what, record.list(missing)]),
		"pointer": fix.pointer,
	}
}

deny contains finding if {
	some fix in fixes
	not record.been(fix.done)
	record.now > record.through(fix.due)
	finding := {
		"message": sprintf("the fix `%s`%s was due `%s` and is not done", [fix.what, whose(fix), fix.due]),
		"pointer": sprintf("%s/due", [fix.pointer]),
	}
}

whose(fix) := sprintf(" of %s", [parties.label(fix.owner)]) if {
	fix.owner != null
} else := ""
