//! Cloud assemblies of the AWS CDK: the folder `cdk.out`. Of its JSON files only the
//! templates of stacks are inventories.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;

use onus_core::diagnostic::Diagnostic;
use onus_core::document::read_text;

/// The file that lists the content of the folder.
const MANIFEST: &str = "manifest.json";
/// The ending of nested stacks' templates, which no manifest lists.
const NESTED: &str = ".nested.template.json";

/// The assemblies below a folder, found while its files are listed.
#[derive(Default)]
pub struct Assemblies {
    /// The templates of each folder; none for a folder that is no assembly.
    known: BTreeMap<PathBuf, Option<BTreeSet<PathBuf>>>,
    /// Problems with assemblies.
    pub problems: Vec<Diagnostic>,
}

#[derive(Deserialize)]
struct Manifest {
    #[serde(rename = "version")]
    _version: String,
    artifacts: BTreeMap<String, Artifact>,
    /// Values that the CDK could not look up without access.
    #[serde(default)]
    missing: Vec<Value>,
}

#[derive(Deserialize)]
struct Artifact {
    #[serde(rename = "type")]
    kind: Option<String>,
    #[serde(default)]
    properties: Value,
}

impl Assemblies {
    /// Whether to read a file below `top`: a file outside of assemblies, or a template of
    /// its assembly.
    pub fn takes(&mut self, top: &Path, file: &Path) -> bool {
        for folder in file.ancestors().skip(1) {
            if !folder.starts_with(top) && folder != top {
                break;
            }
            if let Some(templates) = self.templates(folder) {
                let is_nested =
                    file.parent() == Some(folder) && file.to_string_lossy().ends_with(NESTED);
                return is_nested || templates.contains(file);
            }
        }
        true
    }

    /// The templates of a folder, if it is an assembly.
    fn templates(&mut self, folder: &Path) -> Option<&BTreeSet<PathBuf>> {
        if !self.known.contains_key(folder) {
            let read = read(folder, &mut self.problems);
            self.known.insert(folder.to_owned(), read);
        }
        self.known.get(folder)?.as_ref()
    }
}

fn read(folder: &Path, problems: &mut Vec<Diagnostic>) -> Option<BTreeSet<PathBuf>> {
    let path = folder.join(MANIFEST);
    let text = read_text(&path).ok()?;
    let manifest: Manifest = serde_json::from_str(&text).ok()?;
    let mut templates = BTreeSet::new();
    for (name, artifact) in &manifest.artifacts {
        let kind = artifact.kind.as_deref().unwrap_or_default();
        if !matches!(kind, "aws:cloudformation:stack" | "aws:cdk:stack") {
            continue;
        }
        let Some(file) = artifact
            .properties
            .get("templateFile")
            .and_then(Value::as_str)
        else {
            continue;
        };
        let template = folder.join(file);
        if !template.is_file() {
            problems.push(
                Diagnostic::error(format!(
                    "`{}` names `{file}` as the template of the stack `{name}`, and there is no such file",
                    path.display()
                ))
                .help("run `cdk synth` once more"),
            );
        }
        templates.insert(template);
    }
    if !manifest.missing.is_empty() {
        problems.push(
            Diagnostic::error(format!(
                "the templates in `{}` hold made-up values, because the CDK could not look {} of them up",
                folder.display(),
                manifest.missing.len()
            ))
            .help("run `cdk synth` once more with credentials for the account, and commit `cdk.context.json`"),
        );
    }
    Some(templates)
}

#[cfg(test)]
mod tests {
    use crate::expand;

    const ASSEMBLY: &str = r#"{"version": "55.0.0", "artifacts": {
        "Shop": {"type": "aws:cloudformation:stack", "environment": "aws://111122223333/eu-west-1",
                 "properties": {"templateFile": "Shop.template.json"}},
        "Shop.assets": {"type": "cdk:asset-manifest", "properties": {"file": "Shop.assets.json"}},
        "assembly-Prod": {"type": "cdk:cloud-assembly", "properties": {"directoryName": "assembly-Prod"}},
        "Odd": {"type": "aws:cdk:stack"}, "Tree": {"type": "cdk:tree", "properties": {"file": "tree.json"}}}}"#;

    fn tree(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (file, text) in files {
            let path = folder.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        folder
    }

    #[test]
    fn only_templates_of_assemblies_are_read() {
        let nested = ASSEMBLY.replace("Shop", "ProdShop");
        let folder = tree(&[
            ("a.json", "{}"),
            (
                "manifest.json",
                r#"{"name": "no assembly", "version": "1"}"#,
            ),
            ("app/cdk.out/manifest.json", ASSEMBLY),
            ("app/cdk.out/Shop.template.json", "{}"),
            ("app/cdk.out/Shop.assets.json", "{}"),
            ("app/cdk.out/ShopDb.nested.template.json", "{}"),
            ("app/cdk.out/tree.json", "{}"),
            ("app/cdk.out/asset.1/package.json", "{}"),
            ("app/cdk.out/assembly-Prod/manifest.json", &nested),
            ("app/cdk.out/assembly-Prod/ProdShop.template.json", "{}"),
            ("app/cdk.out/assembly-Prod/Shop.template.json", "{}"),
        ]);
        let top = folder.path().display().to_string();
        let (sources, problems) = expand([&top]);
        assert!(problems.is_empty(), "{problems:?}");
        let names: Vec<String> = sources
            .iter()
            .map(|source| source.name().replace(&format!("{top}/"), ""))
            .collect();
        assert_eq!(
            names,
            [
                "a.json",
                "app/cdk.out/Shop.template.json",
                "app/cdk.out/ShopDb.nested.template.json",
                "app/cdk.out/assembly-Prod/ProdShop.template.json",
                "manifest.json",
            ]
        );
        // A named file is always read; patterns are not.
        let named = format!("{top}/app/cdk.out/tree.json");
        assert_eq!(expand([&named]).0.len(), 1);
        let (matched, _) = expand([format!("{top}/app/cdk.out/*.json")]);
        assert_eq!(matched.len(), 2);
    }

    #[test]
    fn templates_that_are_missing_or_made_up_are_problems() {
        let manifest = ASSEMBLY.replacen('{', r#"{"missing": [{"key": "vpc-provider"}], "#, 1);
        let folder = tree(&[("manifest.json", &manifest), ("x.json", "{}")]);
        let (sources, problems) = expand([folder.path().display().to_string()]);
        assert!(sources.is_empty());
        let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert!(problems[0].contains("no such file"), "{problems:?}");
        assert!(problems[1].contains("made-up values"), "{problems:?}");
    }
}
