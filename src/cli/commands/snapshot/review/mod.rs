//! `onus snapshot review`: pending changes, one at a time, with the policy's diff and the reason
//! for the current decision.

pub(crate) mod answer;
pub(crate) mod explanation;
pub(crate) mod policy_diff;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Write;

use onus::diagnostic::Diagnostic;
use onus::snapshot::{Change, Comparison, ControlChanges, Line, write_control_changes};

use crate::cli::commands::snapshot::accept_reject;
use crate::cli::commands::snapshot::accept_reject::{Act, Filters, Waiting};
use crate::cli::commands::snapshot::args::ReviewArgs;
use crate::cli::commands::snapshot::files::{folder, number};
use crate::cli::commands::snapshot::review::answer::{Answer, Answers, print};
use crate::cli::commands::snapshot::review::explanation::Why;
use crate::cli::commands::snapshot::review::policy_diff::Changed;
use crate::cli::exit::Exit;
use crate::cli::{options, policies, terminal};

/// Lines of a policy's diff that are shown without being asked for.
const DIFF_LINES: usize = 16;

/// Lines of an explanation that are shown without being asked for.
const WHY_LINES: usize = 14;

/// A change that waits.
struct Item {
    /// Which of the snapshots.
    file: usize,
    control: String,
    title: String,
    label: String,
    before: Option<Line>,
    after: Option<Line>,
    done: Option<Act>,
}

/// What is reviewed.
struct Session<'a> {
    waiting: Vec<Waiting>,
    items: Vec<Item>,
    why: Why<'a>,
    /// The controls whose policy has been shown.
    shown: BTreeSet<(usize, String)>,
}

/// Shows what waits, and does what is answered.
pub fn review(
    arguments: &ReviewArgs,
    problems: &mut Vec<Diagnostic>,
) -> Result<Exit, Box<Diagnostic>> {
    let config = policies::config(&arguments.policies)?;
    let now = options::now(arguments.now.as_deref())?;
    let folder = folder(arguments.dir.as_deref(), &config)?;
    let filters = Filters::of(&arguments.filters)?;
    let waiting = accept_reject::waiting(&folder)?;
    let items = items(&waiting, &filters);
    if items.is_empty() {
        return Err(Box::new(accept_reject::none(&folder, &waiting, &filters)));
    }
    let mut session = Session {
        waiting,
        items,
        why: Why::new(arguments, config, now.nanoseconds)?,
        shown: BTreeSet::new(),
    };
    let mut out = terminal::stdout(arguments.color);
    let mut answers = Answers::default();
    session.all(&mut answers, &mut out)?;
    if answers.nobody_there() {
        problems.push(
            Diagnostic::error("no answer: standard input is empty")
                .help("run it in a terminal, or take over or throw away what waits with `onus snapshot accept` and `onus snapshot reject`; both take controls, globs and files"),
        );
    }
    let left = session.items.iter().filter(|item| item.done.is_none());
    let left = left.count();
    print(&session.summary(left), &mut out)?;
    Ok(if left > 0 { Exit::Denied } else { Exit::Clean })
}

/// The changes that are meant, by file and control.
fn items(waiting: &[Waiting], filters: &Filters) -> Vec<Item> {
    let mut items = Vec::new();
    for (file, one) in waiting.iter().enumerate() {
        let before = one.before();
        for control in Comparison::of(&before, &one.found).controls {
            if !filters.mean(one, control.id) {
                continue;
            }
            items.extend(control.changes.iter().map(|change| Item {
                file,
                control: control.id.to_owned(),
                title: control.title.to_owned(),
                label: change.label.to_owned(),
                before: change.before.cloned(),
                after: change.after.cloned(),
                done: None,
            }));
        }
    }
    items
}

