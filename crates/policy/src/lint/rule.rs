//! The rule of `onus check`: how the file of each rule describes it.

use onus_core::diagnostic::Level;

use crate::lint::finding::{Finding, Findings};
use crate::lint::workspace::Workspace;

/// A rule of `onus check`. Its page is `docs/check/CODE.md`.
#[derive(Debug)]
pub struct CheckRule {
    /// The name in findings, in `onus.toml`, and of the page.
    pub code: &'static str,
    /// The level of its findings, unless `onus.toml` sets another.
    pub level: Level,
    /// What its findings bear on.
    pub bearing: Bearing,
    /// What its findings depend on.
    pub evidence: Evidence,
    /// What it finds, in one line.
    pub about: &'static str,
    /// Adds the findings.
    pub(crate) find: fn(&Workspace<'_>, &mut Findings),
}

/// What the findings of a rule bear on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bearing {
    /// Decisions: the policy can't decide as intended, so a run warns about it.
    Decisions,
    /// The maintenance of policies and their tests.
    Upkeep,
}

/// What the findings of a rule depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// The policies alone.
    Policies,
    /// Also which properties of resource types are known: a property that an inventory
    /// contains is no finding.
    KnownProperties,
}

impl CheckRule {
    /// The findings of the rule.
    pub(crate) fn run(&self, workspace: &Workspace<'_>) -> Vec<Finding> {
        let mut findings = Findings::of(self.code, self.level);
        (self.find)(workspace, &mut findings);
        findings.into_found()
    }
}
