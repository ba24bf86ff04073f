//! The layer matrix: the number of denials by layer and party.

use std::collections::{BTreeMap, BTreeSet};

use unicode_width::UnicodeWidthStr;

use onus_core::decision::Decision;
use onus_core::vocabulary::Layer;

use crate::formats::pretty::responsible::Side;
use crate::sanitize::clean;

/// Between two columns.
const GAP: &str = "  ";

/// Denied and all decisions of one cell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Cell {
    denied: usize,
    all: usize,
}

/// The closing table of a run.
#[derive(Debug, Default)]
pub struct Matrix {
    cells: BTreeMap<(Layer, String), Cell>,
}

impl Matrix {
    /// Counts a decision by its layer and by who is accountable.
    pub fn add(&mut self, decision: &Decision) {
        let cell = self
            .cells
            .entry((decision.layer, Side::of(decision).name))
            .or_default();
        cell.all += 1;
        cell.denied += usize::from(decision.is_open_denial());
    }

    /// The table, folded into blocks that fit the width; `unwatched` are the layers
    /// that no control looked at, with the number of resources.
    pub fn render(&self, unwatched: &BTreeMap<Layer, usize>, width: usize) -> String {
        let layers: BTreeSet<Layer> = self
            .cells
            .keys()
            .map(|(layer, _)| *layer)
            .chain(unwatched.keys().copied())
            .collect();
        let mut parties: Vec<(usize, &String)> = self
            .cells
            .keys()
            .map(|(_, party)| party)
            .collect::<BTreeSet<_>>()
            .into_iter()
            .map(|party| {
                let denied = self
                    .cells
                    .iter()
                    .filter(|((_, name), _)| name == party)
                    .map(|(_, cell)| cell.denied)
                    .sum();
                (denied, party)
            })
            .collect();
        parties.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
        let mut columns: Vec<(String, Vec<String>)> = parties
            .into_iter()
            .map(|(_, party)| {
                let cells = layers
                    .iter()
                    .map(|layer| match self.cells.get(&(*layer, party.clone())) {
                        Some(cell) => format!("{} / {}", cell.denied, cell.all),
                        None => "-".to_owned(),
                    })
                    .collect();
                (clean(party).into_owned(), cells)
            })
            .collect();
        if !unwatched.is_empty() {
            columns.push((
                "not watched".to_owned(),
                layers
                    .iter()
                    .map(|layer| match unwatched.get(layer) {
                        Some(count) => count.to_string(),
                        None => "-".to_owned(),
                    })
                    .collect(),
            ));
        }
        let names: Vec<&str> = layers.iter().map(|layer| layer.as_str()).collect();
        render_blocks("denied / decided", &names, &columns, width)
    }
}

/// Lays columns out; when they do not fit side by side, in several blocks.
pub fn render_blocks(
    corner: &str,
    rows: &[&str],
    columns: &[(String, Vec<String>)],
    width: usize,
) -> String {
    let first = rows
        .iter()
        .chain([&corner])
        .map(|text| text.width())
        .max()
        .unwrap_or_default();
    let mut text = String::new();
    let mut rest = columns;
    while !rest.is_empty() {
        let mut used = first;
        let mut taken = 0;
        for (head, cells) in rest {
            let wide = column_width(head, cells);
            if taken > 0 && used + GAP.len() + wide > width {
                break;
            }
            used += GAP.len() + wide;
            taken += 1;
        }
        let (block, later) = rest.split_at(taken);
        let mut line = pad_right(corner, first);
        for (head, cells) in block {
            line.push_str(GAP);
            line.push_str(&pad_left(head, column_width(head, cells)));
        }
        push_line(&mut text, &line);
        for (index, row) in rows.iter().enumerate() {
            let mut line = pad_right(row, first);
            for (head, cells) in block {
                let cell = cells.get(index).map_or("-", String::as_str);
                line.push_str(GAP);
                line.push_str(&pad_left(cell, column_width(head, cells)));
            }
            push_line(&mut text, &line);
        }
        if !later.is_empty() {
            text.push('\n');
        }
        rest = later;
    }
    text
}

fn push_line(text: &mut String, line: &str) {
    text.push_str(line.trim_end());
    text.push('\n');
}

fn column_width(head: &str, cells: &[String]) -> usize {
    cells
        .iter()
        .map(|cell| cell.width())
        .chain([head.width()])
        .max()
        .unwrap_or_default()
}

fn pad_right(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

fn pad_left(text: &str, width: usize) -> String {
    format!("{}{text}", " ".repeat(width.saturating_sub(text.width())))
}
