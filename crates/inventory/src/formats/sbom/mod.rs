//! Bills of materials.

pub(crate) mod cyclonedx;
pub(crate) mod spdx;
