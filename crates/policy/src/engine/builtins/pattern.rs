//! Patterns: Go's regular expressions, which OPA uses, translated for the `regex` crate.
//!
//! Both match alike, but a pattern can mean something else: in Go, `\d`, `\w`, `\s` and `\b`
//! are ASCII, `[` and `&&` within a class are characters, and a repetition of a repetition or
//! of more than 1000 is an error. So a pattern is read by Go's rules
//! (<https://pkg.go.dev/regexp/syntax>) and written in a form that the crate can't read
//! differently.

mod class;
#[cfg(test)]
mod tests;

use std::iter::Peekable;
use std::str::Chars;

/// The most that a repetition may repeat, with those around it.
const MOST_REPEATED: usize = 1000;

/// The deepest nesting of groups.
const DEEPEST: usize = 200;

/// A pattern for the `regex` crate.
#[derive(Debug, PartialEq, Eq)]
pub struct Pattern {
    /// Its text.
    pub text: String,
    /// How much it has to do for each byte, at worst: characters, classes and groups,
    /// as often as they are repeated.
    pub weight: usize,
}

/// Why a pattern is none.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// Go refuses it too.
    #[error("invalid regular expression: {0}")]
    Invalid(String),
    /// Go takes it.
    #[error("this regular expression is not supported: {0}")]
    Unsupported(String),
}

/// Reads a pattern of Go.
///
/// # Errors
/// It is no pattern of Go, or has something in it that cannot be written for the crate.
pub fn translate(pattern: &str) -> Result<Pattern, PatternError> {
    let mut reader = Reader {
        rest: pattern.chars().peekable(),
        made: String::new(),
    };
    let level = reader.level(0)?;
    if reader.rest.next().is_some() {
        return invalid("unexpected `)`");
    }
    Ok(Pattern {
        text: reader.made,
        weight: level.weight.saturating_add(1),
    })
}

/// A character as the crate takes it, whatever it is.
pub fn literal(character: char) -> String {
    if character.is_ascii_alphanumeric() || !character.is_ascii() || character == ' ' {
        return character.to_string();
    }
    format!("\\x{{{:X}}}", u32::from(character))
}

fn invalid<T>(message: impl Into<String>) -> Result<T, PatternError> {
    Err(PatternError::Invalid(message.into()))
}

fn unsupported<T>(message: impl Into<String>) -> Result<T, PatternError> {
    Err(PatternError::Unsupported(message.into()))
}

/// What is known of a group's contents, or of one item.
#[derive(Default, Clone, Copy)]
struct Level {
    /// The product of the repetitions within each other.
    repeated: usize,
    weight: usize,
}

struct Reader<'p> {
    rest: Peekable<Chars<'p>>,
    made: String,
}

