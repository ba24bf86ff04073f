//! The published JSON Schemas of outputs are those of the types.

use crate::layers::layers_schema;
use crate::snapshot::{diff_schema, watch_schema};
use crate::views::explanation::explanation_schema;

/// `ONUS_UPDATE_SCHEMA=1 cargo test schema` writes the files.
#[test]
fn the_published_schemas_are_current() {
    for (name, schema) in [
        ("watch", watch_schema()),
        ("diff", diff_schema()),
        ("layers", layers_schema()),
        ("explanation", explanation_schema()),
    ] {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
        let path = format!("{root}/docs/schema/{name}.schema.json");
        let current = format!("{}\n", serde_json::to_string_pretty(&schema).unwrap());
        if std::env::var_os("ONUS_UPDATE_SCHEMA").is_some() {
            std::fs::write(&path, &current).unwrap();
        }
        assert_eq!(std::fs::read_to_string(&path).unwrap(), current, "{name}");
    }
}
