//! Constructs that silently mean something else to the engine than to OPA. Each is refused at
//! load, with a suggestion. OPA's meaning of each is in `tests/rego/constructs`.

pub(crate) mod bodies;
pub(crate) mod calls;
pub(crate) mod heads;
pub(crate) mod patterns;
pub(crate) mod scopes;

use std::collections::BTreeSet;

use crate::engine::{Expr, Module, Span};

use crate::names::symbol_table::Index;

pub(crate) use crate::load::constructs::bodies::for_each_query;

/// A construct that is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Construct {
    /// A negation of a variable that nothing binds.
    UnboundInNegation {
        /// The variable.
        name: String,
    },
    /// `some name` without anything that binds the name.
    UnboundSome {
        /// The variable.
        name: String,
    },
    /// `some name` where the name has a meaning already.
    ShadowingSome {
        /// The variable.
        name: String,
    },
    /// A name of `every` that its body does not use.
    UnusedInEvery {
        /// The variable.
        name: String,
    },
    /// A name in an `every` that the body binds and that is also a rule or an import.
    AmbiguousInEvery {
        /// The name.
        name: String,
    },
    /// An object in a pattern.
    ObjectPattern,
    /// A name that a pattern has twice.
    RepeatedName {
        /// The name.
        name: String,
    },
    /// A set as a statement: conditions with commas between them.
    SetAsCondition,
    /// `not { ... }`.
    NegatedBody,
    /// `:=` or `print` in a negation.
    NegatedStatement {
        /// `:=` or `print`.
        what: &'static str,
    },
    /// Rules of one path that are of different kinds.
    MixedRules {
        /// The rule's path.
        rule: String,
        /// What the other definition is.
        other: &'static str,
        /// What this one is.
        this: &'static str,
    },
    /// A rule below another rule's value.
    BelowRule {
        /// This rule's path.
        rule: String,
        /// The other rule's path.
        other: String,
    },
    /// Two defaults of one rule.
    TwoDefaults {
        /// The rule's path.
        rule: String,
    },
    /// A rule at a path that another package also defines.
    SplitRule {
        /// The rule's path.
        rule: String,
        /// The other package.
        other: String,
    },
    /// `else` after a head with variables.
    ElseWithVariables,
    /// A reference by a constant key where rules have constant and variable keys.
    ConstantKey {
        /// The reference.
        reference: String,
    },
    /// A reference to a rule as a whole, of which each definition has a key.
    WholeOfKeys {
        /// The reference.
        reference: String,
    },
    /// A function that is not called.
    FunctionAsValue {
        /// The function.
        name: String,
    },
    /// A call of a name that is something else here.
    ShadowedFunction {
        /// The function.
        name: String,
    },
    /// A function without arguments.
    NoArguments,
    /// A rule or an import whose name is taken.
    TakenName {
        /// The name.
        name: String,
        /// What has it already.
        by: &'static str,
    },
    /// `key, value in collection`.
    KeyMembership,
    /// A membership as a value, with operands that can be absent.
    MembershipAsValue,
    /// A whole number that the engine rounds.
    LargeNumber,
    /// A decimal that the engine rounds.
    RoundedDecimal,
    /// `name[member]` as a rule, the older way to write `contains`.
    OlderSet,
    /// An import of a newer or unknown keyword or version.
    Keyword {
        /// The keyword, or `rego.v2`.
        name: String,
    },
    /// `import future.keywords` in a file with negations.
    AllKeywords,
}

