//! The symbol table: which rules are defined where, over all loaded policies, and what
//! references and calls resolve to.

use std::collections::BTreeMap;

use crate::engine::{Expr, Key, Module, Rule};

/// A rule by its package and the first name of its head.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId {
    /// The package's components.
    pub package: Vec<String>,
    /// The rule's name.
    pub name: String,
}

impl std::fmt::Display for RuleId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "data.{}.{}", self.package.join("."), self.name)
    }
}

/// A definition of a rule together with its module.
#[derive(Debug, Clone, Copy)]
pub struct Definition<'m> {
    /// The file.
    pub module: &'m Module,
    /// The definition.
    pub rule: &'m Rule,
}

/// All definitions.
#[derive(Debug, Default)]
pub struct Index<'m> {
    rules: BTreeMap<RuleId, Vec<Definition<'m>>>,
    /// By package and the constant start of the head: where in `data` their values are.
    paths: BTreeMap<Vec<String>, Vec<Definition<'m>>>,
    modules: BTreeMap<&'m [String], Vec<&'m Module>>,
}

/// What a reference leads to.
#[derive(Debug)]
pub enum Target<'m> {
    /// One rule; `used` keys of the reference led to it.
    Rule {
        /// Which one.
        id: RuleId,
        /// Its definitions.
        definitions: &'m [Definition<'m>],
        /// How many keys after `data` were used.
        used: usize,
    },
    /// Every rule below a package or a part of one.
    Tree(Vec<RuleId>),
    /// A parameter.
    Parameter,
    /// Nothing.
    Nothing,
}

impl<'m> Index<'m> {
    /// The index of some modules.
    pub fn new(modules: impl IntoIterator<Item = &'m Module>) -> Self {
        let mut index = Self::default();
        for module in modules {
            let of_package = index.modules.entry(&module.package).or_default();
            of_package.push(module);
            for rule in &module.rules {
                let path = module.package.iter().chain(&rule.path).cloned().collect();
                let at_path = index.paths.entry(path).or_default();
                at_path.push(Definition { module, rule });
                let Some(name) = rule.path.first() else {
                    continue;
                };
                index
                    .rules
                    .entry(RuleId {
                        package: module.package.clone(),
                        name: name.clone(),
                    })
                    .or_default()
                    .push(Definition { module, rule });
            }
        }
        index
    }

    /// The definitions of a rule.
    pub fn definitions(&self, id: &RuleId) -> &[Definition<'m>] {
        self.rules.get(id).map_or(&[], Vec::as_slice)
    }

    /// All rules.
    pub fn ids(&self) -> impl Iterator<Item = &RuleId> {
        self.rules.keys()
    }

    /// The files of a package.
    pub fn modules_of(&self, package: &[String]) -> &[&'m Module] {
        self.modules.get(package).map_or(&[], Vec::as_slice)
    }

    /// Every definition that gives a value somewhere on the way of a reference into
    /// `data`, at its end or below that, whatever package it is in.
    pub fn reached(&self, keys: &[Key]) -> Vec<Definition<'m>> {
        let constant: Vec<String> = keys
            .iter()
            .map_while(|key| match key {
                Key::Name(name) => Some(name.clone()),
                Key::Any | Key::Element => None,
            })
            .collect();
        let on_the_way = (0..constant.len()).filter_map(|length| {
            let start = constant.get(..length)?;
            self.paths.get(start)
        });
        let below = self
            .paths
            .range(constant.clone()..)
            .take_while(|(path, _)| path.starts_with(&constant))
            .filter(|(path, _)| {
                path.iter().zip(keys).all(|(part, key)| match key {
                    Key::Name(name) => name == part,
                    Key::Any | Key::Element => true,
                })
            })
            .map(|(_, definitions)| definitions);
        on_the_way.chain(below).flatten().copied().collect()
    }

    /// Every definition that the engine evaluates for a reference into `data`: beside
    /// those that give it a value also those that share the longest start of the path
    /// that any of them has.
    pub fn evaluated(&self, keys: &[Key]) -> Vec<Definition<'m>> {
        let mut found = self.reached(keys);
        let mut constant: Vec<String> = keys
            .iter()
            .map_while(|key| match key {
                Key::Name(name) => Some(name.clone()),
                Key::Any | Key::Element => None,
            })
            .collect();
        while !constant.is_empty() {
            let alike: Vec<Definition<'m>> = self
                .paths
                .range(constant.clone()..)
                .take_while(|(path, _)| path.starts_with(&constant))
                .flat_map(|(_, definitions)| definitions)
                // The engine knows a path by the start of a rule's head, not by that of
                // its package.
                .filter(|one| one.module.package.len() < constant.len())
                .copied()
                .collect();
            if !alike.is_empty() {
                found.extend(alike);
                break;
            }
            constant.pop();
        }
        found
    }

    /// The first package that is at a path or below it.
    pub fn package_within(&self, path: &[String]) -> Option<&[String]> {
        let from = RuleId {
            package: path.to_vec(),
            name: String::new(),
        };
        let (id, _) = self.rules.range(from..).next()?;
        id.package
            .starts_with(path)
            .then_some(id.package.as_slice())
    }

    /// What the keys of a reference into `data` lead to.
    pub fn resolve(&self, keys: &[Key]) -> Target<'_> {
        if keys.first() == Some(&Key::Name("params".to_owned())) {
            return Target::Parameter;
        }
        let constant: Vec<&str> = keys
            .iter()
            .map_while(|key| match key {
                Key::Name(name) => Some(name.as_str()),
                Key::Any | Key::Element => None,
            })
            .collect();
        // The longest package wins, as in Rego.
        for split in (1..constant.len()).rev() {
            let (package, rest) = constant.split_at(split);
            let id = RuleId {
                package: package.iter().map(|part| (*part).to_owned()).collect(),
                name: rest
                    .first()
                    .map_or(String::new(), |name| (*name).to_owned()),
            };
            if let Some(definitions) = self.rules.get(&id) {
                return Target::Rule {
                    id,
                    definitions,
                    used: split + 1,
                };
            }
        }
        let below: Vec<RuleId> = self
            .rules
            .keys()
            .filter(|id| {
                constant
                    .iter()
                    .zip(&id.package)
                    .all(|(a, b)| *a == b.as_str())
                    && constant.len() <= id.package.len()
            })
            .cloned()
            .collect();
        if below.is_empty() {
            Target::Nothing
        } else {
            Target::Tree(below)
        }
    }
}

/// A path as it is written in Rego: components that are no identifiers are quoted.
pub fn written_path<'p>(root: &str, parts: impl Iterator<Item = &'p str>) -> String {
    let mut path = root.to_owned();
    for part in parts {
        let plain = part
            .chars()
            .enumerate()
            .all(|(i, c)| c == '_' || c.is_ascii_alphabetic() || (i > 0 && c.is_ascii_digit()));
        if plain && !part.is_empty() {
            path.push('.');
            path.push_str(part);
        } else {
            path.push_str(&format!("[{part:?}]"));
        }
    }
    path
}

/// The keys of a reference: its constants, and [`Key::Any`] for everything else.
pub fn keys_of(exprs: &[&Expr]) -> Vec<Key> {
    exprs
        .iter()
        .map(|expr| match expr {
            Expr::Text(text, _) => Key::Name(text.clone()),
            _ => Key::Any,
        })
        .collect()
}
