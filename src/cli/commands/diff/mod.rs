//! `onus diff`: changes of decisions when policies, editions, the program or an inventory
//! change.

pub(crate) mod args;
pub(crate) mod base_spec;
pub(crate) mod collect;
pub(crate) mod other_binary;
pub(crate) mod side;

use std::io::Write;
use std::path::Path;

use anstream::StripStream;
use onus::diagnostic::Diagnostic;
use onus::evaluate::run::{
    Contents, InMemory, Inventories, Observer, Outcome, has_error, run as evaluate_inventories,
    run_in_memory,
};
use onus::report::Detail;
use onus::snapshot::{
    Comparison, Diff, Known, Side as SideInfo, Snapshot, write_diff_json, write_diff_markdown,
    write_diff_pretty,
};

use crate::cli::commands::diff::base_spec::Against;
use crate::cli::commands::diff::collect::Head;
use crate::cli::commands::diff::side::{Settled, Side, on_side};
use crate::cli::conclude::concluded;
use crate::cli::decide_command::NOTHING_THERE;
use crate::cli::exit::Exit;
use crate::cli::inventories;
use crate::cli::origin_keys::{self, OriginKey};
use crate::cli::output_formats::Output;
use crate::cli::{atomic_file, policy_warnings, terminal};
use crate::cli::{options, output_formats};

pub use crate::cli::commands::diff::collect::Base;

pub use crate::cli::commands::diff::args::DiffArgs;

/// The formats of diffs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Pretty,
    Json,
    Markdown,
}

const FORMATS: [(&str, Format); 3] = [
    ("pretty", Format::Pretty),
    ("json", Format::Json),
    ("markdown", Format::Markdown),
];

/// Runs the command.
pub fn run(arguments: &DiffArgs) -> Exit {
    concluded(arguments.color, |problems| diff(arguments, problems))
}

fn diff(arguments: &DiffArgs, problems: &mut Vec<Diagnostic>) -> Result<Exit, Box<Diagnostic>> {
    let outputs = output_formats::outputs_of(&arguments.outputs, &FORMATS, Format::Pretty)?;
    let base = Against::parse(&arguments.base)?;
    let head = match &arguments.head {
        Some(text) => Against::parse(text)?,
        None => Against::Here,
    };
    if let Against::Inventories(_) | Against::Program(_) = head {
        return Err(Box::new(
            Diagnostic::error(format!("`--head` can't be `{}`", head.name())).help(
                "the inventories of the head are those that are named without a flag, and its program is this one; `--base` takes others",
            ),
        ));
    }
    let now = options::now(arguments.engine.now.as_deref())?;
    let settled = Settled::of(&head, arguments)?;
    let named = options::inventories(&arguments.inputs, &settled.config, "diff")?;
    let other = match &base {
        Against::Program(_) => None,
        _ => {
            let other = Settled::of(&base, arguments)?;
            if other.is_as(&settled) {
                return Err(nothing_to_compare(&base));
            }
            Some(other)
        }
    };
    let mut readings = Readings::of(&base, &named, arguments, problems)?;
    let contents = readings.head.contents();
    let mut side = settled.load(arguments, contents, now.nanoseconds, problems)?;
    let doubts = policy_warnings::find(&mut side.loaded, Some(&readings.head));
    policy_warnings::print(&doubts, &arguments.policies, arguments.color);
    let other = match other {
        Some(other) => {
            let contents = readings.contents_of_base();
            Some(other.load(arguments, contents, now.nanoseconds, problems)?)
        }
        None => None,
    };
    if has_error(problems) {
        return Ok(incomparable(problems));
    }
    let [origin_of_base, origin_of_head] = readings.origins(&base, &side.loaded.config.folder);
    let (mut known_base, info) = match (&other, &base) {
        (Some(other), _) => {
            let mut collected = Base::new(origin_of_base);
            let resources = readings.contents_of_base().resources;
            let outcome = readings.decide_base(other, &mut collected)?;
            conclude(outcome, &other.name, problems);
            let info = SideInfo {
                name: other.name.clone(),
                policy_set: other.loaded.set.digest.clone(),
                resources,
                decisions: collected.decisions,
            };
            ((collected.snapshot, collected.known), info)
        }
        (None, Against::Program(path)) => {
            let snapshot =
                crate::cli::commands::diff::other_binary::decide(path, &named, arguments)?;
            let info = SideInfo {
                name: base.name(),
                policy_set: snapshot.header.policy_set.clone().unwrap_or_default(),
                resources: snapshot.header.resources,
                decisions: snapshot.decisions(),
            };
            ((snapshot, Known::default()), info)
        }
        (None, _) => ((Snapshot::default(), Known::default()), SideInfo::default()),
    };
    let resources = readings.head.contents().resources;
    let mut collected = Head {
        origin: origin_of_head,
        base: &mut known_base.0,
        known: &mut known_base.1,
        snapshot: Snapshot::default(),
        decisions: 0,
        same: 0,
    };
    let outcome = readings.decide_head(&side, &mut collected)?;
    conclude(outcome, &side.name, problems);
    if has_error(problems) {
        return Ok(incomparable(problems));
    }
    let head = SideInfo {
        name: side.name.clone(),
        policy_set: side.loaded.set.digest.clone(),
        resources,
        decisions: collected.decisions,
    };
    let (after, same) = (collected.snapshot, collected.same);
    let (before, known) = known_base;
    let comparison = Comparison::of(&before, &after);
    let diff = Diff::new(info, head, same, &comparison, &known);
    for output in &outputs {
        write(&diff, output, arguments)?;
    }
    Ok(ended(&diff, problems))
}

