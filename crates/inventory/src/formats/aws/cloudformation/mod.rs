//! CloudFormation templates: written by people, SAM and `cdk synth`, or printed by `aws
//! cloudformation get-template`.

pub(crate) mod expression;
pub(crate) mod header;
pub(crate) mod parameters;
pub(crate) mod references;
pub(crate) mod resolve;
#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::Arc;

use serde_json::Value;
use serde_json::value::RawValue;

use onus_core::decision::Scope;
use onus_core::diagnostic::Diagnostic;
use onus_core::json_pointer::Pointer;
use onus_core::vocabulary::Phase;

use crate::formats::aws::cloudformation::expression::Environment;
use crate::formats::aws::cloudformation::header::Header;
use crate::formats::aws::cloudformation::parameters::given;
use crate::formats::aws::cloudformation::resolve::walk;
use crate::formats::aws::tags::fold_aws_tags;
use crate::formats::description::{ConfigurationKey, Family, FormatDescription, Streaming, Syntax};
use crate::input::Input;
use crate::json::outline::{Members, Outline};
use crate::reader::{Reader, Reading};
use crate::resource::{Body, Resource};

/// The reader for CloudFormation templates.
///
/// The id of a resource is its logical id; its path in the CDK's tree is an alias.
/// Expressions are replaced by their values, as far as parameters, mappings and
/// conditions determine them; all others are unknown. Resources whose condition is false
/// and the CDK's own metadata are omitted. Where a macro may have changed a resource, its
/// properties are unknown.
pub struct CloudFormation;

/// How many resources are looked at to recognize a template: one of them may be damaged.
const LOOKED_AT: usize = 8;
/// Macros that change no resource: their functions remain expressions here, or they add
/// nothing that controls read.
const HARMLESS: [&str; 2] = ["AWS::LanguageExtensions", "AWS::SecretsManager-"];
/// The sections of a template:
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html>.
const SECTIONS: [&str; 11] = [
    "AWSTemplateFormatVersion",
    "Conditions",
    "Description",
    "Globals",
    "Hooks",
    "Mappings",
    "Metadata",
    "Outputs",
    "Parameters",
    "Resources",
    "Rules",
];
/// The fix for a template that is not everything that will be deployed.
const PROCESSED: &str = "give onus the processed template: `aws cloudformation get-template --stack-name STACK --template-stage Processed --query TemplateBody > template.json`";

static DESCRIPTION: FormatDescription = FormatDescription {
    name: "cloudformation",
    family: Family::Aws,
    purpose: "CloudFormation templates, also of the CDK (`cdk.out`)",
    made_by: "cdk synth",
    notes: "JSON and YAML with the short tags; of a folder `cdk.out` only the templates are read. `--parameters FILE` gives values for parameters.",
    example: "cloudformation/contoso-payments.json",
    syntax: Syntax::Json,
    streaming: Streaming::Never,
    configurations: &[ConfigurationKey::Object("Properties")],
};

impl Reader for CloudFormation {
    fn description(&self) -> &'static FormatDescription {
        &DESCRIPTION
    }

    fn recognizes(&self, outline: &Outline<'_>) -> bool {
        outline.object().is_some_and(|top| {
            is_template(top)
                || top
                    .object("TemplateBody")
                    .is_some_and(|inner| is_template(&inner))
        })
    }

    fn read(&self, source: &Input<'_>) -> Reading {
        let mut reading = Reading::default();
        let Some(top) = source.outline.object() else {
            return reading;
        };
        let inner = (!is_template(top))
            .then(|| top.object("TemplateBody"))
            .flatten();
        let (template, at) = match &inner {
            Some(inner) => (inner, Pointer::parse("/TemplateBody")),
            None => (top, Pointer::root()),
        };
        let given = given(&source.options.parameters);
        let template = Template {
            source,
            environment: Environment::of(template, &given),
            globals: template.object("Globals").unwrap_or_default(),
            stack: stack(source.document.name()),
            macros: macros(template),
            members: template,
        };
        template.read(&at.child("Resources"), &mut reading);
        reading
    }
}

