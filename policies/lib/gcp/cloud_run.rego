# METADATA
# title: Cloud Run facts
# description: |
#   How a service is reached, as the v2 API (Cloud Asset Inventory) and the google
#   provider of Terraform have it. The older v1 shape keeps both in annotations.
# related_resources:
# - ref: https://cloud.google.com/run/docs/securing/ingress
# - ref: https://cloud.google.com/run/docs/authenticating/public
# - ref: https://cloud.google.com/run/docs/reference/rest/v2/projects.locations.services
# - ref: https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/cloud_run_v2_service
package onus.lib.gcp.cloud_run

import data.onus.lib.fact

# From where requests are taken: from everywhere by default.
ingress := found if {
	found := fact.at(input.properties.ingress, "/properties/ingress")
} else := fact.assumed(null, "/properties") if {
	v1
} else := fact.assumed("INGRESS_TRAFFIC_ALL", "/properties")

# Whether IAM is not asked about a caller. It is by default.
invoker_check_off := found if {
	found := fact.at(input.properties.invokerIamDisabled, "/properties/invokerIamDisabled")
} else := found if {
	found := fact.at(input.properties.invoker_iam_disabled, "/properties/invoker_iam_disabled")
} else := fact.assumed(null, "/properties") if {
	v1
} else := fact.assumed(false, "/properties")

# A record of the v1 API: its settings are annotations, which are not read here.
v1 if input.properties.spec != null
