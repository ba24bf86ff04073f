//! The filter: which decisions a report shows.

use onus_core::decision::{Decision, Party};
use onus_core::vocabulary::PartyKind;

/// Which decisions to show.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only decisions whose accountable party is one of these; empty shows all.
    pub parties: Vec<PartyFilter>,
}

/// A side of the boundary, or a party by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartyFilter {
    /// All parties of this side.
    Kind(PartyKind),
    /// The party of this name, whatever the case.
    Name(String),
}

impl PartyFilter {
    /// Reads `customer`, `provider`, `third_party`, or a name.
    pub fn parse(text: &str) -> Self {
        text.parse()
            .map_or_else(|_| Self::Name(text.to_owned()), Self::Kind)
    }

    /// The word that it was read from, whatever the case of a side.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Kind(kind) => kind.as_str(),
            Self::Name(name) => name,
        }
    }

    /// Whether it matches a party.
    pub fn matches(&self, party: &Party) -> bool {
        match self {
            Self::Kind(kind) => party.kind == *kind,
            Self::Name(name) => party
                .name
                .as_ref()
                .is_some_and(|known| known.eq_ignore_ascii_case(name)),
        }
    }
}

impl Filter {
    /// Whether a decision is shown. One without an accountable party is shown
    /// when nothing is filtered.
    pub fn shows(&self, decision: &Decision) -> bool {
        self.parties.is_empty()
            || decision
                .responsible
                .accountable()
                .is_some_and(|party| self.parties.iter().any(|filter| filter.matches(party)))
    }

    /// Those of some decisions that are shown, in their order.
    pub(crate) fn shown<'d>(
        &self,
        decisions: &'d [Decision],
    ) -> impl Iterator<Item = &'d Decision> {
        decisions.iter().filter(|decision| self.shows(decision))
    }
}
