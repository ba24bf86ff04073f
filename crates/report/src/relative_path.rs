//! Relative paths, as services show them in a repository.

use std::path::Path;

/// A path relative to `base`, where it is below it, with slashes.
pub(crate) fn below(path: &str, base: &Path) -> String {
    let path = Path::new(path);
    let below = path.strip_prefix(base).unwrap_or(path);
    let written = below.to_string_lossy().replace('\\', "/");
    written.strip_prefix("./").unwrap_or(&written).to_owned()
}
