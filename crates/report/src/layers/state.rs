//! The state of one layer of one resource, and counts of states.

use schemars::JsonSchema;
use serde::Serialize;

use onus_core::decision::{Answer, Decision, Split, Status};

/// How one layer of one resource is. The order is that of what counts where several
/// resources protect the same thing: the last one says most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// The provider alone has the duty, and no control looked: there is the provider's
    /// word for it.
    ProviderOnly,
    /// Somebody else has a part in the duty, and no control looked.
    Unwatched,
    /// Nobody has the duty.
    Unassigned,
    /// Two boundary policies disagree about who has it.
    Conflict,
    /// Every control that looked allows.
    Allowed,
    /// A control, or who is responsible, depends on what is not known.
    Unknown,
    /// A policy failed.
    Failed,
    /// At least one control denies.
    Denied,
}

impl State {
    /// What a layer comes to that the boundary says this of, and that these decisions
    /// are about. A layer that nobody looked at is never allowed, nor is one that
    /// nobody has.
    pub fn of(answer: &Answer, decisions: &[&Decision]) -> Self {
        let said = match answer {
            Answer::Assigned(said) => said,
            Answer::Unassigned { .. } => return Self::Unassigned,
            Answer::Conflict { .. } => return Self::Conflict,
            Answer::Unknown { .. } => return Self::Unknown,
            Answer::Failed { .. } => return Self::Failed,
        };
        let worst = decisions.iter().map(|decision| match decision.status {
            Status::Satisfied => Self::Allowed,
            Status::Violated => Self::Denied,
            Status::Unknown => Self::Unknown,
            Status::Unassigned => Self::Unassigned,
            Status::Conflict => Self::Conflict,
            Status::Error => Self::Failed,
        });
        worst.max().unwrap_or(match said.split() {
            Split::Provider => Self::ProviderOnly,
            Split::Customer | Split::ThirdParty | Split::Shared => Self::Unwatched,
        })
    }

    /// Whether a control looked, and somebody has the duty.
    pub fn is_watched(self) -> bool {
        match self {
            Self::Allowed | Self::Unknown | Self::Failed | Self::Denied => true,
            Self::ProviderOnly | Self::Unwatched | Self::Unassigned | Self::Conflict => false,
        }
    }
}

/// How many resources have a layer in which state; each resource counts once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Counts {
    /// The resources whose layer this is.
    pub resources: usize,
    /// At least one control denies it.
    pub denied: usize,
    /// A control, or who is responsible, depends on what is not known.
    pub unknown: usize,
    /// A policy failed.
    pub error: usize,
    /// Every control that looked allows it.
    pub allowed: usize,
    /// The customer or a third party has a part in the duty, and no control looked.
    pub unwatched: usize,
    /// The provider alone has the duty and no control looked, so that there is the
    /// provider's word for it and nothing else.
    pub provider_only: usize,
    /// Nobody has the duty.
    pub unassigned: usize,
    /// Two boundary policies disagree about who has it.
    pub conflict: usize,
}

impl Counts {
    /// Counts a resource.
    pub fn add(&mut self, state: State) {
        self.resources += 1;
        *match state {
            State::ProviderOnly => &mut self.provider_only,
            State::Unwatched => &mut self.unwatched,
            State::Unassigned => &mut self.unassigned,
            State::Conflict => &mut self.conflict,
            State::Allowed => &mut self.allowed,
            State::Unknown => &mut self.unknown,
            State::Failed => &mut self.error,
            State::Denied => &mut self.denied,
        } += 1;
    }

    /// Adds what was counted elsewhere.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            resources: self.resources + other.resources,
            denied: self.denied + other.denied,
            unknown: self.unknown + other.unknown,
            error: self.error + other.error,
            allowed: self.allowed + other.allowed,
            unwatched: self.unwatched + other.unwatched,
            provider_only: self.provider_only + other.provider_only,
            unassigned: self.unassigned + other.unassigned,
            conflict: self.conflict + other.conflict,
        }
    }

    /// Those that a control looked at.
    pub fn watched(&self) -> usize {
        self.denied + self.unknown + self.error + self.allowed
    }

    /// Those that nobody has.
    pub fn nobodys(&self) -> usize {
        self.unassigned + self.conflict
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use onus_core::decision::{Duty, Party, Responsibility, Verdict, sample};
    use onus_core::vocabulary::PartyKind;
    use std::sync::Arc;

    fn duty_of(kinds: &[PartyKind]) -> Answer {
        let party = |kind| Party { kind, name: None };
        Answer::Assigned(Arc::new(Responsibility {
            performs: kinds
                .iter()
                .map(|kind| Duty {
                    party: party(*kind),
                    duty: "see to it".to_owned(),
                })
                .collect(),
            accountable: party(kinds[0]),
            basis: onus_core::decision::Basis::default(),
        }))
    }

    fn nobodys() -> Answer {
        Answer::Unassigned {
            reason: "nobody says".to_owned(),
        }
    }

    #[test]
    fn what_nobody_watches_is_never_allowed() {
        use PartyKind::{Customer, Provider, ThirdParty};
        let state = |kinds: &[PartyKind]| State::of(&duty_of(kinds), &[]);
        assert_eq!(state(&[Customer]), State::Unwatched);
        assert_eq!(state(&[ThirdParty]), State::Unwatched);
        assert_eq!(state(&[Customer, Provider]), State::Unwatched);
        assert_eq!(state(&[Provider]), State::ProviderOnly);
        assert_eq!(State::of(&nobodys(), &[]), State::Unassigned);
    }

    #[test]
    fn an_allow_of_what_nobody_has_is_none() {
        let allow = sample("C-1", "a", Verdict::Allow);
        assert_eq!(State::of(&nobodys(), &[&allow]), State::Unassigned);
    }

    #[test]
    fn one_denial_outweighs_every_allow_and_doubt() {
        let duty = duty_of(&[PartyKind::Customer]);
        let allow = sample("C-1", "a", Verdict::Allow);
        let deny = sample("C-2", "a", Verdict::Deny);
        let mut doubt = sample("C-3", "a", Verdict::Deny);
        doubt.status = Status::Unknown;
        assert_eq!(State::of(&duty, &[&allow]), State::Allowed);
        assert_eq!(State::of(&duty, &[&allow, &doubt]), State::Unknown);
        assert_eq!(State::of(&duty, &[&doubt, &deny, &allow]), State::Denied);
    }

    #[test]
    fn every_resource_counts_once() {
        let all = [
            State::ProviderOnly,
            State::Unwatched,
            State::Unassigned,
            State::Conflict,
            State::Allowed,
            State::Unknown,
            State::Failed,
            State::Denied,
        ];
        let mut counts = Counts::default();
        all.iter().for_each(|state| counts.add(*state));
        let twice = counts.and(counts);
        let rest = twice.unwatched + twice.provider_only + twice.nobodys();
        assert_eq!(twice.resources, 16);
        assert_eq!(twice.watched() + rest, twice.resources);
        let watched = all.iter().filter(|state| state.is_watched()).count();
        assert_eq!(counts.watched(), watched);
    }
}
