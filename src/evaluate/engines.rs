//! One worker's engines: a clone of each group's engine, made when it is first
//! asked.

use crate::engine::{Engine, EngineError, Value};
use crate::policy::Question;

/// The engines of one worker, and the document that they are asked about.
pub struct Engines<'s> {
    prepared: &'s [Engine],
    /// Each with the number of the input that it has been given.
    own: Vec<Option<(Engine, u64)>>,
    input: Value,
    number: u64,
}

impl<'s> Engines<'s> {
    /// Clones of prepared engines.
    pub fn new(prepared: &'s [Engine]) -> Self {
        Self {
            prepared,
            own: prepared.iter().map(|_| None).collect(),
            input: Value::null(),
            number: 0,
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
    /// The policy fails, takes too long, or makes the engine panic.
    pub fn evaluate(&mut self, question: &Question) -> Result<Option<Value>, EngineError> {
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