impl std::fmt::Display for Construct {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::UnboundInNegation { name } if name == "_" => {
                write!(f, "`_` in a negation is unsafe: OPA refuses it")
            }
            Self::UnboundInNegation { name } | Self::UnboundSome { name } => {
                write!(f, "`{name}` is unsafe: nothing binds it")
            }
            Self::ShadowingSome { name } => {
                write!(
                    f,
                    "`some {name}` hides another `{name}`, which this engine ignores"
                )
            }
            Self::UnusedInEvery { name } => {
                write!(f, "`{name}` of this `every` is not used, which OPA refuses")
            }
            Self::AmbiguousInEvery { name } => write!(
                f,
                "`{name}` in this `every` is bound outside of it and is also a rule or an import, and this engine can take one for the other"
            ),
            Self::ObjectPattern => write!(
                f,
                "this engine matches an object in a pattern against objects with more keys, and OPA does not"
            ),
            Self::RepeatedName { name } => {
                write!(
                    f,
                    "`{name}` is in this pattern twice, and this engine does not compare the two"
                )
            }
            Self::SetAsCondition => write!(f, "this condition is a set, so it always holds"),
            Self::NegatedBody => write!(
                f,
                "`not {{ ... }}` belongs to a newer version of OPA, and is the negation of a set here"
            ),
            Self::NegatedStatement { what } => write!(f, "`{what}` can't be negated"),
            Self::MixedRules { rule, other, this } => {
                write!(f, "`{rule}` is {this} here and {other} elsewhere")
            }
            Self::BelowRule { rule, other } => {
                write!(f, "`{rule}` would be part of the value of `{other}`")
            }
            Self::TwoDefaults { rule } => write!(f, "`{rule}` has two defaults"),
            Self::SplitRule { rule, other } => write!(
                f,
                "`{rule}` is also defined in package `{other}`, and this engine does not merge the two"
            ),
            Self::ElseWithVariables => {
                write!(f, "a rule with a variable in its head has no `else` in OPA")
            }
            Self::ConstantKey { reference } => write!(
                f,
                "`{reference}` has definitions with variable keys too, which this engine does not evaluate here"
            ),
            Self::WholeOfKeys { reference } => write!(
                f,
                "`{reference}` is undefined in this engine when none of its keys is defined, and `{{}}` in OPA"
            ),
            Self::FunctionAsValue { name } => write!(f, "`{name}` is a function and is not called"),
            Self::ShadowedFunction { name } => {
                write!(f, "`{name}` is called here and is not only a function")
            }
            Self::NoArguments => write!(f, "a function needs arguments"),
            Self::TakenName { name, by } => write!(f, "`{name}` is already the name of {by}"),
            Self::KeyMembership => write!(
                f,
                "`key, value in collection` differs from OPA in this engine, for sets and for absent values"
            ),
            Self::MembershipAsValue => write!(
                f,
                "this membership is false in this engine when an operand is absent, and undefined in OPA"
            ),
            Self::LargeNumber => write!(f, "this engine rounds whole numbers beyond 64 bits"),
            Self::RoundedDecimal => {
                write!(f, "this decimal has more digits than this engine keeps")
            }
            Self::OlderSet => write!(f, "a set of members is defined with `contains`"),
            Self::Keyword { name } if is_newer(name) => {
                write!(f, "`{name}` belongs to a newer version of OPA")
            }
            Self::Keyword { name } => write!(f, "`{name}` can't be imported"),
            Self::AllKeywords => write!(
                f,
                "`import future.keywords` gives `not` another meaning in newer versions of OPA"
            ),
        }
    }
}

fn is_newer(keyword: &str) -> bool {
    ["not", "and", "or", "rego.v2"].contains(&keyword)
}

