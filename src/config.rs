//! Configuration file `onus.toml`: every key is optional, and none is ignored.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Deserialize;

use crate::decision::Party;
use crate::diagnostic::{Diagnostic, Spot};
use crate::document::{Document, read_text};
use crate::evaluate::{ClaimRule, Collection, CollectionScope};
use crate::inventory::Claim;
use crate::lint::Levels;
use crate::origin::{OriginRule, Origins, plain};
use crate::owner::{OwnerRule, Owners};
use crate::resource_matcher::{Glob, Matcher};
use crate::vocabulary::{Layer, Severity};
use crate::waiver::Waiver;

/// The configuration file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Config {
    /// Inventories to evaluate when none is named on the command line; relative
    /// to the file.
    pub inputs: Vec<String>,
    /// Policies: files, folders, globs; relative to the file.
    pub policies: Vec<String>,
    /// Files among the policies that may say something else than the embedded catalogue:
    /// another service model for a type, another party for a layer. Relative to the file.
    pub may_override: Vec<String>,
    /// Whether the embedded catalogue takes part.
    pub builtin: Option<bool>,
    /// Controls to take.
    pub select: Vec<String>,
    /// Controls to leave.
    pub ignore: Vec<String>,
    /// The severity from which a denial fails the run.
    pub fail_on: Option<Severity>,
    /// The longest that one evaluation may take, in milliseconds.
    pub time_limit_ms: Option<u64>,
    /// The edition of each provider's matrix.
    pub editions: BTreeMap<String, String>,
    /// Who owns what.
    pub owners: OwnersConfig,
    /// Who somebody believes is responsible.
    pub claims: Vec<ClaimConfig>,
    /// Names of inventories, for ids that are unique within one only.
    pub inventories: Vec<InventoryConfig>,
    /// What was looked for completely, so that what was not found does not exist.
    pub collected: Vec<CollectedConfig>,
    /// Accepted denials.
    pub waivers: Vec<Waiver>,
    /// How `onus check` takes its rules.
    pub check: Levels,
    /// Mounted at `data.params`.
    pub params: toml::Table,
    /// The folder of the file.
    #[serde(skip)]
    pub folder: PathBuf,
}

/// `[owners]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OwnersConfig {
    /// Tag keys that hold an owner, in order.
    pub tags: Option<Vec<String>>,
    /// Rules for resources without such a tag.
    pub rules: Vec<OwnerRule>,
}

/// One of `[[claims]]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClaimConfig {
    /// Glob over ids.
    id: Option<Glob>,
    /// Glob over types.
    #[serde(rename = "type")]
    kind: Option<Glob>,
    /// Glob over scopes.
    scope: Option<Glob>,
    layer: Layer,
    party: Party,
    source: String,
}

/// One of `[[inventories]]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InventoryConfig {
    /// Glob over paths, relative to the file; `-` is standard input.
    path: Glob,
    /// The name.
    name: String,
}

/// One of `[[collected]]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "CollectedTable")]
pub struct CollectedConfig {
    types: Vec<String>,
    scope: CollectionScope,
    files: Vec<String>,
}

/// The table of one `[[collected]]`, before it is checked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CollectedTable {
    /// Resource types.
    types: Vec<String>,
    /// The id of the resource that they were looked for at.
    resource: Option<String>,
    /// The subscription, account or project that they were looked for in.
    account: Option<String>,
    /// The files that hold what was found, relative to the file; `-` is standard input.
    files: Vec<String>,
}

/// Why a `[[collected]]` is refused.
#[derive(Debug, thiserror::Error)]
enum InvalidCollected {
    /// It names no scope, or two.
    #[error("`[[collected]]` takes either `resource` or `account`, and one of them is required")]
    Scope,
    /// A list or a text that says nothing.
    #[error("`{0}` of `[[collected]]` is empty")]
    Empty(&'static str),
    /// A type or a path with wildcards.
    #[error("`{0}` is a glob; `[[collected]]` takes complete names only")]
    Glob(String),
}

impl TryFrom<CollectedTable> for CollectedConfig {
    type Error = InvalidCollected;

