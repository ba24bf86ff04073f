# METADATA
# title: An outage that a mitigation caused has a reason, and ends when it was said to
# description: To contain an incident it can be necessary to make something unavailable, and it is not done lightly. Whoever did it says why, and when the service will be back, and keeps to that.
# related_resources:
# - ref: https://learn.microsoft.com/azure/security/fundamentals/shared-responsibility
# - ref: https://csrc.nist.gov/pubs/sp/800/61/r3/final
# custom:
#   id: INC-MITIGATION-001
#   severity: medium
#   layer: configuration
#   resources: [incident/affected]
#   needs: []
#   remediation:
#     summary: Bring the service back, or lift the containment where it is no longer needed. Record who did it, why, and when the service was said to be back and was.
#   frameworks: {mcsb: [IR-6], nist-800-53: [IR-4, CP-10]}
package onus.lockdown.incident.mitigation.outage

import data.onus.lib.incident.parties
import data.onus.lib.incident.record

applies if count(record.outages) > 0

deny contains finding if {
	some cause in record.outages
	record.at(cause.outage.ended) > record.at(cause.outage.recoveryBy)
	finding := {
		"message": sprintf("the service was back %s late, at `%s`, after `%s`%s", [
			record.span(record.at(cause.outage.ended) - record.at(cause.outage.recoveryBy)),
			cause.outage.ended,
			cause.what,
			who(cause),
		]),
		"pointer": sprintf("%s/ended", [cause.pointer]),
	}
}

deny contains finding if {
	some cause in record.outages
	not record.at(cause.outage.ended)
	record.now > record.at(cause.outage.recoveryBy)
	finding := {
		"message": sprintf("the service has not come back after `%s`%s, and was said to by `%s`", [cause.what, who(cause), cause.outage.recoveryBy]),
		"pointer": cause.pointer,
	}
}

deny contains finding if {
	some cause in record.outages
	record.at(cause.outage.recoveryBy) < record.at(cause.outage.began)
	finding := {
		"message": sprintf("the service was said to be back by `%s`, before the outage began", [cause.outage.recoveryBy]),
		"pointer": sprintf("%s/recoveryBy", [cause.pointer]),
	}
}

deny contains finding if {
	some cause in record.outages
	not record.written(cause.outage.reason)
	finding := {
		"message": sprintf("`%s`%s caused an outage, and nobody said why it had to be", [cause.what, who(cause)]),
		"pointer": cause.pointer,
	}
}

deny contains finding if {
	some cause in record.outages
	not record.at(cause.outage.recoveryBy)
	finding := {
		"message": sprintf("`%s`%s caused an outage, and nobody said when the service would be back", [cause.what, who(cause)]),
		"pointer": cause.pointer,
	}
}

deny contains finding if {
	some cause in record.outages
	not record.at(cause.outage.began)
	finding := {
		"message": sprintf("when the outage began that `%s` caused is not recorded", [cause.what]),
		"pointer": cause.pointer,
		"unknown": true,
	}
}

deny contains finding if {
	some cause in record.outages
	cause.by == null
	finding := {
		"message": sprintf("who did what caused an outage, `%s`, is not recorded", [cause.what]),
		"pointer": cause.mitigation,
		"unknown": true,
	}
}

who(cause) := sprintf(" by %s", [parties.label(cause.by)]) if {
	cause.by != null
} else := ""
