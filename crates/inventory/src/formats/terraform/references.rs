//! References between the resources of a plan. Ids are mostly unknown before apply, so
//! this is often the only link between two resources: the plan's `configuration` lists
//! the blocks that each argument refers to.
//!
//! An ambiguous reference makes no edge: a wrong edge could let a policy find something
//! that does not exist.

#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};

use onus_core::json_pointer::Pointer;

use crate::formats::terraform::address::{Address, Step, steps};
use crate::formats::terraform::configuration::{Block, Module};
use crate::formats::terraform::implied_edges::add_implied_edges;
use crate::formats::terraform::renamed::settle;
use crate::input::Input;
use crate::json::outline::Members;
use crate::reader::Reading;
use crate::resource::Edge;

/// Chains of references through variables and outputs are followed up to this length.
const DEEPEST: usize = 128;

/// An argument that refers to more resources than this counts as one that refers to none
/// of them in particular.
const MOST: usize = 256;

/// The block that a resource is an instance of.
fn block_of<'m>(root: &'m Module, address: &Address<'_>) -> Option<&'m Block> {
    root.at(address.modules.iter().map(|(name, _)| *name))?
        .resource(address.kind, address.name)
}

/// Gives each resource of a plan its edges, and the values that its configuration sets under
/// one of two names.
pub fn link(source: &Input<'_>, top: &Members<'_>, reading: &mut Reading) {
    let root = match Module::of_plan(source, top) {
        Ok(root) => root,
        Err(problem) => {
            reading.problems.push(*problem);
            return;
        }
    };
    let mut links: Vec<Vec<Edge>> = Vec::new();
    {
        let addresses: Vec<Option<Address<'_>>> = reading
            .resources
            .iter()
            .map(|resource| Address::parse(&resource.id))
            .collect();
        let mut links_of = Links::new(&root, addresses.iter().flatten());
        for (resource, address) in reading.resources.iter().zip(&addresses) {
            let edges = address.as_ref().map(|address| links_of.edges(address));
            let mut edges = edges.unwrap_or_default();
            edges.retain(|edge| edge.to != resource.id);
            links.push(edges);
        }
    }
    for (resource, edges) in reading.resources.iter_mut().zip(links) {
        resource.edges = edges;
        let block = Address::parse(&resource.id).and_then(|address| block_of(&root, &address));
        if let Some(block) = block.filter(|block| !block.renamed.is_empty()) {
            settle(resource, &block.renamed);
        }
    }
    add_implied_edges(reading, &|resource| {
        let address = Address::parse(&resource.id)?;
        let block = block_of(&root, &address)?;
        block.provider.clone()
    });
}

type Modules<'a> = [(&'a str, Option<&'a str>)];

/// The targets of an expression.
#[derive(Debug, Clone, Default)]
struct Targets {
    /// Addresses of resources, each once.
    found: Vec<String>,
    /// Whether a reference that could select between resources was not followed.
    open: bool,
}

/// The context of an expression.
#[derive(Clone, Copy)]
struct Scope<'s> {
    modules: &'s Modules<'s>,
    /// The key of the block's instance.
    key: Option<&'s str>,
    /// The references of the block's `for_each`.
    each: &'s [String],
}

struct Links<'a> {
    root: &'a Module,
    /// Instances by module path, type and name: their keys.
    instances: HashMap<String, Vec<Option<&'a str>>>,
    /// Variables and outputs that were already followed.
    followed: HashMap<String, Targets>,
}

impl<'a> Links<'a> {
    fn new<'b: 'a>(root: &'a Module, addresses: impl Iterator<Item = &'a Address<'b>>) -> Self {
        let mut instances: HashMap<String, Vec<Option<&'a str>>> = HashMap::new();
        for address in addresses {
            let block = in_module(
                &address.modules,
                &format!("{}.{}", address.kind, address.name),
            );
            instances.entry(block).or_default().push(address.key);
        }
        Self {
            root,
            instances,
            followed: HashMap::new(),
        }
    }

    fn edges(&mut self, address: &Address<'_>) -> Vec<Edge> {
        let Some(block) = block_of(self.root, address) else {
            return Vec::new();
        };
        let scope = Scope {
            modules: &address.modules,
            key: address.key,
            each: &block.each,
        };
        let mut edges = Vec::new();
        for (pointer, references) in &block.arguments {
            for to in self.targets(references, scope, 0).found {
                edges.push(Edge {
                    kind: None,
                    to,
                    via: Some(Pointer::clone(pointer)),
                });
            }
        }
        edges
    }

    /// The targets of the references of one expression.
    fn targets(&mut self, references: &[String], scope: Scope<'_>, depth: usize) -> Targets {
        let references = most_specific(references);
        let by_key = references.iter().any(|reference| {
            reference == &"count.index"
                || reference == &"each.key"
                || reference.starts_with("each.value")
        });
        let mut targets = Targets::default();
        // Names, numbers and paths that don't identify a resource.
        let is_specific = |reference: &&&str| {
            !["count.", "path.", "terraform.", "each.key"]
                .iter()
                .any(|head| reference.starts_with(head))
        };
        for reference in references.iter().filter(is_specific) {
            let one = match steps(reference) {
                Some(steps) => self.follow(&steps, scope, by_key, depth),
                None => Targets::open(),
            };
            targets.open |= one.open;
            for to in one.found {
                if !targets.found.contains(&to) {
                    targets.found.push(to);
                }
            }
            if targets.found.len() > MOST {
                return Targets::open();
            }
        }
        // Something else may select one of several resources.
        if targets.found.len() > 1 && targets.open {
            return Targets::open();
        }
        targets
    }

