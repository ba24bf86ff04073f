//! Load errors: why a policy could not be loaded. All errors of all files are collected; sound
//! files are still used.

use std::sync::Arc;

use crate::engine::{Span, Unreadable};
use onus_core::diagnostic::{Diagnostic, Spot};
use onus_core::document::Document;
use onus_core::file_kind::FileKind;
use onus_core::relation_path::InvalidRelationPath;

use crate::load::constructs::Construct;
pub use crate::load::messages::Instead;
use crate::load::messages::{in_words, listed, misplaced_key_help, silent, to_add};
use crate::load::syntax_hints::Mistake;
use crate::metadata::Fault;

/// One reason, with its place.
#[derive(Debug, Clone)]
pub struct LoadError {
    /// What is wrong.
    pub kind: LoadErrorKind,
    /// The policy file; none for what has no file.
    pub document: Option<Arc<Document>>,
    /// Bytes of the file.
    pub span: Span,
}

impl LoadError {
    /// Whether it is about this very file, and not one of the same name.
    pub fn is_about(&self, document: &Arc<Document>) -> bool {
        let own = self.document.as_ref();
        own.is_some_and(|own| Arc::ptr_eq(own, document))
    }
}

/// The reasons.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LoadErrorKind {
    /// A path that was given can't be read.
    #[error("policy `{path}` can't be read: {reason}")]
    Unreadable {
        /// As the user wrote it.
        path: String,
        /// The system's message.
        reason: String,
    },
    /// A path that was given leads to something that is neither a file nor a folder.
    #[error("`{path}` is {kind} and not a file")]
    Special {
        /// As the user wrote it.
        path: String,
        /// What it is.
        kind: FileKind,
    },
    /// A path that was given holds no policies.
    #[error("`{path}` holds no policies")]
    NoPolicies {
        /// As the user wrote it.
        path: String,
    },
    /// Not Rego v1.
    #[error("{}", in_words("this is not Rego v1", message, mistake.as_ref()))]
    Syntax {
        /// The engine's message.
        message: String,
        /// The probable intention.
        mistake: Option<Mistake>,
    },
    /// The engine's parser must not be given the text.
    #[error(transparent)]
    Unparsed(Unreadable),
    /// The engine refuses the policy although it parses.
    #[error("{}", in_words("the engine refuses this policy", message, mistake.as_ref()))]
    Engine {
        /// The engine's message.
        message: String,
        /// The probable intention.
        mistake: Option<Mistake>,
    },
    /// A METADATA block is wrong.
    #[error("METADATA: {message}")]
    Metadata {
        /// What is wrong.
        message: String,
        /// What to do about it.
        help: String,
    },
    /// A package has rules that onus evaluates, but does not say what it is.
    #[error("{}", silent(package, rule, *instead))]
    MissingMetadata {
        /// The package.
        package: String,
        /// `deny` or `responsibility`.
        rule: &'static str,
        /// What is there instead.
        instead: Instead,
    },
    /// A METADATA block lacks keys.
    #[error("METADATA of `{package}` lacks {}", listed(keys))]
    MissingKeys {
        /// The package.
        package: String,
        /// Their paths.
        keys: Vec<&'static str>,
        /// The line that ends the block although it seems to go on.
        gap: Option<usize>,
    },
    /// A key of a METADATA block is another one that is missing.
    #[error("{}", match fault {
        Fault::Misspelled => format!("`{name}` is not a key of METADATA, and `{key}` is missing"),
        Fault::Misplaced => format!("`{name}` is read as `{key}` only, so it says nothing here"),
    })]
    MisplacedKey {
        /// As it is written.
        name: String,
        /// The one that is missing.
        key: &'static str,
        /// What is wrong with it.
        fault: Fault,
    },
    /// Keys are next to `custom`, and not below it.
    #[error("nothing reads {} here, but below `custom`", listed(names))]
    Outside {
        /// The keys.
        names: Vec<String>,
    },
    /// A package says that it is a control or boundary, but has no such rule.
    #[error(
        "`{package}` has METADATA of a {kind} but no rule `{rule}`, so it would never say anything"
    )]
    MissingRule {
        /// The package.
        package: String,
        /// `control` or `boundary`.
        kind: &'static str,
        /// `deny` or `responsibility`.
        rule: &'static str,
        /// The rule of other tools that is there instead.
        instead: Option<String>,
    },
    /// A glob over types is wrong.
    #[error("`{glob}` is not a glob over resource types: {reason}")]
    BadGlob {
        /// As it is written.
        glob: String,
        /// globset's message.
        reason: String,
    },
    /// The inventory as one is no subject of this.
    #[error("`resources: inventory` can't be combined with `{with}`")]
    InventoryWide {
        /// The key, and its value if that matters.
        with: &'static str,
    },
    /// A relation that is needed is no way to anything.
    #[error(transparent)]
    InvalidRelationPath(InvalidRelationPath),
    /// Two packages have one id.
    #[error("id `{id}` is taken: `{other}` has it too")]
    DuplicateId {
        /// The id.
        id: String,
        /// The file that has it.
        other: String,
    },
    /// An id is a word with another meaning in `--select`.
    #[error("id `{id}` is a severity or a layer, so `--select {id}` would not find it")]
    SelectorId {
        /// The id.
        id: String,
    },
    /// Two boundary packages are one edition.
    #[error("edition `{id}` is taken: `{other}` is that edition")]
    DuplicateEdition {
        /// The edition's id.
        id: String,
        /// The file that has it.
        other: String,
    },
    /// Two files are one control.
    #[error("package `{package}` is also defined in `{other}`, so their rules would mix")]
    DuplicatePackage {
        /// The package.
        package: String,
        /// The other file.
        other: String,
    },
    /// A policy outside the catalogue claims one of the catalogue's names.
    #[error("package `{package}` is onus's own name space")]
    ReservedPackage {
        /// The package.
        package: String,
    },
    /// A rule, an import or a rule's own variable is called like a document.
    #[error("something is called `{name}` here, and that is the name of {}", match name.as_str() {
        "input" => "the resource",
        _ => "all policies and parameters",
    })]
    ReservedName {
        /// `data` or `input`.
        name: String,
    },
    /// A function that does not exist.
    #[error("unknown function `{name}`")]
    UnknownFunction {
        /// As called.
        name: String,
        /// What to do about it.
        help: String,
    },
    /// A function with the wrong number of arguments.
    #[error("`{name}` takes {expected} argument{}, not {given}", if *expected == 1 { "" } else { "s" })]
    WrongArity {
        /// As called.
        name: String,
        /// Number of inputs.
        expected: usize,
        /// Number given.
        given: usize,
    },
    /// A builtin that is refused.
    #[error("`{name}` is refused in policies")]
    Refused {
        /// The builtin.
        name: String,
        /// Why, and the way out.
        reason: &'static str,
    },
    /// A call of `walk` that is not a statement with a pattern.
    #[error("`walk` only finds something as a statement of its own, and the rule would never fire")]
    WalkAssigned,
    /// A construct that has another meaning in OPA.
    #[error("{0}")]
    Construct(Construct),
    /// Rules that depend on themselves.
    #[error("these rules call each other in a circle: {chain}")]
    Cycle {
        /// The rules, in order, the first one repeated at the end.
        chain: String,
    },
    /// A body with very many statements.
    #[error(
        "this body has more than {} statements, and the engine would take too long to put them in order",
        crate::load::refusals::MOST_STATEMENTS
    )]
    LongBody,
    /// Rules that refer to each other in a long chain.
    #[error("`{rule}` begins a chain of {rules} {}, which is too deep to be evaluated", match rules {
        1 => "rule",
        _ => "rules that refer to each other",
    })]
    LongChain {
        /// The first rule.
        rule: String,
        /// How many rules it has.
        rules: usize,
    },
    /// A reference to data that no policy or parameter defines.
    #[error("`{reference}` is not defined by any policy that was loaded")]
    UnknownReference {
        /// As written.
        reference: String,
        /// The nearest that is.
        nearest: Option<String>,
    },
    /// A data document would replace a policy's rules.
    #[error("data key `{key}` would replace the policies of package `{package}`")]
    ShadowingData {
        /// The key at the top of the data document.
        key: String,
        /// The first package below it.
        package: String,
    },
    /// A data document outside `params`.
    #[error("data key `{key}` is not under `params`")]
    MisplacedData {
        /// The key.
        key: String,
    },
    /// A data document that sets what built-in policies read.
    #[error("`params.{key}` is read by built-in policies, and a data document can't set it")]
    BuiltinParameter {
        /// The key below `params`.
        key: String,
    },
    /// A data document that says something else than another one or `onus.toml`.
    #[error("this data contradicts what was loaded before: {message}")]
    ConflictingData {
        /// The engine's message.
        message: String,
    },
    /// A value in a data document that differs from what policies would see.
    #[error("`{place}` of this data document {reason}")]
    UnreliableData {
        /// Where, as a JSON Pointer.
        place: String,
        /// What is wrong with it, as the rest of a sentence.
        reason: &'static str,
    },
    /// A data document that is not a JSON object.
    #[error("this data document is not a JSON object: {message}")]
    BadData {
        /// serde_json's message.
        message: String,
    },
}

