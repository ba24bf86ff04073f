//! Warnings about the user's policies that commands print before they evaluate with them:
//! the findings of `onus check` that would change decisions.

use std::io::Write as _;

use onus::diagnostic::Diagnostic;
use onus::engine::Value;
use onus::evaluate::run::Inventories;
use onus::inventory::Resource;
use onus::lint::{self, Known};
use onus::report::write_problem;

use crate::cli::arg_groups::{Color, PolicyArgs};
use crate::cli::policies::Policies;
use crate::cli::terminal;

/// The number of warnings that are printed; `onus check` lists the others.
const MOST: usize = 10;

/// The warnings. Properties of inventories in memory count as known.
pub fn find(loaded: &mut Policies, inventory: Option<&Inventories>) -> Vec<Diagnostic> {
    let parsed = std::mem::take(&mut loaded.parsed);
    lint::run_warnings(parsed, &loaded.config.check, |kinds, known| {
        let resources = inventory.into_iter().flat_map(Inventories::in_memory);
        let of_kinds = resources.filter(|resource| {
            kinds
                .iter()
                .any(|kind| kind.eq_ignore_ascii_case(&resource.kind))
        });
        learn_properties(known, of_kinds);
    })
}

/// Adds the properties that resources have to the known ones.
pub fn learn_properties<'r>(known: &mut Known, resources: impl IntoIterator<Item = &'r Resource>) {
    for resource in resources {
        let properties = Value::parse(resource.body.text())
            .ok()
            .and_then(|parsed| parsed.value.at(&resource.body.properties));
        if let Some(properties) = properties {
            known.add(&resource.kind, &properties);
        }
    }
}

/// Prints the warnings with the next step, once for a run.
pub fn print(warnings: &[Diagnostic], policies: &PolicyArgs, color: Color) {
    if warnings.is_empty() {
        return;
    }
    let mut out = terminal::stderr(color);
    let width = terminal::width();
    let mut text = || {
        for warning in warnings.iter().take(MOST) {
            write_problem(warning, warning.code, width, &mut out)?;
        }
        writeln!(out, "{}\n", next_step(warnings, policies))
    };
    // Nothing can be done about a terminal that is gone.
    let _ = text();
}

fn next_step(warnings: &[Diagnostic], policies: &PolicyArgs) -> String {
    let mut command = "onus check".to_owned();
    for path in &policies.paths {
        command.push(' ');
        command.push_str(path);
    }
    if let Some(config) = &policies.config {
        command.push_str(&format!(" --config {}", config.display()));
    }
    let code = warnings
        .first()
        .and_then(|warning| warning.code)
        .unwrap_or("RULE");
    let shown = match warnings.len().checked_sub(MOST) {
        Some(more) if more > 0 => format!("{more} more: `{command}` shows all"),
        _ => format!("`{command}` finds these too"),
    };
    format!(
        "{shown}; `onus check --explain {code}` says why\nwhere it is intended, write `# onus ignore:{code}` above the line"
    )
}
