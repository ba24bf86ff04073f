//! Watch events for people: a line with the summary, then a line for each decision.

use std::collections::BTreeMap;
use std::io;

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr as _;

use crate::diagnostics::{write_problem, write_problems};
use crate::run::Detail;
use crate::sanitize::clean;
use crate::snapshot::Line;
use crate::snapshot::change_summary::verdict;
use crate::snapshot::watch_events::{Changed, Event, Item, News, Standing, Started, Watched};
use onus_core::decision::Verdict;

/// More lines than this are only counted, unless all are requested.
const MOST: usize = 40;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const DENIED: Style = AnsiColor::Red.on_default();
const UNKNOWN: Style = AnsiColor::Yellow.on_default();
const ALLOWED: Style = AnsiColor::Green.on_default();

/// Writes an event; `clock` is the time of day, and `width` that of the terminal.
///
/// # Errors
/// The output can't be written.
pub fn write_event_pretty(
    event: &Event<'_>,
    clock: &str,
    (detail, width): (Detail, usize),
    out: &mut dyn io::Write,
) -> io::Result<()> {
    write!(out, "{DIM}{clock}{DIM:#}  ")?;
    match event {
        Event::Started(started) => write_started(started, out),
        Event::Changed(changed) => write_changed(changed, detail, out),
        Event::Unchanged(because) => writeln!(out, "{}: no decision changes", reason(because)),
        Event::Failed(problems) => {
            writeln!(out, "not decided wholly: what was known before is kept")?;
            write_problems(problems, width, out)
        }
        Event::Recovered => writeln!(out, "decided wholly again"),
        Event::NotHandedOver(problem) => {
            writeln!(out, "the change was not handed over")?;
            write_problem(problem, problem.code, width, out)
        }
        Event::NotKept(problem) => {
            writeln!(out, "the next start tells this again")?;
            write_problem(problem, problem.code, width, out)
        }
        Event::Stopped => writeln!(out, "stopped"),
    }
}

fn write_started(started: &Started<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "{}", counted(&started.standing))?;
    match &started.since {
        Some(since) => writeln!(
            out,
            "what has changed since {} is told, as `{}` has it",
            clean(since),
            clean(started.state)
        ),
        None => writeln!(
            out,
            "what changes from here on is told; `{}` keeps what is known",
            clean(started.state)
        ),
    }
}

/// What is decided, in a line.
fn counted(standing: &Standing<'_>) -> String {
    let mut text = format!(
        "{}, {}, {} denied",
        number(standing.resources, "resource"),
        number(standing.decisions, "decision"),
        standing.denied
    );
    if standing.unknown > 0 {
        text.push_str(&format!(" ({} unknown)", standing.unknown));
    }
    if !standing.parties.is_empty() {
        let parties: Vec<String> = standing
            .parties
            .iter()
            .map(|(party, count)| format!("{} {count}", clean(party)))
            .collect();
        text.push_str(&format!(": {}", parties.join(", ")));
    }
    text
}

fn write_changed(changed: &Changed<'_>, detail: Detail, out: &mut dyn io::Write) -> io::Result<()> {
    let watched = &changed.watched;
    writeln!(
        out,
        "{}: {BOLD}{}{BOLD:#}",
        reason(changed.because),
        sums(watched).join(", ")
    )?;
    if detail == Detail::Quiet {
        return Ok(());
    }
    let rows = rows(watched);
    let room = match detail {
        Detail::Verbose => usize::MAX,
        Detail::Normal | Detail::Quiet => MOST,
    };
    let width = |column: usize| {
        let shown = rows.iter().take(room).filter(|row| !row.is_short());
        let cells = shown.filter_map(|row| row.cells.get(column));
        cells.map(|cell| cell.width()).max().unwrap_or(0)
    };
    let widths = [width(0), width(1), width(2), width(3), width(4)];
    let news = rows.iter().take(room).map(|row| row.news.says().len());
    let news = news.max().unwrap_or(0);
    for row in rows.iter().take(room) {
        row.write(news, &widths, out)?;
    }
    match rows.len().checked_sub(room) {
        Some(more) if more > 0 => writeln!(out, "  ... and {more} more: `-v` lists all")?,
        _ => {}
    }
    next_step(watched, out)
}

/// Why everything was evaluated again.
fn reason(because: &[String]) -> String {
    match because {
        [] => "decided anew".to_owned(),
        [one] => clean(one).into_owned(),
        [first, others @ ..] => format!("{}, and {} more", clean(first), others.len()),
    }
}

/// What changes come to, a few words each.
fn sums(watched: &Watched<'_>) -> Vec<String> {
    let counts = watched.counts();
    let mut sums = Vec::new();
    for (news, count) in &counts {
        sums.push(match news {
            // FindingText below, with those of which more has changed.
            News::PartyMoved => continue,
            News::OtherReason if *count == 1 => "1 for another reason".to_owned(),
            News::OtherReason => format!("{count} for other reasons"),
            News::Gone => {
                let resources = by_resource(watched, News::Gone).len();
                format!("{} gone", number(resources, "resource"))
            }
            news => format!("{count} {}", news.says()),
        });
    }
    for ((from, to), count) in watched.moves() {
        sums.push(format!(
            "{count} moved from {} to {}",
            clean(from),
            clean(to)
        ));
    }
    sums
}

