//! `onus list`.

use std::io;

use onus::diagnostic::Diagnostic;
use onus::policy::{Control, ControlKey, PolicySet, Selection, Selector};
use onus::report::{write_controls_json, write_controls_markdown, write_controls_pretty};

use crate::cli::args::{ListArgs, ListFormat, ListingArgs};
use crate::cli::{Exit, concluded, options, policies, terminal};

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
