# METADATA
# title: Security contacts of Google Cloud have an address that works
# description: Google tells the contacts of the category SECURITY, or ALL, of incidents and vulnerabilities, and otherwise administrators. A contact that was found to be invalid is told nothing that it reads. Contacts for other categories are not judged, and neither are projects without a contact, which may inherit one from their folder or organisation.
# related_resources:
# - ref: https://cloud.google.com/resource-manager/docs/managing-notification-contacts
# - ref: https://cloud.google.com/resource-manager/docs/reference/essentialcontacts/rest/v1/projects.contacts
# - ref: https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/essential_contacts_contact
# custom:
#   id: GCP-CONTACT-001
#   severity: medium
#   layer: configuration
#   resources: [essentialcontacts.googleapis.com/Contact, google_essential_contacts_contact]
#   needs: []
#   remediation:
#     summary: Name a mailbox that is read around the clock, and confirm it when Google asks.
#     gcloud: gcloud essential-contacts create --email MAILBOX --notification-categories security --organization ORGANIZATION
#     terraform: |-
#       email = "MAILBOX"
#       notification_category_subscriptions = ["SECURITY"]
#     collect: gcloud essential-contacts list --organization ORGANIZATION --format json
#   frameworks: {mcsb: [IR-2]}
package onus.lockdown.gcp.essential_contacts.security_contact

import data.onus.lib.gcp.essential_contacts

# A list of other categories alone.
elsewhere if {
	is_array(essential_contacts.categories.value)
	count(essential_contacts.categories.value) > 0
	every category in essential_contacts.categories.value {
		category in others
	}
}

others := {"SUSPENSION", "TECHNICAL", "TECHNICAL_INCIDENTS", "BILLING", "LEGAL", "PRODUCT_UPDATES"}

security if {
	is_array(essential_contacts.categories.value)
	some category in essential_contacts.categories.value
	category in {"SECURITY", "ALL"}
}

applies if not elsewhere

deny contains finding if {
	not security
	finding := {
		"message": "what the contact is told of is not known",
		"pointer": essential_contacts.categories.pointer,
		"unknown": true,
	}
}

deny contains finding if {
	not has_address
	finding := {
		"message": "the security contact has no e-mail address",
		"pointer": essential_contacts.email.pointer,
	}
}

has_address if {
	is_string(essential_contacts.email.value)
	contains(essential_contacts.email.value, "@")
}

deny contains finding if {
	essential_contacts.validation.value == "INVALID"
	finding := {
		"message": "the security contact's address was found to be invalid",
		"pointer": essential_contacts.validation.pointer,
		"expected": "VALID",
	}
}

deny contains finding if {
	not essential_contacts.validation.value in {"", "VALID", "INVALID"}
	finding := {
		"message": "whether the security contact's address works is not known",
		"pointer": essential_contacts.validation.pointer,
		"unknown": true,
	}
}
