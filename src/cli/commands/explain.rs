//! `onus explain`.

use std::io::Write as _;

use clap::{Args, ValueEnum};
use onus::config::Config;
use onus::diagnostic::Diagnostic;
use onus::evaluate::run::{InMemory, examine, has_error};
use onus::evaluate::{Evaluator, Examined, Options};
use onus::explain::{Explanation, explain};
use onus::inventory::Resource;
use onus::policy::{Control, PolicySet, Selection, Selector};
use onus::report::{ExplainedPretty, clean, write_explained_json};
use onus::waiver::Waiving;

use crate::cli::arg_groups::{Color, PolicyArgs, ReadingArgs, WaiverArgs};
use crate::cli::conclude::concluded;
use crate::cli::decide_command::DecideCommand;
use crate::cli::exit::Exit;
use crate::cli::policies::Policies;
use crate::cli::{options, policies, resource_ref, terminal};

/// Explain the decision of one control about one resource, and who is responsible
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onus explain inventory.json#stpaymentsprod AZ-STORAGE-001
  onus explain 'prod/*.json#kv-payments' AZ-KV-001        with what else is in prod/
  onus explain plan.json#azurerm_storage_account.main ACME-STORAGE-001 --policy policies

Exit codes: 0 it allows, does not apply, or is waived, 1 it denies, 2 it could not be
explained completely")]
pub struct ExplainArgs {
    /// The resource: an inventory (a file, a folder or a glob), and its id or name
    #[arg(value_name = "FILE#ID")]
    pub subject: String,
    /// The control's id
    #[arg(value_name = "CONTROL")]
    pub control: String,
    /// Further inventories, with resources that are related to this one; repeatable
    #[arg(long, value_name = "FILE")]
    pub with: Vec<String>,
    #[command(flatten)]
    pub reading: ReadingArgs,
    #[command(flatten)]
    pub policies: PolicyArgs,
    #[command(flatten)]
    pub waivers: WaiverArgs,
    /// The longest that one evaluation may take, in milliseconds [default: 5000]
    #[arg(long, value_name = "MS", env = "ONUS_TIME_LIMIT")]
    pub time_limit: Option<u64>,
    /// The instant that policies and waivers use as the current time [default: the start]
    #[arg(long, value_name = "TIME", env = "ONUS_NOW")]
    pub now: Option<String>,
    /// Output format
    #[arg(short, long, value_enum, default_value_t = ExplainFormat::Pretty)]
    pub output: ExplainFormat,
    /// When to use colours
    #[arg(long, value_enum, default_value_t = Color::Auto, env = "ONUS_COLOR")]
    pub color: Color,
}

/// The formats of `onus explain`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExplainFormat {
    /// For people.
    Pretty,
    /// For programs.
    Json,
}

/// Runs the command.
pub fn run(arguments: &ExplainArgs) -> Exit {
    concluded(arguments.color, |problems| show(arguments, problems))
}

