//! ARM templates: written by `bicep build`, `az group export` and people.

pub(crate) mod array_functions;
pub(crate) mod dependencies;
pub(crate) mod deployment_scope;
pub(crate) mod environment;
pub(crate) mod expression;
pub(crate) mod functions;
#[cfg(test)]
mod loop_tests;
pub(crate) mod name;
pub(crate) mod parameters;
pub(crate) mod resource;
pub(crate) mod secrets;
pub(crate) mod string_functions;
pub(crate) mod symbol;
pub(crate) mod target;
#[cfg(test)]
mod tests;
pub(crate) mod unknowns;
pub(crate) mod value;

use std::collections::BTreeSet;
use std::path::Path;
use std::rc::Rc;

use serde_json::value::RawValue;

use onus_core::decision::Scope;
use onus_core::diagnostic::{Diagnostic, Spot};
use onus_core::json_pointer::Pointer;

use crate::formats::azure::arm_template::dependencies::Links;
use crate::formats::azure::arm_template::deployment_scope::DeploymentScope;
use crate::formats::azure::arm_template::environment::loops::{Loop, RESOURCE, Repeats, Round};
use crate::formats::azure::arm_template::environment::{Environment, Shared, member};
use crate::formats::azure::arm_template::name::{Name, Parent, id_of, within};
use crate::formats::azure::arm_template::parameters::Given;
use crate::formats::azure::arm_template::resource::described;
use crate::formats::azure::arm_template::target::Target;
use crate::formats::azure::arm_template::value::Value;
use crate::formats::description::{ConfigurationKey, Family, FormatDescription, Streaming, Syntax};
use crate::input::Input;
use crate::json::outline::{Members, Outline};
use crate::reader::{Reader, Reading};

/// The reader for ARM templates.
///
/// There is one resource per described resource, at any depth of nested templates and
/// child resources, and one per round of a loop; a loop with an unknown number
/// of rounds describes one. Omitted are references to existing resources,
/// resources whose condition is false or whose loop runs no times, and the nested
/// deployments themselves.
///
/// Expressions with known values are replaced by these: a parameter has the value of the
/// parameter files, or else its default. All other expressions stay and are unknown, and
/// so is what a loop makes. Values that depend on a secure parameter are never evaluated.
///
/// A resource's place in Azure is unknown, so its id consists of the file's name and the
/// resource's type and name: `/template/FILE/providers/TYPE/NAME/...`, in lower case,
/// with type and name segments in turn as in Azure's own ids; a nested deployment to
/// another subscription or group has these before `/providers`. Of a name without a known
/// value, each unknown part is its expression in brackets (see `symbol`), so that children
/// and references find what has the same name. A name that can't be cut into segments is
/// replaced by the symbolic name, if there is one, and follows the type. A second resource with the same id gets
/// `#` and its JSON pointer appended. `resourceId` evaluates to these ids, and
/// `dependsOn` makes edges to them.
pub struct ArmTemplate;

/// Templates and children nested deeper than this are not read; Azure itself has a lower
/// limit.
const DEEPEST: usize = 32;

static DESCRIPTION: FormatDescription = FormatDescription {
    name: "arm-template",
    family: Family::AzureDeployment,
    purpose: "ARM templates, also compiled Bicep",
    made_by: "az bicep build --file main.bicep",
    notes: "Expressions are evaluated; `--parameters FILE` gives values for parameters. Values that only the deployment knows are unknown.",
    example: "arm-template/contoso-payments.json",
    syntax: Syntax::Json,
    streaming: Streaming::Never,
    configurations: &[ConfigurationKey::Object("properties")],
};

