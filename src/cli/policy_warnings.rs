//! What commands that decide with the user's policies warn of first: what `onus check`
//! is sure of.

use std::io::Write as _;

use onus::diagnostic::Diagnostic;
use onus::lint;
use onus::report::write_problem;

use crate::cli::args::{Color, PolicyArgs};
use crate::cli::inventories;
use crate::cli::inventories::Inventories;
use crate::cli::policies::Policies;
use crate::cli::terminal;

/// More than this belongs on a screen of its own.
const MOST: usize = 10;

/// Finds it. What an inventory that is held in memory shows counts as known.
pub fn find(loaded: &mut Policies, inventory: Option<&Inventories>) -> Vec<Diagnostic> {
    let parsed = std::mem::take(&mut loaded.parsed);
    lint::run_warnings(parsed, &loaded.config.check, |kinds, known| {
        let held = inventory.into_iter().flat_map(Inventories::held);
        let meant = held.filter(|resource| {
            kinds
                .iter()
                .any(|kind| kind.eq_ignore_ascii_case(&resource.kind))
        });
        inventories::teach(known, meant);
    })
}

/// Says it, with the next step: once for a run, before it decides anything.
pub fn say(doubts: &[Diagnostic], policies: &PolicyArgs, color: Color) {
    if doubts.is_empty() {
        return;
    }
    let mut out = terminal::stderr(color);
    let width = terminal::width();
    let mut text = || {
        for doubt in doubts.iter().take(MOST) {
            write_problem(doubt, doubt.code, width, &mut out)?;
        }
        writeln!(out, "{}\n", next_step(doubts, policies))
    };
    // Nothing can be done about a terminal that is gone.
    let _ = text();
}

fn next_step(doubts: &[Diagnostic], policies: &PolicyArgs) -> String {
    let mut command = "onus check".to_owned();
    for path in &policies.paths {
        command.push(' ');
        command.push_str(path);
    }
    if let Some(config) = &policies.config {
        command.push_str(&format!(" --config {}", config.display()));
    }
    let code = doubts
        .first()
        .and_then(|doubt| doubt.code)
        .unwrap_or("RULE");
    let shown = match doubts.len().checked_sub(MOST) {
        Some(more) if more > 0 => format!("{more} more: `{command}` shows all"),
        _ => format!("`{command}` finds these too"),
    };
    format!(
        "{shown}; `onus check --explain {code}` says why\nwhere it is meant, write `# onus ignore:{code}` above the line"
    )
}
