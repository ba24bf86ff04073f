//! The value shapes of METADATA keys, for messages. The messages of the deserializer name Rust
//! types, and stop at the first error.

use serde_json::Value as Json;

use onus_core::vocabulary::{ChangeKind, Layer, Severity};

use crate::metadata::id;
use crate::metadata::resources::INVENTORY;

/// A value that is not what its key holds.
#[derive(Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The keys that lead to it.
    pub path: Vec<String>,
    /// Whether there is no value at all.
    is_empty: bool,
    fault: Fault,
}

#[derive(Debug, PartialEq, Eq)]
enum Fault {
    /// Not one of these words.
    Word(Vec<&'static str>),
    /// Not a value of this form.
    Form(Form),
    /// A key is not there.
    Lacks(&'static str, &'static str),
}

/// What a key holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// A text; numbers and truth values are taken as they are written.
    Text,
    /// The same, inside of what holds other keys: there it has to be a text already.
    PlainText,
    /// A text that is an id.
    Id,
    /// A list of ids.
    Ids,
    Truth,
    Word(Words),
    /// A list of texts.
    Texts,
    /// A list of kinds of changes.
    Changes,
    /// A list of texts, or the word `inventory`.
    Resources,
    /// A list of addresses.
    Links,
    Link,
    /// Lists of texts, by name.
    Lists,
    Remediation,
    /// Other fixes, by name.
    Variants,
    Variant,
    Edition,
    Custom,
    Block,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Words {
    Kind,
    Severity,
    Layer,
    Tier,
    Change,
}

/// The keys of a block that onus reads.
const BLOCK: [(&str, Form); 4] = [
    ("title", Form::Text),
    ("description", Form::Text),
    ("related_resources", Form::Links),
    ("custom", Form::Custom),
];

/// The keys of `custom` that onus reads.
const CUSTOM: [(&str, Form); 14] = [
    ("id", Form::Id),
    ("aliases", Form::Ids),
    ("kind", Form::Word(Words::Kind)),
    ("severity", Form::Word(Words::Severity)),
    ("layer", Form::Word(Words::Layer)),
    ("resources", Form::Resources),
    ("needs", Form::Texts),
    ("changes", Form::Changes),
    ("remediation", Form::Remediation),
    ("frameworks", Form::Lists),
    ("deprecated", Form::Truth),
    ("on_request", Form::Truth),
    ("tier", Form::Word(Words::Tier)),
    ("edition", Form::Edition),
];

/// The keys of a variant of `remediation` that are no tools.
const VARIANT: [(&str, Form); 3] = [
    ("resources", Form::Text),
    ("pointer", Form::Text),
    ("summary", Form::Text),
];

const EDITION: [(&str, Form); 3] = [
    ("id", Form::Id),
    ("providers", Form::Texts),
    ("published", Form::Text),
];

/// Keys of OPA's annotation format that onus does not read.
const OTHERS: [&str; 6] = [
    "scope",
    "organizations",
    "authors",
    "schemas",
    "entrypoint",
    "compile",
];

/// The keys at the top of a block.
pub fn keys() -> impl Iterator<Item = &'static str> {
    BLOCK.iter().map(|(key, _)| *key).chain(OTHERS)
}

/// The keys of `custom` that onus reads.
pub fn custom_keys() -> impl Iterator<Item = &'static str> {
    CUSTOM.iter().map(|(key, _)| *key)
}

/// Whether a word is a key that onus reads, at the top or of `custom`.
pub fn is_key(word: &str) -> bool {
    BLOCK.iter().chain(&CUSTOM).any(|(key, _)| *key == word)
}

/// All values of a block that are not what they should be.
pub fn wrong(block: &Json) -> Vec<Wrong> {
    let mut found = Vec::new();
    look(block, Form::Block, &[], &mut found);
    found
}

