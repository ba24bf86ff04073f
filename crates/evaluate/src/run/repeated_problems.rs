//! Repeated problems of a large file, each listed once.

use std::collections::HashMap;

use onus_core::diagnostic::{Diagnostic, Level};

/// Problems of a file that is read in chunks. A problem that a reader finds in every chunk
/// is listed once, and no more different ones are kept than a person would read.
#[derive(Default)]
pub(super) struct RepeatedProblems {
    found: Vec<(Diagnostic, usize)>,
    /// Their places in the list, by level and message without digits.
    places: HashMap<(Level, String), usize>,
    /// The number of problems beyond the limit.
    beyond: usize,
}

/// The limit on different problems of one file.
const MOST_PROBLEMS: usize = 1_000;

impl RepeatedProblems {
    /// Adds the problems of the next chunk.
    pub fn add(&mut self, problems: Vec<Diagnostic>) {
        for problem in problems {
            let key = (problem.level, without_digits(&problem.message));
            if let Some((_, more)) = self
                .places
                .get(&key)
                .and_then(|place| self.found.get_mut(*place))
            {
                *more += 1;
            } else if self.found.len() < MOST_PROBLEMS {
                self.places.insert(key, self.found.len());
                // A document is dropped when its chunk has been read.
                self.found.push((problem.kept(), 0));
            } else {
                self.beyond += 1;
            }
        }
    }

    /// The problems of the file of this name.
    pub fn report(self, name: &str) -> impl Iterator<Item = Diagnostic> {
        let beyond = (self.beyond > 0).then(|| {
            Diagnostic::error(format!(
                "`{name}` has {} more problems that are not listed",
                self.beyond
            ))
            .help("mend the first ones and run onus again")
        });
        let found = self.found.into_iter().map(|(problem, more)| match more {
            0 => problem,
            more => Diagnostic {
                message: format!(
                    "{}; the same is so in {more} more places of this file",
                    problem.message
                ),
                ..problem
            },
        });
        found.chain(beyond)
    }
}

fn without_digits(text: &str) -> String {
    text.chars().filter(|c| !c.is_ascii_digit()).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use onus_core::diagnostic::Spot;
    use onus_core::document::Document;

    use super::*;

    #[test]
    fn equal_problems_are_listed_once_and_the_list_is_limited() {
        let mut problems = RepeatedProblems::default();
        problems.add(vec![
            Diagnostic::error("record 1 is odd"),
            Diagnostic::warning("record 1 is odd"),
        ]);
        problems.add(vec![Diagnostic::error("record 22 is odd")]);
        let word = |number: usize| "x".repeat(number + 1);
        problems.add(
            (0..MOST_PROBLEMS)
                .map(|n| Diagnostic::warning(word(n)))
                .collect(),
        );
        let listed: Vec<Diagnostic> = problems.report("f.json").collect();
        assert_eq!(listed.len(), MOST_PROBLEMS + 1);
        assert_eq!(
            listed[0].message,
            "record 1 is odd; the same is so in 1 more places of this file"
        );
        assert_eq!(listed[1].message, "record 1 is odd");
        let last = &listed[MOST_PROBLEMS];
        assert_eq!(last.level, Level::Error);
        assert_eq!(
            last.message,
            "`f.json` has 2 more problems that are not listed"
        );
    }

    #[test]
    fn no_document_is_kept_for_a_problem() {
        let line = "é".repeat(50_000);
        let text = format!("first\n{line}\"odd\"{line}\r\nlast");
        let document = Arc::new(Document::new("f.json", text));
        let at = document.text().find('"').unwrap();
        for range in [
            at..at + 5,
            at..at,
            0..3,
            document.text().len()..document.text().len(),
        ] {
            let problem = Diagnostic::error("odd").at(Spot::new(&document, range.clone()));
            let location = problem.location();
            let mut problems = RepeatedProblems::default();
            problems.add(vec![problem]);
            let kept = problems.report("f.json").next().unwrap();
            assert_eq!(kept.location(), location);
            let spot = kept.place.unwrap();
            assert_eq!(spot.document.slice(&spot.range), document.slice(&range));
            assert!(spot.document.text().len() < 10_000);
        }
    }
}
