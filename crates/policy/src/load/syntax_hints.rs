//! Hints for syntax errors: what was probably intended. The engine's own messages are about
//! its grammar, and about the place where it noticed.

use crate::engine::Span;

/// What is wrong, in words for whoever wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

/// The place of a mistake, where it is not the engine's.
type Placed = (Mistake, Option<Span>);

/// Explains an error of the engine's at an offset of a policy's text; none where its
/// own words have to do.
pub fn explain(text: &str, at: usize, message: &str) -> Option<Placed> {
    let there = There {
        text,
        at,
        before: text.get(..at)?,
        rest: text.get(at..)?,
        message,
    };
    there
        .no_package()
        .or_else(|| there.newer_rego())
        .or_else(|| there.other_languages())
        .or_else(|| there.older_rego())
        .or_else(|| there.other_alphabet())
        .or_else(|| there.open_text())
        .or_else(|| there.comma())
        .or_else(|| there.open_bracket())
        .or_else(|| there.nothing())
        .or_else(|| there.assigned())
        .or_else(|| there.unbound())
}

/// Where the engine stopped.
struct There<'t> {
    text: &'t str,
    at: usize,
    before: &'t str,
    rest: &'t str,
    message: &'t str,
}

fn hint(message: impl Into<String>, help: impl Into<String>) -> Placed {
    let (message, help) = (message.into(), help.into());
    (Mistake { message, help }, None)
}

