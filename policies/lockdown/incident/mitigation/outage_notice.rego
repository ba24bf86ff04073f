# METADATA
# title: Customers were told of an outage that a mitigation caused, as of any other
# description: Whoever depends on a service has to hear of an outage while it lasts, through the channel that outages are always told in. An emergency is no reason to leave that process out.
# related_resources:
# - ref: https://learn.microsoft.com/azure/service-health/overview
# - ref: https://csrc.nist.gov/pubs/sp/800/61/r3/final
# custom:
#   id: INC-MITIGATION-002
#   severity: medium
#   layer: configuration
#   resources: [incident/affected]
#   needs: []
#   remediation:
#     summary: Tell those that depend on the service through the usual channel, and record when and through which. If they were told, record that.
#   frameworks: {mcsb: [IR-2, IR-6], nist-800-53: [IR-4, IR-7]}
package onus.lockdown.incident.mitigation.outage_notice

import data.onus.lib.incident.record

applies if count(record.outages) > 0

deny contains finding if {
	some cause in record.outages
	not record.been(cause.notice.sent)
	finding := {
		"message": sprintf("nobody was told of the outage that `%s` caused, as far as is recorded", [cause.what]),
		"pointer": cause.pointer,
	}
}

deny contains finding if {
	some cause in record.outages
	sent := record.been(cause.notice.sent)
	sent > record.at(cause.outage.ended)
	finding := {
		"message": sprintf("customers were told of the outage at `%s`, when it was over", [cause.notice.sent]),
		"pointer": sprintf("%s/notice/sent", [cause.pointer]),
	}
}

deny contains finding if {
	some cause in record.outages
	record.been(cause.notice.sent)
	cause.notice.standardProcess == null
	finding := {
		"message": "whether customers were told of the outage by the standard process is not recorded",
		"pointer": sprintf("%s/notice", [cause.pointer]),
		"unknown": true,
	}
}

deny contains finding if {
	some cause in record.outages
	record.been(cause.notice.sent)
	not cause.notice.standardProcess in {true, null}
	finding := {
		"message": "customers were not told of the outage by the standard process",
		"pointer": sprintf("%s/notice/standardProcess", [cause.pointer]),
		"expected": true,
	}
}

deny contains finding if {
	some cause in record.outages
	record.been(cause.notice.sent)
	not record.written(cause.notice.via)
	finding := {
		"message": "through which channel customers were told of the outage is not recorded",
		"pointer": sprintf("%s/notice", [cause.pointer]),
		"unknown": true,
	}
}
