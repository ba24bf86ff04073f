# METADATA
# title: Security contacts of AWS accounts are complete
# description: AWS tells the security contact of an account when it finds abuse or exposed keys, and otherwise only the address of the root user. Whoever is named there is reached by mail and by phone. An account without a security contact is not seen here, since nothing stands in the inventory for it.
# related_resources:
# - ref: https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-update-contact-alternate.html
# - ref: https://docs.aws.amazon.com/accounts/latest/reference/API_AlternateContact.html
# - ref: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/account_alternate_contact
# custom:
#   id: AWS-CONTACT-001
#   severity: medium
#   layer: configuration
#   resources: [aws_account_alternate_contact]
#   needs: []
#   remediation:
#     summary: Name a team, its mailbox that is read around the clock, and its phone number.
#     aws: aws account put-alternate-contact --alternate-contact-type SECURITY --name NAME --title TITLE --email-address MAILBOX --phone-number NUMBER
#     terraform: |-
#       alternate_contact_type = "SECURITY"
#       name = "NAME"
#       title = "TITLE"
#       email_address = "MAILBOX"
#       phone_number = "NUMBER"
#     collect: aws account get-alternate-contact --alternate-contact-type SECURITY
#   frameworks: {mcsb: [IR-2]}
package onus.lockdown.aws.account.security_contact

import data.onus.lib.aws.alternate_contact

# Contacts for bills and operations are told other things.
applies if not alternate_contact.kind.value in {"BILLING", "OPERATIONS"}

deny contains finding if {
	alternate_contact.kind.value != "SECURITY"
	finding := {
		"message": "what the contact is for is not recorded",
		"pointer": alternate_contact.kind.pointer,
		"unknown": true,
	}
}

deny contains finding if {
	some what, part in alternate_contact.parts
	not alternate_contact.written(part.value)
	finding := {
		"message": sprintf("the security contact has no %s", [what]),
		"pointer": part.pointer,
	}
}

deny contains finding if {
	address := alternate_contact.parts["e-mail address"]
	alternate_contact.written(address.value)
	not contains(address.value, "@")
	finding := {
		"message": "the security contact's e-mail address is none",
		"pointer": address.pointer,
	}
}