impl There<'_> {
    fn no_package(&self) -> Option<Placed> {
        if !self.message.contains("Missing package declaration") {
            return None;
        }
        Some(if self.text.trim().is_empty() {
            hint(
                "this file is empty",
                "`onus new` writes a control to begin with",
            )
        } else if self.text.trim_start().starts_with("```") {
            hint(
                "this is Markdown, and Rego only begins below it",
                "take out the lines that begin with ```",
            )
        } else {
            hint(
                "a policy begins with its package",
                "write `package acme.NAME` above everything but comments",
            )
        })
    }

    /// Template strings and negated bodies of newer versions of OPA.
    fn newer_rego(&self) -> Option<Placed> {
        if self.rest.starts_with("$\"") || self.rest.starts_with("$`") {
            return Some(hint(
                "template strings are Rego of newer versions of OPA, and onus reads Rego v1",
                "write `sprintf(\"%v is open\", [value])`",
            ));
        }
        let (at, bracket) = unmatched(self.before)?;
        let before = self.before.get(..at)?.trim_end();
        let is_negated = before
            .strip_suffix("not")
            .is_some_and(|rest| rest.ends_with(|c: char| c.is_whitespace() || "{;(".contains(c)));
        if bracket != '{' || !is_negated {
            return None;
        }
        let (mistake, _) = hint(
            "`not { ... }` is Rego of newer versions of OPA, and onus reads Rego v1",
            "write the conditions as a rule of their own, `open if { ... }`, and `not open`",
        );
        Some((mistake, Some(at..at + 1)))
    }

    /// Operators and quotes that other languages have.
    fn other_languages(&self) -> Option<Placed> {
        let near = |operator: &str| {
            self.rest.starts_with(operator)
                || operator.split_at_checked(1).is_some_and(|(first, second)| {
                    self.before.trim_end_matches(' ').ends_with(operator)
                        || self.before.ends_with(first) && self.rest.starts_with(second)
                })
        };
        let and = "write each condition on a line of its own: all of them must hold";
        let or = "write one rule for each alternative: one that holds is enough";
        if near("&&") {
            Some(hint("Rego has no `&&`", and))
        } else if near("||") {
            Some(hint("Rego has no `||`", or))
        } else if self.rest.starts_with("and ") {
            Some(hint(
                "`and` is Rego of newer versions of OPA, and onus reads Rego v1",
                and,
            ))
        } else if self.rest.starts_with("or ") {
            Some(hint(
                "`or` is Rego of newer versions of OPA, and onus reads Rego v1",
                or,
            ))
        } else if self.rest.starts_with('!') && !self.rest.starts_with("!=") {
            Some(hint("Rego has no `!`", "write `not` and a space"))
        } else if self.rest.starts_with('\'') {
            Some(hint(
                "texts stand in double quotes",
                "write `\"` in place of `'`",
            ))
        } else {
            None
        }
    }

    /// `deny[msg] {`.
    fn older_rego(&self) -> Option<Placed> {
        if !self.message.contains("`if` keyword is required") {
            return None;
        }
        let head = self.before.rsplit('\n').next()?.trim();
        let new = match head.strip_suffix(']').and_then(|head| head.split_once('[')) {
            Some((name, member)) => format!("{name} contains {member} if {{"),
            None => format!("{head} if {{"),
        };
        Some(hint(
            "a rule's conditions stand behind `if`",
            format!(
                "write `{new}`; `opa fmt --rego-v1 -w FILE` rewrites all that is written for older versions of Rego"
            ),
        ))
    }

    /// A name that is not ASCII.
    fn other_alphabet(&self) -> Option<Placed> {
        let is_part = |c: char| c.is_alphanumeric() || c == '_';
        let strange = self.rest.chars().next()?;
        if strange.is_ascii() || !strange.is_alphabetic() {
            return None;
        }
        let begun = self
            .before
            .rsplit(|c| !is_part(c))
            .next()
            .unwrap_or_default();
        let ended = self.rest.split(|c| !is_part(c)).next().unwrap_or_default();
        let name = format!("{begun}{ended}");
        let start = self.at - begun.len();
        let (mistake, _) = hint(
            format!("`{name}` can't be a name in Rego, which takes letters of ASCII only"),
            format!("where it is a key, write `[\"{name}\"]` in place of `.{name}`"),
        );
        Some((mistake, Some(start..self.at + ended.len())))
    }

    fn open_text(&self) -> Option<Placed> {
        if !self.message.contains("invalid character in string") {
            return None;
        }
        let line = self.before.rsplit('\n').next()?;
        let quote = self.at - line.len() + line.rfind('"')?;
        let (mistake, _) = hint(
            "this text is not closed",
            "write `\"` at its end; a text of several lines stands in backquotes",
        );
        Some((mistake, Some(quote..self.at)))
    }

    /// Conditions with a comma between them.
    fn comma(&self) -> Option<Placed> {
        if !self.message.contains("while parsing membership") {
            return None;
        }
        let comma = self
            .before
            .trim_end()
            .rfind(",\n")
            .or_else(|| self.before.rfind(",\r\n"))?;
        let (mistake, _) = hint(
            "a condition ends with its line, not with a comma",
            "take the comma out: conditions stand on a line each, and all of them must hold",
        );
        Some((mistake, Some(comma..comma + 1)))
    }

    fn open_bracket(&self) -> Option<Placed> {
        let expected = ["`}`", "`]`", "`)`"]
            .into_iter()
            .find(|close| self.message.contains(&format!("expecting {close} while")))?;
        let close = expected.trim_matches('`');
        let line = self.before.rsplit('\n').next().unwrap_or_default();
        let is_next_rule = line.is_empty() || line.starts_with(|c: char| !c.is_whitespace());
        let is_other = self.rest.is_empty() || self.rest.starts_with(['}', ']', ')']);
        if !is_next_rule && !is_other {
            return None;
        }
        let (at, bracket) = unmatched(self.before)?;
        if closes(bracket) != close {
            return None;
        }
        let (mistake, _) = hint(
            format!("this `{bracket}` is not closed"),
            format!("write `{close}` behind the last of what it holds"),
        );
        Some((mistake, Some(at..at + 1)))
    }

    /// Something is missing.
    fn nothing(&self) -> Option<Placed> {
        if self.message != "expecting expression" {
            return None;
        }
        let next = self.rest.chars().next()?;
        Some(if next == '=' {
            hint(
                "an expression is missing before this `=`",
                "`==` compares, and `:=` gives a name a value",
            )
        } else if next.is_whitespace() {
            return None;
        } else {
            hint(
                format!("an expression is missing before this `{next}`"),
                "complete what stands before it, or take it out",
            )
        })
    }

    /// `input.x := value`.
    fn assigned(&self) -> Option<Placed> {
        if !self
            .message
            .contains("requires left-hand side to have bindable variables")
        {
            return None;
        }
        let line = self.before.rsplit('\n').next().unwrap_or_default();
        let start = self.at - line.len() + line.len() - line.trim_start().len();
        let rest = self.rest.lines().next().unwrap_or_default();
        let left = self.text.get(start..self.at + rest.find(":=")?)?.trim_end();
        let left_start = left.rfind(' ').map_or(start, |space| start + space + 1);
        let left = self.text.get(left_start..start + left.len())?;
        let (mistake, _) = hint(
            format!("`:=` gives a new name a value, and `{left}` is none"),
            format!("to compare, write `{left} == ...`"),
        );
        Some((mistake, Some(left_start..left_start + left.len())))
    }

    /// A name without a value.
    fn unbound(&self) -> Option<Placed> {
        let (_, rest) = self.message.split_once("undefined variable `")?;
        let (name, _) = rest.split_once('`')?;
        let constants = ["true", "false", "null"];
        let lower = name.to_lowercase();
        if constants.contains(&lower.as_str()) {
            return Some(hint(
                format!("`{name}` is not a value in Rego"),
                format!("did you mean `{lower}`?"),
            ));
        }
        if ["none", "nil", "undefined"].contains(&lower.as_str()) {
            return Some(hint(
                format!("`{name}` is not a value in Rego"),
                "for what may be absent, compare `object.get(input.properties, \"NAME\", null)` with `null`",
            ));
        }
        let message = format!("nothing gives `{name}` a value");
        let behind = self.rest.strip_prefix(name).unwrap_or_default();
        let is_first = self
            .before
            .trim_end_matches([' ', '\t'])
            .ends_with(['\n', '{']);
        if is_first && behind.trim_start_matches([' ', '\t']).starts_with("in ") {
            let line = self.rest.lines().next().unwrap_or_default().trim_end();
            return Some(hint(
                message,
                format!("to go through all there is, write `some {line}`"),
            ));
        }
        let help = match onus_core::suggest::nearest(name, self.names()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if self.before.trim_end().ends_with("==")
                || self.before.trim_end().ends_with("!=") =>
            {
                format!(
                    "write `\"{name}\"` when it is meant as a text; a name gets its value from `:=`, `some ... in`, or a rule that is called so"
                )
            }
            None => "a name gets its value from `:=`, `some ... in`, or a rule that is called so"
                .to_owned(),
        };
        Some(hint(message, help))
    }

    /// The names of rules and imports, as far as lines begin with them.
    fn names(&self) -> impl Iterator<Item = &str> {
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
        self.text.lines().filter_map(move |line| {
            let name = match line.strip_prefix("import ") {
                Some(path) => path.rsplit(['.', ' ']).next()?,
                None => line
                    .strip_prefix("default ")
                    .unwrap_or(line)
                    .split(move |c| !is_part(c))
                    .next()?,
            };
            (!["", "package"].contains(&name)).then_some(name)
        })
    }
}