fn look(value: &Json, form: Form, path: &[String], found: &mut Vec<Wrong>) {
    let mut add = |fault| {
        found.push(Wrong {
            path: path.to_vec(),
            is_empty: value.is_null(),
            fault,
        });
    };
    let fits = match form {
        Form::Text => value.is_string() || value.is_number() || value.is_boolean(),
        Form::PlainText => value.is_string(),
        Form::Id => value.as_str().is_some_and(id::is_id),
        Form::Truth => value.is_boolean(),
        Form::Word(words) => {
            let all = words.all();
            if value.as_str().is_some_and(|word| !all.contains(&word)) {
                add(Fault::Word(all));
                return;
            }
            value.is_string()
        }
        Form::Link => value.is_string() || value.get("ref").is_some_and(Json::is_string),
        Form::Resources => value.is_array() || value.as_str() == Some(INVENTORY),
        Form::Texts | Form::Changes | Form::Ids | Form::Links => value.is_array(),
        Form::Lists
        | Form::Remediation
        | Form::Variants
        | Form::Variant
        | Form::Edition
        | Form::Custom
        | Form::Block => value.is_object(),
    };
    if !fits {
        add(Fault::Form(form));
        return;
    }
    for (key, example) in form.required() {
        if value.get(key).is_none() {
            add(Fault::Lacks(key, example));
        }
    }
    let parts: Vec<(Option<&String>, &Json)> = match value {
        Json::Object(fields) => fields.iter().map(|(key, part)| (Some(key), part)).collect(),
        Json::Array(items) => items.iter().map(|part| (None, part)).collect(),
        _ => Vec::new(),
    };
    for (key, part) in parts {
        let Some(inner) = form.inner(key.map(String::as_str)) else {
            continue;
        };
        // A key without a value is one that is not there, where one value may be.
        let is_one = !matches!(
            inner,
            Form::Texts
                | Form::Changes
                | Form::Resources
                | Form::Ids
                | Form::Links
                | Form::Lists
                | Form::Truth
                | Form::Word(Words::Kind)
        );
        let may_be_null = match form {
            Form::Block | Form::Custom => is_one,
            Form::Variant => inner == Form::Text,
            _ => false,
        };
        if part.is_null() && may_be_null {
            continue;
        }
        let path: Vec<String> = path.iter().chain(key).cloned().collect();
        look(part, inner, &path, found);
    }
}

impl Form {
    /// What stands below a key, or what an item is.
    fn inner(self, key: Option<&str>) -> Option<Self> {
        let of = |table: &[(&str, Self)]| {
            let (_, form) = table.iter().find(|(known, _)| Some(*known) == key)?;
            Some(*form)
        };
        match self {
            Self::Block => of(&BLOCK),
            Self::Custom => of(&CUSTOM),
            Self::Edition => of(&EDITION),
            Self::Remediation if key == Some("variants") => Some(Self::Variants),
            Self::Remediation => Some(Self::PlainText),
            Self::Variants => Some(Self::Variant),
            Self::Variant => of(&VARIANT).or(Some(Self::PlainText)),
            Self::Texts | Self::Resources => Some(Self::Text),
            Self::Changes => Some(Self::Word(Words::Change)),
            Self::Ids => Some(Self::Id),
            Self::Links => Some(Self::Link),
            Self::Lists => Some(Self::Texts),
            Self::Text | Self::PlainText | Self::Id | Self::Truth | Self::Word(_) | Self::Link => {
                None
            }
        }
    }

