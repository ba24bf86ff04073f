//! The parser of snapshots. Anything that it does not understand is an error, because it could
//! be a change.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use serde::Deserialize;
use thiserror::Error;

use super::render::RESOURCES;
use super::{FORMAT, Header, Line, MAKER, Named, OLDEST_FORMAT, ResourceKey, Section, Snapshot};
use crate::snapshot::field_escape::{BETWEEN, unescaped};
use onus_core::decision::Status;
use onus_core::diagnostic::{Diagnostic, Spot};
use onus_core::document::Document;

/// Why a text is no snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotError {
    /// What is wrong.
    pub fault: Fault,
    /// Where.
    pub range: Range<usize>,
}

/// What is wrong with a text.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Fault {
    /// There are no two lines of `---`.
    #[error("this is no snapshot: it does not begin with a header between two lines of `---`")]
    NoHeader,
    /// The header is not YAML, or lacks something.
    #[error("the header can't be read: {0}")]
    BadHeader(String),
    /// Something else made it.
    #[error("this snapshot was not made by `onus snapshot`")]
    Foreign,
    /// A version that this program does not know.
    #[error(
        "this snapshot has format {0}, and this program reads formats {OLDEST_FORMAT} to {FORMAT}"
    )]
    OtherFormat(String),
    /// A merge was left half done.
    #[error("a merge left its marks here")]
    Conflict,
    /// A line that is none of those that there are.
    #[error("this line is neither a control nor a decision")]
    BadLine,
    /// A decision whose resource is not in the list.
    #[error("`{0}` is not in the list of resources below")]
    UnknownResource(String),
    /// A control or resource is duplicate.
    #[error("`{0}` stands twice")]
    Twice(String),
    /// The list of resources is missing, so the end of the file is.
    #[error("the list of resources is missing: this is only a part of a snapshot")]
    Cut,
    /// The number of resources in the header is wrong.
    #[error("the header says that {said} resources are listed, and there are {there}")]
    Listed {
        /// The number in the header.
        said: usize,
        /// How many there are.
        there: usize,
    },
    /// The number of decisions in the header is wrong.
    #[error("the header says {said} decisions, and there are {there}")]
    Count {
        /// The number in the header.
        said: usize,
        /// How many there are.
        there: usize,
    },
}

impl SnapshotError {
    /// The error as a problem in the file.
    pub fn problem(&self, document: &Arc<Document>) -> Diagnostic {
        let help = match &self.fault {
            Fault::Conflict => {
                "keep either side and delete the marks; then `onus snapshot check` says what differs from it, and `onus snapshot review` accepts what is meant"
            }
            Fault::OtherFormat(_) => {
                "use the version of onus that made it, or delete the file and write it anew with `onus snapshot record`"
            }
            Fault::Foreign => "give onus a folder of its own with `--dir`",
            _ => {
                "take the file back out of version control, or delete it and write it anew with `onus snapshot record`"
            }
        };
        Diagnostic::error(self.fault.to_string())
            .at(Spot::new(document, self.range.clone()))
            .help(help)
    }
}

/// The front matter, as insta writes it.
#[derive(Deserialize)]
struct Front {
    source: String,
    info: Info,
}

#[derive(Deserialize)]
struct Info {
    policy_set: Option<String>,
    editions: BTreeMap<String, String>,
    resources: usize,
    decisions: usize,
    listed: usize,
}

/// As much of it as every version has.
#[derive(Deserialize)]
struct Origin {
    expression: Option<String>,
    info: Option<Version>,
}

#[derive(Deserialize)]
struct Version {
    format: Option<serde_json::Value>,
}

/// A decision whose resource is not looked up yet.
struct Read {
    control: String,
    line: Line,
    /// What the resource is called.
    label: String,
    /// Where that is.
    place: Range<usize>,
}

/// The inventories that a snapshot is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum About {
    /// One: its resources have no origin.
    OneInventory,
    /// Several: a resource can have an origin, as the last field of its row.
    SeveralInventories,
}

/// Parses the text of a snapshot of one inventory.
///
/// # Errors
/// It is not one, of another version, or was changed so that it can't be relied on.
pub fn parse(text: &str) -> Result<Snapshot, SnapshotError> {
    parse_about(text, About::OneInventory)
}

