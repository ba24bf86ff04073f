# METADATA
# title: Essential Contacts facts
# description: |
#   A contact of an organisation, a folder or a project, as the API (Cloud Asset Inventory)
#   and the google provider of Terraform have it.
# related_resources:
# - ref: https://cloud.google.com/resource-manager/docs/managing-notification-contacts
# - ref: https://cloud.google.com/resource-manager/docs/reference/essentialcontacts/rest/v1/projects.contacts
# - ref: https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/essential_contacts_contact
package onus.lib.gcp.essential_contacts

import data.onus.lib.fact

email := found if {
	found := fact.at(input.properties.email, "/properties/email")
} else := fact.assumed("", "/properties")

# What the contact is told of.
categories := found if {
	found := fact.at(input.properties.notificationCategorySubscriptions, "/properties/notificationCategorySubscriptions")
} else := found if {
	found := fact.at(input.properties.notification_category_subscriptions, "/properties/notification_category_subscriptions")
} else := fact.assumed(null, "/properties")

# Whether the address was found to be right. Terraform's configuration does not have it.
validation := found if {
	found := fact.at(input.properties.validationState, "/properties/validationState")
} else := fact.assumed("", "/properties")
