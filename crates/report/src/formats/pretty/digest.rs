//! The digest of decisions for the report for people: groups of denials with the same reason,
//! with their first one as it will be printed, and counts. It grows with what is printed, not
//! with the number of decisions.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::io;
use std::sync::Arc;

use anstyle::Style;
use unicode_width::UnicodeWidthStr;

use onus_core::decision::{Decision, Verdict};
use onus_core::document::Document;
use onus_core::vocabulary::{Layer, Severity};

use crate::formats::pretty::basis::basis_line;
use crate::formats::pretty::finding::{wrapped, write_denial};
use crate::formats::pretty::layer_matrix::Matrix;
use crate::formats::pretty::responsible::Side;
use crate::run::Detail;
use crate::sanitize::clean;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

/// How many more resources of a group are named after the first one, unless all are.
const NAMED: usize = 6;

/// The decisions of a run, as far as people are going to see them.
#[derive(Debug)]
pub struct Digest {
    width: usize,
    detail: Detail,
    sides: BTreeMap<Side, Denials>,
    /// What each control allowed; only where that is shown.
    allowed: BTreeMap<String, Allowed>,
    matrix: Matrix,
}

/// The denials of one side.
#[derive(Debug, Default)]
struct Denials {
    open: usize,
    waived: usize,
    in_baseline: usize,
    /// Of those that are open.
    worst: Option<Severity>,
    groups: BTreeMap<Key, Same>,
}

/// Denials with the same key are printed as one; the order of keys is that of the
/// report.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    accepted: bool,
    severity: Reverse<Severity>,
    control: String,
    layer: Layer,
    messages: Vec<String>,
    basis: String,
}

/// Denials that say the same of several resources.
#[derive(Debug)]
struct Same {
    /// The first one, as it is printed.
    first: Vec<u8>,
    /// The number of others.
    others: usize,
    /// The first of those, or all where all are shown: name and place.
    names: Vec<String>,
}

/// What one control allowed.
#[derive(Debug)]
struct Allowed {
    title: String,
    count: usize,
}

impl Digest {
    /// Of nothing yet; for a terminal of `width` columns.
    pub fn new(width: usize, detail: Detail) -> Self {
        Self {
            width,
            detail,
            sides: BTreeMap::new(),
            allowed: BTreeMap::new(),
            matrix: Matrix::default(),
        }
    }

    /// Takes the next decision; its places are in `documents`, by name.
    pub fn take(
        &mut self,
        decision: &Decision,
        documents: &HashMap<String, Arc<Document>>,
    ) -> io::Result<()> {
        self.matrix.add(decision);
        match decision.decision {
            Verdict::Deny => self.deny(decision, documents),
            Verdict::Allow => {
                self.allow(decision);
                Ok(())
            }
        }
    }

    fn allow(&mut self, decision: &Decision) {
        if self.detail != Detail::Verbose {
            return;
        }
        let control = &decision.control;
        match self.allowed.get_mut(&control.id) {
            Some(allowed) => allowed.count += 1,
            None => {
                let title = control.title.clone();
                self.allowed
                    .insert(control.id.clone(), Allowed { title, count: 1 });
            }
        }
    }

    fn deny(
        &mut self,
        decision: &Decision,
        documents: &HashMap<String, Arc<Document>>,
    ) -> io::Result<()> {
        let denials = self.sides.entry(Side::of(decision)).or_default();
        let severity = decision.control.severity;
        if decision.waiver.is_some() {
            denials.waived += 1;
        } else if decision.in_baseline {
            denials.in_baseline += 1;
            // What was there before is not what somebody looks for.
            if self.detail != Detail::Verbose {
                return Ok(());
            }
        } else {
            denials.open += 1;
            denials.worst = denials.worst.max(Some(severity));
        }
        let key = Key::of(decision);
        if let Some(same) = denials.groups.get_mut(&key) {
            same.others += 1;
            if same.names.len() < NAMED || self.detail == Detail::Verbose {
                same.names.push(name_and_place(decision));
            }
            return Ok(());
        }
        let mut first = Vec::new();
        write_denial(decision, documents, self.width, &mut first)?;
        let same = Same {
            first,
            others: 0,
            names: Vec::new(),
        };
        denials.groups.insert(key, same);
        Ok(())
    }

    /// Writes the denials, the worst of each rank of sides first.
    pub fn write_denials(&self, out: &mut dyn io::Write) -> io::Result<()> {
        let mut ordered: Vec<_> = self.sides.iter().collect();
        ordered.sort_by_key(|(side, denials)| {
            (side.rank / 2, Reverse(denials.worst), side.rank, &side.name)
        });
        for (side, denials) in ordered {
            self.write_side(side, denials, out)?;
        }
        Ok(())
    }

