//! Remediation of a decision: the fixes of a control that fit a resource, filled in.
//!
//! A resource of a template or a plan gets what to write there, and no command that names it:
//! its id is one that onus made, and nothing that runs has it.

use std::collections::BTreeMap;

use onus_core::decision::Remediation;
use onus_core::json_pointer::Pointer;
use onus_core::vocabulary::Phase;
use onus_inventory::Resource;
use onus_policy::engine::Value;
use onus_policy::{Fix, Fixes, UnknownVariant};

use crate::input_document::Facts;

/// The tools whose texts are settings to write down, not commands to run.
const LANGUAGES: [&str; 4] = ["arm", "cloudformation", "kubernetes", "terraform"];

/// The placeholders that say which resource is meant. A command with one of them can only
/// be run where the resource is.
const IDENTITY: [&str; 6] = ["{id}", "{name}", "{parent}", "{group}", "{child}", "{item}"];

/// How a resource came to the inventory, as far as its fix depends on that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// It is there, and commands reach it.
    Live,
    /// It is of no provider that onus knows, and may be anything.
    Any,
    /// It is written, or to be written, in a language.
    Written(Option<&'static str>),
}

impl Shape {
    fn of(resource: &Resource) -> Self {
        let language = match resource.provider.as_str() {
            "" => return Self::Any,
            _ if resource.kind.contains('_') => return Self::Written(Some("terraform")),
            "azure" => Some("arm"),
            "aws" => Some("cloudformation"),
            "kubernetes" => Some("kubernetes"),
            _ => None,
        };
        match resource.phase {
            Phase::Deployed => Self::Live,
            Phase::Planned | Phase::Template => Self::Written(language),
        }
    }

    /// Whether a text of a tool is of use for the resource, where the control has these.
    fn fits(self, tool: &str, text: &str, commands: &BTreeMap<&str, &str>) -> bool {
        let is_language = LANGUAGES.contains(&tool);
        match self {
            Self::Any => true,
            // What is live may have been made with Terraform, where properties have other names.
            Self::Live if is_language => tool == "terraform" && !text.contains("{property}"),
            Self::Live => true,
            Self::Written(language) if is_language => Some(tool) == language,
            Self::Written(language) => {
                !language.is_some_and(|language| commands.contains_key(language))
                    && !IDENTITY.iter().any(|place| text.contains(place))
            }
        }
    }
}

/// The fixes for the findings of a decision, each once.
pub fn merged(fixes: Vec<Remediation>) -> Option<Remediation> {
    let mut summaries: Vec<String> = Vec::new();
    let mut commands: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for fix in fixes {
        push_new(&mut summaries, fix.summary);
        for (tool, text) in fix.commands {
            push_new(commands.entry(tool).or_default(), text);
        }
    }
    (!summaries.is_empty()).then(|| Remediation {
        summary: summaries.join(" "),
        commands: commands
            .into_iter()
            .map(|(tool, texts)| (tool, texts.join("\n")))
            .collect(),
    })
}

fn push_new(texts: &mut Vec<String>, text: String) {
    if !texts.contains(&text) {
        texts.push(text);
    }
}

/// The fix for one finding about a resource, filled in. `pointer` is the finding's place,
/// and `named` the variant that it names.
///
/// # Errors
/// There is no variant of that name.
pub fn remediation(
    fixes: &Fixes,
    resource: &Resource,
    facts: Option<&Facts>,
    pointer: Option<&Pointer>,
    named: Option<&str>,
) -> Result<Remediation, UnknownVariant> {
    let place = pointer.map(ToString::to_string);
    let fix = fixes.for_finding(&resource.kind, place.as_deref(), named)?;
    let shape = Shape::of(resource);
    let values = values(resource, facts, pointer);
    let Fix { summary, commands } = &fix;
    Ok(Remediation {
        summary: (*summary).to_owned(),
        commands: commands
            .iter()
            .filter(|(tool, text)| shape.fits(tool, text, commands))
            .map(|(tool, text)| {
                let quoted = if LANGUAGES.contains(tool) {
                    plain
                } else {
                    shell_quoted
                };
                ((*tool).to_owned(), filled(text, &values, quoted))
            })
            .collect(),
    })
}

