//! Commands of ScubaGear, and the sections of an export that each fills.

/// The sections of all products.
pub const SECTIONS: [&str; 48] = [
    "conditional_access_policies",
    "authorization_policies",
    "privileged_users",
    "privileged_service_principals",
    "privileged_roles",
    "service_plans",
    "directory_settings",
    "authentication_method",
    "domain_settings",
    "license_information",
    "total_user_count",
    "risky_applications",
    "risky_third_party_service_principals",
    "protection_policy_rules",
    "atp_policy_rules",
    "dlp_compliance_policies",
    "dlp_compliance_rules",
    "anti_phish_policies",
    "protection_alerts",
    "admin_audit_log_config",
    "atp_policy_for_o365",
    "defender_license",
    "defender_dlp_license",
    "remote_domains",
    "accepted_domains",
    "spf_records",
    "dkim_config",
    "dkim_records",
    "dmarc_records",
    "transport_config",
    "sharing_policy",
    "transport_rule",
    "conn_filter",
    "org_config",
    "inbound_connectors",
    "outbound_connectors",
    "environment_creation",
    "dlp_policies",
    "tenant_isolation",
    "environment_list",
    "SPO_tenant",
    "teams_tenant_info",
    "meeting_policies",
    "federation_configuration",
    "client_configuration",
    "app_policies",
    "broadcast_policies",
    "tenant_app_settings",
];

/// The sections that a command fills, directly or by derived values; none for commands of
/// unknown versions.
pub fn sections_of(command: &str) -> Option<&'static [&'static str]> {
    Some(match command {
        "Get-MgBetaIdentityConditionalAccessPolicy" => {
            &["conditional_access_policies", "cap_table_data"]
        }
        // The licenses decide which other commands run at all.
        "Get-MgBetaSubscribedSku" => &[
            "service_plans",
            "license_information",
            "license_state",
            "privileged_users",
            "privileged_service_principals",
            "privileged_roles",
        ],
        "Get-PrivilegedUser" => &["privileged_users", "privileged_service_principals"],
        "Get-PrivilegedRole" => &["privileged_roles"],
        "Get-MgBetaUserCount" => &["total_user_count"],
        "Get-MgBetaPolicyAuthorizationPolicy" => &["authorization_policies"],
        "Get-MgBetaDirectorySetting" => &["directory_settings"],
        "Get-MgBetaPolicyAuthenticationMethodPolicy" => &["authentication_method"],
        "Get-MgBetaDomain" => &["domain_settings"],
        "Get-ApplicationsWithRiskyPermissions" | "Format-RiskyApplications" => {
            &["risky_applications"]
        }
        "Get-ServicePrincipalsWithRiskyPermissions" => {
            &["risky_applications", "risky_third_party_service_principals"]
        }
        "Format-RiskyThirdPartyServicePrincipals" => &["risky_third_party_service_principals"],
        "Get-ServicePrincipalsWithRiskyDelegatedPermissionClassifications" => {
            &["risky_delegated_permission_classifications"]
        }
        "Get-LegacyExchangeServicePrincipal" => &["legacy_exchange_service_principal"],
        "Get-DedicatedExchangeHybridApplications" => &["dedicated_exchange_hybrid_applications"],
        "Get-AdminAuditLogConfig" => &["admin_audit_log_config"],
        "Get-EOPProtectionPolicyRule" => &["protection_policy_rules"],
        "Get-ATPProtectionPolicyRule" => &["atp_policy_rules"],
        "Get-AntiPhishPolicy" => &["anti_phish_policies"],
        "Get-MalwareFilterPolicy" => &["malware_filter_policies"],
        "Get-SafeAttachmentPolicy" => &["safe_attachment_policies"],
        "Get-SafeAttachmentRule" => &["safe_attachment_rules"],
        "Get-SafeLinksPolicy" => &["safe_links_policies"],
        "Get-SafeLinksRule" => &["safe_links_rules"],
        "Get-AtpPolicyForO365" => &["atp_policy_for_o365"],
        "Get-DlpCompliancePolicy" => &["dlp_compliance_policies"],
        "Get-DlpComplianceRule" => &["dlp_compliance_rules"],
        "Get-ProtectionAlert" => &["protection_alerts"],
        "Get-RemoteDomain" => &["remote_domains"],
        // Mail records are looked up for these domains.
        "Get-AcceptedDomain" => &[
            "accepted_domains",
            "all_domains",
            "spf_records",
            "dkim_records",
            "dmarc_records",
        ],
        "Get-ScubaSpfRecord" => &["spf_records"],
        "Get-DkimSigningConfig" => &["dkim_config"],
        "Get-ScubaDkimRecord" => &["dkim_records"],
        "Get-ScubaDmarcRecord" => &["dmarc_records"],
        "Get-TransportConfig" => &["transport_config"],
        "Get-SharingPolicy" => &["sharing_policy"],
        "Get-TransportRule" => &["transport_rule"],
        "Get-HostedConnectionFilterPolicy" => &["conn_filter"],
        "Get-OrganizationConfig" => &["org_config"],
        "Get-InboundConnector" => &["inbound_connectors"],
        "Get-OutboundConnector" => &["outbound_connectors"],
        "Get-IntraOrganizationConnector" => &["intra_org_connectors"],
        "Get-OrganizationRelationship" => &["org_relationships"],
        "Get-PowerPlatformTenantSettingsRest" | "Get-TenantSettings" => &["environment_creation"],
        "Get-PowerPlatformEnvironmentsRest" | "Get-AdminPowerAppEnvironment" => {
            &["environment_list"]
        }
        "Get-PowerPlatformDlpPoliciesRest" | "Get-DlpPolicy" => &["dlp_policies"],
        "Get-PowerPlatformTenantIsolationRest" | "Get-PowerAppTenantIsolationPolicy" => {
            &["tenant_isolation"]
        }
        "Get-SPOTenantRest" | "Get-SPOTenant" | "Get-PnPTenant" => &["SPO_tenant"],
        "Get-CsTenant" => &["teams_tenant_info"],
        "Get-CsTeamsMeetingPolicy" => &["meeting_policies"],
        "Get-CsTenantFederationConfiguration" => &["federation_configuration"],
        "Get-CsTeamsClientConfiguration" => &["client_configuration"],
        "Get-CsTeamsAppPermissionPolicy" => &["app_policies"],
        "Get-CsTeamsMeetingBroadcastPolicy" => &["broadcast_policies"],
        "Get-M365UnifiedTenantSettings" => &["tenant_app_settings"],
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_are_unique() {
        let mut sorted = SECTIONS.to_vec();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted.len(), SECTIONS.len());
    }
}
