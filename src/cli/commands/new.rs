//! `onus new`.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use onus::diagnostic::{Diagnostic, Level};
use onus::inventory::Resource;
use onus::policy::{Control, ControlKey, PolicySources};
use onus::scaffold::{BadId, ControlId, Draft, File, Role, Setting, sample};
use onus::vocabulary::{Layer, Severity};
use serde_json::Value as Json;

use crate::cli::arg_groups::{Color, PolicyArgs, ReadingArgs, layer, severity};
use crate::cli::conclude::concluded;
use crate::cli::exit::Exit;
use crate::cli::{inventories, options, policies, resource_ref, terminal};

/// Scaffold a control: the policy, its tests, and sample input
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onus new ACME-STORAGE --from inventory.json#stpaymentsprod --layer network.controls
  onus new ACME-STORAGE-007 --type microsoft.storage/storageaccounts --layer data \\
    --setting minimumTlsVersion=TLS1_2

Files that are there already are never overwritten.
Exit codes: 0 written, 2 nothing was written, or not all")]
pub struct NewArgs {
    /// The control's id, or its words without a number [default: the next free one]
    #[arg(value_name = "ID")]
    pub id: Option<String>,
    /// The types that it looks at [default: that of the resource of --from]; repeatable
    #[arg(long = "type", value_name = "TYPE", value_delimiter = ',')]
    pub types: Vec<String>,
    /// The layer that the duty sits at, such as data or network.controls
    #[arg(long, value_name = "LAYER", value_parser = layer)]
    pub layer: Layer,
    /// How bad a violation is
    #[arg(long, value_name = "SEVERITY", default_value = "medium", value_parser = severity)]
    pub severity: Severity,
    /// A resource of an inventory to try it on, by its id or name
    #[arg(long, value_name = "FILE#ID")]
    pub from: Option<String>,
    /// What has to hold [default: a setting of the resource, as it is]
    #[arg(long, value_name = "KEY[.KEY...]=VALUE")]
    pub setting: Option<String>,
    /// Where to write: below it, in `policies` and `inputs`
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub folder: PathBuf,
    #[command(flatten)]
    pub reading: ReadingArgs,
    #[command(flatten)]
    pub policies: PolicyArgs,
    /// When to use colours
    #[arg(long, value_enum, default_value_t = Color::Auto, env = "ONUS_COLOR")]
    pub color: Color,
}

/// Runs the command.
pub fn run(arguments: &NewArgs) -> Exit {
    concluded(arguments.color, |problems| create(arguments, problems))
}

fn create(arguments: &NewArgs, problems: &mut Vec<Diagnostic>) -> Result<Exit, Box<Diagnostic>> {
    let from = arguments
        .from
        .as_deref()
        .map(|from| resource_of(from, arguments))
        .transpose()?;
    let sample = from
        .as_ref()
        .map(|resource| {
            sample(resource).map_err(|error| {
                Box::new(
                    Diagnostic::error(format!(
                        "the record of `{}` is not JSON: {error}",
                        resource.id
                    ))
                    .help("take another resource, or export it again"),
                )
            })
        })
        .transpose()?;
    let types = types(arguments, from.as_ref())?;
    let draft = Draft {
        id: id(arguments, &types, problems)?,
        types,
        layer: arguments.layer,
        severity: arguments.severity,
        setting: setting(arguments, sample.as_ref())?,
        sample,
    };
    let files = draft.files();
    // Nothing is written when a file is in the way.
    let in_the_way = files
        .iter()
        .find(|file| arguments.folder.join(&file.path).exists());
    if let Some(file) = in_the_way {
        let path = arguments.folder.join(&file.path);
        return Err(Box::new(
            Diagnostic::error(format!("there is a file `{}` already", path.display()))
                .help("nothing was written: give another id, or move the file away"),
        ));
    }
    for file in &files {
        write(&arguments.folder.join(&file.path), &file.text)?;
    }
    let mut out = terminal::stdout(arguments.color);
    // Nothing can be done about a terminal that is gone.
    let _ = out
        .write_all(next_steps(&draft, &files, &arguments.folder).as_bytes())
        .and_then(|()| out.flush());
    Ok(Exit::Clean)
}

/// The resource that `FILE#id` names.
fn resource_of(from: &str, arguments: &NewArgs) -> Result<Resource, Box<Diagnostic>> {
    let (file, id) = resource_ref::split(from)?;
    let mut read = inventories::read(&[file.to_owned()], &arguments.reading);
    let in_memory = read.take_in_memory()?;
    let mut errors = read
        .problems
        .into_iter()
        .filter(|p| p.level == Level::Error);
    if in_memory.resources.is_empty()
        && let Some(problem) = errors.next()
    {
        return Err(Box::new(problem));
    }
    resource_ref::find(&in_memory.resources, file, id).cloned()
}

