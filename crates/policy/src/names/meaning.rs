//! The meaning of a name: a local name of a rule, an import, a rule, `input` or `data`.
//!
//! Where Rego and the engine could differ, it is [`Meaning::Either`]: the engine decides
//! during evaluation which names are bound, and takes an unbound name for a rule or an
//! import.

use crate::engine::{Import, Key, Module, Query};
use crate::names::symbol_table::{Index, RuleId};

/// One place of a rule that can have names of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FrameId {
    /// The arguments of a function.
    Arguments,
    /// A body, comprehension or the query of an `every`, by its address.
    Query(*const Query),
    /// The key and value of an `every`, by the address of its query.
    Every(*const Query),
}

/// What a name means outside of the rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Global<'m> {
    /// The document that is evaluated.
    Input,
    /// All rules and data.
    Data,
    /// What an import leads to.
    Import(&'m Import),
    /// A rule of the package, or the start of the path of one.
    Rule,
}

/// What a name means at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning<'m> {
    /// `_`: a name of its own at each place.
    Wildcard,
    /// A name that the rule has for itself, bound in one of these frames.
    Local(Vec<FrameId>),
    /// Something outside of the rule; nothing, for a name that is bound nowhere, and
    /// more than one for an ambiguous name.
    Global(Vec<Global<'m>>),
    /// By the rules of Rego a name of the rule; the engine can take it for something
    /// else where the name is not bound yet.
    Either(Vec<FrameId>, Vec<Global<'m>>),
}

impl<'m> Meaning<'m> {
    /// What the name means outside of the rule, by the rules of Rego.
    pub fn global(&self) -> Option<&Global<'m>> {
        match self {
            Self::Global(globals) => globals.first(),
            Self::Wildcard | Self::Local(_) | Self::Either(..) => None,
        }
    }

    /// The same, where the engine can't see it in another way.
    pub fn certain(&self) -> Option<&Global<'m>> {
        match self {
            Self::Global(globals) if globals.len() == 1 => globals.first(),
            _ => None,
        }
    }

    /// The keys after `data` of what the name leads to, by the rules of Rego.
    pub fn data_path(&self, module: &Module, name: &str) -> Option<Vec<Key>> {
        self.global()?.data_path(module, name)
    }
}

impl Global<'_> {
    /// The keys after `data` of what it leads to; none when that is the input.
    pub fn data_path(&self, module: &Module, name: &str) -> Option<Vec<Key>> {
        match self {
            Self::Input => None,
            Self::Data => Some(Vec::new()),
            Self::Import(import) => {
                let (root, rest) = import.path.split_first()?;
                (root == "data").then(|| names(rest))
            }
            Self::Rule => {
                let mut path = names(&module.package);
                path.push(Key::Name(name.to_owned()));
                Some(path)
            }
        }
    }
}

fn names(path: &[String]) -> Vec<Key> {
    path.iter().cloned().map(Key::Name).collect()
}

/// What a name means outside of any rule: `input`, `data`, imports and rules of
/// the package. Imports that only another file of the package has count where this
/// file gives the name no meaning: the engine keeps imports by package.
pub fn globals<'m>(module: &'m Module, index: &Index<'m>, name: &str) -> Vec<Global<'m>> {
    match name {
        "input" => return vec![Global::Input],
        "data" => return vec![Global::Data],
        _ => {}
    }
    let mut found = imports(module, name);
    let id = RuleId {
        package: module.package.clone(),
        name: name.to_owned(),
    };
    if !index.definitions(&id).is_empty() {
        found.push(Global::Rule);
    }
    if found.is_empty() {
        found = elsewhere(module, index, name);
    }
    found
}

fn imports<'m>(module: &'m Module, name: &str) -> Vec<Global<'m>> {
    let mut found: Vec<Global<'m>> = Vec::new();
    for import in module.imports.iter().filter(|import| leads_on(import)) {
        let known = |global: &Global<'_>| matches!(global, Global::Import(known) if known.path == import.path);
        if import.name == name && !found.iter().any(known) {
            found.push(Global::Import(import));
        }
    }
    found
}

/// What other files of the package import under a name.
pub(crate) fn elsewhere<'m>(module: &Module, index: &Index<'m>, name: &str) -> Vec<Global<'m>> {
    index
        .modules_of(&module.package)
        .iter()
        .filter(|other| !std::ptr::eq::<Module>(**other, module))
        .flat_map(|other| imports(other, name))
        .collect()
}

/// Whether an import gives a name to something, as `import rego.v1` does not.
pub fn leads_on(import: &Import) -> bool {
    matches!(
        import.path.first().map(String::as_str),
        Some("data" | "input")
    )
}

/// The keys of what a name means outside of a rule, when it leads into `data`:
/// `data` itself, an import, or a rule of the same package.
pub fn data_root(module: &Module, index: &Index<'_>, name: &str) -> Option<Vec<Key>> {
    globals(module, index, name)
        .first()?
        .data_path(module, name)
}
