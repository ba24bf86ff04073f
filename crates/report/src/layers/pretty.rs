//! Layers for people: first the gaps, then the layers that fail together, then the counts.

use std::collections::BTreeMap;
use std::io;

use anstyle::{AnsiColor, Style};

use crate::filter::PartyFilter;
use crate::run::Detail;
use crate::sanitize::{clean, wrap};
use onus_core::decision::ResourceRef;
use onus_core::vocabulary::{Layer, PartyKind};

use super::{Counts, GapKind, GapSummary, Stack, State, Tally};

/// More of a kind than this are only counted, unless all are requested.
const MOST: usize = 10;

/// The types of a gap that are named, unless all are requested.
const MOST_TYPES: usize = 4;

/// A blank at which no line ends.
const TIED: &str = "\u{a0}";

/// The column where the text about a layer starts.
const INDENT: usize = 20;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const DENIED: Style = AnsiColor::Red.on_default();

/// A column of the counts: its head, and its count.
type Column = (&'static str, fn(&Counts) -> usize);

/// The columns of the counts.
const COLUMNS: [Column; 6] = [
    ("denied", |counts| counts.denied),
    ("unknown", |counts| counts.unknown + counts.error),
    ("allowed", |counts| counts.allowed),
    ("unwatched", |counts| counts.unwatched),
    ("provider", |counts| counts.provider_only),
    ("nobody", Counts::nobodys),
];

/// Writes layers for a terminal of `width` columns.
///
/// # Errors
/// The output can't be written.
pub fn write_layers_pretty(
    tally: &Tally,
    width: usize,
    detail: Detail,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let page = Page { width, detail };
    if detail != Detail::Quiet {
        page.gap_summaries(tally, out)?;
        page.together(tally, out)?;
    }
    page.counts(tally, out)?;
    page.closing(tally, out)
}

struct Page {
    width: usize,
    detail: Detail,
}

impl Page {
    fn gap_summaries(&self, tally: &Tally, out: &mut dyn io::Write) -> io::Result<()> {
        let holes = tally.gap_summaries();
        if holes.is_empty() {
            return Ok(());
        }
        writeln!(out, "{BOLD}holes{BOLD:#}")?;
        let whose = whose(tally.parties());
        for group in holes.chunk_by(|a, b| a.kind == b.kind) {
            let Some(kind) = group.first().map(|hole| hole.kind) else {
                continue;
            };
            let sentence = match kind {
                GapKind::Conflict => "boundary policies disagree about who has the duty".to_owned(),
                GapKind::Unassigned => "controls decide, and nobody has the duty".to_owned(),
                GapKind::Unmapped => {
                    "nobody has any duty, for no boundary policy knows the type".to_owned()
                }
                GapKind::Unwatched => {
                    format!("no control watches this layer, only others of the resource; {whose}")
                }
                GapKind::Blind => format!("no control watches any layer; {whose}"),
            };
            writeln!(out)?;
            for line in wrap(&sentence, self.width.saturating_sub(2)) {
                writeln!(out, "  {DIM}{line}{DIM:#}")?;
            }
            for holes in group.chunk_by(|a, b| a.layer == b.layer) {
                let head = holes.first().and_then(|hole| hole.layer);
                let resources = holes.iter().map(|hole| hole.resources).sum();
                let text = format!("{}: {}", counted(resources, "resource"), self.types(holes));
                self.said(head.map_or("all", Layer::as_str), &text, out)?;
            }
        }
        writeln!(out)
    }

    /// The types of a hole, in their order.
    fn types(&self, holes: &[GapSummary<'_>]) -> String {
        let most = match self.detail {
            Detail::Verbose => holes.len(),
            _ => MOST_TYPES.min(holes.len()),
        };
        let mut parts: Vec<String> = holes
            .iter()
            .take(most)
            .map(|hole| {
                let name = match hole.resources {
                    1 => format!("{TIED}({})", hole.example.name),
                    _ => String::new(),
                };
                if hole.of > hole.resources {
                    let share = [hole.resources.to_string(), "of".into(), hole.of.to_string()];
                    format!("{}{TIED}{}{name}", share.join(TIED), hole.resource_type)
                } else {
                    format!("{}{TIED}{}{name}", hole.resources, hole.resource_type)
                }
            })
            .collect();
        if most < holes.len() {
            parts.push(counted(holes.len() - most, "more type"));
        }
        parts.join(", ")
    }

    fn together(&self, tally: &Tally, out: &mut dyn io::Write) -> io::Result<()> {
        let together = tally.together();
        if together.is_empty() {
            return Ok(());
        }
        writeln!(
            out,
            "{BOLD}layers that fail together{BOLD:#}  {DIM}behind the one that is passed, the next is open{DIM:#}\n"
        )?;
        let most = match self.detail {
            Detail::Verbose => together.len(),
            _ => MOST,
        };
        for stack in together.iter().take(most) {
            self.stack(stack, out)?;
        }
        if together.len() > most {
            let rest = together.len() - most;
            writeln!(
                out,
                "  and {}; see `onus layers -v`\n",
                counted(rest, "more resource")
            )?;
        }
        Ok(())
    }

    fn stack(&self, stack: &Stack, out: &mut dyn io::Write) -> io::Result<()> {
        let about = &stack.about;
        let failing = stack.failing.len();
        let share = match (stack.is_open(), failing) {
            (true, 2) => "both watched layers".to_owned(),
            (true, all) => format!("all {all} watched layers"),
            (false, some) => format!("{some} of {} watched layers", stack.watched()),
        };
        let parties: Vec<&str> = stack.parties.iter().map(String::as_str).collect();
        writeln!(
            out,
            "  {DENIED}{share}{DENIED:#} of {BOLD}{}{BOLD:#} fail",
            clean(name(about)),
        )?;
        let about_it = format!("{}; {}; {}", about.kind, parties.join(", "), place(about));
        writeln!(out, "  {DIM}{}{DIM:#}", clean(&about_it))?;
        for (layer, failing) in &stack.failing {
            let mut by_resource: BTreeMap<&str, (&ResourceRef, Vec<String>)> = BTreeMap::new();
            for one in failing {
                let (_, controls) = by_resource
                    .entry(&one.resource.id)
                    .or_insert_with(|| (&one.resource, Vec::new()));
                controls.push(format!("{} ({})", one.control.id, one.control.severity));
            }
            let said: Vec<String> = by_resource
                .values()
                .map(|(resource, controls)| {
                    let controls = controls.join(", ");
                    if resource.id == about.id {
                        controls
                    } else {
                        format!("{controls} on {} ({})", name(resource), place(resource))
                    }
                })
                .collect();
            self.said(layer.as_str(), &said.join("; "), out)?;
        }
        let rest = [
            ("in doubt", [State::Unknown, State::Failed]),
            ("holds", [State::Allowed, State::Allowed]),
            ("unwatched", [State::Unwatched, State::Unwatched]),
        ];
        for (head, states) in rest {
            let layers = stack.layers_in(&states);
            if !layers.is_empty() {
                let layers: Vec<&str> = layers.into_iter().map(Layer::as_str).collect();
                self.said(&format!("({head})"), &layers.join(", "), out)?;
            }
        }
        writeln!(out)
    }

    /// A table of layers, and below each of the types that a control watches it on.
    fn counts(&self, tally: &Tally, out: &mut dyn io::Write) -> io::Result<()> {
        let columns: usize = COLUMNS.iter().map(|(head, _)| head.len() + 2).sum();
        let first = self.width.min(120).saturating_sub(columns).max(24);
        let mut heads = format!("{:first$}", "resources by layer and type");
        for (head, _) in COLUMNS {
            heads.push_str("  ");
            heads.push_str(head);
        }
        writeln!(out, "{DIM}{heads}{DIM:#}")?;
        for (layer, types) in tally.layers() {
            let all = types
                .iter()
                .fold(Counts::default(), |all, (_, counts)| all.and(*counts));
            // What nobody has by design is no news.
            if all.nobodys() == all.resources && self.detail != Detail::Verbose {
                continue;
            }
            self.row(layer.as_str(), &all, first, BOLD, out)?;
            if self.detail == Detail::Quiet {
                continue;
            }
            let mut others = Counts::default();
            let mut number = 0;
            for (kind, counts) in &types {
                if counts.watched() > 0 || self.detail == Detail::Verbose {
                    self.row(
                        &format!("  {}", clean(kind)),
                        counts,
                        first,
                        Style::new(),
                        out,
                    )?;
                } else {
                    number += 1;
                    others = others.and(*counts);
                }
            }
            if number > 0 && number < types.len() {
                let label = format!("  {}", counted(number, "other type"));
                self.row(&label, &others, first, DIM, out)?;
            }
        }
        writeln!(out)
    }

    fn row(
        &self,
        label: &str,
        counts: &Counts,
        first: usize,
        style: Style,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        use unicode_width::UnicodeWidthStr as _;
        let mut line = String::new();
        // A label without room has a line of its own.
        let room = if label.width() > first {
            writeln!(out, "{style}{label}{style:#}")?;
            first
        } else {
            line.push_str(label);
            first - label.width()
        };
        line.push_str(&" ".repeat(room));
        for (head, count) in COLUMNS {
            let shown = match count(counts) {
                0 => "-".to_owned(),
                count => count.to_string(),
            };
            line.push_str(&format!("  {shown:>width$}", width = head.len()));
        }
        writeln!(out, "{style}{}{style:#}", line.trim_end())
    }

    fn closing(&self, tally: &Tally, out: &mut dyn io::Write) -> io::Result<()> {
        let all = tally
            .layers()
            .into_iter()
            .flat_map(|(_, types)| types)
            .fold(Counts::default(), |all, (_, counts)| all.and(counts));
        let assigned = all.resources - all.nobodys();
        let sentence = format!(
            "{} of {}: somebody has {}, controls watch {} of them: {} denied, {} unknown, {} allowed",
            counted(tally.resources(), "resource"),
            counted(tally.types(), "type"),
            counted(assigned, "layer"),
            all.watched(),
            all.denied,
            all.unknown + all.error,
            all.allowed,
        );
        for line in wrap(&sentence, self.width) {
            writeln!(out, "{BOLD}{line}{BOLD:#}")?;
        }
        let mut notes = Vec::new();
        if all.unwatched > 0 {
            notes.push(format!("unwatched: {}, no control looks", all.unwatched));
        }
        if all.provider_only > 0 {
            notes.push(format!(
                "provider: {}, its own word is all there is",
                all.provider_only
            ));
        }
        if all.nobodys() > 0 {
            notes.push(format!("nobody: {}, no boundary names one", all.nobodys()));
        }
        for line in wrap(&notes.join("; "), self.width) {
            writeln!(out, "{line}")?;
        }
        Ok(())
    }

    /// A sentence behind the layer that it is about.
    fn said(&self, head: &str, text: &str, out: &mut dyn io::Write) -> io::Result<()> {
        let room = self.width.min(120).saturating_sub(INDENT).max(30);
        for (index, line) in wrap(&clean(text), room).iter().enumerate() {
            let head = if index == 0 { head } else { "" };
            let line = line.replace(TIED, " ");
            writeln!(out, "  {head:<width$}{line}", width = INDENT - 2)?;
        }
        Ok(())
    }
}

/// Who has a part in what is not watched: what the provider has alone is no hole.
fn whose(parties: &[PartyFilter]) -> String {
    if parties.is_empty() {
        return "the customer or a third party has a part in it".to_owned();
    }
    let words: Vec<String> = parties
        .iter()
        .map(|party| match party {
            PartyFilter::Kind(PartyKind::Customer) => "the customer".to_owned(),
            PartyFilter::Kind(PartyKind::ThirdParty) => "a third party".to_owned(),
            PartyFilter::Kind(PartyKind::Provider) => "the provider, beside others,".to_owned(),
            PartyFilter::Name(name) => name.clone(),
        })
        .collect();
    format!("{} has a part in it", words.join(" or "))
}

fn name(about: &ResourceRef) -> &str {
    match about.label() {
        "" => &about.id,
        label => label,
    }
}

fn place(about: &ResourceRef) -> String {
    format!("{}:{}", about.source.file, about.source.line)
}

/// "1 resource", "2 resources".
fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}
