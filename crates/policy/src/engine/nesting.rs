//! Nesting: how deep a policy's text is, and how often the engine's parser would read its
//! parts.
//!
//! The parser reads ambiguous parts more than once: the first member of an array, set or
//! object, and the start of each statement. In nested brackets these readings multiply, so
//! that 24 brackets take a minute. The parser, the evaluation and even the release of a syntax
//! tree call themselves for each level. So a text is measured before the parser sees it, in
//! one pass over its tokens, and refused if it is too deep or too expensive.
//!
//! The factors are upper bounds, taken from `parse_compr`, `parse_query` and
//! `parse_assign_expr` of the engine's parser. A test compares them with the parser.

#[cfg(test)]
mod tests;

use super::Span;

/// The most levels that an expression may have: brackets, and one more level for each
/// operator, `.`, `[...]` and call in a row, since `a + b + c` is `(a + b) + c`.
pub const DEEPEST: usize = 250;

/// The most levels of brackets.
pub const MOST_BRACKETS: usize = 40;

/// The most tokens that the parser may read, those that it reads again included; it takes
/// less than a tenth of a microsecond for each.
const MOST_READ: u64 = 3_000_000;

/// And how many more for each byte of the text.
const READ_PER_BYTE: u64 = 8;

/// Reading a bracket or the start of a statement saves the parser's state.
const STATE: u64 = 4;

/// Why a text is not given to the parser.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Brackets in brackets.
    #[error("brackets are nested more than {MOST_BRACKETS} levels deep here")]
    Brackets,
    /// Operators, keys and calls in a row.
    #[error("this expression has more than {DEEPEST} operators, keys and calls in a row")]
    Expression,
    /// The parser would read parts of it again and again.
    #[error("the brackets that are nested here would take the engine too long to parse")]
    Expensive,
    /// A NUL character, which the parser takes for the end of the file.
    #[error("there is a NUL character here, and the engine would ignore everything after it")]
    Nul,
}

impl Unreadable {
    /// What to do about it.
    pub fn help(self) -> &'static str {
        match self {
            Self::Brackets | Self::Expensive => {
                "give the inner value a name of its own, as in `inner := [1, 2]`, and use the name here"
            }
            Self::Expression => {
                "split it: give a part of it a name of its own, as in `part := a + b`"
            }
            Self::Nul => "remove the character, and look at how it came into the file",
        }
    }
}

/// Measures a text; the bytes are where it becomes too much.
///
/// # Errors
/// The parser must not see it.
pub fn measure(text: &str) -> Result<(), (Unreadable, Span)> {
    // Wherever it is, in a comment as well.
    if let Some(at) = text.find('\0') {
        return Err((Unreadable::Nul, at..at + 1));
    }
    let mut meter = Meter::of(text);
    for token in Tokens::of(text) {
        meter.token(&token)?;
    }
    Ok(())
}

/// What a token is, as far as nesting goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TokenKind {
    /// `[`, `{` or `(`.
    Open(Bracket),
    /// `]`, `}` or `)`.
    Close,
    /// A name, number, string or keyword.
    Word,
    /// The keyword `if`.
    If,
    /// The `.` of a reference.
    Dot,
    /// `-`, which may have one operand or two.
    Minus,
    /// An operator with two operands.
    Operator,
    /// `|`, which is an operator too.
    Bar,
    /// `,`.
    Comma,
    /// `;`.
    Semicolon,
    /// `:`.
    Colon,
    /// `:=` or `=`.
    Assign,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bracket {
    Square,
    Curly,
    Round,
}

#[derive(Debug)]
struct Token {
    kind: TokenKind,
    span: Span,
    /// Whether nothing is between it and the token before it.
    is_attached: bool,
}

/// A bracket that is open; the file itself is the first.
#[derive(Debug)]
struct Frame {
    bracket: Option<Bracket>,
    /// How often the parser reads the bracket.
    read: u64,
    /// Levels of the expression around it.
    depth: usize,
    /// Operators, keys and calls so far in the expression that is being read.
    links: usize,
    /// Whether it follows `if`: it is read as a body, and then as an expression.
    is_body: bool,
    /// Whether the first member or statement is being read.
    is_first: bool,
    /// Whether a `|` was read: it may be a comprehension.
    has_bar: bool,
    /// Whether a comma was read and no `|`: no statement can begin here.
    is_list: bool,
    /// Where the parser is in a member, value or statement.
    part: Part,
}

