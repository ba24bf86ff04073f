# METADATA
# title: Software as a service of other vendors
# description: |
#   No vendor's own matrix is read here. Microsoft's column for SaaS is applied to
#   the vendor that runs the service, so every answer is inferred. It holds for the
#   vendor's hosted service: a product that the customer installed itself is the
#   customer's as far down as the machine it runs on.
# related_resources:
# - ref: https://learn.microsoft.com/azure/security/fundamentals/shared-responsibility
# - ref: https://learn.microsoft.com/azure/partner-solutions/overview
# custom:
#   id: ONUS-SERVICE-SAAS-VENDORS
#   kind: boundary
#   tier: service
#   resources:
#   - auth0_*
#   - bitbucket_*
#   - cloudflare_*
#   - confluent_*
#   - datadog_*
#   - ec_*
#   - fastly_*
#   - github_*
#   - gitlab_*
#   - googleworkspace_*
#   - hcp_*
#   - jira_*
#   - launchdarkly_*
#   - mongodbatlas_*
#   - newrelic_*
#   - okta_*
#   - opsgenie_*
#   - pagerduty_*
#   - salesforce_*
#   - sentry_*
#   - servicenow_*
#   - slack_*
#   - snowflake_*
#   - tfe_*
#   - vercel_*
#   - ybm_*
#   - zia_*
#   - zpa_*
#   - microsoft.datadog/*
#   - microsoft.elastic/*
#   - microsoft.confluent/*
#   - dynatrace.observability/*
#   - newrelic.observability/*
#   - nginx.nginxplus/*
#   - paloaltonetworks.cloudngfw/*
#   - azurerm_datadog_*
#   - azurerm_dynatrace_*
#   - azurerm_elastic_cloud_*
#   - azurerm_new_relic_*
#   - azurerm_nginx_*
#   - azurerm_palo_alto_*
package onus.boundary.services.saas.vendors

import data.onus.boundary.editions.msft_2026
import data.onus.lib.boundary.matrix
import data.onus.lib.boundary.vendors

responsibility[layer] := found if {
	table := object.union(msft_2026.table, {"provider": vendors.name(input.type)})
	some layer, found in matrix.answers(table, vendors.columns, "saas")
}