impl Reader for ArmTemplate {
    fn description(&self) -> &'static FormatDescription {
        &DESCRIPTION
    }

    fn recognizes(&self, outline: &Outline<'_>) -> bool {
        outline.object().is_some_and(|top| {
            is_template(top)
                || top
                    .object("template")
                    .is_some_and(|inner| is_template(&inner))
        })
    }

    fn read(&self, source: &Input<'_>) -> Reading {
        let Some(top) = source.outline.object() else {
            return Reading::default();
        };
        let stem = Path::new(source.document.name())
            .file_stem()
            .map(|stem| stem.to_string_lossy().replace(['<', '>'], ""))
            .unwrap_or_default();
        let mut walk = Walk {
            source,
            shared: Shared::new(source.document, &stem),
            stem,
            links: Links::default(),
            taken: BTreeSet::new(),
            reported: BTreeSet::new(),
            reading: Reading::default(),
        };
        let inner = (!is_template(top))
            .then(|| top.object("template"))
            .flatten();
        let (template, at) = match &inner {
            Some(inner) => (inner, Pointer::parse("/template")),
            None => (top, Pointer::root()),
        };
        let (given, problems) = Given::of_files(&source.options.parameters);
        walk.reading.problems.extend(problems);
        walk.reading
            .problems
            .extend(ignored(source, template, &given));
        let target = Target::default();
        let environment = Environment::of(&walk.shared, template, &given, &target);
        let context = Context {
            environment: &environment,
            scope: Scope::default(),
            deployed_to: DeploymentScope::of_template(template),
            target,
            parent: None,
            has_symbols: false,
            template: 0,
            depth: 0,
        };
        walk.template(template, &at, &context);
        if walk.reading.resources.is_empty() && walk.reading.problems.is_empty() {
            let found = nothing_declared(source, template);
            walk.reading.problems.extend(found);
        }
        walk.reading.problems.extend(walk.shared.problems());
        walk.links
            .resolve(&walk.stem, &walk.taken, &mut walk.reading.resources);
        walk.reading
    }
}

/// The warning that the values of all parameter files are ignored.
fn ignored(source: &Input<'_>, template: &Members<'_>, given: &Given) -> Option<Diagnostic> {
    let declared = member(template, "parameters")
        .and_then(|(_, part)| Members::parse(part.get()).ok())
        .unwrap_or_default();
    let is_ignored = given.is_ignored_by(declared.iter().map(|(name, _)| name));
    let file = source.options.parameters.first()?;
    is_ignored.then(|| {
        Diagnostic::warning(format!(
            "`{}` declares none of the parameters that `--parameters` gives, so their values are ignored",
            source.document.name()
        ))
        .at(Spot::new(file, 0..file.text().len().min(1)))
        .help("give the parameter file of this template: `{\"parameters\": {\"name\": {\"value\": ...}}}`")
    })
}

/// The warning that a template has no resource that is deployed.
fn nothing_declared(source: &Input<'_>, template: &Members<'_>) -> Option<Diagnostic> {
    let message = match member(template, "resources") {
        Some((_, part))
            if !["[]", "{}", "null"]
                .contains(&part.get().replace(char::is_whitespace, "").as_str()) =>
        {
            "the template deploys no resource: each one exists already, has a false condition, is in a loop that runs no times, or is a deployment without resources"
        }
        _ => "the template declares no resource",
    };
    let problem = Diagnostic::warning(message);
    Some(match member(template, "resources") {
        Some((_, part)) => problem.at(source.spot(part)),
        None => problem,
    })
}

/// Whether a resource is not deployed: it exists already, its condition is false, or its
/// loop runs no times.
fn is_omitted(resource: &Members<'_>, environment: &Environment<'_>) -> bool {
    let value =
        |members: &Members<'_>, key| member(members, key).map(|(_, part)| environment.value(part));
    let copy = member(resource, "copy").and_then(|(_, part)| Members::parse(part.get()).ok());
    value(resource, "existing") == Some(Value::Bool(true))
        || value(resource, "condition") == Some(Value::Bool(false))
        || copy.is_some_and(|copy| value(&copy, "count") == Some(Value::integer(0)))
}

fn is_template(members: &Members<'_>) -> bool {
    members.text("$schema").is_some_and(|schema| {
        schema
            .to_ascii_lowercase()
            .contains("deploymenttemplate.json")
    })
}

/// The context of a resource.
#[derive(Clone)]
struct Context<'c> {
    environment: &'c Environment<'c>,
    scope: Scope,
    /// The kind of place that the template is deployed to, if it is known.
    deployed_to: Option<DeploymentScope>,
    /// Where the resources are deployed to.
    target: Target,
    parent: Option<Parent>,
    /// Whether the template around it has symbolic names.
    has_symbols: bool,
    /// The template's number, for references by name.
    template: usize,
    depth: usize,
}

