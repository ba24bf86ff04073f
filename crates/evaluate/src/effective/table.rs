//! Table of the children that own settings of their parent: where a child's properties go in the
//! parent, and which of the two values is in effect.

/// How the settings of a child become settings of its parent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Combination {
    /// Each property of the child replaces the parent's property of the same name, since both
    /// are one setting and the child is written last.
    Members,
    /// One property of the child replaces the parent's property of the same name.
    Property {
        /// Its name, in child and parent.
        name: &'static str,
        /// The value of a child that doesn't set it; none if the parent's value stays then.
        unset: Option<&'static str>,
    },
    /// The first block of the parent is the child, whatever the parent says.
    Block,
    /// The child changes a list of the parent.
    Elements(Elements),
}

/// What a child adds to a list of its parent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Elements {
    /// The elements of the child's own list, which has this name. The last segment of the
    /// child's name is the operation: `add`, `replace` or `remove`.
    Listed(&'static str),
    /// The child itself.
    Itself,
}

/// Settings that a child owns.
#[derive(Debug)]
pub struct OwnedSettings {
    /// The parent's types, in lower case.
    pub parents: &'static [&'static str],
    /// The child's type, in lower case.
    pub child: &'static str,
    /// The child's property that names the parent, where the child's id doesn't.
    pub reference: Option<&'static str>,
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
        reference: None,
        name: Some("web"),
        to: "/siteConfig",
        combination: Combination::Members,
    },
    OwnedSettings {
        parents: &["microsoft.web/sites/slots"],
        child: "microsoft.web/sites/slots/config",
        reference: None,
        name: Some("web"),
        to: "/siteConfig",
        combination: Combination::Members,
    },
    // The inline value counts at creation only:
    // https://learn.microsoft.com/azure/templates/microsoft.sql/servers/azureadonlyauthentications
    OwnedSettings {
        parents: &["microsoft.sql/servers"],
        child: "microsoft.sql/servers/azureadonlyauthentications",
        reference: None,
        name: None,
        to: "/administrators",
        combination: Combination::Members,
    },
    OwnedSettings {
        parents: &["microsoft.sql/managedinstances"],
        child: "microsoft.sql/managedinstances/azureadonlyauthentications",
        reference: None,
        name: None,
        to: "/administrators",
        combination: Combination::Members,
    },
    // The rule set's value overrides the namespace's, and is `Enabled` unless it is set:
    // https://learn.microsoft.com/azure/templates/microsoft.eventhub/namespaces/networkrulesets
    OwnedSettings {
        parents: &["microsoft.eventhub/namespaces"],
        child: "microsoft.eventhub/namespaces/networkrulesets",
        reference: None,
        name: None,
        to: "",
        combination: PUBLIC_NETWORK_ACCESS,
    },
    // https://learn.microsoft.com/azure/templates/microsoft.servicebus/namespaces/networkrulesets
    OwnedSettings {
        parents: &["microsoft.servicebus/namespaces"],
        child: "microsoft.servicebus/namespaces/networkrulesets",
        reference: None,
        name: None,
        to: "",
        combination: PUBLIC_NETWORK_ACCESS,
    },
    // https://learn.microsoft.com/azure/templates/microsoft.relay/namespaces/networkrulesets
    OwnedSettings {
        parents: &["microsoft.relay/namespaces"],
        child: "microsoft.relay/namespaces/networkrulesets",
        reference: None,
        name: None,
        to: "",
        combination: PUBLIC_NETWORK_ACCESS,
    },
    // `add` and `replace` are the operations of the API, and `remove` takes permissions away:
    // https://learn.microsoft.com/azure/templates/microsoft.keyvault/vaults/accesspolicies
    OwnedSettings {
        parents: &["microsoft.keyvault/vaults"],
        child: "microsoft.keyvault/vaults/accesspolicies",
        reference: None,
        name: None,
        to: "/accessPolicies",
        combination: Combination::Elements(Elements::Listed("accessPolicies")),
    },
    // Policies inside of the vault and next to it are the same list of the vault:
    // https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/key_vault_access_policy
    OwnedSettings {
        parents: &["azurerm_key_vault"],
        child: "azurerm_key_vault_access_policy",
        reference: Some("key_vault_id"),
        name: None,
        to: "/access_policy",
        combination: Combination::Elements(Elements::Itself),
    },
    // Gone in azurerm 4, and either this or the block until then:
    // https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/guides/4.0-upgrade-guide
    OwnedSettings {
        parents: &["azurerm_servicebus_namespace"],
        child: "azurerm_servicebus_namespace_network_rule_set",
        reference: Some("namespace_id"),
        name: None,
        to: "/network_rule_set",
        combination: Combination::Block,
    },
    // Of the property, the namespace has one value, as in ARM:
    // https://registry.terraform.io/providers/hashicorp/azurerm/3.117.0/docs/resources/servicebus_namespace_network_rule_set
    OwnedSettings {
        parents: &["azurerm_servicebus_namespace"],
        child: "azurerm_servicebus_namespace_network_rule_set",
        reference: Some("namespace_id"),
        name: None,
        to: "",
        combination: Combination::Property {
            name: "public_network_access_enabled",
            unset: None,
        },
    },
];

const PUBLIC_NETWORK_ACCESS: Combination = Combination::Property {
    name: "publicNetworkAccess",
    unset: Some("Enabled"),
};

/// What a child of this type owns: the first of its rows.
pub fn owned_by(child: &str) -> Option<&'static OwnedSettings> {
    OWNED_SETTINGS
        .iter()
        .find(|owned| owned.child.eq_ignore_ascii_case(child))
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
