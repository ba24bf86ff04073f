//! Problems of a large file, without saying the same a million times.

use std::collections::HashMap;

use onus::diagnostic::{Diagnostic, Level};

/// Problems of one file in pieces: what a reader finds again in every piece is said
/// once, and of what it finds in millions of records no more is kept than anybody
/// reads.
#[derive(Default)]
pub struct Alike {
    found: Vec<(Diagnostic, usize)>,
    /// Their places in the list, by what they say.
    places: HashMap<(Level, String), usize>,
    /// The number of those beyond the most that are kept.
    beyond: usize,
}

/// Problems of one file that say different things.
const MOST_PROBLEMS: usize = 1_000;

impl Alike {
    /// Takes the problems of the next piece in.
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
                // A document is let go when its piece has been read.
                self.found.push((problem.kept(), 0));
            } else {
                self.beyond += 1;
            }
        }
    }

    /// What is to be said of the file of this name.
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

    use onus::diagnostic::Spot;
    use onus::document::Document;

    use super::*;

    #[test]
    fn the_same_is_said_once_and_no_more_is_kept_than_is_read() {
        let mut alike = Alike::default();
        alike.add(vec![
            Diagnostic::error("record 1 is odd"),
            Diagnostic::warning("record 1 is odd"),
        ]);
        alike.add(vec![Diagnostic::error("record 22 is odd")]);
        let word = |number: usize| "x".repeat(number + 1);
        alike.add(
            (0..MOST_PROBLEMS)
                .map(|n| Diagnostic::warning(word(n)))
                .collect(),
        );
        let said: Vec<Diagnostic> = alike.report("f.json").collect();
        assert_eq!(said.len(), MOST_PROBLEMS + 1);
        assert_eq!(
            said[0].message,
            "record 1 is odd; the same is so in 1 more places of this file"
        );
        assert_eq!(said[1].message, "record 1 is odd");
        let last = &said[MOST_PROBLEMS];
        assert_eq!(last.level, Level::Error);
        assert_eq!(
            last.message,
            "`f.json` has 2 more problems that are not listed"
        );
    }

    #[test]
    fn no_document_is_held_for_a_problem() {
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
            let mut alike = Alike::default();
            alike.add(vec![problem]);
            let kept = alike.report("f.json").next().unwrap();
            assert_eq!(kept.location(), location);
            let spot = kept.place.unwrap();
            assert_eq!(spot.document.slice(&spot.range), document.slice(&range));
            assert!(spot.document.text().len() < 10_000);
        }
    }
}