struct Walk<'w, 't> {
    source: &'w Input<'t>,
    shared: Rc<Shared>,
    stem: String,
    links: Links,
    taken: BTreeSet<String>,
    /// Messages and places of what was reported.
    reported: BTreeSet<(String, usize)>,
    reading: Reading,
}

impl Walk<'_, '_> {
    /// Reports a problem, once for all rounds of the loops around it.
    fn report(&mut self, problem: Diagnostic) {
        let start = problem.place.as_ref().map_or(0, |spot| spot.range.start);
        if self.reported.insert((problem.message.clone(), start)) {
            self.reading.problems.push(problem);
        }
    }

    fn template(&mut self, template: &Members<'_>, at: &Pointer, context: &Context<'_>) {
        let context = Context {
            has_symbols: member(template, "languageVersion").is_some(),
            template: self.links.template(),
            ..context.clone()
        };
        if let Some((key, part)) = member(template, "resources")
            && let Err(problem) = self.resources(part, &at.child(key), &context)
        {
            self.report(*problem);
        }
    }

    /// Resources as an array, or as an object with their symbolic names.
    fn resources(
        &mut self,
        part: &RawValue,
        at: &Pointer,
        context: &Context<'_>,
    ) -> Result<(), Box<Diagnostic>> {
        if context.depth > DEEPEST {
            return Err(Box::new(
                Diagnostic::error(format!(
                    "resources are nested deeper than {DEEPEST} levels here"
                ))
                .at(self.source.spot(part))
                .help("what is below was not read"),
            ));
        }
        let records: Vec<(String, &RawValue)> = match part.get().as_bytes().first() {
            Some(b'n') => Vec::new(),
            Some(b'[') => self
                .source
                .parse::<Vec<&RawValue>>(part)?
                .into_iter()
                .enumerate()
                .map(|(index, record)| (index.to_string(), record))
                .collect(),
            _ => self
                .source
                .members(part)?
                .iter()
                .map(|(key, record)| (key.to_owned(), record))
                .collect(),
        };
        for (key, record) in records {
            let read = match Self::rounds(record, context.environment) {
                None => self.resource(record, at.child(key), context),
                Some(rounds) => rounds.into_iter().try_for_each(|round| {
                    let environment = context.environment;
                    environment.in_round(round, || self.resource(record, at.child(&key), context))
                }),
            };
            if let Err(problem) = read {
                self.report(*problem);
            }
        }
        Ok(())
    }

    /// The rounds of the loop that a resource is deployed in; none without a loop, or where it
    /// runs no times.
    fn rounds(record: &RawValue, environment: &Environment<'_>) -> Option<Vec<Round>> {
        let made = Loop::of_element(record)?;
        let rounds = environment.rounds(&made, Repeats::Element, record.get().len().max(RESOURCE));
        Some(rounds).filter(|rounds| !rounds.is_empty())
    }

    fn resource(
        &mut self,
        record: &RawValue,
        at: Pointer,
        context: &Context<'_>,
    ) -> Result<(), Box<Diagnostic>> {
        let members = self.source.members(record)?;
        let kind = context
            .environment
            .text_of(&members, "type")
            .and_then(|(_, kind)| kind)
            .filter(|kind| !kind.is_empty())
            .ok_or_else(|| {
                Box::new(
                    Diagnostic::error(format!(
                        "the resource at `{at}` has no type that is known before it is deployed, so no control can select it"
                    ))
                    .at(self.source.spot(record))
                    .help("give it a `type` such as `Microsoft.Storage/storageAccounts`"),
                )
            })?;
        let key = at.last().unwrap_or_default();
        let name = match context.environment.text_of(&members, "name") {
            Some((_, Some(name))) => Name::known(name),
            Some((expression, None)) => Name {
                text: match key.parse::<usize>() {
                    Ok(_) => expression,
                    Err(_) => key.to_owned(),
                },
                resolved: false,
                symbol: context.environment.symbol_of(&members, "name"),
            },
            // Only resources with symbolic names may omit it.
            None => Name::known(key.to_owned()),
        };
        let (kind, name) = within(context.parent.as_ref(), &kind, name);
        let is_skipped = is_omitted(&members, context.environment);
        if kind == "microsoft.resources/deployments" {
            if !is_skipped {
                self.deployment(&members, &at, context)?;
            }
            return Ok(());
        }
        if !is_skipped {
            let mut resource = described(
                self.source,
                (record, &members),
                at.clone(),
                (&kind, &name),
                context.deployed_to.filter(|_| context.parent.is_none()),
                context.environment,
            )?;
            resource.scope = context.scope.clone();
            resource.id = id_of(&self.stem, &context.target, &resource.id);
            resource.id = self.unique(resource.id, &at);
            self.call(&resource.id, key, &members, &name, context);
            let index = self.reading.resources.len();
            let place = (context.template, &context.target);
            self.links
                .depends(index, place, &members, context.environment);
            self.links
                .extends(index, place, &members, context.environment);
            self.reading.resources.push(resource);
        }
        // A condition does not apply to children.
        if let Some((key, part)) = member(&members, "resources") {
            let inside = Context {
                parent: Some(Parent { kind, name }),
                depth: context.depth + 1,
                ..context.clone()
            };
            self.resources(part, &at.child(key), &inside)?;
        }
        Ok(())
    }