    fn write_side(
        &self,
        side: &Side,
        denials: &Denials,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        if denials.groups.is_empty() {
            return Ok(());
        }
        let counts = [
            (denials.open, "denied"),
            (denials.waived, "waived"),
            (denials.in_baseline, "in the baseline"),
        ];
        let counts: Vec<String> = counts
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| format!("{count} {word}"))
            .collect();
        let counts = counts.join(", ");
        let name = clean(&side.name);
        let kind = side.kind;
        let used = name.width() + 2 + kind.len() + counts.len();
        let gap = self.width.min(100).saturating_sub(used).max(3);
        writeln!(
            out,
            "{BOLD}{name}{BOLD:#}  {DIM}{kind}{DIM:#}{}{counts}\n",
            " ".repeat(gap)
        )?;
        for same in denials.groups.values() {
            out.write_all(&same.first)?;
            if same.others > 0 {
                wrapped("also", &same.also(), self.width, out)?;
            }
            writeln!(out)?;
        }
        Ok(())
    }

    /// Writes what is allowed, by control.
    pub fn write_allowed(&self, out: &mut dyn io::Write) -> io::Result<()> {
        if self.allowed.is_empty() {
            return Ok(());
        }
        writeln!(out, "{BOLD}allowed{BOLD:#}\n")?;
        for (id, Allowed { title, count }) in &self.allowed {
            writeln!(out, "  {count:>5}  {}  {}", clean(id), clean(title))?;
        }
        writeln!(out)
    }

    /// The closing table, with what no control watched.
    pub fn matrix(&self, unwatched: &BTreeMap<Layer, usize>) -> String {
        self.matrix.render(unwatched, self.width)
    }
}

impl Key {
    fn of(decision: &Decision) -> Self {
        Self {
            accepted: !decision.is_open_denial(),
            severity: Reverse(decision.control.severity),
            control: decision.control.id.clone(),
            layer: decision.layer,
            messages: decision
                .findings
                .iter()
                .map(|finding| finding.message.clone())
                .collect(),
            basis: basis_line(&decision.responsible),
        }
    }
}

impl Same {
    /// "on 2 more: a (file:1), b (file:2)".
    fn also(&self) -> String {
        let rest = match self.others - self.names.len() {
            0 => String::new(),
            rest => format!(" and {rest} more; see `onus eval -v`"),
        };
        format!("on {} more: {}{rest}", self.others, self.names.join(", "))
    }
}

fn name_and_place(decision: &Decision) -> String {
    let source = &decision.resource.source;
    let line = decision
        .findings
        .iter()
        .find_map(|finding| finding.line)
        .unwrap_or(source.line);
    format!("{} ({}:{line})", decision.resource.label(), source.file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use onus_core::decision::sample;

    fn digest(detail: Detail, decisions: &[Decision]) -> Digest {
        let mut digest = Digest::new(80, detail);
        for decision in decisions {
            digest.take(decision, &HashMap::new()).unwrap();
        }
        digest
    }

    fn denials(digest: &Digest) -> String {
        let mut text = Vec::new();
        digest.write_denials(&mut text).unwrap();
        anstream::adapter::strip_str(&String::from_utf8(text).unwrap()).to_string()
    }

    fn many(count: usize) -> Vec<Decision> {
        (0..count)
            .map(|number| sample("C-1", &format!("r{number}"), Verdict::Deny))
            .collect()
    }

    #[test]
    fn of_denials_that_say_the_same_only_what_is_shown_is_kept() {
        let kept = |detail| {
            let digest = digest(detail, &many(1000));
            let groups: Vec<&Same> = digest
                .sides
                .values()
                .flat_map(|denials| denials.groups.values())
                .collect();
            assert_eq!(groups.len(), 1);
            (groups[0].others, groups[0].names.len())
        };
        assert_eq!(kept(Detail::Normal), (999, NAMED));
        assert_eq!(kept(Detail::Verbose), (999, 999));
    }

    #[test]
    fn the_first_is_shown_in_full_and_others_by_name() {
        let mut decisions = many(9);
        decisions.push(sample("C-0", "allowed", Verdict::Allow));
        insta::assert_snapshot!(denials(&digest(Detail::Normal, &decisions)), @r"
        nobody  boundary                                                        9 denied

          high  C-1  It is closed
            estate.json:1:1  r0  (acme_thing)
                   it is open

            whose  nobody says so
            also   on 8 more: r1 (estate.json:1), r2 (estate.json:1), r3
                   (estate.json:1), r4 (estate.json:1), r5 (estate.json:1), r6
                   (estate.json:1) and 2 more; see `onus eval -v`
        ");
    }

    #[test]
    fn waived_denials_are_separate_and_last() {
        let mut decisions = many(3);
        decisions[0].waiver = Some(onus_core::decision::WaiverRef {
            reason: "it is being replaced".to_owned(),
            approved_by: "ciso".to_owned(),
            expires: "2027-01-01".to_owned(),
        });
        let text = denials(&digest(Detail::Normal, &decisions));
        assert!(text.contains("2 denied, 1 waived"), "{text}");
        let at = |word: &str| text.find(word).unwrap();
        assert!(at("on 1 more: r2") < at("until 2027-01-01"), "{text}");
    }

    #[test]
    fn allows_are_counted_only_where_they_are_shown() {
        let decisions = [
            sample("C-1", "a", Verdict::Allow),
            sample("C-1", "b", Verdict::Allow),
        ];
        assert!(digest(Detail::Normal, &decisions).allowed.is_empty());
        let mut text = Vec::new();
        digest(Detail::Verbose, &decisions)
            .write_allowed(&mut text)
            .unwrap();
        let text = String::from_utf8(text).unwrap();
        assert!(text.contains("    2  C-1  It is closed\n"), "{text}");
    }
}