/// Parses the text of a snapshot.
///
/// # Errors
/// As [`parse`].
pub(crate) fn parse_about(text: &str, about: About) -> Result<Snapshot, SnapshotError> {
    let mut at = 0;
    let rows: Vec<(Range<usize>, &str)> = text
        .split_inclusive('\n')
        .map(|row| {
            let start = at;
            at += row.len();
            let bare = row.trim_end_matches(['\n', '\r']);
            (start..start + bare.len(), bare)
        })
        .collect();
    let whole = rows.first().map_or(0..0, |(range, _)| range.clone());
    let fail = |fault, range: &Range<usize>| SnapshotError {
        fault,
        range: range.clone(),
    };
    if let Some((range, _)) = rows.iter().find(|(_, row)| is_mark(row)) {
        return Err(fail(Fault::Conflict, range));
    }
    let mut fences = rows
        .iter()
        .enumerate()
        .filter(|(_, (_, row))| *row == "---");
    let (Some((0, _)), Some((end, (closing, _)))) = (fences.next(), fences.next()) else {
        return Err(fail(Fault::NoHeader, &whole));
    };
    let yaml = text.get(..closing.start).unwrap_or_default();
    let front = front_matter(yaml, &rows)?;
    let (said, said_listed) = (front.info.decisions, front.info.listed);
    let mut snapshot = Snapshot {
        header: header(front).ok_or_else(|| {
            let fault = Fault::BadHeader("a text in it has a `\\` before nothing known".to_owned());
            fail(fault, &whole)
        })?,
        ..Snapshot::default()
    };
    let mut decisions = Vec::new();
    let mut section: Option<String> = None;
    let mut rows = rows.iter().skip(end + 1);
    let mut listed = None;
    for (range, row) in rows.by_ref() {
        let bad = || fail(Fault::BadLine, range);
        if *row == RESOURCES {
            listed = Some(range);
            break;
        }
        if row.trim().is_empty() {
            continue;
        }
        if let Some(fields) = row.strip_prefix("  ") {
            let control = section.clone().ok_or_else(bad)?;
            let read = decision(control, fields, range.start + 2).ok_or_else(bad)?;
            decisions.push((read, range));
        } else {
            let (id, title) = row.split_once(BETWEEN).ok_or_else(bad)?;
            let (id, title) = unescaped(id).zip(unescaped(title)).ok_or_else(bad)?;
            let new = Section {
                title,
                lines: BTreeMap::new(),
            };
            if snapshot.controls.insert(id.clone(), new).is_some() {
                return Err(fail(Fault::Twice(id), range));
            }
            section = Some(id);
        }
    }
    let listed =
        listed.ok_or_else(|| fail(Fault::Cut, rows_end(text).as_ref().unwrap_or(&whole)))?;
    for (range, row) in rows.filter(|(_, row)| !row.trim().is_empty()) {
        let (key, named) = resource(row, about).ok_or_else(|| fail(Fault::BadLine, range))?;
        if snapshot.resources.insert(key.clone(), named).is_some() {
            return Err(fail(Fault::Twice(key.as_str().to_owned()), range));
        }
    }
    // Which name is whose depends on all of them.
    if snapshot.resources.len() != said_listed {
        let (said, there) = (said_listed, snapshot.resources.len());
        return Err(fail(Fault::Listed { said, there }, listed));
    }
    let keys: BTreeMap<String, ResourceKey> = snapshot
        .labels()
        .into_iter()
        .map(|(key, label)| (label.to_owned(), key.clone()))
        .collect();
    let there = decisions.len();
    for (mut read, _) in decisions {
        let Some(key) = keys.get(&read.label) else {
            return Err(fail(Fault::UnknownResource(read.label), &read.place));
        };
        read.line.resource.clone_from(key);
        if let Some(section) = snapshot.controls.get_mut(&read.control) {
            *section.lines.entry(read.line).or_default() += 1;
        }
    }
    if there != said {
        return Err(fail(Fault::Count { said, there }, listed));
    }
    Ok(snapshot)
}

/// The last line of a text.
fn rows_end(text: &str) -> Option<Range<usize>> {
    let trimmed = text.trim_end();
    let start = trimmed.rfind('\n').map_or(0, |at| at + 1);
    (start < trimmed.len()).then_some(start..trimmed.len())
}