impl Session<'_> {
    /// Goes through all changes, until there is no more answer.
    fn all(&mut self, answers: &mut Answers, out: &mut dyn Write) -> Result<(), Box<Diagnostic>> {
        for at in 0..self.items.len() {
            if self.items.get(at).is_none_or(|item| item.done.is_some()) {
                continue;
            }
            let text = self.change(at);
            print(&text, out)?;
            loop {
                match answers.ask(out)? {
                    Answer::One(act) => {
                        self.settle(&[at], act)?;
                        break;
                    }
                    Answer::Control(act) => {
                        let same = self.same_control(at);
                        self.settle(&same, act)?;
                        break;
                    }
                    Answer::Skip => break,
                    Answer::Explain => {
                        let text = self.explanation(at, None);
                        print(&format!("\n{text}\n"), out)?;
                    }
                    Answer::Diff => {
                        let text = self.diff(at, None);
                        print(&format!("\n{text}\n"), out)?;
                    }
                    Answer::Help => print(answer::HELP, out)?,
                    Answer::Quit => return Ok(()),
                }
            }
        }
        Ok(())
    }

    /// The changes that are left of a change's control, in all files.
    fn same_control(&self, at: usize) -> Vec<usize> {
        let control = self.items.get(at).map(|item| &item.control);
        let rest = self.items.iter().enumerate().skip(at);
        rest.filter(|(_, item)| item.done.is_none() && Some(&item.control) == control)
            .map(|(number, _)| number)
            .collect()
    }

    /// Accepts or rejects changes, and writes the files at once.
    fn settle(&mut self, numbers: &[usize], act: Act) -> Result<(), Box<Diagnostic>> {
        let mut files = BTreeSet::new();
        for number in numbers {
            let Some(item) = self.items.get_mut(*number) else {
                continue;
            };
            let Some(waiting) = self.waiting.get_mut(item.file) else {
                continue;
            };
            let mut before = waiting.before();
            let (was, is) = (item.before.as_ref(), item.after.as_ref());
            match act {
                Act::Accept => {
                    before.take_one(&waiting.found, &item.control, was, is);
                    waiting.recorded = Some(before);
                }
                Act::Reject => waiting.found.take_one(&before, &item.control, is, was),
            }
            item.done = Some(act);
            files.insert(item.file);
        }
        for file in files {
            if let Some(waiting) = self.waiting.get(file) {
                waiting.write(act)?;
            }
        }
        Ok(())
    }

    /// A change, with what is known about it.
    fn change(&mut self, at: usize) -> String {
        let mut text = String::new();
        let of = self.items.len();
        if let Some((item, waiting)) = self.item(at) {
            let control = ControlChanges {
                id: &item.control,
                title: &item.title,
                changes: vec![Change {
                    label: &item.label,
                    before: item.before.as_ref(),
                    after: item.after.as_ref(),
                }],
            };
            let mut told = Vec::new();
            // Memory takes everything.
            let _ = write_control_changes(&control, &mut told);
            let path = waiting.path.display();
            let _ = write!(
                text,
                "\n{} of {of}, {path}\n\n{}\n",
                at + 1,
                String::from_utf8_lossy(&told)
            );
            let key = (item.file, item.control.clone());
            if self.shown.insert(key) {
                text.push_str(&self.diff(at, Some(DIFF_LINES)));
                text.push('\n');
            }
        }
        text.push_str(&self.explanation(at, Some(WHY_LINES)));
        text.push('\n');
        text
    }

    fn item(&self, at: usize) -> Option<(&Item, &Waiting)> {
        let item = self.items.get(at)?;
        Some((item, self.waiting.get(item.file)?))
    }

    /// What changed in the policy of a change's control.
    fn diff(&self, at: usize, most: Option<usize>) -> String {
        let Some((item, waiting)) = self.item(at) else {
            return String::new();
        };
        let file = self.why.policy(&item.control);
        let changed = Changed::since(&waiting.path, &item.control, &file);
        shortened("policy", &changed.text(), most, 'd')
    }

    /// Why a change's resource is decided so now.
    fn explanation(&mut self, at: usize, most: Option<usize>) -> String {
        let Some(item) = self.items.get(at) else {
            return String::new();
        };
        let Some(waiting) = self.waiting.get(item.file) else {
            return String::new();
        };
        let Some(resource) = item.after.as_ref().or(item.before.as_ref()) else {
            return String::new();
        };
        let source = &waiting.found.header.source;
        let asked = (
            source.as_str(),
            item.control.as_str(),
            resource.resource.id(),
        );
        let text = self.why.explain(asked, most.is_some());
        shortened("why", &text, most, 'e')
    }

    /// What was done, and what is left.
    fn summary(&self, left: usize) -> String {
        let done = |act: Act| {
            self.items
                .iter()
                .filter(|item| item.done == Some(act))
                .count()
        };
        let mut text = format!(
            "\naccepted {}, rejected {}",
            number(done(Act::Accept), "change"),
            done(Act::Reject)
        );
        if left > 0 {
            let _ = write!(
                text,
                ", {left} left: `onus snapshot review` goes on with them"
            );
        }
        text + "\n"
    }
}

/// A paragraph with its name, as far as there is room.
fn shortened(name: &str, text: &str, most: Option<usize>, key: char) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let most = most.unwrap_or(lines.len());
    // Nothing is cut off to say in a line that a line was cut off.
    let most = if lines.len() <= most + 1 {
        lines.len()
    } else {
        most
    };
    let mut shortened = format!("{name}\n");
    for line in lines.iter().take(most) {
        let _ = writeln!(shortened, "{line}");
    }
    if lines.len() > most {
        let more = lines.len() - most;
        let _ = writeln!(
            shortened,
            "    ... and {more} lines more: `{key}` shows all"
        );
    }
    shortened
}
