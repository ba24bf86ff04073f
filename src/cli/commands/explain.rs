//! `onus explain`.

use std::io::Write as _;

use onus::config::Config;
use onus::diagnostic::{Diagnostic, Level};
use onus::evaluate::{Evaluator, Joined, Options};
use onus::explain::{Explanation, explain};
use onus::inventory::Resource;
use onus::policy::{Control, PolicySet, Selection, Selector};
use onus::report::{ExplainedPretty, clean, write_explained_json};
use onus::waiver::Waiving;

use crate::cli::args::{ExplainArgs, ExplainFormat, PolicyArgs};
use crate::cli::inventories::Held;
use crate::cli::policies::Policies;
use crate::cli::{
    Exit, concluded, inventories, options, policies, policy_warnings, resource_ref, terminal,
};

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
    let mut read = inventories::read(&named, &arguments.reading);
    let mut loaded = policies::load(
        &arguments.policies,
        config,
        Some(&read.contents),
        arguments.time_limit,
        now.nanoseconds,
    )?;
    problems.extend(loaded.problems.iter().cloned());
    let doubts = policy_warnings::find(&mut loaded, Some(&read));
    policy_warnings::say(&doubts, &arguments.policies, arguments.color);
    let held = read.hold()?;
    problems.append(&mut read.problems);
    if held.resources.is_empty() && problems.iter().any(|p| p.level == Level::Error) {
        return Ok(Exit::NotWhole);
    }
    let subject = resource_ref::find(&held.resources, file, id)?;
    let control = control(&loaded.set, &arguments.control)?;
    if !control.resources.matches(&subject.kind) {
        return Err(Box::new(not_for(control, subject)));
    }
    let number = held
        .resources
        .iter()
        .position(|one| std::ptr::eq(one, subject));
    let explained = number
        .map(|number| {
            explained(
                &loaded,
                &arguments.policies,
                &held,
                number,
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
    let documents = held.by_name();
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

/// Decides one of the resources again, by one control, and explains that; none when
/// nothing is decided.
pub fn explained(
    loaded: &Policies,
    policies: &PolicyArgs,
    held: &Held,
    number: usize,
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
    let kinds = held.resources.iter().map(|r| r.kind.as_str()).collect();
    let mut session = evaluator.session(&kinds);
    let related: &[Resource] = if session.wanted().is_empty() {
        &[]
    } else {
        &held.resources
    };
    let joined = Joined::of(related, 0..related.len());
    let parts = loaded.parts()?;
    let bench = parts.engine_builder();
    Ok(
        session.examine(&held.resources, number, (&joined, 0), control, |examined| {
            explain(&bench, examined)
        }),
    )
}

/// The control of this id, or of an older one.
fn control<'s>(set: &'s PolicySet, id: &str) -> Result<&'s Control, Box<Diagnostic>> {
    let found = set
        .controls
        .iter()
        .find(|control| control.key().is_called(id));
    if let Some(found) = found {
        return Ok(found);
    }
    let keys = set.keys();
    // The catalogue's controls for other types are known, but not loaded.
    if let Some(key) = keys.iter().find(|key| key.is_called(id)) {
        return Err(Box::new(
            Diagnostic::error(format!(
                "`{}` decides nothing here: no resource of the inventory is of its types",
                key.id
            ))
            .help(format!("`onus list {} -v` shows its types", key.id)),
        ));
    }
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

/// A selection of one control; what is left out elsewhere is no matter to it either.
fn only(control: &Control, config: &Config) -> Result<Selection, Box<Diagnostic>> {
    let mut ignore = options::selectors(&config.ignore)?;
    ignore.retain(|word| !word.matches(control.key()));
    Ok(Selection {
        select: Selector::parse(&control.about.id).into_iter().collect(),
        ignore,
    })
}
