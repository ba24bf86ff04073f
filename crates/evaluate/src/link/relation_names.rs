//! Names of relations. A name is for the types that it leads to, and for the properties that
//! hold a reference to one of them, in every format, so that a control writes `nic.subnet.nsg`
//! once.

/// A name with its types and properties; all in lower case.
struct Name {
    name: &'static str,
    types: &'static [&'static str],
    /// The properties that hold a reference to one of them.
    properties: &'static [&'static str],
    /// For what is set for another resource: the properties that say for which one,
    /// where its id doesn't. Whatever else it refers to, such as the workspace that
    /// logs are sent to, is not what it is set for.
    of: &'static [&'static str],
}

/// Types and properties as the providers' public documentation has them:
/// <https://learn.microsoft.com/azure/templates/>,
/// <https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs>,
/// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs>,
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/>,
/// <https://kubernetes.io/docs/reference/kubernetes-api/>.
const NAMES: &[Name] = &[
    Name {
        name: "nic",
        types: &[
            "microsoft.network/networkinterfaces",
            "azurerm_network_interface",
        ],
        properties: &[
            "networkinterfaces",
            "network_interface_id",
            "network_interface_ids",
        ],
        of: &[],
    },
    Name {
        name: "subnet",
        types: &[
            "microsoft.network/virtualnetworks/subnets",
            "azurerm_subnet",
            "aws_subnet",
            "aws::ec2::subnet",
        ],
        properties: &[
            "subnet",
            "subnet_id",
            "subnet_ids",
            "subnets",
            "subnetid",
            "subnetids",
        ],
        of: &[],
    },
    Name {
        name: "nsg",
        types: &[
            "microsoft.network/networksecuritygroups",
            "azurerm_network_security_group",
        ],
        properties: &["networksecuritygroup", "network_security_group_id"],
        of: &[],
    },
    Name {
        name: "pip",
        types: &["microsoft.network/publicipaddresses", "azurerm_public_ip"],
        properties: &["publicipaddress", "public_ip_address_id"],
        of: &[],
    },
    Name {
        name: "vnet",
        types: &[
            "microsoft.network/virtualnetworks",
            "azurerm_virtual_network",
        ],
        properties: &["virtualnetwork", "virtual_network_id"],
        of: &[],
    },
    Name {
        name: "disk",
        types: &["microsoft.compute/disks", "azurerm_managed_disk"],
        properties: &["manageddisk", "managed_disk_id"],
        of: &[],
    },
    Name {
        name: "diagnostics",
        types: &[
            "microsoft.insights/diagnosticsettings",
            "azurerm_monitor_diagnostic_setting",
        ],
        properties: &[],
        of: &["scope", "target_resource_id"],
    },
    Name {
        name: "firewall_rules",
        types: &[
            "microsoft.sql/servers/firewallrules",
            "azurerm_mssql_firewall_rule",
        ],
        properties: &[],
        of: &["server_id"],
    },
    Name {
        name: "auditing",
        types: &[
            "microsoft.sql/servers/auditingsettings",
            "microsoft.sql/servers/extendedauditingsettings",
            "azurerm_mssql_server_extended_auditing_policy",
        ],
        properties: &[],
        of: &["server_id"],
    },
    Name {
        name: "network_rules",
        types: &["azurerm_storage_account_network_rules"],
        properties: &[],
        of: &["storage_account_id", "storage_account_name"],
    },
    Name {
        name: "public_access_block",
        types: &["aws_s3_bucket_public_access_block"],
        properties: &[],
        of: &["bucket"],
    },
    Name {
        name: "account_public_access_block",
        types: &[
            "aws_s3_account_public_access_block",
            "aws::s3::accountpublicaccessblock",
        ],
        properties: &[],
        of: &[],
    },
    Name {
        name: "cloud_run_service",
        types: &[
            "google_cloud_run_service",
            "google_cloud_run_v2_service",
            "run.googleapis.com/service",
        ],
        properties: &["cloud_run_service"],
        of: &[],
    },
    Name {
        name: "iam_grants",
        types: &[
            "google_cloud_run_service_iam_binding",
            "google_cloud_run_service_iam_member",
            "google_cloud_run_service_iam_policy",
            "google_cloud_run_v2_service_iam_binding",
            "google_cloud_run_v2_service_iam_member",
            "google_cloud_run_v2_service_iam_policy",
        ],
        properties: &[],
        of: &["cloud_run_service"],
    },
    Name {
        name: "bucket",
        types: &["aws_s3_bucket", "aws::s3::bucket"],
        properties: &["bucket"],
        of: &[],
    },
    Name {
        name: "security_group",
        types: &["aws_security_group", "aws::ec2::securitygroup"],
        properties: &[
            "security_groups",
            "vpc_security_group_ids",
            "securitygroupids",
            "securitygroups",
        ],
        of: &[],
    },
    Name {
        name: "network_policy",
        types: &["networking.k8s.io/v1/networkpolicy"],
        properties: &[],
        of: &["selects"],
    },
    Name {
        name: "service",
        types: &["v1/service"],
        properties: &[],
        of: &["selects"],
    },
    Name {
        name: "disruption_budget",
        types: &[
            "policy/v1/poddisruptionbudget",
            "policy/v1beta1/poddisruptionbudget",
        ],
        properties: &[],
        of: &["selects"],
    },
    Name {
        name: "maintenance_configuration",
        types: &[
            "microsoft.maintenance/maintenanceconfigurations",
            "azurerm_maintenance_configuration",
        ],
        properties: &["maintenanceconfigurationid", "maintenance_configuration_id"],
        of: &[],
    },
    Name {
        name: "maintenance_assignment",
        types: &[
            "microsoft.maintenance/configurationassignments",
            "azurerm_maintenance_assignment_virtual_machine",
        ],
        properties: &[],
        // The configuration belongs to it too, and is reached through it.
        of: &[
            "scope",
            "resourceid",
            "virtual_machine_id",
            "maintenanceconfigurationid",
            "maintenance_configuration_id",
        ],
    },
    Name {
        name: "assessments",
        types: &["microsoft.security/assessments"],
        properties: &[],
        of: &["assessed"],
    },
];

