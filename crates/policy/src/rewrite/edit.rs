//! Edits to a policy's text for the engine. Lines keep their numbers.

use std::borrow::Cow;
use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use crate::engine::Span;

use crate::rewrite::short_names::Names;

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
    /// An expression that becomes a call of a builtin.
    #[serde(rename = "call")]
    Call(Call),
}

/// An expression that becomes a call of a builtin, with its operands as arguments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// All of it.
    pub span: Span,
    /// Where the sign between two operands is, which takes one byte; none if the
    /// expression itself is the argument.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sign: Option<usize>,
    /// The builtin.
    pub builtin: String,
    /// Changes within the operands, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub within: Vec<Edit>,
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
            Self::Call(call) => call.span.clone(),
        }
    }

    /// The changes within it.
    fn within(&mut self) -> Option<&mut Vec<Edit>> {
        match self {
            Self::Operand(operand) => Some(&mut operand.within),
            Self::Call(call) => Some(&mut call.within),
            _ => None,
        }
    }

    /// The order of changes: what holds others comes before them.
    fn order(&self) -> (usize, u8, Reverse<usize>, bool) {
        let span = self.span();
        let rank = match self {
            Self::Close(_) => 0,
            Self::Open(_) => 1,
            Self::Hoist(..) => 2,
            _ => 3,
        };
        // All of an operand can become a call, and a call that is an argument itself is
        // within the other.
        let is_within = matches!(self, Self::Call(_));
        (span.start, rank, Reverse(span.end), is_within)
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
    let around = edits
        .last_mut()
        .filter(|last| edit.span().start < last.span().end)
        .and_then(Edit::within);
    match around {
        Some(within) => put(within, edit),
        None => edits.push(edit),
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
        let from = self.write(self.stretch.start, &mut written);
        let end = self.stretch.end.min(self.text.len());
        written.push_str(self.text.get(from..end).unwrap_or_default());
        written
    }

    /// Writes what is changed in the stretch, from an offset on. Returns up to where.
    fn write(&self, mut from: usize, written: &mut String) -> usize {
        for (number, edit) in self.edits.iter().enumerate() {
            let span = edit.span();
            // The stretch is a part of an operand.
            if let Edit::Call(call) = edit
                && (span.start < self.stretch.start || self.stretch.end < span.end)
            {
                from = self.among(&call.within).write(from, written);
                continue;
            }
            if span.start < self.stretch.start || span.start >= self.stretch.end {
                continue;
            }
            written.push_str(self.text.get(from..span.start).unwrap_or_default());
            written.push_str(&self.replacement(number, edit));
            from = span.end;
        }
        from
    }

    fn among<'e>(&self, edits: &'e [Edit]) -> Changed<'e>
    where
        Self: 'e,
    {
        Changed {
            text: self.text,
            edits,
            names: self.names,
            stretch: self.stretch.clone(),
        }
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
            Edit::Operand(operand) => self.within(&operand.within, span),
            Edit::Call(call) => {
                let arguments: Vec<String> = match call.sign {
                    Some(sign) => vec![span.start..sign, sign + 1..span.end],
                    None => vec![span],
                }
                .into_iter()
                .map(|argument| self.within(&call.within, argument))
                .collect();
                format!("{}({})", call.builtin, arguments.join(","))
            }
        }
    }

    fn within(&self, edits: &[Edit], stretch: Span) -> String {
        Changed {
            edits,
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
                let value = self.within(&operand.within, operand.span.clone());
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
    let is_in = |span: &Span| span.start <= stretch.start && stretch.end <= span.end;
    // A part of an operand is unchanged.
    let around = edits.iter().find_map(|edit| match edit {
        Edit::Operand(operand) if operand.at < stretch.start && is_in(&operand.span) => {
            Some(&operand.within)
        }
        Edit::Call(call) if call.span != *stretch && is_in(&call.span) => Some(&call.within),
        _ => None,
    });
    match around {
        Some(within) => apply_within(text, stretch, within, names),
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
    let mut reader = Reader { from: 0, at: 0 };
    let place = reader.find(&changed, offset);
    place
        .unwrap_or_else(|| reader.from + offset.saturating_sub(reader.at))
        .min(text.len())
}

/// Reads a changed text along with the text that it was made from.
struct Reader {
    /// How much of the policy's text has been read.
    from: usize,
    /// How much of the engine's text that is.
    at: usize,
}

impl Reader {
    /// The place of an offset in the engine's text, if it is in or before these changes.
    fn find(&mut self, changed: &Changed<'_>, offset: usize) -> Option<usize> {
        for (number, edit) in changed.edits.iter().enumerate() {
            let span = edit.span();
            if let Some(place) = self.unchanged(span.start, offset) {
                return Some(place);
            }
            let Edit::Call(call) = edit else {
                let written = changed.replacement(number, edit).len();
                self.at += written;
                if offset < self.at {
                    return Some(span.start);
                }
                self.from = span.end;
                continue;
            };
            let sign = call.sign.unwrap_or(span.end);
            let middle = call.within.partition_point(|edit| edit.span().start < sign);
            let (left, right) = call.within.split_at_checked(middle).unwrap_or_default();
            let place = self
                .written(call.builtin.len() + 1, span.start, offset)
                .or_else(|| self.find(&changed.among(left), offset))
                .or_else(|| self.unchanged(sign, offset))
                .or_else(|| call.sign.and_then(|sign| self.written(1, sign + 1, offset)))
                .or_else(|| self.find(&changed.among(right), offset))
                .or_else(|| self.unchanged(span.end, offset))
                .or_else(|| self.written(1, span.end, offset));
            if place.is_some() {
                return place;
            }
        }
        None
    }

    /// Reads on to a place, over what is the same in both texts.
    fn unchanged(&mut self, to: usize, offset: usize) -> Option<usize> {
        let length = to - self.from;
        if offset < self.at + length {
            return Some(self.from + offset - self.at);
        }
        (self.from, self.at) = (to, self.at + length);
        None
    }

    /// Reads over so many bytes that only the engine's text has.
    fn written(&mut self, length: usize, to: usize, offset: usize) -> Option<usize> {
        self.at += length;
        self.from = to;
        (offset < self.at).then_some(to)
    }
}
