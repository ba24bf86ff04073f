//! The spelling of property names of Azure resources, and of their enumeration values.
//!
//! Azure Resource Manager reads property names without regard to case, and policies read
//! them with. So records get the spelling that policies use, at every depth. Names that
//! people chose, such as tags and app settings, stay as they are. Two members whose names
//! differ only in case become duplicates, so their value is unknown.
//!
//! The names are in `property_names.txt`: one type per line, and below it the members of
//! its record, indented by one tab per level, without the items of arrays. All these types
//! also have the names below `*`. A test of the policy library writes the file from what
//! the catalogue's controls read.

#[cfg(test)]
mod tests;

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{LazyLock, OnceLock};

use onus_core::derived_text::Pieces;
use onus_core::json_pointer::Pointer;

use crate::json::locate::locate;
use crate::property_values::spelled_value;
use crate::resource::{Body, Resource};

static TYPES: LazyLock<BTreeMap<&'static str, TypeNames>> =
    LazyLock::new(|| types(include_str!("property_names.txt")));

/// Has the names of all types.
const ALL: &str = "*";

/// The names of a type, parsed when a resource of that type occurs.
struct TypeNames {
    lines: &'static str,
    names: OnceLock<Names>,
}

/// The members of an object, in order of their names in lower case.
#[derive(Debug, Default)]
struct Names(Vec<(&'static str, Names)>);

/// A name in a text with another spelling: its place with the quotes, and the spelling
/// that policies use.
type Misspelled = (Range<usize>, &'static str);

/// Gives the property names of a resource the spelling that policies use. Places in the
/// record still lead to the user's file.
pub(crate) fn respell(resource: &mut Resource) {
    let Some(record) = names_of(resource) else {
        return;
    };
    let names = RecordNames {
        record,
        properties: record.get("properties").map(|(_, names)| names),
    };
    let mut found = names.misspelled(&resource.body);
    if found.is_empty() {
        return;
    }
    found.sort_by_key(|(range, _)| range.start);
    found.dedup();
    let pointers = resource.unknown.iter_mut().chain(&mut resource.sensitive);
    let via = resource
        .edges
        .iter_mut()
        .filter_map(|edge| edge.via.as_mut());
    for pointer in pointers.chain(via) {
        *pointer = names.spelled(pointer);
    }
    let body = &mut resource.body;
    if let Some(tail) = body.properties.strip(&body.raw) {
        body.properties = body.raw.join(&spelled(&tail, record));
    }
    let mut pieces = Pieces::of(&body.document);
    let mut at = body.range.start;
    for (range, name) in found {
        let range = body.range.start + range.start..body.range.start + range.end;
        pieces.copied(at..range.start);
        pieces.string(name, range.clone());
        at = range.end;
    }
    pieces.copied(at..body.range.end);
    body.document = pieces.finish();
    body.range = 0..body.document.text().len();
}

/// The names of a resource's type; none for types that no control reads, and where the
/// members of `properties` have names that people chose.
fn names_of(resource: &Resource) -> Option<&'static Names> {
    if resource.provider != "azure" {
        return None;
    }
    /// Configurations of web apps whose properties are settings by their names:
    /// <https://learn.microsoft.com/azure/templates/microsoft.web/sites/config>.
    const SETTINGS: [&str; 5] = [
        "appsettings",
        "azurestorageaccounts",
        "connectionstrings",
        "metadata",
        "pushsettings",
    ];
    let last = resource.name.rsplit('/').next().unwrap_or_default();
    let is_web_configuration =
        resource.kind.starts_with("microsoft.web/") && resource.kind.ends_with("/config");
    if is_web_configuration && SETTINGS.iter().any(|name| last.eq_ignore_ascii_case(name)) {
        return None;
    }
    let kind = TYPES.get(resource.kind.as_str())?;
    Some(kind.names.get_or_init(|| {
        let mut names = Names::read(kind.lines, 1);
        if let Some(all) = TYPES.get(ALL) {
            names.join(Names::read(all.lines, 1));
        }
        names
    }))
}

fn types(table: &'static str) -> BTreeMap<&'static str, TypeNames> {
    let mut types = BTreeMap::new();
    let mut rest = table;
    while let Some((kind, after)) = rest.split_once('\n') {
        let mut end = 0;
        for line in after.split_inclusive('\n') {
            if !line.starts_with('\t') {
                break;
            }
            end += line.len();
        }
        let (lines, next) = after.split_at_checked(end).unwrap_or((after, ""));
        let names = OnceLock::new();
        types.insert(kind, TypeNames { lines, names });
        rest = next;
    }
    types
}

impl Names {
    /// Reads lines whose own names are indented by `depth` tabs.
    fn read(lines: &'static str, depth: usize) -> Self {
        let is_own = |line: &str| line.bytes().take_while(|byte| *byte == b'\t').count() == depth;
        let mut members = Vec::new();
        let mut rest = lines;
        while let Some((own, after)) = rest.split_once('\n') {
            let mut end = 0;
            for line in after.split_inclusive('\n') {
                if is_own(line) {
                    break;
                }
                end += line.len();
            }
            let (below, next) = after.split_at_checked(end).unwrap_or((after, ""));
            members.push((own.trim_start_matches('\t'), Self::read(below, depth + 1)));
            rest = next;
        }
        Self(members)
    }

    /// Adds the names that are missing here.
    fn join(&mut self, other: Self) {
        for (name, below) in other.0 {
            match self.0.binary_search_by(|(known, _)| ordered(known, name)) {
                Ok(at) => {
                    if let Some((_, known)) = self.0.get_mut(at) {
                        known.join(below);
                    }
                }
                Err(at) => self.0.insert(at, (name, below)),
            }
        }
    }

    /// The spelling of a name, and the names below it.
    fn get(&self, name: &str) -> Option<(&'static str, &Self)> {
        let at = self.0.binary_search_by(|(known, _)| ordered(known, name));
        let (known, below) = self.0.get(at.ok()?)?;
        Some((known, below))
    }
}

/// The order of names in lower case.
fn ordered(one: &str, other: &str) -> Ordering {
    let one = one.bytes().map(|byte| byte.to_ascii_lowercase());
    one.cmp(other.bytes().map(|byte| byte.to_ascii_lowercase()))
}

/// The names of a record, and of its configuration.
struct RecordNames<'n> {
    record: &'n Names,
    properties: Option<&'n Names>,
}

impl RecordNames<'_> {
    /// The misspelled names of a record, by their places in its text.
    fn misspelled(&self, body: &Body) -> Vec<Misspelled> {
        let text = body.text();
        let mut found = match body.raw == Pointer::root() {
            true => misspelled(text, 0..text.len(), self.record),
            false => at(text, &body.raw, self.record),
        };
        let is_plain = |tail: Pointer| {
            let mut segments = tail.segments();
            segments
                .next()
                .is_some_and(|key| key.eq_ignore_ascii_case("properties"))
                && segments.next().is_none()
        };
        if let Some(names) = self.properties
            && !body.properties.strip(&body.raw).is_some_and(is_plain)
        {
            found.extend(at(text, &body.properties, names));
        }
        found
    }

    /// A pointer into the policy's input with the names that policies use.
    fn spelled(&self, pointer: &Pointer) -> Pointer {
        let head = |name: &str| Pointer::root().child(name);
        let names = [("properties", self.properties), ("raw", Some(self.record))];
        for (name, names) in names {
            if let (Some(tail), Some(names)) = (pointer.strip(&head(name)), names) {
                return head(name).join(&spelled(&tail, names));
            }
        }
        pointer.clone()
    }
}

fn spelled(pointer: &Pointer, names: &Names) -> Pointer {
    let mut around = Some(names);
    pointer
        .segments()
        .map(|segment| {
            if let Some((name, below)) = around.and_then(|names| names.get(segment)) {
                around = Some(below);
                return name.to_owned();
            }
            // An item of an array has the names of the array.
            if segment.parse::<usize>().is_err() {
                around = None;
            }
            segment.to_owned()
        })
        .collect()
}

fn at(text: &str, pointer: &Pointer, names: &Names) -> Vec<Misspelled> {
    let found = locate(text, pointer);
    match found.exact {
        true => misspelled(text, found.range, names),
        false => Vec::new(),
    }
}

/// The misspelled names and values in a part of a text that is JSON. An item of an array has the
/// names of the array.
fn misspelled(text: &str, part: Range<usize>, names: &Names) -> Vec<Misspelled> {
    let bytes = text.as_bytes().get(..part.end).unwrap_or_default();
    let mut found = Vec::new();
    // The names of open objects and arrays, whether each is an object, and its property.
    let mut open: Vec<(Option<&Names>, bool, Option<&'static str>)> = Vec::new();
    // The names of the next value, and its property.
    let mut next = Some(names);
    let mut property: Option<&'static str> = None;
    let mut string = 0..0;
    let mut at = part.start;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => {
                string = at..string_end(bytes, at);
                at = string.end;
                if let Some(property) = property
                    && let Some(value) = text.get(string.clone()).map(unquoted)
                    && let Some(spelled) = spelled_value(property, value)
                    && spelled != value
                {
                    found.push((string.clone(), spelled));
                }
                continue;
            }
            b':' => {
                (next, property) = (None, None);
                if let Some((Some(names), true, _)) = open.last()
                    && let Some(literal) = text.get(string.clone())
                    && let Some((name, below)) = member(names, literal)
                {
                    (next, property) = (Some(below), Some(name));
                    if unquoted(literal) != name && !is_same(literal, name) {
                        found.push((string.clone(), name));
                    }
                }
            }
            b',' => {
                (next, property) = match open.last() {
                    Some((names, false, property)) => (*names, *property),
                    _ => (None, None),
                };
            }
            b'{' => {
                open.push((next, true, property));
                (next, property) = (None, None);
            }
            b'[' => open.push((next, false, property)),
            b'}' | b']' => {
                open.pop();
                (next, property) = (None, None);
            }
            _ => {}
        }
        at += 1;
    }
    found
}

fn unquoted(literal: &str) -> &str {
    literal
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'))
        .unwrap_or(literal)
}

fn member<'n>(names: &'n Names, literal: &str) -> Option<(&'static str, &'n Names)> {
    if literal.contains('\\') {
        return names.get(&serde_json::from_str::<String>(literal).ok()?);
    }
    names.get(unquoted(literal))
}

/// Whether a name that is written with escapes is this one.
fn is_same(literal: &str, name: &str) -> bool {
    literal.contains('\\')
        && serde_json::from_str::<String>(literal).is_ok_and(|written| written == name)
}

/// The end of the string that starts at `start`, after its quote.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}