/// How it ended. What shrank to nothing is not mended by that.
fn ended(diff: &Diff<'_>, problems: &mut Vec<Diagnostic>) -> Exit {
    if diff.head.decisions == 0 {
        let mut problem = if diff.base.decisions == 0 {
            Diagnostic::warning("nothing was evaluated on either side")
        } else {
            Diagnostic::warning(format!(
                "nothing was evaluated any more: {} has {} decisions, {} has none",
                diff.base.name, diff.base.decisions, diff.head.name
            ))
        };
        problem = problem.help(if diff.head.resources == 0 {
            NOTHING_THERE
        } else {
            "no control is selected for what is there; loosen `--select` and `--ignore`, or give policies with `--policy`"
        });
        problems.push(problem);
        return Exit::NothingEvaluated;
    }
    if diff.is_empty() {
        Exit::Clean
    } else {
        Exit::Denied
    }
}

/// A part of the decisions would make a difference that is none.
fn incomparable(problems: &mut Vec<Diagnostic>) -> Exit {
    problems.push(
        Diagnostic::warning("nothing was compared: a diff needs two complete runs")
            .help("mend what is said here and compare again"),
    );
    Exit::Incomplete
}

fn nothing_to_compare(base: &Against) -> Box<Diagnostic> {
    Box::new(
        Diagnostic::error(format!(
            "there is nothing to compare with `{}`: only the embedded catalogue takes part, and it is the same on both sides",
            base.name()
        ))
        .help("name your policies with `--policy policies`, or list them in onus.toml; the catalogue of another version is `--base onus:PROGRAM`"),
    )
}

/// Adds the problems of a side, as far as the other side has not the same.
fn conclude(outcome: Outcome, side: &str, problems: &mut Vec<Diagnostic>) {
    let failed = outcome.failures.report();
    let mut found = outcome.evaluation.problems;
    found.extend(failed);
    for problem in found {
        let problem = on_side(problem, side);
        if !problems.iter().any(|said| said.message == problem.message) {
            problems.push(problem);
        }
    }
}

/// The inventories, which are evaluated twice.
struct Readings {
    head: Inventories,
    /// The resources of the head in memory, once they were needed.
    in_memory: Option<InMemory>,
    base: Option<Inventories>,
}

