//! The role of a package: control, boundary, type table or library.

use crate::metadata::{EditionMetadata, Tier};
use crate::remediation::Fixes;
use crate::type_globs::TypeGlobs;
use onus_core::decision::ControlRef;
use onus_core::relation_path::RelationPath;
use onus_core::vocabulary::ChangeKind;

/// What a package is for.
#[derive(Debug)]
pub enum Role {
    /// Helpers for other packages.
    Library,
    /// A lock-down requirement.
    Control(Box<ControlRole>),
    /// Says who is responsible.
    Boundary(Box<BoundaryRole>),
    /// Maps resource types to service models.
    Types,
}

/// What a control's METADATA says.
#[derive(Debug)]
pub struct ControlRole {
    /// What decisions carry.
    pub about: ControlRef,
    /// What a violation leads to.
    pub description: String,
    /// What to do about a violation, with placeholders.
    pub remediation: Fixes,
    /// Older ids.
    pub aliases: Vec<String>,
    /// Retired.
    pub deprecated: bool,
    /// Takes part only when it is named.
    pub on_request: bool,
    /// Globs over types.
    pub resources: TypeGlobs,
    /// Relations needed.
    pub needs: Vec<RelationPath>,
    /// The kinds of changes that it is about.
    pub changes: Vec<ChangeKind>,
}

/// What a boundary package's METADATA says.
#[derive(Debug)]
pub struct BoundaryRole {
    /// Stable id.
    pub id: String,
    /// What it says, as a title.
    pub title: String,
    /// Where it ranks.
    pub tier: Tier,
    /// The edition that it is, in the edition tier.
    pub edition: Option<EditionMetadata>,
    /// Globs over types.
    pub resources: TypeGlobs,
    /// Public pages.
    pub links: Vec<String>,
}
