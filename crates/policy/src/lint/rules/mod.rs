//! The rules, one file each. What loading refuses is no rule here; see the codes of
//! loading.

pub(crate) mod alias;
pub(crate) mod constant_comparison;
pub(crate) mod count_of_undefined;
pub(crate) mod every_of_undefined;
pub(crate) mod finding_pointer;
pub(crate) mod finding_shape;
pub(crate) mod header_spelling;
pub(crate) mod missing_test;
pub(crate) mod needs;
pub(crate) mod not_on_absent;
pub(crate) mod package_path;
pub(crate) mod queries;
pub(crate) mod sprintf_arguments;
pub(crate) mod test_cannot_fail;
pub(crate) mod truth_as_text;
pub(crate) mod unknown_input;
pub(crate) mod unknown_key;
pub(crate) mod unknown_property;
pub(crate) mod unused_import;
pub(crate) mod unused_variable;

use onus_core::diagnostic::Level;

use crate::lint::finding::{Finding, Findings};
use crate::lint::workspace::Workspace;

/// A rule.
#[derive(Debug)]
pub struct Rule {
    /// What it is called in findings and in `onus.toml`.
    pub code: &'static str,
    /// How bad its findings are, unless `onus.toml` says otherwise.
    pub level: Level,
    /// What its findings bear on.
    pub bearing: Bearing,
    /// What it finds, in a line.
    pub about: &'static str,
    find: fn(&Workspace<'_>, &mut Findings),
}

/// What the findings of a rule bear on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bearing {
    /// What is decided: the policy can't do what it says, so a run warns of it.
    Decisions,
    /// The policies as texts that somebody looks after, and their tests.
    Upkeep,
}

/// Whether what a rule finds depends on which properties are known.
pub fn asks_known(code: &str) -> bool {
    matches!(code, "finding-pointer" | "unknown-property")
}

/// All rules, in the order of their codes.
pub const ALL: [Rule; 20] = [
    Rule {
        code: "alias",
        level: Level::Error,
        bearing: Bearing::Upkeep,
        about: "an older id that can't have been one, or that the control has anyway",
        find: alias::find,
    },
    Rule {
        code: "constant-comparison",
        level: Level::Error,
        bearing: Bearing::Decisions,
        about: "a comparison that always has the same answer",
        find: constant_comparison::find,
    },
    Rule {
        code: "count-of-undefined",
        level: Level::Warning,
        bearing: Bearing::Decisions,
        about: "a `count` that is meant to hold for nothing, and does not when the list is absent",
        find: count_of_undefined::find,
    },
    Rule {
        code: "every-of-undefined",
        level: Level::Warning,
        bearing: Bearing::Decisions,
        about: "an `every` over a list that may be absent",
        find: every_of_undefined::find,
    },
    Rule {
        code: "finding-pointer",
        level: Level::Error,
        bearing: Bearing::Decisions,
        about: "a pointer that no resource of the type can have",
        find: finding_pointer::find,
    },
    Rule {
        code: "finding-shape",
        level: Level::Error,
        bearing: Bearing::Decisions,
        about: "a `deny` that gives something else than findings",
        find: finding_shape::find,
    },
    Rule {
        code: "header-spelling",
        level: Level::Error,
        bearing: Bearing::Decisions,
        about: "a comparison of the header with what it never says",
        find: header_spelling::find,
    },
    Rule {
        code: "missing-test",
        level: Level::Warning,
        bearing: Bearing::Upkeep,
        about: "a control that no test asks",
        find: missing_test::find,
    },
    Rule {
        code: "not-on-absent",
        level: Level::Warning,
        bearing: Bearing::Decisions,
        about: "a `not` over a property that may be absent",
        find: not_on_absent::find,
    },
    Rule {
        code: "package-path",
        level: Level::Warning,
        bearing: Bearing::Upkeep,
        about: "a package that is called otherwise than its file",
        find: package_path::find,
    },
    Rule {
        code: "sprintf-arguments",
        level: Level::Error,
        bearing: Bearing::Decisions,
        about: "a `sprintf` whose values do not fit its format",
        find: sprintf_arguments::find,
    },
    Rule {
        code: "test-cannot-fail",
        level: Level::Error,
        bearing: Bearing::Upkeep,
        about: "a test that holds whatever the policy says",
        find: test_cannot_fail::find,
    },
    Rule {
        code: "truth-as-text",
        level: Level::Error,
        bearing: Bearing::Decisions,
        about: "a property that is true or false, compared with a text",
        find: truth_as_text::find,
    },
    Rule {
        code: "undeclared-need",
        level: Level::Error,
        bearing: Bearing::Decisions,
        about: "a relation that is read and not declared",
        find: needs::undeclared,
    },
    Rule {
        code: "unknown-input",
        level: Level::Error,
        bearing: Bearing::Decisions,
        about: "a part of `input` that does not exist",
        find: unknown_input::find,
    },
    Rule {
        code: "unknown-key",
        level: Level::Warning,
        bearing: Bearing::Decisions,
        about: "a key of METADATA that nothing reads, and that looks like another one",
        find: unknown_key::find,
    },
    Rule {
        code: "unknown-property",
        level: Level::Error,
        bearing: Bearing::Decisions,
        about: "a property that no resource of the type has",
        find: unknown_property::find,
    },
    Rule {
        code: "unused-import",
        level: Level::Warning,
        bearing: Bearing::Upkeep,
        about: "an import that nothing uses",
        find: unused_import::find,
    },
    Rule {
        code: "unused-need",
        level: Level::Warning,
        bearing: Bearing::Upkeep,
        about: "a relation that is declared and not read",
        find: needs::unused,
    },
    Rule {
        code: "unused-variable",
        level: Level::Warning,
        bearing: Bearing::Upkeep,
        about: "a variable that nothing uses",
        find: unused_variable::find,
    },
];

impl Rule {
    /// What the rule finds.
    pub(crate) fn run(&self, workspace: &Workspace<'_>) -> Vec<Finding> {
        let mut findings = Findings::of(self.code, self.level);
        (self.find)(workspace, &mut findings);
        findings.into_found()
    }
}
