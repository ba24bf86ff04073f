//! Test of the catalogue's fixes: each fix, applied to what its control denies, is enough.
//!
//! Every control's own tests have documents that violate it. The text of the fix that fits the
//! document is read as what it sets (Terraform, ARM, CloudFormation, Kubernetes), and a command
//! as the properties that its flags set (`flags.tsv`). With these set at the places that the
//! findings point to, the control must have no finding left. Words that people replace, such as
//! `IMAGE`, are in `words.tsv`, and fixes that no document can show are in `untried.tsv` with
//! their reasons.

mod command;
mod merge;
mod settings_text;
mod untried;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json, json};

use onus_core::json_pointer::Pointer;
use onus_policy::Control;
use onus_policy::engine::Value;

use crate::engine_pool::Engines;
use crate::garbage::{Answer, answer, catalogue, examples, reads_inventories};
use merge::merge;
use settings_text::{Language, Settings};
use untried::Untried;

/// A fix can bring another finding to light; the fix of that one is applied too.
const ROUNDS: usize = 3;

/// Tools whose commands are mapped to the properties that they set.
const COMMAND_TOOLS: [&str; 3] = ["az", "aws", "gcloud"];

/// What a finding says that its fix depends on.
struct Found {
    message: String,
    pointer: Option<Pointer>,
    variant: Option<String>,
}

impl Found {
    /// The message with its place, as `untried.tsv` has it.
    fn with_place(&self) -> String {
        match &self.pointer {
            Some(pointer) => format!("{} at {pointer}", self.message),
            None => self.message.clone(),
        }
    }
}

/// What comes of a fix.
#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    /// The control has no finding left.
    Enough,
    /// It has, or the fix could not be applied.
    NotEnough {
        /// A finding, with its place.
        finding: String,
        reason: String,
    },
}

/// How a document is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Written(Language),
    /// An export: it has no language to write a fix in.
    Export,
}

/// The types that a document can have: its own, or those of each provider's format that the
/// control is for and that the document's keys allow.
fn kinds<'d>(control: &'d Control, document: &'d Json) -> Vec<&'d str> {
    let properties = document["properties"].as_object();
    let is_written = |test: fn(&String) -> bool| properties.is_some_and(|all| all.keys().any(test));
    let has_underscore = is_written(|key| key.contains('_'));
    let has_capital = is_written(|key| key.contains(char::is_uppercase));
    let mut patterns = control.resources.patterns.iter().map(String::as_str);
    let terraform = patterns.clone().find(|pattern| pattern.contains('_'));
    let other = patterns.find(|pattern| !pattern.contains('_'));
    match document["type"].as_str() {
        // Some examples have the type of another format.
        Some(kind) if kind.contains('_') || !has_underscore => vec![kind],
        _ if has_underscore => terraform.into_iter().collect(),
        _ if has_capital => other.into_iter().collect(),
        _ => terraform.into_iter().chain(other).collect(),
    }
}

fn form(kind: &str, document: &Json) -> Form {
    let is_deployed = document["phase"] == json!("deployed");
    if kind.contains('_') {
        Form::Written(Language::Terraform)
    } else if kind.contains("googleapis.com/") {
        Form::Export
    } else if kind.starts_with("AWS::") {
        match is_deployed {
            true => Form::Export,
            false => Form::Written(Language::CloudFormation),
        }
    } else if kind.starts_with("microsoft.") {
        Form::Written(Language::Arm)
    } else {
        Form::Written(Language::Kubernetes)
    }
}

/// A text with the placeholders that findings fill.
fn filled(text: &str, document: &Json, found: &Found) -> String {
    let properties = Pointer::parse("/properties");
    let within = |pointer: &&Pointer| pointer.strip(&properties).is_some();
    let pointer = found.pointer.as_ref().filter(within);
    let mut around = pointer.cloned();
    let mut name = None;
    while let Some(at) = around.filter(|at| at.depth() > 1) {
        name = name.or(document.pointer(&at.child("name").to_string()));
        around = at.parent();
    }
    let property = pointer.and_then(Pointer::last);
    // Findings about secrets name the setting in their message.
    let setting = match found.message.split('`').nth(1) {
        Some(setting) if found.message.contains("holds a secret") => setting,
        _ => "NAME",
    };
    text.replace("{item}", name.and_then(Json::as_str).unwrap_or("NAME"))
        .replace("{property}", property.unwrap_or("PROPERTY"))
        .replace("NAME", setting)
}

