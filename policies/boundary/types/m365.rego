# METADATA
# title: Service models of Microsoft 365 and Entra types
# description: |
#   Microsoft 365 is the example that Microsoft's own table gives for SaaS. Its types
#   are the sections of a tenant's settings; the directory behind it is managed with
#   Terraform's azuread provider, Azure DevOps with azuredevops.
# related_resources:
# - ref: https://learn.microsoft.com/azure/security/fundamentals/shared-responsibility
# - ref: https://github.com/cisagov/ScubaGear
# - ref: https://registry.terraform.io/providers/hashicorp/azuread/latest/docs
# - ref: https://registry.terraform.io/providers/microsoft/azuredevops/latest/docs
# custom:
#   id: ONUS-TYPES-M365
#   kind: types
package onus.boundary.types.m365

# type -> {service, model, confidence, source}. The services are written down in
# groups; a type that two groups claim differently fails here.
table := {type: entry |
	some group in groups
	entry := object.remove(group, ["types"])
	some type in group.types
}

source := "https://learn.microsoft.com/azure/security/fundamentals/shared-responsibility"

groups := [
	{
		"service": "Microsoft 365", "model": "saas", "confidence": "stated", "source": source,
		"types": [
			"m365/tenant", "m365/tenant_details", "m365/tenant_id", "m365/service_plans",
			"m365/license_information",
		],
	},
	{
		"service": "Entra ID", "model": "saas", "confidence": "inferred", "source": source,
		"types": [
			"m365/conditional_access_policies", "m365/cap_table_data", "m365/authorization_policies",
			"m365/privileged_users", "m365/privileged_service_principals", "m365/privileged_roles",
			"m365/directory_settings", "m365/authentication_method", "m365/domain_settings",
			"m365/risky_applications", "m365/risky_third_party_service_principals",
			"m365/risky_delegated_permission_classifications",
		],
	},
	{
		"service": "Microsoft Defender for Office 365 and Purview", "model": "saas", "confidence": "stated", "source": source,
		"types": [
			"m365/protection_policy_rules", "m365/atp_policy_rules", "m365/dlp_compliance_policies",
			"m365/dlp_compliance_rules", "m365/anti_phish_policies", "m365/protection_alerts",
			"m365/admin_audit_log_config", "m365/atp_policy_for_o365",
		],
	},
	{
		"service": "Exchange Online", "model": "saas", "confidence": "stated", "source": source,
		"types": [
			"m365/remote_domains", "m365/accepted_domains", "m365/spf_records", "m365/dkim_config",
			"m365/dkim_records", "m365/dmarc_records", "m365/transport_config", "m365/sharing_policy",
			"m365/transport_rule", "m365/conn_filter", "m365/org_config", "m365/inbound_connectors",
			"m365/outbound_connectors", "m365/intra_org_connectors", "m365/org_relationships",
			"m365/legacy_exchange_service_principal", "m365/dedicated_exchange_hybrid_applications",
		],
	},
	{
		"service": "Power Platform", "model": "saas", "confidence": "inferred", "source": source,
		"types": [
			"m365/environment_creation", "m365/dlp_policies", "m365/tenant_isolation", "m365/environment_list",
		],
	},
	{
		"service": "SharePoint and OneDrive", "model": "saas", "confidence": "stated", "source": source,
		"types": [
			"m365/SPO_tenant", "m365/OneDrive_PnP_Flag",
		],
	},
	{
		"service": "Microsoft Teams", "model": "saas", "confidence": "stated", "source": source,
		"types": [
			"m365/teams_tenant_info", "m365/meeting_policies", "m365/federation_configuration",
			"m365/client_configuration", "m365/app_policies", "m365/broadcast_policies",
			"m365/tenant_app_settings",
		],
	},
	{
		"service": "Microsoft 365 Copilot", "model": "saas", "confidence": "stated", "source": source,
		"types": [
			"m365/copilot",
		],
	},
	{
		"service": "Entra ID", "model": "saas", "confidence": "inferred", "source": source,
		"types": [
			"azuread_access_package", "azuread_access_package_assignment_policy",
			"azuread_access_package_catalog", "azuread_access_package_catalog_role_assignment",
			"azuread_access_package_resource_catalog_association",
			"azuread_access_package_resource_package_association", "azuread_administrative_unit",
			"azuread_administrative_unit_member", "azuread_administrative_unit_role_member",
			"azuread_app_role_assignment", "azuread_application", "azuread_application_api_access",
			"azuread_application_app_role", "azuread_application_certificate",
			"azuread_application_fallback_public_client", "azuread_application_federated_identity_credential",
			"azuread_application_flexible_federated_identity_credential", "azuread_application_from_template",
			"azuread_application_identifier_uri", "azuread_application_known_clients",
			"azuread_application_optional_claims", "azuread_application_owner", "azuread_application_password",
			"azuread_application_permission_scope", "azuread_application_pre_authorized",
			"azuread_application_redirect_uris", "azuread_application_registration",
			"azuread_authentication_strength_policy", "azuread_claims_mapping_policy",
			"azuread_conditional_access_policy", "azuread_custom_directory_role", "azuread_directory_role",
			"azuread_directory_role_assignment", "azuread_directory_role_eligibility_schedule_request",
			"azuread_directory_role_member", "azuread_group", "azuread_group_member",
			"azuread_group_role_management_policy", "azuread_group_without_members", "azuread_invitation",
			"azuread_named_location", "azuread_privileged_access_group_assignment_schedule",
			"azuread_privileged_access_group_eligibility_schedule", "azuread_service_principal",
			"azuread_service_principal_certificate",
			"azuread_service_principal_claims_mapping_policy_assignment",
			"azuread_service_principal_delegated_permission_grant", "azuread_service_principal_password",
			"azuread_service_principal_token_signing_certificate", "azuread_synchronization_job",
			"azuread_synchronization_job_provision_on_demand", "azuread_synchronization_secret",
			"azuread_user", "azuread_user_flow_attribute",
		],
	},
	{
		"service": "Azure DevOps", "model": "saas", "confidence": "inferred", "source": source,
		"types": [
			"azuredevops_agent_pool", "azuredevops_agent_queue", "azuredevops_area_permissions",
			"azuredevops_auditstream_azureeventgrid", "azuredevops_auditstream_azuremonitorlogs",
			"azuredevops_auditstream_splunk", "azuredevops_branch_policy_auto_reviewers",
			"azuredevops_branch_policy_build_validation", "azuredevops_branch_policy_comment_resolution",
			"azuredevops_branch_policy_merge_types", "azuredevops_branch_policy_min_reviewers",
			"azuredevops_branch_policy_status_check", "azuredevops_branch_policy_work_item_linking",
			"azuredevops_build_definition", "azuredevops_build_definition_permissions",
			"azuredevops_build_folder", "azuredevops_check_approval", "azuredevops_check_branch_control",
			"azuredevops_check_exclusive_lock", "azuredevops_check_required_template",
			"azuredevops_environment", "azuredevops_extension", "azuredevops_feed",
			"azuredevops_feed_permission", "azuredevops_git_permissions", "azuredevops_git_repository",
			"azuredevops_git_repository_file", "azuredevops_group", "azuredevops_group_entitlement",
			"azuredevops_group_membership", "azuredevops_library_permissions",
			"azuredevops_pipeline_authorization", "azuredevops_project", "azuredevops_project_features",
			"azuredevops_project_permissions", "azuredevops_project_pipeline_settings",
			"azuredevops_repository_policy_author_email_pattern",
			"azuredevops_repository_policy_check_credentials", "azuredevops_repository_policy_max_file_size",
			"azuredevops_resource_authorization", "azuredevops_securityrole_assignment",
			"azuredevops_service_principal_entitlement", "azuredevops_serviceendpoint_aws",
			"azuredevops_serviceendpoint_azurecr", "azuredevops_serviceendpoint_azurerm",
			"azuredevops_serviceendpoint_dockerregistry",
		],
	},
	{
		"service": "Power Platform", "model": "saas", "confidence": "inferred", "source": source,
		"types": [
			"powerplatform_environment", "powerplatform_data_loss_prevention_policy",
			"powerplatform_tenant_settings", "powerplatform_environment_settings",
			"powerplatform_managed_environment", "powerplatform_environment_group",
		],
	},
	{
		"service": "Microsoft Fabric", "model": "saas", "confidence": "inferred", "source": source,
		"types": [
			"fabric_workspace", "fabric_workspace_role_assignment", "fabric_lakehouse", "fabric_warehouse",
			"fabric_notebook",
		],
	},
]
