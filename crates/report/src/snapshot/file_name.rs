//! The file name of a snapshot.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use onus_core::decision::hex;

/// What files of snapshots end with.
pub const ENDING: &str = ".snap";

/// What files end with that are still to be accepted.
pub const PENDING: &str = ".snap.new";

/// The longest that file systems take, with room for the endings.
const LONGEST: usize = 200;

/// The file that holds the snapshot of an inventory, of which the path beside the
/// configuration is given with `/` between its parts. Two paths never have the same.
///
/// ```
/// use onus_report::snapshot::file_name;
/// assert_eq!(file_name("prod/estate_1.json"), "prod__estate_1.json.snap");
/// assert_ne!(file_name("a__b"), file_name("a/b"));
/// ```
pub fn file_name(path: &str) -> String {
    let bytes = path.as_bytes();
    let joins = |at: Option<usize>| {
        at.and_then(|at| bytes.get(at))
            .is_some_and(|byte| matches!(byte, b'_' | b'/'))
    };
    let mut name = String::new();
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'/' => name.push_str("__"),
            b'_' if joins(at.checked_sub(1)) || joins(Some(at + 1)) => name.push_str("%5F"),
            // A file that begins with a dot is hidden.
            b'.' if at == 0 => name.push_str("%2E"),
            b'_' | b'-' | b'.' | b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => {
                name.push(char::from(*byte));
            }
            byte => {
                let _ = write!(name, "%{byte:02X}");
            }
        }
    }
    if name.len() > LONGEST {
        let digest = hex(&Sha256::digest(bytes));
        let digest: String = digest.chars().take(32).collect();
        name.truncate(LONGEST - 40);
        name = format!("{name}%{digest}");
    }
    name + ENDING
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn two_paths_never_have_the_same(paths in proptest::collection::btree_set("[a_/%.é]{0,6}|[ab]{220,222}", 1..30)) {
            let names: BTreeSet<String> = paths.iter().map(|path| file_name(path)).collect();
            prop_assert_eq!(names.len(), paths.len());
            for name in names {
                prop_assert!(name.len() <= LONGEST + ENDING.len() && !name.contains('/'));
            }
        }
    }
}