    fn try_from(table: CollectedTable) -> Result<Self, InvalidCollected> {
        let (key, text) = match (&table.resource, &table.account) {
            (Some(id), None) => ("resource", id.trim_end_matches('/')),
            (None, Some(account)) => ("account", account.as_str()),
            _ => return Err(InvalidCollected::Scope),
        };
        if text.trim().is_empty() {
            return Err(InvalidCollected::Empty(key));
        }
        for (key, list) in [("types", &table.types), ("files", &table.files)] {
            if list.is_empty() || list.iter().any(|text| text.trim().is_empty()) {
                return Err(InvalidCollected::Empty(key));
            }
        }
        let glob = {
            let texts = table.types.iter().chain(&table.files).map(String::as_str);
            let is_glob = |text: &&str| text.contains('*');
            texts.chain([text]).find(is_glob).map(str::to_owned)
        };
        if let Some(glob) = glob {
            return Err(InvalidCollected::Glob(glob));
        }
        let scope = match key {
            "resource" => CollectionScope::Resource(text.to_owned()),
            _ => CollectionScope::Account(text.to_owned()),
        };
        Ok(Self {
            types: table.types,
            scope,
            files: table.files,
        })
    }
}

/// A file of waivers alone, for `--waivers`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct WaiverFile {
    waivers: Vec<Waiver>,
}

impl Config {
    /// The file's name.
    pub const FILE: &'static str = "onus.toml";

    /// Reads a configuration file.
    ///
    /// # Errors
    /// It can't be read, is not TOML, or has a key that is not known.
    pub fn read(path: &Path) -> Result<Self, Box<Diagnostic>> {
        Self::of(path, &open(path)?)
    }

    /// The configuration that a document holds, as if it were the file at `path`.
    ///
    /// # Errors
    /// It is not TOML, or has a key that is not known.
    pub fn of(path: &Path, document: &Arc<Document>) -> Result<Self, Box<Diagnostic>> {
        let mut config: Self = parse(document)?;
        config.folder = path.parent().map(Path::to_owned).unwrap_or_default();
        Ok(config)
    }

    /// Reads a file of waivers.
    ///
    /// # Errors
    /// As for [`Config::read`].
    pub fn read_waivers(path: &Path) -> Result<Vec<Waiver>, Box<Diagnostic>> {
        let document = open(path)?;
        parse::<WaiverFile>(&document).map(|file| file.waivers)
    }

    /// How owners are found.
    pub fn owners(&self) -> Owners {
        Owners {
            tags: self
                .owners
                .tags
                .clone()
                .unwrap_or_else(|| Owners::default().tags),
            rules: self.owners.rules.clone(),
        }
    }

    /// The names of inventories.
    pub fn origins(&self) -> Origins {
        let rule = |named: &InventoryConfig| {
            let path = named.path.as_str();
            let path = match path {
                "-" => path.to_owned(),
                path => plain(&self.path(path)),
            };
            OriginRule {
                path: Glob::new(&path).unwrap_or_else(|_| named.path.clone()),
                name: named.name.clone(),
            }
        };
        Origins {
            rules: self.inventories.iter().map(rule).collect(),
        }
    }

    /// The statements that types were looked for completely.
    pub fn collections(&self) -> Vec<Collection> {
        let file = |path: &String| match path.as_str() {
            "-" => path.clone(),
            path => plain(&self.path(path)),
        };
        let of = |collected: &CollectedConfig| Collection {
            types: collected.types.iter().map(|kind| spelled(kind)).collect(),
            scope: collected.scope.clone(),
            files: collected.files.iter().map(file).collect(),
        };
        self.collected.iter().map(of).collect()
    }

    /// The claims, as rules.
    pub fn claim_rules(&self) -> Vec<ClaimRule> {
        self.claims
            .iter()
            .map(|claim| ClaimRule {
                resources: Matcher {
                    id: claim.id.clone(),
                    kind: claim.kind.clone(),
                    scope: claim.scope.clone(),
                },
                claim: Claim {
                    layer: claim.layer,
                    party: claim.party.clone(),
                    source: claim.source.clone(),
                },
            })
            .collect()
    }

    /// A path of the file, seen from where the program runs.
    pub fn path(&self, path: &str) -> String {
        if self.folder.as_os_str().is_empty() || Path::new(path).is_absolute() {
            return path.to_owned();
        }
        self.folder.join(path).display().to_string()
    }
}

