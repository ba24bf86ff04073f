//! The rule `package-path`: packages that are named differently than their file and folders.

use crate::lint::finding::Findings;
use crate::lint::rule::{Bearing, CheckRule, Evidence};
use crate::lint::workspace::Workspace;
use onus_core::diagnostic::Level;

pub(crate) const RULE: CheckRule = CheckRule {
    code: "package-path",
    level: Level::Warning,
    bearing: Bearing::Upkeep,
    evidence: Evidence::Policies,
    about: "a package name that does not match its file",
    find,
};

fn find(workspace: &Workspace<'_>, findings: &mut Findings) {
    for file in workspace.checked() {
        let Some((name, folders)) = file.below.split_last() else {
            continue;
        };
        let stem = name.trim_end_matches(".rego").trim_end_matches("_test");
        let package: Vec<&str> = file
            .module
            .package
            .iter()
            .map(|part| part.trim_end_matches("_test"))
            .collect();
        let folders: Vec<&str> = folders.iter().map(String::as_str).collect();
        let with_name: Vec<&str> = folders.iter().copied().chain([stem]).collect();
        if agree(&package, &with_name) || (!folders.is_empty() && agree(&package, &folders)) {
            continue;
        }
        let last = package.last().copied().unwrap_or_default();
        findings.add(
            &file.document,
            &file.module.path_span,
            format!("package `{}` stands in `{}`", file.package(), file.below.join("/")),
            format!(
                "call the file `{last}.rego`, or the package after its file and folders: whoever reads one of the two looks for the other"
            ),
        );
    }
}

/// Whether a package ends as a path does, all of the path or all of the package but
/// its first part.
fn agree(package: &[&str], path: &[&str]) -> bool {
    let same = package
        .iter()
        .rev()
        .zip(path.iter().rev())
        .take_while(|(part, folder)| part.replace('-', "_") == folder.replace('-', "_"))
        .count();
    same > 0 && (same == path.len() || same + 1 >= package.len())
}

#[cfg(test)]
mod tests {
    use crate::lint::rules::package_path::agree;

    #[test]
    fn packages_end_as_paths_do() {
        assert!(agree(&["acme", "storage", "tls"], &["tls"]));
        assert!(agree(&["acme", "tls"], &["storage", "tls"]));
        assert!(agree(&["acme", "min_tls"], &["min-tls"]));
        assert!(!agree(&["acme", "storage", "tls"], &["network", "tls"]));
        assert!(!agree(&["main"], &["tls"]));
    }
}
