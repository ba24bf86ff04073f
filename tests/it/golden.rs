//! Who is responsible, as tables that anybody can read: `tests/golden/*.tsv`.
//! They were written from the providers' pages, not from the policies.

use std::collections::{BTreeMap, BTreeSet};

use onus::decision::{Answer, Split};
use onus::evaluate::{Evaluator, Options, Profile};
use onus::inventory::Resource;
use onus::vocabulary::{Layer, ServiceModel};
use serde_json::{Value as Json, json};

use crate::support::{catalogue, files, parsed, provider_of, resource, root};

/// One line of a table, with its place.
struct Row {
    place: String,
    cells: BTreeMap<String, String>,
}

impl Row {
    fn get(&self, column: &str) -> &str {
        self.cells
            .get(column)
            .unwrap_or_else(|| panic!("{}: there is no column `{column}`", self.place))
    }
}

/// The rows of all tables of a kind: `#` begins a comment, the first other line
/// is the header.
fn rows(ending: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    for path in files(&root().join("tests/golden"), ending) {
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).expect("tables are text");
        let mut header: Option<Vec<&str>> = None;
        for (number, line) in text.lines().enumerate() {
            if line.starts_with('#') || line.trim().is_empty() {
                continue;
            }
            let cells: Vec<&str> = line.split('\t').collect();
            let Some(header) = &header else {
                header = Some(cells);
                continue;
            };
            let place = format!("{file}:{}", number + 1);
            assert_eq!(
                cells.len(),
                header.len(),
                "{place} has another number of columns"
            );
            rows.push(Row {
                place,
                cells: header
                    .iter()
                    .zip(cells)
                    .map(|(key, cell)| ((*key).to_owned(), cell.trim().to_owned()))
                    .collect(),
            });
        }
    }
    rows
}

/// The mismatches as a table, or nothing.
fn report(rows: usize, wrong: &[[String; 4]]) {
    let mut text = format!("{} of {rows} lines differ\n", wrong.len());
    for [place, what, wanted, got] in wrong {
        text.push_str(&format!(
            "\n{place}\n  {what}\n    the table  {wanted}\n    onus       {got}\n"
        ));
    }
    assert!(wrong.is_empty(), "{text}");
}

fn profiles(edition: Option<(&str, &str)>, resources: &[Resource]) -> Vec<Profile> {
    let editions = edition
        .into_iter()
        .map(|(provider, edition)| (provider.to_owned(), edition.to_owned()))
        .collect();
    let evaluator = Evaluator::new(
        catalogue(),
        Options {
            editions,
            threads: Some(1),
            ..Options::default()
        },
    );
    let (profiles, problems) = evaluator.profiles(resources);
    assert!(problems.is_empty(), "{problems:?}");
    profiles
}

/// The provider for which an edition speaks, from its METADATA.
fn provider_for(edition: &str) -> String {
    catalogue()
        .boundaries
        .iter()
        .filter_map(|boundary| boundary.edition.as_ref())
        .find(|known| known.id == edition)
        .and_then(|known| known.providers.first().cloned())
        .unwrap_or_else(|| panic!("no edition `{edition}` is loaded"))
}

/// `customer`, `provider`, `shared`, `nobody`, or what else became of it.
fn who(answer: &Answer) -> String {
    match answer {
        Answer::Assigned(assigned) => match assigned.split() {
            Split::Customer => "customer".to_owned(),
            Split::Provider => "provider".to_owned(),
            Split::Shared => "shared".to_owned(),
            Split::ThirdParty => "third party".to_owned(),
        },
        Answer::Unassigned { .. } => "nobody".to_owned(),
        other => format!("{other:?}"),
    }
}

#[test]
fn every_cell_of_every_edition_is_as_published() {
    let rows = rows(".cells.tsv");
    assert!(rows.len() > 800, "only {} cells were found", rows.len());
    let mut by_edition: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in &rows {
        by_edition.entry(row.get("edition")).or_default().push(row);
    }
    let mut wrong = Vec::new();
    for (edition, rows) in by_edition {
        let provider = provider_for(edition);
        let resources: Vec<Resource> = rows
            .iter()
            .map(|row| {
                resource(
                    "example.nobody/maps",
                    &provider,
                    &json!({"model": row.get("model")}),
                )
            })
            .collect();
        let profiles = profiles(Some((&provider, edition)), &resources);
        for (row, profile) in rows.iter().zip(profiles) {
            let answer = &profile.layers[&parsed::<Layer>(row.get("layer"))];
            let confidence = answer
                .assigned()
                .and_then(|assigned| assigned.basis.confidence)
                .map_or("-", |confidence| confidence.as_str());
            let cited = answer
                .assigned()
                .and_then(|assigned| assigned.basis.edition.as_deref())
                .unwrap_or(edition);
            let wanted = [row.get("who"), row.get("confidence"), edition].join(", ");
            let got = [&who(answer), confidence, cited].join(", ");
            if wanted != got {
                wrong.push([
                    row.place.clone(),
                    format!("{edition}: {} x {}", row.get("layer"), row.get("model")),
                    wanted,
                    got,
                ]);
            }
        }
    }
    report(rows.len(), &wrong);
}