fn is_template(top: &Members<'_>) -> bool {
    let Some(resources) = top.object("Resources") else {
        return false;
    };
    top.has("AWSTemplateFormatVersion")
        || resources.iter().next().is_none() && top.iter().all(|(key, _)| SECTIONS.contains(&key))
        || resources.iter().take(LOOKED_AT).any(|(_, resource)| {
            Members::parse(resource.get())
                .is_ok_and(|members| members.text("Type").is_some_and(|kind| kind.contains("::")))
        })
}

/// The names of the macros in `Transform`.
fn macros(template: &Members<'_>) -> Vec<String> {
    let name = |value: &Value| value.as_str().unwrap_or("a macro").to_owned();
    match template.value("Transform") {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(names)) => names.iter().map(name).collect(),
        // With parameters: `{"Name": ..., "Parameters": ...}`.
        Some(Value::Object(members)) => members.get("Name").map(name).into_iter().collect(),
        Some(other) => vec![name(&other)],
    }
}

/// Whether it is a user's macro; macros of AWS are documented.
fn is_own(name: &str) -> bool {
    !name.starts_with("AWS::")
}

/// The stack that a CDK template is for, from its file name.
fn stack(file: &str) -> Option<String> {
    let name = Path::new(file).file_name()?.to_string_lossy();
    let stack = name.strip_suffix(".template.json")?;
    (!stack.is_empty()).then(|| stack.to_owned())
}

/// A template with the settings of all its resources.
struct Template<'r, 's, 't> {
    source: &'r Input<'s>,
    environment: Environment<'t>,
    globals: Members<'t>,
    stack: Option<String>,
    /// The macros that process the complete template.
    macros: Vec<String>,
    members: &'r Members<'t>,
}

impl<'t> Template<'_, '_, 't> {
    fn read(&self, at: &Pointer, reading: &mut Reading) {
        reading.problems.extend(self.macros());
        let Some(part) = self.members.get("Resources") else {
            return;
        };
        let resources = match self.source.members(part) {
            Ok(resources) => resources,
            Err(problem) => {
                reading.problems.push(*problem);
                return;
            }
        };
        for (name, record) in resources.iter() {
            if name.starts_with("Fn::") {
                reading.problems.push(
                    Diagnostic::error(format!(
                        "`{name}` makes resources that are not in this template"
                    ))
                    .at(self.source.spot(record))
                    .help(PROCESSED),
                );
                continue;
            }
            match self.resource(name, record, at.child(name), reading) {
                Ok(resource) => reading.resources.extend(resource),
                Err(problem) => reading.problems.push(*problem),
            }
        }
        if resources.iter().next().is_none() {
            reading.problems.push(
                Diagnostic::warning("the template declares no resource").at(self.source.spot(part)),
            );
        }
    }

    /// Messages about the macros that process the complete template.
    fn macros(&self) -> Option<Diagnostic> {
        let transform = self.members.get("Transform")?;
        let name = self.macros.iter().find(|name| is_own(name)).or_else(|| {
            self.macros
                .iter()
                .find(|name| !HARMLESS.iter().any(|start| name.starts_with(start)))
        })?;
        let problem = if is_own(name) {
            Diagnostic::error(format!(
                "the macro `{name}` may change anything in this template before it is deployed, so nothing about its resources can be decided"
            ))
        } else {
            Diagnostic::warning(format!(
                "`{name}` changes this template before it is deployed: what it adds is not evaluated"
            ))
        };
        Some(problem.at(self.source.spot(transform)).help(PROCESSED))
    }

