//! `onus who`.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::Arc;

use clap::{Args, ValueEnum};
use onus::decision::Answer;
use onus::diagnostic::Diagnostic;
use onus::document::Document;
use onus::evaluate::run::Failures;
use onus::evaluate::{Editions, Evaluator, Mapping, Options, Profile};
use onus::inventory::{Body, ENDINGS, Resource, provider_of_type};
use onus::json_pointer::Pointer;
use onus::owner::Owners;
use onus::policy::{PolicySet, Selection};
use onus::report::{WhoPretty, write_editions};
use onus::vocabulary::{Layer, Phase, ServiceModel};
use serde::Serialize;

use crate::cli::arg_groups::{Color, PolicyArgs, ReadingArgs};
use crate::cli::conclude::concluded;
use crate::cli::exit::Exit;
use crate::cli::{inventories, options, policies, policy_warnings, terminal};

/// Show who is responsible, layer by layer
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onus who                                              all editions, summarised
  onus who Microsoft.ContainerService/managedClusters   one resource type
  onus who Microsoft.Web/sites --edition azure=msft-2016-press
  onus who inventory.json --compare msft-2019           every resource of a file")]
pub struct WhoArgs {
    /// A resource type, or inventories: files, folders, globs, or - for standard input
    #[arg(value_name = "TYPE|FILE")]
    pub subjects: Vec<String>,
    /// Show also the layers that differ in this edition
    #[arg(long, value_name = "EDITION")]
    pub compare: Option<String>,
    #[command(flatten)]
    pub reading: ReadingArgs,
    #[command(flatten)]
    pub policies: PolicyArgs,
    /// Output format
    #[arg(short, long, value_enum, default_value_t = WhoFormat::Pretty)]
    pub output: WhoFormat,
    /// When to use colours
    #[arg(long, value_enum, default_value_t = Color::Auto, env = "ONUS_COLOR")]
    pub color: Color,
}

/// The formats of `onus who`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum WhoFormat {
    /// For people.
    Pretty,
    /// For programs.
    Json,
}

/// Runs the command.
pub fn run(arguments: &WhoArgs) -> Exit {
    concluded(arguments.color, |problems| show(arguments, problems))
}

fn show(arguments: &WhoArgs, problems: &mut Vec<Diagnostic>) -> Result<Exit, Box<Diagnostic>> {
    let config = policies::config(&arguments.policies)?;
    let now = options::now(None)?;
    let mut loaded = policies::load(&arguments.policies, config, None, None, now.nanoseconds)?;
    problems.append(&mut loaded.problems);
    let doubts = policy_warnings::find(&mut loaded, None);
    policy_warnings::print(&doubts, &arguments.policies, arguments.color);
    let editions = loaded.editions(&arguments.policies);
    let owners = loaded.config.owners();
    let evaluator = |editions: Editions| {
        Evaluator::new(
            &loaded.set,
            Options {
                editions,
                ..loaded.options(&arguments.policies, Selection::default())
            },
        )
    };
    let chosen = evaluator(editions.clone());
    problems.extend(chosen.problems().iter().cloned());
    if arguments.subjects.is_empty() {
        return overview(arguments, &loaded.set, &owners);
    }
    let resources = subjects(arguments, &chosen, problems);
    if resources.is_empty() {
        return Ok(Exit::NothingEvaluated);
    }
    let (profiles, found) = chosen.profiles(&resources);
    problems.extend(found.into_iter().skip(chosen.problems().len()));
    let mut failures = Failures::default();
    failures.count_profiles(&profiles);
    problems.extend(failures.report());
    let mut others: Vec<Vec<(String, Profile)>> = profiles.iter().map(|_| Vec::new()).collect();
    for edition in compared(arguments, &loaded.set, chosen.editions(), &resources)? {
        let mut altered = editions.clone();
        for (provider, known) in loaded.set.editions() {
            if known.iter().any(|known| known.id == edition) {
                altered.insert(provider.to_owned(), edition.clone());
            }
        }
        let (profiles, _) = evaluator(altered).profiles(&resources);
        for (list, profile) in others.iter_mut().zip(profiles) {
            list.push((edition.clone(), profile));
        }
    }
    let written = match arguments.output {
        WhoFormat::Pretty => pretty(arguments, &loaded.set, &profiles, &others),
        WhoFormat::Json => json(arguments, &loaded.set, &profiles, &others),
    };
    terminal::written(written)?;
    Ok(Exit::Clean)
}

