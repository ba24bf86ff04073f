//! Problems with unrecognized documents: a description of the document, and the fix.

use std::sync::Arc;

use serde_json::value::RawValue;

use onus_core::diagnostic::{Diagnostic, Spot};
use onus_core::document::Document;

use crate::formats::generic;
use crate::formats::{READERS, format_names, recognize};
use crate::input::ReadOptions;
use crate::json::json_problem::json_problem;
use crate::json::outline::{Members, Outline};
use crate::reader::Reader;
use crate::tool_output;

pub(crate) fn not_json(document: &Arc<Document>, error: &serde_json::Error) -> Diagnostic {
    let text = document.text();
    let problem = json_problem(document, text, error);
    if text.trim_start().starts_with('<') {
        return Diagnostic {
            place: Some(start(document)),
            ..Diagnostic::error("this is XML, and onus reads JSON")
        }
        .help(match text.contains("<bom") {
            true => "a bill of materials of CycloneDX is turned into JSON by `cyclonedx convert --input-file bom.xml --output-file bom.json`",
            false => "have it exported as JSON",
        });
    }
    if !text.trim_start().starts_with(['{', '[']) {
        return Diagnostic {
            place: Some(start(document)),
            ..Diagnostic::error("this is neither JSON nor YAML with objects in it")
        }
        .help(source_code_help(document.name()).map_or_else(format_list, str::to_owned));
    }
    if error.is_eof() {
        problem.help("the export was probably interrupted: make it again")
    } else if problem.message.contains("trailing characters") {
        problem.help(
            "one document a file, or one object a line: `jq -c .` writes them that way, and `jq -s add` joins arrays",
        )
    } else {
        problem
    }
}
/// The problem that an object is also of another format. Of several exports in one object
/// only one is read, and the content of the others must not count as absent.
pub(crate) fn mixed_formats(
    document: &Arc<Document>,
    outline: &Outline<'_>,
    reader: &dyn Reader,
) -> Option<Diagnostic> {
    if !matches!(outline, Outline::Object(_)) {
        return None;
    }
    let others: Vec<String> = READERS
        .iter()
        .filter(|other| other.format() != reader.format() && other.recognizes(outline))
        .map(|other| format!("`{}`", other.format()))
        .collect();
    (!others.is_empty()).then(|| {
        Diagnostic::error(format!(
            "`{}` is read as `{}`, and is {} too: what it has of that is not read",
            document.name(),
            reader.format(),
            others.join(" and ")
        ))
        .at(start(document))
        .help("put each export into a file of its own, or say with `--format` which one is meant")
    })
}

pub(crate) fn unrecognized(document: &Arc<Document>, outline: &Outline<'_>) -> Diagnostic {
    // If the first two lines are not both JSON, this is probably one damaged document.
    if let Outline::Lines(lines) = outline
        && let Some(error) = lines
            .iter()
            .take(2)
            .find_map(|line| Members::parse(line.text).err())
        && let Err(whole) = Members::parse(document.text())
    {
        return not_json(document, if whole.is_eof() { &error } else { &whole });
    }
    if let Some(problem) = tool_output::problem_with_json(document, outline) {
        return problem;
    }
    Diagnostic::error(format!(
        "`{}` is not an inventory that onus knows: it is {}",
        document.name(),
        describe(outline)
    ))
    .at(start(document))
    .help(
        fix(outline)
            .or_else(|| {
                generic::suggestion(outline).map(|flags| format!("{flags}; {}", format_list()))
            })
            .unwrap_or_else(format_list),
    )
}

pub(crate) fn not_of_format(
    document: &Arc<Document>,
    outline: &Outline<'_>,
    reader: &dyn Reader,
) -> Diagnostic {
    let problem = Diagnostic::error(format!(
        "`{}` is not of the format `{}`: it is {}",
        document.name(),
        reader.format(),
        describe(outline)
    ))
    .at(start(document));
    match recognize(outline, &ReadOptions::default()) {
        Some(other) => problem.help(format!(
            "it looks like `{}`; without `--format` onus finds that out by itself",
            other.format()
        )),
        None => problem.help(format!(
            "`{}` is what `{}` writes",
            reader.format(),
            reader.description().made_by
        )),
    }
}