fn types(arguments: &NewArgs, from: Option<&Resource>) -> Result<Vec<String>, Box<Diagnostic>> {
    if !arguments.types.is_empty() {
        return Ok(arguments.types.clone());
    }
    from.map(|resource| vec![resource.kind.clone()]).ok_or_else(|| {
        Box::new(
            Diagnostic::error("a control needs a type of resources to look at")
                .help("give `--type microsoft.storage/storageaccounts`, or a resource with `--from FILE#ID`"),
        )
    })
}

/// A new id, other than those of the catalogue and of the policies in the folder.
fn id(
    arguments: &NewArgs,
    types: &[String],
    problems: &mut Vec<Diagnostic>,
) -> Result<ControlId, Box<Diagnostic>> {
    let mut known = arguments.policies.clone();
    let folder = arguments.folder.join("policies").display().to_string();
    let mut there = PolicySources::default();
    there.add_path(&folder);
    if !there.files.is_empty() {
        known.paths.push(folder);
    }
    let config = policies::config(&known)?;
    let now = options::now(None)?;
    let loaded = policies::load(&known, config, None, None, now.nanoseconds)?;
    // Their ids may be the next ones; the new control is written all the same.
    problems.extend(loaded.problems.into_iter().map(|problem| Diagnostic {
        level: Level::Warning,
        ..problem
    }));
    let keys: Vec<ControlKey<'_>> = loaded.set.keys();
    let own = loaded
        .set
        .controls
        .iter()
        .map(|control: &Control| control.about.id.as_str())
        .find(|id| ControlId::parse(id, &[]).is_ok());
    match &arguments.id {
        None => Ok(ControlId::for_type(
            types.first().map(String::as_str).unwrap_or_default(),
            own,
            &keys,
        )),
        Some(text) => ControlId::parse(text, &keys).map_err(|bad| {
            let help = match bad {
                BadId::Taken(_) | BadId::Shape(_) => {
                    "give only the words, such as `ACME-STORAGE`, and the next number is taken"
                }
                BadId::Reserved(_) => "begin it with a word of your own, such as `ACME-STORAGE`",
            };
            Box::new(Diagnostic::error(bad.to_string()).help(help))
        }),
    }
}

fn setting(arguments: &NewArgs, sample: Option<&Json>) -> Result<Setting, Box<Diagnostic>> {
    match &arguments.setting {
        Some(text) => Setting::parse(text).map_err(|bad| {
            Box::new(Diagnostic::error(bad.to_string()).help("keys are those below `properties`"))
        }),
        None => Ok(sample
            .and_then(Setting::of)
            .unwrap_or_else(Setting::unnamed)),
    }
}

fn write(path: &Path, text: &str) -> Result<(), Box<Diagnostic>> {
    let written = path
        .parent()
        .map_or(Ok(()), std::fs::create_dir_all)
        .and_then(|()| std::fs::File::create_new(path))
        .and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| {
        Box::new(
            Diagnostic::error(format!("`{}` can't be written: {error}", path.display()))
                .help("choose another folder with `--folder`"),
        )
    })
}

fn next_steps(draft: &Draft, files: &[File], folder: &Path) -> String {
    let shown = |path: &PathBuf| {
        let path = match folder == Path::new(".") {
            true => path.clone(),
            false => folder.join(path),
        };
        onus::report::clean(&path.display().to_string()).into_owned()
    };
    let mut said = String::new();
    let mut begin = String::new();
    let mut inventory = "inventory.json".to_owned();
    let widest = files
        .iter()
        .map(|file| shown(&file.path).len())
        .max()
        .unwrap_or_default();
    for file in files {
        let path = shown(&file.path);
        let what = match file.role {
            Role::Control { line } => {
                begin = format!("{path}:{line}");
                "the control"
            }
            Role::Tests => "its tests",
            Role::Sample => {
                inventory.clone_from(&path);
                "a resource to try it on"
            }
        };
        said.push_str(&format!("{path:<widest$}  {what}\n"));
    }
    let policies = shown(&PathBuf::from("policies"));
    said.push_str(&format!(
        "\nnext: say in {begin} what has to hold, and above it why and what to do; then\n  \
         onus check {policies}\n  onus test {policies}\n  onus eval {inventory} --policy {policies} --select {}\n",
        draft.id
    ));
    said
}
