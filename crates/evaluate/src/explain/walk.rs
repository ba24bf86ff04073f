//! Walk from a rule to those that it refers to.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::Examined;
use onus_policy::engine::{Body, Expr, Literal, Rule, Span, Statement, Value};
use onus_policy::names::symbol_table::{Definition, Index, RuleId};
use onus_policy::probe::{Explanation as Held, Subject};
use onus_policy::{EngineBuilder, EngineFile, Prepared};

use super::{BodyTrace, Outcome, RuleTrace, Shown, StatementTrace, at};
use crate::explain::input_places::ReferencedPlaces;

/// Rules that refer to rules are followed this far.
pub(crate) const DEEPEST: usize = 6;

/// More bodies than these are not looked at: nobody reads so many.
const MOST_BODIES: usize = 250;

/// Goes through the rules of one control.
pub struct Walker<'w> {
    bench: &'w EngineBuilder<'w>,
    pub(crate) examined: &'w Examined<'w>,
    input: &'w Value,
    prepared: Arc<Prepared<'w>>,
    files: Vec<EngineFile<'w>>,
    pub(crate) index: Index<'w>,
    pub(crate) behind: ReferencedPlaces<'w>,
    /// What is shown already, with the arguments of functions.
    pub(crate) seen: BTreeSet<(RuleId, Vec<String>)>,
    bodies: usize,
}

/// A definition of a rule, and how its bodies went, up to the one that holds.
struct Tried<'w> {
    file: EngineFile<'w>,
    rule: &'w Rule,
    given: Vec<(&'w Expr, Value)>,
    bodies: Vec<(&'w Body, Went)>,
}

impl Tried<'_> {
    fn is_refused(&self) -> bool {
        self.bodies
            .iter()
            .any(|(_, went)| matches!(went, Went::Refused(_)))
    }

    fn gives(&self) -> bool {
        self.bodies
            .iter()
            .any(|(_, went)| matches!(went, Went::Gives(_)))
    }
}

/// How a body goes.
enum Went {
    /// It gives the rule a value.
    Gives(Held),
    /// One of its statements does not hold.
    Fails(Held),
    /// They all do, and this term of the head has no value.
    FailsAt(Expr, Held),
    /// The engine can't say.
    Refused(String),
}

/// What a statement is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// To hold or not.
    Condition,
    /// To give a value.
    Value,
}

/// One definition of an explained rule.
pub(crate) struct ExplainedDefinition<'a, 'w> {
    pub file: EngineFile<'w>,
    pub rule: &'w Rule,
    pub subject: &'a Subject<'a>,
    pub depth: usize,
}

impl<'w> Walker<'w> {
    /// Takes up the control's file and what it refers to.
    pub fn new(bench: &'w EngineBuilder<'w>, examined: &'w Examined<'w>) -> Result<Self, String> {
        let control = examined.control();
        let files = bench.around(&control.file);
        let (Some(file), Some(input)) = (files.first(), examined.input()) else {
            return Err(format!("the policy `{}` is not at hand", control.file));
        };
        let prepared = bench
            .engine(*file)
            .map_err(|error| error.problem().message)?;
        let index = Index::new(files.iter().map(|file| file.module()));
        Ok(Self {
            bench,
            examined,
            input,
            prepared: Arc::new(prepared),
            behind: ReferencedPlaces::new(&index, input),
            index,
            files,
            seen: BTreeSet::new(),
            bodies: 0,
        })
    }

    /// How a rule of the control's file came to its value.
    pub fn rule(&mut self, name: &str) -> RuleTrace {
        let package = self
            .files
            .first()
            .map(|file| file.module().package.clone())
            .unwrap_or_default();
        let id = RuleId {
            package,
            name: name.to_owned(),
        };
        self.seen.insert((id.clone(), Vec::new()));
        self.trace(&id, name, &[], 0)
    }

