//! The vocabulary that inventories, policies, decisions and reports share.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A word that is not one of the known ones.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` is not a {what}; it is one of {known}")]
pub struct UnknownWord {
    what: &'static str,
    given: String,
    known: String,
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident, $what:literal { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $text)] $variant),+
        }

        impl $name {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word as policies and reports spell it.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = UnknownWord;

            fn from_str(text: &str) -> Result<Self, UnknownWord> {
                Self::ALL
                    .iter()
                    .copied()
                    .find(|word| word.as_str().eq_ignore_ascii_case(text))
                    .ok_or_else(|| UnknownWord {
                        what: $what,
                        given: text.to_owned(),
                        known: Self::ALL.iter().map(|word| word.as_str()).collect::<Vec<_>>().join(", "),
                    })
            }
        }
    };
}

words! {
    /// A level of the stack that a duty sits at, from the customer's data down to
    /// the building, and the three layers of an AI service.
    Layer, "layer" {
        /// Customer data: classification, access decisions, backup.
        Data = "data",
        /// Settings of the service itself.
        Configuration = "configuration",
        /// Encryption keys and secrets, and their life cycle.
        Keys = "keys",
        /// Accounts and their rights.
        IdentityUsers = "identity.users",
        /// The directory that the accounts live in.
        IdentityDirectory = "identity.directory",
        /// Devices that people work from.
        Endpoint = "endpoint",
        /// The application's code.
        Application = "application",
        /// Language runtime, middleware, database engine.
        Runtime = "runtime",
        /// The guest operating system of a machine.
        OsGuest = "os.guest",
        /// The operating system of a cluster's nodes.
        OsNode = "os.node",
        /// Firewalls, exposure, transport encryption.
        NetworkControls = "network.controls",
        /// Physical hosts and the hypervisor.
        Host = "host",
        /// Cables, switches, routers.
        NetworkPhysical = "network.physical",
        /// The building.
        Datacenter = "datacenter",
        /// How people use an AI service.
        AiUsage = "ai.usage",
        /// The application around a model: grounding, plugins, prompts.
        AiApplication = "ai.application",
        /// The model and what runs it.
        AiPlatform = "ai.platform",
    }
}

words! {
    /// How much of the stack the provider runs.
    ServiceModel, "service model" {
        /// The customer's own premises.
        Onprem = "onprem",
        /// Infrastructure as a service.
        Iaas = "iaas",
        /// Provider's control plane, nodes that the customer sees.
        Caas = "caas",
        /// Containers on nodes that the provider runs.
        CaasManaged = "caas-managed",
        /// Platform as a service.
        Paas = "paas",
        /// Functions as a service.
        Faas = "faas",
        /// Software as a service.
        Saas = "saas",
        /// Provider's control plane over the customer's hardware.
        Hybrid = "hybrid",
        /// Jointly run with a named third party.
        Partner = "partner",
    }
}

words! {
    /// How bad it is when a control is violated; ordered from low to critical.
    Severity, "severity" {
        /// Hygiene.
        Low = "low",
        /// A weakness that needs another one to be used.
        Medium = "medium",
        /// A weakness that can be used directly.
        High = "high",
        /// An open door.
        Critical = "critical",
    }
}

words! {
    /// What a plan does to a resource, or what happened to it outside of the plan.
    ChangeKind, "kind of change" {
        /// A resource that does not exist yet.
        Create = "create",
        /// The resource stays, with other settings.
        Update = "update",
        /// The resource is destroyed, and another one takes its place.
        Replace = "replace",
        /// The resource is destroyed.
        Delete = "delete",
        /// The resource stays, and the tool no longer manages it.
        Forget = "forget",
        /// The resource was changed outside of the tool since its last run.
        Drift = "drift",
    }
}

words! {
    /// The three sides of a responsibility boundary.
    PartyKind, "kind of party" {
        /// Whoever deploys the resource.
        Customer = "customer",
        /// The provider of the service.
        Provider = "provider",
        /// Somebody else, by contract or by the nature of the service.
        ThirdParty = "third_party",
    }
}

words! {
    /// Whether the resource exists, is about to, or is only described.
    Phase, "phase" {
        /// It exists.
        Deployed = "deployed",
        /// A plan says that it will.
        Planned = "planned",
        /// A template describes it.
        Template = "template",
    }
}

words! {
    /// How sure a fact about responsibility is.
    Confidence, "confidence" {
        /// Stated in a source that was read.
        Stated = "stated",
        /// Read in a transcription of a picture or of a paper.
        Transcribed = "transcribed",
        /// A sourced rule applied to something that the source does not name.
        Inferred = "inferred",
        /// General knowledge that no source was found for.
        Unconfirmed = "unconfirmed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_round_trip() {
        for layer in Layer::ALL {
            assert_eq!(layer.as_str().parse::<Layer>().as_ref(), Ok(layer));
        }
    }

    #[test]
    fn unknown_words_name_the_known_ones() {
        let error = "grave".parse::<Severity>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "`grave` is not a severity; it is one of low, medium, high, critical"
        );
    }
}
