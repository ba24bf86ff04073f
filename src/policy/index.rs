//! Which names are defined where, over all loaded policies: what references
//! and calls resolve to.

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::{Expr, Key, Literal, Module, Query, Rule};

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

/// A definition of a rule together with the module that it stands in.
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
            for rule in &module.rules {
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
                Key::Any => None,
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

/// The paths below `data` that a rule refers to or calls.
pub fn data_paths(module: &Module, rule: &Rule, index: &Index<'_>) -> Vec<Vec<Key>> {
    let hidden = declared(rule);
    let mut paths = Vec::new();
    rule.walk(&mut |expr| {
        let (root, keys) = match expr {
            Expr::Call { function, .. } => match function.split_first() {
                Some((root, rest)) => (
                    root.as_str(),
                    rest.iter().cloned().map(Key::Name).collect::<Vec<_>>(),
                ),
                None => return,
            },
            _ => match expr.reference() {
                Some((root, keys)) if !hidden.contains(root) => (root, keys_of(&keys)),
                _ => return,
            },
        };
        if let Some(mut path) = data_root(module, index, root) {
            path.extend(keys);
            paths.push(path);
        }
    });
    paths
}

/// The packages that a module refers to, or may refer to.
pub fn packages_of(module: &Module, index: &Index<'_>) -> BTreeSet<Vec<String>> {
    let mut found = BTreeSet::new();
    let mut refer = |path: &[Key]| match index.resolve(path) {
        Target::Rule { id, .. } => {
            found.insert(id.package);
        }
        Target::Tree(ids) => found.extend(ids.into_iter().map(|id| id.package)),
        Target::Parameter | Target::Nothing => {}
    };
    for import in &module.imports {
        if import.path.first().is_some_and(|root| root == "data") {
            let path: Vec<Key> = import.path.iter().skip(1).cloned().map(Key::Name).collect();
            refer(&path);
        }
    }
    for rule in &module.rules {
        for path in data_paths(module, rule, index) {
            refer(&path);
        }
    }
    found
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

/// The keys of what a name at the root of a reference stands for, when it leads
/// into `data`: `data` itself, an import, or a rule of the same package.
pub fn data_root(module: &Module, index: &Index<'_>, name: &str) -> Option<Vec<Key>> {
    let keys = |path: &[String]| path.iter().cloned().map(Key::Name).collect();
    if name == "data" {
        return Some(Vec::new());
    }
    if let Some(import) = module
        .imports
        .iter()
        .find(|import| import.name == name && import.path.first().is_some_and(|p| p == "data"))
    {
        return Some(keys(import.path.get(1..).unwrap_or_default()));
    }
    let id = RuleId {
        package: module.package.clone(),
        name: name.to_owned(),
    };
    if index.definitions(&id).is_empty() {
        return None;
    }
    let mut path: Vec<Key> = keys(&module.package);
    path.push(Key::Name(name.to_owned()));
    Some(path)
}

/// Names that a rule declares for itself, which hide rules and imports of the
/// same name: arguments, `some`, `:=` and `every`.
pub fn declared(rule: &Rule) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    for argument in rule.arguments.iter().flatten() {
        pattern_names(argument, &mut names);
    }
    for body in &rule.bodies {
        declared_in(&body.query, &mut names);
        if let Some(value) = &body.value {
            declared_below(value, &mut names);
        }
    }
    for key in &rule.keys {
        declared_below(key, &mut names);
    }
    names
}

fn declared_in<'a>(query: &'a Query, names: &mut BTreeSet<&'a str>) {
    for statement in &query.0 {
        match &statement.literal {
            Literal::Some(vars) => names.extend(vars.iter().map(|name| name.text.as_str())),
            Literal::SomeIn {
                key,
                value,
                collection,
            } => {
                for pattern in key.iter().chain([value]) {
                    pattern_names(pattern, names);
                }
                declared_below(collection, names);
            }
            Literal::Expr(expr) | Literal::Not(expr) => declared_below(expr, names),
            Literal::Every {
                key,
                value,
                domain,
                query,
            } => {
                names.extend(key.iter().chain([value]).map(|name| name.text.as_str()));
                declared_below(domain, names);
                declared_in(query, names);
            }
        }
    }
}

fn declared_below<'a>(expr: &'a Expr, names: &mut BTreeSet<&'a str>) {
    if let Expr::Assign { left, .. } = expr {
        pattern_names(left, names);
    }
    if let Expr::Comprehension { query, .. } = expr {
        declared_in(query, names);
    }
    for part in expr.parts() {
        declared_below(part, names);
    }
}

fn pattern_names<'a>(pattern: &'a Expr, names: &mut BTreeSet<&'a str>) {
    match pattern {
        Expr::Var(name, _) => {
            names.insert(name);
        }
        Expr::Array(items, _) => items.iter().for_each(|item| pattern_names(item, names)),
        Expr::Object(fields, _) => fields.iter().for_each(|(_, v)| pattern_names(v, names)),
        _ => {}
    }
}