/// Where the parser is in a member, value or statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// In its first operand, which is read once to see what comes after it.
    Head,
    /// In its first operand, and a minus is before it, which takes in all operators.
    Negated,
    /// Behind an operator.
    Rest,
}

struct Meter {
    frames: Vec<Frame>,
    /// The token before; none at the start.
    before: Option<TokenKind>,
    /// Tokens that the parser reads.
    read: u64,
    /// How many these may be.
    most: u64,
}

impl Frame {
    fn new(bracket: Option<Bracket>, read: u64, depth: usize, is_body: bool) -> Self {
        Self {
            bracket,
            read,
            depth,
            links: 0,
            is_body,
            is_first: true,
            has_bar: false,
            is_list: false,
            part: Part::Head,
        }
    }

    /// How often the parser reads what comes next, for each time that it reads the
    /// bracket.
    fn factor(&self) -> u64 {
        let head = u64::from(self.part != Part::Rest);
        let bar = u64::from(self.has_bar);
        match self.bracket {
            // Arguments, and what is in parentheses.
            Some(Bracket::Round) => 1,
            Some(_) if self.is_first && self.is_body => 3 * (1 + head + bar),
            Some(_) if self.is_first => 1 + head + bar,
            Some(_) if self.is_list => 1,
            Some(_) | None => 1 + head.max(bar),
        }
    }

    /// Another expression begins.
    fn next(&mut self) {
        self.links = 0;
        self.part = Part::Head;
    }
}

impl Meter {
    fn of(text: &str) -> Self {
        Self {
            frames: vec![Frame::new(None, 1, 0, false)],
            before: None,
            read: 0,
            most: MOST_READ + READ_PER_BYTE * text.len() as u64,
        }
    }

    fn token(&mut self, token: &Token) -> Result<(), (Unreadable, Span)> {
        let refused = |why| Err((why, token.span.clone()));
        let before = self.before.replace(token.kind);
        let follows_operand = matches!(before, Some(TokenKind::Word | TokenKind::Close));
        let levels = self.frames.len();
        let Some(frame) = self.frames.last_mut() else {
            return Ok(());
        };
        // One operand after another: the expression before is complete.
        let is_new = before == Some(TokenKind::If)
            || match token.kind {
                TokenKind::Word | TokenKind::If | TokenKind::Open(Bracket::Curly) => {
                    follows_operand
                }
                TokenKind::Open(Bracket::Square) => follows_operand && !token.is_attached,
                _ => false,
            };
        if is_new {
            frame.next();
            frame.is_first = false;
            frame.is_list = false;
        }
        let here = frame.read.saturating_mul(frame.factor());
        let weight = match token.kind {
            TokenKind::Open(_) => STATE,
            _ if is_new => STATE,
            _ => 1,
        };
        self.read = self.read.saturating_add(here.saturating_mul(weight));
        if self.read > self.most {
            return refused(Unreadable::Expensive);
        }
        match token.kind {
            TokenKind::Word | TokenKind::If => {}
            TokenKind::Dot => frame.links += 1,
            TokenKind::Minus => {
                frame.links += 1;
                frame.part = match (frame.part, follows_operand) {
                    (Part::Head, false) => Part::Negated,
                    (Part::Head, true) => Part::Rest,
                    (part, _) => part,
                };
            }
            TokenKind::Operator => {
                frame.links += 1;
                if frame.part == Part::Head {
                    frame.part = Part::Rest;
                }
            }
            TokenKind::Bar => {
                frame.links += 1;
                frame.has_bar = true;
                // The first statement of a comprehension, unless it is a union.
                frame.part = Part::Head;
            }
            TokenKind::Comma => {
                frame.next();
                // Of `a | b, c in d` all may be one statement.
                if !frame.has_bar && !frame.is_body {
                    frame.is_list = true;
                    frame.is_first = false;
                }
            }
            TokenKind::Semicolon => {
                frame.next();
                frame.is_first = false;
                frame.is_list = false;
            }
            TokenKind::Colon => frame.next(),
            TokenKind::Assign => {
                frame.next();
                frame.part = Part::Rest;
            }
            TokenKind::Open(bracket) => {
                if levels > MOST_BRACKETS {
                    return refused(Unreadable::Brackets);
                }
                // A key or a call.
                if follows_operand && !is_new {
                    frame.links += 1;
                }
                let depth = frame.depth + frame.links + 1;
                let is_body = before == Some(TokenKind::If);
                self.frames
                    .push(Frame::new(Some(bracket), here, depth, is_body));
            }
            TokenKind::Close => {
                if levels > 1 {
                    self.frames.pop();
                }
            }
        }
        let deepest = self.frames.last().map(|frame| frame.depth + frame.links);
        if deepest.unwrap_or_default() > DEEPEST {
            return refused(Unreadable::Expression);
        }
        Ok(())
    }
}

