//! `regex.*` with Go's patterns, and `glob.*`, which become patterns too.

use std::cell::RefCell;
use std::collections::BTreeMap;

use regex::{Captures, Regex, RegexBuilder};
use regorus::Value;

use super::bounds::{self, Failure};
use super::call::Call;
use super::pattern::{self, PatternError};

/// The largest compiled pattern, in bytes.
const LARGEST: usize = 512 << 10;

/// How many compiled patterns a thread keeps.
const KEPT: usize = 128;

thread_local! {
    static COMPILED: RefCell<BTreeMap<String, Compiled>> = const { RefCell::new(BTreeMap::new()) };
}

#[derive(Clone)]
struct Compiled {
    regex: Regex,
    /// See [`pattern::Pattern::weight`].
    weight: usize,
}

impl Compiled {
    fn new(call: Call<'_>, made: &pattern::Pattern) -> Result<Self, Failure> {
        let regex = RegexBuilder::new(&made.text)
            .size_limit(LARGEST)
            .build()
            .map_err(|error| match error {
                regex::Error::CompiledTooBig(_) => {
                    call.fails("this regular expression is too large; repeat less in it")
                }
                _ => call.fails("this regular expression is not supported"),
            })?;
        Ok(Self {
            regex,
            weight: made.weight,
        })
    }

    /// The pattern of a key, compiled once.
    fn kept(
        call: Call<'_>,
        key: String,
        make: impl FnOnce() -> Result<pattern::Pattern, PatternError>,
    ) -> Result<Self, Failure> {
        if let Some(known) = COMPILED.with_borrow(|kept| kept.get(&key).cloned()) {
            return Ok(known);
        }
        let made = make().map_err(|error| call.fails(error.to_string()))?;
        let compiled = Self::new(call, &made)?;
        COMPILED.with_borrow_mut(|kept| {
            if kept.len() >= KEPT {
                kept.pop_first();
            }
            kept.insert(key, compiled.clone());
        });
        Ok(compiled)
    }

    /// Bounds one search through a text.
    fn search(&self, call: Call<'_>, text: &str) -> Result<(), Failure> {
        bounds::work(call.name, self.weight, text.len())
    }

    /// All matches, at most as many as given (all for a negative number). Each search may
    /// look through all that is left of the text, so their number is bounded by its size.
    fn all<'t>(
        &self,
        call: Call<'_>,
        text: &'t str,
        most: i64,
    ) -> Result<Vec<Captures<'t>>, Failure> {
        self.search(call, text)?;
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        let mut found = Vec::new();
        for captures in self.regex.captures_iter(text).take(most) {
            found.push(captures);
            bounds::members(
                call.name,
                found.len().saturating_mul(self.regex.captures_len()),
            )?;
            bounds::work(call.name, found.len(), text.len() / 8)?;
        }
        Ok(found)
    }
}

fn compiled(call: Call<'_>, index: usize) -> Result<Compiled, Failure> {
    let text = call.text(index)?;
    Compiled::kept(call, format!("regex {text}"), || pattern::translate(text))
}

fn full_match(captures: &Captures<'_>) -> (usize, usize) {
    captures
        .get(0)
        .map_or((0, 0), |found| (found.start(), found.end()))
}

/// `regex.is_valid(pattern)`: false for what is no string.
pub fn is_valid(call: Call<'_>) -> Result<Value, Failure> {
    let Value::String(text) = call.argument(0)? else {
        return Ok(Value::from(false));
    };
    match pattern::translate(text) {
        Ok(_) => Ok(Value::from(true)),
        Err(PatternError::Invalid(_)) => Ok(Value::from(false)),
        Err(error) => Err(call.fails(error.to_string())),
    }
}

/// `regex.match(pattern, text)`.
pub fn matches(call: Call<'_>) -> Result<Value, Failure> {
    let compiled = compiled(call, 0)?;
    let text = call.text(1)?;
    compiled.search(call, text)?;
    Ok(Value::from(compiled.regex.is_match(text)))
}

/// `regex.find_n(pattern, text, number)`.
pub fn find_n(call: Call<'_>) -> Result<Value, Failure> {
    let compiled = compiled(call, 0)?;
    let found = compiled.all(call, call.text(1)?, call.integer(2)?)?;
    let texts = found
        .iter()
        .map(|captures| Value::from(captures.get(0).map_or("", |found| found.as_str())));
    call.listed(texts.collect())
}

/// `regex.find_all_string_submatch_n(pattern, text, number)`.
pub fn find_groups(call: Call<'_>) -> Result<Value, Failure> {
    let compiled = compiled(call, 0)?;
    let found = compiled.all(call, call.text(1)?, call.integer(2)?)?;
    let groups = found.iter().map(|captures| {
        let texts = captures
            .iter()
            .map(|group| Value::from(group.map_or("", |group| group.as_str())));
        Value::from(texts.collect::<Vec<_>>())
    });
    call.listed(groups.collect())
}

/// `regex.split(pattern, text)`.
pub fn split(call: Call<'_>) -> Result<Value, Failure> {
    let compiled = compiled(call, 0)?;
    let text = call.text(1)?;
    if text.is_empty() && !call.text(0)?.is_empty() {
        return Ok(Value::from(vec![Value::from("")]));
    }
    let mut parts = Vec::new();
    let (mut begin, mut end) = (0, 0);
    for captures in compiled.all(call, text, -1)? {
        let (start, stop) = full_match(&captures);
        end = start;
        if stop != 0 {
            parts.push(Value::from(text.get(begin..start).unwrap_or_default()));
        }
        begin = stop;
    }
    if end != text.len() {
        parts.push(Value::from(text.get(begin..).unwrap_or_default()));
    }
    call.listed(parts)
}