    fn follow(
        &mut self,
        steps: &[Step<'_>],
        scope: Scope<'_>,
        by_key: bool,
        depth: usize,
    ) -> Targets {
        if depth > DEEPEST {
            return Targets::open();
        }
        match steps {
            [word, variable, rest @ ..] if word.name == "var" => {
                let part = by_key || variable.key.is_some() || !rest.is_empty();
                self.variable(variable.name, scope.modules, depth)
                    .complete_unless(part)
            }
            [word, call, output, rest @ ..] if word.name == "module" => {
                let part = by_key || output.key.is_some() || !rest.is_empty();
                let mut modules = scope.modules.to_vec();
                modules.push((call.name, call.key));
                self.output(output.name, &modules, depth)
                    .complete_unless(part)
            }
            [word, value, ..] if word.name == "each" && value.name == "value" => {
                let each = Scope { each: &[], ..scope };
                self.each_value(scope.each, each, depth)
            }
            [word, ..]
                if ["var", "module", "each", "local", "data", "self"].contains(&word.name) =>
            {
                Targets::open()
            }
            [kind, block, ..] => {
                let name = format!("{}.{}", kind.name, block.name);
                self.instance(
                    &in_module(scope.modules, &name),
                    block.key,
                    by_key,
                    scope.key,
                )
            }
            _ => Targets::open(),
        }
    }

    /// The target of `each.value`: the instance with the same key where `for_each` is a
    /// resource, or else one of its targets.
    fn each_value(&mut self, each: &[String], scope: Scope<'_>, depth: usize) -> Targets {
        let mut targets = Targets::default();
        for reference in most_specific(each) {
            let one = match steps(reference) {
                Some(steps) => self.follow(&steps, scope, true, depth + 1),
                None => Targets::open(),
            };
            targets.open |= one.open;
            targets.found.extend(one.found);
        }
        if targets.found.len() > 1 {
            return Targets::open();
        }
        targets
    }

    /// The instance of a block that a reference selects.
    fn instance(&self, block: &str, key: Option<&str>, by_key: bool, own: Option<&str>) -> Targets {
        let address = |key: Option<&str>| match key {
            Some(key) => format!("{block}[{key}]"),
            None => block.to_owned(),
        };
        let Some(keys) = self.instances.get(block) else {
            return Targets::open();
        };
        let selected = match (key, keys.as_slice()) {
            (Some(_), keys) => keys.contains(&key).then_some(key),
            (None, _) if by_key && own.is_some() && keys.contains(&own) => Some(own),
            (None, [only]) => Some(*only),
            (None, _) => None,
        };
        match selected {
            Some(key) => Targets {
                found: vec![address(key)],
                open: false,
            },
            None => Targets::open(),
        }
    }

    /// The value given to a variable of a module.
    fn variable(&mut self, name: &str, modules: &Modules<'_>, depth: usize) -> Targets {
        let root = self.root;
        let Some(((call, key), outside)) = modules.split_last() else {
            return Targets::open();
        };
        let Some(call) = root
            .at(outside.iter().map(|(name, _)| *name))
            .and_then(|module| module.call(call))
        else {
            return Targets::open();
        };
        let scope = Scope {
            modules: outside,
            key: *key,
            each: &call.each,
        };
        match call.argument(name) {
            Some(references) => self.once(
                in_module(modules, &format!("var.{name}")),
                references,
                scope,
                depth,
            ),
            // Its default.
            None => Targets::open(),
        }
    }

    /// The target of an output of a module.
    fn output(&mut self, name: &str, modules: &Modules<'_>, depth: usize) -> Targets {
        let root = self.root;
        let Some(references) = root
            .at(modules.iter().map(|(name, _)| *name))
            .and_then(|module| module.output(name))
        else {
            return Targets::open();
        };
        let scope = Scope {
            modules,
            key: None,
            each: &[],
        };
        self.once(
            in_module(modules, &format!("output.{name}")),
            references,
            scope,
            depth,
        )
    }

    fn once(
        &mut self,
        what: String,
        references: &[String],
        scope: Scope<'_>,
        depth: usize,
    ) -> Targets {
        if let Some(targets) = self.followed.get(&what) {
            return targets.clone();
        }
        // Circular references, which Terraform refuses, have no target.
        self.followed.insert(what.clone(), Targets::open());
        let targets = self.targets(references, scope, depth + 1);
        self.followed.insert(what, targets.clone());
        targets
    }
}

impl Targets {
    /// No target.
    fn open() -> Self {
        Self {
            found: Vec::new(),
            open: true,
        }
    }

    /// The same, unless only an unknown part is selected.
    fn complete_unless(self, part: bool) -> Self {
        if part && (self.found.len() > 1 || self.open) {
            return Self::open();
        }
        self
    }
}

/// Terraform lists the references of an expression from the complete one down to the
/// block: `a.b[0].id`, `a.b[0]`, `a.b`. Only the first one has the instance.
fn most_specific(references: &[String]) -> Vec<&str> {
    let mut wider: HashSet<&str> = HashSet::new();
    for reference in references {
        let ends = reference.match_indices(['.', '[']).map(|(end, _)| end);
        wider.extend(ends.filter_map(|end| reference.get(..end)));
    }
    let mut specific: Vec<&str> = references
        .iter()
        .map(String::as_str)
        .filter(|reference| !wider.contains(reference))
        .collect();
    specific.dedup();
    specific
}

/// `name`, in the module of that path.
fn in_module(modules: &Modules<'_>, name: &str) -> String {
    let mut text = String::new();
    for (module, key) in modules {
        text.push_str("module.");
        text.push_str(module);
        if let Some(key) = key {
            text.push('[');
            text.push_str(key);
            text.push(']');
        }
        text.push('.');
    }
    text.push_str(name);
    text
}
