//! Names of CloudFormation, ARM and Terraform for what other tools call by their own.

use crate::reshape::properties::{Properties, Property};
use crate::reshape::shape::{Form, Member, Shape};

/// Properties of CloudFormation are only listed down to this level. An object without listed
/// members is a map above it, and may be cut off here.
const LISTED: usize = 4;

/// The names of an object's members in the provider's own spelling.
#[derive(Debug, Clone, Copy)]
pub struct Names {
    provider: Provider,
    properties: &'static Properties,
    level: usize,
}

/// Whose names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Provider {
    CloudFormation,
    Arm,
    Terraform,
}

/// Members of an ARM record next to `properties`, and of its parts.
const ENVELOPE: [&str; 15] = [
    "etag",
    "extendedLocation",
    "id",
    "identity",
    "kind",
    "location",
    "managedBy",
    "name",
    "plan",
    "resourceGuid",
    "sku",
    "systemData",
    "tags",
    "type",
    "zones",
];

/// Members that are always next to `properties`.
const HEADER: [&str; 5] = ["id", "location", "name", "tags", "type"];

impl Names {
    /// The names of CloudFormation.
    pub fn of_cloudformation(properties: &'static Properties) -> Self {
        Self::of(Provider::CloudFormation, properties)
    }

    /// The names of Azure Resource Manager for a record whose `properties`, and those of its
    /// parts, were put next to the other members.
    pub fn of_arm(properties: &'static Properties) -> Self {
        Self::of(Provider::Arm, properties)
    }

    /// The names of Terraform. Blocks are objects, or lists in the plural.
    pub fn of_terraform(properties: &'static Properties) -> Self {
        Self::of(Provider::Terraform, properties)
    }

    fn of(provider: Provider, properties: &'static Properties) -> Self {
        Self {
            provider,
            properties,
            level: 1,
        }
    }

    fn known(&self, mut path: Vec<String>, property: &'static Property) -> Member<Self> {
        path.push(property.name.clone());
        let below = &property.properties;
        let form = match self.provider {
            Provider::Terraform if property.is_list => Form::List,
            _ => Form::Same,
        };
        Member {
            path,
            form,
            is_certain: !below.is_empty()
                || self.provider != Provider::CloudFormation
                || self.level < LISTED,
            shape: (!below.is_empty()).then_some(Self {
                properties: below,
                level: self.level + 1,
                ..*self
            }),
        }
    }

    fn in_arm(&self, key: &str) -> Member<Self> {
        let inner = self
            .properties
            .named("properties")
            .map(|inner| &inner.properties);
        let is_record = self.level == 1;
        if !(is_record && HEADER.contains(&key))
            && let Some(property) = self.properties.named(key)
        {
            return self.known(Vec::new(), property);
        }
        let properties = "properties".to_owned();
        if !HEADER.contains(&key)
            && let Some(property) = inner.and_then(|inner| inner.named(key))
        {
            return self.known(vec![properties], property);
        }
        let is_outside = ENVELOPE.contains(&key) || key == "properties";
        let path = match is_outside || !(is_record || inner.is_some()) {
            true => vec![key.to_owned()],
            false => vec![properties, key.to_owned()],
        };
        Member {
            path,
            form: Form::Same,
            is_certain: true,
            shape: None,
        }
    }
}

impl Shape for Names {
    fn others(&self, placed: &[&str]) -> Vec<String> {
        self.properties
            .iter()
            .filter(|property| !property.properties.is_empty())
            .map(|property| &property.name)
            .filter(|name| !placed.contains(&name.as_str()))
            .cloned()
            .collect()
    }

    fn member(&self, key: &str) -> Option<Member<Self>> {
        // What Pulumi notes for itself.
        if key.starts_with("__") {
            return None;
        }
        let (found, spelled): (_, fn(&str) -> String) = match self.provider {
            Provider::Arm => return Some(self.in_arm(key)),
            Provider::CloudFormation => (self.properties.named(key), pascal),
            Provider::Terraform => (self.properties.named_in_plural(key), snake),
        };
        Some(match found {
            Some(property) => self.known(Vec::new(), property),
            None => Member {
                path: vec![spelled(key)],
                form: Form::Same,
                is_certain: false,
                shape: None,
            },
        })
    }
}

/// `kms_key_id` and `kmsKeyId` as `KmsKeyId`.
fn pascal(key: &str) -> String {
    key.split('_')
        .flat_map(|word| {
            let mut letters = word.chars();
            let first = letters.next().map(|first| first.to_ascii_uppercase());
            first.into_iter().chain(letters)
        })
        .collect()
}

/// `kmsKeyId` as `kms_key_id`.
fn snake(key: &str) -> String {
    let mut name = String::new();
    for letter in key.chars() {
        if letter.is_ascii_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.push(letter.to_ascii_lowercase());
    }
    name
}

#[cfg(test)]
mod tests {
    use onus_core::json_pointer::Pointer;

    use super::*;
    use crate::reshape::properties::of_type;
    use crate::reshape::shape::place;

    fn placed(names: Names, from: &str) -> String {
        place(&names, &Pointer::parse(from)).unwrap().to_string()
    }

    #[test]
    fn names_of_arm_are_below_properties() {
        let group = Names::of_arm(of_type("microsoft.network/networksecuritygroups").unwrap());
        for (from, to) in [
            (
                "/securityRules/3/access",
                "/properties/securityRules/3/properties/access",
            ),
            ("/securityRules/3/name", "/properties/securityRules/3/name"),
            ("/location", "/location"),
            ("/unheardOf/a", "/properties/unheardOf/a"),
        ] {
            assert_eq!(placed(group, from), to);
        }
        let account = Names::of_arm(of_type("microsoft.storage/storageaccounts").unwrap());
        for (from, to) in [
            (
                "/enableHttpsTrafficOnly",
                "/properties/supportsHttpsTrafficOnly",
            ),
            (
                "/networkRuleSet/ipRules/0/iPAddressOrRange",
                "/properties/networkAcls/ipRules/0/value",
            ),
            ("/sku/name", "/sku/name"),
            ("/properties/x", "/properties/x"),
        ] {
            assert_eq!(placed(account, from), to);
        }
    }

    #[test]
    fn names_of_terraform_have_blocks_in_lists() {
        let app = Names::of_terraform(of_type("azurerm_linux_web_app").unwrap());
        for (from, to) in [
            ("/httpsOnly", "/https_only"),
            (
                "/siteConfig/minimumTlsVersion",
                "/site_config/0/minimum_tls_version",
            ),
            (
                "/siteConfig/ipRestrictions/2/action",
                "/site_config/0/ip_restriction/2/action",
            ),
            ("/appSettings/My_Key", "/app_settings/My_Key"),
            ("/newSetting", "/new_setting"),
        ] {
            assert_eq!(placed(app, from), to);
        }
    }

    #[test]
    fn names_of_cloudformation_are_as_listed() {
        let function = Names::of_cloudformation(of_type("AWS::Lambda::Function").unwrap());
        for (from, to) in [
            ("/function_name", "/FunctionName"),
            (
                "/environment/variables/my_key",
                "/Environment/Variables/my_key",
            ),
            ("/vpc_config/subnet_ids/0", "/VpcConfig/SubnetIds/0"),
            ("/brand_new", "/BrandNew"),
        ] {
            assert_eq!(placed(function, from), to);
        }
    }
}
