//! What-if results of Azure Resource Manager: the output of `az deployment group what-if
//! --no-pretty-print -o json` and of its REST API.

#[cfg(test)]
mod tests;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use onus_core::diagnostic::Diagnostic;
use onus_core::json_pointer::Pointer;
use onus_core::vocabulary::Phase;

use crate::arm_id::arm_type_of;
use crate::formats::azure::arm_template::expression::is_expression;
use crate::formats::description::{ConfigurationKey, Family, FormatDescription, Streaming, Syntax};
use crate::input::Input;
use crate::json::outline::{Members, Outline};
use crate::json::records;
use crate::json::records::Record;
use crate::reader::{Reader, Reading};
use crate::resource::{Resource, fold_tags};

/// The reader for what-if results of the command and of the REST API.
///
/// Controls evaluate the `after` of a change. Resources that the deployment deletes are
/// skipped. Resources that it does not manage (`Ignore`) or does not change (`NoChange`)
/// exist, and are evaluated as they are.
pub struct ArmWhatIf;

/// The command for a complete result.
const COMMAND: &str = "make it again with `az deployment group what-if --result-format FullResourcePayloads --no-pretty-print -o json > what-if.json`";

static DESCRIPTION: FormatDescription = FormatDescription {
    name: "arm-what-if",
    family: Family::AzureDeployment,
    purpose: "ARM what-if results",
    made_by: "az deployment group what-if --no-pretty-print -o json",
    notes: "The result of the change is evaluated.",
    example: "arm-what-if/contoso-payments.json",
    syntax: Syntax::Json,
    streaming: Streaming::Never,
    configurations: &[ConfigurationKey::Object("after")],
};

impl Reader for ArmWhatIf {
    fn description(&self) -> &'static FormatDescription {
        &DESCRIPTION
    }

    fn recognizes(&self, outline: &Outline<'_>) -> bool {
        let Some(top) = outline.object() else {
            return false;
        };
        let is_result = |members: &Members<'_>, has_status: bool| {
            members
                .items("changes")
                .is_some_and(|changes| match changes.first() {
                    Some(first) => {
                        Members::parse(first.get()).is_ok_and(|change| change.has("changeType"))
                    }
                    None => has_status,
                })
        };
        is_result(top, top.has("status"))
            || top
                .object("properties")
                .is_some_and(|inner| is_result(&inner, top.has("status")))
            || is_failure(top)
    }

    fn read(&self, source: &Input<'_>) -> Reading {
        let mut reading = Reading::default();
        let Some(top) = source.outline.object() else {
            return reading;
        };
        failure(source, top, &mut reading);
        let inner = match top.has("changes") {
            true => None,
            false => top.object("properties"),
        };
        let (result, prefix) = match &inner {
            Some(inner) => (inner, Pointer::parse("/properties")),
            None => (top, Pointer::root()),
        };
        let mut bare = None;
        // Potential changes are changes that may or may not happen, and need a review
        // before a deployment too.
        for key in ["changes", "potentialChanges"] {
            let changes = match source.items(result, key) {
                Ok(changes) => changes,
                Err(problem) => {
                    reading.problems.push(*problem);
                    continue;
                }
            };
            for record in records::rows(&changes, &prefix.child(key)) {
                match read_change(source, &record) {
                    Ok(None) => {}
                    Ok(Some(found)) => {
                        if found.is_bare && bare.is_none() {
                            bare = Some(records::spot(source, &record));
                        }
                        reading.resources.push(found.resource);
                    }
                    Err(problem) => reading.problems.push(*problem),
                }
            }
        }
        if let Some(spot) = bare {
            reading.problems.push(
                Diagnostic::error(
                    "this result names resources without their configuration, so nothing about it can be decided",
                )
                .at(spot)
                .help(COMMAND),
            );
        }
        diagnostics(source, result, &mut reading);
        for members in [top, result] {
            if let Some(link) = members.get("nextLink")
                && members
                    .text("nextLink")
                    .is_some_and(|link| !link.is_empty())
            {
                reading.problems.push(
                    Diagnostic::error(
                        "this page is not the last one: `nextLink` leads to more changes",
                    )
                    .at(source.spot(link))
                    .help("follow `nextLink` until it is absent and give onus all of the pages"),
                );
                break;
            }
        }
        reading
    }
}

/// The result of an operation that failed before there were changes.
fn is_failure(top: &Members<'_>) -> bool {
    const OF_RESULTS: [&str; 7] = [
        "status",
        "error",
        "changes",
        "potentialChanges",
        "diagnostics",
        "properties",
        "nextLink",
    ];
    top.text("status").is_some()
        && records::is_object(top, "error")
        && top.iter().all(|(key, _)| OF_RESULTS.contains(&key))
}

