//! Policy diff: changes of a control's policy since its snapshot was committed.

use std::path::Path;

use onus::report::clean;

use crate::cli::git::ask;

/// More files than these are only counted.
const MOST_FILES: usize = 8;

/// Where the policy of a control is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Policy {
    /// In a file.
    File(String),
    /// In the program.
    Embedded,
    /// There is none.
    Nowhere,
}

/// What changed, as lines for people.
#[derive(Debug, Default)]
pub struct Changed(Vec<String>);

impl Changed {
    /// Asks git what the policy was when the snapshot was last committed.
    pub fn since(snapshot: &Path, control: &str, policy: &Policy) -> Self {
        let mut lines = Vec::new();
        let revision = revision(snapshot);
        match (policy, &revision) {
            (Policy::Embedded, _) => lines.push(format!(
                "{} is part of this program, onus {}",
                clean(control),
                env!("CARGO_PKG_VERSION")
            )),
            (Policy::Nowhere, _) => {
                lines.push(format!("there is no control {} any more", clean(control)));
            }
            (Policy::File(file), Err(reason)) => {
                lines.push(format!("{}; {reason}", clean(file)));
            }
            (Policy::File(file), Ok((revision, day))) => {
                lines.extend(of_file(file, revision, day));
            }
        }
        if let Ok((revision, _)) = &revision {
            lines.extend(others(policy, revision));
        }
        Self(lines)
    }

    /// The lines, one below the other.
    pub fn text(&self) -> String {
        let line = |line: &String| format!("{}\n", format!("    {line}").trim_end());
        self.0.iter().map(line).collect()
    }
}

/// The commit that a file was last changed in, and its day; or why there is none.
fn revision(file: &Path) -> Result<(String, String), String> {
    let name = file.to_string_lossy();
    let log = [
        "--literal-pathspecs",
        "log",
        "-1",
        "--format=%H %cs",
        "--",
        &*name,
    ];
    let said = git(&log).map_err(|reason| format!("what changed in it is not known: {reason}"))?;
    let found = said.trim().split_once(' ');
    let (commit, day) =
        found.ok_or("what changed in it is not known: its snapshot is in no commit yet")?;
    Ok((commit.to_owned(), day.to_owned()))
}

/// What changed in a file since a revision.
fn of_file(file: &str, revision: &str, day: &str) -> Vec<String> {
    let shown = clean(file);
    let short: String = revision.chars().take(9).collect();
    let diff = git(&[
        "--literal-pathspecs",
        "diff",
        "--no-color",
        "--no-ext-diff",
        "--no-textconv",
        revision,
        "--",
        file,
    ]);
    let diff = match diff {
        Ok(diff) => diff,
        Err(reason) => {
            return vec![format!(
                "{shown}; what changed in it is not known: {reason}"
            )];
        }
    };
    if diff.is_empty() {
        let listed = git(&["--literal-pathspecs", "ls-files", "--", file]);
        let how = match listed {
            Ok(listed) if listed.is_empty() => "is not in git yet: all of it is new",
            _ => "has not changed",
        };
        return vec![format!("{shown} {how} (snapshot of {day}, {short})")];
    }
    let mut lines = vec![format!("{shown} since the snapshot of {day} ({short})")];
    let hunks = diff.lines().skip_while(|line| !line.starts_with("@@"));
    lines.extend(hunks.map(|line| clean(&line.replace('\t', "    ")).into_owned()));
    lines
}

/// The other files that changed and that decisions may hang on, by name.
fn others(policy: &Policy, revision: &str) -> Option<String> {
    let listed = git(&[
        "diff",
        "--no-ext-diff",
        "--name-only",
        "--relative",
        "-z",
        revision,
        "--",
        "*.rego",
        "*onus.toml",
    ])
    .ok()?;
    let own = match policy {
        Policy::File(file) => file.trim_start_matches("./"),
        _ => "",
    };
    let names: Vec<&str> = listed
        .split('\0')
        .filter(|name| !name.is_empty() && *name != own && !name.ends_with("_test.rego"))
        .collect();
    let mut text = names
        .iter()
        .take(MOST_FILES)
        .map(|name| clean(name).into_owned())
        .collect::<Vec<_>>()
        .join(", ");
    if let Some(more) = names.len().checked_sub(MOST_FILES + 1) {
        text.push_str(&format!(" and {} more", more + 1));
    }
    (!text.is_empty()).then(|| format!("also changed: {text}"))
}

/// What git prints, or why it does not.
fn git(arguments: &[&str]) -> Result<String, String> {
    match ask(arguments) {
        Ok(Ok(said)) => Ok(String::from_utf8_lossy(&said).into_owned()),
        Ok(Err(reason)) => Err(clean(&reason).into_owned()),
        Err(problem) => Err(problem.message.clone()),
    }
}
