//! Messages about each file of an export, including files that are joined with others.

use std::collections::{BTreeMap, BTreeSet};

use onus_core::diagnostic::{Diagnostic, Spot};
use onus_core::document::Document;

use crate::duplicates::Repeated;
use crate::formats::gcp::asset::merge::{Group, Part};
use crate::formats::gcp::asset_inventory::COMPLETE;
use crate::input::Input;
use crate::json::records::spot_of;
use crate::reader::Reading;
use crate::streaming::file_survey::Lacking;

/// The results for one of the documents.
#[derive(Default)]
pub struct File {
    /// Its resources and messages.
    pub reading: Reading,
    /// The place of its first asset.
    pub first: Option<Spot>,
    /// The number of assets that it describes.
    pub assets: usize,
    /// The number of its assets without a configuration in any document.
    pub bare: usize,
    /// Whether contradictions were already reported.
    is_contradictory: bool,
    /// The other documents of its resources.
    pub other_files: BTreeSet<usize>,
}

impl File {
    /// The reading of the document.
    pub fn close(self, source: &Input<'_>, sources: &[Input<'_>]) -> Reading {
        let Self {
            mut reading,
            first,
            assets,
            bare,
            other_files,
            ..
        } = self;
        let lacking = Lacking {
            count: bare,
            of: assets,
            first,
        };
        reading
            .problems
            .extend(crate::formats::gcp::asset::file_notes::bare(
                source.document.name(),
                &lacking,
            ));
        reading.other_files = other_files
            .into_iter()
            .filter_map(|number| sources.get(number))
            .map(|source| Document::trace(source.document, 0..0).0)
            .collect();
        reading
    }
}

/// The problem that nearly no asset of a file has a configuration.
pub fn bare(name: &str, lacking: &Lacking) -> Option<Diagnostic> {
    let first = lacking.first.clone().filter(|_| lacking.is_nearly_all())?;
    let Lacking { count, of, .. } = lacking;
    Some(
        Diagnostic::error(format!(
            "`{name}` carries no configurations, so little about them can be decided: {count} of {of} assets have none"
        ))
        .at(first)
        .help(format!(
            "{COMPLETE}; exports of other content types are joined with that file by name, when onus is given all of them"
        )),
    )
}

/// Warns, once per file, about records that contradict each other. Contradictions across
/// files make duplicate resources, which are reported for all formats.
pub fn contradictions(groups: &[Group<'_, '_>], files: &mut [File]) {
    for group in groups.iter().filter(|group| group.is_contradicted) {
        let part = group.first();
        let Some(file) = files
            .get_mut(part.file)
            .filter(|file| !file.is_contradictory)
        else {
            continue;
        };
        file.is_contradictory = true;
        file.reading.problems.push(
            Diagnostic::warning(format!(
                "`{}` stands here more than once, and not always with the same content",
                part.name
            ))
            .at(spot_of(part.source, part.entry.text))
            .help("each of them is decided; exports of different times were probably joined"),
        );
    }
}

/// Warns, once per pair of files, about a file that repeats another one.
pub fn repetitions(groups: &[Group<'_, '_>], files: &mut [File]) {
    let mut found: BTreeMap<(usize, usize), (Repeated, usize)> = BTreeMap::new();
    for group in groups {
        for [earlier, later] in group.repeated() {
            let spot = |part: &Part<'_>| spot_of(part.source, part.entry.text);
            found
                .entry((later.file, earlier.file))
                .and_modify(|(_, more)| *more += 1)
                .or_insert_with(|| {
                    let repeated = Repeated {
                        id: later.name.clone(),
                        earlier: spot(earlier),
                        later: spot(later),
                    };
                    (repeated, 0)
                });
        }
    }
    for ((later, _), (repeated, more)) in found {
        if let Some(file) = files.get_mut(later) {
            file.reading.problems.push(repeated.problem(more));
        }
    }
}
