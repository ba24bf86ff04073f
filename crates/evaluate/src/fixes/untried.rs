//! Table of the fixes that no example can try, each with its reason, and the words that people
//! replace in fixes.

use std::collections::BTreeSet;
use std::sync::Mutex;

const FILE: &str = include_str!("untried.tsv");
const WORDS: &str = include_str!("words.tsv");

/// `untried.tsv`: a control, a tool, a finding's message with its place (which may end with
/// `*` for whatever follows; `*` alone where no example of the control can be fixed; `-` where
/// there is no text), and why.
pub struct Untried {
    rows: Vec<[&'static str; 4]>,
    used: Mutex<BTreeSet<usize>>,
}

fn lines(text: &'static str) -> Vec<[&'static str; 4]> {
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let columns: Vec<&str> = line.split('\t').collect();
            columns
                .try_into()
                .unwrap_or_else(|_| panic!("not four columns: {line}"))
        })
        .collect()
}

impl Untried {
    /// Reads it.
    pub fn read() -> Self {
        let rows = lines(FILE);
        for [control, tool, _, reason] in &rows {
            assert!(reason.len() > 10, "no reason: {control} {tool}");
        }
        Self {
            rows,
            used: Mutex::default(),
        }
    }

    /// Whether a fix of a control is not tried for findings with this message; `*` for all.
    pub fn explains(&self, control: &str, tool: &str, message: &str) -> bool {
        let mut used = self.used.lock().unwrap();
        let rows = self.rows.iter().enumerate();
        let fitting = rows.filter(|(_, [id, of, start, _])| {
            *id == control
                && *of == tool
                && match start.strip_suffix('*') {
                    Some(start) => message.starts_with(start),
                    None => *start == message,
                }
        });
        let fitting: Vec<usize> = fitting.map(|(index, _)| index).collect();
        used.extend(fitting.iter().copied());
        !fitting.is_empty()
    }

    /// Whether the table says why a control has no text of a tool.
    pub fn has_no_text(&self, control: &str, tool: &str) -> bool {
        let mut rows = self.rows.iter();
        rows.any(|[id, of, start, _]| *id == control && *of == tool && *start == "-")
    }

    /// What is in the table, and no fix has needed.
    pub fn unused(&self) -> Vec<String> {
        let used = self.used.lock().unwrap();
        let rows = self.rows.iter().enumerate();
        rows.filter(|(index, [_, _, start, _])| *start != "-" && !used.contains(index))
            .map(|(_, row)| row.join("\t"))
            .collect()
    }
}

/// A text with the words that people replace replaced: `words.tsv` has control (`*` for any),
/// word, value and what it is.
pub fn with_words(control: &str, text: &str) -> String {
    lines(WORDS)
        .into_iter()
        .filter(|[id, ..]| *id == "*" || *id == control)
        .fold(text.to_owned(), |text, [_, word, value, _]| {
            text.replace(word, value)
        })
}
