# METADATA
# title: Service models of other vendors' software as a service
# description: |
#   Types as the public tools name them: Terraform resources, ARM types of services
#   that are ordered in Azure but run by their vendor, and tables of inventory tools.
#   That a type means the vendor's hosted service is general knowledge: some of these
#   products can be installed by the customer as well.
# related_resources:
# - ref: https://learn.microsoft.com/azure/security/fundamentals/shared-responsibility
# - ref: https://learn.microsoft.com/azure/partner-solutions/overview
# - ref: https://registry.terraform.io/browse/providers
# custom:
#   id: ONUS-TYPES-SAAS
#   kind: types
package onus.boundary.types.saas

# type -> {service, model, confidence, source, provider_name}.
table := {type: entry |
	some vendor, group in vendors
	some type in group.types
	entry := {
		"service": vendor,
		"provider_name": vendor,
		"model": "saas",
		"confidence": object.get(group, "confidence", "unconfirmed"),
		"source": group.source,
	}
}

azure_native := "https://learn.microsoft.com/azure/partner-solutions/overview"

vendors := {
	"Google": {
		"source": "https://docs.cloud.google.com/architecture/framework/security/shared-responsibility-shared-fate",
		"confidence": "stated",
		"types": [
			"googleworkspace_chrome_policy", "googleworkspace_domain", "googleworkspace_domain_alias",
			"googleworkspace_gmail_send_as_alias", "googleworkspace_group", "googleworkspace_group_member",
			"googleworkspace_group_members", "googleworkspace_group_settings", "googleworkspace_org_unit",
			"googleworkspace_role", "googleworkspace_role_assignment", "googleworkspace_schema",
			"googleworkspace_user",
		],
	},
	"Atlassian": {
		"source": "https://registry.terraform.io/providers/fourplusone/jira/latest/docs",
		"types": [
			"bitbucket_repository", "bitbucket_project", "bitbucket_branch_restriction", "jira_project",
			"jira_issue", "jira_user", "jira_group", "opsgenie_team", "opsgenie_user", "opsgenie_schedule",
		],
	},
	"Auth0": {
		"source": "https://registry.terraform.io/providers/auth0/auth0/latest/docs",
		"types": [
			"auth0_client", "auth0_connection", "auth0_tenant", "auth0_user", "auth0_role",
			"auth0_organization", "auth0_resource_server",
		],
	},
	"Cloudflare": {
		"source": "https://registry.terraform.io/providers/cloudflare/cloudflare/latest/docs",
		"types": [
			"cloudflare_zone", "cloudflare_record", "cloudflare_dns_record", "cloudflare_ruleset",
			"cloudflare_access_application", "cloudflare_access_policy", "cloudflare_zone_settings_override",
			"cloudflare_account_member", "cloudflare_api_token",
		],
	},
	"Confluent": {
		"source": "https://registry.terraform.io/providers/confluentinc/confluent/latest/docs",
		"types": [
			"confluent_environment", "confluent_kafka_cluster", "confluent_kafka_topic",
			"confluent_service_account", "confluent_api_key", "confluent_role_binding",
			"microsoft.confluent/organizations",
		],
	},
	"Datadog": {
		"source": "https://registry.terraform.io/providers/DataDog/datadog/latest/docs",
		"types": [
			"datadog_monitor", "datadog_user", "datadog_role", "datadog_dashboard", "datadog_api_key",
			"datadog_application_key", "datadog_integration_aws", "microsoft.datadog/monitors",
			"microsoft.datadog/monitors/singlesignonconfigurations", "microsoft.datadog/monitors/tagrules",
			"azurerm_datadog_monitor", "azurerm_datadog_monitor_sso_configuration",
			"azurerm_datadog_monitor_tag_rule",
		],
	},
	"Dynatrace": {
		"source": azure_native,
		"types": [
			"dynatrace.observability/monitors", "azurerm_dynatrace_monitor", "azurerm_dynatrace_tag_rules",
		],
	},
	"Elastic": {
		"source": "https://registry.terraform.io/providers/elastic/ec/latest/docs",
		"types": [
			"ec_deployment", "ec_deployment_traffic_filter", "microsoft.elastic/monitors",
			"azurerm_elastic_cloud_elasticsearch",
		],
	},
	"F5": {
		"source": azure_native,
		"types": [
			"nginx.nginxplus/nginxdeployments", "azurerm_nginx_api_key", "azurerm_nginx_certificate",
			"azurerm_nginx_configuration", "azurerm_nginx_deployment",
		],
	},
	"Fastly": {
		"source": "https://registry.terraform.io/providers/fastly/fastly/latest/docs",
		"types": [
			"fastly_service_vcl", "fastly_user", "fastly_tls_subscription",
		],
	},
	"GitHub": {
		"source": "https://registry.terraform.io/providers/integrations/github/latest/docs",
		"types": [
			"github_repository", "github_repository_collaborator", "github_repository_collaborators",
			"github_repository_deploy_key", "github_repository_environment", "github_repository_file",
			"github_repository_ruleset", "github_repository_webhook", "github_branch", "github_branch_default",
			"github_branch_protection", "github_branch_protection_v3", "github_actions_secret",
			"github_actions_variable", "github_actions_environment_secret",
			"github_actions_organization_permissions", "github_actions_organization_secret",
			"github_actions_repository_permissions", "github_actions_runner_group", "github_dependabot_secret",
			"github_membership", "github_organization_custom_role", "github_organization_ruleset",
			"github_organization_security_manager", "github_organization_settings",
			"github_organization_webhook", "github_team", "github_team_membership", "github_team_repository",
			"github_app_installation_repository", "github_enterprise_organization", "github_issue_label",
			"github_release",
		],
	},
	"GitLab": {
		"source": "https://registry.terraform.io/providers/gitlabhq/gitlab/latest/docs",
		"types": [
			"gitlab_project", "gitlab_group", "gitlab_user", "gitlab_branch_protection",
			"gitlab_project_membership", "gitlab_group_membership", "gitlab_project_variable",
			"gitlab_group_variable", "gitlab_deploy_key", "gitlab_deploy_token", "gitlab_project_hook",
		],
	},
	"HashiCorp": {
		"source": "https://registry.terraform.io/providers/hashicorp/tfe/latest/docs",
		"types": [
			"tfe_organization", "tfe_workspace", "tfe_team", "tfe_team_access", "tfe_variable",
			"tfe_policy_set", "hcp_vault_cluster", "hcp_boundary_cluster", "hcp_project",
		],
	},
	"LaunchDarkly": {
		"source": "https://registry.terraform.io/providers/launchdarkly/launchdarkly/latest/docs",
		"types": [
			"launchdarkly_project", "launchdarkly_feature_flag", "launchdarkly_team",
		],
	},
	"MongoDB": {
		"source": "https://registry.terraform.io/providers/mongodb/mongodbatlas/latest/docs",
		"types": [
			"mongodbatlas_project", "mongodbatlas_cluster", "mongodbatlas_advanced_cluster",
			"mongodbatlas_database_user", "mongodbatlas_project_ip_access_list", "mongodbatlas_auditing",
			"mongodbatlas_encryption_at_rest",
		],
	},
	"New Relic": {
		"source": "https://registry.terraform.io/providers/newrelic/newrelic/latest/docs",
		"types": [
			"newrelic_alert_policy", "newrelic_nrql_alert_condition", "newrelic_one_dashboard",
			"newrelic.observability/monitors", "azurerm_new_relic_monitor", "azurerm_new_relic_tag_rule",
		],
	},
	"Okta": {
		"source": "https://registry.terraform.io/providers/okta/okta/latest/docs",
		"types": [
			"okta_user", "okta_user_base_schema", "okta_user_base_schema_property", "okta_group",
			"okta_group_memberships", "okta_group_role", "okta_group_rule", "okta_admin_role_custom",
			"okta_api_token", "okta_app_group_assignment", "okta_app_oauth", "okta_app_saml",
			"okta_app_signon_policy", "okta_app_signon_policy_rule", "okta_app_user", "okta_auth_server",
			"okta_auth_server_policy", "okta_authenticator", "okta_behavior", "okta_domain", "okta_event_hook",
			"okta_factor", "okta_network_zone", "okta_policy_mfa", "okta_policy_password",
			"okta_policy_signon", "okta_policy_rule_signon", "okta_trusted_origin",
		],
	},
	"PagerDuty": {
		"source": "https://registry.terraform.io/providers/PagerDuty/pagerduty/latest/docs",
		"types": [
			"pagerduty_service", "pagerduty_user", "pagerduty_team", "pagerduty_escalation_policy",
			"pagerduty_schedule",
		],
	},
	"Palo Alto Networks": {
		"source": azure_native,
		"types": [
			"paloaltonetworks.cloudngfw/firewalls", "paloaltonetworks.cloudngfw/localrulestacks",
			"azurerm_palo_alto_local_rulestack", "azurerm_palo_alto_local_rulestack_certificate",
			"azurerm_palo_alto_local_rulestack_fqdn_list",
			"azurerm_palo_alto_local_rulestack_outbound_trust_certificate_association",
			"azurerm_palo_alto_local_rulestack_outbound_untrust_certificate_association",
			"azurerm_palo_alto_local_rulestack_prefix_list", "azurerm_palo_alto_local_rulestack_rule",
			"azurerm_palo_alto_next_generation_firewall_virtual_hub_local_rulestack",
			"azurerm_palo_alto_next_generation_firewall_virtual_hub_panorama",
			"azurerm_palo_alto_next_generation_firewall_virtual_hub_strata_cloud_manager",
			"azurerm_palo_alto_next_generation_firewall_virtual_network_local_rulestack",
			"azurerm_palo_alto_next_generation_firewall_virtual_network_panorama",
			"azurerm_palo_alto_next_generation_firewall_virtual_network_strata_cloud_manager",
			"azurerm_palo_alto_virtual_network_appliance",
		],
	},
	"Salesforce": {
		"source": "https://registry.terraform.io/providers/hashicorp/salesforce/latest/docs",
		"types": [
			"salesforce_user", "salesforce_user_role", "salesforce_profile",
		],
	},
	"Sentry": {
		"source": "https://registry.terraform.io/providers/jianyuan/sentry/latest/docs",
		"types": [
			"sentry_organization", "sentry_project", "sentry_team",
		],
	},
	"ServiceNow": {
		"source": "https://hub.steampipe.io/plugins/turbot/servicenow",
		"types": [
			"servicenow_sys_user", "servicenow_incident", "servicenow_cmdb_ci",
		],
	},
	"Slack": {
		"source": "https://registry.terraform.io/providers/pablovarela/slack/latest/docs",
		"types": [
			"slack_conversation", "slack_usergroup", "slack_user", "slack_group",
		],
	},
	"Snowflake": {
		"source": "https://registry.terraform.io/providers/snowflakedb/snowflake/latest/docs",
		"types": [
			"snowflake_database", "snowflake_schema", "snowflake_table", "snowflake_warehouse",
			"snowflake_user", "snowflake_account_role", "snowflake_network_policy",
			"snowflake_grant_privileges_to_account_role", "snowflake_masking_policy",
		],
	},
	"Vercel": {
		"source": "https://registry.terraform.io/providers/vercel/vercel/latest/docs",
		"types": [
			"vercel_project", "vercel_deployment", "vercel_project_environment_variable",
		],
	},
	"Yugabyte": {
		"source": "https://registry.terraform.io/providers/yugabyte/ybm/latest/docs",
		"types": [
			"ybm_cluster", "ybm_user", "ybm_allow_list",
		],
	},
	"Zscaler": {
		"source": "https://registry.terraform.io/providers/zscaler/zia/latest/docs",
		"types": [
			"zia_url_filtering_rules", "zia_firewall_filtering_rule", "zpa_application_segment",
			"zpa_policy_access_rule",
		],
	},
}
