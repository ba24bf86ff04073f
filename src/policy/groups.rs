//! Engines, one for each group of policies that need the same files.
//!
//! For every reference into `data` the engine goes through all the policies that
//! it holds, so an engine with the whole catalogue is ten times as slow as one
//! that holds a service's controls and their library.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::engine::{Engine, EngineError, Value};

use super::names::Names;
use super::qualify::{Edit, apply};
use super::read_set::Watched;
use super::set::Settings;
use super::together::{Together, Watching, write};

/// One file that is asked questions, and what it needs.
#[derive(Debug)]
pub struct Member<'m> {
    /// The file.
    pub name: &'m str,
    /// Every file that it refers to, directly or not.
    pub needs: BTreeSet<&'m str>,
    /// What it is asked that can be asked together with others: the rule, and what
    /// its answer depends on.
    pub deny: Option<(&'m str, Vec<Watched>)>,
}

/// A policy's text, and what to change in it before the engine is given it.
#[derive(Debug, Clone, Copy)]
pub struct Text<'t> {
    /// The text.
    pub text: &'t str,
    /// The changes.
    pub edits: &'t [Edit],
}

/// Prepared engines.
#[derive(Debug, Default)]
pub struct Groups<'m> {
    /// The engines.
    pub engines: Vec<Engine>,
    /// The engine of each member, and what its packages are called there, by the
    /// member's name.
    pub engine_of: BTreeMap<&'m str, (usize, Arc<Names<'m>>)>,
    /// What can be asked together.
    pub together: Vec<Together>,
}

/// Why no engines could be made.
#[derive(Debug)]
pub enum GroupError {
    /// The engine refuses a file.
    File {
        /// The file's name.
        name: String,
        /// The engine's message.
        error: EngineError,
    },
    /// Something else.
    Engine(EngineError),
}

/// Builds the engines. `texts` has the text of every file by name.
pub fn build<'m>(
    members: &[Member<'m>],
    texts: &BTreeMap<&str, Text<'m>>,
    data: &[Value],
    settings: &Settings,
) -> Result<Groups<'m>, GroupError> {
    let mut by_needs: BTreeMap<Vec<&'m str>, Vec<&Member<'m>>> = BTreeMap::new();
    for member in members {
        let needs: Vec<&str> = member
            .needs
            .iter()
            .copied()
            .filter(|name| *name != member.name)
            .collect();
        by_needs.entry(needs).or_default().push(member);
    }
    let taken: BTreeSet<String> = data
        .iter()
        .flat_map(Value::entries)
        .map(|(key, _)| key.to_string())
        .chain(["params".to_owned()])
        .collect();
    let mut groups = Groups::default();
    for (needs, members) in by_needs {
        let files: BTreeMap<&str, Text<'m>> = needs
            .into_iter()
            .chain(members.iter().map(|member| member.name))
            .map(|name| (name, text_of(texts, name)))
            .collect();
        let group = Group {
            files: &files,
            members: &members,
            number: groups.engines.len(),
            data,
            settings,
        };
        let names = Names::short_for(files.values().map(|file| file.edits), &taken);
        // An error is said in the user's own names.
        let (names, prepared) = match group.prepare(&names) {
            Ok(prepared) => (names, prepared),
            Err(_) => (Names::default(), group.prepare(&Names::default())?),
        };
        let names = Arc::new(names);
        for member in members {
            groups
                .engine_of
                .insert(member.name, (groups.engines.len(), Arc::clone(&names)));
        }
        groups.together.extend(prepared.together);
        groups.engines.push(prepared.engine);
    }
    Ok(groups)
}

fn text_of<'m>(texts: &BTreeMap<&str, Text<'m>>, name: &str) -> Text<'m> {
    texts.get(name).copied().unwrap_or(Text {
        text: "",
        edits: &[],
    })
}

/// The files that go into one engine.
struct Group<'g, 'm> {
    files: &'g BTreeMap<&'g str, Text<'m>>,
    members: &'g [&'g Member<'m>],
    number: usize,
    data: &'g [Value],
    settings: &'g Settings,
}

struct Prepared {
    engine: Engine,
    together: Vec<Together>,
}

impl Group<'_, '_> {
    fn prepare(&self, names: &Names<'_>) -> Result<Prepared, GroupError> {
        let mut engine =
            Engine::new(self.settings.limit, self.settings.now).map_err(GroupError::Engine)?;
        let refused = |name: &str, error: EngineError| GroupError::File {
            name: name.to_owned(),
            error,
        };
        for (name, file) in self.files {
            engine
                .add_policy(name, &apply(file.text, file.edits, names))
                .map_err(|error| refused(name, error))?;
        }
        let asked: Vec<Watching<'_>> = self
            .members
            .iter()
            .filter_map(|member| {
                let (rule, watched) = member.deny.as_ref()?;
                let edits = self.files.get(member.name)?.edits;
                Some(Watching {
                    rule,
                    path: names.rule(edits, rule),
                    watched,
                })
            })
            .collect();
        let (text, together) = write(&asked, self.number).unzip();
        if let Some(text) = text {
            engine
                .add_policy("(asked together)", &text)
                .map_err(GroupError::Engine)?;
        }
        for document in self.data {
            engine
                .add_data(document.clone())
                .map_err(GroupError::Engine)?;
        }
        engine
            .add_data(Value::object([("params", self.settings.params.clone())]))
            .map_err(GroupError::Engine)?;
        match engine.prepare() {
            Ok(()) => Ok(Prepared {
                engine,
                together: together.unwrap_or_default(),
            }),
            Err(error) => Err(match &error {
                EngineError::Rego {
                    place: Some((file, ..)),
                    ..
                } if self.files.contains_key(file.as_str()) => refused(&file.clone(), error),
                _ => GroupError::Engine(error),
            }),
        }
    }
}
