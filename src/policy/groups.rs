//! Engines, one for each group of policies that need the same files.
//!
//! For every reference into `data` the engine goes through all the policies that
//! it holds, so an engine with the whole catalogue is ten times as slow as one
//! that holds a service's controls and their library.

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::{Engine, EngineError, Value};

use super::set::Settings;
use super::together::{Together, Watching, write};

/// One file that is asked questions, and what it needs.
#[derive(Debug)]
pub struct Member<'m> {
    /// The file.
    pub name: &'m str,
    /// Every file that it refers to, directly or not.
    pub needs: BTreeSet<&'m str>,
    /// What it is asked that can be asked together with others.
    pub deny: Option<Watching<'m>>,
}

/// Prepared engines.
#[derive(Debug, Default)]
pub struct Groups<'m> {
    /// The engines.
    pub engines: Vec<Engine>,
    /// The engine of each member, by the member's name.
    pub engine_of: BTreeMap<&'m str, usize>,
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
    texts: &BTreeMap<&str, std::borrow::Cow<'_, str>>,
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
    let mut groups = Groups::default();
    for (needs, members) in by_needs {
        let names = members.iter().map(|member| member.name);
        let files: BTreeSet<&str> = needs.into_iter().chain(names).collect();
        let asked: Vec<Watching<'m>> = members
            .iter()
            .filter_map(|member| member.deny.clone())
            .collect();
        let together = write(&asked, groups.engines.len());
        let text = together.as_ref().map(|(text, _)| text.as_str());
        let engine = prepare(&files, texts, text, data, settings)?;
        for member in members {
            groups.engine_of.insert(member.name, groups.engines.len());
        }
        groups
            .together
            .extend(together.into_iter().flat_map(|(_, sets)| sets));
        groups.engines.push(engine);
    }
    Ok(groups)
}

fn prepare(
    files: &BTreeSet<&str>,
    texts: &BTreeMap<&str, std::borrow::Cow<'_, str>>,
    together: Option<&str>,
    data: &[Value],
    settings: &Settings,
) -> Result<Engine, GroupError> {
    let mut engine = Engine::new(settings.limit, settings.now).map_err(GroupError::Engine)?;
    let refused = |name: &str, error: EngineError| GroupError::File {
        name: name.to_owned(),
        error,
    };
    for name in files {
        let text = texts.get(name).map(AsRef::as_ref).unwrap_or_default();
        engine
            .add_policy(name, text)
            .map_err(|error| refused(name, error))?;
    }
    if let Some(text) = together {
        engine
            .add_policy("(asked together)", text)
            .map_err(GroupError::Engine)?;
    }
    for document in data {
        engine
            .add_data(document.clone())
            .map_err(GroupError::Engine)?;
    }
    engine
        .add_data(Value::object([("params", settings.params.clone())]))
        .map_err(GroupError::Engine)?;
    match engine.prepare() {
        Ok(()) => Ok(engine),
        Err(error) => Err(match &error {
            EngineError::Rego {
                place: Some((file, ..)),
                ..
            } if files.contains(file.as_str()) => refused(&file.clone(), error),
            _ => GroupError::Engine(error),
        }),
    }
}
