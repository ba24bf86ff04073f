//! Service model of a resource: from the type tables, unless a boundary policy reads it from
//! the resource.

use onus_core::decision::{Answer, FailureCause, Override};
use onus_core::json_pointer::Pointer;
use onus_core::vocabulary::{Confidence, ServiceModel};
use onus_inventory::Resource;
use onus_policy::engine::Value;
use onus_policy::metadata::Tier;
use onus_policy::{Boundary, Question};

use crate::engine_pool::{CachedAnswers, Engines};
use crate::input_document::{Facts, Input};
use crate::overriding::{self, Overriding, is_users, refused_model};
use crate::policy_failure::PolicyFailure;
use crate::type_table::{Mapping, Types};
use crate::unknown::first_unknown;

/// The service model of a resource.
#[derive(Debug, Clone)]
pub struct Model {
    /// The model, if the type is known.
    pub is: Option<ServiceModel>,
    /// How sure it is that the type is of this model; a property that decides it is as
    /// sure as the service's own documents.
    pub sureness: Confidence,
    /// The unknown fact that it depends on.
    pub doubt: Option<Pointer>,
    /// What a user's policy replaces.
    pub overridden: Option<Override>,
}

/// Reads the model. `boundaries` come with the highest tier first; the first that
/// answers counts.
///
/// # Errors
/// A rule fails, gives something that is no service model, contradicts another of its
/// rank, or contradicts the catalogue without being allowed to: then no layer of the
/// resource has an answer that can be relied on.
pub fn model<'s>(
    types: &Types,
    overriding: &Overriding,
    engines: &mut Engines<'_>,
    (resource, facts, document): (&Resource, &Facts, &Input),
    cached: CachedAnswers,
    boundaries: impl Iterator<Item = &'s Boundary>,
) -> Result<Model, Answer> {
    let (entry, replaced) = match types.mapping(&resource.kind) {
        Mapping::Known { entry, overridden } => (Some(entry), overridden),
        Mapping::Unknown => (None, None),
        Mapping::Refused { reason, cause } => return Err(Answer::Failed { reason, cause }),
    };
    let mapped = entry.as_ref().map(|entry| entry.model);
    let mapped = mapped.or(resource.model);
    let document = document.clone().with_model(mapped);
    let mut doubted = None;
    let mut users: Option<(&Boundary, ServiceModel)> = None;
    let mut embedded: Option<(&Boundary, ServiceModel)> = None;
    for boundary in boundaries {
        let Some(question) = &boundary.model else {
            continue;
        };
        // Who has answered already outranks a rule of the catalogue, which is only asked
        // for what it would say.
        doubted = doubted.or_else(|| first_unknown(question, facts));
        engines.set_input(document.document());
        let Some(says) = said(engines, question, boundary, cached)? else {
            continue;
        };
        if !is_users(&boundary.file) {
            embedded = Some((boundary, says));
            break;
        }
        match users {
            None => users = Some((boundary, says)),
            Some((other, model)) => disagreeing(other, model, boundary, says)?,
        }
    }
    let (is, overridden) = match (users, embedded) {
        (Some((boundary, says)), embedded) => {
            let known = embedded.map(|(_, says)| says);
            let known = known.or_else(|| types.catalogue_model(&resource.kind));
            let overridden = match known.filter(|known| *known != says) {
                None => None,
                Some(known) if overriding.allows(&boundary.file) => {
                    let instead_of =
                        embedded.map_or("the embedded type table", |(b, _)| b.id.as_str());
                    Some(overriding::model(&boundary.file, instead_of, known))
                }
                Some(known) => {
                    let reason = refused_model(&boundary.file, says, known);
                    return Err(Answer::Failed {
                        reason: format!("{}: {reason}", boundary.id),
                        cause: FailureCause::Policy,
                    });
                }
            };
            (Some(says), overridden)
        }
        (None, Some((_, says))) => (Some(says), None),
        (None, None) => (mapped, replaced),
    };
    let from_rule = users.is_some() || embedded.is_some();
    Ok(Model {
        is,
        sureness: match entry {
            Some(entry) if !from_rule => entry.confidence,
            _ => Confidence::Stated,
        },
        doubt: doubted,
        overridden,
    })
}

/// What a rule `model` gives; none when it is undefined.
fn said(
    engines: &mut Engines<'_>,
    question: &Question,
    boundary: &Boundary,
    cached: CachedAnswers,
) -> Result<Option<ServiceModel>, Answer> {
    let failed = |failure: PolicyFailure| Answer::Failed {
        reason: format!("{}: rule `model`: {}", boundary.id, failure.reason),
        cause: failure.cause,
    };
    let answer = match cached {
        CachedAnswers::Used => engines.evaluate(question),
        CachedAnswers::Ignored => engines.evaluate_plainly(question),
    };
    let value = match answer {
        Ok(None) => return Ok(None),
        Ok(Some(value)) => value,
        Err(error) => return Err(failed((&error).into())),
    };
    let Some(text) = value.as_str() else {
        let reason = format!("{} is not a string", shown(&value));
        return Err(failed(PolicyFailure::new(reason)));
    };
    match text.parse() {
        Ok(model) => Ok(Some(model)),
        Err(error) => {
            let error: onus_core::vocabulary::UnknownWord = error;
            Err(failed(PolicyFailure::new(error.to_string())))
        }
    }
}

/// A value in a message. It can be the inventory's, and a secret.
fn shown(value: &Value) -> &'static str {
    match value.to_json() {
        serde_json::Value::Null => "null",
        serde_json::Value::Bool(_) => "a boolean",
        serde_json::Value::Number(_) => "a number",
        serde_json::Value::String(_) => "a string",
        serde_json::Value::Array(_) => "a list or a set",
        serde_json::Value::Object(_) => "an object",
    }
}

/// Two policies of one rank must not name different models.
fn disagreeing(
    one: &Boundary,
    model: ServiceModel,
    other: &Boundary,
    says: ServiceModel,
) -> Result<(), Answer> {
    let is_lower = other.tier < one.tier || other.tier == Tier::Edition;
    if is_lower || model == says {
        return Ok(());
    }
    Err(Answer::Conflict {
        reason: format!(
            "{} takes this type for {model}, {} for {says}",
            one.id, other.id
        ),
    })
}