/// The fix for documents that people take for inventories.
fn fix(outline: &Outline<'_>) -> Option<String> {
    let top = outline.object()?;
    let has = |keys: &[&str]| keys.iter().all(|key| top.has(key));
    let text = if top
        .text("$schema")
        .is_some_and(|schema| schema.contains("deploymentParameters.json"))
    {
        "these are the parameters of an ARM template: give onus the template itself, and this file with `--parameters`"
    } else if has(&["format_version", "provider_schemas"]) {
        "these are provider schemas: give onus what `terraform show -json` writes"
    } else if has(&["id", "type"]) && !has(&["provider"]) {
        "if this is one Azure resource, put it into a JSON array: `[...]`; a record of the format `onus` needs a `provider`"
    } else {
        return None;
    };
    Some(text.to_owned())
}

/// The fix for source code of an inventory.
fn source_code_help(name: &str) -> Option<&'static str> {
    let ends = |ending: &str| name.to_ascii_lowercase().ends_with(ending);
    if ends(".tf") || ends(".tofu") {
        Some(
            "this is the source of a plan: give onus what `terraform plan -out=p && terraform show -json p > plan.json` writes, and the folder with `--source`",
        )
    } else if ends(".bicep") {
        Some("give onus what `az bicep build --file main.bicep` makes of it")
    } else {
        None
    }
}

pub(crate) fn format_list() -> String {
    let known: Vec<&str> = format_names().collect();
    format!(
        "onus reads {}; docs/formats.md has the command that makes each",
        known.join(", ")
    )
}

/// A description of a document's top level, for people.
fn describe(outline: &Outline<'_>) -> String {
    match outline {
        Outline::Object(top) => format!("a JSON object {}", keys(top)),
        Outline::Array(items) => match items.first() {
            None => "an empty JSON array".to_owned(),
            Some(first) => format!(
                "a JSON array of {} whose first is {}",
                items.len(),
                kind_of(first)
            ),
        },
        Outline::Text(_) => "text that is no JSON".to_owned(),
        Outline::Lines(lines) => {
            let first = lines
                .first()
                .and_then(|line| Members::parse(line.text).ok());
            format!(
                "{} lines of JSON objects, the first {}",
                lines.len(),
                first.map_or_else(|| "of them damaged".to_owned(), |first| keys(&first))
            )
        }
    }
}

fn kind_of(item: &RawValue) -> String {
    match item.get().as_bytes().first() {
        Some(b'{') => Members::parse(item.get()).map_or_else(
            |_| "a JSON object".to_owned(),
            |members| format!("an object {}", keys(&members)),
        ),
        Some(b'[') => "an array".to_owned(),
        Some(b'"') => "a string".to_owned(),
        _ => {
            let short: String = item.get().chars().take(20).collect();
            format!("`{short}`")
        }
    }
}

fn keys(members: &Members<'_>) -> String {
    const SHOWN: usize = 6;
    let names: Vec<String> = members
        .iter()
        .take(SHOWN)
        .map(|(key, _)| format!("`{}`", key.chars().take(40).collect::<String>()))
        .collect();
    let rest = members.iter().count().saturating_sub(SHOWN);
    match (names.is_empty(), rest) {
        (true, _) => "without members".to_owned(),
        (false, 0) => format!("with {}", names.join(", ")),
        (false, rest) => format!("with {} and {rest} more", names.join(", ")),
    }
}

/// The first character that is not blank.
fn start(document: &Arc<Document>) -> Spot {
    let text = document.text();
    let at = text.len() - text.trim_start().len();
    let length = text
        .get(at..)
        .and_then(|rest| rest.chars().next())
        .map_or(0, char::len_utf8);
    Spot::new(document, at..at + length)
}
