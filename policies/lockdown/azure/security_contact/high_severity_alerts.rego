# METADATA
# title: Security contacts have an address and receive alerts of high severity
# description: Microsoft sends alerts, and notice of breaches, to the security contacts of a subscription. Keeping them correct is the customer's duty; without them only subscription administrators may hear of it.
# related_resources:
# - ref: https://learn.microsoft.com/azure/defender-for-cloud/configure-email-notifications
# - ref: https://learn.microsoft.com/azure/templates/microsoft.security/securitycontacts
# custom:
#   id: AZ-CONTACT-001
#   severity: medium
#   layer: configuration
#   resources: [microsoft.security/securitycontacts, azurerm_security_center_contact]
#   needs: []
#   remediation:
#     summary: Name a mailbox that is read around the clock, and turn on notification of alerts of high severity.
#     az: az security contact create --name default --emails MAILBOX --alert-notifications '{"state":"On","minimalSeverity":"High"}' --notifications-by-role '{"state":"On","roles":["Owner"]}' --subscription {subscription}
#     terraform: |-
#       email = "MAILBOX"
#       alert_notifications = true
#     arm: "properties: { emails: 'MAILBOX', isEnabled: true, notificationsSources: [ { sourceType: 'Alert', minimalSeverity: 'High' } ] }"
#   frameworks: {mcsb: [IR-2]}
package onus.lockdown.azure.security_contact.high_severity_alerts

import data.onus.lib.azure.security_contact

deny contains finding if {
	not has_address
	finding := {
		"message": "there is no e-mail address",
		"pointer": security_contact.emails.pointer,
	}
}

deny contains finding if {
	security_contact.enabled.value != true
	finding := {
		"message": "the contact is off",
		"pointer": security_contact.enabled.pointer,
		"expected": true,
	}
}

deny contains finding if {
	security_contact.enabled.value == true
	not security_contact.alerts_sent
	finding := {
		"message": "alerts of high severity are not sent",
		"pointer": security_contact.alerts_pointer,
	}
}

has_address if {
	is_string(security_contact.emails.value)
	contains(security_contact.emails.value, "@")
}
