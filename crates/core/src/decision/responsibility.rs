//! Responsibility: parties, what each performs, who is accountable, and why.

use std::fmt;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::failure::FailureCause;
use crate::json_pointer::Pointer;
use crate::vocabulary::{Confidence, PartyKind};

/// Somebody who can have a duty.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// Which side of the boundary.
    pub kind: PartyKind,
    /// Who exactly; a customer has a name when ownership is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl Party {
    /// The customer, before ownership is known.
    pub fn customer() -> Self {
        Self {
            kind: PartyKind::Customer,
            name: None,
        }
    }

    /// Whether this party is meant when `other` is named; a name that is missing
    /// on either side matches any.
    pub fn matches(&self, other: &Self) -> bool {
        self.kind == other.kind
            && match (&self.name, &other.name) {
                (Some(a), Some(b)) => a.eq_ignore_ascii_case(b),
                _ => true,
            }
    }
}

impl fmt::Display for Party {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.kind {
            PartyKind::ThirdParty => "third party",
            kind => kind.as_str(),
        };
        match &self.name {
            Some(name) => write!(f, "{kind} / {name}"),
            None => f.write_str(kind),
        }
    }
}

/// A part of a responsibility: who does what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    /// Who.
    pub party: Party,
    /// What, as a short imperative.
    pub duty: String,
}

/// Why the responsibility is as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Basis {
    /// The dated document: an edition of a provider's matrix, a service's own
    /// page, or an agreement of the organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edition: Option<String>,
    /// The cell of the matrix or the sentence of the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cell: Option<String>,
    /// How sure the fact is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
    /// The property of the resource that decided, if one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub switch: Option<Switch>,
    /// Where it can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The agreement by which a third party has its duty: a contract, an order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract: Option<String>,
    /// Anything else worth knowing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The user's policies that speak instead of the embedded catalogue here, because
    /// the configuration allows them to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overrides: Vec<Override>,
}

/// A user's policy that speaks instead of the embedded catalogue.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub struct Override {
    /// The policy file, as it was loaded.
    pub source: String,
    /// What it changes.
    pub changes: Changed,
    /// The edition, boundary or table of the catalogue that it replaces.
    pub instead_of: String,
    /// What that one says: a service model, or the accountable party. None where only the
    /// edition changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<String>,
}

/// What a user's policy changes.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Changed {
    /// The service model of the resource.
    Model,
    /// Who is responsible.
    Responsibility,
    /// The edition that speaks for the provider.
    Edition,
    /// Nothing but whose document is cited: an edition that is not the policy's own.
    Citation,
}

impl fmt::Display for Override {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.changes {
            Changed::Citation => write!(f, "{} as cited by {}", self.instead_of, self.source),
            Changed::Model | Changed::Responsibility | Changed::Edition => {
                write!(f, "by {} instead of {}", self.source, self.instead_of)
            }
        }
    }
}

/// A property of the resource that moves the boundary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Switch {
    /// Where it stands.
    pub pointer: Pointer,
    /// Its value; null when it is absent and the documented default counts.
    pub value: serde_json::Value,
}

/// How a duty is divided; derived from who performs it, never stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Split {
    /// The customer alone.
    Customer,
    /// The provider alone.
    Provider,
    /// A third party alone.
    ThirdParty,
    /// More than one kind of party.
    Shared,
}

impl Split {
    /// The word that reports use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Provider => "provider",
            Self::ThirdParty => "third party",
            Self::Shared => "shared",
        }
    }
}

/// Who performs the duty of a layer, who is accountable, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Responsibility {
    /// Who does which part; never empty.
    pub performs: Vec<Duty>,
    /// Who answers for it.
    pub accountable: Party,
    /// Why.
    pub basis: Basis,
}

