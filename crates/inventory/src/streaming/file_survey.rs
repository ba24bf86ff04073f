//! The survey of a complete file: whether its records can be read separately, what each
//! needs to know about the others, and what is reported at the end.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher as _};

use onus_core::diagnostic::Spot;

use crate::extent::Extent;

/// What a document shows about its file. Of millions of records it keeps digests, counts
/// and sets, and never their content.
#[derive(Debug, Default)]
pub struct Survey {
    /// The contents that each type has.
    pub contents: BTreeSet<(String, &'static str)>,
    /// Whether records or pages could not be read, so that contents which no record has
    /// may have been in them.
    pub is_incomplete: bool,
    /// Records without a configuration.
    pub lacking: Lacking,
    /// Records of classes without an inventory, by the number of the class.
    pub skipped: BTreeMap<u64, Skipped>,
    /// The number of problems with records, for messages at the end.
    pub problems: usize,
    subjects: Subjects,
}

/// Records without a configuration.
#[derive(Debug, Default)]
pub struct Lacking {
    /// How many there are.
    pub count: usize,
    /// How many records there are in total.
    pub of: usize,
    /// The place to report.
    pub first: Option<Spot>,
}

/// Records of a class without an inventory.
#[derive(Debug)]
pub struct Skipped {
    /// The name of the class.
    pub name: String,
    /// How many there are.
    pub count: usize,
    /// The first one.
    pub first: Spot,
}

/// The subjects of records.
#[derive(Debug)]
enum Subjects {
    /// All different; with their digests.
    Apart(HashSet<u64>),
    /// At least two with the same subject or the same digest.
    Joined,
}

impl Survey {
    /// Adds the subject of a record, which no other record may have.
    pub fn is_about(&mut self, subject: &impl Hash) {
        let mut hasher = DefaultHasher::new();
        subject.hash(&mut hasher);
        self.subjects.add(hasher.finish());
    }

    /// Whether all records have different subjects, so that they can be read separately.
    pub fn has_distinct_subjects(&self) -> bool {
        matches!(self.subjects, Subjects::Apart(_))
    }

    /// Adds the survey of the next part of the file.
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

    /// What records need to know about each other in the next reading. If anything could
    /// not be read, an absent content proves nothing.
    #[must_use]
    pub fn settled(self, extent: Extent) -> Self {
        let contents = match extent {
            Extent::Complete if !self.is_incomplete => self.contents,
            _ => BTreeSet::new(),
        };
        Self {
            contents,
            ..Self::default()
        }
    }
}

impl Lacking {
    /// Whether nearly no record has a configuration.
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
    fn a_subject_of_two_parts_is_found() {
        let about = |subjects: &[&str]| {
            let mut survey = Survey::default();
            for subject in subjects {
                survey.is_about(subject);
            }
            survey
        };
        assert!(!about(&["a", "b", "a"]).has_distinct_subjects());
        let mut survey = about(&["a", "b"]);
        survey.absorb(about(&["c"]));
        assert!(survey.has_distinct_subjects());
        survey.absorb(about(&["b"]));
        assert!(!survey.has_distinct_subjects());
        survey.absorb(Survey::default());
        assert!(!survey.has_distinct_subjects());
        let mut survey = Survey::default();
        survey.absorb(about(&["a", "a"]));
        assert!(!survey.has_distinct_subjects());
    }
}
