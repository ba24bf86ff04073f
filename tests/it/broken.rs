//! Policies as they are when somebody writes their first ones, in `tests/broken`: what
//! `onus check` says of each, to be read as they would read it.

use std::path::{Path, PathBuf};

use crate::sandbox::Sandbox;
use crate::support::root;

/// The cases of one kind: files, and folders where several files are one.
fn cases(kind: &str) -> Vec<PathBuf> {
    let mut cases: Vec<PathBuf> = std::fs::read_dir(root().join("tests/broken").join(kind))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    cases.sort();
    cases
}

/// A folder with the case alone. A file has no test, which is not what it is about.
fn sandbox(case: &Path) -> Sandbox {
    let base = case.parent().unwrap();
    let sandbox = walkdir::WalkDir::new(case)
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.is_file())
        .fold(Sandbox::new(), |sandbox, path| {
            let name = path.strip_prefix(base).unwrap().to_str().unwrap();
            sandbox.file(name, std::fs::read(&path).unwrap())
        });
    match case.is_file() {
        true => sandbox.file("onus.toml", "[check]\nignore = [\"missing-test\"]\n"),
        false => sandbox,
    }
}

fn speaks_of_catalogue(case: &Path) -> bool {
    case.is_file() && String::from_utf8_lossy(&std::fs::read(case).unwrap()).contains("onus.")
}

/// What is said of all cases of a kind, one after the other. None passes.
fn told(kind: &str) -> String {
    let mut told = String::new();
    for case in cases(kind) {
        let name = case.file_name().unwrap().to_str().unwrap();
        let sandbox = sandbox(&case);
        let mut arguments = vec!["check", name];
        // What does not speak of the embedded catalogue is told the same without it, and
        // sooner.
        if !speaks_of_catalogue(&case) {
            arguments.push("--no-builtin");
        }
        let ran = sandbox.run(&arguments);
        assert_ne!(ran.code, 0, "{name} passes");
        told.push_str(&format!(
            "======== {name}: exit code {}\n{}{}\n",
            ran.code, ran.stdout, ran.stderr
        ));
    }
    told
}

/// The order in which somebody meets them.
const KINDS: [&str; 7] = [
    "syntax", "metadata", "input", "names", "meaning", "bytes", "folders",
];

#[test]
fn every_broken_policy_is_told_what_is_wrong_with_it() {
    let mut count = 0;
    for kind in KINDS {
        count += cases(kind).len();
        insta::assert_snapshot!(format!("broken_{kind}"), told(kind));
    }
    assert!(count >= 40, "{count}");
}