impl LoadError {
    /// An error at a place in a policy.
    pub fn at(kind: LoadErrorKind, document: &Arc<Document>, span: Span) -> Self {
        Self {
            kind,
            document: Some(Arc::clone(document)),
            span,
        }
    }

    /// An error without a place.
    pub fn bare(kind: LoadErrorKind) -> Self {
        Self {
            kind,
            document: None,
            span: 0..0,
        }
    }

    /// The error as the user sees it.
    pub fn problem(&self) -> Diagnostic {
        let mut problem = Diagnostic::error(self.kind.to_string());
        if let Some(document) = &self.document {
            problem = problem.at(Spot::new(document, self.span.clone()));
        }
        problem.help = self.kind.help();
        problem
    }
}

impl LoadErrorKind {
    fn help(&self) -> Option<String> {
        Some(match self {
            Self::Syntax { mistake: Some(mistake), .. } | Self::Engine { mistake: Some(mistake), .. } => {
                mistake.help.clone()
            }
            Self::Engine { .. } => return None,
            Self::Unparsed(why) => why.help().to_owned(),
            Self::Unreadable { reason, .. } if reason.contains("UTF-8") => {
                "policies are texts in UTF-8: save it as that, or take it out of the folder when it is no policy".to_owned()
            }
            Self::Unreadable { .. } => {
                "check that it exists and that you may read it; the policies in it are not part of this run".to_owned()
            }
            Self::Special { .. } => {
                "give a file that ends in `.rego`, or a folder with such files; to check what a program prints, write it to a file first".to_owned()
            }
            Self::BadGlob { .. } => {
                "a glob over resource types has `*`, `?` and `[...]`, for example `microsoft.storage/*`".to_owned()
            }
            Self::InventoryWide { .. } => {
                "a control of the inventory sees `input.inventory`, and no single resource or change: remove the key, or list types in `resources`".to_owned()
            }
            Self::InvalidRelationPath(_) => {
                "`needs` lists ways such as `nic.subnet.nsg` or `children.microsoft.sql/servers/databases`".to_owned()
            }
            Self::NoPolicies { .. } => {
                "policies are files that end in `.rego`; tests (`_test.rego`) do not count".to_owned()
            }
            Self::Syntax { .. } => {
                "onus reads Rego v1 (`if` before a body, `contains` for sets); `opa fmt --rego-v1 -w FILE` rewrites what is written for older versions".to_owned()
            }
            Self::Metadata { help, .. } => help.clone(),
            Self::MissingMetadata { instead, .. } => instead.help().to_owned(),
            Self::MissingKeys { gap: Some(line), .. } => format!(
                "line {line} ends the block, since it is no comment, and the lines below it are not read: take it out"
            ),
            Self::MissingKeys { keys, .. } => to_add(keys),
            Self::Outside { .. } => {
                "move what belongs to onus below `custom:`, two spaces further in".to_owned()
            }
            Self::MisplacedKey { key, fault, .. } => misplaced_key_help(key, *fault),
            Self::MissingRule { rule, instead, .. } => match (*rule, instead.as_deref()) {
                ("deny", Some("allow")) => {
                    "onus asks what is wrong, not what is right: write `deny contains \"what is wrong\" if` with the opposite of `allow`".to_owned()
                }
                ("deny", Some(other)) => format!(
                    "`{other}` is not read; call it `deny`, as in `deny contains finding if {{ ... }}`"
                ),
                ("deny", None) => "add a rule `deny contains finding if { ... }`".to_owned(),
                _ => format!("add a rule `{rule}`"),
            },
            Self::DuplicateId { .. } => "ids are stable for ever, never reused, and the same whatever the case: choose the next free number".to_owned(),
            Self::SelectorId { .. } => "choose an id with a name and a number, such as `ACME-STORAGE-001`".to_owned(),
            Self::DuplicateEdition { .. } => "give your edition an id of its own, such as `acme-2026`: decisions cite it".to_owned(),
            Self::DuplicatePackage { .. } => "give each control a package of its own".to_owned(),
            Self::ReservedPackage { .. } => {
                "choose another first component, such as your organisation's name; to work on the catalogue itself, leave the embedded one out with `--no-builtin`".to_owned()
            }
            Self::ReservedName { name } => format!(
                "choose another name: what is looked for in `{name}` would be looked for in the wrong place, and a rule that finds nothing allows"
            ),
            Self::UnknownFunction { help, .. } => help.clone(),
            Self::WrongArity { expected, .. } => format!(
                "give it {expected}: with another number the engine answers nothing, and the rule would never fire"
            ),
            Self::Refused { reason, .. } => (*reason).to_owned(),
            Self::WalkAssigned => "write `walk(x, [path, value])` on a line of its own".to_owned(),
            Self::Construct(construct) => construct.help(),
            Self::Cycle { .. } => "recursion ends the process in this engine; break the circle, or walk the value with `walk(x, [path, value])`".to_owned(),
            Self::LongBody => {
                "split it into several rules, or put the values that it lists under `data.params`".to_owned()
            }
            Self::LongChain { .. } => format!(
                "a chain may have {} rules, and fewer where their expressions are deeply nested or loop within loops; shorten it, for example with a comprehension over a list",
                crate::load::call_chains::LONGEST
            ),
            Self::UnknownReference { nearest, .. } => match nearest {
                Some(nearest) => format!("did you mean `{nearest}`? an undefined reference makes a rule never fire"),
                None => "an undefined reference makes a rule never fire: load the policy that defines it, or pass the value under `data.params`".to_owned(),
            },
            Self::ShadowingData { .. } | Self::MisplacedData { .. } => {
                "data silently replaces policies of the same name in this engine; put your data under the key `params`".to_owned()
            }
            Self::BuiltinParameter { key } => format!(
                "set it in `onus.toml`, under `[params.{key}]`: files that come with policies never change what a built-in control decides"
            ),
            Self::ConflictingData { .. } => {
                "keep each parameter in one place: `[params]` in onus.toml, or one `data.json`".to_owned()
            }
            Self::UnreliableData { .. } => {
                "write whole numbers of at most 64 bits, decimals of at most 15 digits, and each key once".to_owned()
            }
            Self::BadData { .. } => "a data document is one JSON object with the key `params`".to_owned(),
        })
    }
}
