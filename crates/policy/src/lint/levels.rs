//! Levels of rules: the section `[check]` of `onus.toml`.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};

use onus_core::diagnostic::Level;

use crate::lint::finding::Finding;
use crate::lint::load_errors;
use crate::lint::rules;

/// `[check]`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Levels {
    /// Rules that are not asked.
    pub ignore: Vec<RuleName>,
    /// How bad the findings of a rule are.
    pub level: BTreeMap<RuleName, RuleLevel>,
}

/// How bad the findings of a rule are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleLevel {
    /// They are errors.
    Error,
    /// They are warnings.
    Warning,
    /// They are not shown.
    Off,
}

/// The name of a rule that can be configured.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RuleName(&'static str);

impl<'de> Deserialize<'de> for RuleName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        if let Some(rule) = rules::RULES.iter().find(|rule| rule.code == name) {
            return Ok(Self(rule.code));
        }
        if load_errors::CODES.iter().any(|(code, _)| *code == name) {
            return Err(serde::de::Error::custom(format!(
                "`{name}` is a rule that can't be turned off: `onus eval` refuses what it finds"
            )));
        }
        let known: Vec<&str> = rules::RULES.iter().map(|rule| rule.code).collect();
        let near = onus_core::suggest::nearest(&name, known.iter().copied()).map_or_else(
            || format!("the rules are {}", known.join(", ")),
            |near| format!("did you mean `{near}`?"),
        );
        Err(serde::de::Error::custom(format!(
            "`{name}` is not a rule of `onus check`; {near}"
        )))
    }
}

impl Levels {
    /// Findings as they are to be shown.
    pub fn apply(&self, findings: Vec<Finding>) -> Vec<Finding> {
        findings
            .into_iter()
            .filter_map(|mut finding| {
                if self.ignore.iter().any(|name| name.0 == finding.code) {
                    return None;
                }
                match self.level.get(&RuleName(finding.code)) {
                    Some(RuleLevel::Error) => finding.problem.level = Level::Error,
                    Some(RuleLevel::Warning) => finding.problem.level = Level::Warning,
                    Some(RuleLevel::Off) => return None,
                    None => {}
                }
                Some(finding)
            })
            .collect()
    }
}
