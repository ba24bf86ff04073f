//! The `configuration` of a plan: the references of each block's arguments.
//!
//! Nothing else of it is kept, since it is about half of a large plan. Parts of
//! unexpected shape refer to nothing.

use std::collections::HashMap;

use serde_json::value::RawValue;

use onus_core::diagnostic::Diagnostic;
use onus_core::json_pointer::Pointer;

use crate::formats::terraform::renamed::{Configured, configured};
use crate::input::Input;
use crate::json::outline::{Members, items};

/// Modules and blocks nested deeper than this are not searched; no real configuration
/// comes near.
const DEEPEST: usize = 64;

/// The blocks of a module.
#[derive(Debug, Default)]
pub struct Module {
    resources: HashMap<(String, String), Block>,
    calls: HashMap<String, Call>,
    outputs: HashMap<String, Vec<String>>,
}

/// A resource block.
#[derive(Debug, Default)]
pub struct Block {
    /// Arguments, by their place in the policy's input, with their references.
    pub arguments: Vec<(Pointer, Vec<String>)>,
    /// The references of its `for_each`.
    pub each: Vec<String>,
    /// Its provider configuration, such as `aws.west`.
    pub provider: Option<String>,
    /// Its arguments that have two names, with those that it sets.
    pub renamed: Vec<Configured>,
}

/// A module block.
#[derive(Debug, Default)]
pub struct Call {
    /// The references of its `for_each`.
    pub each: Vec<String>,
    arguments: HashMap<String, Vec<String>>,
    module: Module,
}

impl Module {
    /// Reads the root module of a plan; an empty one when the plan has none.
    ///
    /// # Errors
    /// `configuration` has a shape that no plan has.
    pub fn of_plan(source: &Input<'_>, top: &Members<'_>) -> Result<Self, Box<Diagnostic>> {
        let Some(configuration) = present(top, "configuration") else {
            return Ok(Self::default());
        };
        match present(&source.members(configuration)?, "root_module") {
            Some(root) => {
                source.members(root)?;
                Ok(Self::read(root, 0))
            }
            None => Ok(Self::default()),
        }
    }

    /// The block of a managed resource.
    pub fn resource(&self, kind: &str, name: &str) -> Option<&Block> {
        // Made once per resource; reading the resource costs far more.
        self.resources.get(&(kind.to_owned(), name.to_owned()))
    }

    /// The module block called `name`.
    pub fn call(&self, name: &str) -> Option<&Call> {
        self.calls.get(name)
    }

    /// The references of an output.
    pub fn output(&self, name: &str) -> Option<&[String]> {
        self.outputs.get(name).map(Vec::as_slice)
    }

    /// The module at a path of module blocks' names.
    pub fn at<'n>(&self, path: impl IntoIterator<Item = &'n str>) -> Option<&Self> {
        let mut module = self;
        for name in path {
            module = &module.call(name)?.module;
        }
        Some(module)
    }

    fn read(module: &RawValue, depth: usize) -> Self {
        let mut read = Self::default();
        let Some(members) = object(module).filter(|_| depth <= DEEPEST) else {
            return read;
        };
        for resource in members.items("resources").unwrap_or_default() {
            let Some(block) = object(resource) else {
                continue;
            };
            if block.text("mode").is_some_and(|mode| mode != "managed") {
                continue;
            }
            if let (Some(kind), Some(name)) = (block.text("type"), block.text("name")) {
                let block = Block::read(&kind, &block);
                read.resources.insert((kind, name), block);
            }
        }
        for (name, call) in entries(&members, "module_calls") {
            if let Some(call) = object(call) {
                read.calls.insert(name, Call::read(&call, depth + 1));
            }
        }
        for (name, output) in entries(&members, "outputs") {
            let found = object(output).and_then(|output| Some(all(output.get("expression")?)));
            read.outputs.insert(name, found.unwrap_or_default());
        }
        read
    }
}

impl Block {
    fn read(kind: &str, block: &Members<'_>) -> Self {
        let expressions = block.get("expressions");
        let mut read = Self {
            arguments: Vec::new(),
            each: block
                .get("for_each_expression")
                .map(all)
                .unwrap_or_default(),
            provider: block.text("provider_config_key"),
            renamed: expressions
                .map(|expressions| configured(kind, expressions))
                .unwrap_or_default(),
        };
        if let Some(expressions) = expressions.and_then(object) {
            let at = Pointer::parse("/properties");
            for (name, argument) in expressions.iter() {
                collect(argument, &at.child(name), 0, &mut read.arguments);
            }
        }
        read
    }
}

impl Call {
    /// The references of an argument, which is a variable in the module.
    pub fn argument(&self, name: &str) -> Option<&[String]> {
        self.arguments.get(name).map(Vec::as_slice)
    }

    fn read(call: &Members<'_>, depth: usize) -> Self {
        Self {
            each: call.get("for_each_expression").map(all).unwrap_or_default(),
            arguments: entries(call, "expressions")
                .into_iter()
                .map(|(name, argument)| (name, all(argument)))
                .collect(),
            module: call
                .get("module")
                .map(|module| Module::read(module, depth))
                .unwrap_or_default(),
        }
    }
}

/// All references of an expression, at any depth.
fn all(expression: &RawValue) -> Vec<String> {
    let mut found = Vec::new();
    collect(expression, &Pointer::root(), 0, &mut found);
    found
        .into_iter()
        .flat_map(|(_, references)| references)
        .collect()
}

/// The expressions at or below an argument: an expression is an object with
/// `constant_value` or `references`; a nested block is an object, or a list or a map of
/// objects, with expressions in turn.
fn collect(part: &RawValue, at: &Pointer, depth: usize, found: &mut Vec<(Pointer, Vec<String>)>) {
    if depth > DEEPEST {
        return;
    }
    if part.get().starts_with('[') {
        for (index, item) in items(part.get()).unwrap_or_default().iter().enumerate() {
            collect(item, &at.child(index.to_string()), depth + 1, found);
        }
        return;
    }
    let Some(members) = object(part) else {
        return;
    };
    if let Some(references) = members.value::<Vec<String>>("references") {
        found.push((at.clone(), references));
        return;
    }
    for (key, member) in members.iter() {
        // A constant can have any size, and refers to nothing.
        if key != "constant_value" {
            collect(member, &at.child(key), depth + 1, found);
        }
    }
}

fn object(part: &RawValue) -> Option<Members<'_>> {
    Members::parse_last(part.get()).ok()
}

fn present<'t>(members: &Members<'t>, key: &str) -> Option<&'t RawValue> {
    members.get(key).filter(|part| part.get() != "null")
}

fn entries<'t>(members: &Members<'t>, key: &str) -> Vec<(String, &'t RawValue)> {
    members
        .get(key)
        .and_then(object)
        .map(|object| {
            object
                .iter()
                .map(|(key, value)| (key.to_owned(), value))
                .collect()
        })
        .unwrap_or_default()
}