/// What a resource of this type is called from elsewhere.
pub fn name_of_type(kind: &str) -> Option<&'static str> {
    let kind = kind.to_ascii_lowercase();
    NAMES
        .iter()
        .find(|name| name.types.contains(&kind.as_str()))
        .map(|name| name.name)
}

/// The relation name of a reference in this property.
pub fn name_of_property(property: &str) -> Option<&'static str> {
    let property = property.to_ascii_lowercase();
    NAMES
        .iter()
        .find(|name| name.properties.contains(&property.as_str()))
        .map(|name| name.name)
}

/// Whether what is called so is set for what it refers to under this label, and does
/// not only mention it.
pub fn is_set_for(called: &str, label: &str) -> bool {
    let label = label.to_ascii_lowercase();
    NAMES
        .iter()
        .find(|name| name.name == called)
        .is_none_or(|name| name.of.is_empty() || name.of.contains(&label.as_str()))
}

/// Whether a relation leads to resources of this type by a name.
pub fn is_known_by_name(kind: &str) -> bool {
    let kind = kind.to_ascii_lowercase();
    is_set_for_one(&kind) || NAMES.iter().any(|name| name.types.contains(&kind.as_str()))
}

/// Whether resources of this type are set for one other resource each, and listed by it alone:
/// what others have says nothing about a resource. Policies of Kubernetes are listed for a
/// namespace or a cluster.
pub fn is_set_for_one(kind: &str) -> bool {
    const OTHERS: [&str; 6] = [
        "aws::wafv2::webaclassociation",
        "aws_wafv2_web_acl_association",
        "azurerm_cdn_frontdoor_security_policy",
        "azurerm_security_center_contact",
        "microsoft.cdn/profiles/securitypolicies",
        "microsoft.security/securitycontacts",
    ];
    let kind = kind.to_ascii_lowercase();
    OTHERS.contains(&kind.as_str())
        || NAMES.iter().any(|name| {
            !name.of.is_empty()
                && !name.of.contains(&"selects")
                && name.types.contains(&kind.as_str())
        })
}

/// The property of a resource that is what another one, called so, makes of it: seen
/// from there, it is no fact of its own that is not known.
pub fn settles(called: &str) -> Option<&'static str> {
    (called == "network_rules").then_some("network_rules")
}

/// Whether a resource of this type does nothing but join others: what it refers
/// to belongs together.
pub fn joins(kind: &str) -> bool {
    kind.ends_with("_association")
}

/// Lists inside of a resource whose items are resources of their own, though
/// exports show them only there: the list's property, and the items' type.
pub fn embedded(kind: &str) -> &'static [(&'static str, &'static str)] {
    match kind {
        "microsoft.network/virtualnetworks" => {
            &[("subnets", "microsoft.network/virtualnetworks/subnets")]
        }
        _ => &[],
    }
}
