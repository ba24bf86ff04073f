//! Examination of one control for one resource: its input, unknown facts and decisions.

use onus_core::decision::Decision;
use onus_core::json_pointer::Pointer;
use onus_core::secret::without_shapes;
use onus_inventory::Place;
use onus_policy::Control;
use onus_policy::engine::Value;

use crate::control_evaluation::Case;
use crate::redaction::Redactor;
use crate::unknown::unknown_facts;

/// One control that has been decided for one resource.
pub struct Examined<'c> {
    case: &'c Case<'c>,
    control: &'c Control,
    input: Value,
    decisions: Vec<Decision>,
    /// None when the record can't be read, and nothing is shown of it.
    veil: Option<Redactor>,
}

impl<'c> Examined<'c> {
    pub(crate) fn new(
        case: &'c Case<'c>,
        control: &'c Control,
        input: Value,
        decisions: Vec<Decision>,
    ) -> Self {
        Self {
            case,
            control,
            input,
            decisions,
            veil: case.facts.ok().map(Redactor::over),
        }
    }

    /// The control.
    pub fn control(&self) -> &'c Control {
        self.control
    }

    /// The resource, as decisions carry it.
    pub fn about(&self) -> &'c std::sync::Arc<onus_core::decision::ResourceRef> {
        self.case.about
    }

    /// What was decided; nothing when the control does not apply.
    pub fn decisions(&self) -> &[Decision] {
        &self.decisions
    }

    /// The document that the control's rules see as `input`; none when the record
    /// can't be read.
    pub fn input(&self) -> Option<&Value> {
        self.case.facts.is_ok().then_some(&self.input)
    }

    /// What is not known and a rule may read: first of those that say whether the
    /// control applies, then of all. A rule with unknown facts is not evaluated.
    pub fn unknown(&self) -> Vec<Pointer> {
        let Ok(facts) = self.case.facts else {
            return Vec::new();
        };
        let questions = self.control.applies.iter().chain([&self.control.deny]);
        let mut found: Vec<Pointer> = questions
            .flat_map(|question| unknown_facts(question, facts))
            .map(|fact| fact.pointer().clone())
            .collect();
        found.sort();
        found.dedup();
        found
    }

    /// Where a pointer into the input leads to in the files that people have: the
    /// value, or the nearest thing that encloses it. None for the header's fields,
    /// which have no one place in a record.
    pub fn place(&self, pointer: &Pointer) -> Option<Place> {
        self.case.found(pointer)
    }

    /// Whether something at or below a pointer, or around it, must not be printed.
    pub fn is_sensitive(&self, pointer: &Pointer) -> bool {
        self.veil.as_ref().is_some_and(|veil| veil.marks(pointer))
    }

    /// A text of the engine, such as the reason for an error, without secrets.
    pub fn text(&self, text: &str) -> String {
        match &self.veil {
            Some(veil) => veil.text(text),
            None => without_shapes(text).into_owned(),
        }
    }

    /// A value of this name without what must not be printed.
    pub fn shown(&self, name: &str, value: &Value) -> serde_json::Value {
        match &self.veil {
            Some(veil) => veil.shown(name, value.to_json()),
            None => serde_json::Value::Null,
        }
    }
}
