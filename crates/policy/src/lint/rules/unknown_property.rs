//! The rule `unknown-property`: properties that no resource of the type has. A misspelled
//! property is undefined, the rule never fires, and everything passes.

use crate::engine::Key;
use crate::lint::finding::Findings;
use crate::lint::known_properties::{Near, Tree};
use crate::lint::rule::{Bearing, CheckRule, Evidence};
use crate::lint::workspace::{File, Workspace};
use onus_core::diagnostic::Level;

pub(crate) const RULE: CheckRule = CheckRule {
    code: "unknown-property",
    level: Level::Error,
    bearing: Bearing::Decisions,
    evidence: Evidence::KnownProperties,
    about: "a property that no resource of the type has",
    find,
};

fn find(workspace: &Workspace<'_>, findings: &mut Findings) {
    for file in workspace.policies() {
        let Some(tree) = workspace.tree(file) else {
            continue;
        };
        let module = std::ptr::from_ref(&file.module);
        let of_module = workspace
            .trace
            .range((module, 0, 0)..=(module, usize::MAX, usize::MAX));
        for ((_, start, end), (paths, written)) in of_module {
            let unknown: Option<Vec<_>> = paths.iter().map(|path| unknown(tree, path)).collect();
            // A name is only wrong when it is on every way to it.
            let Some(wrong) = unknown.and_then(|all| all.into_iter().next()) else {
                continue;
            };
            if wrong.from_end >= *written {
                // It is in the start of the reference, and is reported there.
                continue;
            }
            let text = file.document.slice(&(*start..*end));
            let Some(at) = text.rfind(wrong.name) else {
                continue;
            };
            let at = start + at;
            findings.add(
                &file.document,
                &(at..at + wrong.name.len()),
                message(workspace, file, wrong.name, wrong.near.as_ref()),
                help(
                    workspace,
                    file,
                    "unknown-property",
                    wrong.name,
                    wrong.near.as_ref(),
                ),
            );
        }
    }
}

/// A name that is not known.
struct Wrong<'p> {
    name: &'p str,
    /// How many keys of the path come after it.
    from_end: usize,
    near: Option<Near<'p>>,
}

/// The first name of a path into a resource's properties that is not known.
fn unknown<'p>(tree: &'p Tree, path: &'p [Key]) -> Option<Wrong<'p>> {
    let names: Vec<Option<&str>> = path
        .iter()
        .map(|key| match key {
            Key::Name(name) => Some(name.as_str()),
            Key::Any | Key::Element => None,
        })
        .collect();
    let root = if names.first() == Some(&Some("raw")) {
        2
    } else {
        1
    };
    if names.get(root - 1) != Some(&Some("properties")) {
        return None;
    }
    let found = tree.unknown(names.get(root..)?)?;
    let index = root + found.at;
    Some(Wrong {
        name: names.get(index).copied().flatten()?,
        from_end: path.len() - 1 - index,
        near: found.near,
    })
}

/// What is said of a name, here and of pointers.
pub fn message(
    workspace: &Workspace<'_>,
    file: &File,
    name: &str,
    near: Option<&Near<'_>>,
) -> String {
    let types = workspace.type_names(file);
    match near {
        Some(Near::Case(right)) => {
            format!("`{name}` is written `{right}` in {types}, and case matters here")
        }
        _ => format!("`{name}` is not a known property of {types}"),
    }
}

/// What to do about it.
pub fn help(
    workspace: &Workspace<'_>,
    file: &File,
    code: &str,
    name: &str,
    near: Option<&Near<'_>>,
) -> String {
    if let Some(Near::Case(right) | Near::Spelling(right)) = near {
        return format!(
            "did you mean `{right}`? what is not there is undefined, so as written this never fires"
        );
    }
    elsewhere(workspace, file, name).unwrap_or_else(|| format!(
        "look it up in the provider's documentation; when it is right, `onus check --against FILE` learns it from an inventory that has it, and `# onus ignore:{code}` above the line keeps it"
    ))
}

/// Where else a name may be.
fn elsewhere(workspace: &Workspace<'_>, file: &File, name: &str) -> Option<String> {
    let types = workspace.named_types(file)?;
    let all = |starts: &[&str]| {
        types.iter().all(|kind| {
            let kind = kind.to_lowercase();
            starts.iter().any(|start| kind.starts_with(start))
        })
    };
    let is_arm = all(&["microsoft."]);
    let is_terraform = all(&["azurerm_", "aws_", "google_"]);
    let beside = [
        "sku",
        "kind",
        "identity",
        "zones",
        "plan",
        "etag",
        "managedBy",
        "extendedLocation",
        "systemData",
    ];
    let is_camel = name.contains(|c: char| c.is_ascii_uppercase());
    Some(match name {
        "properties" => {
            "`input.properties` is the configuration already: leave one of the two out".to_owned()
        }
        "id" | "name" | "type" | "location" | "tags" if is_arm => {
            format!("it stands beside the configuration: write `input.{name}`")
        }
        _ if is_arm && beside.contains(&name) => {
            format!("it stands beside the configuration, in the record: write `input.raw.{name}`")
        }
        _ if is_arm && name.contains('_') => {
            "names with `_` are Terraform's, and `resources` in METADATA names types of Azure Resource Manager".to_owned()
        }
        _ if is_terraform && is_camel => {
            "Terraform spells names in small letters with `_`, and `resources` in METADATA names types of Terraform".to_owned()
        }
        _ => return None,
    })
}
