//! What holds for every input of onus, as functions of bytes that panic when something
//! does not hold. Fuzzers, a driver on stable Rust and the tests share them; nothing of
//! this is a part of the program.

mod choices;
mod edit;
mod evaluation;
mod files;
mod havoc;
mod metadata;
mod modules;
mod pieces;
mod policy;
mod reading;
mod seeds;
mod tree;

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use choices::Choices;

pub use seeds::root;

/// Something that holds for every input.
pub struct Property {
    /// Its name, and that of its fuzz target.
    pub name: &'static str,
    /// What it promises.
    pub promise: &'static str,
    /// Checks it for one input; panics when it does not hold.
    pub check: fn(&[u8]),
    /// What its inputs are.
    kind: Kind,
}

/// What the inputs of a property are.
enum Kind {
    /// Choices, of which the property makes its own input.
    Choices,
    /// A text, or anything else, that is made of seeds.
    Text(&'static LazyLock<Corpus>),
}

/// What texts are made of.
struct Corpus {
    seeds: Vec<Vec<u8>>,
    words: Vec<Vec<u8>>,
}

/// All of them.
pub static PROPERTIES: &[Property] = &[
    Property {
        name: "reading",
        promise: "any bytes under any name are read: detection ends, places are in the document, and a second reading gives the same",
        check: reading::reading,
        kind: Kind::Text(&INVENTORY_TEXTS),
    },
    Property {
        name: "readers",
        promise: "so is a document of each format with changed values, keys, types and nesting",
        check: reading::readers,
        kind: Kind::Choices,
    },
    Property {
        name: "pieces",
        promise: "a file that is read in pieces, because it is large, gives what reading it at once gives",
        check: pieces::pieces,
        kind: Kind::Choices,
    },
    Property {
        name: "evaluation",
        promise: "what was read of it is decided: deny or allow, with a reason, and kept answers are those of `--plain`",
        check: evaluation::evaluation,
        kind: Kind::Choices,
    },
    Property {
        name: "metadata",
        promise: "a METADATA block is parsed, and loads exactly where the published schema allows it",
        check: metadata::metadata,
        kind: Kind::Text(&METADATA),
    },
    Property {
        name: "policy",
        promise: "a policy is parsed, checked, loaded and evaluated, and kept answers are those of `--plain`",
        check: policy::policy,
        kind: Kind::Text(&POLICIES),
    },
    Property {
        name: "read-sets",
        promise: "policies made of rules, functions and references of every kind give the same with kept answers and with `--plain`",
        check: modules::read_sets,
        kind: Kind::Choices,
    },
    Property {
        name: "snapshot",
        promise: "a snapshot is refused with a place, or written and read back as it was",
        check: files::snapshot,
        kind: Kind::Text(&SNAPSHOTS),
    },
    Property {
        name: "state",
        promise: "so is the state of a watch",
        check: files::state,
        kind: Kind::Text(&STATES),
    },
    Property {
        name: "baseline",
        promise: "so is a baseline",
        check: files::baseline,
        kind: Kind::Text(&BASELINES),
    },
    Property {
        name: "config",
        promise: "`onus.toml` is read, with its waivers, or refused with a place",
        check: files::config,
        kind: Kind::Text(&CONFIGS),
    },
];

/// A property by its name.
pub fn property(name: &str) -> Option<&'static Property> {
    PROPERTIES.iter().find(|property| property.name == name)
}

/// Checks a property for one input, on a thread like those of the program; for fuzz
/// targets.
///
/// # Panics
/// It does not hold, or there is no property of this name.
pub fn check(name: &str, data: &[u8]) {
    let property = property(name).expect("there is a property of this name");
    onus::threads::run(|| (property.check)(data)).expect("there is room for a thread");
}

impl Property {
    /// An input, made of choices.
    pub fn input(&self, choices: &[u8]) -> Vec<u8> {
        match &self.kind {
            Kind::Choices => choices.to_vec(),
            Kind::Text(corpus) => {
                havoc::mutated(&corpus.seeds, &corpus.words, &mut Choices::new(choices))
            }
        }
    }

    /// What a fuzzer starts from; nothing for a property that is given choices.
    pub fn seeds(&self) -> &'static [Vec<u8>] {
        match &self.kind {
            Kind::Choices => &[],
            Kind::Text(corpus) => &corpus.seeds,
        }
    }
}

/// The formats that no seed is of: each reader needs one to be fuzzed.
pub fn formats_without_a_seed() -> Vec<&'static str> {
    onus::inventory::READERS
        .iter()
        .zip(&*seeds::BY_READER)
        .filter(|(_, seeds)| seeds.is_empty())
        .map(|(reader, _)| reader.format())
        .collect()
}

