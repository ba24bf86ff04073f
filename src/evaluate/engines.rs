//! One worker's engines: a clone of each group's engine, made when it is first
//! asked, and what they have answered.

use std::collections::BTreeMap;

use crate::engine::{Engine, EngineError, Value};
use crate::policy::Question;

/// Answers that one worker keeps; beyond that it starts anew.
const MOST_KEPT: usize = 50_000;

/// What a question may read, and the answer.
type Answers = BTreeMap<Vec<Option<Value>>, Option<Value>>;

/// The engines of one worker, and the document that they are asked about.
pub struct Engines<'s> {
    prepared: &'s [Engine],
    /// Each with the number of the input that it has been given.
    own: Vec<Option<(Engine, u64)>>,
    input: Value,
    number: u64,
    /// Answers by question and by the values that it may read. The values are the
    /// key, so two inputs share an answer only when the question can't tell them
    /// apart.
    kept: Option<BTreeMap<usize, Answers>>,
    count: usize,
}

impl<'s> Engines<'s> {
    /// Clones of prepared engines. With `plain` every question is asked anew.
    pub fn new(prepared: &'s [Engine], plain: bool) -> Self {
        Self {
            prepared,
            own: prepared.iter().map(|_| None).collect(),
            input: Value::null(),
            number: 0,
            kept: (!plain).then(BTreeMap::new),
            count: 0,
        }
    }

    /// Sets the document that policies see as `input`.
    pub fn set_input(&mut self, input: Value) {
        self.input = input;
        self.number += 1;
    }

    /// Asks a question about the input.
    ///
    /// # Errors
    /// The policy fails, takes too long, or makes the engine panic. Errors are not
    /// kept.
    pub fn evaluate(&mut self, question: &Question) -> Result<Option<Value>, EngineError> {
        if self.kept.is_none() {
            return self.ask(question);
        }
        let seen: Vec<Option<Value>> = question
            .watched
            .iter()
            .map(|pointer| self.input.at(pointer))
            .collect();
        if let Some(answer) = self
            .kept
            .as_ref()
            .and_then(|kept| kept.get(&question.number)?.get(&seen))
        {
            return Ok(answer.clone());
        }
        let answer = self.ask(question)?;
        if let Some(kept) = &mut self.kept {
            if self.count >= MOST_KEPT {
                kept.clear();
                self.count = 0;
            }
            kept.entry(question.number)
                .or_default()
                .insert(seen, answer.clone());
            self.count += 1;
        }
        Ok(answer)
    }

    fn ask(&mut self, question: &Question) -> Result<Option<Value>, EngineError> {
        let (Some(prepared), Some(slot)) = (
            self.prepared.get(question.engine),
            self.own.get_mut(question.engine),
        ) else {
            return Err(EngineError::Rego {
                message: format!("`{}` has no engine", question.rule),
                place: None,
            });
        };
        let (engine, given) = slot.get_or_insert_with(|| (prepared.clone(), 0));
        if *given != self.number {
            engine.set_input(&self.input);
            *given = self.number;
        }
        engine.evaluate(&question.rule)
    }
}
