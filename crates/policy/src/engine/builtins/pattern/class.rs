//! Classes of characters: `[a-z]`, `[[:alpha:]]`, `\d` and `\p{Greek}`.

use super::{PatternError, Reader, invalid, literal, unsupported};

impl Reader<'_> {
    /// `\d` and its kind, and `\p{..}`, after the `\`: its form in a class.
    pub(super) fn shorthand(&mut self) -> Result<Option<String>, PatternError> {
        let class = match self.rest.peek() {
            Some('d') => "0-9",
            Some('D') => "[^0-9]",
            Some('s') => "\\t\\n\\x0C\\r ",
            Some('S') => "[^\\t\\n\\x0C\\r ]",
            Some('w') => "0-9A-Za-z_",
            Some('W') => "[^0-9A-Za-z_]",
            Some(letter @ ('p' | 'P')) => {
                let mut negated = *letter == 'P';
                self.rest.next();
                let mut name = String::new();
                match self.rest.next() {
                    Some('{') => loop {
                        match self.rest.next() {
                            Some('}') => break,
                            Some(c) => name.push(c),
                            None => return invalid("`\\p{` without `}`"),
                        }
                    },
                    Some(c) => name.push(c),
                    None => return invalid("`\\p` without a name"),
                }
                if let Some(rest) = name.strip_prefix('^') {
                    negated = !negated;
                    name = rest.to_owned();
                }
                if !is_unicode_class(&name) {
                    return unsupported(format!("the Unicode class `{name}`"));
                }
                let letter = if negated { 'P' } else { 'p' };
                return Ok(Some(format!("\\{letter}{{{name}}}")));
            }
            _ => return Ok(None),
        };
        self.rest.next();
        Ok(Some(class.to_owned()))
    }

    /// A class, after its `[`.
    pub(super) fn class(&mut self) -> Result<(), PatternError> {
        let mut made = String::from("[");
        if self.rest.next_if_eq(&'^').is_some() {
            made.push('^');
        }
        let mut first = true;
        loop {
            match self.rest.peek() {
                None => return invalid("a `[` without `]`"),
                Some(']') if !first => break,
                _ => {}
            }
            first = false;
            if let Some(named) = self.named()? {
                made.push_str(&named);
                continue;
            }
            let mut ahead = self.rest.clone();
            if ahead.next() == Some('\\') {
                let before = std::mem::replace(&mut self.rest, ahead);
                match self.shorthand()? {
                    Some(class) => {
                        made.push_str(&class);
                        continue;
                    }
                    None => self.rest = before,
                }
            }
            let low = self.member()?;
            made.push_str(&literal(low));
            let mut ahead = self.rest.clone();
            if ahead.next() == Some('-') && ahead.peek().is_some_and(|c| *c != ']') {
                self.rest = ahead;
                let high = self.member()?;
                if high < low {
                    return invalid("a range in a class that goes backwards");
                }
                made.push('-');
                made.push_str(&literal(high));
            }
        }
        self.rest.next();
        made.push(']');
        self.made.push_str(&made);
        Ok(())
    }

    /// One character of a class.
    fn member(&mut self) -> Result<char, PatternError> {
        match self.rest.next() {
            Some('\\') => self.character(),
            Some(character) => Ok(character),
            None => invalid("a `[` without `]`"),
        }
    }

    /// `[:alpha:]` within a class.
    fn named(&mut self) -> Result<Option<String>, PatternError> {
        let mut ahead = self.rest.clone();
        if ahead.next() != Some('[') || ahead.next() != Some(':') {
            return Ok(None);
        }
        let mut name = String::new();
        loop {
            match ahead.next() {
                Some(':') if ahead.peek() == Some(&']') => {
                    ahead.next();
                    break;
                }
                Some(c) => name.push(c),
                None => return Ok(None),
            }
        }
        const NAMES: [&str; 14] = [
            "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print",
            "punct", "space", "upper", "word", "xdigit",
        ];
        if !NAMES.contains(&name.trim_start_matches('^')) || name.starts_with("^^") {
            return invalid(format!("the class `[:{name}:]`"));
        }
        self.rest = ahead;
        Ok(Some(format!("[:{name}:]")))
    }
}

/// Whether both know a general category or a script by this name. Go has no properties
/// such as `Alphabetic`, which the crate has.
fn is_unicode_class(name: &str) -> bool {
    const NAMES: &str = " C Cc Cf Co L Ll Lm Lo Lt Lu M Mc Me Mn N Nd Nl No P Pc Pd Pe Pf Pi Po Ps S Sc Sk Sm So Z Zl Zp Zs \
        Arabic Armenian Bengali Bopomofo Cherokee Common Coptic Cyrillic Devanagari Ethiopic Georgian Greek Gujarati Gurmukhi Han \
        Hangul Hebrew Hiragana Inherited Kannada Katakana Khmer Lao Latin Malayalam Mongolian Myanmar Oriya Runic Sinhala Syriac \
        Tamil Telugu Thaana Thai Tibetan Yi ";
    !name.is_empty()
        && name.bytes().all(|b| b.is_ascii_alphanumeric())
        && NAMES.split_whitespace().any(|known| known == name)
}