fn show(arguments: &ExplainArgs, problems: &mut Vec<Diagnostic>) -> Result<Exit, Box<Diagnostic>> {
    let (file, id) = resource_ref::split(&arguments.subject)?;
    let config = policies::config(&arguments.policies)?;
    let now = options::now(arguments.now.as_deref())?;
    let waivers = options::waivers(&arguments.waivers, &config)?;
    let mut named = vec![file.to_owned()];
    named.extend(arguments.with.iter().cloned());
    let command = DecideCommand {
        policies: &arguments.policies,
        reading: &arguments.reading,
        config,
        now,
        selection: Selection::default(),
        time_limit: arguments.time_limit,
        threads: None,
    };
    let mut prepared = command.read(None, &named)?;
    problems.extend(prepared.policies.problems.iter().cloned());
    prepared.print_warnings(arguments.color);
    let inventories = prepared.inventories.take_in_memory()?;
    problems.append(&mut prepared.inventories.problems);
    if inventories.resources.is_empty() && has_error(problems) {
        return Ok(Exit::Incomplete);
    }
    let loaded = &prepared.policies;
    let subject = resource_ref::find(&inventories.resources, file, id)?;
    let control = control(&loaded.set, &arguments.control)?;
    if !control.resources.matches(&subject.kind) {
        return Err(Box::new(not_for(control, subject)));
    }
    let place = inventories
        .resources
        .iter()
        .position(|one| std::ptr::eq(one, subject));
    let explained = place
        .map(|place| {
            explained(
                loaded,
                &arguments.policies,
                &inventories,
                place,
                control,
                problems,
            )
        })
        .transpose()?
        .flatten();
    let Some(mut explanation) = explained else {
        return Ok(Exit::NothingEvaluated);
    };
    Waiving::new(&waivers, now.date, &loaded.set.keys()).mark(&mut explanation.decisions);
    let documents = inventories.by_name();
    let mut out = terminal::stdout(arguments.color);
    let pretty = ExplainedPretty {
        width: terminal::width(),
        documents: &documents,
    };
    let written = match arguments.output {
        ExplainFormat::Pretty => pretty.write(&explanation, &mut out),
        ExplainFormat::Json => write_explained_json(&explanation, &mut out),
    };
    terminal::written(written.and_then(|()| out.flush()))?;
    let denied = explanation
        .decisions
        .iter()
        .any(onus::decision::Decision::is_open_denial);
    Ok(if denied { Exit::Denied } else { Exit::Clean })
}

/// Evaluates one control for the resource at a place again, and explains the decision. None
/// when nothing is decided.
pub fn explained(
    loaded: &Policies,
    policies: &PolicyArgs,
    inventories: &InMemory,
    place: usize,
    control: &Control,
    problems: &mut Vec<Diagnostic>,
) -> Result<Option<Explanation>, Box<Diagnostic>> {
    let evaluator = Evaluator::new(
        &loaded.set,
        Options {
            threads: Some(1),
            plain: true,
            ..loaded.options(policies, only(control, &loaded.config)?)
        },
    );
    problems.extend(evaluator.problems().iter().cloned());
    let parts = loaded.parts()?;
    let builder = parts.engine_builder();
    let explain = |examined: &Examined<'_>| explain(&builder, examined);
    Ok(examine(&evaluator, inventories, place, control, explain))
}

/// The control of this id, or of an older one. It may be one of the catalogue that is not
/// loaded, since it is for other types.
fn control<'s>(set: &'s PolicySet, id: &str) -> Result<&'s Control, Box<Diagnostic>> {
    let mut controls = set.controls.iter().chain(set.unneeded_controls());
    if let Some(found) = controls.find(|control| control.key().is_called(id)) {
        return Ok(found);
    }
    let keys = set.keys();
    let wanted = id.to_ascii_uppercase();
    let near = onus::nearest(&wanted, keys.iter().map(|key| key.id));
    let begins = keys.iter().find(|key| key.id.starts_with(&wanted));
    Err(Box::new(
        Diagnostic::error(format!("there is no control `{id}`")).help(match (near, begins) {
            (Some(near), _) => format!("did you mean `{near}`?"),
            (None, Some(key)) => {
                format!(
                    "did you mean `{}`? `onus list '{wanted}*'` shows all",
                    key.id
                )
            }
            (None, None) => {
                "`onus list` shows all; name policies of your own with `--policy`".to_owned()
            }
        }),
    ))
}

fn not_for(control: &Control, subject: &Resource) -> Diagnostic {
    let types: Vec<String> = control
        .resources
        .patterns
        .iter()
        .map(|word| clean(word).into_owned())
        .collect();
    Diagnostic::error(format!(
        "`{}` is not for `{}`, which is a `{}`",
        control.about.id, subject.name, subject.kind
    ))
    .help(format!("it is for {}", types.join(", ")))
}

/// A selection of one control. It ignores the same controls as other runs do.
fn only(control: &Control, config: &Config) -> Result<Selection, Box<Diagnostic>> {
    let mut ignore = options::selectors(&config.ignore)?;
    ignore.retain(|word| !word.matches(control.key()));
    Ok(Selection {
        select: Selector::parse(&control.about.id).into_iter().collect(),
        ignore,
    })
}
