//! The assembly of a policy set from sound files: their questions, their needs, and their
//! engines.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::engine::JsonDocument;
use onus_core::decision::hex;

#[cfg(test)]
use crate::catalogue_entry::{Entry, text_hash};
use crate::compile::engine_groups::{GroupError, Member, Text, build};
use crate::load::policy_file::Unit;
use crate::load::policy_set::PolicySet;
use crate::load::role::Role;
use crate::load::source::PolicySources;
use crate::model::{
    Boundary, Control, Gives, PolicyContents, Question, Settings, Table, unassembled,
};
use crate::names::references::packages_of;
use crate::names::symbol_table::{Index, RuleId, written_path};
use crate::read_set::expected_types::Expected;
use crate::read_set::infer::Reader;
use crate::rewrite::edit::Edit;
use crate::rewrite::import_expansion::edits;
use onus_core::source_id::{Origin, SourceId};

/// A file, ready to be put into an engine.
pub struct Part<'p> {
    /// Which file it is.
    pub source: SourceId,
    /// Its text.
    pub text: &'p str,
    /// What to change in the text before the engine is given it.
    pub edits: Cow<'p, [Edit]>,
    /// Every file that it refers to, directly or not.
    pub needs: BTreeSet<SourceId>,
    /// The questions about it.
    pub contents: PolicyContents,
}

/// The entries of an index of units: the questions about each and its needs.
#[cfg(test)]
pub fn entries(units: &[Unit]) -> Vec<Entry> {
    parts(units)
        .into_iter()
        .zip(units)
        .map(|(part, unit)| Entry {
            path: part.source.path().to_owned(),
            hash: text_hash(unit.document.text()),
            needs: part
                .needs
                .iter()
                .map(|need| need.path().to_owned())
                .collect(),
            edits: part.edits.into_owned(),
            contents: part.contents,
        })
        .collect()
}

/// What parsing gives, file by file.
pub fn parts(units: &[Unit]) -> Vec<Part<'_>> {
    let index = Index::new(units.iter().map(|unit| &unit.module));
    let mut reader = Reader::new(&index);
    let mut undeployed = Reader::undeployed(&index);
    let needs = needs(units, &index);
    units
        .iter()
        .zip(needs)
        .map(|(unit, needs)| Part {
            source: unit.source.clone(),
            text: unit.document.text(),
            edits: Cow::Owned(edits(&unit.module, &index)),
            needs,
            contents: contents(unit, &index, &mut reader, &mut undeployed)
                .unwrap_or(PolicyContents::Nothing),
        })
        .collect()
}

/// Every file that each unit refers to, directly or not.
pub fn needs(units: &[Unit], index: &Index<'_>) -> Vec<BTreeSet<SourceId>> {
    let mut files: BTreeMap<&Vec<String>, BTreeSet<&SourceId>> = BTreeMap::new();
    for unit in units {
        files
            .entry(&unit.module.package)
            .or_default()
            .insert(&unit.source);
    }
    let mut needs: BTreeMap<&SourceId, BTreeSet<&SourceId>> = units
        .iter()
        .map(|unit| {
            let mut packages = packages_of(&unit.module, index);
            packages.insert(unit.module.package.clone());
            let found = packages
                .iter()
                .filter_map(|package| files.get(package))
                .flatten()
                .copied()
                .collect();
            (&unit.source, found)
        })
        .collect();
    loop {
        let before = needs.clone();
        for found in needs.values_mut() {
            let further: Vec<&SourceId> = found
                .iter()
                .filter_map(|file| before.get(file))
                .flatten()
                .copied()
                .collect();
            found.extend(further);
        }
        if needs == before {
            break;
        }
    }
    units
        .iter()
        .map(|unit| {
            let found = needs.get(&unit.source).into_iter().flatten();
            found
                .filter(|source| **source != &unit.source)
                .map(|source| (*source).clone())
                .collect()
        })
        .collect()
}

