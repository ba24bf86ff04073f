# METADATA
# title: Security contact facts
# description: |
#   One rule a fact, whatever the shape of the source: ARM in the three forms that
#   the API versions 2017-08-01-preview, 2020-01-01-preview and 2023-12-01-preview
#   have, or azurerm.
# related_resources:
# - ref: https://learn.microsoft.com/azure/templates/microsoft.security/securitycontacts
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/security_center_contact
package onus.lib.azure.security_contact

import data.onus.lib.fact

# The addresses: one text, with semicolons between several.
emails := found if {
	found := fact.at(input.properties.emails, "/properties/emails")
} else := found if {
	found := fact.at(input.properties.email, "/properties/email")
} else := fact.assumed("", "/properties")

# Whether the contact as a whole is on. Only the newest API version has the switch.
enabled := found if {
	found := fact.at(input.properties.isEnabled, "/properties/isEnabled")
} else := fact.assumed(true, "/properties")

# Whether alerts of high severity are sent: each minimal severity includes them.
alerts_sent if {
	some source in notification_sources
	source.sourceType == "Alert"
	source.minimalSeverity in severities
	input.properties.isEnabled == true
}

alerts_sent if {
	input.properties.alertNotifications.state == "On"
	input.properties.alertNotifications.minimalSeverity in severities
}

# The oldest API version has one switch, for alerts of high severity.
alerts_sent if input.properties.alertNotifications == "On"

alerts_sent if input.properties.alert_notifications == true

severities := {"High", "Medium", "Low"}

notification_sources := input.properties.notificationsSources if {
	list := input.properties.notificationsSources
	is_array(list)
} else := []

alerts_pointer := "/properties/notificationsSources" if {
	list := input.properties.notificationsSources
	is_array(list)
} else := pointer if {
	pointer := fact.at(input.properties.alertNotifications, "/properties/alertNotifications").pointer
} else := pointer if {
	pointer := fact.at(input.properties.alert_notifications, "/properties/alert_notifications").pointer
} else := "/properties"