/// A type as policies spell it: those of Azure are in lower case.
fn spelled(kind: &str) -> String {
    let lower = kind.to_ascii_lowercase();
    if lower.starts_with("microsoft.") {
        return lower;
    }
    kind.to_owned()
}

fn open(path: &Path) -> Result<Arc<Document>, Box<Diagnostic>> {
    let name = path.display().to_string();
    match read_text(path) {
        Ok(text) => Ok(Arc::new(Document::new(name, text))),
        Err(error) => Err(Box::new(
            Diagnostic::error(format!("`{name}` can't be read: {error}"))
                .help("check the path; a configuration file is TOML in UTF-8"),
        )),
    }
}

fn parse<T: serde::de::DeserializeOwned>(document: &Arc<Document>) -> Result<T, Box<Diagnostic>> {
    toml::from_str(document.text()).map_err(|error| {
        let range = error.span().unwrap_or(0..0);
        let message = error.message().trim_end_matches('.').to_owned();
        let (message, help) = explained(&message);
        let mut problem = Diagnostic::error(message).at(Spot::new(document, range));
        problem.help = help;
        Box::new(problem)
    })
}

/// serde lists all known keys; the nearest one is more help.
fn explained(message: &str) -> (String, Option<String>) {
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    if let (true, Some((unknown, known))) =
        (message.starts_with("unknown field"), quoted.split_first())
    {
        let help = crate::nearest(unknown, known.iter().copied()).map_or_else(
            || format!("the keys that are known here are {}", known.join(", ")),
            |nearest| format!("did you mean `{nearest}`?"),
        );
        return (format!("`{unknown}` is not a known key"), Some(help));
    }
    let help = if message.starts_with("missing field") {
        "add the key; docs and an example are in the README, under \"Claims\""
    } else if message.contains("is not a date") || message.contains("is not a glob") {
        "dates are written as 2027-01-31; globs as `AZ-STORAGE-*` or `**/rg-hub-*`"
    } else if message.contains("of `onus check`") || message.contains("can't be turned off") {
        "`ignore` under `[check]` takes names of rules, `[check.level]` a level for each: error, warning or off"
    } else if message.starts_with("unknown variant") {
        "use one of the words that the message lists"
    } else if message.starts_with("invalid type") {
        "the value is of another type than this key takes; an example of each is in the README"
    } else {
        "this is not TOML: texts stand in quotes, one `key = value` a line"
    };
    (message.to_owned(), Some(help.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Config, Box<Diagnostic>> {
        parse(&Arc::new(Document::new("onus.toml", text)))
    }

    #[test]
    fn everything_is_optional() {
        assert!(read("").is_ok());
    }

    #[test]
    fn unknown_keys_suggest_the_nearest() {
        let problem = read("[owners]\n\nfail-onn = \"high\"\n").unwrap_err();
        assert_eq!(problem.message, "`fail-onn` is not a known key");
        let problem = read("\nfial-on = \"high\"\n").unwrap_err();
        assert_eq!(problem.help.as_deref(), Some("did you mean `fail-on`?"));
        assert_eq!(problem.location().as_deref(), Some("onus.toml:2:1"));
    }

    #[test]
    fn a_waiver_needs_a_date() {
        let text = "[[waivers]]\ncontrol = \"AZ-*\"\nresource = \"st*\"\nreason = \"r\"\napproved_by = \"a\"\n";
        let problem = read(text).unwrap_err();
        assert!(problem.message.contains("expires"), "{}", problem.message);
        assert!(read(&format!("{text}expires = \"2027-01-31\"\n")).is_ok());
    }

    #[test]
    fn owners_claims_and_params_are_read() {
        let config = read(
            "[owners]\ntags = [\"squad\"]\n[[owners.rules]]\nowner = \"platform\"\nscope = \"prod/*\"\n[[claims]]\ntype = \"microsoft.compute/*\"\nlayer = \"os.guest\"\nparty = {kind = \"provider\", name = \"Microsoft\"}\nsource = \"contract\"\n[params]\nlevel = 3\n",
        )
        .unwrap();
        assert_eq!(config.owners().tags, ["squad"]);
        assert_eq!(config.claim_rules().len(), 1);
        assert_eq!(config.params.len(), 1);
    }
}
