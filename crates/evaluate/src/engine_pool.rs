//! Engines of one worker: a clone of each group's engine, made when it is first needed, and
//! the cached answers.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use onus_core::json_pointer::Pointer;
use onus_policy::certain::{Certain, Program};
use onus_policy::engine::{Engine, EngineError, JsonDocument, Spelling, Value};
use onus_policy::{Question, Together};

use crate::overruns::{OverrunGuard, Overruns};
use onus_policy::{Projection, project};

/// The number of answers that a worker caches before it starts again.
pub const MAX_CACHED: usize = 50_000;

/// Whether cached answers may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CachedAnswers {
    /// They may.
    Used,
    /// Every policy is evaluated.
    Ignored,
}

/// What a question may read, and the answer. The values are the key, so two
/// inputs share an answer only when the question can't tell them apart.
type Answers = BTreeMap<Vec<Projection>, Cached<Option<Value>>>;

/// One in so many uses of a kept answer is checked against a plain evaluation; which
/// ones depends on the rule and the document alone.
const SAMPLED: u64 = 256;

/// An answer, and the document that it was given for.
#[derive(Debug)]
pub struct Cached<T> {
    /// The answer.
    pub answer: T,
    /// The number of the document.
    number: u64,
    /// Whether it has been compared with a plain evaluation for another document.
    is_checked: bool,
}

impl<T> Cached<T> {
    /// An answer for the document with a number.
    pub fn new(answer: T, number: u64) -> Self {
        Self {
            answer,
            number,
            is_checked: false,
        }
    }

    /// Whether using it for a document requires a plain evaluation: the first time that
    /// this is another document, and for a sample that is the same however the work is
    /// shared out.
    pub fn wants_check(&mut self, number: u64, rule: &str, digest: impl FnOnce() -> u64) -> bool {
        let is_first = !self.is_checked && number != self.number;
        self.is_checked |= is_first;
        let mut hasher = DefaultHasher::new();
        is_first || {
            (rule, digest()).hash(&mut hasher);
            hasher.finish().is_multiple_of(SAMPLED)
        }
    }
}