    /// An id that no other resource of the document has.
    fn unique(&mut self, id: String, at: &Pointer) -> String {
        let mut number = 0_usize;
        let mut unique = id.clone();
        while !self.taken.insert(unique.clone()) {
            number += 1;
            // In a loop, several have one place.
            unique = match number {
                1 => format!("{id}#{at}"),
                number => format!("{id}#{at}:{number}"),
            };
        }
        unique
    }

    /// Adds the names by which others depend on a resource. Names in Azure are used only
    /// where there are no symbolic names.
    fn call(
        &mut self,
        id: &str,
        key: &str,
        members: &Members<'_>,
        name: &Name,
        context: &Context<'_>,
    ) {
        let template = context.template;
        let copy = member(members, "copy").and_then(|(_, part)| Members::parse(part.get()).ok());
        if context.has_symbols {
            match copy {
                Some(_) => self.links.call_loop(template, key, id),
                None => self.links.call(template, key, id),
            }
            return;
        }
        self.links.call(template, &name.text, id);
        if let Some(name) = copy.and_then(|copy| copy.text("name")) {
            self.links.call_loop(template, &name, id);
        }
    }

    /// A nested deployment: the resources of its template.
    fn deployment(
        &mut self,
        deployment: &Members<'_>,
        at: &Pointer,
        context: &Context<'_>,
    ) -> Result<(), Box<Diagnostic>> {
        let Some((properties_key, part)) = member(deployment, "properties") else {
            return Ok(());
        };
        let properties = self.source.members(part)?;
        let at = at.child(properties_key);
        let Some((key, template)) =
            member(&properties, "template").filter(|(_, part)| part.get().starts_with('{'))
        else {
            let place = member(&properties, "templateLink").map_or(part, |(_, link)| link);
            self.report(
                Diagnostic::warning(
                    "this deployment's template is not a part of the document: its resources are not evaluated",
                )
                .at(self.source.spot(place))
                .help("give onus that template too"),
            );
            return Ok(());
        };
        let template = self.source.members(template)?;
        let lower = |key| {
            let (_, value) = context.environment.text_of(deployment, key)?;
            value.map(|value| value.to_ascii_lowercase())
        };
        let scope = Scope {
            tenant: None,
            account: lower("subscriptionId").or_else(|| context.scope.account.clone()),
            group: lower("resourceGroup").or_else(|| context.scope.group.clone()),
        };
        let target = context.target.nested(context.environment, deployment, &at);
        let around = context.environment;
        let inner = around.nested(&properties, &template, &target, context.has_symbols);
        let environment = inner.as_ref().unwrap_or(around);
        let outer = context.deployed_to;
        let inside = Context {
            environment,
            scope,
            deployed_to: DeploymentScope::of_nested(outer, deployment, &template, around),
            target,
            parent: None,
            has_symbols: false,
            template: context.template,
            depth: context.depth + 1,
        };
        self.template(&template, &at.child(key), &inside);
        Ok(())
    }
}