/// The findings that the control is sure of.
fn violations(control: &Control, document: &Json, engines: &mut Engines<'_>) -> Vec<Found> {
    engines.set_input(Value::from(document));
    let found = engines.evaluate(&control.deny).unwrap();
    let findings = found.map(|found| found.items()).unwrap_or_default();
    findings
        .iter()
        .map(Value::to_json)
        .filter(|finding| finding["unknown"] != json!(true))
        .map(|finding| Found {
            message: finding["message"].as_str().unwrap_or_default().to_owned(),
            pointer: finding["pointer"].as_str().map(Pointer::parse),
            variant: finding["fix"].as_str().map(str::to_owned),
        })
        .collect()
}

/// The object of a document that a setting's members are set in, and how its keys are called
/// there.
fn placed(
    form: Form,
    tool: &str,
    members: Map<String, Json>,
    document: &Json,
    findings: &[Pointer],
) -> Json {
    match (form, tool) {
        (Form::Written(Language::Terraform), _) => json!({"properties": members}),
        (Form::Written(Language::Kubernetes), _) => {
            let words = ["properties", "jobTemplate", "spec", "template", "spec"];
            let mut pod: Vec<&str> = findings
                .iter()
                .flat_map(Pointer::segments)
                .take_while(|segment| !members.contains_key(*segment))
                .collect();
            // A finding that says nothing of its place.
            if pod == ["id"] {
                let properties = &document["properties"];
                pod = match (properties.get("jobTemplate"), properties.get("template")) {
                    (Some(_), _) => words.to_vec(),
                    (_, Some(_)) => vec!["properties", "template", "spec"],
                    _ => vec!["properties"],
                };
            }
            pod.iter().rev().fold(
                Json::from(members.clone()),
                |inner, key| json!({ *key: inner }),
            )
        }
        (Form::Written(Language::CloudFormation), _) => {
            let properties = members.get("Properties").or(members.get("properties"));
            json!({"properties": properties, "raw": {"Properties": properties}})
        }
        _ => {
            let mut all = members;
            let properties = all.remove("properties");
            let mut placed = json!({});
            if let Some(properties) = properties {
                placed["properties"] = properties;
            }
            if !all.is_empty() {
                placed["raw"] = all.into();
            }
            placed
        }
    }
}

/// The document with a fix's settings, where the findings are. None when it has no place for
/// them.
fn applied(
    control: &Control,
    form: Form,
    tool: &str,
    text: &str,
    document: &Json,
    findings: &[Pointer],
) -> Result<Json, String> {
    let text = untried::with_words(&control.about.id, text);
    let settings = match Language::ALL.into_iter().find(|one| one.key() == tool) {
        Some(language) => language.settings(&text)?,
        None => command::settings(&text)?,
    };
    let mut fixed = document.clone();
    match settings {
        Settings::Own(members) => {
            for (place, inner) in places(findings) {
                let object = fixed.pointer_mut(&place).ok_or("no such resource")?;
                let placed = placed(form, tool, members.clone(), document, &inner);
                merge(object, placed.as_object().unwrap(), &inner);
            }
        }
        Settings::Other(kind, properties) => {
            let needs: Vec<String> = control.needs.iter().map(ToString::to_string).collect();
            let child = format!("children.{kind}").to_lowercase();
            let need = needs.iter().find(|need| need.to_lowercase() == child);
            let need = need.or(needs.first());
            let need = need.ok_or("no relation for a resource of its own")?;
            let list = match need.strip_prefix("children.") {
                Some(kind) => &mut fixed["related"]["children"][kind],
                None => &mut fixed["related"][need.as_str()],
            };
            if !list.is_array() {
                *list = json!([]);
            }
            let kind = if kind.contains("::") {
                kind
            } else {
                kind.to_lowercase()
            };
            let other = json!({"id": "other", "name": "other", "type": kind, "properties": properties, "raw": {}});
            list.as_array_mut().unwrap().push(other);
        }
    }
    Ok(fixed)
}

