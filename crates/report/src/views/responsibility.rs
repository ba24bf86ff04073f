//! Responsibility for `onus who`, without any control.

use std::collections::BTreeMap;
use std::io;

use anstyle::Style;

use onus_core::decision::{Answer, Split};
use onus_core::json_pointer::Pointer;
use onus_core::vocabulary::{Layer, PartyKind};
use onus_evaluate::Profile;
use onus_policy::PolicySet;

use crate::formats::pretty::basis::cited;
use crate::formats::pretty::layer_matrix::render_blocks;
use crate::sanitize::clean;
use crate::sanitize::wrap;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

/// Columns from which the layers fit into one table.
const WIDE: usize = 100;

/// The matrix of one or more resources, layer by layer.
pub struct WhoPretty {
    /// Columns of the terminal.
    pub width: usize,
}

impl WhoPretty {
    /// Writes one resource's layers; of `others`, the same resource under other
    /// editions, only what differs.
    ///
    /// # Errors
    /// The output can't be written.
    pub fn write(
        &self,
        profile: &Profile,
        moves_with: &[Pointer],
        others: &[(String, Profile)],
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let about = &profile.about;
        let model = about
            .model
            .map_or("unknown service model", |model| model.as_str());
        let owner = profile
            .owner
            .as_ref()
            .map(|owner| format!(", owned by {owner}"))
            .unwrap_or_default();
        let name = if about.name.is_empty() {
            String::new()
        } else {
            format!("{}  ", about.name)
        };
        writeln!(
            out,
            "{BOLD}{}{}{BOLD:#}  {DIM}{model}{}{DIM:#}\n",
            clean(&name),
            clean(&about.kind),
            clean(&owner)
        )?;
        if self.width >= WIDE {
            let [performs, accountable, _] = self.columns();
            writeln!(
                out,
                "{DIM}{:<18} {:<performs$}  {:<accountable$}  because{DIM:#}",
                "layer", "who performs", "accountable"
            )?;
        }
        for (layer, answer) in &profile.layers {
            self.layer(*layer, answer, out)?;
        }
        let silent: Vec<&str> = profile
            .layers
            .iter()
            .filter(|(_, answer)| matches!(answer, Answer::Unassigned { .. }))
            .map(|(layer, _)| layer.as_str())
            .collect();
        if let (false, Some(Answer::Unassigned { reason })) = (
            silent.is_empty(),
            profile
                .layers
                .values()
                .find(|answer| matches!(answer, Answer::Unassigned { .. })),
        ) {
            self.paragraph(
                "unassigned: ",
                &format!("{} ({reason})", silent.join(", ")),
                out,
            )?;
        }
        if !moves_with.is_empty() {
            let pointers: Vec<String> = moves_with.iter().map(Pointer::to_string).collect();
            self.paragraph("moves with: ", &pointers.join(", "), out)?;
        }
        for (edition, other) in others {
            let differing = differences(profile, other);
            if !differing.is_empty() {
                self.paragraph(
                    "differs in: ",
                    &format!("{edition} ({})", differing.join("; ")),
                    out,
                )?;
            }
        }
        writeln!(out)
    }

    fn layer(&self, layer: Layer, answer: &Answer, out: &mut dyn io::Write) -> io::Result<()> {
        let (who, accountable, because) = match answer {
            Answer::Unassigned { .. } => return Ok(()),
            Answer::Assigned(said) => (
                said.performs
                    .iter()
                    .map(|duty| format!("{}: {}", short(&duty.party), duty.duty))
                    .collect(),
                short(&said.accountable),
                cited(said),
            ),
            Answer::Conflict { reason } | Answer::Failed { reason, .. } => {
                (vec![reason.clone()], "nobody".to_owned(), String::new())
            }
            Answer::Unknown { pointer } => (
                vec![format!("depends on `{pointer}`, which is not known")],
                "not known".to_owned(),
                String::new(),
            ),
        };
        let mut performs: Vec<String> = Vec::new();
        let columns = self.columns();
        let room = if self.width >= WIDE {
            columns[0]
        } else {
            self.width.saturating_sub(20).max(30)
        };
        for line in &who {
            performs.extend(wrap(&clean(line), room).into_iter().map(Into::into));
        }
        let wide = self.width >= WIDE;
        if !wide {
            performs.push(format!("accountable: {}", clean(&accountable)));
            performs.extend(wrap(&clean(&because), room).into_iter().map(Into::into));
            for (index, line) in performs.iter().enumerate() {
                let head = if index == 0 { layer.as_str() } else { "" };
                writeln!(out, "{head:<18} {line}")?;
            }
            return Ok(());
        }
        let accountable = clean(&accountable);
        let because = clean(&because);
        let cells = [
            performs,
            wrap(&accountable, columns[1])
                .into_iter()
                .map(Into::into)
                .collect(),
            wrap(&because, columns[2])
                .into_iter()
                .map(Into::into)
                .collect(),
        ];
        let height = cells.iter().map(Vec::len).max().unwrap_or_default();
        for row in 0..height {
            let head = if row == 0 { layer.as_str() } else { "" };
            let cell = |column: &Vec<String>| column.get(row).cloned().unwrap_or_default();
            let [performs, accountable, because] = cells.each_ref().map(cell);
            let line = format!(
                "{head:<18} {}  {}  {DIM}{because}{DIM:#}",
                pad(&performs, columns[0]),
                pad(&accountable, columns[1]),
            );
            writeln!(out, "{}", line.trim_end())?;
        }
        Ok(())
    }