fn contents(
    unit: &Unit,
    index: &Index<'_>,
    reader: &mut Reader<'_, '_>,
    undeployed: &mut Reader<'_, '_>,
) -> Option<PolicyContents> {
    let mut ask = |name: &str| {
        let id = RuleId {
            package: unit.module.package.clone(),
            name: name.to_owned(),
        };
        let parts = id.package.iter().map(String::as_str).chain([name]);
        let reads = reader.of(&id);
        let less = Some(undeployed.of(&id))
            .filter(|less| *less != reads)
            .map(Box::new);
        (!index.definitions(&id).is_empty()).then(|| Question {
            rule: written_path("data", parts),
            reads,
            reads_undeployed: less,
            path: String::new(),
            engine: 0,
            watched: Vec::new(),
            gives: Gives::default(),
            expected: Expected::default(),
        })
    };
    Some(match &unit.role {
        Role::Library => PolicyContents::Nothing,
        Role::Types => PolicyContents::Types(ask("table")?),
        Role::Boundary(role) => PolicyContents::Boundary(Box::new(Boundary {
            id: role.id.clone(),
            title: role.title.clone(),
            file: unassembled(),
            tier: role.tier,
            edition: role.edition.clone(),
            resources: role.resources.clone(),
            links: role.links.clone(),
            responsibility: ask("responsibility")?,
            model: ask("model"),
        })),
        Role::Control(role) => PolicyContents::Control(Box::new(Control {
            about: Arc::new(role.about.clone()),
            description: role.description.clone(),
            file: unassembled(),
            remediation: role.remediation.clone(),
            aliases: role.aliases.clone(),
            deprecated: role.deprecated,
            on_request: role.on_request,
            resources: role.resources.clone(),
            needs: role.needs.clone(),
            changes: role.changes.clone(),
            deny: ask("deny")?,
            applies: ask("applies"),
        })),
    })
}

/// Builds the engines and sorts their questions.
pub fn assemble(
    parts: Vec<Part<'_>>,
    data: &[JsonDocument],
    settings: &Settings,
    sources: &PolicySources,
) -> Result<PolicySet, GroupError> {
    let texts: BTreeMap<&SourceId, Text<'_>> = parts
        .iter()
        .map(|part| {
            let text = Text {
                text: part.text,
                edits: &part.edits,
            };
            (&part.source, text)
        })
        .collect();
    let members: Vec<Member> = parts
        .iter()
        .filter(|part| part.contents != PolicyContents::Nothing)
        .map(|part| Member {
            source: part.source.clone(),
            needs: part.needs.clone(),
            rules: part
                .contents
                .questions()
                .map(|question| question.rule.clone())
                .collect(),
            deny: match &part.contents {
                PolicyContents::Control(control) => {
                    Some((control.deny.rule.clone(), control.deny.reads.watched()))
                }
                _ => None,
            },
        })
        .collect();
    let groups = build(&members, &texts, data, settings)?;
    let mut controls = Vec::new();
    let mut boundaries = Vec::new();
    let mut tables = Vec::new();
    for part in &parts {
        let engine = groups.engine_of.get(&part.source);
        let to = |question: &Question| {
            let path = engine.map_or_else(String::new, |(_, names)| {
                names.rule(&part.edits, &question.rule)
            });
            let engine = engine.map_or(0, |(engine, _)| *engine);
            let is_set = groups.sets.contains(&(engine, path.clone()));
            Question {
                gives: if is_set { Gives::Set } else { Gives::Value },
                path,
                engine,
                watched: question.reads.watched(),
                expected: Expected::of(&question.reads),
                ..question.clone()
            }
        };
        match &part.contents {
            PolicyContents::Nothing => {}
            PolicyContents::Types(table) => tables.push(Table {
                question: to(table),
                file: part.source.clone(),
            }),
            PolicyContents::Boundary(boundary) => boundaries.push(Boundary {
                file: part.source.clone(),
                responsibility: to(&boundary.responsibility),
                model: boundary.model.as_ref().map(to),
                ..boundary.as_ref().clone()
            }),
            PolicyContents::Control(control) => controls.push(Control {
                file: part.source.clone(),
                deny: to(&control.deny),
                applies: control.applies.as_ref().map(to),
                ..control.as_ref().clone()
            }),
        }
    }
    controls.sort_by(|a, b| a.about.id.cmp(&b.about.id));
    boundaries.sort_by(|a, b| (a.tier, &a.id).cmp(&(b.tier, &b.id)));
    Ok(PolicySet {
        controls: controls.into(),
        boundaries: boundaries.into(),
        tables: tables.into(),
        engines: groups.engines.into(),
        together: groups.together.into(),
        digest: digest(sources),
        unneeded: Arc::default(),
        embedded: sources
            .files
            .iter()
            .any(|file| file.source.origin() == Origin::Builtin),
    })
}

/// Over everything that was found; the same whether or not a run needs all of it.
fn digest(sources: &PolicySources) -> String {
    let mut parts: Vec<(&str, &str)> = sources
        .files
        .iter()
        .map(|file| (document_key(file.document.name()), file.document.text()))
        .collect();
    parts.sort_unstable();
    let mut hash = Sha256::new();
    for (name, text) in parts {
        for part in [name, text] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part.as_bytes());
        }
    }
    hex(&hash.finalize())
}

/// A file by its own name: the folder that it lies in on this machine must not
/// change the digest.
fn document_key(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}