#[test]
fn every_edition_has_its_published_columns_in_a_table() {
    let rows = rows(".cells.tsv");
    let listed: BTreeSet<(&str, &str, &str)> = rows
        .iter()
        .map(|row| (row.get("edition"), row.get("model"), row.get("layer")))
        .collect();
    let mut missing = Vec::new();
    for edition in catalogue()
        .boundaries
        .iter()
        .filter_map(|b| b.edition.as_ref())
    {
        let provider = provider_for(&edition.id);
        for model in [
            ServiceModel::Onprem,
            ServiceModel::Iaas,
            ServiceModel::Paas,
            ServiceModel::Saas,
        ] {
            let made_up = resource("example.nobody/maps", &provider, &json!({"model": model}));
            let answers = profiles(Some((&provider, &edition.id)), &[made_up]);
            for (layer, answer) in &answers[0].layers {
                if answer.assigned().is_some()
                    && !listed.contains(&(&edition.id, model.as_str(), layer.as_str()))
                {
                    missing.push(format!(
                        "{}: {layer} x {model} is {}",
                        edition.id,
                        who(answer)
                    ));
                }
            }
        }
        for model in ["iaas", "paas", "saas"] {
            let cells = rows
                .iter()
                .filter(|row| row.get("edition") == edition.id && row.get("model") == model)
                .count();
            if cells < 8 {
                missing.push(format!("{}: {model} has only {cells} cells", edition.id));
            }
        }
    }
    assert!(
        missing.is_empty(),
        "not in any table:\n{}",
        missing.join("\n")
    );
}

#[test]
fn every_switch_moves_the_boundary_as_documented() {
    let rows = rows(".switches.tsv");
    assert!(rows.len() > 300, "only {} switches were found", rows.len());
    let cases: BTreeSet<(&str, &str)> = rows
        .iter()
        .map(|row| (row.get("case"), row.get("layer")))
        .collect();
    assert!(
        cases.len() > 250,
        "the cases are not told apart by their names"
    );
    let resources: Vec<Resource> = rows
        .iter()
        .map(|row| {
            let record: Json = serde_json::from_str(row.get("resource"))
                .unwrap_or_else(|error| panic!("{}: {error}", row.place));
            resource(row.get("type"), provider_of(row.get("type")), &record)
        })
        .collect();
    let mut wrong = Vec::new();
    for (row, profile) in rows.iter().zip(profiles(None, &resources)) {
        let answer = &profile.layers[&parsed::<Layer>(row.get("layer"))];
        let got = match answer.assigned() {
            None => format!("{answer:?}"),
            Some(assigned) => {
                let party = |party: &onus::decision::Party| match &party.name {
                    Some(name) => format!("{} {name}", party.kind),
                    None => party.kind.to_string(),
                };
                let performs: Vec<String> = assigned
                    .performs
                    .iter()
                    .map(|duty| party(&duty.party))
                    .collect();
                let pointer = assigned
                    .basis
                    .switch
                    .as_ref()
                    .map_or_else(|| "-".to_owned(), |switch| switch.pointer.to_string());
                format!(
                    "{}; accountable {}; decided by {pointer}",
                    performs.join(" + "),
                    party(&assigned.accountable)
                )
            }
        };
        let wanted = format!(
            "{}; accountable {}; decided by {}",
            row.get("performs"),
            row.get("accountable"),
            row.get("pointer")
        );
        if wanted != got {
            wrong.push([
                row.place.clone(),
                format!(
                    "{}: {} of {}",
                    row.get("case"),
                    row.get("layer"),
                    row.get("type")
                ),
                wanted,
                got,
            ]);
        }
    }
    report(rows.len(), &wrong);
}
