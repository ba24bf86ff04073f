//! The probe: why a rule's body does not hold. It evaluates the statements one after the other
//! in a copy of the engine, until one gives nothing.
//!
//! Each step is a generated policy with the package and the imports of the rule. Its one rule
//! has the first statements of the body.

pub(crate) mod parts;
#[cfg(test)]
mod tests;

use crate::engine::{Engine, EngineError, Expr, Literal, Module, Query, Span, Statement, Value};

use onus_core::source_id::SourceId;

use parts::{needs_later, pattern_names, sides, watched};

pub use parts::bound;

/// The body in question.
pub struct Subject<'s> {
    /// The policy's text.
    pub text: &'s str,
    /// The policy of the body.
    pub module: &'s Module,
    /// What the engine was given in the place of a stretch of the policy's text.
    pub written: &'s dyn Fn(&Span) -> String,
    /// The engine that holds it.
    pub engine: &'s Engine,
    /// The document that the rule sees as `input`; none where the body says so
    /// itself, as tests do.
    pub input: Option<&'s Value>,
    /// The arguments, in order, as the head of a function writes them, with what a
    /// caller gives; none for a rule.
    pub given: &'s [(&'s Expr, Value)],
}

/// How far a body holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The statements that hold together.
    pub held: Vec<Span>,
    /// The variables of these statements, in order, with the values that they have
    /// in the first of the ways in which the statements hold.
    pub bindings: Vec<Binding>,
    /// In how many ways they hold.
    pub ways: usize,
    /// The first statement that does not hold; none when all do.
    pub failed: Option<Failed>,
}

/// One of the ways in which statements hold.
struct Way {
    /// The variables' values, in order, each in a list of its own.
    solution: Vec<Value>,
    /// What was asked for.
    term: Value,
}

/// A variable or a part of an expression, and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// As it is written.
    pub text: String,
    /// Where it is written, if it is not a variable by itself.
    pub span: Option<Span>,
    /// None where it is undefined.
    pub value: Option<Value>,
}

/// A statement that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failed {
    /// Its place.
    pub span: Span,
    /// How many of the statements before it give the variables their values.
    pub after: usize,
    /// The values of its parts.
    pub parts: Vec<Binding>,
    /// The two sides, if it asks whether they are equal and both have a value.
    pub comparison: Option<Comparison>,
}

/// What was expected, and what there was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// The side that is written out, or the right one.
    pub expected: Value,
    /// The other one.
    pub got: Value,
}

/// The place of the arguments of a function, below `data`.
const GIVEN: &str = "onus_given_by_probe";

/// The rule of a question; no policy has one that is called so.
const RULE: &str = "onus_asked_by_probe";

