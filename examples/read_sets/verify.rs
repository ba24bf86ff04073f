//! One case: policies and inputs, evaluated in every way in which a read-set says that
//! nothing can change.

use onus::engine::{EngineError, Value};
use onus::evaluate::{Projection, project};
use onus::json_pointer::Pointer;
use onus::policy::{BarePolicies, BareRule};
use serde_json::Value as Json;

use super::inputs::{KEYS, input, value};
use super::random::Random;
use super::tally::Tally;

/// A difference: what a person needs to look into it.
#[derive(Debug)]
pub struct Difference {
    /// The rule.
    pub rule: String,
    /// The input.
    pub input: Json,
    /// The other input, which should give the same.
    pub other: Json,
    /// What each gave.
    pub answers: (String, String),
    /// Why they should be the same.
    pub reason: &'static str,
}

impl std::fmt::Display for Difference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (a, b) = &self.answers;
        write!(
            f,
            "{} differs although {}\n  {}\n    gives {a}\n  {}\n    gives {b}",
            self.rule, self.reason, self.input, self.other
        )
    }
}

/// An answer; failures are not told apart, since no answer is kept for one.
type Answer = Result<Option<Value>, ()>;

/// Checks policies on inputs: every rule, with `inputs` inputs and variants of each.
pub fn check(
    texts: &[&str],
    random: &mut Random,
    inputs: usize,
    tally: &mut Tally,
) -> Option<Difference> {
    let mut loose = match BarePolicies::load(texts) {
        Ok(loose) => loose,
        Err(error) => {
            tally.refuse(&error.to_string());
            return None;
        }
    };
    tally.accept(texts);
    let rules = loose.rules().to_vec();
    for rule in &rules {
        tally.rules += 1;
        if !rule.reads.touches(&Pointer::parse("/nothing"), &object()) {
            tally.precise += 1;
        }
    }
    for _ in 0..inputs {
        let json = input(random);
        let found = check_input(&mut loose, &rules, &json, random, tally);
        if found.is_some() {
            tally.differences += 1;
            return found;
        }
    }
    None
}

fn object() -> Value {
    Value::object::<&str>([])
}

/// Checks every rule on one input and variants of it.
pub fn check_input(
    loose: &mut BarePolicies,
    rules: &[BareRule],
    json: &Json,
    random: &mut Random,
    tally: &mut Tally,
) -> Option<Difference> {
    let document = Value::from(json);
    let places = places(json);
    for rule in rules {
        let whole = answer(loose, rule, &document);
        match &whole {
            Ok(Some(_)) => tally.defined += 1,
            Ok(None) => {}
            Err(()) => tally.failed += 1,
        }
        let watched = rule.reads.watched();
        let look: Vec<Projection> = project(&document, &watched);
        let mut projected = json.clone();
        let mut is_smaller = false;
        let mut others: Vec<(Json, &'static str)> = Vec::new();
        for place in &places {
            let unread = !rule.reads.touches(&Pointer::parse(place), &document);
            for other in substitutes(json, random) {
                let changed = with(json, place, other.clone());
                if unread {
                    others.push((changed, "the place that changes is not read"));
                } else if project(&Value::from(&changed), &watched) == look {
                    others.push((changed, "it sees the same in both"));
                }
            }
            let without = with(&projected, place, None);
            if without != projected && project(&Value::from(&without), &watched) == look {
                projected = without;
                is_smaller = true;
            }
        }
        if is_smaller {
            others.push((projected, "one is the other without what is not read"));
        }
        for (other, reason) in others {
            tally.cases += 1;
            let given = answer(loose, rule, &Value::from(&other));
            if given != whole {
                return Some(Difference {
                    rule: rule.name.clone(),
                    input: json.clone(),
                    other,
                    answers: (format!("{whole:?}"), format!("{given:?}")),
                    reason,
                });
            }
        }
    }
    None
}

fn answer(loose: &mut BarePolicies, rule: &BareRule, input: &Value) -> Answer {
    loose.evaluate(rule, input).map_err(|_: EngineError| ())
}

/// What a place is given in turn: nothing, the value of another place, and values of
/// other types.
fn substitutes(json: &Json, random: &mut Random) -> Vec<Option<Json>> {
    vec![
        json.get(random.text(&KEYS)).cloned(),
        None,
        Some(Json::Null),
        Some(value(random, 2)),
        Some(value(random, 0)),
    ]
}

/// Every place in a document, and some that it does not have.
fn places(json: &Json) -> Vec<String> {
    let mut found = vec![
        "/a".to_owned(),
        "/b".to_owned(),
        "/a/b".to_owned(),
        "/c/a/b".to_owned(),
    ];
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

/// The document with another value at a place, or without the place.
fn with(json: &Json, place: &str, value: Option<Json>) -> Json {
    let mut changed = json.clone();
    let keys: Vec<&str> = place.split('/').skip(1).collect();
    set(&mut changed, &keys, value);
    changed
}

fn set(json: &mut Json, keys: &[&str], value: Option<Json>) {
    let Some((key, rest)) = keys.split_first() else {
        if let Some(value) = value {
            *json = value;
        }
        return;
    };
    match json {
        Json::Array(items) => {
            let Ok(number) = key.parse::<usize>() else {
                return;
            };
            match (items.get_mut(number), rest, value) {
                (Some(_), [], None) => {
                    items.remove(number);
                }
                (Some(item), rest, value) => set(item, rest, value),
                (None, ..) => {}
            }
        }
        Json::Object(fields) => match (rest, value) {
            ([], None) => {
                fields.remove(*key);
            }
            ([], Some(value)) => {
                fields.insert((*key).to_owned(), value);
            }
            (rest, None) => {
                if let Some(field) = fields.get_mut(*key) {
                    set(field, rest, None);
                }
            }
            // What encloses it comes to be with it.
            (rest, value) => {
                let field = fields
                    .entry((*key).to_owned())
                    .or_insert_with(|| Json::Object(serde_json::Map::new()));
                set(field, rest, value);
            }
        },
        _ => {}
    }
}
