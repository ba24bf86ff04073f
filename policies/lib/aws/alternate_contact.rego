# METADATA
# title: Alternate contact facts
# description: |
#   Alternate contacts of an AWS account, as the aws provider of Terraform has them. An
#   account has at most one of each kind.
# related_resources:
# - ref: https://docs.aws.amazon.com/accounts/latest/reference/API_AlternateContact.html
# - ref: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/account_alternate_contact
package onus.lib.aws.alternate_contact

import data.onus.lib.fact

kind := found if {
	found := fact.at(input.properties.alternate_contact_type, "/properties/alternate_contact_type")
} else := fact.assumed("", "/properties")

# What makes it complete: all four are required by the API.
parts := {
	"name": name,
	"title": title,
	"e-mail address": email,
	"phone number": phone,
}

name := found if {
	found := fact.at(input.properties.name, "/properties/name")
} else := fact.assumed("", "/properties")

title := found if {
	found := fact.at(input.properties.title, "/properties/title")
} else := fact.assumed("", "/properties")

email := found if {
	found := fact.at(input.properties.email_address, "/properties/email_address")
} else := fact.assumed("", "/properties")

phone := found if {
	found := fact.at(input.properties.phone_number, "/properties/phone_number")
} else := fact.assumed("", "/properties")

written(text) if {
	is_string(text)
	trim_space(text) != ""
}
