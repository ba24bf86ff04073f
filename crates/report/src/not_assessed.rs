//! What a run did not assess, and why: a report without denials is not a report about
//! everything.

use onus_core::decision::Status;

use crate::export::text::many;
use crate::run::Run;

/// What was not assessed, a line for each reason; empty when there is nothing.
pub(crate) fn reasons(run: &Run<'_>) -> Vec<String> {
    let mut reasons = Vec::new();
    reasons.extend(without_controls(run));
    reasons.extend(others(run));
    reasons
}

/// Resources of types that no control is for.
pub(crate) fn without_controls(run: &Run<'_>) -> Option<String> {
    let types = &run.gaps.types;
    (!types.is_empty()).then(|| {
        format!(
            "{} of {} that no control selects",
            many(types.values().sum(), "resource", "resources"),
            many(types.len(), "type", "types")
        )
    })
}

/// Everything else: facts that are missing, and layers that nothing looked at.
pub(crate) fn others(run: &Run<'_>) -> Vec<String> {
    let gaps = run.gaps;
    let unknown = run.summary.of_status(Status::Unknown);
    let unwatched: usize = gaps.unwatched.values().sum();
    let attested: usize = gaps.attested.values().sum();
    let layers = |count| many(count, "layer", "layers");
    let mut reasons = Vec::new();
    if unknown > 0 {
        let denials = many(unknown, "denial", "denials");
        reasons.push(format!("{denials} for facts that are not known"));
    }
    if unwatched > 0 {
        let layers = layers(unwatched);
        reasons.push(format!(
            "{layers} with a part of the customer's that no control watches"
        ));
    }
    if attested > 0 {
        let layers = layers(attested);
        reasons.push(format!(
            "{layers} that only the provider or a third party can attest"
        ));
    }
    reasons
}
