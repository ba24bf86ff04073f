# METADATA
# title: Vendors of software as a service
# description: |
#   Which vendor stands behind a resource type, by the part of the type before its
#   first "_" (Terraform and table names) or "/" (ARM namespaces).
# related_resources:
# - ref: https://registry.terraform.io/browse/providers
# - ref: https://learn.microsoft.com/azure/partner-solutions/overview
package onus.lib.boundary.vendors

# name(type) is the vendor's name; undefined for a type of nobody in this table.
name(type) := by_prefix[split(type, "_")[0]]

name(type) := azure_native[split(type, "/")[0]]

name(type) := found if {
	some prefix, found in azure_native_terraform
	startswith(type, prefix)
}

# columns says which column of a matrix answers for a vendor's service: the one for
# SaaS, except for the network. There Microsoft speaks for its own services; other
# vendors leave allow-lists and the like to the customer, as in a PaaS. As a
# projection it makes every answer inferred.
columns := {"saas": {
	"data": "saas",
	"configuration": "saas",
	"identity.users": "saas",
	"endpoint": "saas",
	"application": "saas",
	"runtime": "saas",
	"os.guest": "saas",
	"network.controls": "paas",
	"host": "saas",
	"network.physical": "saas",
	"datacenter": "saas",
}}

by_prefix := {
	"auth0": "Auth0",
	"bitbucket": "Atlassian",
	"cloudflare": "Cloudflare",
	"confluent": "Confluent",
	"datadog": "Datadog",
	"ec": "Elastic",
	"fastly": "Fastly",
	"github": "GitHub",
	"gitlab": "GitLab",
	"googleworkspace": "Google",
	"hcp": "HashiCorp",
	"jira": "Atlassian",
	"launchdarkly": "LaunchDarkly",
	"mongodbatlas": "MongoDB",
	"newrelic": "New Relic",
	"okta": "Okta",
	"opsgenie": "Atlassian",
	"pagerduty": "PagerDuty",
	"salesforce": "Salesforce",
	"sentry": "Sentry",
	"servicenow": "ServiceNow",
	"slack": "Slack",
	"snowflake": "Snowflake",
	"tfe": "HashiCorp",
	"vercel": "Vercel",
	"ybm": "Yugabyte",
	"zia": "Zscaler",
	"zpa": "Zscaler",
}

# Services of other vendors that are ordered and shown in Azure, yet run by the
# vendor.
azure_native := {
	"microsoft.datadog": "Datadog",
	"microsoft.elastic": "Elastic",
	"microsoft.confluent": "Confluent",
	"dynatrace.observability": "Dynatrace",
	"newrelic.observability": "New Relic",
	"nginx.nginxplus": "F5",
	"paloaltonetworks.cloudngfw": "Palo Alto Networks",
}

azure_native_terraform := {
	"azurerm_datadog_": "Datadog",
	"azurerm_elastic_cloud_": "Elastic",
	"azurerm_dynatrace_": "Dynatrace",
	"azurerm_new_relic_": "New Relic",
	"azurerm_nginx_": "F5",
	"azurerm_palo_alto_": "Palo Alto Networks",
}
