//! Explanations of `onus explain`, for people and as JSON.

use std::collections::HashMap;
use std::io::{self, Write};
use std::sync::Arc;

use anstyle::{AnsiColor, Style};
use schemars::JsonSchema;
use serde::Serialize;

use onus_core::decision::{Answer, Decision, Responsibility, Status, Verdict};
use onus_core::document::Document;
use onus_evaluate::explain::{
    At, BodyTrace, Explanation, Outcome, RuleTrace, Shown, StatementTrace,
};

use crate::formats::pretty::basis::basis_line;
use crate::formats::pretty::finding::{settle_first, wrapped, write_finding, write_fix};
use crate::sanitize::clean;
use crate::sanitize::{shortened, wrap};

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const BAD: Style = AnsiColor::Red.on_default().bold();
const GOOD: Style = AnsiColor::Green.on_default().bold();

/// How explanations are shown.
#[derive(Debug, Clone, Copy)]
pub struct ExplainedPretty<'d> {
    /// Columns.
    pub width: usize,
    /// The texts that places are in, by name.
    pub documents: &'d HashMap<String, Arc<Document>>,
}

/// What `onus explain -o json` prints.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Explanation")]
struct Json<'e> {
    /// 1; a change that breaks readers is another number.
    format_version: u32,
    /// The version of the program.
    onus: &'static str,
    #[serde(flatten)]
    explanation: &'e Explanation,
}