    pub(crate) fn trace(
        &mut self,
        id: &RuleId,
        name: &str,
        arguments: &[(Value, Shown)],
        depth: usize,
    ) -> RuleTrace {
        let definitions: Vec<Definition<'w>> = self.index.definitions(id).to_vec();
        let values: Vec<Value> = arguments.iter().map(|(value, _)| value.clone()).collect();
        let mut last = None;
        let mut tried = Vec::new();
        for definition in definitions {
            let Some(file) = self.file_of(definition) else {
                continue;
            };
            if definition.rule.is_default {
                last = Some(self.default(file, definition.rule));
            } else {
                tried.push(self.tried(file, definition.rule, &values));
            }
        }
        // What the engine can't decide goes first, then what holds. Of a rule that another one refers to, what gives it a
        // value says enough.
        tried.sort_by_key(|tried| (!tried.is_refused(), !tried.gives()));
        let gives = tried.iter().any(Tried::gives);
        if gives && depth > 0 {
            tried.retain(|tried| tried.gives() || tried.is_refused());
        }
        let mut bodies: Vec<BodyTrace> = tried
            .into_iter()
            .flat_map(|tried| self.told(tried, depth))
            .collect();
        if !gives {
            bodies.extend(last);
        }
        RuleTrace {
            name: name.to_owned(),
            arguments: arguments.iter().map(|(_, shown)| shown.clone()).collect(),
            bodies,
        }
    }

    fn file_of(&self, definition: Definition<'w>) -> Option<EngineFile<'w>> {
        self.files
            .iter()
            .copied()
            .find(|file| std::ptr::eq(file.module(), definition.module))
    }

    fn default(&self, file: EngineFile<'w>, rule: &Rule) -> BodyTrace {
        let value = rule.bodies.first().and_then(|body| body.value.as_ref());
        BodyTrace {
            at: at(file.document(), &rule.span),
            outcome: Outcome::Default,
            value: value.map(|value| text_of(file, &value.extent())),
            statements: Vec::new(),
        }
    }

    /// Asks the bodies of a definition up to the one that holds; the later ones are
    /// only definition when those before them don't (`else`).
    fn tried(&mut self, file: EngineFile<'w>, rule: &'w Rule, arguments: &[Value]) -> Tried<'w> {
        let mut tried = Tried {
            file,
            rule,
            given: rule
                .arguments
                .iter()
                .flatten()
                .zip(arguments.iter().cloned())
                .collect(),
            bodies: Vec::new(),
        };
        let bodies = self.with_subject(&tried, |walker, subject| {
            let mut bodies = Vec::new();
            // A function can be defined for some arguments only.
            if !subject.fits() {
                return bodies;
            }
            for body in &rule.bodies {
                walker.bodies += 1;
                if walker.bodies > MOST_BODIES {
                    let reason = format!("{MOST_BODIES} bodies were looked at before it");
                    bodies.push((body, Went::Refused(reason)));
                    break;
                }
                let went = went(subject, rule, body);
                let gives = matches!(went, Went::Gives(_));
                bodies.push((body, went));
                if gives {
                    break;
                }
            }
            bodies
        });
        tried.bodies = bodies;
        tried
    }

