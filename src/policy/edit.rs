//! Changes to a policy's text, made before the engine is given it. Lines stay where
//! they are.

use std::borrow::Cow;
use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use crate::engine::Span;

use super::names::Names;

/// A stretch of a policy's text, and what the engine is given in its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Edit {
    /// The path in the package clause; with the package as `data.a.b`. A file without
    /// one refers to packages in ways that need their full names.
    #[serde(rename = "package")]
    Package(Span, String),
    /// An import that nothing refers to any more.
    #[serde(rename = "import")]
    Import(Span),
    /// A reference into a package: the package as `data.a.b`, and what follows.
    #[serde(rename = "into")]
    Into(Span, String, String),
    /// Another path.
    #[serde(rename = "path")]
    Path(Span, String),
    /// `{` before a body that has none, since a statement is added to it.
    #[serde(rename = "open")]
    Open(usize),
    /// `}` after such a body.
    #[serde(rename = "close")]
    Close(usize),
    /// The start of a negation: the operands that are evaluated before it, as
    /// statements of their own, with the targets and values of its `with`.
    #[serde(rename = "hoist")]
    Hoist(usize, Vec<(Span, Span)>),
    /// An operand that is evaluated before its negation.
    #[serde(rename = "operand")]
    Operand(Operand),
}

/// An operand that is evaluated before its negation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operand {
    /// The operand.
    pub span: Span,
    /// The variable that holds its value.
    pub name: String,
    /// Where the negation starts.
    pub at: usize,
    /// Changes within the operand, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub within: Vec<Edit>,
}

impl Edit {
    /// What is replaced; empty for insertions.
    pub fn span(&self) -> Span {
        match self {
            Self::Package(span, _)
            | Self::Import(span)
            | Self::Into(span, ..)
            | Self::Path(span, _) => span.clone(),
            Self::Open(at) | Self::Close(at) | Self::Hoist(at, _) => *at..*at,
            Self::Operand(operand) => operand.span.clone(),
        }
    }

    /// The order of changes: what holds others comes before them.
    fn order(&self) -> (usize, u8, Reverse<usize>) {
        let span = self.span();
        let rank = match self {
            Self::Close(_) => 0,
            Self::Open(_) => 1,
            Self::Hoist(..) => 2,
            _ => 3,
        };
        (span.start, rank, Reverse(span.end))
    }
}

/// Puts changes into order, and those within an operand into it.
pub fn arranged(mut edits: Vec<Edit>) -> Vec<Edit> {
    edits.sort_by_key(Edit::order);
    let mut arranged: Vec<Edit> = Vec::with_capacity(edits.len());
    for edit in edits {
        put(&mut arranged, edit);
    }
    arranged
}

fn put(edits: &mut Vec<Edit>, edit: Edit) {
    if let Some(Edit::Operand(operand)) = edits.last_mut()
        && edit.span().start < operand.span.end
    {
        put(&mut operand.within, edit);
    } else {
        edits.push(edit);
    }
}

/// A text with changes that are in order.
struct Changed<'t> {
    text: &'t str,
    edits: &'t [Edit],
    names: &'t Names<'t>,
    /// The part that is wanted.
    stretch: Span,
}

impl Changed<'_> {
    fn written(&self) -> String {
        let mut written = String::with_capacity(self.stretch.len() + self.edits.len() * 32);
        let mut from = self.stretch.start;
        for (number, edit) in self.edits.iter().enumerate() {
            let span = edit.span();
            if span.start < self.stretch.start || span.start >= self.stretch.end {
                continue;
            }
            written.push_str(self.text.get(from..span.start).unwrap_or_default());
            written.push_str(&self.replacement(number, edit));
            from = span.end;
        }
        let end = self.stretch.end.min(self.text.len());
        written.push_str(self.text.get(from..end).unwrap_or_default());
        written
    }

    fn replacement(&self, number: usize, edit: &Edit) -> String {
        let span = edit.span();
        let replaced = self.text.get(span.clone()).unwrap_or_default();
        match edit {
            Edit::Package(_, package) => match self.names.short(package) {
                Some(short) => short.to_owned(),
                None => replaced.to_owned(),
            },
            // Lines stay where they are.
            Edit::Import(_) => line_ends(replaced),
            Edit::Into(_, package, rest) => format!("{}{rest}", self.names.path(package)),
            Edit::Path(_, path) => path.clone(),
            // A stretch within the body has no need of braces.
            Edit::Open(at) if *at > self.stretch.start => "{ ".to_owned(),
            Edit::Close(_) => " }".to_owned(),
            Edit::Open(_) => String::new(),
            Edit::Hoist(at, with) => self.hoisted(*at, with, self.edits.get(number..)),
            // Its line ends stand with the statement that evaluates it.
            Edit::Operand(operand) if operand.at >= self.stretch.start => operand.name.clone(),
            Edit::Operand(operand) => self.within(operand, span),
        }
    }

    fn within(&self, operand: &Operand, stretch: Span) -> String {
        Changed {
            edits: &operand.within,
            stretch,
            ..*self
        }
        .written()
    }

    /// The statements that evaluate the operands of a negation.
    fn hoisted(&self, at: usize, with: &[(Span, Span)], edits: Option<&[Edit]>) -> String {
        let part = |span: &Span| {
            Changed {
                stretch: span.clone(),
                ..*self
            }
            .written()
        };
        let with: String = with
            .iter()
            .map(|(target, value)| format!(" with {} as {}", part(target), part(value)))
            .collect();
        edits
            .unwrap_or_default()
            .iter()
            .filter_map(|edit| match edit {
                Edit::Operand(operand) if operand.at == at => Some(operand),
                _ => None,
            })
            .map(|operand| {
                let value = self.within(operand, operand.span.clone());
                format!("{} := {value}{with}; ", operand.name)
            })
            .collect()
    }
}

fn line_ends(text: &str) -> String {
    text.chars().filter(|c| *c == '\n').collect()
}

/// Applies changes that are in order.
pub fn apply<'t>(text: &'t str, edits: &[Edit], names: &Names<'_>) -> Cow<'t, str> {
    if edits.is_empty() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        Changed {
            text,
            edits,
            names,
            stretch: 0..text.len() + 1,
        }
        .written(),
    )
}

/// What the engine is given in the place of a stretch of a policy's text.
pub fn apply_within(text: &str, stretch: &Span, edits: &[Edit], names: &Names<'_>) -> String {
    // A part of an operand stands for itself.
    let around = edits.iter().find_map(|edit| match edit {
        Edit::Operand(operand)
            if operand.at < stretch.start
                && operand.span.start <= stretch.start
                && stretch.end <= operand.span.end =>
        {
            Some(operand)
        }
        _ => None,
    });
    match around {
        Some(operand) => apply_within(text, stretch, &operand.within, names),
        None => Changed {
            text,
            edits,
            names,
            stretch: stretch.clone(),
        }
        .written(),
    }
}

/// The place in a policy's text of what the engine has at an offset.
pub fn original(text: &str, edits: &[Edit], names: &Names<'_>, offset: usize) -> usize {
    let changed = Changed {
        text,
        edits,
        names,
        stretch: 0..text.len() + 1,
    };
    let (mut from, mut at) = (0, 0);
    for (number, edit) in edits.iter().enumerate() {
        let span = edit.span();
        let unchanged = span.start - from;
        if offset < at + unchanged {
            break;
        }
        let written = changed.replacement(number, edit).len();
        if offset < at + unchanged + written {
            return span.start;
        }
        at += unchanged + written;
        from = span.end;
    }
    (from + offset.saturating_sub(at)).min(text.len())
}
