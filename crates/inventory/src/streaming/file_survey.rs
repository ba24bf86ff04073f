//! What is to be known of a file as a whole: whether its records can be read apart,
//! what each of them needs of the others, and what is to be said at the end.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher as _};

use onus_core::diagnostic::Spot;

use crate::extent::Extent;

/// What a document tells of the file that it is a part of. Of millions of records it
/// keeps digests, counts and sets, and never what they hold.
#[derive(Debug, Default)]
pub struct Survey {
    /// Which types have which contents.
    pub contents: BTreeSet<(String, &'static str)>,
    /// Whether records or pages could not be read, so that what is seen nowhere may
    /// have been in them.
    pub is_incomplete: bool,
    /// How many records have no configuration.
    pub lacking: Lacking,
    /// Records of classes that carry no inventory, by the number of the class.
    pub skipped: BTreeMap<u64, Skipped>,
    /// The number of problems with records, where what is said at the end asks for it.
    pub problems: usize,
    subjects: Subjects,
}

/// Records without a configuration.
#[derive(Debug, Default)]
pub struct Lacking {
    /// How many there are.
    pub count: usize,
    /// How many records there are at all.
    pub of: usize,
    /// Where to point at.
    pub first: Option<Spot>,
}

/// Records of a class that carries no inventory.
#[derive(Debug)]
pub struct Skipped {
    /// What the class is called.
    pub name: String,
    /// How many there are.
    pub count: usize,
    /// The first one.
    pub first: Spot,
}

/// What records are about.
#[derive(Debug)]
enum Subjects {
    /// Each about something else; with their digests.
    Apart(HashSet<u64>),
    /// At least two about the same, or about what has the same digest.
    Joined,
}

impl Survey {
    /// Notes what a record is about, if nothing else may be told of it elsewhere.
    pub fn is_about(&mut self, subject: &impl Hash) {
        let mut hasher = DefaultHasher::new();
        subject.hash(&mut hasher);
        self.subjects.add(hasher.finish());
    }

    /// Whether no two records are about the same, so that they can be read apart.
    pub fn is_apart(&self) -> bool {
        matches!(self.subjects, Subjects::Apart(_))
    }

    /// Takes in what the next part of the file tells.
    pub fn absorb(&mut self, later: Self) {
        self.contents.extend(later.contents);
        self.is_incomplete |= later.is_incomplete;
        self.lacking.count += later.lacking.count;
        self.lacking.of += later.lacking.of;
        self.lacking.first = self.lacking.first.take().or(later.lacking.first);
        for (class, later) in later.skipped {
            match self.skipped.get_mut(&class) {
                Some(skipped) => skipped.count += later.count,
                None => {
                    self.skipped.insert(class, later);
                }
            }
        }
        self.problems += later.problems;
        match later.subjects {
            Subjects::Apart(digests) => {
                for digest in digests {
                    self.subjects.add(digest);
                }
            }
            Subjects::Joined => self.subjects = Subjects::Joined,
        }
    }

    /// What records need of each other when they are read again. Where anything could
    /// not be read, nothing shows that what is seen nowhere is not there.
    #[must_use]
    pub fn settled(self, extent: Extent) -> Self {
        let contents = match extent {
            Extent::Whole if !self.is_incomplete => self.contents,
            _ => BTreeSet::new(),
        };
        Self {
            contents,
            ..Self::default()
        }
    }
}

impl Lacking {
    /// Whether next to none has a configuration.
    pub fn is_nearly_all(&self) -> bool {
        self.count * 10 > self.of * 9
    }
}

impl Default for Subjects {
    fn default() -> Self {
        Self::Apart(HashSet::new())
    }
}

impl Subjects {
    fn add(&mut self, digest: u64) {
        if let Self::Apart(digests) = self
            && !digests.insert(digest)
        {
            *self = Self::Joined;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_two_parts_are_about_is_found() {
        let about = |subjects: &[&str]| {
            let mut survey = Survey::default();
            for subject in subjects {
                survey.is_about(subject);
            }
            survey
        };
        assert!(!about(&["a", "b", "a"]).is_apart());
        let mut whole = about(&["a", "b"]);
        whole.absorb(about(&["c"]));
        assert!(whole.is_apart());
        whole.absorb(about(&["b"]));
        assert!(!whole.is_apart());
        whole.absorb(Survey::default());
        assert!(!whole.is_apart());
        let mut whole = Survey::default();
        whole.absorb(about(&["a", "a"]));
        assert!(!whole.is_apart());
    }
}
