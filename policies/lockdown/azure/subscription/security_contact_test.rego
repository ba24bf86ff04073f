package onus.lockdown.azure.subscription.security_contact_test

import data.onus.lockdown.azure.subscription.security_contact

subscription(contacts, types) := {
	"properties": {"state": "Enabled"},
	"coverage": {"types": types},
	"related": {"children": {"microsoft.security/securitycontacts": [{"properties": properties} | some properties in contacts]}},
}

both := ["microsoft.resources/subscriptions", "microsoft.security/securitycontacts"]

test_a_contact_with_an_address_allows if {
	every properties in [{"emails": "soc@example.com"}, {"email": "soc@example.com"}, {"emails": "soc@example.com", "isEnabled": true}] {
		count(security_contact.deny) == 0 with input as subscription([properties], both)
	}
	count(security_contact.deny) == 0 with input as subscription([{}, {"emails": "soc@example.com"}], both)
}

test_no_contact_denies if {
	security_contact.deny == {{"message": "it has no security contact", "pointer": "/properties"}} with input as subscription([], both)
}

test_contacts_that_nobody_reads_deny if {
	every properties in [{}, {"emails": ""}, {"emails": null}, {"emails": ["soc@example.com"]}, {"emails": "soc@example.com", "isEnabled": false}] {
		findings := security_contact.deny with input as subscription([properties], both)
		{finding.message | some finding in findings} == {"none of its security contacts has an e-mail address and is on"}
	}
}

test_contacts_that_were_not_collected_are_unknown if {
	some finding in security_contact.deny with input as subscription([], ["microsoft.resources/subscriptions"])
	finding.unknown == true
}

test_nothing_attached_is_unknown if {
	some finding in security_contact.deny with input as {"properties": {}, "coverage": {"types": []}}
	finding.unknown == true
}