/// Keeps the engine's own panics, which are caught and are errors, from being printed.
pub(crate) fn quiet_engine() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(onus::engine::quiet_panics);
}

/// The small inventories, each of which is sound, by their paths.
pub fn small_inventories() -> impl ExactSizeIterator<Item = (&'static str, &'static str)> {
    let small = |seed: &&seeds::Seed| seed.name.starts_with("fuzz/seeds/");
    let found: Vec<_> = seeds::INVENTORIES.iter().filter(small).collect();
    found
        .into_iter()
        .map(|seed| (seed.name.as_str(), seed.text.as_str()))
}

/// Reads an inventory and checks what holds for every reading; none when the bytes are
/// not text.
///
/// # Panics
/// Something does not hold.
pub fn read_inventory(name: &str, bytes: Vec<u8>) -> Option<onus::inventory::Reading> {
    reading::read(name, bytes, &onus::inventory::ReadOptions::default())
}

/// Does something, which has to end soon.
///
/// # Panics
/// It took longer than an input of `size` bytes should.
pub(crate) fn within_time<T>(size: usize, work: impl FnOnce() -> T) -> T {
    // Far more than it takes, since machines are slow and busy; what is quadratic or
    // worse takes longer still.
    let most = Duration::from_secs(if cfg!(debug_assertions) { 30 } else { 5 });
    let started = Instant::now();
    let result = work();
    let took = started.elapsed();
    assert!(took < most, "{size} bytes took {took:?}");
    result
}

static INVENTORY_TEXTS: LazyLock<Corpus> = LazyLock::new(|| Corpus {
    // A name and no options in front.
    seeds: with_prefixes(
        seeds::inventory_texts(),
        &[b"\x00\x07", b"\x01\x07", b"\x05\x07"],
    ),
    words: seeds::dictionary("inventory.dict"),
});

static METADATA: LazyLock<Corpus> = LazyLock::new(|| Corpus {
    seeds: policy_texts(&["policies", "tests/broken"])
        .iter()
        .filter_map(|text| {
            let text = std::str::from_utf8(text).ok()?;
            let block = onus::policy::metadata::blocks(text).into_iter().next()?;
            Some(text.get(block.range)?.as_bytes().to_vec())
        })
        .collect(),
    words: seeds::dictionary("metadata.dict"),
});

static POLICIES: LazyLock<Corpus> = LazyLock::new(|| Corpus {
    seeds: policy_texts(&["policies", "tests/broken", "fuzz/seeds/policies"]),
    words: seeds::dictionary("rego.dict"),
});

static SNAPSHOTS: LazyLock<Corpus> = LazyLock::new(|| Corpus {
    seeds: seeds::texts("snapshots", ".snap"),
    words: seeds::dictionary("files.dict"),
});

static STATES: LazyLock<Corpus> = LazyLock::new(|| {
    let texts = seeds::texts("snapshots", ".snap");
    let state = |text: &Vec<u8>| {
        let snapshot = onus::snapshot::parse(std::str::from_utf8(text).ok()?).ok()?;
        let inventories = [("a.json".to_owned(), snapshot.header.resources)].into();
        let state = onus::snapshot::State {
            inventories,
            snapshot,
            origins: onus::snapshot::Origins::Known,
        };
        Some(onus::snapshot::render_state(&state).into_bytes())
    };
    Corpus {
        seeds: texts.iter().filter_map(state).collect(),
        words: seeds::dictionary("files.dict"),
    }
});

static BASELINES: LazyLock<Corpus> = LazyLock::new(|| Corpus {
    seeds: seeds::texts("fuzz/seeds/baselines", ".json"),
    words: seeds::dictionary("files.dict"),
});

static CONFIGS: LazyLock<Corpus> = LazyLock::new(|| Corpus {
    seeds: seeds::texts("fuzz/seeds/configs", ".toml"),
    words: seeds::dictionary("files.dict"),
});

fn policy_texts(folders: &[&str]) -> Vec<Vec<u8>> {
    folders
        .iter()
        .flat_map(|folder| seeds::texts(folder, ".rego"))
        .collect()
}

fn with_prefixes(texts: Vec<Vec<u8>>, prefixes: &[&[u8]]) -> Vec<Vec<u8>> {
    texts
        .iter()
        .flat_map(|text| {
            prefixes
                .iter()
                .map(move |prefix| [prefix, text.as_slice()].concat())
        })
        .collect()
}
