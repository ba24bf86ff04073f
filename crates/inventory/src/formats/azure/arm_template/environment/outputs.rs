//! Outputs of nested deployments: what `reference(...)` to a deployment of the same template
//! returns.
//!
//! Source: <https://learn.microsoft.com/en-us/azure/azure-resource-manager/templates/linked-templates>

use serde_json::value::RawValue;

use onus_core::json_pointer::Pointer;

use crate::formats::azure::arm_template::environment::loops::{Loop, Repeats, Round};
use crate::formats::azure::arm_template::environment::{Environment, member};
use crate::formats::azure::arm_template::name::{Name, id_of, path_of};
use crate::formats::azure::arm_template::parameters::Given;
use crate::formats::azure::arm_template::secrets::is_secure;
use crate::formats::azure::arm_template::target::Target;
use crate::formats::azure::arm_template::value::{SECRET, UNKNOWN, Value};
use crate::json::outline::Members;

const DEPLOYMENT: &str = "microsoft.resources/deployments";

/// A nested deployment of a template.
struct Deployment<'t> {
    /// The round, if it is deployed in a loop.
    round: Option<Round>,
    properties: Members<'t>,
    template: Members<'t>,
    target: Target,
}

impl<'t> Environment<'t> {
    /// The environment of a nested deployment's template; none where its expressions have
    /// this one.
    pub fn nested(
        &self,
        properties: &Members<'t>,
        template: &Members<'t>,
        target: &Target,
        has_symbols: bool,
    ) -> Option<Self> {
        let text = |key| member(properties, key).map_or("", |(_, part)| part.get());
        let options = Members::parse(text("expressionEvaluationOptions")).unwrap_or_default();
        let is_inner = match options.text("scope") {
            Some(scope) => scope.eq_ignore_ascii_case("inner"),
            // The default is different with symbolic names.
            None => has_symbols,
        };
        is_inner.then(|| {
            let given = Given::of_deployment(self, properties);
            let around = format!("{} {}", self.place, self.indexes());
            let nested = Self::around(&self.shared, template, &given, target, &around);
            nested.depth.set(self.depth.get());
            nested
        })
    }

    /// The value of `reference(...)` with these arguments, if it is a deployment of this
    /// template that is certainly there: an object with its `outputs`.
    pub(super) fn referenced(&self, arguments: &[Value]) -> Option<Value> {
        let (Value::Text(id) | Value::Symbol(id)) = arguments.first()? else {
            return None;
        };
        if matches!(arguments.get(2), Some(Value::Text(full)) if full.eq_ignore_ascii_case("full"))
        {
            return None;
        }
        let id = id.to_ascii_lowercase();
        if id.contains('/') && !id.contains("/microsoft.resources/deployments/") {
            return None;
        }
        if let Some(value) = self.referenced.borrow().get(&id) {
            return value.clone();
        }
        // Outputs that depend on themselves are unknown.
        self.referenced.borrow_mut().insert(id.clone(), None);
        let value = self.outside_of_loops(|| {
            let found = self.deployment(&id)?;
            Some(match found.round.clone() {
                Some(round) => self.in_round(round, || self.outputs(&found)),
                None => self.outputs(&found),
            })
        });
        self.referenced.borrow_mut().insert(id, value.clone());
        value
    }