/// Resource types become resources without properties; everything else is an
/// inventory. Inventories are read together, where the first of them is named:
/// several can tell of one resource.
fn subjects(
    arguments: &WhoArgs,
    evaluator: &Evaluator,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Resource> {
    let is_known = |subject: &str| !matches!(evaluator.types().mapping(subject), Mapping::Unknown);
    let is_type = |subject: &String| {
        let is_file = subject == "-" || std::path::Path::new(subject).exists();
        !is_file && (is_known(subject) || looks_like_type(subject))
    };
    let all = || arguments.subjects.iter();
    let mut files: Vec<String> = all().filter(|subject| !is_type(subject)).cloned().collect();
    let mut resources = Vec::new();
    for subject in all() {
        if is_type(subject) {
            if !is_known(subject) {
                let near = onus::nearest(&subject.to_ascii_lowercase(), evaluator.types().names());
                let mut problem = Diagnostic::warning(format!(
                    "no boundary policy knows the type `{subject}`, so nobody is responsible for it"
                ));
                if let Some(near) = near {
                    problem = problem.help(format!("did you mean `{near}`?"));
                }
                problems.push(problem);
            }
            resources.push(of_type(subject));
            continue;
        }
        let files = std::mem::take(&mut files);
        if files.is_empty() {
            continue;
        }
        let mut read = inventories::read(&files, &arguments.reading);
        match read.take_in_memory() {
            Ok(in_memory) => resources.extend(in_memory.resources),
            Err(problem) => read.problems.push(*problem),
        }
        problems.extend(read.problems);
    }
    resources
}

/// Types have a namespace and no file extension: `Microsoft.Web/sites`,
/// `aws_instance`, `AWS::S3::Bucket`, `run.googleapis.com/Service`.
fn looks_like_type(text: &str) -> bool {
    let is_path = text.starts_with(['.', '/', '~']) || text.contains(['*', '\\']);
    let has_extension = ENDINGS
        .iter()
        .chain(&[".gz", ".zst"])
        .any(|extension| text.to_ascii_lowercase().ends_with(extension));
    !is_path && !has_extension && (text.contains(['/', ':']) || text.contains('_'))
}

/// A resource of a type, with no properties at all.
fn of_type(kind: &str) -> Resource {
    let document = Arc::new(Document::new(kind, "{\"properties\": {}}"));
    let arm = kind.split_once('/').is_some_and(|(namespace, _)| {
        !namespace.ends_with("googleapis.com") && namespace.contains('.')
    });
    let provider = provider_of_type(kind);
    let kind = if arm {
        kind.to_ascii_lowercase()
    } else {
        kind.to_owned()
    };
    let body = Body {
        range: 0..document.text().len(),
        document,
        pointer: Pointer::root(),
        properties: Pointer::parse("/properties"),
        raw: Pointer::root(),
    };
    Resource {
        phase: Phase::Template,
        ..Resource::new(String::new(), kind, provider, body)
    }
}

/// The editions to compare with: the one that is named, or for a type all others
/// of its provider.
fn compared(
    arguments: &WhoArgs,
    set: &PolicySet,
    chosen: &Editions,
    resources: &[Resource],
) -> Result<Vec<String>, Box<Diagnostic>> {
    let known = set.editions();
    if let Some(edition) = &arguments.compare {
        let all: Vec<&str> = known
            .values()
            .flatten()
            .map(|known| known.id.as_str())
            .collect();
        if !all.contains(&edition.as_str()) {
            let help = onus::nearest(edition, all.iter().copied()).map_or_else(
                || format!("the editions are {}", all.join(", ")),
                |nearest| format!("did you mean `{nearest}`?"),
            );
            return Err(Box::new(
                Diagnostic::error(format!("there is no edition `{edition}`")).help(help),
            ));
        }
        return Ok(vec![edition.clone()]);
    }
    let [only] = resources else {
        return Ok(Vec::new());
    };
    Ok(known
        .get(only.provider.as_str())
        .into_iter()
        .flatten()
        .map(|edition| edition.id.clone())
        .filter(|edition| chosen.get(&only.provider) != Some(edition))
        .collect())
}

/// The properties that can move the boundary: the switches that decided, and what
/// decides the service model.
fn moves_with(set: &PolicySet, profile: &Profile) -> Vec<Pointer> {
    let switches = profile
        .layers
        .values()
        .filter_map(Answer::assigned)
        .filter_map(|said| said.basis.switch.as_ref())
        .map(|switch| switch.pointer.clone());
    let models = set
        .boundaries
        .iter()
        .filter(|boundary| boundary.resources.matches(&profile.about.kind))
        .filter_map(|boundary| boundary.model.as_ref())
        .flat_map(|question| question.reads.pointers())
        .filter(|pointer| {
            pointer.depth() > 1
                && ["properties", "raw"].contains(&pointer.segments().next().unwrap_or_default())
        });
    let pointers: std::collections::BTreeSet<Pointer> = switches.chain(models).collect();
    pointers.into_iter().collect()
}

fn pretty(
    arguments: &WhoArgs,
    set: &PolicySet,
    profiles: &[Profile],
    others: &[Vec<(String, Profile)>],
) -> io::Result<()> {
    let mut out = terminal::stdout(arguments.color);
    let pretty = WhoPretty {
        width: terminal::width(),
    };
    for (profile, others) in profiles.iter().zip(others) {
        // For whole inventories the switches of each resource are in its basis.
        let switches = if profiles.len() == 1 {
            moves_with(set, profile)
        } else {
            Vec::new()
        };
        pretty.write(profile, &switches, others, &mut out)?;
    }
    out.flush()
}

#[derive(Serialize)]
struct WhoJson<'p> {
    resource: &'p onus::decision::ResourceRef,
    owner: Option<&'p str>,
    layers: &'p BTreeMap<Layer, Answer>,
    moves_with: Vec<Pointer>,
    compare: BTreeMap<&'p str, &'p BTreeMap<Layer, Answer>>,
}

