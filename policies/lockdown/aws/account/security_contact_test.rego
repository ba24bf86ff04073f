package onus.lockdown.aws.account.security_contact_test

import data.onus.lockdown.aws.account.security_contact

complete := {
	"alternate_contact_type": "SECURITY",
	"name": "Security operations",
	"title": "Duty officer",
	"email_address": "soc@example.com",
	"phone_number": "+31 20 555 0100",
}

messages(properties) := found if {
	found := {finding.message | some finding in security_contact.deny} with input as {"properties": properties}
}

applies(properties) if security_contact.applies with input as {"properties": properties}

test_a_complete_contact_allows if messages(complete) == set()

test_what_is_missing_denies if {
	messages(object.remove(complete, ["phone_number"])) == {"the security contact has no phone number"}
	messages(object.union(complete, {"title": ""})) == {"the security contact has no title"}
	messages(object.union(complete, {"name": null})) == {"the security contact has no name"}
	messages(object.union(complete, {"email_address": 1})) == {"the security contact has no e-mail address"}
	count(messages({"alternate_contact_type": "SECURITY"})) == 4
}

test_an_address_that_is_none_denies if {
	messages(object.union(complete, {"email_address": "the duty officer"})) == {"the security contact's e-mail address is none"}
}

test_the_place_is_the_property if {
	some finding in security_contact.deny with input as {"properties": object.union(complete, {"title": " "})}
	finding.pointer == "/properties/title"
}

test_a_kind_that_is_not_recorded_is_unknown if {
	every kind in [null, "", "security", ["SECURITY"]] {
		some finding in security_contact.deny with input as {"properties": object.union(complete, {"alternate_contact_type": kind})}
		finding.unknown == true
	}
}

test_other_contacts_are_none_of_its_business if {
	applies(complete)
	applies(object.remove(complete, ["alternate_contact_type"]))
	not applies(object.union(complete, {"alternate_contact_type": "BILLING"}))
	not applies(object.union(complete, {"alternate_contact_type": "OPERATIONS"}))
}