/// The engines of one worker, and the document that they evaluate.
pub struct Engines<'s> {
    prepared: &'s [Engine],
    /// Each with the number of the input that it has been given.
    own: Vec<Option<(Engine, u64)>>,
    /// The policies of each engine, for documents of which something is not known.
    programs: BTreeMap<usize, Program>,
    /// Rules that were ended at a limit for such a document.
    ended: HashSet<String>,
    input: JsonDocument,
    digest: OnceCell<u64>,
    number: u64,
    memory: Option<Memory<'s>>,
    guard: OverrunGuard,
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
    /// Clones of prepared engines without a cache: every question is evaluated.
    pub fn plain(prepared: &'s [Engine]) -> Self {
        Self {
            prepared,
            own: prepared.iter().map(|_| None).collect(),
            programs: BTreeMap::new(),
            ended: HashSet::new(),
            input: Value::null().into(),
            digest: OnceCell::new(),
            number: 0,
            memory: None,
            guard: OverrunGuard::default(),
            prints: None,
        }
    }

    /// The same engines, which also keep what policies print.
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

    /// The same engines, which give up the rules that are ended at a limit together with all
    /// others that share these overruns.
    pub fn sharing(mut self, overruns: &Arc<Overruns>) -> Self {
        self.guard = OverrunGuard::new(Arc::clone(overruns));
        self
    }

    /// What is evaluated from now on is about the resource of this number in the run.
    pub fn set_resource(&mut self, number: usize) {
        self.guard.set_resource(number);
    }

    /// What is known of rules that were ended at a limit.
    pub fn guard(&self) -> &OverrunGuard {
        &self.guard
    }

    /// Sets the document that policies see as `input`.
    pub fn set_input(&mut self, input: impl Into<JsonDocument>) {
        self.input = input.into();
        self.digest = OnceCell::new();
        self.number += 1;
    }

    /// Whether answers are kept.
    pub fn keeps(&self) -> bool {
        self.memory.is_some()
    }

    /// What policies have printed since this was last asked; nothing unless these
    /// engines are listening.
    pub fn take_prints(&mut self) -> Vec<String> {
        self.prints.as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// Asks a question about the input.
    ///
    /// # Errors
    /// The policy fails, takes too long, makes the engine panic, or is given up; errors are
    /// not kept. Or an answer that was kept turns out to be wrong for this document.
    pub fn evaluate(&mut self, question: &Question) -> Result<Option<Value>, EngineError> {
        let rule = question.rule.as_str();
        self.guard.admit(rule)?;
        // Cached values do not show how decimals are written.
        let is_kept = self.input.spelling == Spelling::Usual;
        let Some(memory) = self.memory.as_mut().filter(|_| is_kept) else {
            return self.evaluate_plainly(question);
        };
        let seen = project(&self.input.value, &question.watched);
        let kept = memory.kept.get_mut(rule);
        if let Some(kept) = kept.and_then(|kept| kept.get_mut(&seen)) {
            let answer = kept.answer.clone();
            let digest = || *self.digest.get_or_init(|| self.input.value.digest());
            if kept.wants_check(self.number, rule, digest) {
                return self.checked(question, answer);
            }
            return Ok(answer);
        }
        let memory = &*memory;
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
        let answer = self.evaluate_plainly(question)?;
        self.keep(rule, seen, answer.clone());
        Ok(answer)
    }

    /// Asks a question about the input, whatever has been answered before.
    ///
    /// # Errors
    /// The policy fails, takes too long, makes the engine panic, or is given up.
    pub fn evaluate_plainly(&mut self, question: &Question) -> Result<Option<Value>, EngineError> {
        self.guard.admit(&question.rule)?;
        let answered = self.ask(question.engine, &question.path, &question.rule);
        self.guard.note(&question.rule, answered)
    }

    /// The document that policies see as `input`.
    pub fn input(&self) -> &JsonDocument {
        &self.input
    }

    /// What is certain of the answer, whatever the values of these places are. Nothing for a
    /// policy that can't be followed.
    pub fn certain(&mut self, question: &Question, unknown: &[Pointer]) -> Certain {
        let rule = question.rule.as_str();
        let is_admitted = !self.ended.contains(rule) && self.guard.admit(rule).is_ok();
        let Some(prepared) = self.prepared.get(question.engine).filter(|_| is_admitted) else {
            return Certain::Nothing;
        };
        let program = self
            .programs
            .entry(question.engine)
            .or_insert_with(|| Program::of(prepared));
        program
            .certain(&question.path, rule, &self.input, unknown)
            .unwrap_or(Certain::Nothing)
    }

    /// The answer for another document, which is not kept.
    ///
    /// # Errors
    /// The policy fails, takes too long, makes the engine panic, or is given up.
    pub fn evaluate_for(
        &mut self,
        question: &Question,
        document: JsonDocument,
    ) -> Result<Option<Value>, EngineError> {
        let input = std::mem::replace(&mut self.input, document);
        // No document has this number, so the engine is given the other one.
        let number = std::mem::replace(&mut self.number, u64::MAX);
        let prints = self.prints.take();
        let answer = self.ask(question.engine, &question.path, &question.rule);
        if let Some(Some((_, given))) = self.own.get_mut(question.engine) {
            *given = 0;
        }
        self.prints = prints;
        self.number = number;
        self.input = input;
        if answer.as_ref().is_err_and(EngineError::is_cut_off) {
            self.ended.insert(question.rule.clone());
        }
        answer
    }

    /// A kept answer, if a plain evaluation gives the same.
    fn checked(
        &mut self,
        question: &Question,
        kept: Option<Value>,
    ) -> Result<Option<Value>, EngineError> {
        match self.evaluate_plainly(question) {
            Ok(plain) if plain == kept => Ok(kept),
            Err(error) if error.is_cut_off() => Err(error),
            Ok(_) | Err(_) => Err(EngineError::Inconsistent {
                rule: question.rule.clone(),
            }),
        }
    }

    /// The answers of a set, in order; none when one of its questions fails, for
    /// then each is evaluated alone. A batch that took too long is not used again:
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

    fn keep(&mut self, rule: &str, seen: Vec<Projection>, answer: Option<Value>) {
        let Some(memory) = &mut self.memory else {
            return;
        };
        let answer = Cached::new(answer, self.number);
        if memory.count >= MAX_CACHED {
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
            engine.set_input(self.input.clone());
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

#[cfg(test)]
mod tests {
    use super::*;
    use onus_core::source_id::SourceId;
    use onus_policy::{Expected, Gives, ReadSet};
    use std::time::Duration;

    const POLICY: &str = "package t\ndeny contains \"bad\" if input.flag == false\n\
        fails if 1 / input.zero == 1\n";

    /// A question whose read-set misses what its rule reads.
    fn question(rule: &str) -> Question {
        Question {
            rule: rule.to_owned(),
            reads: ReadSet::default(),
            reads_undeployed: None,
            path: rule.to_owned(),
            engine: 0,
            watched: Vec::new(),
            gives: Gives::Value,
            expected: Expected::of(&ReadSet::default()),
        }
    }

    fn engine() -> Engine {
        let mut engine = Engine::new(Duration::from_secs(5), 0).unwrap();
        engine
            .add_policy(&SourceId::generated("t"), POLICY)
            .unwrap();
        engine.prepare().unwrap();
        engine
    }

    fn input(json: &str) -> Value {
        Value::parse(json).unwrap().value
    }

    #[test]
    fn a_kept_answer_is_checked_the_first_time_that_another_document_gets_it() {
        let prepared = [engine()];
        let mut engines = Engines::keeping(&prepared, []);
        let deny = question("data.t.deny");
        engines.set_input(input(r#"{"flag": true}"#));
        assert_eq!(engines.evaluate(&deny).unwrap().unwrap().items().len(), 0);
        engines.set_input(input(r#"{"flag": false}"#));
        let error = engines.evaluate(&deny).unwrap_err();
        insta::assert_snapshot!(error, @"internal: kept answers of `data.t.deny` differ from a plain evaluation, so allows before this one may be wrong; run again with `--plain` and report it");
    }

    #[test]
    fn a_failure_where_an_answer_was_kept_is_a_difference() {
        let prepared = [engine()];
        let mut engines = Engines::keeping(&prepared, []);
        let fails = question("data.t.fails");
        engines.set_input(input(r#"{"zero": 2}"#));
        assert_eq!(engines.evaluate(&fails).unwrap(), None);
        engines.set_input(input(r#"{"zero": 0}"#));
        let error = engines.evaluate(&fails).unwrap_err();
        assert!(matches!(error, EngineError::Inconsistent { .. }), "{error}");
    }

    #[test]
    fn the_sample_depends_on_the_rule_and_the_document_alone() {
        let sampled = |number: u64, rule: &str| -> Vec<u64> {
            (0..4_000)
                .filter(|digest| {
                    let mut kept = Cached::new((), 1);
                    kept.is_checked = true;
                    kept.wants_check(number, rule, || *digest)
                })
                .collect()
        };
        let found = sampled(2, "data.t.deny");
        assert!((4..60).contains(&found.len()), "{found:?}");
        assert_eq!(found, sampled(3, "data.t.deny"));
        assert_ne!(found, sampled(2, "data.t.applies"));
    }
}
