//! What fuzzing starts from: the files of this repository.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use onus::inventory::{Outline, READERS};
use walkdir::WalkDir;

use crate::choices::Choices;
use crate::edit::sampled;
use crate::tree::Tree;

/// Larger texts make a run slow and find no more.
const LARGEST: usize = 8 << 10;

/// An inventory to start from.
#[derive(Debug)]
pub struct Seed {
    /// Its path below the repository.
    pub name: String,
    /// What it holds.
    pub text: String,
    /// The same as JSON; the items of a list for lines. None for tables and YAML.
    pub tree: Option<Tree>,
    /// Whether each line is a document.
    pub is_lines: bool,
}

/// All files of `inputs/` and of `fuzz/seeds/inventories/`.
pub static INVENTORIES: LazyLock<Vec<Seed>> = LazyLock::new(|| {
    let mut found: Vec<Seed> = files("inputs", "")
        .into_iter()
        .chain(files("fuzz/seeds/inventories", ""))
        .filter(|(name, _)| !name.ends_with(".md"))
        .map(|(name, text)| seed(name, text))
        .collect();
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found
});

/// The seeds that each reader recognizes, in the order of [`READERS`], by their numbers
/// in [`INVENTORIES`].
pub static BY_READER: LazyLock<Vec<Vec<usize>>> = LazyLock::new(|| {
    READERS
        .iter()
        .map(|reader| {
            let seeds = INVENTORIES.iter().enumerate();
            let is_read = |seed: &Seed| match Outline::of(&seed.text) {
                Ok(outline) => reader.recognizes(&outline) || reader.reads_by_path(&outline),
                Err(_) => reader.recognizes(&Outline::Text(&seed.text)),
            };
            seeds
                .filter(|(_, seed)| is_read(seed))
                .map(|(number, _)| number)
                .collect()
        })
        .collect()
});

/// The text of each inventory, or of a part of it where it is large.
pub fn inventory_texts() -> Vec<Vec<u8>> {
    let small = |seed: &Seed| match &seed.tree {
        Some(tree) if seed.text.len() > LARGEST => {
            sampled(tree, &mut Choices::new(&[])).to_pretty_json()
        }
        _ => seed.text.clone(),
    };
    INVENTORIES
        .iter()
        .map(|seed| small(seed).into_bytes())
        .filter(|text| text.len() <= 4 * LARGEST)
        .collect()
}

/// The texts of files below a folder of the repository that end in `ending`.
pub fn texts(folder: &str, ending: &str) -> Vec<Vec<u8>> {
    files(folder, ending)
        .into_iter()
        .map(|(_, text)| text.into_bytes())
        .filter(|text| text.len() <= LARGEST)
        .collect()
}

/// The words of a dictionary of `fuzz/dictionaries/`, in libFuzzer's format.
pub fn dictionary(name: &str) -> Vec<Vec<u8>> {
    let path = root().join("fuzz/dictionaries").join(name);
    let text = std::fs::read_to_string(path).unwrap_or_default();
    text.lines()
        .filter_map(|line| line.trim().strip_prefix('"')?.strip_suffix('"'))
        .map(unescaped)
        .collect()
}

fn unescaped(word: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = word.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'\\' {
            bytes.push(byte);
            continue;
        }
        match rest.next() {
            Some(b'x') => {
                let digits: String = rest.by_ref().take(2).map(char::from).collect();
                bytes.extend(u8::from_str_radix(&digits, 16));
            }
            Some(other) => bytes.push(other),
            None => {}
        }
    }
    bytes
}

/// The folder of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn seed(name: String, text: String) -> Seed {
    let document = Tree::parse(&text);
    let is_lines = document.is_none() || name.ends_with(".ndjson");
    let lines = || {
        let lines = text.lines().filter(|line| !line.trim().is_empty());
        let items: Option<Vec<Tree>> = lines.map(Tree::parse).collect();
        items.filter(|items| !items.is_empty()).map(Tree::List)
    };
    let tree = if is_lines { lines() } else { document };
    Seed {
        name,
        text,
        is_lines,
        tree,
    }
}

fn files(folder: &str, ending: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = WalkDir::new(root().join(folder))
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .filter_map(|entry| {
            let name = entry.path().strip_prefix(root()).ok()?.to_str()?.to_owned();
            let text = std::fs::read_to_string(entry.path()).ok()?;
            name.ends_with(ending).then_some((name, text))
        })
        .collect();
    found.sort();
    found
}
