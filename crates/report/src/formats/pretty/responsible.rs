//! The names of responsible parties in reports for people.

use onus_core::decision::Decision;
use onus_core::vocabulary::PartyKind;

/// Who has to act, as a heading.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Side {
    /// Groups are in this order.
    pub rank: usize,
    /// The party's name, or what stands for it.
    pub name: String,
    /// The side of the boundary.
    pub kind: &'static str,
}

impl Side {
    /// The side that a decision belongs to.
    pub fn of(decision: &Decision) -> Self {
        let side = |name: &str, kind, rank| Self {
            rank,
            name: name.to_owned(),
            kind,
        };
        match decision.responsible.accountable() {
            Some(party) => match (party.kind, &party.name) {
                (PartyKind::Customer, None) => side("no owner", "customer", 1),
                (PartyKind::Customer, Some(name)) => side(name, "customer", 0),
                (PartyKind::ThirdParty, name) => {
                    side(name.as_deref().unwrap_or("third party"), "third party", 2)
                }
                (PartyKind::Provider, name) => {
                    side(name.as_deref().unwrap_or("provider"), "provider", 3)
                }
            },
            None => side("nobody", "boundary", 4),
        }
    }
}
