//! The spelling of enumeration values of Azure resources.
//!
//! Azure Resource Manager takes the values of an enumeration in any case, and policies compare
//! them with case. So a value that differs from a documented one in case alone gets the
//! documented spelling. Only properties that the catalogue's controls and boundaries compare are
//! here. A property has one list for all types: no two of them have values that differ in case
//! alone.
//!
//! Source: <https://github.com/Azure/bicep-types-az>, `generated/*/*/*/types.md`.

/// The properties, in lower case and in order, with their values.
const VALUES: &[(&str, &[&str])] = &[
    ("access", &["Allow", "Deny"]),
    (
        "action",
        &[
            "Allow",
            "AnomalyScoring",
            "Block",
            "Deny",
            "JSChallenge",
            "Log",
            "Redirect",
        ],
    ),
    ("activedirectoryauth", &["Disabled", "Enabled"]),
    (
        "clientcertmode",
        &["Optional", "OptionalInteractiveUser", "Required"],
    ),
    (
        "createoption",
        &["Attach", "Copy", "Empty", "FromImage", "Restore"],
    ),
    ("defaultaction", &["Allow", "Deny"]),
    ("direction", &["Inbound", "Outbound"]),
    ("enabledstate", &["Disabled", "Enabled"]),
    ("firewallmode", &["Detection", "Prevention"]),
    ("ftpsstate", &["AllAllowed", "Disabled", "FtpsOnly"]),
    ("georedundantbackup", &["Disabled", "Enabled"]),
    (
        "maintenancescope",
        &[
            "Extension",
            "Host",
            "InGuestPatch",
            "OSImage",
            "Resource",
            "SQLDB",
            "SQLManagedInstance",
        ],
    ),
    ("minimaltlsversion", &["None", "Tls", "Tls11", "Tls12"]),
    (
        "minimumtlsversion",
        &["TLS1_0", "TLS1_1", "TLS1_2", "TLS1_3"],
    ),
    (
        "minprotocolversion",
        &["TLSv1_0", "TLSv1_1", "TLSv1_2", "TLSv1_3"],
    ),
    ("mode", &["Detection", "Prevention"]),
    (
        "nodeosupgradechannel",
        &["NodeImage", "None", "SecurityPatch", "Unmanaged"],
    ),
    ("orchestrationmode", &["Flexible", "Uniform"]),
    ("ostype", &["Linux", "Windows"]),
    ("passwordauth", &["Disabled", "Enabled"]),
    (
        "patchmode",
        &[
            "AutomaticByOS",
            "AutomaticByPlatform",
            "ImageDefault",
            "Manual",
        ],
    ),
    ("policytype", &["Custom", "CustomV2", "Predefined"]),
    ("pricingtier", &["Free", "Standard"]),
    (
        "principaltype",
        &[
            "Device",
            "ForeignGroup",
            "Group",
            "ServicePrincipal",
            "User",
        ],
    ),
    (
        "protectionmode",
        &["Disabled", "Enabled", "VirtualNetworkInherited"],
    ),
    (
        "protocol",
        &["Ah", "Esp", "Http", "Https", "Icmp", "Tcp", "Udp"],
    ),
    ("publicaccess", &["Blob", "Container", "None"]),
    (
        "publicnetworkaccess",
        &["Disabled", "Enabled", "SecuredByPerimeter"],
    ),
    (
        "replicationrole",
        &["AsyncReplica", "GeoAsyncReplica", "None", "Primary"],
    ),
    ("requestbodycheck", &["Disabled", "Enabled"]),
    ("rulesetaction", &["Block", "Log", "Redirect"]),
    (
        "securityencryptiontype",
        &[
            "DiskWithVMGuestState",
            "NonPersistedTPM",
            "VMGuestStateOnly",
        ],
    ),
    (
        "securitytype",
        &["ConfidentialVM", "Standard", "TrustedLaunch"],
    ),
    ("state", &["Disabled", "Enabled", "Off", "On"]),
];

/// The documented spelling of a property's value; none for a value that is not in its
/// enumeration, and for other properties.
pub fn spelled_value(property: &str, value: &str) -> Option<&'static str> {
    // Every string of a record comes here, so nothing is allocated.
    let lower = || property.bytes().map(|byte| byte.to_ascii_lowercase());
    let at = VALUES.binary_search_by(|(known, _)| known.bytes().cmp(lower()));
    let (_, values) = VALUES.get(at.ok()?)?;
    values
        .iter()
        .find(|known| known.eq_ignore_ascii_case(value))
        .copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_get_the_documented_spelling() {
        for (property, value, expected) in [
            ("publicNetworkAccess", "disabled", Some("Disabled")),
            (
                "PublicNetworkAccess",
                "SECUREDBYPERIMETER",
                Some("SecuredByPerimeter"),
            ),
            ("minimumTlsVersion", "tls1_2", Some("TLS1_2")),
            ("ftpsState", "ftpsonly", Some("FtpsOnly")),
            ("publicNetworkAccess", "[parameters('x')]", None),
            ("minimumTlsVersion", "1.2", None),
            ("description", "disabled", None),
        ] {
            assert_eq!(spelled_value(property, value), expected, "{property}");
        }
    }

    #[test]
    fn the_properties_are_in_order_and_their_values_differ() {
        assert!(VALUES.is_sorted_by(|(one, _), (other, _)| one < other));
        for (property, values) in VALUES {
            let mut lower: Vec<String> = values.iter().map(|v| v.to_ascii_lowercase()).collect();
            lower.sort();
            lower.dedup();
            assert_eq!(lower.len(), values.len(), "{property}");
        }
    }
}
