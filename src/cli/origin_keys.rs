//! Origin keys: how two runs match resources with ids that are unique within one inventory
//! only.

use std::path::{Component, Path, PathBuf};

use onus::decision::Decision;
use onus::origin::plain;

use crate::cli::commands::snapshot::current::beside;

/// The origin of a decision's resource, under which two runs are compared.
pub type OriginKey = Box<dyn Fn(&Decision) -> Option<String>>;

/// The origin of a resource: the name that onus.toml gives its inventory, else what `path`
/// makes of the file. None for an id that is unique everywhere.
pub fn within(file: &str, origin: Option<&str>, path: impl Fn(&str) -> String) -> Option<String> {
    origin.map(|origin| match origin == plain(file) {
        true => path(file),
        false => origin.to_owned(),
    })
}

/// The keys of two sides with different inventories: a file is known by its path below the
/// folder that contains all files of its side. Two sides with one file each need no origin.
pub fn of_two_sides(base: &[String], head: &[String]) -> [OriginKey; 2] {
    let is_alone = base.len() <= 1 && head.len() <= 1;
    [base, head].map(|files| {
        let folder = common_folder(files);
        Box::new(move |decision: &Decision| {
            let resource = &decision.resource;
            let below = |file: &str| below(&folder, file);
            within(&resource.source.file, resource.origin.as_deref(), below).filter(|_| !is_alone)
        }) as OriginKey
    })
}

/// The keys of two sides with the same inventories.
pub fn of_same_files() -> OriginKey {
    Box::new(|decision| {
        let resource = &decision.resource;
        resource
            .origin
            .as_ref()
            .map(|_| plain(&resource.source.file))
    })
}

/// The keys of a side that is compared with snapshots of each file: the file's path as
/// seen from `folder`, also for ids that are unique everywhere.
pub fn by_file(folder: PathBuf) -> OriginKey {
    Box::new(move |decision| {
        let file = Path::new(&decision.resource.source.file);
        Some(beside(&folder, file))
    })
}

/// The folder that all files are in.
fn common_folder(files: &[String]) -> PathBuf {
    let folder = |file: &String| {
        let path = Path::new(file);
        path.parent().map(parts).unwrap_or_default()
    };
    let common = files.iter().map(folder).reduce(|common, other| {
        let same = common.into_iter().zip(other);
        same.take_while(|(one, two)| one == two)
            .map(|(one, _)| one)
            .collect()
    });
    common.unwrap_or_default().into_iter().collect()
}

fn below(folder: &Path, file: &str) -> String {
    let path: PathBuf = parts(Path::new(file)).into_iter().collect();
    let rest = path.strip_prefix(folder).unwrap_or(&path);
    plain(&rest.to_string_lossy())
}

/// The parts of a path, without `.`.
fn parts(path: &Path) -> Vec<String> {
    path.components()
        .filter(|part| *part != Component::CurDir)
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_their_path_below_the_common_folder() {
        for (files, below_it) in [
            (
                vec!["old/x/plan.json", "old/y/plan.json"],
                vec!["x/plan.json", "y/plan.json"],
            ),
            (
                vec!["x/plan.json", "./y/plan.json"],
                vec!["x/plan.json", "y/plan.json"],
            ),
            (vec!["./old/a.json"], vec!["a.json"]),
            (vec!["/a/b/1", "/a/c/2"], vec!["b/1", "c/2"]),
            (vec!["../a/1", "../b/1"], vec!["a/1", "b/1"]),
            (vec!["ab/1", "abc/1"], vec!["ab/1", "abc/1"]),
        ] {
            let files: Vec<String> = files.into_iter().map(str::to_owned).collect();
            let folder = common_folder(&files);
            let found: Vec<String> = files.iter().map(|file| below(&folder, file)).collect();
            assert_eq!(found, below_it);
        }
    }

    #[test]
    fn a_name_counts_more_than_a_path() {
        let path = |_: &str| "path".to_owned();
        assert_eq!(
            within("a.json", Some("prod"), path).as_deref(),
            Some("prod")
        );
        assert_eq!(
            within("./a.json", Some("a.json"), path).as_deref(),
            Some("path")
        );
        assert_eq!(within("a.json", None, path), None);
    }
}
