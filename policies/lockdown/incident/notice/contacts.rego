# METADATA
# title: Notices of exposed data reach security contacts that exist
# description: |
#   The provider tells the security contacts of a subscription, account or project, and only
#   where there are none its administrators. To keep these addresses correct is the
#   customer's part. A notice to contacts that nobody has named reaches nobody, and one to
#   administrators goes around the security contacts where there are some.
# related_resources:
# - ref: https://learn.microsoft.com/azure/defender-for-cloud/configure-email-notifications
# - ref: https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-update-contact-alternate.html
# - ref: https://cloud.google.com/resource-manager/docs/managing-notification-contacts
# custom:
#   id: INC-NOTICE-002
#   severity: high
#   layer: configuration
#   resources: [incident/affected]
#   needs: []
#   remediation:
#     summary: Name security contacts for the subscription, account or project, tell them, and record both.
#     az: az security contact create --name default --emails MAILBOX --alert-notifications '{"state":"On","minimalSeverity":"High"}' --notifications-by-role '{"state":"On","roles":["Owner"]}'
#     aws: aws account put-alternate-contact --alternate-contact-type SECURITY --name NAME --title TITLE --email-address MAILBOX --phone-number NUMBER
#     gcloud: gcloud essential-contacts create --email MAILBOX --notification-categories security --project {account}
#   frameworks: {mcsb: [IR-2], nist-800-53: [IR-6]}
package onus.lockdown.incident.notice.contacts

import data.onus.lib.incident.exposure
import data.onus.lib.incident.record

applies if {
	not record.false_positive
	count(exposure.counted) > 0
}

# The place that was hit: a subscription, account or project, or else the tenant.
place := lower(input.scope.account) if {
	record.written(input.scope.account)
} else := lower(input.scope.tenant) if {
	record.written(input.scope.tenant)
}

# What the record says of this place: the places in it where that stands.
entries := [index |
	some index, entry in record.contacts
	is_string(entry.scope)
	lower(bare(entry.scope)) == place
]

# Ids of subscriptions and projects are written with what they are, too.
bare(scope) := trim_suffix(trim_prefix(trim_prefix(trim_prefix(lower(trim_space(scope)), "//cloudresourcemanager.googleapis.com"), "/"), kind), "/") if {
	some kind in ["subscriptions/", "projects/"]
	startswith(trim_prefix(trim_prefix(lower(trim_space(scope)), "//cloudresourcemanager.googleapis.com"), "/"), kind)
} else := trim_space(scope)

# Whether there are addresses of this kind: true, false, or undefined when that is not
# recorded.
any_security if {
	some index in entries
	some address in record.contacts[index].security
	is_string(address)
	contains(address, "@")
}

any_administrators if {
	some index in entries
	some address in record.contacts[index].administrators
	is_string(address)
	contains(address, "@")
}

# Every list that is recorded is one.
security_recorded if {
	some index in entries
	is_array(record.contacts[index].security)
}

administrators_recorded if {
	some index in entries
	is_array(record.contacts[index].administrators)
}

reached if {
	some notice in exposure.counted
	notice.to == "security_contacts"
	any_security
}

reached if {
	some notice in exposure.counted
	notice.to == "administrators"
	security_recorded
	not any_security
	any_administrators
}

deny contains finding if {
	not reached
	some notice in exposure.counted
	notice.to == "security_contacts"
	security_recorded
	finding := {
		"message": sprintf("the notice of `%s` went to security contacts, and there are none", [notice.at]),
		"pointer": sprintf("%s/to", [notice.pointer]),
	}
}

deny contains finding if {
	not reached
	some notice in exposure.counted
	notice.to == "administrators"
	any_security
	finding := {
		"message": sprintf("the notice of `%s` went to administrators, although there are security contacts", [notice.at]),
		"pointer": sprintf("%s/to", [notice.pointer]),
		"expected": "security_contacts",
	}
}

deny contains finding if {
	not reached
	some notice in exposure.counted
	notice.to == "administrators"
	not any_security
	security_recorded
	administrators_recorded
	finding := {
		"message": sprintf("the notice of `%s` went to administrators, and none of them has an address", [notice.at]),
		"pointer": sprintf("%s/to", [notice.pointer]),
	}
}

deny contains finding if {
	not reached
	not security_recorded
	finding := {
		"message": "whether there are security contacts where it happened is not recorded, so whether the notice reached anybody is not known",
		"pointer": "/properties/contacts",
		"unknown": true,
	}
}

deny contains finding if {
	not reached
	security_recorded
	not any_security
	some notice in exposure.counted
	notice.to == "administrators"
	not administrators_recorded
	finding := {
		"message": "who administers the place where it happened is not recorded, so whether the notice reached anybody is not known",
		"pointer": "/properties/contacts",
		"unknown": true,
	}
}
