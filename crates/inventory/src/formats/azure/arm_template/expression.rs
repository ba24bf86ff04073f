//! The expressions of ARM templates, `[concat('a', parameters('b').c[0])]`: from text to
//! a tree.

/// Expressions nested deeper than this are not read.
const DEEPEST: usize = 40;

/// Whether a string is an expression and not a literal: `[[` escapes a bracket.
pub fn is_expression(text: &str) -> bool {
    text.starts_with('[') && !text.starts_with("[[") && text.ends_with(']')
}

/// The value of a string that is no expression.
pub fn unescaped(text: &str) -> &str {
    if text.ends_with(']')
        && let Some(tail) = text.strip_prefix('[')
        && tail.starts_with('[')
    {
        return tail;
    }
    text
}

/// An expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Expression {
    /// `'it''s'`
    Text(String),
    /// `-3`
    Integer(i64),
    /// `concat('a', 'b')`: the name is in lower case.
    Call(String, Vec<Expression>),
    /// `x.name` and `x[0]`.
    Step(Box<Expression>, Box<Expression>),
}

impl Expression {
    /// Parses an expression; none when it can't be parsed.
    pub fn parse(text: &str) -> Option<Self> {
        let mut rest = text.strip_prefix('[')?.strip_suffix(']')?;
        let expression = expression(&mut rest, 0)?;
        rest.trim().is_empty().then_some(expression)
    }

    /// Calls `see` with the name of each parameter or variable in the expression, and its
    /// function.
    pub fn names(&self, see: &mut impl FnMut(&str, &str)) {
        match self {
            Self::Text(_) | Self::Integer(_) => {}
            Self::Step(of, step) => {
                of.names(see);
                step.names(see);
            }
            Self::Call(function, arguments) => {
                if let ("parameters" | "variables", [Self::Text(name)]) =
                    (function.as_str(), arguments.as_slice())
                {
                    see(function, name);
                }
                for argument in arguments {
                    argument.names(see);
                }
            }
        }
    }
}

/// Parses the expression at the start of `rest`, and advances `rest`.
fn expression(rest: &mut &str, depth: usize) -> Option<Expression> {
    if depth > DEEPEST {
        return None;
    }
    *rest = rest.trim_start();
    let mut value = if rest.starts_with('\'') {
        Expression::Text(literal(rest)?)
    } else if rest.starts_with(|c: char| c == '-' || c.is_ascii_digit()) {
        let end = end_of(rest, |c| c == '-' || c.is_ascii_digit());
        let number = Expression::Integer(split(rest, end)?.parse().ok()?);
        // There are no other numbers, so this would be something else.
        if rest.starts_with(|c: char| c == '.' || c.is_ascii_alphanumeric()) {
            return None;
        }
        number
    } else {
        // `contoso.name(...)` is a function that a template defines.
        let end = end_of(rest, |c| c.is_ascii_alphanumeric() || c == '_' || c == '.');
        let function = split(rest, end)?.to_ascii_lowercase();
        Expression::Call(function, arguments(rest, depth)?)
    };
    let mut steps = 0;
    loop {
        let ahead = rest.trim_start();
        let step = if let Some(tail) = ahead.strip_prefix('.') {
            *rest = tail.trim_start();
            let end = end_of(rest, |c| c.is_alphanumeric() || c == '_' || c == '$');
            Expression::Text(split(rest, end).filter(|name| !name.is_empty())?.to_owned())
        } else if let Some(tail) = ahead.strip_prefix('[') {
            *rest = tail;
            let index = expression(rest, depth + 1)?;
            *rest = rest.trim_start().strip_prefix(']')?;
            index
        } else {
            return Some(value);
        };
        steps += 1;
        if depth + steps > DEEPEST {
            return None;
        }
        value = Expression::Step(Box::new(value), Box::new(step));
    }
}

fn arguments(rest: &mut &str, depth: usize) -> Option<Vec<Expression>> {
    *rest = rest.trim_start().strip_prefix('(')?.trim_start();
    let mut found = Vec::new();
    if let Some(tail) = rest.strip_prefix(')') {
        *rest = tail;
        return Some(found);
    }
    loop {
        found.push(expression(rest, depth + 1)?);
        *rest = rest.trim_start();
        if let Some(tail) = rest.strip_prefix(')') {
            *rest = tail;
            return Some(found);
        }
        *rest = rest.strip_prefix(',')?;
    }
}

fn end_of(text: &str, is_part: impl Fn(char) -> bool) -> usize {
    text.find(|c| !is_part(c)).unwrap_or(text.len())
}

fn split<'t>(rest: &mut &'t str, end: usize) -> Option<&'t str> {
    let (head, tail) = rest.split_at_checked(end)?;
    *rest = tail;
    Some(head)
}

/// Parses `'it''s'` at the start of `rest`.
fn literal(rest: &mut &str) -> Option<String> {
    let mut text = String::new();
    let mut tail = rest.strip_prefix('\'')?;
    loop {
        let (head, behind) = tail.split_once('\'')?;
        text.push_str(head);
        match behind.strip_prefix('\'') {
            Some(more) => {
                text.push('\'');
                tail = more;
            }
            None => {
                *rest = behind;
                return Some(text);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn trees_are_read() {
        use Expression::{Call, Integer, Step, Text};
        let text = |text: &str| Text(text.to_owned());
        assert_eq!(
            Expression::parse("[ a.B( 'it''s' , -3 ).c[ 'd' ] ]"),
            Some(Step(
                Box::new(Step(
                    Box::new(Call("a.b".to_owned(), vec![text("it's"), Integer(-3)])),
                    Box::new(text("c"))
                )),
                Box::new(text("d"))
            ))
        );
        for wrong in [
            "[]",
            "[a]",
            "[a(]",
            "[a(,)]",
            "[a('b)]",
            "[a() b()]",
            "[a().]",
            "[1.5]",
            "[a()[]",
            "x",
            "[--1]",
            "[a('b' 'c')]",
        ] {
            assert_eq!(Expression::parse(wrong), None, "{wrong}");
        }
        for (open, close) in [("a(", ")"), ("a()[", "]"), ("a()", ".b")] {
            let deep = format!("[{}a(){}]", open.repeat(9000), close.repeat(9000));
            assert_eq!(Expression::parse(&deep), None);
        }
        let steps = format!("[a(){}]", ".b".repeat(9000));
        assert_eq!(Expression::parse(&steps), None);
    }

    #[test]
    fn names_are_found_everywhere() {
        let tree = Expression::parse("[f(parameters('A').b[variables('c')], parameters(g()))]");
        let mut found = Vec::new();
        tree.unwrap()
            .names(&mut |function, name| found.push(format!("{function} {name}")));
        assert_eq!(found, ["parameters A", "variables c"]);
    }

    #[test]
    fn escapes_need_both_brackets() {
        for (text, expected) in [("[[a]", "[a]"), ("[[a", "[[a"), ("[a", "[a"), ("a]", "a]")] {
            assert_eq!(unescaped(text), expected);
            assert!(!is_expression(text));
        }
        assert!(is_expression("[a]"));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_not(text in "\\[[a-z0-9'.,()\\[\\] é-]{0,60}\\]") {
            if let Some(tree) = Expression::parse(&text) {
                tree.names(&mut |_, _| ());
            }
        }
    }
}
