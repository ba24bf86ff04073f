package onus.lockdown.gcp.essential_contacts.security_contact_test

import data.onus.lockdown.gcp.essential_contacts.security_contact

contact := {"email": "soc@example.com", "notificationCategorySubscriptions": ["SECURITY", "TECHNICAL"], "validationState": "VALID"}

messages(properties) := found if {
	found := {finding.message | some finding in security_contact.deny} with input as {"properties": properties}
}

unknown(properties) if {
	some finding in security_contact.deny with input as {"properties": properties}
	finding.unknown == true
}

applies(properties) if security_contact.applies with input as {"properties": properties}

test_a_valid_contact_allows if {
	messages(contact) == set()
	messages(object.union(contact, {"notificationCategorySubscriptions": ["ALL"]})) == set()
	messages(object.remove(contact, ["validationState"])) == set()
}

test_terraform_allows if messages({"email": "soc@example.com", "notification_category_subscriptions": ["SECURITY"]}) == set()

test_no_address_denies if {
	every email in ["", null, "soc", 1] {
		messages(object.union(contact, {"email": email})) == {"the security contact has no e-mail address"}
	}
}

test_an_invalid_address_denies if {
	security_contact.deny == {{
		"message": "the security contact's address was found to be invalid",
		"pointer": "/properties/validationState",
		"expected": "VALID",
	}} with input as {"properties": object.union(contact, {"validationState": "INVALID"})}
}

test_another_state_is_unknown if unknown(object.union(contact, {"validationState": "VALIDATION_STATE_UNSPECIFIED"}))

test_categories_that_are_not_known_are_unknown if {
	every categories in [null, [], "SECURITY", ["NOTIFICATION_CATEGORY_UNSPECIFIED"]] {
		unknown(object.union(contact, {"notificationCategorySubscriptions": categories}))
	}
}

test_contacts_for_other_things_are_none_of_its_business if {
	applies(contact)
	applies(object.remove(contact, ["notificationCategorySubscriptions"]))
	not applies(object.union(contact, {"notificationCategorySubscriptions": ["BILLING", "LEGAL"]}))
	applies(object.union(contact, {"notificationCategorySubscriptions": ["BILLING", "ALL"]}))
	applies(object.union(contact, {"notificationCategorySubscriptions": ["BILLING", "NEW"]}))
}

test_terraform_without_an_address_denies if {
	messages({"email": "", "notification_category_subscriptions": ["SECURITY"]}) == {"the security contact has no e-mail address"}
}