    fn resource(
        &self,
        id: &str,
        record: &'t RawValue,
        pointer: Pointer,
        reading: &mut Reading,
    ) -> Result<Option<Resource>, Box<Diagnostic>> {
        let members = self.source.members(record)?;
        let kind = members
            .text("Type")
            .filter(|kind| !kind.is_empty())
            .ok_or_else(|| {
                Box::new(
                    Diagnostic::error(format!(
                        "the resource at `{pointer}` has no type, so no control can select it"
                    ))
                    .at(self.source.spot(record))
                    .help("give it a `Type` such as `AWS::S3::Bucket`"),
                )
            })?;
        if kind == "AWS::CDK::Metadata" || !self.is_wanted(&members, reading) {
            return Ok(None);
        }
        let walked = walk(self.source, &self.environment, record, &members)?;
        reading.problems.extend(walked.problems);
        let body = match walked.made {
            Some(made) => Body {
                range: 0..made.text().len(),
                document: made,
                pointer,
                properties: Pointer::parse("/Properties"),
                raw: Pointer::root(),
            },
            None => Body {
                document: Arc::clone(self.source.document),
                range: self
                    .source
                    .document
                    .range_of(record.get())
                    .unwrap_or_default(),
                pointer,
                properties: Pointer::parse("/Properties"),
                raw: Pointer::root(),
            },
        };
        if kind == "AWS::CloudFormation::Stack" {
            reading.problems.extend(self.nested(record, &members));
        }
        let header = Header::of(body.text(), &kind);
        let mut unknown = walked.unknown;
        unknown.extend(header.unknown);
        let is_global = kind
            .strip_prefix("AWS::Serverless::")
            .is_some_and(|section| self.globals.has(section));
        if is_global || self.macros.iter().any(|name| is_own(name)) {
            // A property that the resource does not set may be set there.
            unknown.push(Pointer::parse("/properties"));
        }
        let location = self.environment.pseudo("AWS::Region").map(str::to_owned);
        if location.is_none() {
            unknown.push(Pointer::parse("/location"));
        }
        Ok(Some(Resource {
            id: id.to_owned(),
            name: header.name.unwrap_or_else(|| id.to_owned()),
            provider: provider(&kind),
            kind,
            location,
            scope: Scope {
                tenant: None,
                account: self.environment.pseudo("AWS::AccountId").map(str::to_owned),
                group: self.stack.clone(),
            },
            tags: fold_aws_tags(header.tags.as_ref()),
            phase: Phase::Template,
            model: None,
            unknown,
            sensitive: walked.sensitive,
            claims: Vec::new(),
            aliases: header.path.into_iter().collect(),
            edges: walked.edges,
            subject: None,
            change: None,
            body,
        }))
    }

    /// Whether the resource's condition may be true.
    fn is_wanted(&self, members: &Members<'_>, reading: &mut Reading) -> bool {
        let (Some(name), Some(part)) = (members.text("Condition"), members.get("Condition")) else {
            return true;
        };
        if !self.environment.has_condition(&name) {
            reading.problems.push(
                Diagnostic::error(format!("this template has no condition `{name}`"))
                    .at(self.source.spot(part))
                    .help(
                        "the resource is taken as there; declare the condition, or mend the name",
                    ),
            );
        }
        self.environment.condition(&name) != Some(false)
    }

    /// A nested stack, unless the CDK wrote its template next to this one.
    fn nested(&self, record: &RawValue, members: &Members<'_>) -> Option<Diagnostic> {
        let is_read_separately = members
            .object("Metadata")
            .is_some_and(|metadata| metadata.has("aws:asset:path"));
        (!is_read_separately).then(|| {
            Diagnostic::warning(
                "this stack's template is not a part of the document: its resources are not evaluated",
            )
            .at(self.source.spot(record))
            .help("give onus that template too")
        })
    }
}

/// The provider of resources of this type.
fn provider(kind: &str) -> String {
    match kind.split("::").next() {
        Some(other) if !matches!(other, "AWS" | "AWSUtility" | "Custom" | "Alexa" | "") => {
            other.to_ascii_lowercase()
        }
        _ => "aws".to_owned(),
    }
}
