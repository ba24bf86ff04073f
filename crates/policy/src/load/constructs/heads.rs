//! Rule heads that OPA would not allow next to each other, or would merge.

use crate::engine::{Module, Rule, Span};

use crate::load::constructs::Construct;
use crate::names::symbol_table::{Definition, Index, RuleId};
use crate::rewrite::arithmetic;

/// Words that are no names.
const KEYWORDS: [&str; 4] = ["if", "in", "contains", "every"];

pub(crate) fn find(module: &Module, index: &Index<'_>, found: &mut Vec<(Construct, Span)>) {
    for rule in &module.rules {
        let construct = alone(module, rule)
            .or_else(|| split(module, rule, index))
            .or_else(|| {
                let name = rule.path.first()?.clone();
                let package = module.package.clone();
                let namesakes = index.definitions(&RuleId { package, name });
                namesakes
                    .iter()
                    .filter(|other| !std::ptr::eq(other.rule, rule))
                    .find_map(|other| conflict_between(rule, other.rule))
            });
        if let Some(construct) = construct {
            found.push((construct, rule.span.clone()));
        }
    }
}

/// Whether another package defines a part of a rule's value, or what the rule is a part
/// of.
fn split(module: &Module, rule: &Rule, index: &Index<'_>) -> Option<Construct> {
    let this = full(module, rule);
    let of = |package: &[String]| Construct::SplitRule {
        rule: format!("data.{}", this.join(".")),
        other: package.join("."),
    };
    // Packages that are within this rule, or that it is within.
    for length in module.package.len() + 1..=this.len() {
        let path = this.get(..length)?;
        if let Some(package) = index.package_within(path)
            && (length == this.len() || package.len() == length)
        {
            return Some(of(package));
        }
    }
    // Rules of packages that this one is below.
    (1..module.package.len()).find_map(|length| {
        let (package, rest) = module.package.split_at(length);
        let id = RuleId {
            package: package.to_vec(),
            name: rest.first()?.clone(),
        };
        let others = index.definitions(&id);
        let meets = |other: &Definition<'_>| {
            let that = full(other.module, other.rule);
            that.starts_with(&module.package) || module.package.starts_with(&that)
        };
        others.iter().any(meets).then(|| of(package))
    })
}

/// What is wrong with a rule by itself.
fn alone(module: &Module, rule: &Rule) -> Option<Construct> {
    let name = rule.path.first()?;
    if KEYWORDS.contains(&name.as_str()) {
        let by = "a keyword";
        let name = name.clone();
        return Some(Construct::TakenName { name, by });
    }
    let imports = module.imports.iter().map(|import| &import.name);
    let is_ours = |name: &&String| name.starts_with(arithmetic::PREFIX);
    if let Some(name) = imports.chain([name]).find(is_ours) {
        let by = "a builtin of onus";
        let name = name.clone();
        return Some(Construct::TakenName { name, by });
    }
    if module
        .imports
        .iter()
        .any(|import| import.name == *name && leads_on(import))
    {
        let by = "an import";
        let name = name.clone();
        return Some(Construct::TakenName { name, by });
    }
    if rule.arguments.as_ref().is_some_and(Vec::is_empty) {
        return Some(Construct::NoArguments);
    }
    if rule.bodies.iter().any(|body| body.is_else) && variables(rule) > 0 {
        return Some(Construct::ElseWithVariables);
    }
    rule.is_older_set.then_some(Construct::OlderSet)
}

fn leads_on(import: &crate::engine::Import) -> bool {
    matches!(
        import.path.first().map(String::as_str),
        Some("data" | "input")
    )
}

/// The variable keys of a rule's head.
fn variables(rule: &Rule) -> usize {
    rule.keys.len() - usize::from(rule.is_set && !rule.keys.is_empty())
}

/// What is wrong with a rule next to another one of the same package and name.
fn conflict_between(rule: &Rule, other: &Rule) -> Option<Construct> {
    let (this, that) = (&rule.path, &other.path);
    if this == that && variables(rule) == 0 && variables(other) == 0 {
        if rule.is_default && other.is_default {
            return Some(Construct::TwoDefaults {
                rule: this.join("."),
            });
        }
        let (this, other) = (kind(rule), kind(other));
        return (this != other).then(|| Construct::MixedRules {
            rule: that.join("."),
            other,
            this,
        });
    }
    let is_below = this.len() > that.len() && this.starts_with(that);
    (is_below && variables(other) == 0).then(|| Construct::BelowRule {
        rule: this.join("."),
        other: that.join("."),
    })
}

fn full(module: &Module, rule: &Rule) -> Vec<String> {
    module.package.iter().chain(&rule.path).cloned().collect()
}

fn kind(rule: &Rule) -> &'static str {
    match (&rule.arguments, rule.is_set) {
        (Some(_), _) => "a function",
        (None, true) => "a set",
        (None, false) => "a rule with one value",
    }
}