fn closes(bracket: char) -> &'static str {
    match bracket {
        '{' => "}",
        '[' => "]",
        _ => ")",
    }
}

/// The last bracket that nothing has closed.
fn unmatched(text: &str) -> Option<(usize, char)> {
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut quote: Option<char> = None;
    let mut is_escaped = false;
    let mut is_comment = false;
    for (at, c) in text.char_indices() {
        if is_comment {
            is_comment = c != '\n';
            continue;
        }
        match quote {
            Some(_) if is_escaped => is_escaped = false,
            Some('"') if c == '\\' => is_escaped = true,
            Some(begun) if c == begun => quote = None,
            Some(_) => {}
            None => match c {
                '"' | '`' => quote = Some(c),
                '#' => is_comment = true,
                '{' | '[' | '(' => open.push((at, c)),
                '}' | ']' | ')' => {
                    open.pop();
                }
                _ => {}
            },
        }
    }
    open.pop()
}

#[cfg(test)]
mod tests {
    use crate::load::syntax_hints::{explain, unmatched};

    #[test]
    fn constructs_of_newer_versions_are_named() {
        for (text, at, wanted) in [
            ("x if a and b", "and b", "`and` is Rego of newer"),
            ("x if { a or b }", "or b", "`or` is Rego of newer"),
            ("x := $\"{a}\"", "$", "template strings are Rego of newer"),
            ("x := $`{a}`", "$", "template strings are Rego of newer"),
            ("x if not { a; b }", "; b", "`not { ... }` is Rego of newer"),
            (
                "x if {\n\tnot {\n\t\ta\n\t\tb\n\t}\n}",
                "b\n",
                "`not { ... }` is Rego of newer",
            ),
        ] {
            let at = text.find(at).unwrap();
            let (mistake, _) = explain(text, at, "expecting `}` while parsing set").unwrap();
            assert!(
                mistake.message.starts_with(wanted),
                "{text}: {}",
                mistake.message
            );
        }
    }

    #[test]
    fn brackets_in_texts_and_comments_do_not_count() {
        assert_eq!(
            unmatched("x if {\n\ty == \"[\\\"(\" # {\n\tz == `(`\n"),
            Some((5, '{'))
        );
        assert_eq!(unmatched("x := [1, {2}]"), None);
    }
}