impl Readings {
    fn of(
        base: &Against,
        named: &[String],
        arguments: &DiffArgs,
        problems: &mut Vec<Diagnostic>,
    ) -> Result<Self, Box<Diagnostic>> {
        let mut head = inventories::read(named, &arguments.reading);
        problems.append(&mut head.problems);
        // Large files are read again for each side.
        let again = head.is_in_chunks();
        let stdin = named.iter().any(|name| name == "-");
        if stdin && (again || matches!(base, Against::Program(_))) {
            return Err(Box::new(
                Diagnostic::error("standard input can be read only once, and is needed twice here")
                    .help("write the inventory to a file and name that"),
            ));
        }
        let named = match base {
            Against::Inventories(files) => Some(files.as_slice()),
            Against::Program(_) => None,
            _ => again.then_some(named),
        };
        let mut base = named.map(|named| inventories::read(named, &arguments.reading));
        if let Some(base) = &mut base {
            for problem in base.problems.drain(..) {
                if !problems.iter().any(|said| said.message == problem.message) {
                    problems.push(problem);
                }
            }
        }
        Ok(Self {
            head,
            in_memory: None,
            base,
        })
    }

    /// How the resources of each side are found again in the other one.
    fn origins(&self, base: &Against, folder: &Path) -> [OriginKey; 2] {
        let files = |side: &Inventories| side.sizes().into_iter().map(|(file, _)| file).collect();
        match base {
            Against::Inventories(_) => {
                let head: Vec<String> = files(&self.head);
                let base: Vec<String> = self.base.as_ref().map(files).unwrap_or_default();
                origin_keys::of_two_sides(&base, &head)
            }
            // Its snapshots are by file.
            Against::Program(_) => [(); 2].map(|()| origin_keys::by_file(folder.to_owned())),
            _ => [origin_keys::of_same_files(), origin_keys::of_same_files()],
        }
    }

    fn contents_of_base(&self) -> &Contents {
        self.base.as_ref().unwrap_or(&self.head).contents()
    }

    fn decide_base(
        &mut self,
        side: &Side,
        observer: &mut dyn Observer,
    ) -> Result<Outcome, Box<Diagnostic>> {
        match &mut self.base {
            Some(base) => evaluate_inventories(&side.evaluator(), base, observer),
            None => self.decide_head(side, observer),
        }
    }

    fn decide_head(
        &mut self,
        side: &Side,
        observer: &mut dyn Observer,
    ) -> Result<Outcome, Box<Diagnostic>> {
        let evaluator = side.evaluator();
        if self.head.is_in_chunks() {
            return evaluate_inventories(&evaluator, &mut self.head, observer);
        }
        let in_memory = match self.in_memory.take() {
            Some(in_memory) => in_memory,
            None => self.head.take_in_memory()?,
        };
        let outcome = run_in_memory(&evaluator, &in_memory, observer);
        self.in_memory = Some(in_memory);
        outcome
    }
}

fn write(
    diff: &Diff<'_>,
    output: &Output<Format>,
    arguments: &DiffArgs,
) -> Result<(), Box<Diagnostic>> {
    let detail = match (arguments.quiet, arguments.verbose) {
        (true, _) => Detail::Quiet,
        (_, true) => Detail::Verbose,
        _ => Detail::Normal,
    };
    let put = |out: &mut dyn Write| match output.format {
        Format::Pretty => write_diff_pretty(diff, detail, out),
        Format::Json => write_diff_json(diff, out),
        Format::Markdown => write_diff_markdown(diff, out),
    };
    let Some(path) = &output.file else {
        let mut stdout = terminal::stdout(arguments.color);
        return terminal::written(put(&mut stdout).and_then(|()| stdout.flush()));
    };
    let mut plain = StripStream::new(Vec::new());
    let written = put(&mut plain).and_then(|()| atomic_file::write(path, &plain.into_inner()));
    written.map_err(|error| {
        Box::new(
            Diagnostic::error(format!("`{}` can't be written: {error}", path.display()))
                .help("check the path, the permissions and the space that is left"),
        )
    })
}