fn json(
    arguments: &WhoArgs,
    set: &PolicySet,
    profiles: &[Profile],
    others: &[Vec<(String, Profile)>],
) -> io::Result<()> {
    let mut out = terminal::stdout(arguments.color);
    let list: Vec<WhoJson<'_>> = profiles
        .iter()
        .zip(others)
        .map(|(profile, others)| WhoJson {
            resource: &profile.about,
            owner: profile.owner.as_deref(),
            layers: &profile.layers,
            moves_with: moves_with(set, profile),
            compare: others
                .iter()
                .map(|(edition, other)| (edition.as_str(), &other.layers))
                .collect(),
        })
        .collect();
    serde_json::to_writer_pretty(&mut out, &list)?;
    writeln!(out)?;
    out.flush()
}

/// All editions, as tables.
fn overview(
    arguments: &WhoArgs,
    set: &PolicySet,
    owners: &Owners,
) -> Result<Exit, Box<Diagnostic>> {
    const MODELS: [ServiceModel; 4] = [
        ServiceModel::Onprem,
        ServiceModel::Iaas,
        ServiceModel::Paas,
        ServiceModel::Saas,
    ];
    let mut cells: BTreeMap<String, Vec<(String, Profile)>> = BTreeMap::new();
    for edition in set.boundaries.iter().filter_map(|b| b.edition.as_ref()) {
        let Some(provider) = edition.providers.first() else {
            continue;
        };
        let evaluator = Evaluator::new(
            set,
            Options {
                editions: BTreeMap::from([(provider.clone(), edition.id.clone())]),
                owners: owners.clone(),
                ..Options::default()
            },
        );
        let probes: Vec<Resource> = MODELS
            .iter()
            .map(|model| Resource {
                provider: provider.clone(),
                model: Some(*model),
                ..of_type("any/type")
            })
            .collect();
        let (profiles, _) = evaluator.profiles(&probes);
        let columns = MODELS
            .iter()
            .map(|model| model.to_string())
            .zip(profiles)
            .collect();
        cells.insert(edition.id.clone(), columns);
    }
    let mut out = terminal::stdout(arguments.color);
    let written = match arguments.output {
        WhoFormat::Pretty => write_editions(set, &cells, terminal::width(), &mut out),
        WhoFormat::Json => {
            let plain: BTreeMap<&str, BTreeMap<&str, &BTreeMap<Layer, Answer>>> = cells
                .iter()
                .map(|(edition, columns)| {
                    let columns = columns
                        .iter()
                        .map(|(model, profile)| (model.as_str(), &profile.layers))
                        .collect();
                    (edition.as_str(), columns)
                })
                .collect();
            serde_json::to_writer_pretty(&mut out, &plain)
                .map_err(io::Error::from)
                .and_then(|()| writeln!(out))
        }
    };
    terminal::written(written.and_then(|()| out.flush()))?;
    Ok(Exit::Clean)
}