/// The resources that findings are in, by their places in the document, with the findings as
/// they are there.
fn places(findings: &[Pointer]) -> BTreeMap<String, Vec<Pointer>> {
    let mut found: BTreeMap<String, Vec<Pointer>> = BTreeMap::new();
    for finding in findings {
        let mut place = Pointer::root();
        let segments: Vec<&str> = finding.segments().collect();
        if let ["related", word, ..] = segments.as_slice() {
            let depth = if *word == "children" { 4 } else { 3 };
            let head = segments.iter().take(depth);
            place = head.fold(place, |place, segment| place.child(*segment));
        }
        let inner = finding.strip(&place).unwrap_or_else(Pointer::root);
        found.entry(place.to_string()).or_default().push(inner);
    }
    if found.is_empty() {
        found.insert(String::new(), Vec::new());
    }
    found
}

/// What comes of a control's fix by one tool for a document; none when the control has no such
/// fix.
fn outcome(
    control: &Control,
    kind: &str,
    tool: &str,
    document: &Json,
    engines: &mut Engines<'_>,
) -> Option<Outcome> {
    let form = form(kind, document);
    let mut fixed = document.clone();
    for _ in 0..ROUNDS {
        let found = violations(control, &fixed, engines);
        let Some(first) = found.first() else {
            break;
        };
        let fail = |reason: String| {
            let finding = first.with_place();
            Some(Outcome::NotEnough { finding, reason })
        };
        let mut texts: BTreeMap<String, Vec<Pointer>> = BTreeMap::new();
        for finding in &found {
            let place = finding.pointer.as_ref().map(ToString::to_string);
            let fixes = &control.remediation;
            let fix = match fixes.for_finding(kind, place.as_deref(), finding.variant.as_deref()) {
                Ok(fix) => fix,
                Err(error) => return fail(error.to_string()),
            };
            let text = filled(fix.commands.get(tool)?, &fixed, finding);
            let pointers = texts.entry(text).or_default();
            pointers.extend(finding.pointer.clone());
        }
        for (text, pointers) in texts {
            fixed = match applied(control, form, tool, &text, &fixed, &pointers) {
                Ok(fixed) => fixed,
                Err(reason) => return fail(reason),
            };
        }
    }
    let left = violations(control, &fixed, engines);
    Some(match left.first() {
        None => Outcome::Enough,
        Some(first) => Outcome::NotEnough {
            finding: first.with_place(),
            reason: format!("still denied: {}\n    {fixed}", first.message),
        },
    })
}

/// What comes of each fix that fits a document.
fn outcomes(
    control: &Control,
    document: &Json,
    engines: &mut Engines<'_>,
) -> Vec<(&'static str, Outcome)> {
    let kinds = kinds(control, document);
    let mut outcomes = Vec::new();
    for kind in &kinds {
        for tool in tools(form(kind, document)) {
            let outcome = outcome(control, kind, tool, document, engines);
            outcomes.extend(outcome.map(|outcome| (tool, outcome)));
        }
    }
    // An example without a type may be one of several formats.
    let is_fixed = outcomes.iter().any(|(_, one)| *one == Outcome::Enough);
    if kinds.len() > 1 && is_fixed {
        outcomes.retain(|(_, one)| *one == Outcome::Enough);
    }
    outcomes
}

/// The tools whose fixes fit a form.
fn tools(form: Form) -> Vec<&'static str> {
    let language = match form {
        Form::Written(language) => Some(language),
        Form::Export => None,
    };
    let has_commands = matches!(
        language,
        None | Some(Language::Arm | Language::CloudFormation)
    );
    let commands = COMMAND_TOOLS.into_iter().filter(|_| has_commands);
    language
        .map(Language::key)
        .into_iter()
        .chain(commands)
        .collect()
}