/// Reports a failed operation, once.
fn failure(source: &Input<'_>, top: &Members<'_>, reading: &mut Reading) {
    #[derive(Deserialize)]
    struct Failure {
        code: Option<String>,
        message: Option<String>,
    }
    let status = top.text("status").unwrap_or_else(|| "Succeeded".to_owned());
    let error = top.get("error").filter(|error| error.get() != "null");
    if error.is_none() && status.eq_ignore_ascii_case("succeeded") {
        return;
    }
    let text = error
        .and_then(|error| serde_json::from_str::<Failure>(error.get()).ok())
        .map(|failure| {
            [failure.code, failure.message]
                .into_iter()
                .flatten()
                .map(|text| text.trim_end_matches('.').to_owned())
                .collect::<Vec<_>>()
                .join(": ")
        })
        .filter(|text| !text.is_empty());
    let message = match text {
        Some(text) => format!("the what-if did not succeed (`{status}`): {text}"),
        None => format!("the what-if did not succeed: its status is `{status}`"),
    };
    let problem = Diagnostic::error(message)
        .help("mend what it says and run it again: what it does not list is not decided");
    reading
        .problems
        .push(match error.or_else(|| top.get("status")) {
            Some(part) => problem.at(source.spot(part)),
            None => problem,
        });
}

/// The service's own messages about the limits of the result.
fn diagnostics(source: &Input<'_>, result: &Members<'_>, reading: &mut Reading) {
    #[derive(Deserialize)]
    struct AzureDiagnostic {
        level: Option<String>,
        code: Option<String>,
        message: Option<String>,
    }
    for part in result.items("diagnostics").unwrap_or_default() {
        let Ok(diagnostic) = serde_json::from_str::<AzureDiagnostic>(part.get()) else {
            continue;
        };
        let level = diagnostic.level.unwrap_or_default();
        if level.eq_ignore_ascii_case("info") {
            continue;
        }
        let message = format!(
            "the what-if says `{}`: {}",
            diagnostic.code.unwrap_or_default(),
            diagnostic.message.unwrap_or_default().trim_end_matches('.')
        );
        let problem = match level.eq_ignore_ascii_case("error") {
            true => Diagnostic::error(message),
            false => Diagnostic::warning(message),
        };
        reading.problems.push(
            problem
                .at(source.spot(part))
                .help("the result may lack what this is about"),
        );
    }
}

/// A change after which the resource exists.
struct RemainingResource {
    resource: Resource,
    /// Whether it should have a configuration, and has none.
    is_bare: bool,
}

fn read_change(
    source: &Input<'_>,
    record: &Record<'_>,
) -> Result<Option<RemainingResource>, Box<Diagnostic>> {
    let members = record.members(source)?;
    let change = members
        .text("changeType")
        .unwrap_or_default()
        .to_ascii_lowercase();
    if change == "delete" {
        return Ok(None);
    }
    let side = ["after", "before"].into_iter().find(|side| {
        records::is_object(&members, side)
            && (*side == "after" || matches!(change.as_str(), "ignore" | "nochange"))
    });
    let state: Option<(&str, &RawValue)> = side.and_then(|side| Some((side, members.get(side)?)));
    let inner = match state {
        Some((_, part)) => source.members(part)?,
        None => Members::default(),
    };
    let id = records::word(&members, "resourceId").or_else(|| records::word(&inner, "id"));
    let kind = records::word(&inner, "type")
        .or_else(|| records::word(&members, "resourceType"))
        .or_else(|| arm_type_of(id.as_deref().unwrap_or_default()));
    let (Some(id), Some(kind)) = (id, kind) else {
        return Err(Box::new(
            Diagnostic::error(format!(
                "the change at `{}` has no `resourceId`, so nobody can tell what it changes",
                record.pointer
            ))
            .at(records::spot(source, record))
            .help("resources of extensions, such as those of Kubernetes, are not read from what-if results: give onus their manifests"),
        ));
    };
    let properties = Pointer::parse("/properties");
    let native = Pointer::root().child(side.unwrap_or("after"));
    let mut body = record.body(source, native.join(&properties));
    if side.is_some() {
        body.raw = native;
    }
    let mut resource = records::draft(id, kind, "azure", body);
    resource.provider = "azure".to_owned();
    if let Some(name) = records::word(&inner, "name") {
        resource.name = name;
    }
    resource.location = records::word(&inner, "location");
    resource.tags = fold_tags(inner.value("tags").as_ref());
    let exists = matches!(change.as_str(), "ignore" | "nochange");
    if !exists {
        resource.phase = Phase::Planned;
        // A value that the service could not evaluate is an expression.
        if let Some((_, part)) = state {
            let state: Value = source.parse(part)?;
            expressions(&state, &Pointer::root(), &mut resource.unknown);
        }
    }
    let has_properties = records::is_object(&inner, "properties");
    if change == "unsupported" || side.is_none() {
        // The shown value is what was requested, not the future one.
        resource.unknown = vec![properties, Pointer::parse("/raw")];
    } else if !has_properties {
        resource.unknown.push(properties);
    }
    Ok(Some(RemainingResource {
        resource,
        is_bare: change != "unsupported" && side.is_none(),
    }))
}

/// The places of strings that are expressions, as pointers into the policy's input.
fn expressions(value: &Value, at: &Pointer, found: &mut Vec<Pointer>) {
    match value {
        Value::String(text) if is_expression(text) => {
            found.push(if at.segments().next() == Some("properties") {
                at.clone()
            } else {
                Pointer::parse("/raw").join(at)
            });
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                expressions(item, &at.child(index.to_string()), found);
            }
        }
        Value::Object(fields) => {
            for (key, value) in fields {
                expressions(value, &at.child(key), found);
            }
        }
        _ => {}
    }
}