/// The JSON Schema of what [`write_explained_json`] writes.
pub fn explanation_schema() -> serde_json::Value {
    schemars::schema_for!(Json<'static>).to_value()
}

/// Writes an explanation as JSON.
///
/// # Errors
/// The output can't be written.
pub fn write_explained_json(explanation: &Explanation, out: &mut dyn Write) -> io::Result<()> {
    let json = Json {
        format_version: 1,
        onus: env!("CARGO_PKG_VERSION"),
        explanation,
    };
    serde_json::to_writer_pretty(&mut *out, &json)?;
    writeln!(out)
}

impl ExplainedPretty<'_> {
    /// Writes what was decided, why, whose it is, and what to do.
    ///
    /// # Errors
    /// The output can't be written.
    pub fn write(&self, explanation: &Explanation, out: &mut dyn Write) -> io::Result<()> {
        let control = &explanation.control;
        let about = &explanation.resource;
        let denied = explanation
            .decisions
            .iter()
            .any(|decision| decision.decision == Verdict::Deny);
        let (style, word) = match explanation.decisions.as_slice() {
            [] => (DIM, "does not apply"),
            _ if denied => (BAD, "deny"),
            _ => (GOOD, "allow"),
        };
        writeln!(
            out,
            "{style}{word}{style:#}  {BOLD}{}{BOLD:#}  {}",
            clean(&control.id),
            clean(&control.title)
        )?;
        writeln!(
            out,
            "{}  ({})  {}:{}:{}",
            clean(about.label()),
            clean(&about.kind),
            clean(&about.source.file),
            about.source.line,
            about.source.column
        )?;
        for decision in &explanation.decisions {
            for finding in &decision.findings {
                write_finding(decision, finding, self.documents, self.width, out)?;
            }
        }
        writeln!(out, "\n  {BOLD}why{BOLD:#}")?;
        self.write_why(explanation, out)?;
        for decision in &explanation.decisions {
            writeln!(out)?;
            self.write_whose(decision, out)?;
            if decision.decision == Verdict::Deny {
                self.write_fix(decision, out)?;
            }
        }
        Ok(())
    }

    /// Writes the rules that were tried, and their values.
    ///
    /// # Errors
    /// The output can't be written.
    pub fn write_why(&self, explanation: &Explanation, out: &mut dyn Write) -> io::Result<()> {
        for fact in &explanation.unknown {
            let place = fact.at.as_ref().map(place).unwrap_or_default();
            writeln!(
                out,
                "    `{}` is not known{place}",
                clean(&fact.pointer.to_string())
            )?;
        }
        if !explanation.unknown.is_empty() {
            let said = "The control may read this, and what it would say depends on it: so it was not asked, and denies.";
            for line in wrap(said, self.room(4)) {
                writeln!(out, "    {line}")?;
            }
        }
        if let Some(reason) = &explanation.unexplained {
            for line in wrap(&clean(reason), self.room(4)) {
                writeln!(out, "    {line}")?;
            }
        }
        if let Some(said) = summary(explanation) {
            writeln!(out, "    {said}")?;
        }
        for rule in explanation.applies.iter().chain(&explanation.deny) {
            self.write_rule(rule, 4, out)?;
        }
        Ok(())
    }

    fn write_rule(&self, rule: &RuleTrace, indent: usize, out: &mut dyn Write) -> io::Result<()> {
        let pad = " ".repeat(indent);
        let name = clean(&rule.name);
        if rule.bodies.is_empty() {
            return writeln!(out, "{pad}{name} has no body for these arguments");
        }
        for body in &rule.bodies {
            self.write_body(&name, body, indent, out)?;
        }
        Ok(())
    }

    fn write_body(
        &self,
        name: &str,
        body: &BodyTrace,
        indent: usize,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let pad = " ".repeat(indent);
        let value = body
            .value
            .as_ref()
            .filter(|value| body.outcome == Outcome::Default || *value != "true")
            .map(|value| format!(" := {}", clean(value)))
            .unwrap_or_default();
        let (style, how) = match &body.outcome {
            Outcome::Holds { ways: 1 } => (BOLD, "holds".to_owned()),
            Outcome::Holds { ways } => (
                BOLD,
                format!("holds in {ways} ways; these are the values of the first"),
            ),
            Outcome::Fails => (DIM, "does not hold".to_owned()),
            Outcome::Default => (BOLD, "is the default".to_owned()),
            Outcome::Unknown { reason } => {
                (DIM, format!("can't be taken apart: {}", clean(reason)))
            }
        };
        writeln!(
            out,
            "{pad}{style}{name}{value} {how}{style:#}{DIM}{}{DIM:#}",
            place(&body.at)
        )?;
        for statement in &body.statements {
            self.write_statement(statement, indent + 2, out)?;
        }
        Ok(())
    }

    fn write_statement(
        &self,
        statement: &StatementTrace,
        indent: usize,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        /// Lines of a statement that are shown.
        const LINES: usize = 6;
        let number = statement.at.line.to_string();
        let margin = " ".repeat(indent + number.len() + 2);
        let room = self.room(margin.len());
        let mut lines = statement.text.lines();
        let first = shortened(
            clean(lines.next().unwrap_or_default().trim()).as_ref(),
            room,
        );
        writeln!(out, "{:indent$}{DIM}{number}{DIM:#}  {first}", "")?;
        let rest: Vec<&str> = lines.collect();
        let depth = |line: &&str| line.len() - line.trim_start().len();
        let base = rest.iter().map(depth).min().unwrap_or_default();
        for line in rest.iter().take(LINES) {
            let line = line.get(base..).unwrap_or(line).replace('\t', "  ");
            writeln!(out, "{margin}{}", shortened(&clean(&line), room))?;
        }
        if rest.len() > LINES {
            writeln!(out, "{margin}...")?;
        }
        let inner = format!("{margin}  ");
        for shown in &statement.values {
            self.write_shown(shown, &inner, out)?;
        }
        for name in &statement.shown_before {
            writeln!(out, "{inner}{DIM}{}: see above{DIM:#}", clean(name))?;
        }
        for rule in &statement.because {
            // Of the arguments, what is not shown as a value of the statement.
            for argument in &rule.arguments {
                if !argument.is_constant
                    && !statement.values.iter().any(|v| v.text == argument.text)
                {
                    self.write_shown(argument, &inner, out)?;
                }
            }
            self.write_rule(rule, inner.len(), out)?;
        }
        Ok(())
    }

    fn write_shown(&self, shown: &Shown, margin: &str, out: &mut dyn Write) -> io::Result<()> {
        let text = clean(&shown.text);
        let at = shown.input.as_ref().and_then(|fact| fact.at.as_ref());
        let rest = match (&shown.value, &shown.input) {
            (Some(value), _) => format!(" = {}", clean(&value.to_string())),
            (None, Some(_)) => " is not set".to_owned(),
            (None, None) => " is undefined".to_owned(),
        };
        // Of a long name the end says most, of a long value its beginning.
        let room = self.room(margin.len());
        let name = from_behind(
            &text,
            room.saturating_sub(rest.chars().count().min(room / 2)),
        );
        let said = shortened(&format!("{name}{rest}"), room);
        match at.map(place) {
            None => writeln!(out, "{margin}{said}"),
            Some(place) if margin.len() + said.chars().count() + place.len() <= self.width => {
                writeln!(out, "{margin}{said}{DIM}{place}{DIM:#}")
            }
            Some(place) => writeln!(out, "{margin}{said}\n{margin}{DIM}{place}{DIM:#}"),
        }
    }

    /// Who answers for it and who does what, with what that rests on.
    fn write_whose(&self, decision: &Decision, out: &mut dyn Write) -> io::Result<()> {
        let layer = decision.layer;
        match &decision.responsible {
            Answer::Assigned(said) => {
                wrapped(
                    "whose",
                    &format!("{} answers for {layer}", said.accountable),
                    self.width,
                    out,
                )?;
                for duty in &said.performs {
                    wrapped(
                        "",
                        &format!("{}: {}", duty.party, duty.duty),
                        self.width,
                        out,
                    )?;
                }
                self.write_basis(said, out)
            }
            answer => wrapped("whose", &basis_line(answer), self.width, out),
        }
    }

    fn write_basis(&self, said: &Responsibility, out: &mut dyn Write) -> io::Result<()> {
        let basis = &said.basis;
        let mut lines: Vec<(&str, String)> = Vec::new();
        let edition = [&basis.edition, &basis.cell];
        let cited: Vec<&str> = edition.into_iter().flatten().map(String::as_str).collect();
        lines.push((
            "basis",
            match cited.as_slice() {
                [] => "none is given".to_owned(),
                cited => {
                    let sureness = basis.confidence.map(|sure| format!(" ({sure})"));
                    format!("{}{}", cited.join(", "), sureness.unwrap_or_default())
                }
            },
        ));
        if let Some(switch) = &basis.switch {
            let value = match &switch.value {
                serde_json::Value::Null => {
                    "is not set, so its documented default counts".to_owned()
                }
                value => format!("is {value}"),
            };
            lines.push((
                "switch",
                format!("`{}` {value}: it decides whose this is", switch.pointer),
            ));
        }
        lines.extend(basis.overrides.iter().map(|replaced| {
            let said = replaced
                .said
                .as_ref()
                .map(|said| format!(", which says {said}"));
            ("instead", format!("{replaced}{}", said.unwrap_or_default()))
        }));
        lines.extend(basis.note.iter().map(|note| ("note", note.clone())));
        for (label, text) in lines {
            wrapped(label, &text, self.width, out)?;
        }
        // A link is there to be clicked at, so it is not wrapped.
        match &basis.source {
            Some(source) => writeln!(out, "           {DIM}{}{DIM:#}", clean(source)),
            None => Ok(()),
        }
    }

    fn write_fix(&self, decision: &Decision, out: &mut dyn Write) -> io::Result<()> {
        if let Some(waiver) = &decision.waiver {
            let until = format!(
                "until {} by {}: {}",
                waiver.expires, waiver.approved_by, waiver.reason
            );
            return wrapped("waived", &until, self.width, out);
        }
        match (settle_first(decision.status), &decision.remediation) {
            (Some(step), _) => wrapped("fix", step, self.width, out),
            (None, Some(remediation)) => write_fix(decision, remediation, self.width, out),
            (None, None) => Ok(()),
        }
    }

    fn room(&self, indent: usize) -> usize {
        self.width.saturating_sub(indent).max(40)
    }
}

/// What the rules come to, in a sentence.
fn summary(explanation: &Explanation) -> Option<&'static str> {
    if explanation.decisions.is_empty() {
        return Some("`applies` is not true for it, so nothing is asked of it:");
    }
    let is_failed = |decision: &Decision| decision.status == Status::Error;
    if explanation.decisions.iter().any(is_failed) {
        return Some("It can't be decided, and what can't be decided is denied:");
    }
    let deny = explanation.deny.as_ref()?;
    let mut outcomes = deny.bodies.iter().map(|body| &body.outcome);
    if outcomes.clone().any(Outcome::gives) {
        return Some("What `deny` says holds, so it is denied:");
    }
    outcomes
        .all(|outcome| *outcome == Outcome::Fails)
        .then_some("Nothing that `deny` says holds, so it is allowed:")
}

fn place(at: &At) -> String {
    format!("  ({}:{}:{})", clean(&at.file), at.line, at.column)
}

fn from_behind(text: &str, width: usize) -> String {
    let length = text.chars().count();
    if length <= width {
        return text.to_owned();
    }
    let skipped = length - width.saturating_sub(1);
    ['…']
        .into_iter()
        .chain(text.chars().skip(skipped))
        .collect()
}