#[test]
fn every_fix_is_enough() {
    let set = catalogue();
    let table = Untried::read();
    let mut engines = Engines::plain(&set.engines);
    let mut problems = Vec::new();
    let mut tried: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for control in set
        .controls
        .iter()
        .filter(|control| reads_inventories(control))
    {
        let id = control.about.id.as_str();
        let documents = examples::of_tests().get(id).map_or(&[][..], Vec::as_slice);
        for document in documents {
            if answer(control, document, &mut engines) != Answer::Violated
                || violations(control, document, &mut engines).is_empty()
            {
                continue;
            }
            for (tool, outcome) in outcomes(control, document, &mut engines) {
                match outcome {
                    Outcome::Enough => {
                        let ids = tried.entry(tool.to_owned()).or_default();
                        ids.insert(id.to_owned());
                    }
                    Outcome::NotEnough { finding, .. } if table.explains(id, tool, &finding) => {}
                    Outcome::NotEnough { finding, reason } => problems.push(format!(
                        "{id}\t{tool}\t{finding}\n    {document}\n    {reason}"
                    )),
                }
            }
        }
        // A fix that no document has tried is not known to be right.
        let fixes = std::iter::once(&control.remediation.commands);
        let variants = control.remediation.variants.values().map(|v| &v.commands);
        let tools: BTreeSet<&String> = fixes.chain(variants).flat_map(BTreeMap::keys).collect();
        for tool in tools {
            let is_settable = COMMAND_TOOLS.contains(&tool.as_str())
                || Language::ALL.iter().any(|language| language.key() == tool);
            let is_tried = tried.get(tool).is_some_and(|ids| ids.contains(id));
            if is_settable && !is_tried && !table.explains(id, tool, "*") {
                problems.push(format!(
                    "{id}\t{tool}\t*\n    no example shows that it is enough"
                ));
            }
        }
    }
    assert!(
        problems.is_empty(),
        "{} fixes are not enough, and untried.tsv does not say why:\n{}",
        problems.len(),
        problems.join("\n")
    );
    let unused = table.unused();
    assert!(
        unused.is_empty(),
        "no fix needs these lines of untried.tsv:\n{}",
        unused.join("\n")
    );
    // That many controls have a fix that was tried; a change that tries fewer is one of this
    // test.
    for (tool, least) in [
        ("terraform", 100),
        ("arm", 80),
        ("az", 75),
        ("cloudformation", 10),
        ("aws", 5),
        ("gcloud", 5),
        ("kubernetes", 5),
    ] {
        let count = tried.get(tool).map_or(0, BTreeSet::len);
        assert!(count >= least, "{tool}: {count} controls");
    }
}

/// What a template says can be written down, so each control that selects its types says what.
#[test]
fn every_template_has_a_text() {
    let set = catalogue();
    let table = Untried::read();
    let mut missing = Vec::new();
    for control in set
        .controls
        .iter()
        .filter(|control| reads_inventories(control))
    {
        for (start, tool) in [
            ("microsoft.", "arm"),
            ("AWS::", "cloudformation"),
            ("azurerm_", "terraform"),
            ("aws_", "terraform"),
            ("google_", "terraform"),
        ] {
            let mut patterns = control.resources.patterns.iter();
            let is_selected = patterns.any(|pattern| pattern.starts_with(start));
            let fixes = &control.remediation;
            let mut variants = fixes.variants.values();
            let has_text = fixes.commands.contains_key(tool)
                || variants.any(|variant| variant.commands.contains_key(tool));
            if is_selected && !has_text && !table.has_no_text(&control.about.id, tool) {
                missing.push(format!("{}\t{tool}", control.about.id));
            }
        }
    }
    assert!(missing.is_empty(), "no text:\n{}", missing.join("\n"));
}