/// What git leaves where two sides differ.
fn is_mark(row: &str) -> bool {
    ["<<<<<<<", "=======", ">>>>>>>", "|||||||"]
        .iter()
        .filter_map(|mark| row.strip_prefix(mark))
        .any(|rest| rest.is_empty() || rest.starts_with(' '))
}

fn front_matter(yaml: &str, rows: &[(Range<usize>, &str)]) -> Result<Front, SnapshotError> {
    let fail = |fault, row: usize| SnapshotError {
        fault,
        range: rows.get(row).map_or(0..0, |(range, _)| range.clone()),
    };
    let unread = |error: &serde_saphyr::Error| {
        let error = error.without_snippet();
        let row = error
            .location()
            .map_or(1, |location| usize::try_from(location.line()).unwrap_or(1));
        let message = error.to_string();
        let message = message.lines().next().unwrap_or_default().to_owned();
        fail(Fault::BadHeader(message), row.saturating_sub(1))
    };
    let row_of = |key: &str| {
        rows.iter()
            .position(|(_, row)| row.trim_start().starts_with(key))
            .unwrap_or_default()
    };
    let origin: Origin = serde_saphyr::from_str(yaml).map_err(|error| unread(&error))?;
    if origin.expression.as_deref() != Some(MAKER) {
        return Err(fail(Fault::Foreign, row_of("expression:")));
    }
    let format = origin.info.and_then(|info| info.format);
    let number = format.as_ref().and_then(serde_json::Value::as_u64);
    if !number.is_some_and(|number| (OLDEST_FORMAT..=FORMAT).contains(&number)) {
        let found = format.map_or_else(|| "unknown".to_owned(), |format| format.to_string());
        return Err(fail(Fault::OtherFormat(found), row_of("format:")));
    }
    serde_saphyr::from_str(yaml).map_err(|error| unread(&error))
}

fn header(front: Front) -> Option<Header> {
    let mut editions = BTreeMap::new();
    for (provider, edition) in &front.info.editions {
        editions.insert(unescaped(provider)?, unescaped(edition)?);
    }
    Some(Header {
        source: unescaped(&front.source)?,
        policy_set: match &front.info.policy_set {
            Some(digest) => Some(unescaped(digest)?),
            None => None,
        },
        editions,
        resources: front.info.resources,
    })
}

fn decision(control: String, fields: &str, start: usize) -> Option<Read> {
    let mut rest = fields.split(BETWEEN);
    let words = rest.next()?;
    let party = rest.next()?;
    let label = rest.next()?;
    let mut messages = BTreeSet::new();
    for message in rest {
        if !messages.insert(unescaped(message)?) {
            return None;
        }
    }
    let begin = start + words.len() + party.len() + 2 * BETWEEN.len();
    let mut words = words.split(' ');
    let verdict = words.next()?;
    let status = status(words.next()?)?;
    let layer = words.next().map(str::parse).transpose().ok()?;
    let said = match status {
        Status::Satisfied => "allow",
        _ => "deny",
    };
    if verdict != said || words.next().is_some() {
        return None;
    }
    Some(Read {
        control,
        line: Line {
            resource: ResourceKey::default(),
            layer,
            status,
            party: unescaped(party)?,
            messages,
        },
        label: unescaped(label)?,
        place: begin..begin + label.len(),
    })
}

fn status(word: &str) -> Option<Status> {
    [
        Status::Satisfied,
        Status::Violated,
        Status::Unknown,
        Status::Unassigned,
        Status::Conflict,
        Status::Error,
    ]
    .into_iter()
    .find(|status| status.as_str() == word)
}

fn resource(row: &str, about: About) -> Option<(ResourceKey, Named)> {
    let mut fields = row.strip_prefix("  ")?.split(BETWEEN).map(unescaped);
    let (name, kind, id) = (fields.next()??, fields.next()??, fields.next()??);
    let origin = match (fields.next(), about) {
        (None, _) => None,
        (Some(origin), About::SeveralInventories) => Some(origin?),
        (Some(_), About::OneInventory) => return None,
    };
    let key = ResourceKey::within(&id, origin);
    fields
        .next()
        .is_none()
        .then_some((key, Named { name, kind }))
}
