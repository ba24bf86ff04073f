# METADATA
# title: Subscriptions have a security contact
# description: Microsoft tells security contacts of alerts and breaches, and where there are none, administrators, who may not read it. To name them is the customer's part. What a contact is told is for AZ-CONTACT-001 to decide.
# related_resources:
# - ref: https://learn.microsoft.com/azure/defender-for-cloud/configure-email-notifications
# - ref: https://learn.microsoft.com/azure/templates/microsoft.security/securitycontacts
# custom:
#   id: AZ-CONTACT-002
#   severity: medium
#   layer: configuration
#   resources: [microsoft.resources/subscriptions]
#   needs: [children.microsoft.security/securitycontacts]
#   remediation:
#     summary: Name a mailbox that is read around the clock as the subscription's security contact. Where contacts were not collected (Resource Graph does not list them), save what `az rest` prints and give onus both files. If it prints none, say so under `[[collected]]` in onus.toml (docs/collected.md).
#     az: az security contact create --subscription {account} --name default --emails MAILBOX --alert-notifications '{"state":"On","minimalSeverity":"High"}' --notifications-by-role '{"state":"On","roles":["Owner"]}'
#     terraform: |-
#       resource "azurerm_security_center_contact" "example" {
#         name = "default"
#         email = "MAILBOX"
#         alert_notifications = true
#       }
#     collect: az rest --url https://management.azure.com/subscriptions/{account}/providers/Microsoft.Security/securityContacts --url-parameters api-version=2023-12-01-preview
#     arm: "type: 'Microsoft.Security/securityContacts', name: 'default', properties: { emails: 'MAILBOX', isEnabled: true, notificationsSources: [ { sourceType: 'Alert', minimalSeverity: 'High' } ] }"
#   frameworks: {mcsb: [IR-2]}
package onus.lockdown.azure.subscription.security_contact

import data.onus.lib.relation

contacts := relation.children("microsoft.security/securitycontacts")

has_address(contact) if {
	some key in ["emails", "email"]
	address := contact.properties[key]
	is_string(address)
	contains(address, "@")
}

named if {
	some contact in contacts
	has_address(contact)
	object.get(contact.properties, "isEnabled", true) == true
}

deny contains finding if {
	count(contacts) > 0
	not named
	finding := {
		"message": "none of its security contacts has an e-mail address and is on",
		"pointer": "/related/children/microsoft.security~1securitycontacts/0/properties",
	}
}

deny contains finding if {
	count(contacts) == 0
	relation.collected(["microsoft.security/securitycontacts"])
	finding := {
		"message": "it has no security contact",
		"pointer": "/properties",
	}
}

deny contains finding if {
	count(contacts) == 0
	not relation.collected(["microsoft.security/securitycontacts"])
	finding := {
		"message": "security contacts were not collected",
		"pointer": "/properties",
		"unknown": true,
	}
}