/// The placeholders with their values, as far as these are known.
fn values(
    resource: &Resource,
    facts: Option<&Facts>,
    pointer: Option<&Pointer>,
) -> [(&'static str, Option<String>); 13] {
    let scope = &resource.scope;
    let is_azure = resource.provider == "azure";
    let name = match resource.name.rsplit_once('/') {
        Some((_, name)) if is_azure => name,
        _ => &resource.name,
    };
    let found = |find: fn(&Facts, &Pointer) -> Option<String>| {
        let (facts, pointer) = (facts?, pointer?);
        find(facts, pointer)
    };
    [
        ("{id}", real_id(resource).map(str::to_owned)),
        ("{name}", Some(name.to_owned())),
        ("{type}", Some(resource.kind.clone())),
        (
            "{kind}",
            resource.kind.rsplit('/').next().map(str::to_owned),
        ),
        ("{parent}", parent(&resource.id).map(str::to_owned)),
        ("{group}", scope.group.clone()),
        ("{account}", scope.account.clone()),
        ("{subscription}", scope.account.clone()),
        ("{location}", resource.location.clone()),
        ("{region}", resource.location.clone()),
        ("{child}", found(child)),
        ("{item}", found(item)),
        ("{property}", pointer.and_then(property)),
    ]
}

/// The id of a resource, unless onus made it: exports of Azure can lack the ids.
fn real_id(resource: &Resource) -> Option<&str> {
    let id = resource.id.as_str();
    let is_arm = id.starts_with("/subscriptions/") || id.starts_with("/providers/");
    (is_arm || resource.provider != "azure").then_some(id)
}

/// A text with its placeholders replaced. One without a value stays as a word in capitals,
/// as other words that people replace.
fn filled(
    text: &str,
    values: &[(&'static str, Option<String>)],
    quoted: fn(&str) -> Option<String>,
) -> String {
    values.iter().fold(text.to_owned(), |text, (place, value)| {
        if !text.contains(place) {
            return text;
        }
        let word = || match *place {
            "{item}" => "NAME".to_owned(),
            place => place.trim_matches(['{', '}']).to_ascii_uppercase(),
        };
        let value = value.as_deref().and_then(quoted);
        text.replace(place, &value.unwrap_or_else(word))
    })
}

/// The name of the resource that an ARM id lies in: of the site of a slot, say.
fn parent(id: &str) -> Option<&str> {
    let (_, path) = id.rsplit_once("/providers/")?;
    let mut from_behind = path.rsplit('/');
    let parent = from_behind.nth(2)?;
    // Namespace and type of the parent.
    from_behind.nth(1).map(|_| parent)
}

/// The id of the related resource that a place lies in.
fn child(facts: &Facts, pointer: &Pointer) -> Option<String> {
    let tail = pointer.strip(&Pointer::parse("/related"))?;
    nearest(
        facts,
        pointer,
        "id",
        pointer.depth().saturating_sub(tail.depth()),
    )
}

/// The name of the part of the configuration that a place lies in, such as a rule.
fn item(facts: &Facts, pointer: &Pointer) -> Option<String> {
    pointer.strip(&Pointer::parse("/properties"))?;
    nearest(facts, pointer, "name", 1)
}

/// The name of the property that a place is.
fn property(pointer: &Pointer) -> Option<String> {
    pointer.strip(&Pointer::parse("/properties"))?;
    pointer.last().map(str::to_owned)
}

/// A text of the nearest object around a place that has it, at most as far out as `depth`
/// segments below the root.
fn nearest(facts: &Facts, pointer: &Pointer, key: &str, depth: usize) -> Option<String> {
    let mut around = Some(pointer.clone());
    while let Some(at) = around.filter(|at| at.depth() > depth) {
        let value: Option<Value> = facts.at(&at.child(key));
        if let Some(text) = value.as_ref().and_then(Value::as_str) {
            return Some(text.to_owned());
        }
        around = at.parent();
    }
    None
}

/// A value as one word of a shell command: ids are the inventory's text, and a
/// command is there to be pasted.
fn shell_quoted(value: &str) -> Option<String> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@%+=,".contains(c);
    if !value.is_empty() && value.chars().all(is_plain) {
        return Some(value.to_owned());
    }
    let printable: String = value.chars().filter(|c| !c.is_control()).collect();
    Some(format!("'{}'", printable.replace('\'', r"'\''")))
}

/// A value in a text of settings, where quotes are the text's own; none when it could leave
/// them.
fn plain(value: &str) -> Option<String> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@ ".contains(c);
    (!value.is_empty() && value.chars().all(is_plain)).then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{merged, parent, plain, shell_quoted};
    use onus_core::decision::Remediation;

    #[test]
    fn values_can_not_leave_their_word() {
        for (value, word) in [
            ("/subscriptions/a-b", "/subscriptions/a-b"),
            ("a; rm -rf ~", "'a; rm -rf ~'"),
            ("a'b\n", r"'a'\''b'"),
        ] {
            assert_eq!(shell_quoted(value).as_deref(), Some(word));
        }
        assert_eq!(plain("DB_PASSWORD").as_deref(), Some("DB_PASSWORD"));
        for value in ["a\"b", "a'b", "${x}", "a\nb", ""] {
            assert_eq!(plain(value), None, "{value}");
        }
    }

    #[test]
    fn only_children_have_a_parent() {
        let group = "/subscriptions/s/resourcegroups/g/providers";
        for (id, expected) in [
            ("microsoft.web/sites/w1/slots/stage", Some("w1")),
            (
                "microsoft.web/sites/w1/slots/stage/config/web",
                Some("stage"),
            ),
            ("microsoft.web/sites/w1", None),
            (
                "microsoft.web/sites/w1/providers/microsoft.insights/diagnosticsettings/d",
                None,
            ),
        ] {
            assert_eq!(parent(&format!("{group}/{id}")), expected, "{id}");
        }
        assert_eq!(parent("azurerm_linux_web_app.a"), None);
        assert_eq!(parent(""), None);
    }

    #[test]
    fn each_line_is_there_once() {
        let fix = |summary: &str, az: &str| Remediation {
            summary: summary.to_owned(),
            commands: [("az".to_owned(), az.to_owned())].into(),
        };
        let all = merged(vec![fix("A.", "a"), fix("B.", "b"), fix("A.", "a")]).unwrap();
        assert_eq!(all, fix("A. B.", "a\nb"));
        assert_eq!(merged(Vec::new()), None);
    }
}
