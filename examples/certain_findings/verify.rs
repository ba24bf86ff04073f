//! One case: what is certain of the rules of some policies when a place of the input is not
//! known, against what the engine gives for many values of that place.

use std::collections::BTreeMap;
use std::fmt;

use onus::engine::Value;
use onus::json_pointer::Pointer;
use onus::policy::certain::{Certain, CertainError};
use onus::policy::{BarePolicies, BareRule};
use serde_json::Value as Json;

use super::inputs::{input, value};
use super::random::Random;

/// What is counted.
#[derive(Debug, Default)]
pub struct Counts {
    /// Rules, each with an input and unknown places.
    pub rules: usize,
    /// Those of which something is certain.
    pub certain: usize,
    /// Evaluations that were compared.
    pub compared: usize,
    /// Why rules were not followed.
    pub not_followed: BTreeMap<String, usize>,
    /// Rules of which the engine gives something else for the input as it is.
    pub not_confirmed: usize,
    /// Cases with a difference.
    pub differences: usize,
}

/// A value that is not what was certain.
#[derive(Debug)]
pub struct Difference {
    rule: String,
    input: Json,
    unknown: Vec<Pointer>,
    certain: Certain,
    other: Json,
    given: Option<Value>,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            rule,
            input,
            unknown,
            certain,
            other,
            given,
        } = self;
        write!(
            f,
            "of {rule} {certain:?} is certain without {unknown:?} of\n  {input}\nbut\n  {other}\ngives {given:?}"
        )
    }
}

/// Checks every rule of some policies, with some inputs.
pub fn check(
    texts: &[&str],
    random: &mut Random,
    inputs: usize,
    counts: &mut Counts,
) -> Option<Difference> {
    let mut policies = BarePolicies::load(texts).ok()?;
    let rules = policies.rules().to_vec();
    for _ in 0..inputs {
        let json = input(random);
        let places = places(&json);
        let mut unknown: Vec<&String> = vec![random.of(&places)?];
        if random.percent(30) {
            unknown.push(random.of(&places)?);
        }
        let others: Vec<Json> = (0..12)
            .map(|number| {
                unknown.iter().fold(json.clone(), |json, place| {
                    with(&json, place, substitute(number, &json, random))
                })
            })
            .collect();
        let pointers: Vec<Pointer> = unknown.iter().map(|at| Pointer::parse(at)).collect();
        for rule in &rules {
            let found = check_rule(&mut policies, rule, (&json, &pointers), &others, counts);
            if found.is_some() {
                counts.differences += 1;
                return found;
            }
        }
    }
    None
}

fn check_rule(
    policies: &mut BarePolicies,
    rule: &BareRule,
    (json, unknown): (&Json, &[Pointer]),
    others: &[Json],
    counts: &mut Counts,
) -> Option<Difference> {
    counts.rules += 1;
    let certain = match policies.certain(rule, &Value::from(json), unknown) {
        Ok(certain) => certain,
        Err(CertainError::Engine(_)) => {
            *counts.not_followed.entry("failed".to_owned()).or_default() += 1;
            return None;
        }
        Err(error) => {
            *counts.not_followed.entry(error.to_string()).or_default() += 1;
            return None;
        }
    };
    match &certain {
        Certain::Nothing => return None,
        Certain::Members(members) if members.is_empty() => {}
        _ => counts.certain += 1,
    }
    for (number, other) in [json].into_iter().chain(others).enumerate() {
        // A policy that fails gives nothing to compare.
        let Ok(given) = policies.evaluate(rule, &Value::from(other)) else {
            continue;
        };
        counts.compared += 1;
        let holds = match (&certain, &given) {
            (Certain::Value(value), given) => given.as_ref() == Some(value),
            (Certain::Undefined, given) => given.is_none(),
            (Certain::Members(members), Some(given)) => {
                let items = given.items();
                members.iter().all(|member| items.contains(member))
            }
            // Some sets have no value in the engine, which is an error of the control.
            (Certain::Members(members), None) => members.is_empty(),
            (Certain::Nothing, _) => true,
        };
        // Evaluation confirms each finding with the engine in the same way, which differs from
        // Rego in a few places.
        if !holds && number == 0 {
            counts.not_confirmed += 1;
            return None;
        }
        if !holds {
            return Some(Difference {
                rule: rule.name.clone(),
                input: json.clone(),
                unknown: unknown.to_vec(),
                certain,
                other: other.clone(),
                given,
            });
        }
    }
    None
}

/// What an unknown place is given in turn: nothing, the constants of the policies, other
/// values, and the values of other places.
fn substitute(number: usize, json: &Json, random: &mut Random) -> Option<Json> {
    Some(match number {
        0 => return None,
        1 => Json::Null,
        2 => 1.into(),
        3 => 0.into(),
        4 => "a".into(),
        5 => "b".into(),
        6 => true.into(),
        7 => false.into(),
        8 | 9 => {
            let places = places(json);
            let place = random.of(&places)?;
            json.pointer(place)?.clone()
        }
        _ => value(random, 0),
    })
}

/// Every place in a document, and some that it does not have.
fn places(json: &Json) -> Vec<String> {
    let mut found = vec!["/a".to_owned(), "/a/b".to_owned(), "/c/a/b".to_owned()];
    below(json, "", &mut found);
    found.sort();
    found.dedup();
    found
}

fn below(json: &Json, at: &str, found: &mut Vec<String>) {
    let mut member = |key: &str, value: &Json| {
        let place = format!("{at}/{key}");
        found.push(place.clone());
        below(value, &place, found);
    };
    match json {
        Json::Object(fields) => fields.iter().for_each(|(key, value)| member(key, value)),
        Json::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(number, value)| member(&number.to_string(), value)),
        _ => {}
    }
}

/// The document with another value at a place, or without the place. What is in a list is
/// there, whatever it is.
fn with(json: &Json, place: &str, value: Option<Json>) -> Json {
    let mut changed = json.clone();
    let keys: Vec<&str> = place.split('/').skip(1).collect();
    set(&mut changed, &keys, value);
    changed
}

fn set(json: &mut Json, keys: &[&str], value: Option<Json>) {
    let Some((key, rest)) = keys.split_first() else {
        *json = value.unwrap_or_default();
        return;
    };
    match (json, rest, value) {
        (Json::Object(fields), [], None) => {
            fields.remove(*key);
        }
        (Json::Object(fields), rest, None) => {
            if let Some(field) = fields.get_mut(*key) {
                set(field, rest, None);
            }
        }
        (Json::Object(fields), rest, value) => {
            let empty = || Json::Object(serde_json::Map::new());
            let field = fields.entry((*key).to_owned()).or_insert_with(empty);
            set(field, rest, value);
        }
        (Json::Array(items), rest, value) => {
            let item = key.parse().ok().and_then(|at: usize| items.get_mut(at));
            if let Some(item) = item {
                set(item, rest, value);
            }
        }
        _ => {}
    }
}
