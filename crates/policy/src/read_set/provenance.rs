//! Provenance: the paths in `input` that an expression's value may come from.

use std::collections::BTreeSet;

use crate::engine::Key;

/// Keys from the root of `input`.
pub type Path = Vec<Key>;

/// Paths longer than this are not followed: no document is as deep, so one that grows
/// beyond it goes in a circle.
const LONGEST: usize = 48;

/// Nested arrays, objects and sets more than this deep are not followed.
const DEEPEST: usize = 12;

/// More places than these are not followed. A name that is defined by itself, as in
/// `k := [k.a, k.b]`, would double them in each pass.
const MOST_PLACES: usize = 256;

/// What is known of where a value comes from. There is no default on purpose: a value
/// that nobody could follow is [`Provenance::Anything`], never nothing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Provenance {
    /// Constants, and what has been counted as read: two inputs that agree in the
    /// read-set give the same value.
    Determined,
    /// One of these places in `input`, something that was put together of such values,
    /// or a determined value.
    Places(Places),
    /// Not understood: it may hold any part of `input`.
    Anything,
}

/// Places in `input`, and what was put together of places. Never empty.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Places {
    direct: BTreeSet<Path>,
    /// Whether it may also be a determined value.
    or_determined: bool,
    /// Members of an array or an object.
    members: Option<Box<Provenance>>,
    /// Members of a set.
    of_set: Option<Box<Provenance>>,
}

impl Places {
    /// The places in `input` that it may be.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.direct.iter()
    }

    /// What the members may be, of whatever was put together.
    pub fn parts(&self) -> impl Iterator<Item = &Provenance> {
        [&self.members, &self.of_set]
            .into_iter()
            .flatten()
            .map(Box::as_ref)
    }

    /// What the members may be, of sets that were put together.
    pub fn of_set(&self) -> Option<&Provenance> {
        self.of_set.as_deref()
    }

    /// The places, if it can be nothing else.
    pub fn only_direct(&self) -> Option<&BTreeSet<Path>> {
        let is_else = self.or_determined || self.members.is_some() || self.of_set.is_some();
        (!is_else).then_some(&self.direct)
    }
}

impl Provenance {
    /// The whole of `input`.
    pub fn input() -> Self {
        Self::Places(Places {
            direct: BTreeSet::from([Path::new()]),
            or_determined: false,
            members: None,
            of_set: None,
        })
    }

    /// Either of two values.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Anything, _) | (_, Self::Anything) => Self::Anything,
            (Self::Determined, Self::Determined) => Self::Determined,
            (Self::Determined, Self::Places(mut known))
            | (Self::Places(mut known), Self::Determined) => {
                known.or_determined = true;
                Self::Places(known)
            }
            (Self::Places(mut mine), Self::Places(theirs)) => {
                mine.or_determined |= theirs.or_determined;
                mine.direct.extend(theirs.direct);
                if mine.direct.len() > MOST_PLACES {
                    return Self::Anything;
                }
                mine.members = either(mine.members, theirs.members);
                mine.of_set = either(mine.of_set, theirs.of_set);
                Self::Places(mine)
            }
        }
    }

    /// What is behind a key; of something that was put together it may be any member.
    #[must_use]
    pub fn at(&self, key: &Key) -> Self {
        let Self::Places(places) = self else {
            return self.clone();
        };
        let mut direct = BTreeSet::new();
        for path in &places.direct {
            if path.len() >= LONGEST {
                return Self::Anything;
            }
            let mut path = path.clone();
            path.push(key.clone());
            direct.insert(path);
        }
        let own = (!direct.is_empty()).then_some({
            Self::Places(Places {
                direct,
                or_determined: false,
                members: None,
                of_set: None,
            })
        });
        let determined = places.or_determined.then_some(Self::Determined);
        own.into_iter()
            .chain(determined)
            .chain(places.parts().cloned())
            .reduce(Self::or)
            .unwrap_or(Self::Anything)
    }

    /// An array or an object that holds this.
    #[must_use]
    pub fn in_list(self) -> Self {
        self.wrapped(|value| Places {
            direct: BTreeSet::new(),
            or_determined: false,
            members: Some(Box::new(value)),
            of_set: None,
        })
    }

    /// A set that holds this.
    #[must_use]
    pub fn in_set(self) -> Self {
        self.wrapped(|value| Places {
            direct: BTreeSet::new(),
            or_determined: false,
            members: None,
            of_set: Some(Box::new(value)),
        })
    }

    fn wrapped(self, wrap: impl Fn(Self) -> Places) -> Self {
        match self {
            Self::Determined => Self::Determined,
            Self::Anything => Self::Anything,
            deep if deep.depth() >= DEEPEST => Self::Anything,
            value @ Self::Places(_) => Self::Places(wrap(value)),
        }
    }

    fn depth(&self) -> usize {
        match self {
            Self::Determined | Self::Anything => 0,
            Self::Places(places) => 1 + places.parts().map(Self::depth).max().unwrap_or_default(),
        }
    }
}

fn either(a: Option<Box<Provenance>>, b: Option<Box<Provenance>>) -> Option<Box<Provenance>> {
    match (a, b) {
        (Some(a), Some(b)) => Some(Box::new(a.or(*b))),
        (one, other) => one.or(other),
    }
}
