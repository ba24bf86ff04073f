use super::*;

/// A folder with files, and the sources of arguments below it.
struct Tree(tempfile::TempDir);

impl Tree {
    fn of(files: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, file).unwrap();
        }
        Self(folder)
    }

    fn path(&self, tail: &str) -> String {
        format!("{}/{tail}", self.0.path().display())
    }

    fn expand(&self, tails: &[&str]) -> (Vec<String>, Vec<Diagnostic>) {
        let (sources, problems) = expand(tails.iter().map(|tail| self.path(tail)));
        let prefix = self.path("");
        let names = sources
            .iter()
            .map(|source| source.name().replace(&prefix, ""))
            .collect();
        (names, problems)
    }
}

#[test]
fn folders_and_patterns_are_expanded_in_order_and_nothing_twice() {
    let tree = Tree::of(&[
        "b.json",
        "a.NDJSON",
        "c.txt",
        ".hidden.json",
        "sub/d.json.gz",
        "sub/.x/e.json",
        "sub/f.tfstate",
        "sub/g.parameters.json",
    ]);
    let all = ["a.NDJSON", "b.json", "sub/d.json.gz", "sub/f.tfstate"];
    for (arguments, expected) in [
        (vec![""], all.to_vec()),
        (
            vec!["c.txt", "b.json", "."],
            vec![
                "c.txt",
                "b.json",
                "./a.NDJSON",
                "./sub/d.json.gz",
                "./sub/f.tfstate",
            ],
        ),
        (vec!["*.json"], vec!["b.json"]),
        (vec!["*"], vec!["a.NDJSON", "b.json", "c.txt"]),
        (
            vec!["**/*.{json,tfstate}"],
            vec!["b.json", "sub/f.tfstate", "sub/g.parameters.json"],
        ),
        (vec!["./*.json"], vec!["./b.json"]),
        (vec!["sub/?.json.gz", "s*/d*"], vec!["sub/d.json.gz"]),
        (vec![".h*"], vec![".hidden.json"]),
        (vec!["b.json", "sub/../b.json"], vec!["b.json"]),
    ] {
        let (names, problems) = tree.expand(&arguments);
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(names, expected, "{arguments:?}");
    }
}

#[test]
fn patterns_without_a_folder_look_in_the_current_one() {
    let (sources, problems) = expand(["Carg?.toml", "sr*/detect.rs", "./src/l*b.rs"]);
    assert!(problems.is_empty(), "{problems:?}");
    let names: Vec<String> = sources.iter().map(Source::name).collect();
    assert_eq!(expand(["-", "-"]).0, [Source::Stdin]);
    assert_eq!(names, ["Cargo.toml", "src/detect.rs", "./src/lib.rs"]);
}

#[test]
fn missing_paths_are_problems_and_the_rest_is_read() {
    let tree = Tree::of(&["contoso.json", "empty/readme.md", "sub/plan.json"]);
    let (names, problems) = tree.expand(&[
        "contosso.json",
        "*.yaml",
        "none/*.json",
        "empty",
        "[z",
        "zzzzzzz/a.json",
        "sbu/plan.json",
        "contoso.json/x",
        "contoso.json",
    ]);
    assert_eq!(names, ["contoso.json"]);
    let prefix = tree.path("");
    let problems: Vec<String> = problems
        .iter()
        .map(|problem| {
            format!("{problem} | {}", problem.help.as_deref().unwrap_or("")).replace(&prefix, "")
        })
        .collect();
    for (problem, expected) in problems.iter().zip([
        "`contosso.json` | did you mean `contoso.json`?",
        "nothing matches `*.yaml`",
        "nothing matches `none/*.json`",
        "there is no inventory in `empty`",
        "`[z` is not a pattern",
        "`zzzzzzz/a.json` | look at what is in",
        "did you mean `sub`?",
        "`contoso.json` is a file",
    ]) {
        assert!(problem.contains(expected), "{problem}");
    }
    assert_eq!(problems.len(), 8);
}

#[cfg(unix)]
#[test]
fn links_are_followed_and_loops_reported() {
    let tree = Tree::of(&["real/a.json"]);
    let link = |to: &str, from: &str| {
        std::os::unix::fs::symlink(tree.path(to), tree.path(from)).unwrap();
    };
    link("real/a.json", "b.json");
    link("real", "real/again");
    link("nowhere", "real/c.json");
    let (_, problems) = tree.expand(&["real/c.json"]);
    let help = problems[0].help.as_deref().unwrap();
    assert!(help.contains("a link to nothing"), "{help}");
    let (names, problems) = tree.expand(&[""]);
    assert_eq!(names, ["b.json"], "the same file is read once");
    let texts: Vec<String> = problems.iter().map(Diagnostic::to_string).collect();
    assert_eq!(texts.len(), 2, "{texts:?}");
    assert!(
        texts
            .iter()
            .any(|text| text.contains("a link to a folder around it"))
    );
    assert!(texts.iter().any(|text| text.contains("a link to nothing")));
}