impl Reader<'_> {
    /// One level of groups, up to `)` or the end.
    fn level(&mut self, depth: usize) -> Result<Level, PatternError> {
        if depth > DEEPEST {
            return unsupported("its groups are nested too deeply");
        }
        let mut level = Level {
            repeated: 1,
            weight: 0,
        };
        // What a repetition would repeat, and whether it is a repetition itself.
        let mut last: Option<(Level, bool)> = None;
        while let Some(&character) = self.rest.peek() {
            if character == ')' {
                break;
            }
            self.rest.next();
            let item = Level {
                repeated: 1,
                weight: 1,
            };
            let repetition = match character {
                '*' => Some((0, None)),
                '+' => Some((1, None)),
                '?' => Some((0, Some(1))),
                '{' => self.counted(),
                _ => None,
            };
            if let Some((least, most)) = repetition {
                let Some((item, is_repetition)) = last else {
                    return invalid("a repetition of nothing");
                };
                if is_repetition {
                    return invalid("a repetition of a repetition");
                }
                let lazy = self.rest.next_if_eq(&'?').is_some();
                let times = most.unwrap_or(least).max(1);
                let counts = character == '{' && times >= 2;
                if counts && times.saturating_mul(item.repeated) > MOST_REPEATED {
                    return invalid(format!("it repeats more than {MOST_REPEATED} times"));
                }
                match (character, most) {
                    ('{', Some(most)) => self.made.push_str(&format!("{{{least},{most}}}")),
                    ('{', None) => self.made.push_str(&format!("{{{least},}}")),
                    _ => self.made.push(character),
                }
                if lazy {
                    self.made.push('?');
                }
                let more = item.weight.saturating_mul(times - 1);
                level.weight = level.weight.saturating_add(more);
                let product = if counts {
                    times * item.repeated
                } else {
                    item.repeated
                };
                level.repeated = level.repeated.max(product);
                last = Some((
                    Level {
                        repeated: product,
                        weight: item.weight.saturating_mul(times),
                    },
                    true,
                ));
                continue;
            }
            last = match character {
                '|' => {
                    self.made.push('|');
                    None
                }
                '^' | '$' | '.' => {
                    self.made.push(character);
                    Some((item, false))
                }
                '(' => match self.group(depth)? {
                    Some(inside) => {
                        level.repeated = level.repeated.max(inside.repeated);
                        level.weight = level.weight.saturating_add(inside.weight);
                        Some((inside, false))
                    }
                    // After flags alone, the crate has nothing to repeat.
                    None => None,
                },
                '[' => {
                    self.class()?;
                    Some((item, false))
                }
                '\\' => {
                    let length = self.escape()?;
                    level.weight = level.weight.saturating_add(length);
                    (length > 0).then_some((item, false))
                }
                other => {
                    self.made.push_str(&literal(other));
                    Some((item, false))
                }
            };
            level.weight = level.weight.saturating_add(1);
        }
        Ok(level)
    }

    /// The counts of `{2}`, `{2,}` and `{2,3}`. None where `{` is a character, with
    /// nothing read then.
    fn counted(&mut self) -> Option<(usize, Option<usize>)> {
        let mut ahead = self.rest.clone();
        let least = number(&mut ahead)?;
        let most = match ahead.next()? {
            '}' => {
                self.rest = ahead;
                return Some((least, Some(least)));
            }
            ',' if ahead.peek() == Some(&'}') => None,
            ',' => Some(number(&mut ahead)?),
            _ => return None,
        };
        (ahead.next()? == '}').then_some(())?;
        self.rest = ahead;
        Some((least, most))
    }

    /// A group, after its `(`. None for flags alone.
    fn group(&mut self, depth: usize) -> Result<Option<Level>, PatternError> {
        self.made.push('(');
        if self.rest.next_if_eq(&'?').is_some() {
            self.made.push('?');
            if self.rest.next_if_eq(&'P').is_some() {
                self.made.push('P');
                if self.rest.peek() != Some(&'<') {
                    return invalid("a group that begins with `(?P`");
                }
            }
            if self.rest.next_if_eq(&'<').is_some() {
                self.made.push('<');
                loop {
                    match self.rest.next() {
                        Some('>') => break,
                        Some(c) if c.is_ascii_alphanumeric() || c == '_' => self.made.push(c),
                        _ => return invalid("a group's name"),
                    }
                }
                self.made.push('>');
            } else if self.flags()? {
                return Ok(None);
            }
        }
        let inside = self.level(depth + 1)?;
        if self.rest.next() != Some(')') {
            return invalid("a `(` without `)`");
        }
        self.made.push(')');
        Ok(Some(inside))
    }

    /// Flags, after `(?`. True for flags alone, `(?i)`.
    fn flags(&mut self) -> Result<bool, PatternError> {
        loop {
            match self.rest.next() {
                Some(flag @ ('i' | 'm' | 's' | 'U' | '-')) => self.made.push(flag),
                Some(end @ (':' | ')')) => {
                    if self.made.ends_with('-') {
                        return invalid("flags without a flag");
                    }
                    self.made.push(end);
                    return Ok(end == ')');
                }
                _ => return invalid("a group that begins with `(?`"),
            }
        }
    }

    /// An escape outside of classes, after its `\`. The number of characters that it represents
    /// for.
    fn escape(&mut self) -> Result<usize, PatternError> {
        match self.rest.peek() {
            Some('A') => self.replace("\\A"),
            Some('z') => self.replace("\\z"),
            Some('b') => self.replace("(?-u:\\b)"),
            Some('B') => return unsupported("`\\B`"),
            Some('C') => return unsupported("`\\C`"),
            Some('Q') => {
                self.rest.next();
                return Ok(self.quoted());
            }
            _ => {
                if let Some(class) = self.shorthand()? {
                    self.made.push_str(&format!("[{class}]"));
                } else {
                    let character = self.character()?;
                    self.made.push_str(&literal(character));
                }
            }
        }
        Ok(1)
    }

    fn replace(&mut self, with: &str) {
        self.rest.next();
        self.made.push_str(with);
    }

    /// `\Q...\E`, after `\Q`. A repetition repeats its last character.
    fn quoted(&mut self) -> usize {
        let mut length = 0;
        while let Some(character) = self.rest.next() {
            if character == '\\' && self.rest.next_if_eq(&'E').is_some() {
                break;
            }
            self.made.push_str(&literal(character));
            length += 1;
        }
        length
    }

    /// An escape for one character, after its `\`.
    pub(super) fn character(&mut self) -> Result<char, PatternError> {
        let Some(first) = self.rest.next() else {
            return invalid("a `\\` at its end");
        };
        let octal = |c: &char| ('0'..='7').contains(c);
        let code = match first {
            'a' => 7,
            'f' => 12,
            't' => 9,
            'n' => 10,
            'r' => 13,
            'v' => 11,
            'x' => return self.hex(),
            '1'..='7' if !self.rest.peek().is_some_and(octal) => {
                return invalid("a reference to a group, such as `\\1`");
            }
            '0'..='7' => {
                let mut code = first.to_digit(8).unwrap_or_default();
                for _ in 0..2 {
                    let Some(digit) = self.rest.next_if(octal) else {
                        break;
                    };
                    code = code * 8 + digit.to_digit(8).unwrap_or_default();
                }
                code
            }
            c if c.is_ascii() && !c.is_ascii_alphanumeric() => return Ok(c),
            c => return invalid(format!("`\\{c}`")),
        };
        char::from_u32(code).map_or_else(|| invalid("an escape"), Ok)
    }

    /// `\x7F` and `\x{10FFFF}`, after the `x`.
    fn hex(&mut self) -> Result<char, PatternError> {
        let braced = self.rest.next_if_eq(&'{').is_some();
        let mut digits = String::new();
        while (braced && digits.len() <= 6 || digits.len() < 2)
            && let Some(digit) = self.rest.next_if(char::is_ascii_hexdigit)
        {
            digits.push(digit);
        }
        let closed = !braced || self.rest.next() == Some('}');
        let character = u32::from_str_radix(&digits, 16)
            .ok()
            .and_then(char::from_u32);
        match character {
            Some(character) if closed && (braced || digits.len() == 2) => Ok(character),
            _ => invalid("an escape that begins with `\\x`"),
        }
    }
}

/// A number without leading zeros. Numbers beyond what Go repeats are cut to one that is
/// beyond it too.
fn number(rest: &mut Peekable<Chars<'_>>) -> Option<usize> {
    let mut digits = String::new();
    while let Some(digit) = rest.next_if(char::is_ascii_digit) {
        digits.push(digit);
    }
    if digits.is_empty() || digits.len() > 1 && digits.starts_with('0') {
        return None;
    }
    Some(digits.parse().unwrap_or(usize::MAX).min(1_000_000))
}
