package onus.lockdown.azure.security_contact.high_severity_alerts_test

import data.onus.lockdown.azure.security_contact.high_severity_alerts

test_arm_alerts_off_denies if {
	high_severity_alerts.deny == {{
		"message": "alerts of high severity are not sent",
		"pointer": "/properties/alertNotifications",
	}} with input as {"type": "microsoft.security/securitycontacts", "properties": {"emails": "soc@contoso.example", "alertNotifications": {"state": "Off", "minimalSeverity": "High"}}}
}

test_arm_without_address_denies if {
	high_severity_alerts.deny == {{
		"message": "there is no e-mail address",
		"pointer": "/properties/emails",
	}} with input as {"type": "microsoft.security/securitycontacts", "properties": {"emails": "", "alertNotifications": {"state": "On", "minimalSeverity": "High"}}}
}

test_arm_contact_that_is_off_denies if {
	high_severity_alerts.deny == {{
		"message": "the contact is off",
		"pointer": "/properties/isEnabled",
		"expected": true,
	}} with input as {"type": "microsoft.security/securitycontacts", "properties": {"isEnabled": false, "emails": "soc@contoso.example", "notificationsSources": [{"sourceType": "Alert", "minimalSeverity": "High"}]}}
}

test_arm_2017_alerts_on_allows if {
	count(high_severity_alerts.deny) == 0 with input as {"type": "microsoft.security/securitycontacts", "properties": {"email": "soc@contoso.example", "alertNotifications": "On"}}
}

test_arm_2017_alerts_off_denies if {
	count(high_severity_alerts.deny) == 1 with input as {"type": "microsoft.security/securitycontacts", "properties": {"email": "soc@contoso.example", "alertNotifications": "Off"}}
}

test_arm_2020_alerts_on_allows if {
	count(high_severity_alerts.deny) == 0 with input as {"type": "microsoft.security/securitycontacts", "properties": {"emails": "soc@contoso.example", "alertNotifications": {"state": "On", "minimalSeverity": "Medium"}}}
}

test_arm_2023_alerts_on_allows if {
	count(high_severity_alerts.deny) == 0 with input as {"type": "microsoft.security/securitycontacts", "properties": {"isEnabled": true, "emails": "soc@contoso.example", "notificationsSources": [{"sourceType": "AttackPath", "minimalRiskLevel": "Critical"}, {"sourceType": "Alert", "minimalSeverity": "High"}]}}
}

test_arm_2023_attack_paths_only_deny if {
	high_severity_alerts.deny == {{
		"message": "alerts of high severity are not sent",
		"pointer": "/properties/notificationsSources",
	}} with input as {"type": "microsoft.security/securitycontacts", "properties": {"isEnabled": true, "emails": "soc@contoso.example", "notificationsSources": [{"sourceType": "AttackPath", "minimalRiskLevel": "Low"}]}}
}

test_azurerm_alerts_off_denies if {
	high_severity_alerts.deny == {{
		"message": "alerts of high severity are not sent",
		"pointer": "/properties/alert_notifications",
	}} with input as {"type": "azurerm_security_center_contact", "properties": {"email": "soc@contoso.example", "alert_notifications": false, "alerts_to_admins": true}}
}

test_azurerm_alerts_on_allows if {
	count(high_severity_alerts.deny) == 0 with input as {"type": "azurerm_security_center_contact", "properties": {"email": "soc@contoso.example", "alert_notifications": true, "alerts_to_admins": true}}
}

test_missing_alert_settings_deny if {
	high_severity_alerts.deny == {{
		"message": "alerts of high severity are not sent",
		"pointer": "/properties",
	}} with input as {"type": "microsoft.security/securitycontacts", "properties": {"emails": "soc@contoso.example", "notificationsByRole": {"state": "On", "roles": ["Admin"]}}}
}

test_arm_2017_address_that_is_none_denies if {
	high_severity_alerts.deny == {{
		"message": "there is no e-mail address",
		"pointer": "/properties/email",
	}} with input as {"type": "microsoft.security/securitycontacts", "properties": {"email": "soc", "alertNotifications": "On"}}
}

test_arm_2023_severity_of_another_source_does_not_count if {
	count(high_severity_alerts.deny) == 1 with input as {"type": "microsoft.security/securitycontacts", "properties": {"isEnabled": true, "emails": "soc@contoso.example", "notificationsSources": [{"sourceType": "AttackPath", "minimalSeverity": "High"}]}}
}

test_arm_2023_without_severity_denies if {
	count(high_severity_alerts.deny) == 1 with input as {"type": "microsoft.security/securitycontacts", "properties": {"isEnabled": true, "emails": "soc@contoso.example", "notificationsSources": [{"sourceType": "Alert"}]}}
}

test_arm_2023_without_the_switch_denies if {
	count(high_severity_alerts.deny) == 1 with input as {"type": "microsoft.security/securitycontacts", "properties": {"emails": "soc@contoso.example", "notificationsSources": [{"sourceType": "Alert", "minimalSeverity": "High"}]}}
}

test_missing_severity_denies if {
	count(high_severity_alerts.deny) == 1 with input as {"type": "microsoft.security/securitycontacts", "properties": {"emails": "soc@contoso.example", "alertNotifications": {"state": "On"}}}
}

test_wrong_type_of_the_switch_denies if {
	count(high_severity_alerts.deny) == 1 with input as {"type": "azurerm_security_center_contact", "properties": {"email": "soc@contoso.example", "alert_notifications": "true"}}
}

test_wrong_type_of_the_address_denies if {
	count(high_severity_alerts.deny) == 1 with input as {"type": "microsoft.security/securitycontacts", "properties": {"emails": ["soc@contoso.example"], "alertNotifications": {"state": "On", "minimalSeverity": "High"}}}
}

test_null_is_absent if {
	count(high_severity_alerts.deny) == 1 with input as {"type": "microsoft.security/securitycontacts", "properties": {"emails": null, "alertNotifications": {"state": "On", "minimalSeverity": "High"}}}
}
