//! Load errors as findings, so that `onus check` reports everything that `onus eval` refuses.

use crate::load::constructs::Construct;
use crate::load::error::{LoadError, LoadErrorKind};

use crate::lint::finding::Finding;

/// The codes of what loading refuses, with what each means in a line.
pub const CODES: [(&str, &str); 26] = [
    ("bad-glob", "`resources` holds something that is no glob"),
    (
        "bad-need",
        "`needs` holds something that is no way to other resources",
    ),
    ("data-conflict", "two data documents contradict each other"),
    (
        "data-place",
        "a data document has a key that it may not set",
    ),
    (
        "data-syntax",
        "a data document is not a JSON object, or has values that policies would not see as written",
    ),
    (
        "differs-from-opa",
        "a construct to which OPA gives another meaning than this engine",
    ),
    ("duplicate-default", "a rule with two defaults"),
    ("duplicate-id", "two packages have one id"),
    ("duplicate-package", "two files are one control"),
    ("engine", "the engine refuses the policy although it parses"),
    ("metadata", "a METADATA block can't be read"),
    (
        "metadata-key",
        "a METADATA block lacks a key, or has it misspelled or in the wrong place",
    ),
    (
        "missing-metadata",
        "a package has a `deny` rule and does not say what it is",
    ),
    (
        "missing-rule",
        "a package says that it is a control and has no `deny`",
    ),
    ("no-policies", "a path holds no policies"),
    ("recursion", "rules depend on themselves"),
    (
        "refused-builtin",
        "a builtin that a decision must not depend on",
    ),
    (
        "reserved-name",
        "something is called `data` or `input`, and is not that document",
    ),
    ("reserved-package", "a package in onus's own name space"),
    ("syntax", "the file is not Rego v1"),
    (
        "too-deep",
        "brackets, expressions, bodies or chains of rules that are too deep or too long",
    ),
    ("unknown-function", "a function that does not exist"),
    (
        "unknown-reference",
        "a reference to data that nothing defines",
    ),
    ("unreadable", "a file can't be read"),
    ("walk-assigned", "`walk` within another expression"),
    (
        "wrong-arity",
        "a function with the wrong number of arguments",
    ),
];

/// The code of a reason.
pub fn code(kind: &LoadErrorKind) -> &'static str {
    use LoadErrorKind as K;
    match kind {
        K::Unreadable { .. } | K::Special { .. } => "unreadable",
        K::NoPolicies { .. } => "no-policies",
        K::Syntax { .. } => "syntax",
        K::Engine { .. } => "engine",
        K::Metadata { .. } => "metadata",
        K::MissingMetadata { .. } => "missing-metadata",
        K::MissingKeys { .. }
        | K::MisplacedKey { .. }
        | K::Outside { .. }
        | K::InventoryWide { .. } => "metadata-key",
        K::MissingRule { .. } => "missing-rule",
        K::BadGlob { .. } => "bad-glob",
        K::InvalidRelationPath(_) => "bad-need",
        K::DuplicateId { .. } | K::SelectorId { .. } | K::DuplicateEdition { .. } => "duplicate-id",
        K::DuplicatePackage { .. } => "duplicate-package",
        K::ReservedName { .. } => "reserved-name",
        K::ReservedPackage { .. } => "reserved-package",
        K::UnknownFunction { .. } => "unknown-function",
        K::WrongArity { .. } => "wrong-arity",
        K::Refused { .. } => "refused-builtin",
        K::WalkAssigned => "walk-assigned",
        K::Construct(Construct::TwoDefaults { .. }) => "duplicate-default",
        K::Construct(_) => "differs-from-opa",
        K::Cycle { .. } => "recursion",
        K::Unparsed(_) | K::LongChain { .. } | K::LongBody => "too-deep",
        K::UnknownReference { .. } => "unknown-reference",
        K::ShadowingData { .. } | K::MisplacedData { .. } | K::BuiltinParameter { .. } => {
            "data-place"
        }
        K::ConflictingData { .. } => "data-conflict",
        K::BadData { .. } | K::UnreliableData { .. } => "data-syntax",
    }
}

/// Whether a reason means that something could not be read or parsed, so that the
/// check is not whole.
pub fn is_unread(kind: &LoadErrorKind) -> bool {
    use LoadErrorKind as K;
    matches!(
        kind,
        K::Unreadable { .. }
            | K::Special { .. }
            | K::Syntax { .. }
            | K::Unparsed(_)
            | K::Metadata { .. }
            | K::BadData { .. }
            | K::UnreliableData { .. }
    )
}

/// Whether a reason lies in what a file refers to: it may be wrong only because that
/// was left out.
pub fn is_about_others(kind: &LoadErrorKind) -> bool {
    use LoadErrorKind as K;
    matches!(
        kind,
        K::ReservedName { .. }
            | K::UnknownFunction { .. }
            | K::WrongArity { .. }
            | K::Refused { .. }
            | K::WalkAssigned
            | K::Construct(_)
            | K::Cycle { .. }
            | K::LongBody
            | K::LongChain { .. }
            | K::UnknownReference { .. }
    )
}

/// Whether a reason is that something is not there.
pub fn is_about_absence(kind: &LoadErrorKind) -> bool {
    use LoadErrorKind as K;
    matches!(kind, K::UnknownFunction { .. } | K::UnknownReference { .. })
}

/// A reason as a finding.
pub fn finding(error: &LoadError) -> Finding {
    let mut problem = error.problem();
    if let LoadErrorKind::Engine {
        message,
        mistake: None,
    } = &error.kind
    {
        let help = if message.contains("exceeds maximum") {
            "the engine takes files of up to 1 MiB, 20,000 lines and 1,024 columns; put long lists under `data.params`"
        } else {
            "`onus check --explain engine` says what this often is"
        };
        problem = problem.help(help);
    }
    Finding {
        code: code(&error.kind),
        problem,
        fix: None,
    }
}