    /// The keys that have to be there, with an example of each.
    fn required(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Remediation => &[("summary", "summary: Turn the setting on.")],
            Self::Edition => &[
                ("id", "id: acme-2026"),
                ("providers", "providers: [azure]"),
                ("published", "published: 2026-01"),
            ],
            _ => &[],
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Text | Self::PlainText => "a text",
            Self::Id => id::RULE,
            Self::Ids => "a list of ids",
            Self::Truth => "`true` or `false`",
            Self::Word(_) => "a word",
            Self::Texts => "a list of texts",
            Self::Changes => "a list of kinds of changes",
            Self::Resources => "a list of globs over types, or the word `inventory`",
            Self::Links => "a list of addresses",
            Self::Link => "an address",
            Self::Lists => "lists of texts by name",
            Self::Variants => "fixes by name",
            Self::Remediation | Self::Variant | Self::Edition | Self::Custom | Self::Block => {
                "a list of `key: value` lines"
            }
        }
    }

    /// How it is written, for a key.
    fn example(self, key: &str) -> String {
        let value = match (self, key) {
            (Self::Resources, _) => "[microsoft.storage/storageaccounts]",
            (Self::Texts, "needs") => "[nic.subnet.nsg]",
            (Self::Texts, _) => "[one, other]",
            (Self::Changes, _) => "[delete, replace]",
            (Self::Id, "aliases") | (Self::Ids, _) => "[ACME-STORAGE-001]",
            (Self::Id, _) => "ACME-STORAGE-001",
            (Self::Links, _) => "[https://example.com/page]",
            (Self::Link, _) => "[https://example.com/page]` or `- ref: https://example.com/page",
            (Self::Lists, _) => "{mcsb: [DP-3]}",
            (Self::Variants, _) => "{slot: {resources: microsoft.web/sites/slots, az: COMMAND}}",
            (Self::Variant, _) => "{resources: microsoft.web/sites/slots, az: COMMAND}",
            (Self::Remediation, _) => "{summary: Turn the setting on.}",
            (Self::Edition, _) => "{id: acme-2026, providers: [azure], published: 2026-01}",
            (Self::Truth, _) => "true",
            (Self::PlainText, _) => "\"text in quotes\"",
            (Self::Word(words), _) => words.all().first().copied().unwrap_or_default(),
            (Self::Text | Self::Custom | Self::Block, _) => "text",
        };
        format!("write `{key}: {value}`")
    }
}

impl Words {
    fn all(self) -> Vec<&'static str> {
        match self {
            Self::Kind => vec!["control", "boundary", "types"],
            Self::Tier => vec!["edition", "service", "organisation"],
            Self::Severity => Severity::ALL.iter().map(|word| word.as_str()).collect(),
            Self::Change => ChangeKind::ALL.iter().map(|word| word.as_str()).collect(),
            Self::Layer => Layer::ALL.iter().map(|word| word.as_str()).collect(),
        }
    }
}

impl Wrong {
    /// What is wrong and what to do, where `written` is what stands there.
    pub fn words(&self, written: &str) -> (String, String) {
        let place = self.path.join(".");
        let key = self.path.last().map_or("", String::as_str);
        match &self.fault {
            Fault::Word(words) => {
                let written = written.trim_matches(['"', '\'']);
                let help = match onus_core::suggest::nearest(written, words.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "`onus check --explain metadata` says what the words mean".to_owned(),
                };
                (
                    format!("`{place}` can't be `{written}`: it is one of {}", words.join(", ")),
                    help,
                )
            }
            Fault::Form(_) if self.path.is_empty() => (
                "this is not a list of `key: value` lines".to_owned(),
                "begin with `# title: ...` and `# custom:` below the line `# METADATA`; see \"Write a control in ten lines\" in the README".to_owned(),
            ),
            Fault::Form(Form::Custom) => (
                "`custom` is not a list of `key: value` lines".to_owned(),
                "write `custom:` alone, and its keys below it, two spaces further in".to_owned(),
            ),
            Fault::Form(form) => {
                let is = if self.is_empty { "holds nothing, and should hold" } else { "is not" };
                (format!("`{place}` {is} {}", form.name()), form.example(key))
            }
            Fault::Lacks(lacking, example) => (
                format!("`{place}` lacks `{lacking}`"),
                format!("add `{example}` below `{key}`"),
            ),
        }
    }
}
