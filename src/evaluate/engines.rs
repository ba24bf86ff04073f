//! One worker's engines: a clone of each group's engine, made when it is first
//! asked, and what they have answered.

use std::collections::{BTreeMap, HashMap};

use crate::engine::{Engine, EngineError, Value};
use crate::policy::{Question, Together};

use super::seen::{Seen, seen};

/// Answers that one worker keeps; beyond that it starts anew.
pub const MOST_KEPT: usize = 50_000;

/// What a question may read, and the answer. The values are the key, so two
/// inputs share an answer only when the question can't tell them apart.
type Answers = BTreeMap<Vec<Seen>, Option<Value>>;

/// The engines of one worker, and the document that they are asked about.
pub struct Engines<'s> {
    prepared: &'s [Engine],
    /// Each with the number of the input that it has been given.
    own: Vec<Option<(Engine, u64)>>,
    input: Value,
    number: u64,
    memory: Option<Memory<'s>>,
    /// What policies have printed, if anybody listens.
    prints: Option<Vec<String>>,
}

/// What has been answered, and what is answered together.
struct Memory<'s> {
    /// By the question's rule.
    kept: HashMap<String, Answers>,
    count: usize,
    /// By the rule of each of its questions.
    together: HashMap<&'s str, &'s Together>,
}

impl<'s> Engines<'s> {
    /// Clones of prepared engines that keep nothing: every question is asked anew.
    pub fn plain(prepared: &'s [Engine]) -> Self {
        Self {
            prepared,
            own: prepared.iter().map(|_| None).collect(),
            input: Value::null(),
            number: 0,
            memory: None,
            prints: None,
        }
    }

    /// The same, and what policies print is kept until somebody takes it.
    pub fn listening(prepared: &'s [Engine]) -> Self {
        Self {
            prints: Some(Vec::new()),
            ..Self::plain(prepared)
        }
    }

    /// Clones of prepared engines that keep their answers, and answer what is asked
    /// together at once.
    pub fn keeping(
        prepared: &'s [Engine],
        together: impl IntoIterator<Item = &'s Together>,
    ) -> Self {
        let together = together
            .into_iter()
            .flat_map(|set| set.members.iter().map(move |rule| (rule.as_str(), set)))
            .collect();
        Self {
            memory: Some(Memory {
                kept: HashMap::new(),
                count: 0,
                together,
            }),
            ..Self::plain(prepared)
        }
    }

    /// Sets the document that policies see as `input`.
    pub fn set_input(&mut self, input: Value) {
        self.input = input;
        self.number += 1;
    }

    /// What policies have printed since this was last asked; nothing unless these
    /// engines are listening.
    pub fn take_prints(&mut self) -> Vec<String> {
        self.prints.as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// Asks a question about the input.
    ///
    /// # Errors
    /// The policy fails, takes too long, or makes the engine panic. Errors are not
    /// kept.
    pub fn evaluate(&mut self, question: &Question) -> Result<Option<Value>, EngineError> {
        let rule = question.rule.as_str();
        let Some(memory) = &self.memory else {
            return self.ask(question.engine, &question.path, rule);
        };
        let seen = seen(&self.input, &question.watched);
        if let Some(answer) = memory.kept.get(rule).and_then(|kept| kept.get(&seen)) {
            return Ok(answer.clone());
        }
        if let Some(set) = memory.together.get(rule).copied()
            && let Some(answers) = self.ask_together(set, rule)
        {
            let mut own = None;
            for (member, answer) in set.members.iter().zip(answers) {
                if member == rule {
                    own = Some(answer.clone());
                }
                self.keep(member, seen.clone(), answer);
            }
            if let Some(answer) = own {
                return Ok(answer);
            }
        }
        let answer = self.ask(question.engine, &question.path, rule)?;
        self.keep(rule, seen, answer.clone());
        Ok(answer)
    }

    /// The answers of a set, in order; none when one of its questions fails, for
    /// then each has to be asked alone. What took too long is never asked together again:
    /// every member would wait for it.
    fn ask_together(&mut self, set: &'s Together, name: &str) -> Option<Vec<Option<Value>>> {
        let answered = self.ask(set.engine, &set.rule, name);
        if answered.as_ref().is_err_and(EngineError::is_cut_off)
            && let Some(memory) = &mut self.memory
        {
            memory
                .together
                .retain(|_, other| !std::ptr::eq(*other, set));
        }
        let answers = answered.ok()??.items();
        (answers.len() == set.members.len()).then(|| {
            answers
                .iter()
                .map(|answer| answer.items().into_iter().next())
                .collect()
        })
    }

    fn keep(&mut self, rule: &str, seen: Vec<Seen>, answer: Option<Value>) {
        let Some(memory) = &mut self.memory else {
            return;
        };
        if memory.count >= MOST_KEPT {
            memory.kept.clear();
            memory.count = 0;
        }
        memory.count += 1;
        match memory.kept.get_mut(rule) {
            Some(answers) => {
                answers.insert(seen, answer);
            }
            None => {
                memory
                    .kept
                    .insert(rule.to_owned(), Answers::from([(seen, answer)]));
            }
        }
    }

    /// `name` is what people know the rule by.
    fn ask(&mut self, engine: usize, rule: &str, name: &str) -> Result<Option<Value>, EngineError> {
        let (Some(prepared), Some(slot)) = (self.prepared.get(engine), self.own.get_mut(engine))
        else {
            return Err(EngineError::Rego {
                message: format!("`{rule}` has no engine"),
                place: None,
            });
        };
        let (engine, given) = slot.get_or_insert_with(|| (prepared.clone(), 0));
        if *given != self.number {
            engine.set_input(&self.input);
            *given = self.number;
        }
        let answer = engine.evaluate_for(rule, name);
        // The engine would keep what is printed for as long as it lives.
        let printed = engine.prints();
        if let Some(prints) = &mut self.prints {
            prints.extend(printed);
        }
        answer
    }
}