/// The tokens of a text as the engine's lexer finds them. Where that finds none (an
/// unmatched quote, a character that is none of Rego's), it ends with an error, and what
/// comes after is never parsed.
struct Tokens<'t> {
    text: &'t str,
    at: usize,
    before: Option<TokenKind>,
}

impl<'t> Tokens<'t> {
    fn of(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            before: None,
        }
    }

    fn rest(&self) -> &'t [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    fn skip_blanks(&mut self) {
        loop {
            let blanks = |byte: &&u8| b" \t\r\n".contains(*byte);
            self.at += self.rest().iter().take_while(blanks).count();
            if self.rest().first() != Some(&b'#') {
                return;
            }
            self.at += self
                .rest()
                .iter()
                .take_while(|byte| **byte != b'\n')
                .count();
        }
    }

    /// The kind and the length of the token that is next; none at the end.
    fn look(&self) -> Option<(TokenKind, usize)> {
        let rest = self.rest();
        let second = rest.get(1).copied().unwrap_or_default();
        let with_equals = |kind| (kind, 1 + usize::from(second == b'='));
        let length = |of: fn(&u8) -> bool| rest.iter().take_while(|byte| of(byte)).count();
        Some(match rest.first()? {
            b'[' => (TokenKind::Open(Bracket::Square), 1),
            b'{' => (TokenKind::Open(Bracket::Curly), 1),
            b'(' => (TokenKind::Open(Bracket::Round), 1),
            b']' | b'}' | b')' => (TokenKind::Close, 1),
            b',' => (TokenKind::Comma, 1),
            b';' => (TokenKind::Semicolon, 1),
            b'.' => (TokenKind::Dot, 1),
            b'-' => (TokenKind::Minus, 1),
            b'|' => (TokenKind::Bar, 1),
            b'+' | b'*' | b'/' | b'%' | b'&' => (TokenKind::Operator, 1),
            b'<' | b'>' => with_equals(TokenKind::Operator),
            b'!' if second == b'=' => (TokenKind::Operator, 2),
            b'=' if second == b'=' => (TokenKind::Operator, 2),
            b'=' => (TokenKind::Assign, 1),
            b':' if second == b'=' => (TokenKind::Assign, 2),
            b':' => (TokenKind::Colon, 1),
            b'"' => (TokenKind::Word, string(rest)?),
            b'`' => {
                let inner = rest.iter().skip(1).position(|byte| *byte == b'`')?;
                (TokenKind::Word, inner + 2)
            }
            b'0'..=b'9' => {
                let number = |byte: &u8| byte.is_ascii_alphanumeric() || b"._".contains(byte);
                (TokenKind::Word, length(number))
            }
            byte if byte.is_ascii_alphabetic() || *byte == b'_' => {
                let name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
                let length = length(name);
                let kind = match rest.get(..length) {
                    // Keys may be called like keywords.
                    _ if self.before == Some(TokenKind::Dot) => TokenKind::Word,
                    Some(b"if") => TokenKind::If,
                    Some(b"in") => TokenKind::Operator,
                    _ => TokenKind::Word,
                };
                (kind, length)
            }
            _ => return None,
        })
    }
}

/// The length of a string with its quotes; none when it has no end on its line.
fn string(text: &[u8]) -> Option<usize> {
    let mut is_escaped = false;
    for (at, byte) in text.iter().enumerate().skip(1) {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => return Some(at + 1),
            b'\n' => return None,
            _ => {}
        }
    }
    None
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let end_of_last = self.at;
        self.skip_blanks();
        let (kind, length) = self.look()?;
        let start = self.at;
        self.at += length;
        self.before = Some(kind);
        Some(Token {
            kind,
            span: start..self.at,
            is_attached: start == end_of_last,
        })
    }
}
