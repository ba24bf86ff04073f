//! Engine groups: one engine for each group of policies that need the same files.
//!
//! For every reference into `data` the engine walks all policies that it has. An engine with
//! the complete catalogue is ten times as slow as one with a service's controls and their
//! library.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::engine::{Engine, EngineError, JsonDocument, Module, PlaceMap, Value, offset};

use crate::compile::batched_questions::{Together, Watching, write};
use crate::model::Settings;
use crate::names::symbol_table::written_path;
use crate::read_set::Watched;
use crate::rewrite::edit::{Edit, apply, original};
use crate::rewrite::short_names::Names;
use onus_core::source_id::{Origin, SourceId};

/// A file with questions, and what it needs.
#[derive(Debug)]
pub struct Member {
    /// The file.
    pub source: SourceId,
    /// Every file that it refers to, directly or not.
    pub needs: BTreeSet<SourceId>,
    /// The rules that are evaluated, as `data.a.b.rule`. An engine without one of
    /// them is not made: an absent rule would look like one that finds nothing.
    pub rules: Vec<String>,
    /// What it is asked that can be asked together with others: the rule, and what
    /// its answer depends on.
    pub deny: Option<(String, Vec<Watched>)>,
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
    /// The engine of each member, and what its packages are called there.
    pub engine_of: BTreeMap<SourceId, (usize, Arc<Names<'m>>)>,
    /// The rules that are sets, by engine and by their path there. Such a rule has a
    /// value for every input.
    pub sets: BTreeSet<(usize, String)>,
    /// What can be asked together.
    pub together: Vec<Together>,
}

/// Why no engines could be made.
#[derive(Debug)]
pub enum GroupError {
    /// The engine refuses a file.
    File {
        /// The file.
        source: SourceId,
        /// The engine's message.
        error: EngineError,
    },
    /// Something else.
    Engine(EngineError),
}

/// Builds the engines. `texts` has the text of every file.
pub fn build<'m>(
    members: &[Member],
    texts: &BTreeMap<&SourceId, Text<'m>>,
    data: &[JsonDocument],
    settings: &Settings,
) -> Result<Groups<'m>, GroupError> {
    let mut by_needs: BTreeMap<Vec<&SourceId>, Vec<&Member>> = BTreeMap::new();
    for member in members {
        let needs: Vec<&SourceId> = member
            .needs
            .iter()
            .filter(|source| **source != member.source)
            .collect();
        by_needs.entry(needs).or_default().push(member);
    }
    let taken: BTreeSet<String> = data
        .iter()
        .flat_map(|document| document.value.entries())
        .map(|(key, _)| key.to_string())
        .chain(["params".to_owned()])
        .collect();
    // Shared by all engines.
    let written: BTreeMap<&SourceId, Arc<(String, Vec<Edit>)>> = texts
        .iter()
        .filter(|(source, _)| source.origin() == Origin::User)
        .map(|(source, file)| {
            (
                *source,
                Arc::new((file.text.to_owned(), file.edits.to_vec())),
            )
        })
        .collect();
    let mut groups = Groups::default();
    for (needs, members) in by_needs {
        let files: BTreeMap<&SourceId, Text<'m>> = needs
            .into_iter()
            .chain(members.iter().map(|member| &member.source))
            .filter_map(|source| Some((source, *texts.get(source)?)))
            .collect();
        let group = Group {
            files: &files,
            written: &written,
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
            groups.engine_of.insert(
                member.source.clone(),
                (groups.engines.len(), Arc::clone(&names)),
            );
        }
        groups.together.extend(prepared.together);
        let number = groups.engines.len();
        let sets = prepared.sets.into_iter().map(|path| (number, path));
        groups.sets.extend(sets);
        groups.engines.push(prepared.engine);
    }
    Ok(groups)
}

/// The files that go into one engine.
struct Group<'g, 'm> {
    files: &'g BTreeMap<&'g SourceId, Text<'m>>,
    /// The user's policies as they were written, with the edits for engines.
    written: &'g BTreeMap<&'g SourceId, Arc<(String, Vec<Edit>)>>,
    members: &'g [&'g Member],
    number: usize,
    data: &'g [JsonDocument],
    settings: &'g Settings,
}

struct Prepared {
    engine: Engine,
    together: Vec<Together>,
    sets: BTreeSet<String>,
}

/// The rules of an engine, by their path there, and whether every definition adds a
/// member to a set.
#[derive(Debug, Default)]
struct Rules(BTreeMap<String, bool>);

