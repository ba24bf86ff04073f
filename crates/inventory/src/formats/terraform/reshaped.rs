//! Resources of providers that pass on the API of somebody else, in the shape of that API.

use std::ops::Range;

use crate::formats::terraform::{awscc, azapi, kubernetes};
use crate::input::Input;
use crate::resource::Resource;

/// Reshapes a resource of such a provider, and returns the bytes of secrets that its new
/// record does not have.
pub fn reshaped(source: &Input<'_>, resource: &mut Resource) -> Vec<Range<usize>> {
    match resource.kind.as_str() {
        kind if kind.starts_with("azapi_") => azapi::reshape(resource),
        kind if kind.starts_with("awscc_") => awscc::reshape(resource),
        kind if kind.starts_with("kubernetes_") => kubernetes::reshape(source, resource),
        _ => Vec::new(),
    }
}
