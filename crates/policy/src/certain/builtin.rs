//! Builtins over partial values. What is known goes to the engine; of what is not known, some
//! builtins look at a part that is.

use crate::engine::Value;
use crate::engine::parts::call_builtin;

use super::compare::{fields, items, of_same_type};
use super::interpreter::{Interpreter, Stop, Ways};
use super::partial::{Extent, Field, Fields, Items, Member, Partial, Presence};

/// Builtins that look at the type of their argument alone.
const OF_TYPE: [&str; 8] = [
    "is_array",
    "is_boolean",
    "is_null",
    "is_number",
    "is_object",
    "is_set",
    "is_string",
    "type_name",
];

/// Operators that give their operand back, or fail.
const AS_IT_IS: [&str; 2] = ["onus__ordered", "onus__compared"];

impl Interpreter<'_> {
    /// What a builtin certainly makes of these arguments.
    pub(super) fn builtin(
        &mut self,
        name: &str,
        arguments: &[Partial],
    ) -> Result<Ways<Partial>, Stop> {
        self.step()?;
        match name {
            "time.now_ns" => return Ok(Ways::one(Partial::Known(self.program.now()))),
            "walk" => {
                let [value] = arguments else {
                    return Err(Stop::NotFollowed("a builtin"));
                };
                let mut ways = Ways::none();
                self.walk(&mut Vec::new(), value, &mut ways)?;
                return Ok(ways);
            }
            _ => {}
        }
        let known: Option<Vec<Value>> = arguments.iter().map(|one| one.known().cloned()).collect();
        if let Some(known) = known {
            return Ok(match call_builtin(name, &known)? {
                Some(made) => Ways::one(Partial::Known(made)),
                None => Ways::none(),
            });
        }
        let made = match (name, arguments) {
            ("count", [value]) => count(value),
            ("object.get", [object, key, default]) => object_get(object, key, default),
            ("object.union", [left, right]) => self.object_union(left, right)?,
            ("array.concat", [left, right]) => concat(left, right),
            ("onus__minus", [left, right]) => difference(left, right),
            (name, [value]) if AS_IT_IS.contains(&name) => match value {
                // The engine fails over sets.
                Partial::AtLeast(_) => Some(value.clone()),
                _ => None,
            },
            (name, [value]) if OF_TYPE.contains(&name) => match of_same_type(value) {
                Some(value) => call_builtin(name, &[value])?.map(Partial::Known),
                None => None,
            },
            _ => None,
        };
        Ok(made.map_or_else(Ways::maybe, Ways::one))
    }

    /// The value and everything in it, with their paths.
    fn walk(
        &mut self,
        path: &mut Vec<Partial>,
        value: &Partial,
        ways: &mut Ways<Partial>,
    ) -> Result<(), Stop> {
        self.within(|this| {
            let at = Partial::list(path.clone(), Extent::Complete);
            let pair = vec![at, value.clone()];
            ways.found.push(Partial::list(pair, Extent::Complete));
            let Some((members, extent)) = value.members() else {
                return Ok(());
            };
            ways.extent = ways.extent.and(extent);
            for (key, member) in members {
                path.push(key);
                this.walk(path, &member, ways)?;
                path.pop();
            }
            Ok(())
        })
    }

    /// `left | right`.
    pub(super) fn union(&mut self, left: &Partial, right: &Partial) -> Result<Ways<Partial>, Stop> {
        let (Some(left), Some(right)) = (set_items(left), set_items(right)) else {
            return Ok(Ways::maybe());
        };
        let extent = left.extent.and(right.extent);
        let all = left.items.into_iter().chain(right.items).collect();
        Ok(Ways::one(Partial::set(all, extent)))
    }

    /// `left & right`.
    pub(super) fn intersection(
        &mut self,
        left: &Partial,
        right: &Partial,
    ) -> Result<Ways<Partial>, Stop> {
        if [left, right].iter().any(|side| is_empty_set(side)) && both_sets(left, right) {
            return Ok(Ways::one(Partial::Known(Value::set([]))));
        }
        let (Some(left), Some(right)) = (set_items(left), set_items(right)) else {
            return Ok(Ways::maybe());
        };
        let are_known = |items: &Items| items.items.iter().all(|item| item.known().is_some());
        let extent = Extent::complete_if(are_known(&left) && are_known(&right))
            .and(left.extent)
            .and(right.extent);
        let is_in_both = |item: &Partial| {
            let mut others = right.items.iter();
            item.known().is_some() && others.any(|other| other.known() == item.known())
        };
        let both = left.items.iter().filter(|item| is_in_both(item));
        Ok(Ways::one(Partial::set(both.cloned().collect(), extent)))
    }

    fn object_union(&mut self, left: &Partial, right: &Partial) -> Result<Option<Partial>, Stop> {
        let (Some(left), Some(right)) = (fields(left), fields(right)) else {
            return Ok(None);
        };
        let mut all = left.fields;
        for (key, over) in right.fields {
            let under = all.get(&key);
            let field = match (under, over.presence) {
                (None, _) => over,
                (Some(under), Presence::Certain) => Field {
                    value: self.united(under, &over.value)?,
                    presence: Presence::Certain,
                },
                (Some(under), Presence::Possible) => Field {
                    value: Partial::Unknown,
                    presence: under.presence,
                },
            };
            all.insert(key, field);
        }
        if right.extent == Extent::MayHaveMore {
            for field in all.values_mut() {
                field.value = Partial::Unknown;
            }
        }
        Ok(Some(Partial::object(all, left.extent.and(right.extent))))
    }

    /// The value of a key that both objects have: objects are united, anything else is
    /// replaced.
    fn united(&mut self, under: &Field, over: &Partial) -> Result<Partial, Stop> {
        let is_object = |value: &Partial| of_same_type(value).map(|value| value.is_object());
        match (is_object(&under.value), is_object(over)) {
            (Some(false), _) | (_, Some(false)) => Ok(over.clone()),
            (Some(true), Some(true)) if under.presence == Presence::Certain => {
                let pair = [under.value.clone(), over.clone()];
                let made = self.within(|this| this.builtin("object.union", &pair))?;
                Ok(made.found.into_iter().next().unwrap_or(Partial::Unknown))
            }
            _ => Ok(Partial::Unknown),
        }
    }
}

