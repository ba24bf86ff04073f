//! Known properties of resource types: their names, and which are lists of objects.
//!
//! `properties.txt` has the types that the catalogue reads. A type that it lacks is not
//! reshaped by its names.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde_json::Value;

use onus_core::json_pointer::Pointer;

const TEXT: &str = include_str!("properties.txt");

/// A property, or a type, with those below it.
#[derive(Debug, Default)]
pub struct Properties {
    /// By normal name; see [`normal`].
    below: BTreeMap<String, Property>,
}

/// A property.
#[derive(Debug)]
pub struct Property {
    /// The name that the provider has for it.
    pub name: String,
    /// Whether it is a list of objects.
    pub is_list: bool,
    /// What is below it.
    pub properties: Properties,
}

/// The properties of a type; none if it is not listed.
pub fn of_type(kind: &str) -> Option<&'static Properties> {
    all().get(kind)
}

/// The names of all listed types.
pub fn types() -> impl Iterator<Item = &'static str> {
    all().keys().map(String::as_str)
}

/// A name without what spellings of tools differ in: case and underscores.
pub fn normal(name: &str) -> String {
    name.chars()
        .filter(|letter| *letter != '_')
        .map(|letter| letter.to_ascii_lowercase())
        .collect()
}

impl Properties {
    /// The property of this name, in any spelling.
    pub fn named(&self, name: &str) -> Option<&Property> {
        self.below.get(&normal(name))
    }

    /// The property of this name, or of which it is the plural.
    pub fn named_in_plural(&self, name: &str) -> Option<&Property> {
        let name = normal(name);
        let singular = [
            name.strip_suffix("ies").map(|stem| format!("{stem}y")),
            name.strip_suffix("es").map(str::to_owned),
            name.strip_suffix('s').map(str::to_owned),
        ];
        [Some(name)]
            .into_iter()
            .chain(singular)
            .flatten()
            .find_map(|name| self.below.get(&name))
    }

    /// Whether nothing is known to be below.
    pub fn is_empty(&self) -> bool {
        self.below.is_empty()
    }

    /// The properties, in order of their normal names.
    pub fn iter(&self) -> impl Iterator<Item = &Property> {
        self.below.values()
    }

    /// Adds the places of the properties that an object doesn't set.
    pub fn absent_from(&self, object: &Value, at: &Pointer, absent: &mut Vec<Pointer>) {
        let Some(members) = object.as_object() else {
            return;
        };
        for property in self.below.values() {
            let at = at.child(&property.name);
            let member = members
                .iter()
                .find(|(key, _)| key.eq_ignore_ascii_case(&property.name));
            match member {
                Some((_, member)) if !member.is_null() => {
                    property.properties.absent_from(member, &at, absent);
                }
                _ => absent.push(at),
            }
        }
    }
}

fn all() -> &'static BTreeMap<String, Properties> {
    static ALL: OnceLock<BTreeMap<String, Properties>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut lines = TEXT
            .lines()
            .filter(|line| !line.starts_with('#'))
            .map(|line| {
                let name = line.trim_start_matches('\t');
                (line.len() - name.len(), name)
            })
            .peekable();
        let mut types = BTreeMap::new();
        while let Some((_, name)) = lines.next() {
            types.insert(name.to_owned(), read(&mut lines, 1));
        }
        types
    })
}

/// The properties at a level of the list.
fn read<'t>(
    lines: &mut std::iter::Peekable<impl Iterator<Item = (usize, &'t str)>>,
    level: usize,
) -> Properties {
    let mut properties = Properties::default();
    while let Some((_, line)) = lines.next_if(|(at, _)| *at == level) {
        let (name, alias) = line
            .split_once(' ')
            .map_or((line, None), |(name, alias)| (name, Some(alias)));
        let (name, is_list) = name
            .strip_suffix("[]")
            .map_or((name, false), |name| (name, true));
        let property = Property {
            name: name.to_owned(),
            is_list,
            properties: read(lines, level + 1),
        };
        properties
            .below
            .insert(normal(alias.unwrap_or(name)), property);
    }
    properties
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_are_found_in_any_spelling() {
        let machine = of_type("AWS::RDS::DBInstance").unwrap();
        let name = |name| machine.named(name).map(|property| property.name.as_str());
        assert_eq!(name("db_instance_class"), Some("DBInstanceClass"));
        assert_eq!(name("dbInstanceClass"), Some("DBInstanceClass"));
        assert_eq!(name("db_instance_klass"), None);
        let app = of_type("azurerm_linux_web_app").unwrap();
        let config = app.named("siteConfig").unwrap();
        assert!(config.is_list);
        let rule = config.properties.named_in_plural("ipRestrictions").unwrap();
        assert_eq!(rule.name, "ip_restriction");
        let account = of_type("microsoft.storage/storageaccounts").unwrap();
        let properties = &account.named("properties").unwrap().properties;
        assert_eq!(
            properties.named("networkRuleSet").unwrap().name,
            "networkAcls"
        );
        assert!(
            properties
                .named("minimumTlsVersion")
                .unwrap()
                .properties
                .is_empty()
        );
        assert!(types().count() > 100);
    }
}
