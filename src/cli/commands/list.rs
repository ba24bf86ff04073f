//! `onus list`.

use std::io;

use clap::{Args, ValueEnum};
use onus::diagnostic::Diagnostic;
use onus::policy::{Control, ControlKey, PolicySet, Selection, Selector};
use onus::report::{write_controls_json, write_controls_markdown, write_controls_pretty};

use crate::cli::arg_groups::{Color, PolicyArgs};
use crate::cli::conclude::concluded;
use crate::cli::exit::Exit;
use crate::cli::{options, policies, terminal};

/// List controls, the embedded ones and those of --policy
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onus list                                             all controls
  onus list high network.controls                       by severity and layer
  onus list 'AZ-STORAGE-*' -v                           with remedy, links and the file
  onus list --type Microsoft.KeyVault/vaults            what looks at key vaults
  onus list --framework mcsb=NS-2 -o markdown

Exit codes: 0 some are listed, 2 something could not be loaded, 3 none matches")]
pub struct ListArgs {
    #[command(flatten)]
    pub listing: ListingArgs,
    /// Output format
    #[arg(short, long, value_enum, default_value_t = ListFormat::Pretty)]
    pub output: ListFormat,
    /// Also the reason, the fix, links and the place of each control
    #[arg(short, long)]
    pub verbose: bool,
}

/// Which controls to show.
#[derive(Debug, Args)]
pub struct ListingArgs {
    /// Only these controls: ids, globs over ids, severities, layers; each kind narrows the others
    #[arg(value_name = "WORD")]
    pub words: Vec<String>,
    /// Only controls that look at resources of this type
    #[arg(long = "type", value_name = "TYPE")]
    pub kind: Option<String>,
    /// Only controls that a framework requires, such as mcsb or mcsb=NS-2
    #[arg(long, value_name = "FRAMEWORK[=ID]")]
    pub framework: Option<String>,
    #[command(flatten)]
    pub policies: PolicyArgs,
    /// When to use colours
    #[arg(long, value_enum, default_value_t = Color::Auto, env = "ONUS_COLOR")]
    pub color: Color,
}

/// The formats of `onus list`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// For people.
    Pretty,
    /// For programs.
    Json,
    /// A table for a page.
    Markdown,
}

/// Runs the command.
pub fn run(arguments: &ListArgs) -> Exit {
    concluded(arguments.listing.color, |problems| {
        list(arguments, problems)
    })
}

fn list(arguments: &ListArgs, problems: &mut Vec<Diagnostic>) -> Result<Exit, Box<Diagnostic>> {
    let listing = &arguments.listing;
    let config = policies::config(&listing.policies)?;
    let now = options::now(None)?;
    let loaded = policies::load(&listing.policies, config, None, None, now.nanoseconds)?;
    problems.extend(loaded.problems);
    let controls = chosen(listing, &loaded.set, problems)?;
    let mut out = terminal::stdout(arguments.listing.color);
    let written = match arguments.output {
        ListFormat::Pretty => {
            write_controls_pretty(&controls, arguments.verbose, terminal::width(), &mut out)
        }
        ListFormat::Json => write_controls_json(&controls, &mut out),
        ListFormat::Markdown => write_controls_markdown(&controls, &mut out),
    }
    .and_then(|()| io::Write::flush(&mut out));
    terminal::written(written)?;
    if controls.is_empty() {
        return Ok(Exit::NothingEvaluated);
    }
    Ok(Exit::Clean)
}

/// The controls that were asked for; what matches none is said.
pub fn chosen<'s>(
    listing: &ListingArgs,
    set: &'s PolicySet,
    problems: &mut Vec<Diagnostic>,
) -> Result<Vec<&'s Control>, Box<Diagnostic>> {
    let words = Words::parse(&listing.words)?;
    let keys = set.keys();
    problems.extend(words.idle(&keys).map(|word| {
        let near = onus::nearest(&word.to_string(), keys.iter().map(|key| key.id));
        let problem = Diagnostic::warning(format!("`{word}` is no control, severity or layer"));
        match near {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem.help("`onus list` without words shows all controls"),
        }
    }));
    let controls: Vec<&Control> = set
        .controls
        .iter()
        .filter(|control| words.take(control.key()))
        .filter(|control| is_for(control, listing.kind.as_deref()))
        .filter(|control| is_asked_by(control, listing.framework.as_deref()))
        .collect();
    if controls.is_empty() {
        problems.push(
            Diagnostic::warning("no control matches")
                .help("`onus list` shows all controls; `--policy` adds your own"),
        );
    }
    Ok(controls)
}

/// What was asked for: of each kind of word, one has to fit.
struct Words {
    severities: Selection,
    layers: Selection,
    ids: Selection,
}

impl Words {
    fn parse(words: &[String]) -> Result<Self, Box<Diagnostic>> {
        let mut sorted = [const { Vec::new() }; 3];
        let [severities, layers, ids] = &mut sorted;
        for word in words {
            let selector = options::selector(word)?;
            match &selector {
                Selector::Severity(_) => severities.push(selector),
                Selector::Layer(_) => layers.push(selector),
                Selector::Id { .. } => ids.push(selector),
            }
        }
        let [severities, layers, ids] = sorted.map(|select| Selection {
            select,
            ignore: Vec::new(),
        });
        Ok(Self {
            severities,
            layers,
            ids,
        })
    }

    fn take(&self, control: ControlKey<'_>) -> bool {
        // A list shows what is retired or on request too, and says that it is.
        let control = ControlKey {
            deprecated: false,
            on_request: false,
            ..control
        };
        [&self.severities, &self.layers, &self.ids]
            .iter()
            .all(|words| words.takes(control))
    }

    /// Words that fit no control at all: most likely misspelled. That no control has a
    /// severity or a layer is no misspelling.
    fn idle<'s>(&'s self, keys: &'s [ControlKey<'s>]) -> impl Iterator<Item = &'s Selector> {
        self.ids.idle(keys)
    }
}

fn is_for(control: &Control, kind: Option<&str>) -> bool {
    kind.is_none_or(|kind| control.resources.matches(kind))
}

fn is_asked_by(control: &Control, framework: Option<&str>) -> bool {
    let Some(asked) = framework else {
        return true;
    };
    let (name, id) = match asked.split_once('=') {
        Some((name, id)) => (name, Some(id)),
        None => (asked, None),
    };
    control.about.frameworks.iter().any(|(known, ids)| {
        known.eq_ignore_ascii_case(name)
            && id.is_none_or(|id| ids.iter().any(|known| known.eq_ignore_ascii_case(id)))
    })
}
