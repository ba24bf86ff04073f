//! The inventory as one: the subject of controls with `resources: inventory`, made of the
//! aggregate of all resources.

use std::sync::Arc;

use onus_core::decision::{Answer, Basis, Duty, Party, Responsibility};
use onus_core::document::Document;
use onus_core::json_pointer::Pointer;
use onus_core::vocabulary::Phase;
use onus_inventory::{Body, Resource};
use onus_policy::Control;
use onus_policy::metadata::INVENTORY;

use crate::aggregate::Aggregate;
use crate::boundary::Duties;

/// How much of the estate the inventories are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EstateCoverage {
    /// All of it, and everything could be read.
    #[default]
    Complete,
    /// A part, as the user says.
    Part,
    /// Something could not be read, or was read with a problem, so resources may be missing.
    Unread,
}

/// The inventory as one.
pub struct Estate {
    /// Its record is the aggregate.
    pub resource: Resource,
    /// The phase of all resources, if they have one in common.
    pub phase: Option<Phase>,
    /// Why no control can be decided about it.
    pub doubt: Option<&'static str>,
}

impl Estate {
    /// The inventories with these names, which have these resources.
    pub fn new(names: &[String], aggregate: &Aggregate, coverage: EstateCoverage) -> Self {
        let text = aggregate.value().to_string();
        let file = names.first().map_or(INVENTORY, String::as_str);
        let range = 0..text.len();
        let body = Body {
            document: Arc::new(Document::new(file, text)),
            range,
            pointer: Pointer::root(),
            properties: Pointer::root(),
            raw: Pointer::root(),
        };
        let providers = aggregate.providers();
        let provider = match providers.iter().next() {
            Some(provider) if providers.len() == 1 => provider,
            _ => "multiple",
        };
        let phase = aggregate.phase();
        let kind = INVENTORY.to_owned();
        let resource = Resource {
            name: title(names),
            phase: phase.unwrap_or(Phase::Deployed),
            unknown: aggregate.unknown(),
            ..Resource::new(kind.clone(), kind, provider, body)
        };
        let doubt = match coverage {
            EstateCoverage::Part => Some(
                "the inventories are a part of the estate (`--part`), so what is true of all of it can't be decided",
            ),
            EstateCoverage::Unread => Some(
                "the inventories were not read without problems, so resources may be missing and this can't be decided: fix the problems, and evaluate again",
            ),
            EstateCoverage::Complete if aggregate.is_empty() => Some(
                "the inventories hold no resource, so this can't be decided: check that these are the right ones",
            ),
            EstateCoverage::Complete => None,
        };
        Self {
            resource,
            phase,
            doubt,
        }
    }
}

/// What to call the inventories.
fn title(names: &[String]) -> String {
    match names {
        [] => INVENTORY.to_owned(),
        [name] => name.clone(),
        [name, others @ ..] => format!("{name} and {} more", others.len()),
    }
}

/// Who is responsible for what holds of an inventory as one: the customer, at every layer. No
/// provider answers for which resources a customer has.
pub fn duties() -> Duties {
    let customer = Party::customer();
    let responsibility = Responsibility {
        performs: vec![Duty {
            party: customer.clone(),
            duty: "keep the estate as the control requires".to_owned(),
        }],
        accountable: customer,
        basis: Basis {
            cell: Some("no provider answers for which resources a customer has".to_owned()),
            ..Basis::default()
        },
    };
    Duties::everywhere(None, Answer::Assigned(Arc::new(responsibility)))
}

/// The first part of `input` that a control reads and that an inventory does not have. What
/// depends on it would never hold.
pub fn missing_part(control: &Control) -> Option<String> {
    let questions = [&control.deny].into_iter().chain(&control.applies);
    let mut names = questions.flat_map(|question| question.reads.named_keys());
    names
        .find(|name| ![INVENTORY, "phase"].contains(name))
        .map(str::to_owned)
}