/// `regex.replace(text, pattern, value)`, where `$1` and `${name}` in the value are
/// groups.
pub fn replace(call: Call<'_>) -> Result<Value, Failure> {
    let text = call.text(0)?;
    let compiled = compiled(call, 1)?;
    let value = call.text(2)?;
    let mut made = String::new();
    let mut last = 0;
    for captures in compiled.all(call, text, -1)? {
        let (start, stop) = full_match(&captures);
        made.push_str(text.get(last..start).unwrap_or_default());
        expand(value, &captures, &mut made);
        bounds::text(call.name, made.len())?;
        last = stop;
    }
    made.push_str(text.get(last..).unwrap_or_default());
    call.made(made)
}

/// Go's `Regexp.Expand`: `$$` is a dollar, `$name` takes as many letters, digits and `_`
/// as there are, and a `$` before anything else is a dollar.
fn expand(template: &str, captures: &Captures<'_>, made: &mut String) {
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('$') {
        made.push_str(before);
        if let Some(left) = after.strip_prefix('$') {
            made.push('$');
            rest = left;
            continue;
        }
        let braced = after.strip_prefix('{');
        let from = braced.unwrap_or(after);
        let left = from.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_');
        let name = from.strip_suffix(left).unwrap_or_default();
        let left = match braced {
            Some(_) => left.strip_prefix('}'),
            None => Some(left),
        };
        let Some(left) = left.filter(|_| !name.is_empty()) else {
            made.push('$');
            rest = after;
            continue;
        };
        let group = match name.parse::<usize>() {
            Ok(index) if name.bytes().all(|b| b.is_ascii_digit()) => captures.get(index),
            _ => captures.name(name),
        };
        made.push_str(group.map_or("", |group| group.as_str()));
        rest = left;
    }
    made.push_str(rest);
}

/// `regex.template_match(template, text, start, end)`.
pub fn template_match(call: Call<'_>) -> Result<Value, Failure> {
    let template = call.text(0)?;
    let text = call.text(1)?;
    let delimiter = |index| {
        let text = call.text(index)?;
        let mut characters = text.chars();
        match (characters.next(), characters.next()) {
            (Some(c), None) if c.is_ascii() => Ok(c),
            _ => Err(call.fails("a delimiter must be one character of ASCII")),
        }
    };
    let (start, end) = (delimiter(2)?, delimiter(3)?);
    let key = format!("template {start}{end}{template}");
    let compiled = Compiled::kept(call, key, || from_template(template, start, end))?;
    compiled.search(call, text)?;
    Ok(Value::from(compiled.regex.is_match(text)))
}

/// The pattern of a template: what is between the outermost delimiters is a pattern, the
/// rest is not.
fn from_template(template: &str, start: char, end: char) -> Result<pattern::Pattern, PatternError> {
    let unbalanced = || PatternError::Invalid("a delimiter without its other half".to_owned());
    let mut made = String::from("^");
    let (mut level, mut inside) = (0_usize, String::new());
    for character in template.chars() {
        // As in Go, of two delimiters that are the same, only the first one counts.
        if character == start {
            level += 1;
            if level == 1 {
                continue;
            }
        } else if character == end {
            level = level.checked_sub(1).ok_or_else(unbalanced)?;
            if level == 0 {
                pattern::translate(&format!("^{inside}$"))?;
                made.push_str(&format!("({inside})"));
                inside.clear();
                continue;
            }
        }
        if level > 0 {
            inside.push(character);
        } else {
            // `\x{..}` is one character in Go's patterns too.
            made.push_str(&pattern::literal(character));
        }
    }
    if level > 0 {
        return Err(unbalanced());
    }
    made.push('$');
    pattern::translate(&made)
}

/// `glob.match(pattern, delimiters, text)`: no delimiters for null, `.` for none given.
pub fn glob_match(call: Call<'_>) -> Result<Value, Failure> {
    let glob = call.text(0)?;
    let delimiters = match call.argument(1)? {
        Value::Null => String::new(),
        Value::Array(given) if given.is_empty() => ".".to_owned(),
        Value::Array(given) => given
            .iter()
            .map(|delimiter| match delimiter {
                Value::String(text) if text.chars().count() == 1 => Ok(&**text),
                _ => Err(call.fails("a delimiter must be one character")),
            })
            .collect::<Result<_, _>>()?,
        _ => return Err(call.wrong(1, "an array or null")),
    };
    let text = call.text(2)?;
    let key = format!("glob {}{delimiters}{glob}", delimiters.len());
    let compiled = Compiled::kept(call, key, || super::glob::translate(glob, &delimiters))?;
    compiled.search(call, text)?;
    Ok(Value::from(compiled.regex.is_match(text)))
}

/// `glob.quote_meta(text)`.
pub fn glob_quote(call: Call<'_>) -> Result<Value, Failure> {
    let text = call.text(0)?;
    bounds::text(call.name, text.len().saturating_mul(2))?;
    let mut made = String::new();
    for character in text.chars() {
        if "*?\\[]{}".contains(character) {
            made.push('\\');
        }
        made.push(character);
    }
    Ok(Value::from(made))
}