fn count(value: &Partial) -> Option<Partial> {
    match value {
        Partial::List(list) if list.extent == Extent::Complete => {
            Some(Partial::Known(Value::number(list.items.len())))
        }
        Partial::List(list) => Some(Partial::AtLeast(list.items.len())),
        // Items that are not known may be equal to others.
        Partial::Set(set) => {
            let known = set.items.iter().filter(|item| item.known().is_some());
            let known = known.count();
            Some(Partial::AtLeast(
                known.max(usize::from(!set.items.is_empty())),
            ))
        }
        Partial::Object(object) => {
            let Fields { fields, extent } = object.as_ref();
            let certain = |field: &&Field| field.presence == Presence::Certain;
            let least = fields.values().filter(certain).count();
            if least == fields.len() && *extent == Extent::Complete {
                Some(Partial::Known(Value::number(least)))
            } else {
                Some(Partial::AtLeast(least))
            }
        }
        Partial::Known(_) | Partial::Unknown | Partial::AtLeast(_) => None,
    }
}

fn object_get(object: &Partial, key: &Partial, default: &Partial) -> Option<Partial> {
    let key = key.known()?;
    let path = if key.is_array() {
        key.items()
    } else {
        vec![key.clone()]
    };
    fields(object)?;
    let mut at = object.clone();
    for key in path {
        match at.member(&Partial::Known(key)) {
            Member::Found(value) => at = value,
            Member::Undefined => return Some(default.clone()),
            Member::Possible => return Some(Partial::Unknown),
        }
    }
    Some(at)
}

fn concat(left: &Partial, right: &Partial) -> Option<Partial> {
    let array = |value: &Partial| match value {
        Partial::Known(known) if !known.is_array() => None,
        Partial::Set(_) => None,
        value => items(value),
    };
    let (left, right) = (array(left)?, array(right)?);
    let extent = left.extent.and(right.extent);
    let all = left.items.into_iter().chain(right.items).collect();
    Some(Partial::list(all, extent))
}

/// `left - right` of sets.
fn difference(left: &Partial, right: &Partial) -> Option<Partial> {
    let (left, right) = (set_items(left)?, set_items(right)?);
    let is_known = |items: &Items| items.items.iter().all(|item| item.known().is_some());
    if right.extent == Extent::MayHaveMore || !is_known(&right) {
        return Some(Partial::set(Vec::new(), Extent::MayHaveMore));
    }
    let extent = Extent::complete_if(is_known(&left)).and(left.extent);
    let is_left = |item: &&Partial| {
        let mut others = right.items.iter();
        item.known().is_some() && !others.any(|other| other.known() == item.known())
    };
    let kept = left.items.iter().filter(is_left).cloned().collect();
    Some(Partial::set(kept, extent))
}

fn set_items(value: &Partial) -> Option<Items> {
    match value {
        Partial::Known(known) if !known.is_set() => None,
        Partial::List(_) => None,
        value => items(value),
    }
}

fn both_sets(left: &Partial, right: &Partial) -> bool {
    set_items(left).is_some() && set_items(right).is_some()
}

fn is_empty_set(value: &Partial) -> bool {
    set_items(value).is_some_and(|set| set.items.is_empty() && set.extent == Extent::Complete)
}