impl Rules {
    fn add(&mut self, module: &Module) {
        for rule in &module.rules {
            let Some(name) = rule.path.first() else {
                continue;
            };
            let package = module.package.iter().map(String::as_str);
            let path = written_path("data", package.chain([name.as_str()]));
            let is_set = rule.is_set && rule.path.len() == 1;
            *self.0.entry(path).or_insert(true) &= is_set;
        }
    }
}

impl Group<'_, '_> {
    fn prepare(&self, names: &Names<'_>) -> Result<Prepared, GroupError> {
        let mut engine =
            Engine::new(self.settings.limit, self.settings.now).map_err(GroupError::Engine)?;
        let refused = |source: &SourceId, error: EngineError| GroupError::File {
            source: source.clone(),
            error,
        };
        let mut rules = Rules::default();
        for (source, file) in self.files {
            let module = engine
                .add_policy(source, &apply(file.text, file.edits, names))
                .map_err(|error| refused(source, error))?;
            rules.add(&module);
        }
        for member in self.members {
            let edits = self
                .files
                .get(&member.source)
                .map_or(&[][..], |file| file.edits);
            for rule in &member.rules {
                if !rules.0.contains_key(&names.rule(edits, rule)) {
                    let rule = rule.clone();
                    return Err(refused(&member.source, EngineError::NoRule { rule }));
                }
            }
        }
        let asked: Vec<Watching<'_>> = self
            .members
            .iter()
            .filter_map(|member| {
                let (rule, watched) = member.deny.as_ref()?;
                let edits = self.files.get(&member.source)?.edits;
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
                .add_policy(&SourceId::generated("rules evaluated together"), &text)
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
            Ok(()) => {
                engine.set_places(self.places(names));
                Ok(Prepared {
                    sets: rules
                        .0
                        .into_iter()
                        .filter_map(|(path, is_set)| is_set.then_some(path))
                        .collect(),
                    engine,
                    together: together.unwrap_or_default(),
                })
            }
            Err(error) => Err(match &error {
                EngineError::Rego {
                    place: Some((source, ..)),
                    ..
                } if self.files.contains_key(source) => refused(&source.clone(), error),
                _ => GroupError::Engine(error),
            }),
        }
    }
}

impl Group<'_, '_> {
    /// Maps for the user's policies. Errors in the embedded catalogue name the right line, and
    /// the column in the rewritten text: users don't edit it, and maps take memory.
    fn places(&self, names: &Names<'_>) -> BTreeMap<SourceId, PlaceMap> {
        let names = Arc::new(names.to_static());
        self.files
            .keys()
            .filter_map(|source| Some((source, self.written.get(source)?)))
            .map(|(source, written)| {
                let (written, names) = (Arc::clone(written), Arc::clone(&names));
                let find = move |line, column| {
                    let (text, edits) = written.as_ref();
                    let given = apply(text, edits, &names);
                    let at = original(text, edits, &names, offset(&given, line, column));
                    let before = text.get(..at).unwrap_or_default();
                    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
                    let on_line = before.get(start..).unwrap_or_default();
                    (
                        before.matches('\n').count() + 1,
                        on_line.chars().count() + 1,
                    )
                };
                ((*source).clone(), PlaceMap::new(find))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use onus_core::source_id::Origin;

    /// An absent rule would be undefined, and so look like one that finds nothing.
    #[test]
    fn an_engine_without_a_requested_rule_is_not_made() {
        let source = SourceId::new(Origin::User, "a.rego");
        let text = Text {
            text: "package a\n\ndeny contains \"x\" if input.x\n",
            edits: &[],
        };
        let texts = BTreeMap::from([(&source, text)]);
        let settings = Settings {
            limit: std::time::Duration::from_secs(1),
            now: 0,
            params: Value::object::<&str>([]),
            own_catalogue: true,
            check_builtin: true,
        };
        for (rule, found) in [
            ("data.a.deny", true),
            ("data.a.applies", false),
            ("data.b.deny", false),
        ] {
            let member = Member {
                source: source.clone(),
                needs: BTreeSet::new(),
                rules: vec![rule.to_owned()],
                deny: None,
            };
            let built = build(&[member], &texts, &[], &settings);
            match built {
                Ok(groups) => {
                    assert!(found, "{rule}");
                    assert!(groups.sets.contains(&(0, rule.to_owned())));
                }
                Err(GroupError::File { source: of, error }) => {
                    assert!(!found, "{rule}");
                    assert_eq!(of, source);
                    let rule = rule.to_owned();
                    assert_eq!(error, EngineError::NoRule { rule });
                }
                Err(GroupError::Engine(error)) => panic!("{error}"),
            }
        }
    }
}
