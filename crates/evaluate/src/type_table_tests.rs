//! Test: the embedded type table is the one that the policies give.

use std::time::Duration;

use onus_policy::engine::Value;
use onus_policy::{PolicySet, PolicySources, Settings, builtin};

use crate::{Overriding, Types};

#[test]
fn the_type_table_is_current() {
    let sources = PolicySources {
        files: builtin(),
        ..PolicySources::default()
    };
    let settings = Settings {
        limit: Duration::from_secs(60),
        now: 0,
        params: Value::object::<&str>([]),
        own_catalogue: true,
        check_builtin: true,
    };
    let loaded = PolicySet::load(&sources, &settings).unwrap();
    let (types, problems) = Types::load(
        &loaded.set.engines,
        &loaded.set.tables,
        false,
        &Overriding::default(),
    );
    assert!(problems.is_empty(), "{problems:?}");
    let lines: String = types
        .names()
        .into_iter()
        .map(|kind| format!("{kind}\t{}\n", types.get(kind).unwrap().to_line()))
        .collect();
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../catalogue/src/catalogue_types.tsv"
    );
    // As for the index: `ONUS_UPDATE_INDEX=1 cargo test --lib current` writes it.
    if std::env::var_os("ONUS_UPDATE_INDEX").is_some() {
        std::fs::write(path, &lines).unwrap();
    }
    assert!(
        std::fs::read_to_string(path).unwrap() == lines,
        "the table of types is out of date: run `ONUS_UPDATE_INDEX=1 cargo test --lib current`"
    );
}