impl Subject<'_> {
    /// Finds the first statement of a body that does not hold.
    ///
    /// # Errors
    /// The engine fails, or takes too long, over the statements.
    pub fn explain(&self, body: &Query) -> Result<Explanation, EngineError> {
        let mut explanation = Explanation {
            held: Vec::new(),
            bindings: Vec::new(),
            ways: 1,
            failed: None,
        };
        let mut refused = None;
        // Statements that hold, and those that can't be asked without a later one,
        // since that gives a variable of theirs its value.
        let mut asked = 0;
        for (at, statement) in body.0.iter().enumerate() {
            // What needs a later statement can't be asked by itself: the engine
            // would answer nothing, as if it did not hold.
            let after = body.0.get(at + 1..).unwrap_or_default();
            if needs_later(body.0.get(..=at).unwrap_or_default(), after) {
                continue;
            }
            let first = body.0.get(..=at).unwrap_or_default();
            let names: Vec<&str> = bound(first);
            let ways = match self.evaluate_statements(first, "true") {
                Ok(ways) => ways,
                // Asking about more of the body would take as long again.
                Err(
                    error @ (EngineError::TimeLimit { .. }
                    | EngineError::MemoryLimit
                    | EngineError::TooLarge),
                ) => return Err(error),
                Err(error) => {
                    refused = Some(error);
                    continue;
                }
            };
            refused = None;
            let Some(way) = ways.first() else {
                let before = body.0.get(..asked).unwrap_or_default();
                explanation.failed = Some(self.failed(before, statement));
                return Ok(explanation);
            };
            asked = at + 1;
            explanation.held = first.iter().map(|held| held.extent()).collect();
            explanation.ways = ways.len();
            explanation.bindings = names
                .iter()
                .zip(&way.solution)
                .map(|(name, value)| Binding {
                    text: (*name).to_owned(),
                    span: None,
                    value: value.items().into_iter().next(),
                })
                .collect();
        }
        match refused {
            Some(error) => Err(error),
            None => Ok(explanation),
        }
    }

    /// Whether the arguments are such that the function is defined for them; where the
    /// engine can't say, its bodies will.
    pub fn fits(&self) -> bool {
        let is_any = |(pattern, _): &(&Expr, Value)| matches!(pattern, Expr::Var(..));
        self.given.iter().all(is_any)
            || self
                .evaluate_statements(&[], "true")
                .map_or(true, |ways| !ways.is_empty())
    }

    /// The values that an expression has after some statements, one for each of the
    /// ways in which these hold; none where it is undefined.
    ///
    /// # Errors
    /// The engine fails, or takes too long.
    pub fn values(&self, before: &[Statement], expr: &Expr) -> Result<Vec<Value>, EngineError> {
        let text = (self.written)(&expr.extent());
        let ways = self.evaluate_statements(before, &format!("({text}\n\t)"))?;
        Ok(ways.into_iter().map(|way| way.term).collect())
    }

    /// What there is to say of a statement that does not hold after others do. That
    /// the engine can't say something is no reason to say nothing.
    pub fn failed(&self, before: &[Statement], statement: &Statement) -> Failed {
        let mut parts = self.parts(before, statement);
        parts.extend(self.counterexample(before, statement));
        Failed {
            span: statement.extent(),
            after: before.len(),
            parts,
            comparison: self.comparison(before, statement),
        }
    }

    /// The values of the parts of a statement, after others hold.
    pub fn parts(&self, before: &[Statement], statement: &Statement) -> Vec<Binding> {
        let mut known = bound(before);
        known.extend(self.arguments());
        let mut parts: Vec<Binding> = Vec::new();
        for span in watched(&statement.literal, &known) {
            let text = self.text.get(span.clone()).unwrap_or_default().to_owned();
            if parts.iter().any(|part| part.text == text) {
                continue;
            }
            let value = self.value(statement, "onus_part", &span);
            if let Ok(ways) = self.evaluate_statements(before, &value)
                && let Some(first) = ways.first()
            {
                parts.push(Binding {
                    text,
                    span: Some(span),
                    value: first.term.items().into_iter().next(),
                });
            }
        }
        parts
    }

    /// A list with the value of a stretch of a statement, empty where it has none.
    fn value(&self, statement: &Statement, name: &str, span: &Span) -> String {
        let expression = (self.written)(span);
        let with = self.with(statement);
        format!("[{name} |\n\t\t{name} := ({expression}\n\t\t){with}\n\t]")
    }

    /// The names of a function's arguments.
    fn arguments(&self) -> Vec<&str> {
        let mut names = Vec::new();
        for (pattern, _) in self.given {
            pattern_names(pattern, &mut names);
        }
        names
    }

    fn comparison(&self, before: &[Statement], statement: &Statement) -> Option<Comparison> {
        let sides = sides(&statement.literal)?;
        let both = format!(
            "[{}, {}]",
            self.value(statement, "onus_expected", &sides.expected),
            self.value(statement, "onus_got", &sides.got)
        );
        let ways = self.evaluate_statements(before, &both).ok()?;
        let mut values = ways.first()?.term.items().into_iter();
        let mut next = || values.next()?.items().into_iter().next();
        Some(Comparison {
            expected: next()?,
            got: next()?,
        })
    }

    /// The first member for which an `every` does not hold.
    fn counterexample(&self, before: &[Statement], statement: &Statement) -> Option<Binding> {
        let Literal::Every {
            key,
            value,
            domain,
            query,
        } = &statement.literal
        else {
            return None;
        };
        let value = &value.text;
        let (first, last) = (query.0.first()?, query.0.last()?);
        let body = (self.written)(&(first.extent().start..last.extent().end));
        let domain = (self.written)(&domain.extent());
        let with = self.with(statement);
        let names = match key {
            Some(key) => format!("{}, {value}", key.text),
            None => value.clone(),
        };
        let wrong = format!(
            "[{value} |\n\t\tsome {names} in {domain}\n\t\tcount([1 |\n\t\t\t{body}\n\t\t]) == 0{with}\n\t]"
        );
        let ways = self.evaluate_statements(before, &wrong).ok()?;
        Some(Binding {
            text: value.clone(),
            span: None,
            value: Some(ways.first()?.term.items().into_iter().next()?),
        })
    }

    /// The variables of statements, each in a list of its own.
    fn solution(&self, names: &[&str]) -> String {
        let items: Vec<String> = names.iter().map(|name| format!("[{name}]")).collect();
        format!("[{}]", items.join(", "))
    }

    /// `with ... as ...` of a statement.
    fn with(&self, statement: &Statement) -> String {
        statement
            .with
            .iter()
            .map(|(target, value)| {
                let target = (self.written)(&target.extent());
                let value = (self.written)(&value.extent());
                format!(" with {target} as {value}")
            })
            .collect()
    }

    /// Each of the ways in which statements hold, with what `term` is then. The ways
    /// are in the order of the variables' values, whatever the term, so that the first
    /// one is always the same.
    fn evaluate_statements(
        &self,
        statements: &[Statement],
        term: &str,
    ) -> Result<Vec<Way>, EngineError> {
        let solution = self.solution(&bound(statements));
        let mut text = format!("package {}\n", (self.written)(&self.module.path_span));
        for import in &self.module.imports {
            let import = (self.written)(&import.span);
            // An import that was taken out has left its line ends.
            text.push_str(import.trim());
            text.push('\n');
        }
        text.push_str(&format!("{RULE} contains onus_way if {{\n"));
        for (number, (pattern, _)) in self.given.iter().enumerate() {
            let sign = match pattern {
                Expr::Var(..) => ":=",
                _ => "=",
            };
            let pattern = (self.written)(&pattern.extent());
            text.push_str(&format!("\t{pattern} {sign} data.{GIVEN}[{number}]\n"));
        }
        for statement in statements {
            text.push_str(&format!("\t{}\n", (self.written)(&statement.extent())));
        }
        text.push_str(&format!("\tonus_way := [{solution}, {term}]\n}}\n"));
        let mut engine = self.engine.clone();
        engine.add_policy(&SourceId::generated("explanation"), &text)?;
        if !self.given.is_empty() {
            let values = self.given.iter().map(|(_, value)| value.clone());
            engine.add_data(Value::object([(GIVEN, Value::array(values))]))?;
        }
        if let Some(input) = self.input {
            engine.set_input(input.clone());
        }
        let package = (self.written)(&self.module.path_span);
        let ways = engine.evaluate(&format!("data.{package}.{RULE}"))?;
        Ok(ways
            .iter()
            .flat_map(Value::items)
            .filter_map(|way| {
                let mut parts = way.items().into_iter();
                Some(Way {
                    solution: parts.next()?.items(),
                    term: parts.next()?,
                })
            })
            .collect())
    }
}