impl Construct {
    /// What to write instead.
    pub fn help(&self) -> String {
        match self {
            Self::UnboundInNegation { .. } => {
                "to say that no item matches, write `count([1 | some item in list; CONDITION]) == 0`; that one does not, write `some item in list` above the negation".to_owned()
            }
            Self::UnboundSome { name } => {
                format!("bind it, as in `some {name} in list` or `list[{name}]`, or remove it")
            }
            Self::ShadowingSome { .. } | Self::AmbiguousInEvery { .. } => "choose another name".to_owned(),
            Self::UnusedInEvery { .. } => "use it, or remove it".to_owned(),
            Self::ObjectPattern => {
                "bind the object to a name and read its keys: `some item in list` and `name := item.key`".to_owned()
            }
            Self::RepeatedName { .. } => {
                "use two names and compare them with `==`".to_owned()
            }
            Self::SetAsCondition => {
                "write one condition per line, or `;` between them; to check membership, write `value in {...}`".to_owned()
            }
            Self::NegatedBody => {
                "write the conditions as a rule of their own, `open if { ... }`, and `not open`".to_owned()
            }
            Self::NegatedStatement { what: ":=" } => {
                "bind the name above the negation".to_owned()
            }
            Self::NegatedStatement { .. } => "write it on a line of its own".to_owned(),
            Self::MixedRules { .. } | Self::BelowRule { .. } | Self::TakenName { .. } => {
                "choose another name for one of them; OPA refuses this too".to_owned()
            }
            Self::TwoDefaults { .. } => "keep one of them; OPA refuses this too".to_owned(),
            Self::SplitRule { .. } => {
                "move all definitions of it into files of one package".to_owned()
            }
            Self::ElseWithVariables => {
                "write a rule with `if not` in place of the `else`".to_owned()
            }
            Self::ConstantKey { .. } => {
                "look the key up by a variable: `key := \"...\"` and `rule[key]`".to_owned()
            }
            Self::WholeOfKeys { .. } => {
                "write one rule with an object as its value, or go through it with `some key, value in`".to_owned()
            }
            Self::FunctionAsValue { .. } => "write its arguments in brackets".to_owned(),
            Self::ShadowedFunction { .. } => {
                "rename the variable or rule of the same name".to_owned()
            }
            Self::NoArguments => "write a rule, without brackets".to_owned(),
            Self::KeyMembership => {
                "write `collection[key] == value`, or `value in set`".to_owned()
            }
            Self::MembershipAsValue => {
                "write it as a condition of its own, as in `listed if value in list`, or bind the operands to names above it".to_owned()
            }
            Self::LargeNumber => "compare numbers of that size as strings".to_owned(),
            Self::RoundedDecimal => {
                "write at most 15 digits".to_owned()
            }
            Self::OlderSet => "write `name contains member`".to_owned(),
            Self::Keyword { name } => match name.as_str() {
                "and" => "write each condition on a line of its own".to_owned(),
                "or" => "write one rule for each alternative".to_owned(),
                "not" => {
                    "remove this import, and write `not` before single expressions".to_owned()
                }
                _ => "remove this import".to_owned(),
            },
            Self::AllKeywords => {
                "write `import rego.v1`, or nothing: all keywords are there without an import".to_owned()
            }
        }
    }
}

/// What a module has of these constructs, with their places.
pub fn constructs(text: &str, module: &Module, index: &Index<'_>) -> Vec<(Construct, Span)> {
    let mut found = Vec::new();
    bodies::find(text, module, &mut found);
    calls::find(text, module, index, &mut found);
    heads::find(module, index, &mut found);
    patterns::find(module, index, &mut found);
    scopes::find(module, index, &mut found);
    found
}

/// The names that a pattern binds, in order; `_` too.
fn pattern_names<'e>(pattern: &'e Expr, names: &mut Vec<(&'e str, &'e Span)>) {
    match pattern {
        Expr::Var(name, span) => names.push((name, span)),
        Expr::Array(items, _) => {
            for item in items {
                pattern_names(item, names);
            }
        }
        Expr::Object(fields, _) => {
            for (_, value) in fields {
                pattern_names(value, names);
            }
        }
        _ => {}
    }
}

/// The names that a pattern binds, apart from `_`.
fn names_of(pattern: &Expr) -> BTreeSet<&str> {
    let mut names = Vec::new();
    pattern_names(pattern, &mut names);
    names
        .into_iter()
        .map(|(name, _)| name)
        .filter(|name| *name != "_")
        .collect()
}
