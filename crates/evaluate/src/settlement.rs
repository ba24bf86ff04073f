//! Precedence of boundary policies: from all answers for a layer to the one that counts.

use std::collections::BTreeMap;

use onus_core::decision::{Answer, Basis, Changed, FailureCause, Override, Party, Responsibility};
use onus_core::json_pointer::Pointer;
use onus_core::vocabulary::Layer;
use onus_policy::Boundary;
use onus_policy::metadata::Tier;

use crate::input_document::Facts;
use crate::overriding::{Overriding, is_users, refused_answer};
use crate::unknown::{first_unknown, misfits};

/// The answer of one boundary policy for a layer.
#[derive(Debug, Clone)]
pub struct Candidate<'s> {
    /// The policy.
    pub boundary: &'s Boundary,
    /// Its answer.
    pub answer: Answer,
}

impl Candidate<'_> {
    fn is_users(&self) -> bool {
        is_users(&self.boundary.file)
    }

    /// What decisions cite: the edition, or the policy's id.
    fn cited(&self) -> &str {
        let edition = self.answer.assigned().map(|said| &said.basis.edition);
        match edition {
            Some(Some(edition)) => edition,
            _ => &self.boundary.id,
        }
    }
}

/// The answer that counts; the candidates come with the highest tier first. A user's
/// policy that contradicts the embedded catalogue is refused unless it is allowed to. An
/// agreement of the organisation contradicts it by its nature.
pub fn settled(candidates: &[Candidate<'_>], overriding: &Overriding) -> Option<Answer> {
    let tier = candidates.first()?.boundary.tier;
    let is_allowed = |one: &&Candidate<'_>| overriding.allows(&one.boundary.file);
    let mut top: Vec<&Candidate<'_>> = candidates
        .iter()
        .filter(|one| one.boundary.tier == tier)
        .collect();
    if tier == Tier::Organisation {
        return agreed(&top);
    }
    if top.iter().any(is_allowed) {
        top.retain(is_allowed);
    }
    let answer = agreed(&top)?;
    let theirs = candidates.iter().find(|one| !one.is_users());
    let (Answer::Assigned(said), Some(theirs), true) =
        (&answer, theirs, top.iter().all(|one| one.is_users()))
    else {
        return Some(answer);
    };
    let other = theirs.answer.assigned();
    if other.is_some_and(|other| same_parties(said, other)) {
        return Some(answer);
    }
    let who = match other {
        Some(other) => other.accountable.to_string(),
        None => "is in doubt".to_owned(),
    };
    match top.iter().find(|one| !is_allowed(one)) {
        Some(refused) => Some(Answer::Failed {
            reason: refused_answer(
                &refused.boundary.file,
                &said.accountable.to_string(),
                theirs.cited(),
                &who,
            ),
            cause: FailureCause::Policy,
        }),
        None => Some(overridden(
            answer,
            top.iter().map(|one| Override {
                source: one.boundary.file.path().to_owned(),
                changes: Changed::Responsibility,
                instead_of: theirs.cited().to_owned(),
                said: Some(who.clone()),
            }),
        )),
    }
}

/// An answer whose basis lists what it replaces.
pub fn overridden(mut answer: Answer, overrides: impl IntoIterator<Item = Override>) -> Answer {
    if let Answer::Assigned(said) = &mut answer {
        let known: &mut Basis = &mut std::sync::Arc::make_mut(said).basis;
        known.overrides.extend(overrides);
    }
    answer
}

/// What policies of one rank say together. Two that name different parties are in
/// conflict; doubt and failure stay what they are.
fn agreed(peers: &[&Candidate<'_>]) -> Option<Answer> {
    let (first, others) = peers.split_first()?;
    let mut answer = first.answer.clone();
    for other in others {
        let contradicts = match (answer.assigned(), other.answer.assigned()) {
            (Some(a), Some(b)) => !same_parties(a, b),
            _ => false,
        };
        if contradicts {
            let say = |answer: &Answer| {
                answer
                    .accountable()
                    .map_or_else(String::new, Party::to_string)
            };
            answer = Answer::Conflict {
                reason: format!(
                    "{} says {}, {} says {}",
                    first.boundary.id,
                    say(&first.answer),
                    other.boundary.id,
                    say(&other.answer)
                ),
            };
        } else if other.answer.assigned().is_none() {
            answer = other.answer.clone();
        }
    }
    Some(answer)
}

fn same_parties(a: &Responsibility, b: &Responsibility) -> bool {
    let parties = |said: &Responsibility| {
        let mut parties: Vec<Party> = said
            .performs
            .iter()
            .map(|duty| duty.party.clone())
            .collect();
        parties.sort();
        parties.dedup();
        parties
    };
    a.accountable == b.accountable && parties(a) == parties(b)
}

/// Replaces answers that depend on facts that are not known. A policy that names
/// its switch is only in doubt where that switch is; one that does not is in
/// doubt wherever it answers, and an organisation's also where it might have. A policy
/// that reads the service model is in doubt when that is.
pub fn in_doubt(
    boundary: &Boundary,
    answers: BTreeMap<Layer, Answer>,
    facts: &Facts,
    model_doubt: Option<&Pointer>,
) -> BTreeMap<Layer, Answer> {
    let unknown = |pointer: &Pointer| Answer::Unknown {
        pointer: pointer.clone(),
    };
    let reads_model =
        boundary.tier == Tier::Edition || boundary.responsibility.reads.reads_key("model");
    let model_doubt = model_doubt.filter(|_| reads_model);
    let Some(pointer) = model_doubt
        .cloned()
        .or_else(|| first_unknown(&boundary.responsibility, facts))
    else {
        return answers;
    };
    let mut doubted: BTreeMap<Layer, Answer> = match boundary.tier {
        Tier::Organisation => Layer::ALL
            .iter()
            .map(|layer| (*layer, unknown(&pointer)))
            .collect(),
        Tier::Service | Tier::Edition => BTreeMap::new(),
    };
    let misfits: Vec<Pointer> = misfits(&boundary.responsibility, facts)
        .into_iter()
        .map(|misfit| misfit.pointer)
        .collect();
    for (layer, answer) in answers {
        let switch = answer
            .assigned()
            .and_then(|assigned| assigned.basis.switch.as_ref())
            .map(|switch| switch.pointer.clone());
        let sure = model_doubt.is_none()
            && switch.is_some_and(|switch| {
                let mut unknown = facts.unknown.iter().chain(&misfits);
                !unknown.any(|unknown| {
                    switch.strip(unknown).is_some() || unknown.strip(&switch).is_some()
                })
            });
        let answer = if sure { answer } else { unknown(&pointer) };
        doubted.insert(layer, answer);
    }
    doubted
}