impl Responsibility {
    /// How the duty is divided.
    pub fn split(&self) -> Split {
        let mut kinds = self.performs.iter().map(|duty| duty.party.kind);
        let first = kinds.next();
        if kinds.any(|kind| Some(kind) != first) {
            return Split::Shared;
        }
        match first {
            Some(PartyKind::Provider) => Split::Provider,
            Some(PartyKind::ThirdParty) => Split::ThirdParty,
            Some(PartyKind::Customer) | None => Split::Customer,
        }
    }

    /// The same, with the customer's name filled in.
    #[must_use]
    pub fn owned_by(&self, owner: Option<&str>) -> Self {
        let name = |party: &Party| Party {
            kind: party.kind,
            name: match (party.kind, &party.name) {
                (PartyKind::Customer, None) => owner.map(str::to_owned),
                (_, name) => name.clone(),
            },
        };
        Self {
            performs: self
                .performs
                .iter()
                .map(|duty| Duty {
                    party: name(&duty.party),
                    duty: duty.duty.clone(),
                })
                .collect(),
            accountable: name(&self.accountable),
            basis: self.basis.clone(),
        }
    }
}

/// What the boundary says for one layer of one resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Somebody is responsible.
    Assigned(Arc<Responsibility>),
    /// No boundary policy knows; the reason says why.
    Unassigned {
        /// For the reader.
        reason: String,
    },
    /// Two boundary policies of the same rank disagree.
    Conflict {
        /// What each says, for the reader.
        reason: String,
    },
    /// The boundary depends on a property that is not known.
    Unknown {
        /// The property that the boundary reads.
        pointer: Pointer,
    },
    /// The boundary policy failed.
    Failed {
        /// The engine's message.
        reason: String,
        /// The kind of failure.
        cause: FailureCause,
    },
}

impl Answer {
    /// The responsibility, if somebody has it.
    pub fn assigned(&self) -> Option<&Responsibility> {
        match self {
            Self::Assigned(responsibility) => Some(responsibility),
            _ => None,
        }
    }

    /// The party that must act, if one is known.
    pub fn accountable(&self) -> Option<&Party> {
        self.assigned().map(|assigned| &assigned.accountable)
    }
}

/// An answer as it is written: a responsibility, or the reason why there is none.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Responsible")]
pub(super) struct AnswerForm<'a> {
    /// Who answers for it; null when nobody does.
    accountable: Option<&'a Party>,
    /// Who does which part.
    performs: &'a [Duty],
    /// How the duty is divided.
    split: Option<Split>,
    /// Why it is so.
    basis: Option<&'a Basis>,
    /// Why nobody is accountable; begins with the status.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

impl Serialize for Answer {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let nobody = |reason: String| AnswerForm {
            accountable: None,
            performs: &[],
            split: None,
            basis: None,
            reason: Some(reason),
        };
        match self {
            Self::Assigned(responsibility) => AnswerForm {
                accountable: Some(&responsibility.accountable),
                performs: &responsibility.performs,
                split: Some(responsibility.split()),
                basis: Some(&responsibility.basis),
                reason: None,
            },
            Self::Unassigned { reason } => nobody(format!("unassigned: {reason}")),
            Self::Conflict { reason } => nobody(format!("conflict: {reason}")),
            Self::Unknown { pointer } => nobody(format!("unknown: it depends on `{pointer}`")),
            Self::Failed { reason, .. } => nobody(format!("error: {reason}")),
        }
        .serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_split_follows_from_who_performs() {
        let duty = |kind| Duty {
            party: Party { kind, name: None },
            duty: "d".to_owned(),
        };
        let split = |kinds: &[PartyKind]| {
            Responsibility {
                performs: kinds.iter().copied().map(duty).collect(),
                accountable: Party::customer(),
                basis: Basis::default(),
            }
            .split()
        };
        assert_eq!(split(&[PartyKind::Provider]), Split::Provider);
        assert_eq!(
            split(&[PartyKind::Provider, PartyKind::Customer]),
            Split::Shared
        );
        assert_eq!(
            split(&[PartyKind::ThirdParty, PartyKind::ThirdParty]),
            Split::ThirdParty
        );
    }
}
