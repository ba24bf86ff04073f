# METADATA
# title: Notices of exposed data
# description: |
#   Whom the record says was told that data may be exposed: the security contacts of the
#   subscription, account or project, or its administrators. Authorities and the people
#   concerned are told by whoever answers for the data, and that is another duty.
#   Microsoft's, for its customers, is 72 hours from declaring, and the same number stands
#   in the European law on data protection.
# related_resources:
# - ref: https://www.microsoft.com/trust-center/privacy/gdpr-data-breach
# - ref: https://learn.microsoft.com/azure/defender-for-cloud/configure-email-notifications
package onus.lib.incident.exposure

import data.onus.lib.incident.parties
import data.onus.lib.incident.record
import data.onus.lib.incident.stages

hours := 72

declared := record.been(input.properties.declared.at)

deadline := declared + (hours * record.hour_ns)

# Notices to those that have to hear of it. What the provider alone could see, it has to
# tell of itself.
notices contains found if {
	some index, notice in record.notices
	record.about(notice)
	notice.about == "exposure"
	notice.to in {"security_contacts", "administrators"}
	sent := record.been(notice.sent)
	not too_early(sent)
	by_whom_it_should(notice)
	found := {"to": notice.to, "at": notice.sent, "sent": sent, "pointer": sprintf("/properties/notices/%v", [index])}
}

too_early(sent) if sent < stages.detected

by_whom_it_should(_) if not parties.of_the_provider

by_whom_it_should(notice) if parties.has_duty(notice.by)

in_time contains notice if {
	some notice in notices
	notice.sent <= deadline
}

# The notices that count: those in time, and the late ones only where there is no other.
counted := in_time if {
	count(in_time) > 0
} else := notices
