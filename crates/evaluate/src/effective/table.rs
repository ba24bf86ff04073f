//! Table of the children that own settings of their parent: where a child's properties go in the
//! parent, and which of the two values is in effect.

/// How the settings of a child become settings of its parent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Combination {
    /// Each property of the child replaces the parent's property of the same name, since both
    /// are one setting and the child is written last.
    Members,
    /// One property of the child replaces the parent's property of the same name. When the
    /// child leaves it out, it has this value.
    Property {
        /// Its name, in child and parent.
        name: &'static str,
        /// The value of a child that doesn't set it.
        unset: &'static str,
    },
    /// The first block of the parent is the child, whatever the parent says.
    Block,
}

/// Settings that a child owns.
#[derive(Debug)]
pub struct OwnedSettings {
    /// The parent's types, in lower case.
    pub parents: &'static [&'static str],
    /// The child's type, in lower case.
    pub child: &'static str,
    /// The last segment of the child's name, if its type has children of several kinds.
    pub name: Option<&'static str>,
    /// Where its properties go, in the parent's `properties`: a pointer.
    pub to: &'static str,
    /// Which values are in effect.
    pub combination: Combination,
}

/// All settings that children own, with the pages that say so.
pub const OWNED_SETTINGS: &[OwnedSettings] = &[
    // `siteConfig` can only be written, and `config/web` is what it writes:
    // https://learn.microsoft.com/azure/templates/microsoft.web/sites/config-web
    OwnedSettings {
        parents: &["microsoft.web/sites"],
        child: "microsoft.web/sites/config",
        name: Some("web"),
        to: "/siteConfig",
        combination: Combination::Members,
    },
    OwnedSettings {
        parents: &["microsoft.web/sites/slots"],
        child: "microsoft.web/sites/slots/config",
        name: Some("web"),
        to: "/siteConfig",
        combination: Combination::Members,
    },
    // The inline value counts at creation only:
    // https://learn.microsoft.com/azure/templates/microsoft.sql/servers/azureadonlyauthentications
    OwnedSettings {
        parents: &["microsoft.sql/servers"],
        child: "microsoft.sql/servers/azureadonlyauthentications",
        name: None,
        to: "/administrators",
        combination: Combination::Members,
    },
    OwnedSettings {
        parents: &["microsoft.sql/managedinstances"],
        child: "microsoft.sql/managedinstances/azureadonlyauthentications",
        name: None,
        to: "/administrators",
        combination: Combination::Members,
    },
    // The rule set's value overrides the namespace's, and is `Enabled` unless it is set:
    // https://learn.microsoft.com/azure/templates/microsoft.eventhub/namespaces/networkrulesets
    OwnedSettings {
        parents: &["microsoft.eventhub/namespaces"],
        child: "microsoft.eventhub/namespaces/networkrulesets",
        name: None,
        to: "",
        combination: PUBLIC_NETWORK_ACCESS,
    },
    // https://learn.microsoft.com/azure/templates/microsoft.servicebus/namespaces/networkrulesets
    OwnedSettings {
        parents: &["microsoft.servicebus/namespaces"],
        child: "microsoft.servicebus/namespaces/networkrulesets",
        name: None,
        to: "",
        combination: PUBLIC_NETWORK_ACCESS,
    },
    // https://learn.microsoft.com/azure/templates/microsoft.relay/namespaces/networkrulesets
    OwnedSettings {
        parents: &["microsoft.relay/namespaces"],
        child: "microsoft.relay/namespaces/networkrulesets",
        name: None,
        to: "",
        combination: PUBLIC_NETWORK_ACCESS,
    },
    // Gone in azurerm 4, and either this or the block until then:
    // https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/guides/4.0-upgrade-guide
    OwnedSettings {
        parents: &["azurerm_servicebus_namespace"],
        child: "azurerm_servicebus_namespace_network_rule_set",
        name: None,
        to: "/network_rule_set",
        combination: Combination::Block,
    },
];

const PUBLIC_NETWORK_ACCESS: Combination = Combination::Property {
    name: "publicNetworkAccess",
    unset: "Enabled",
};

/// Whether resources of this type can own settings of their parent.
pub fn is_owning_child(kind: &str) -> bool {
    OWNED_SETTINGS
        .iter()
        .any(|owned| owned.child.eq_ignore_ascii_case(kind))
}

/// The settings that children of a resource of this type own.
pub fn owned_settings(kind: &str) -> impl Iterator<Item = &'static OwnedSettings> {
    OWNED_SETTINGS.iter().filter(move |owned| {
        owned
            .parents
            .iter()
            .any(|parent| kind.eq_ignore_ascii_case(parent))
    })
}
