//! Watch events for programs: one object per line.

use std::collections::BTreeMap;
use std::io;

use schemars::JsonSchema;
use serde::Serialize;

use crate::snapshot::diff::{JsonLine, json_line};
use crate::snapshot::watch_events::{Event, Item, Standing};
use onus_core::diagnostic::Diagnostic;
use onus_core::vocabulary::Severity;

/// The version of the format.
const FORMAT: u32 = 1;

/// A line of `onus watch -o ndjson`, and what `--on-change` gets.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "WatchEvent")]
struct Json<'e> {
    /// Grows when something is renamed, is gone, or means something else.
    format_version: u32,
    /// The program's version.
    onus: &'static str,
    /// When it was said, in UTC.
    time: &'e str,
    #[serde(flatten)]
    event: JsonEvent<'e>,
}

/// What has happened.
#[derive(Serialize, JsonSchema)]
#[serde(tag = "event", rename_all = "snake_case")]
enum JsonEvent<'e> {
    /// Everything could be decided for the first time.
    Started {
        /// The inventory files.
        inventories: &'e [&'e str],
        /// The file that keeps what is known.
        state: &'e str,
        /// When that file was written last, in UTC; null where nothing was known.
        since: Option<&'e str>,
        /// What is decided.
        standing: JsonStanding<'e>,
    },
    /// Decisions are not what they were.
    Changed {
        /// What made that everything was decided anew, such as a file that has
        /// changed.
        because: &'e [String],
        /// What is decided now.
        standing: JsonStanding<'e>,
        /// The number of changes by what they come to.
        summary: BTreeMap<&'static str, usize>,
        /// Every decision that is not what it was, the worst first.
        changes: Vec<JsonChange<'e>>,
    },
    /// All was decided anew, and is what it was; said with `--verbose` only.
    Unchanged {
        /// What made that everything was decided anew.
        because: &'e [String],
    },
    /// It could not be decided wholly, so that what was known before is kept.
    Failed {
        /// What is wrong, and what is to be known beside it.
        problems: Vec<JsonProblem<'e>>,
    },
    /// What had failed works again.
    Recovered,
    /// The command of `--on-change` has failed.
    NotHandedOver {
        /// What is wrong.
        problem: JsonProblem<'e>,
    },
    /// The state could not be written: the next start tells the change again.
    NotKept {
        /// What is wrong.
        problem: JsonProblem<'e>,
    },
    /// Nobody watches any more.
    Stopped,
}

/// What is decided at one time.
#[derive(Serialize, JsonSchema)]
struct JsonStanding<'e> {
    /// The number of resources.
    resources: usize,
    /// The number of decisions.
    decisions: usize,
    /// The number of those that deny.
    denied: usize,
    /// The number of those that deny because something is not known.
    unknown: usize,
    /// Denials by who has to act.
    parties: BTreeMap<&'e str, usize>,
}

/// A decision that is not what it was.
#[derive(Serialize, JsonSchema)]
struct JsonChange<'e> {
    /// What it comes to: `newly_denied`, `newly_unknown`, `party_moved` (and nothing
    /// else), `other_reason`, `fixed`, `newly_allowed`, `gone` (the resource is no
    /// longer in the inventory) or `no_longer_decided` (it is).
    change: &'static str,
    /// The control's id.
    control: &'e str,
    /// Its requirement.
    title: &'e str,
    /// Its severity; null where it is not known any more.
    severity: Option<Severity>,
    /// The resource's id.
    resource: &'e str,
    /// The inventory that the id is unique within; omitted for ids that are unique
    /// everywhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    origin: Option<&'e str>,
    /// What the resource is called: its name where no other has it, its id where one
    /// does.
    name: &'e str,
    /// Where the resource stands or stood, as `FILE:LINE`; null where it is not known.
    place: Option<&'e str>,
    /// Who has to act, or had to.
    party: &'e str,
    /// Who had to act before; null where that is nobody else.
    moved_from: Option<&'e str>,
    /// What was decided; null where nothing was.
    before: Option<JsonLine<'e>>,
    /// What is decided; null where nothing is.
    after: Option<JsonLine<'e>>,
}

/// Something that could not be done, or that should be known.
#[derive(Serialize, JsonSchema)]
struct JsonProblem<'e> {
    /// `error` or `warning`.
    level: &'static str,
    /// What is wrong.
    message: &'e str,
    /// Where, as `FILE:LINE:COLUMN`; null where it has no place.
    location: Option<String>,
    /// What to do about it.
    help: Option<&'e str>,
}

/// Writes an event as a line of JSON; `time` is when it is said, in UTC.
///
/// # Errors
/// The output can't be written.
pub fn write_event_json(event: &Event<'_>, time: &str, out: &mut dyn io::Write) -> io::Result<()> {
    let event = match event {
        Event::Started(started) => JsonEvent::Started {
            inventories: &started.inventories,
            state: started.state,
            since: started.since.as_deref(),
            standing: standing(&started.standing),
        },
        Event::Changed(changed) => {
            let counts = changed.watched.counts().into_iter();
            JsonEvent::Changed {
                because: changed.because,
                standing: standing(&changed.standing),
                summary: counts.map(|(news, count)| (news.word(), count)).collect(),
                changes: changed.watched.items.iter().map(change).collect(),
            }
        }
        Event::Unchanged(because) => JsonEvent::Unchanged { because },
        Event::Failed(problems) => JsonEvent::Failed {
            problems: problems.iter().map(problem).collect(),
        },
        Event::Recovered => JsonEvent::Recovered,
        Event::NotHandedOver(found) => JsonEvent::NotHandedOver {
            problem: problem(found),
        },
        Event::NotKept(found) => JsonEvent::NotKept {
            problem: problem(found),
        },
        Event::Stopped => JsonEvent::Stopped,
    };
    let json = Json {
        format_version: FORMAT,
        onus: env!("CARGO_PKG_VERSION"),
        time,
        event,
    };
    serde_json::to_writer(&mut *out, &json)?;
    writeln!(out)
}

/// The JSON Schema of an event.
///
/// ```
/// assert_eq!(onus_report::snapshot::watch_schema()["title"], "WatchEvent");
/// ```
pub fn watch_schema() -> serde_json::Value {
    schemars::schema_for!(Json<'static>).to_value()
}

fn standing<'e>(standing: &Standing<'e>) -> JsonStanding<'e> {
    JsonStanding {
        resources: standing.resources,
        decisions: standing.decisions,
        denied: standing.denied,
        unknown: standing.unknown,
        parties: standing.parties.iter().copied().collect(),
    }
}

fn change<'e>(item: &Item<'e>) -> JsonChange<'e> {
    JsonChange {
        change: item.news.word(),
        control: item.control,
        title: item.title,
        severity: item.severity,
        resource: item.resource.id(),
        origin: item.resource.origin(),
        name: item.label,
        place: item.place,
        party: item.party(),
        moved_from: item.moved_from(),
        before: item.before.map(json_line),
        after: item.after.map(json_line),
    }
}

fn problem(problem: &Diagnostic) -> JsonProblem<'_> {
    JsonProblem {
        level: problem.level.as_str(),
        message: &problem.message,
        location: problem.location(),
        help: problem.help.as_deref(),
    }
}