    fn with_subject<T>(
        &mut self,
        tried: &Tried<'w>,
        work: impl FnOnce(&mut Self, &Subject<'_>) -> T,
    ) -> T {
        let (bench, prepared, file) = (self.bench, Arc::clone(&self.prepared), tried.file);
        let written = |span: &Span| bench.written(&prepared, file, span);
        let subject = Subject {
            text: file.document().text(),
            module: file.module(),
            written: &written,
            engine: &prepared.engine,
            input: Some(self.input),
            given: &tried.given,
        };
        work(self, &subject)
    }

    /// What there is to say of the bodies of a definition.
    fn told(&mut self, tried: Tried<'w>, depth: usize) -> Vec<BodyTrace> {
        self.with_subject(&tried, |walker, subject| {
            let definition = ExplainedDefinition {
                file: tried.file,
                rule: tried.rule,
                subject,
                depth,
            };
            tried
                .bodies
                .iter()
                .enumerate()
                .map(|(number, (body, went))| walker.body(&definition, number, body, went))
                .collect()
        })
    }

    fn body(
        &mut self,
        definition: &ExplainedDefinition<'_, 'w>,
        number: usize,
        body: &'w Body,
        went: &Went,
    ) -> BodyTrace {
        let start = match (number, body.query.0.first(), &body.value) {
            (0, ..) | (_, None, None) => definition.rule.span.clone(),
            (_, _, Some(value)) => value.extent(),
            (_, Some(first), None) => first.extent(),
        };
        let (outcome, statements) = match went {
            Went::Refused(reason) => {
                let reason = self.examined.text(reason);
                (Outcome::Unknown { reason }, Vec::new())
            }
            Went::Fails(held) => (Outcome::Fails, self.failing(definition, body, held)),
            Went::FailsAt(term, held) => {
                let statement = statement_of(term);
                let mut said = BTreeSet::new();
                let trace = self.statement(
                    definition,
                    &body.query.0,
                    &statement,
                    held,
                    Role::Value,
                    &mut said,
                );
                (Outcome::Fails, vec![trace])
            }
            Went::Gives(held) => {
                let ways = held.ways;
                (
                    Outcome::Holds { ways },
                    self.holding(definition, body, held),
                )
            }
        };
        BodyTrace {
            at: at(definition.file.document(), &start),
            outcome,
            value: body
                .value
                .as_ref()
                .filter(|value| matches!(value, Expr::Text(..) | Expr::Scalar(_)))
                .map(|value| text_of(definition.file, &value.extent())),
            statements,
        }
    }

    /// The statement that does not hold.
    fn failing(
        &mut self,
        definition: &ExplainedDefinition<'_, 'w>,
        body: &Body,
        held: &Held,
    ) -> Vec<StatementTrace> {
        let Some(failed) = &held.failed else {
            return Vec::new();
        };
        let context = body.query.0.get(..failed.after).unwrap_or_default();
        let statement = body.query.0.iter().find(|s| s.extent() == failed.span);
        statement
            .map(|statement| {
                let mut said = BTreeSet::new();
                self.statement(
                    definition,
                    context,
                    statement,
                    held,
                    Role::Condition,
                    &mut said,
                )
            })
            .into_iter()
            .collect()
    }

    /// The statements of a body that holds, and what its value leads to.
    fn holding(
        &mut self,
        definition: &ExplainedDefinition<'_, 'w>,
        body: &Body,
        held: &Held,
    ) -> Vec<StatementTrace> {
        let mut traces = Vec::new();
        let mut said = BTreeSet::new();
        for statement in &body.query.0 {
            if says_nothing(definition, statement) {
                continue;
            }
            let role = match &statement.literal {
                Literal::Expr(Expr::Assign { .. }) => Role::Value,
                _ => Role::Condition,
            };
            traces.push(self.statement(
                definition,
                &body.query.0,
                statement,
                held,
                role,
                &mut said,
            ));
        }
        if let Some(value) = body.value.as_ref().filter(|_| definition.depth > 0)
            && self.leads_on(definition, value)
        {
            let statement = statement_of(value);
            let context = &body.query.0;
            traces.push(self.statement(
                definition,
                context,
                &statement,
                held,
                Role::Value,
                &mut said,
            ));
        }
        traces
    }
}

/// Whether a statement only writes the finding down that the head gives, declares
/// names, or prints.
fn says_nothing(definition: &ExplainedDefinition<'_, '_>, statement: &Statement) -> bool {
    match &statement.literal {
        Literal::Some(_) => true,
        Literal::Expr(Expr::Call { function, .. }) => function == &["print"],
        Literal::Expr(Expr::Assign { left, right, .. }) => {
            let is_given = definition.rule.keys.iter().any(
                |key| matches!((key, left.as_ref()), (Expr::Var(a, _), Expr::Var(b, _)) if a == b),
            );
            is_given && !matches!(right.as_ref(), Expr::Var(..) | Expr::Index { .. })
        }
        _ => false,
    }
}

/// How a body goes.
fn went(subject: &Subject<'_>, rule: &Rule, body: &Body) -> Went {
    let held = match subject.explain(&body.query) {
        Ok(held) if held.failed.is_some() => return Went::Fails(held),
        Ok(held) => held,
        Err(error) => return Went::Refused(error.to_string()),
    };
    // The value of the body, or the member that it adds, may be undefined.
    for term in body.value.iter().chain(&rule.keys) {
        match subject.values(&body.query.0, term) {
            Ok(values) if values.is_empty() => {
                let failed = Some(subject.failed(&body.query.0, &statement_of(term)));
                return Went::FailsAt(term.clone(), Held { failed, ..held });
            }
            Ok(_) => {}
            Err(error) => return Went::Refused(error.to_string()),
        }
    }
    Went::Gives(held)
}

/// An expression as a statement of its own.
pub(crate) fn statement_of(expr: &Expr) -> Statement {
    Statement {
        literal: Literal::Expr(expr.clone()),
        with: Vec::new(),
        span: expr.extent(),
    }
}

pub(crate) fn text_of(file: EngineFile<'_>, span: &Span) -> String {
    file.document()
        .text()
        .get(span.clone())
        .unwrap_or_default()
        .to_owned()
}
