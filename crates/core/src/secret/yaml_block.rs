//! YAML blocks: the secrets in a line whose indentation leads to the keys above it.

use std::ops::Range;

use super::json_source::scan;
use super::name::{Certainty, names_secret};
use super::place::{Member, Place};

/// Lines above a line of YAML that are looked at.
const MOST_LINES: usize = 400;

/// A line of block YAML: where its dashes end, where its text begins, and the text.
fn block(line: &str) -> Option<(usize, usize, &str)> {
    let text = line.trim_end();
    let mut rest = text.trim_start_matches(' ');
    if rest.is_empty() || rest.starts_with('#') {
        return None;
    }
    let first = text.len() - rest.len();
    while let Some(item) = rest.strip_prefix("- ") {
        rest = item.trim_start_matches(' ');
    }
    Some((first, text.len() - rest.len(), rest))
}

/// The key of a line of YAML, and what is behind it.
fn key(text: &str) -> Option<(&str, &str)> {
    let (key, value) = text.split_once(':')?;
    let key = key.trim().trim_matches(['"', '\'']);
    // What is broken may be a value.
    let is_key = |c: char| c.is_alphanumeric() || "_-./$".contains(c);
    let is_sound = (value.is_empty() || value.starts_with(' ')) && key.chars().all(is_key);
    is_sound.then(|| (key, value.trim()))
}

/// Whether a name on a line of YAML names secrets.
fn name_on(line: &str) -> Option<Certainty> {
    let (name, value) = key(line)?;
    let value = value.trim_matches(['"', '\'']);
    (Member::of(name) == Member::Name)
        .then(|| names_secret(value))
        .flatten()
}

/// A line of block YAML, whose indentation leads to the keys above it.
pub(super) fn in_block(line: &str, before: &str, after: &str, found: &mut Vec<Range<usize>>) {
    let Some((start, column, text)) = block(line) else {
        return;
    };
    let own = key(text);
    let (keys, mut named) = above(start, column, own.is_some(), before);
    // The pair's name can come after its value.
    for below in after.lines().skip(1).take(MOST_BELOW).map_while(block) {
        let (dash, at, text) = below;
        if at < column || dash < at {
            break;
        }
        if at == column {
            named = named.max(name_on(text));
        }
    }
    let mut place = keys
        .iter()
        .rev()
        .fold(Place::default(), |place, key| place.member(key));
    let end = line.trim_end().len();
    let value = match own {
        Some((key, value)) => {
            place = place.member(key);
            if let (Some(certainty), Member::Value) = (named, Member::of(key)) {
                place = place.named(certainty);
            }
            value
        }
        None => text,
    };
    let at = end - value.len();
    if value.starts_with(['{', '[']) {
        let inside = scan(value, &[], place);
        found.extend(
            inside
                .into_iter()
                .map(|range| at + range.start..at + range.end),
        );
        return;
    }
    let plain = value.trim_end_matches(',').trim_matches(['"', '\'']);
    let hides = if plain.parse::<f64>().is_ok() {
        place.hides_numbers()
    } else {
        place.hides(plain)
    };
    let is_found = found.iter().any(|range| range.start >= at);
    if hides && !is_found && !plain.starts_with(['|', '>']) {
        found.push(at..end);
    }
}

/// Lines below a line of YAML that are looked at.
const MOST_BELOW: usize = 20;

/// The keys that a line of YAML is below, from the inside to the outside, and what the
/// name next to it says. Its dashes begin at `first`, its text at `column`.
fn above(
    first: usize,
    column: usize,
    has_key: bool,
    before: &str,
) -> (Vec<&str>, Option<Certainty>) {
    let (mut first, mut column) = (first, column);
    let (mut keys, mut named) = (Vec::new(), None);
    let mut is_own = has_key;
    for (dash, at, above) in before.lines().rev().take(MOST_LINES).filter_map(block) {
        if is_own && at == column && first == column {
            named = named.max(name_on(above));
            // The first line of the item that both are in.
            first = dash;
        } else if at < column.min(first + 1) || (dash <= first && at < column) {
            keys.extend(key(above).map(|(key, _)| key));
            (first, column, is_own) = (dash, at, false);
            if column == 0 {
                break;
            }
        }
    }
    (keys, named)
}