/// The text about a decision, or about all decisions of a resource.
struct Row {
    news: News,
    /// Severity, control, resource, party and place; of a resource, only what it is
    /// called.
    cells: Vec<String>,
    /// The end of the line.
    said: String,
}

impl Row {
    /// Whether the row is about a resource, not a decision.
    fn is_short(&self) -> bool {
        self.cells.len() == 1
    }

    fn write(&self, news: usize, widths: &[usize], out: &mut dyn io::Write) -> io::Result<()> {
        let style = match self.news {
            News::NewlyDenied => DENIED,
            News::NewlyUnknown => UNKNOWN,
            News::Fixed | News::NewlyAllowed => ALLOWED,
            _ => Style::new(),
        };
        let mut line = format!("  {style}{}{style:#}", self.news.says());
        let mut missing = news - self.news.says().len();
        let widths = widths.iter().copied().chain([0]);
        for (cell, width) in self.cells.iter().chain([&self.said]).zip(widths) {
            // No spaces at the end of a line, and no empty columns.
            if !cell.is_empty() {
                line.push_str(&" ".repeat(missing + 2));
                line.push_str(cell);
                missing = width.saturating_sub(cell.width());
            } else if width > 0 {
                missing += width + 2;
            }
        }
        writeln!(out, "{line}")
    }
}

fn rows(watched: &Watched<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    let is_summed = |news| {
        matches!(
            news,
            News::NewlyAllowed | News::Gone | News::NoLongerDecided
        )
    };
    for item in watched.items.iter().filter(|item| !is_summed(item.news)) {
        rows.push(row(item));
    }
    for news in News::ALL.into_iter().filter(|news| is_summed(*news)) {
        for (label, items) in by_resource(watched, news) {
            rows.push(Row {
                news,
                cells: vec![clean(label).into_owned()],
                said: summed(news, &items),
            });
        }
    }
    rows
}

/// Changes of a kind by the resource, as it is called.
fn by_resource<'w, 's>(
    watched: &'w Watched<'s>,
    news: News,
) -> BTreeMap<&'s str, Vec<&'w Item<'s>>> {
    let mut found: BTreeMap<&str, Vec<&Item<'_>>> = BTreeMap::new();
    for item in watched.items.iter().filter(|item| item.news == news) {
        found.entry(item.label).or_default().push(item);
    }
    found
}

/// What all of the same about a resource comes to.
fn summed(news: News, items: &[&Item<'_>]) -> String {
    let is_denied =
        |line: Option<&Line>| line.is_some_and(|line| line.status.verdict() == Verdict::Deny);
    let denied = items.iter().filter(|item| is_denied(item.before)).count();
    let decisions = number(items.len(), "decision");
    let were = match denied {
        0 => decisions,
        denied => format!("{decisions}, {denied} denied"),
    };
    match news {
        News::Gone => format!("no longer in the inventory ({were})"),
        News::NoLongerDecided => {
            let controls: Vec<_> = items.iter().map(|item| clean(item.control)).collect();
            format!("{were}: {}", controls.join(", "))
        }
        _ => {
            let controls: Vec<_> = items.iter().map(|item| clean(item.control)).collect();
            controls.join(", ")
        }
    }
}

fn row(item: &Item<'_>) -> Row {
    let party = match item.moved_from() {
        Some(from) => format!("{} -> {}", clean(from), clean(item.party())),
        None => clean(item.party()).into_owned(),
    };
    let mut said: Vec<String> = Vec::new();
    if matches!(item.news, News::PartyMoved | News::OtherReason) {
        said.extend(item.after.map(verdict));
    }
    let messages = item.after.into_iter().flat_map(|line| &line.messages);
    said.extend(messages.map(|message| clean(message).into_owned()));
    Row {
        news: item.news,
        cells: vec![
            item.severity
                .map_or_else(String::new, |severity| severity.as_str().to_owned()),
            clean(item.control).into_owned(),
            clean(item.label).into_owned(),
            party,
            item.place
                .map_or_else(String::new, |place| clean(place).into_owned()),
        ],
        said: said.join("; "),
    }
}

/// The command that explains the first of them, if its place is known.
fn next_step(watched: &Watched<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let first = watched.items.iter().find_map(|item| {
        item.after?;
        let (file, _) = item.place?.rsplit_once(':')?;
        (!file.starts_with('<')).then_some((file, item))
    });
    let Some((file, item)) = first else {
        return Ok(());
    };
    writeln!(
        out,
        "  {DIM}see why with `onus explain {}#{} {}`{DIM:#}",
        clean(file),
        clean(item.label),
        clean(item.control)
    )
}

/// A number of things.
fn number(count: usize, one: &str) -> String {
    if count == 1 {
        format!("1 {one}")
    } else {
        format!("{count} {one}s")
    }
}