    /// The widths of who performs, who is accountable, and why.
    fn columns(&self) -> [usize; 3] {
        let rest = self.width.min(160).saturating_sub(19 + 4);
        let performs = rest * 45 / 100;
        let accountable = 20;
        [
            performs,
            accountable,
            rest.saturating_sub(performs + accountable),
        ]
    }

    fn paragraph(&self, label: &str, text: &str, out: &mut dyn io::Write) -> io::Result<()> {
        let room = self.width.min(120).saturating_sub(label.len()).max(30);
        for (index, line) in wrap(&clean(text), room).iter().enumerate() {
            let head = if index == 0 { label } else { "" };
            writeln!(out, "{head:<width$}{line}", width = label.len())?;
        }
        Ok(())
    }
}

fn pad(text: &str, width: usize) -> String {
    use unicode_width::UnicodeWidthStr as _;
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

fn short(party: &onus_core::decision::Party) -> String {
    match (party.kind, &party.name) {
        (PartyKind::Customer, Some(name)) => format!("customer / {name}"),
        (PartyKind::Customer, None) => "customer".to_owned(),
        (_, Some(name)) => name.clone(),
        (kind, None) => kind.to_string(),
    }
}

/// The layers in which two profiles name different parties, as text.
pub fn differences(here: &Profile, there: &Profile) -> Vec<String> {
    here.layers
        .iter()
        .filter_map(|(layer, answer)| {
            let other = there.layers.get(layer)?;
            let word = |answer: &Answer| match answer {
                Answer::Assigned(said) => said.split().as_str(),
                Answer::Unassigned { .. } => "unassigned",
                Answer::Conflict { .. } => "conflict",
                Answer::Unknown { .. } => "unknown",
                Answer::Failed { .. } => "error",
            };
            (word(answer) != word(other)).then(|| format!("{layer}: {}", word(other)))
        })
        .collect()
}

/// Every edition with its cells, as a table of layers by service model.
///
/// # Errors
/// The output can't be written.
pub fn write_editions(
    set: &PolicySet,
    cells: &BTreeMap<String, Vec<(String, Profile)>>,
    width: usize,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    for boundary in set.boundaries.iter() {
        let Some(edition) = &boundary.edition else {
            continue;
        };
        writeln!(
            out,
            "{BOLD}{}{BOLD:#}  {}  {DIM}{}, {}{DIM:#}",
            clean(&edition.id),
            clean(&boundary.title),
            edition.providers.join(", "),
            edition.published
        )?;
        for link in &boundary.links {
            writeln!(out, "{DIM}{}{DIM:#}", clean(link))?;
        }
        writeln!(out)?;
        let Some(profiles) = cells.get(&edition.id) else {
            continue;
        };
        let answered = |layer: &Layer| {
            profiles.iter().any(|(_, profile)| {
                profile
                    .layers
                    .get(layer)
                    .is_some_and(|answer| answer.assigned().is_some())
            })
        };
        let layers: Vec<Layer> = Layer::ALL
            .iter()
            .copied()
            .filter(|layer| answered(layer))
            .collect();
        let columns: Vec<(String, Vec<String>)> = profiles
            .iter()
            .map(|(model, profile)| {
                let cells = layers
                    .iter()
                    .map(|layer| {
                        profile
                            .layers
                            .get(layer)
                            .and_then(Answer::assigned)
                            .map_or("-", |said| match said.split() {
                                Split::Customer => "customer",
                                Split::Provider => "provider",
                                Split::ThirdParty => "third party",
                                Split::Shared => "shared",
                            })
                            .to_owned()
                    })
                    .collect();
                (model.clone(), cells)
            })
            .collect();
        let names: Vec<&str> = layers.iter().map(|layer| layer.as_str()).collect();
        writeln!(out, "{}", render_blocks("", &names, &columns, width))?;
    }
    Ok(())
}
