//! The basis of a duty: why a party has it, in one paragraph.

use onus_core::decision::{Answer, Duty, Responsibility, Split};
use onus_core::vocabulary::PartyKind;

/// Who answers for it, who does what, and why, in one paragraph.
pub(crate) fn basis_line(answer: &Answer) -> String {
    match answer {
        Answer::Assigned(said) => format!("{}: {}", said.accountable, because(said)),
        Answer::Unassigned { reason } | Answer::Conflict { reason } => reason.clone(),
        Answer::Unknown { pointer } => format!("depends on `{pointer}`, which is not known"),
        Answer::Failed { reason, .. } => reason.clone(),
    }
}

/// The accountable party's own duties first, then everybody else's.
fn because(said: &Responsibility) -> String {
    let (own, others): (Vec<&Duty>, Vec<&Duty>) = said
        .performs
        .iter()
        .partition(|duty| duty.party.matches(&said.accountable));
    let mut parts: Vec<String> = Vec::new();
    if own.is_empty() {
        parts.push("answers for it".to_owned());
    } else {
        let duties: Vec<&str> = own.iter().map(|duty| duty.duty.as_str()).collect();
        parts.push(duties.join(", "));
    }
    for duty in others {
        let who = match (&duty.party.kind, &duty.party.name) {
            (PartyKind::Customer, None) => "customer".to_owned(),
            (_, Some(name)) => name.clone(),
            (kind, None) => kind.to_string(),
        };
        parts.push(format!("{who}: {}", duty.duty));
    }
    let shared = if said.split() == Split::Shared {
        "shared, "
    } else {
        ""
    };
    format!("{} ({shared}{})", parts.join("; "), cited(said))
}

/// The edition, cell and switch, in brackets.
pub(crate) fn cited(said: &Responsibility) -> String {
    let basis = &said.basis;
    let mut parts: Vec<String> = [&basis.edition, &basis.cell]
        .into_iter()
        .flatten()
        .cloned()
        .collect();
    if let Some(switch) = &basis.switch {
        let name = switch.pointer.last().unwrap_or_default();
        parts.push(match &switch.value {
            serde_json::Value::Null => format!("{name} is not set"),
            serde_json::Value::String(value) => format!("{name} = {value}"),
            value => format!("{name} = {value}"),
        });
    }
    if let Some(contract) = &basis.contract {
        parts.push(format!("contract {contract}"));
    }
    parts.extend(basis.overrides.iter().map(ToString::to_string));
    match basis.confidence {
        Some(onus_core::vocabulary::Confidence::Inferred) => parts.push("inferred".to_owned()),
        Some(onus_core::vocabulary::Confidence::Unconfirmed) => {
            parts.push("unconfirmed".to_owned())
        }
        _ => {}
    }
    if parts.is_empty() {
        "no basis given".to_owned()
    } else {
        parts.join(", ")
    }
}
