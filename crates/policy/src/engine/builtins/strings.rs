//! Strings: searching, splitting, replacing, cutting, letter case.

use regorus::Value;

use super::bounds::{self, Failure};
use super::call::Call;

/// `concat(delimiter, collection)`.
pub fn concat(call: Call<'_>) -> Result<Value, Failure> {
    let delimiter = call.text(0)?;
    let parts = call.texts(1)?;
    let between = delimiter
        .len()
        .saturating_mul(parts.len().saturating_sub(1));
    let bytes = parts.iter().map(|part| part.len()).sum::<usize>();
    bounds::text(call.name, bytes.saturating_add(between))?;
    Ok(Value::from(parts.join(delimiter)))
}

/// `count(collection or string)`: a string's characters, not its UTF-16 units.
pub fn count(call: Call<'_>) -> Result<Value, Failure> {
    let count = match call.argument(0)? {
        Value::Array(items) => items.len(),
        Value::Set(items) => items.len(),
        Value::Object(fields) => fields.len(),
        Value::String(text) => text.chars().count(),
        _ => return Err(call.wrong(0, "an array, an object, a set or a string")),
    };
    Ok(Value::from(count))
}

/// `format_int(number, base)`: cuts towards zero.
pub fn format_int(call: Call<'_>) -> Result<Value, Failure> {
    let Value::Number(number) = call.argument(0)? else {
        return Err(call.wrong(0, "a number"));
    };
    let base = call.integer(1)?;
    if number
        .as_big()
        .is_some_and(|number| number.bits() > 100_000)
    {
        return Err(Failure::TooLong { name: call.name });
    }
    let whole = number.abs().floor();
    let digits = match base {
        2 => whole.format_bin(),
        8 => whole.format_octal(),
        10 => whole.format_decimal(),
        16 => whole.format_hex(),
        _ => return Err(call.fails("the base must be 2, 8, 10 or 16")),
    };
    // A float beyond 2^53 has no digits in the engine.
    if digits.is_empty() || digits.contains(['e', '.']) {
        return Err(call.fails("a whole number is required"));
    }
    let negative = !number.is_positive() && digits != "0";
    call.made(if negative {
        format!("-{digits}")
    } else {
        digits
    })
}

/// `indexof(text, search)`: the position in characters.
pub fn indexof(call: Call<'_>) -> Result<Value, Failure> {
    let text = call.text(0)?;
    let search = searched(call)?;
    let position = text.split_once(search).map(|(before, _)| before);
    Ok(match position {
        Some(before) => Value::from(before.chars().count()),
        None => Value::from(-1_i64),
    })
}

/// `indexof_n(text, search)`: all positions, overlapping ones too.
pub fn indexof_n(call: Call<'_>) -> Result<Value, Failure> {
    let mut rest = call.text(0)?;
    let search = searched(call)?;
    bounds::work(call.name, rest.len(), search.len())?;
    let mut found = Vec::new();
    let mut position = 0;
    loop {
        if rest.starts_with(search) {
            found.push(Value::from(position));
            bounds::members(call.name, found.len())?;
        }
        let mut characters = rest.chars();
        if characters.next().is_none() {
            break;
        }
        rest = characters.as_str();
        position += 1;
    }
    Ok(Value::from(found))
}

fn searched(call: Call<'_>) -> Result<&str, Failure> {
    match call.text(1)? {
        "" => Err(call.fails("the string to search for is empty")),
        search => Ok(search),
    }
}

/// `lower(text)`, with Go's simple case mapping: one character for each.
pub fn lower(call: Call<'_>) -> Result<Value, Failure> {
    let text = call.text(0)?;
    bounds::text(call.name, text.len())?;
    Ok(Value::from(
        text.chars().map(simple_lower).collect::<String>(),
    ))
}

/// `upper(text)`, with Go's simple case mapping: one character for each.
pub fn upper(call: Call<'_>) -> Result<Value, Failure> {
    let text = call.text(0)?;
    bounds::text(call.name, text.len())?;
    Ok(Value::from(
        text.chars().map(simple_upper).collect::<String>(),
    ))
}

/// A character's simple lower case. The full mapping, which Rust has, differs for one
/// character only (<https://www.unicode.org/Public/UCD/latest/ucd/SpecialCasing.txt>).
fn simple_lower(character: char) -> char {
    match character {
        'İ' => 'i',
        _ => only(character, character.to_lowercase()),
    }
}

/// A character's simple upper case. Where the full mapping has several characters, the
/// simple one is the title case of Greek letters with a subscript iota, or nothing.
fn simple_upper(character: char) -> char {
    let shifted = |by: u32| char::from_u32(u32::from(character) + by).unwrap_or(character);
    match character {
        '\u{1f80}'..='\u{1f87}' | '\u{1f90}'..='\u{1f97}' | '\u{1fa0}'..='\u{1fa7}' => shifted(8),
        '\u{1fb3}' | '\u{1fc3}' | '\u{1ff3}' => shifted(9),
        _ => only(character, character.to_uppercase()),
    }
}

