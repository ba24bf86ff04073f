//! The registry of the rules of `onus check`. A rule is a file that describes itself, and
//! a line in this list. What loading refuses is in `lint::load_errors`.

pub(crate) mod alias;
pub(crate) mod constant_comparison;
pub(crate) mod count_of_undefined;
pub(crate) mod every_of_undefined;
pub(crate) mod finding_pointer;
pub(crate) mod finding_shape;
pub(crate) mod header_spelling;
pub(crate) mod missing_test;
pub(crate) mod not_on_absent;
pub(crate) mod package_path;
#[cfg(test)]
mod registry_tests;
pub(crate) mod sprintf_arguments;
pub(crate) mod test_cannot_fail;
pub(crate) mod truth_as_text;
pub(crate) mod undeclared_need;
pub(crate) mod unknown_input;
pub(crate) mod unknown_key;
pub(crate) mod unknown_property;
pub(crate) mod unused_import;
pub(crate) mod unused_need;
pub(crate) mod unused_variable;

use crate::lint::rule::{CheckRule, Evidence};

/// All rules, in the order of their codes.
pub const RULES: &[&CheckRule] = &[
    &alias::RULE,
    &constant_comparison::RULE,
    &count_of_undefined::RULE,
    &every_of_undefined::RULE,
    &finding_pointer::RULE,
    &finding_shape::RULE,
    &header_spelling::RULE,
    &missing_test::RULE,
    &not_on_absent::RULE,
    &package_path::RULE,
    &sprintf_arguments::RULE,
    &test_cannot_fail::RULE,
    &truth_as_text::RULE,
    &undeclared_need::RULE,
    &unknown_input::RULE,
    &unknown_key::RULE,
    &unknown_property::RULE,
    &unused_import::RULE,
    &unused_need::RULE,
    &unused_variable::RULE,
];

/// Whether the findings with this code depend on which properties are known.
pub fn depends_on_known_properties(code: &str) -> bool {
    RULES
        .iter()
        .any(|rule| rule.code == code && rule.evidence == Evidence::KnownProperties)
}
