//! Escapes for the fields of a line, so that any text can be read back, and a terminal or a
//! web page shows what it contains.

use crate::sanitize::clean;

/// The separator of the fields of a line.
pub const BETWEEN: &str = " | ";

/// The sign for an empty field: editors remove spaces at the end of a line.
const EMPTY: &str = r"\e";

/// A text as a field of a line.
pub fn escaped(text: &str) -> String {
    if text.is_empty() {
        return EMPTY.to_owned();
    }
    let last = text.chars().count() - 1;
    let mut field = String::with_capacity(text.len());
    for (number, c) in text.chars().enumerate() {
        match c {
            '\\' => field.push_str(r"\\"),
            '|' => field.push_str(r"\|"),
            ' ' if number != 0 && number != last => field.push(c),
            c if c.is_whitespace() => field.extend(c.escape_unicode()),
            c => field.push_str(&clean(c.encode_utf8(&mut [0; 4]))),
        }
    }
    field
}

/// The text of a field; none for what [`escaped`] never writes.
pub fn unescaped(field: &str) -> Option<String> {
    if field == EMPTY {
        return Some(String::new());
    }
    let mut text = String::with_capacity(field.len());
    let mut characters = field.chars();
    while let Some(c) = characters.next() {
        if c != '\\' {
            text.push(c);
            continue;
        }
        match characters.next()? {
            c @ ('\\' | '|') => text.push(c),
            'u' => {
                let mut digits = characters.by_ref().skip_while(|c| *c == '{');
                let mut code = String::new();
                loop {
                    match digits.next()? {
                        '}' => break,
                        digit => code.push(digit),
                    }
                }
                text.push(char::from_u32(u32::from_str_radix(&code, 16).ok()?)?);
            }
            _ => return None,
        }
    }
    (!text.is_empty()).then_some(text)
}
