//! Batched questions: questions that one evaluation answers together.
//!
//! Controls of one service share the facts that their library derives from a resource, but
//! every evaluation derives them again. So controls that read the same parts of `input` are
//! evaluated together, through a generated rule. They need their answers at the same time,
//! because answers are cached by these parts.

use std::collections::BTreeMap;

use crate::read_set::Watched;

/// The package of the rules that are written here; no policy may be named so.
const PACKAGE: &str = "onus.asked_together";

/// A rule to ask.
#[derive(Debug)]
pub struct Watching<'m> {
    /// What it is called everywhere else.
    pub rule: &'m str,
    /// What it is called in the engine.
    pub path: String,
    /// What its answer depends on.
    pub watched: &'m [Watched],
}

/// Questions that one evaluation answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Together {
    /// The rule that answers them: an array with an array for each question, which
    /// is empty where the question's rule is undefined.
    pub rule: String,
    /// Which of the policy set's engines to ask.
    pub engine: usize,
    /// The rules of the questions, in the order of the answers.
    pub members: Vec<String>,
}

/// Writes the rules for one engine: the policy's text, and what it holds. None
/// when no two questions look at the same parts.
pub fn write(questions: &[Watching<'_>], engine: usize) -> Option<(String, Vec<Together>)> {
    let mut alike: BTreeMap<&[Watched], Vec<&Watching<'_>>> = BTreeMap::new();
    for question in questions {
        alike.entry(question.watched).or_default().push(question);
    }
    let sets: Vec<Vec<&Watching<'_>>> = alike
        .into_values()
        .filter(|rules| rules.len() > 1)
        .collect();
    if sets.is_empty() {
        return None;
    }
    let mut text = format!("package {PACKAGE}\n");
    let mut together = Vec::new();
    for (number, rules) in sets.into_iter().enumerate() {
        let answers: Vec<String> = rules
            .iter()
            .map(|question| format!("[answer | answer := {}]", question.path))
            .collect();
        text.push_str(&format!(
            "\nanswers_{number} := [\n\t{},\n]\n",
            answers.join(",\n\t")
        ));
        together.push(Together {
            rule: format!("data.{PACKAGE}.answers_{number}"),
            engine,
            members: rules
                .into_iter()
                .map(|question| question.rule.to_owned())
                .collect(),
        });
    }
    Some((text, together))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Engine, Value};
    use onus_core::json_pointer::Pointer;
    use onus_core::source_id::SourceId;

    const POLICY: &str = "package p\n\
        deny contains \"a\" if input.a\n\
        no := false if input.a\n\
        never if input.absent\n\
        fails if input.a == 1 / input.zero\n";

    fn watching<'m>(rule: &'m str, watched: &'m [Watched]) -> Watching<'m> {
        Watching {
            rule,
            path: rule.to_owned(),
            watched,
        }
    }

    fn answers(rules: &[&str], input: &str) -> Option<String> {
        let watching: Vec<Watching<'_>> = rules.iter().map(|rule| watching(rule, &[])).collect();
        let (text, together) = write(&watching, 0).unwrap();
        let mut engine = Engine::new(std::time::Duration::from_secs(5), 0).unwrap();
        engine
            .add_policy(&SourceId::generated("p"), POLICY)
            .unwrap();
        engine
            .add_policy(&SourceId::generated("together"), &text)
            .unwrap();
        engine.prepare().unwrap();
        engine.set_input(Value::parse(input).unwrap());
        let answer = engine.evaluate(&together[0].rule).ok()??;
        Some(answer.to_string())
    }

    #[test]
    fn sets_false_and_undefined_are_distinguished() {
        let rules = ["data.p.deny", "data.p.no", "data.p.never"];
        assert_eq!(
            answers(&rules, r#"{"a": true}"#).as_deref(),
            Some(r#"[[["a"]],[false],[]]"#)
        );
    }

    #[test]
    fn one_that_fails_leaves_all_unanswered() {
        let rules = ["data.p.deny", "data.p.fails"];
        assert_eq!(answers(&rules, r#"{"a": 1, "zero": 0}"#), None);
    }

    #[test]
    fn only_questions_about_the_same_parts_are_batched() {
        let x = [Watched::Value(Pointer::parse("/x"))];
        let y = [Watched::Value(Pointer::parse("/y"))];
        let questions = [
            watching("data.a.deny", &x),
            watching("data.b.deny", &y),
            watching("data.c.deny", &x),
        ];
        let (_, together) = write(&questions, 3).unwrap();
        assert_eq!(together.len(), 1);
        assert_eq!(together[0].members, ["data.a.deny", "data.c.deny"]);
        assert_eq!(together[0].engine, 3);
        assert_eq!(write(&[watching("data.a.deny", &x)], 0), None);
    }
}