    /// The deployment with this id, symbolic name or name.
    fn deployment(&self, id: &str) -> Option<Deployment<'t>> {
        let text = self.resources?.get();
        if !self.shared.spend(text.len()) {
            return None;
        }
        let records: Vec<(Option<String>, &'t RawValue)> = if text.starts_with('[') {
            let items: Vec<&'t RawValue> = serde_json::from_str(text).ok()?;
            items.into_iter().map(|part| (None, part)).collect()
        } else {
            let members = Members::parse(text).ok()?;
            let named = |(key, part): (&str, &'t RawValue)| (Some(key.to_ascii_lowercase()), part);
            members.iter().map(named).collect()
        };
        let is_deployment = |part: &RawValue| {
            let members = Members::parse(part.get()).ok();
            let kind = members.and_then(|members| self.text_of(&members, "type")?.1);
            kind.is_some_and(|kind| kind.eq_ignore_ascii_case(DEPLOYMENT))
        };
        let mut found = records
            .into_iter()
            .filter(|(_, part)| is_deployment(part))
            .flat_map(|(key, part)| match Loop::of_element(part) {
                None => vec![self.called(id, key.as_deref(), part, None)],
                Some(made) => {
                    let rounds = self.rounds(&made, Repeats::Element, part.get().len());
                    let called = |round: Round| {
                        let again = Some(round.clone());
                        self.in_round(round, || self.called(id, key.as_deref(), part, again))
                    };
                    rounds.into_iter().map(called).collect()
                }
            })
            .flatten();
        let first = found.next()?;
        // Of two with one name, either may be meant.
        found.next().is_none().then_some(first).flatten()
    }

    /// The deployment that a resource of this template is, if it has this id or name: nothing
    /// in it, if it may not be deployed, or how often is unknown.
    fn called(
        &self,
        id: &str,
        key: Option<&str>,
        part: &'t RawValue,
        round: Option<Round>,
    ) -> Option<Option<Deployment<'t>>> {
        let members = Members::parse(part.get()).ok()?;
        let target = self.target.nested(self, &members, &Pointer::root());
        let name = match self.text_of(&members, "name")? {
            (_, Some(name)) => Name::known(name),
            (text, None) => Name {
                text,
                resolved: false,
                symbol: self.symbol_of(&members, "name"),
            },
        };
        let own = id_of(&self.shared.stem, &target, &path_of(DEPLOYMENT, &name).1);
        let is_it = match id.contains('/') {
            true => id == own,
            false => key == Some(id) || name.text.eq_ignore_ascii_case(id),
        };
        if !is_it {
            return None;
        }
        let condition = member(&members, "condition").map(|(_, part)| self.value(part));
        let is_certain = matches!(condition, None | Some(Value::Bool(true)));
        let is_copied = member(&members, "copy").is_some();
        let has_round = round.as_ref().is_some_and(|round| !round.is_any());
        if !is_certain || is_copied != has_round {
            return Some(None);
        }
        let object = |members: &Members<'t>, key| {
            let (_, part) = member(members, key)?;
            Members::parse(part.get()).ok()
        };
        Some(object(&members, "properties").and_then(|properties| {
            Some(Deployment {
                round,
                template: object(&properties, "template")?,
                properties,
                target,
            })
        }))
    }

    /// What a reference to a deployment returns.
    fn outputs(&self, deployment: &Deployment<'t>) -> Value {
        let nested = self.nested(
            &deployment.properties,
            &deployment.template,
            &deployment.target,
            self.has_symbols,
        );
        let environment = nested.as_ref().unwrap_or(self);
        let members = |members: &Members<'t>, key| {
            let part = member(members, key).map(|(_, part)| part.get());
            Members::parse(part.unwrap_or("{}")).unwrap_or_default()
        };
        let definitions = members(&deployment.template, "definitions");
        let outputs = members(&deployment.template, "outputs");
        let outputs = outputs.iter().map(|(name, part)| {
            let value = match is_secure(part.get(), &definitions) {
                true => SECRET,
                false => output_value(environment, part),
            };
            let value = Value::Object(vec![("value".to_owned(), value)]);
            (name.to_owned(), value)
        });
        let outputs = Value::Object(outputs.collect());
        Value::Object(vec![("outputs".to_owned(), outputs)])
    }
}

/// The value of an output; unknown where it may not be there.
fn output_value(environment: &Environment<'_>, part: &RawValue) -> Value {
    let Ok(output) = Members::parse(part.get()) else {
        return UNKNOWN;
    };
    let condition = member(&output, "condition").map(|(_, part)| environment.value(part));
    if !matches!(condition, None | Some(Value::Bool(true))) {
        return UNKNOWN;
    }
    let value = match (member(&output, "value"), Loop::of_element(part)) {
        (Some((_, value)), None) => Some(environment.value(value)),
        (None, Some(made)) => environment.made(&made, Repeats::Element),
        _ => None,
    };
    value.unwrap_or(UNKNOWN)
}
