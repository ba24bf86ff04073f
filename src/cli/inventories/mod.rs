//! Inventories that the user names: expanded to files, opened, and read by the library.

pub(crate) mod open;

use std::collections::BTreeSet;
use std::fs::File;
use std::path::{Path, PathBuf};

use onus::diagnostic::Diagnostic;
use onus::evaluate::EstateCoverage;
use onus::evaluate::run::{Inventories, Settings, has_error};
use onus::file_kind::require_file;
use onus::inventory::{Extent, ReadOptions, Source, expand};
use onus::json_pointer::Pointer;

use crate::cli::arg_groups::ReadingArgs;
use crate::cli::inventories::open::Opener;

/// The size above which files are read in chunks, unless the user gives another one: 64 MiB.
const STREAM_ABOVE: u64 = 64 << 20;

/// The paths of the inventories of a run, with links resolved.
pub struct InventoryPaths(BTreeSet<PathBuf>);

impl InventoryPaths {
    /// Whether a path leads to one of the inventories.
    pub fn contains(&self, path: &Path) -> bool {
        path.canonicalize().is_ok_and(|path| self.0.contains(&path))
    }
}

/// Reads files, folders, globs and `-`. What can't be read is a problem; the rest is still
/// read.
pub fn read(named: &[String], arguments: &ReadingArgs) -> Inventories {
    read_with_export(None, named, arguments).0
}

/// Reads the output of a command, if there is one, and then files, folders, globs and `-`.
pub fn read_with_export(
    export: Option<&File>,
    named: &[String],
    arguments: &ReadingArgs,
) -> (Inventories, InventoryPaths) {
    let mut problems = Vec::new();
    let options = options(arguments, &mut problems);
    let (mut sources, missing) = expand(named);
    if export.is_some() {
        sources.insert(0, Source::Export);
    }
    problems.extend(missing);
    let extent = match has_error(&problems) {
        true => Extent::Incomplete,
        false => Extent::Complete,
    };
    let paths = sources
        .iter()
        .filter_map(|source| match source {
            Source::File(path) => path.canonicalize().ok(),
            Source::Stdin | Source::Export => None,
        })
        .collect();
    let stream_above = arguments.stream_above.unwrap_or(STREAM_ABOVE);
    let opener = Opener {
        stream_above,
        max_unpacked: arguments.max_unpacked,
        export,
    };
    let settings = Settings {
        options,
        max_unpacked: arguments.max_unpacked,
        chunk: usize::try_from(stream_above)
            .map_or(Settings::CHUNK, |size| size.min(Settings::CHUNK)),
        coverage: match arguments.part {
            true => EstateCoverage::Part,
            false => EstateCoverage::Complete,
        },
    };
    let opened = sources.into_iter().map(|source| opener.open(source));
    let mut inventories = Inventories::read(opened, extent, settings);
    inventories.problems.splice(0..0, problems);
    (inventories, InventoryPaths(paths))
}

fn options(arguments: &ReadingArgs, problems: &mut Vec<Diagnostic>) -> ReadOptions {
    let mut parameters = Vec::new();
    for file in &arguments.parameters {
        let opened = require_file(file).map_err(|error| {
            let named = file.display();
            Box::new(
                Diagnostic::error(format!("`{named}` can't be read: {error}"))
                    .help("`--parameters` takes a file of parameters in JSON; check the path"),
            )
        });
        let loaded = opened.and_then(|_| Source::File(file.clone()).load(&mut std::io::empty()));
        match loaded {
            Ok(document) => parameters.push(document),
            Err(problem) => problems.push(*problem),
        }
    }
    ReadOptions {
        format: arguments.format.clone(),
        parameters,
        id_path: arguments.id_path.as_deref().map(Pointer::parse),
        type_path: arguments.type_path.as_deref().map(Pointer::parse),
    }
}