fn only(character: char, mut mapped: impl Iterator<Item = char>) -> char {
    match (mapped.next(), mapped.next()) {
        (Some(mapped), None) => mapped,
        _ => character,
    }
}

/// `replace(text, old, new)`.
pub fn replace(call: Call<'_>) -> Result<Value, Failure> {
    let text = call.text(0)?;
    let (old, new) = (call.text(1)?, call.text(2)?);
    if old.is_empty() {
        return one_pass(call, text, &[(old, new)]);
    }
    let times = text.matches(old).count();
    let bytes = text.len() - times * old.len();
    bounds::text(
        call.name,
        bytes.saturating_add(times.saturating_mul(new.len())),
    )?;
    Ok(Value::from(text.replace(old, new)))
}

/// `strings.replace_n(patterns, text)`.
pub fn replace_n(call: Call<'_>) -> Result<Value, Failure> {
    let mut patterns = Vec::new();
    for (old, new) in call.fields(0)? {
        let (Value::String(old), Value::String(new)) = (old, new) else {
            return Err(call.wrong(0, "an object of strings"));
        };
        patterns.push((&**old, &**new));
    }
    let text = call.text(1)?;
    bounds::work(call.name, patterns.len(), text.len())?;
    one_pass(call, text, &patterns)
}

/// Replaces as Go's `strings.NewReplacer` does: one pass from left to right, at each
/// position the first pattern in the order given, and what was put in is not looked at.
/// An empty pattern matches once at each position.
fn one_pass(call: Call<'_>, text: &str, patterns: &[(&str, &str)]) -> Result<Value, Failure> {
    let has_empty = patterns.iter().any(|(old, _)| old.is_empty());
    if has_empty && !text.is_ascii() {
        return Err(call
            .fails("OPA breaks characters beyond ASCII apart at an empty pattern; leave it out"));
    }
    let mut made = String::new();
    let mut rest = text;
    let mut was_empty = false;
    loop {
        let found = patterns
            .iter()
            .filter(|(old, _)| !old.is_empty() || !was_empty)
            .find_map(|(old, new)| Some((old, new, rest.strip_prefix(old)?)));
        was_empty = found.is_some_and(|(old, ..)| old.is_empty());
        match found {
            Some((_, new, left)) => {
                made.push_str(new);
                rest = left;
            }
            None => {
                let mut characters = rest.chars();
                match characters.next() {
                    Some(character) => made.push(character),
                    None => break,
                }
                rest = characters.as_str();
            }
        }
        bounds::text(call.name, made.len())?;
    }
    Ok(Value::from(made))
}

/// `split(text, delimiter)`: by an empty delimiter, into characters.
pub fn split(call: Call<'_>) -> Result<Value, Failure> {
    let (text, delimiter) = (call.text(0)?, call.text(1)?);
    let parts: Vec<Value> = if delimiter.is_empty() {
        bounds::members(call.name, text.chars().count())?;
        text.chars().map(|c| Value::from(c.to_string())).collect()
    } else {
        bounds::members(call.name, text.matches(delimiter).count() + 1)?;
        text.split(delimiter).map(Value::from).collect()
    };
    bounds::text(call.name, text.len())?;
    Ok(Value::from(parts))
}

/// `strings.count(text, search)`: without overlaps. The empty string is found before and
/// after each character.
pub fn strings_count(call: Call<'_>) -> Result<Value, Failure> {
    let (text, search) = (call.text(0)?, call.text(1)?);
    Ok(Value::from(text.matches(search).count()))
}

/// `substring(text, offset, length)` in characters; a negative length is none.
pub fn substring(call: Call<'_>) -> Result<Value, Failure> {
    let text = call.text(0)?;
    let (offset, length) = (call.integer(1)?, call.integer(2)?);
    let Ok(offset) = usize::try_from(offset) else {
        return Err(call.fails("the offset is negative"));
    };
    let rest = text.chars().skip(offset);
    call.made(match usize::try_from(length) {
        Ok(length) => rest.take(length).collect(),
        Err(_) => rest.collect(),
    })
}

/// `strings.reverse(text)`.
pub fn reverse(call: Call<'_>) -> Result<Value, Failure> {
    let text = call.text(0)?;
    bounds::text(call.name, text.len())?;
    Ok(Value::from(text.chars().rev().collect::<String>()))
}

/// Bounds `trim` and its kind, which look up each character in the second argument.
pub fn trimmed(call: Call<'_>) -> Result<(), Failure> {
    bounds::work(call.name, call.text(0)?.len(), call.text(1)?.len())
}

/// Bounds `strings.any_prefix_match` and `strings.any_suffix_match`, which compare each
/// with each.
pub fn pairs(call: Call<'_>) -> Result<(), Failure> {
    let size = |index| {
        Ok::<_, Failure>(match call.argument(index)? {
            Value::Array(items) => items.len(),
            Value::Set(items) => items.len(),
            _ => 1,
        })
    };
    bounds::work(call.name, size(0)?, size(1)?.saturating_mul(10))
}
