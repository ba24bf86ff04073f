//! Base of a diff: how a side is named on the command line.

use std::path::{Path, PathBuf};

use onus::diagnostic::Diagnostic;

/// What is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Against {
    /// The policies and the configuration of here.
    Here,
    /// Those of a revision of git.
    Revision(String),
    /// Other policies.
    Policies(String),
    /// Other editions of the providers' matrices.
    Editions(Vec<(String, String)>),
    /// Other inventories.
    Inventories(Vec<String>),
    /// Another version of the program, with the catalogue that is in it.
    Program(PathBuf),
}

const WORDS: [&str; 4] = ["git", "edition", "inventory", "onus"];

impl Against {
    /// Reads what `--base` and `--head` take.
    ///
    /// # Errors
    /// It is none of that.
    pub fn parse(text: &str) -> Result<Self, Box<Diagnostic>> {
        if Path::new(text).exists() {
            return policies(text);
        }
        let Some((word, rest)) = text.split_once(':') else {
            return policies(text);
        };
        if WORDS.contains(&word) && rest.trim().is_empty() {
            return Err(Box::new(
                Diagnostic::error(format!("`{text}` does not say which")).help(EXAMPLES),
            ));
        }
        match word {
            "git" => Ok(Self::Revision(rest.to_owned())),
            "edition" => editions(text, rest),
            "inventory" => Ok(Self::Inventories(
                rest.split(',').map(str::to_owned).collect(),
            )),
            "onus" => Ok(Self::Program(PathBuf::from(rest))),
            _ => match onus::nearest(word, WORDS) {
                Some(nearest) => Err(Box::new(
                    Diagnostic::error(format!("there is nothing like `{word}:` to compare with"))
                        .help(format!("did you mean `{nearest}:{rest}`?")),
                )),
                None => policies(text),
            },
        }
    }

    /// What it is called.
    pub fn name(&self) -> String {
        match self {
            Self::Here => "here".to_owned(),
            Self::Revision(revision) => format!("git:{revision}"),
            Self::Policies(path) => path.clone(),
            Self::Editions(editions) => {
                let pairs: Vec<String> = editions
                    .iter()
                    .map(|(provider, edition)| format!("{provider}={edition}"))
                    .collect();
                format!("edition:{}", pairs.join(","))
            }
            Self::Inventories(files) => format!("inventory:{}", files.join(",")),
            Self::Program(program) => format!("onus:{}", program.display()),
        }
    }
}

const EXAMPLES: &str = "give a revision (`git:main`), a folder of policies (`old/policies`), an edition (`edition:azure=msft-2019`), an inventory (`inventory:last-week.json`) or another version of onus (`onus:/usr/local/bin/onus-0.1`)";

fn editions(text: &str, pairs: &str) -> Result<Against, Box<Diagnostic>> {
    let pairs: Option<Vec<(String, String)>> = pairs
        .split(',')
        .map(|pair| {
            let (provider, edition) = pair.split_once('=')?;
            (!provider.is_empty() && !edition.is_empty())
                .then(|| (provider.to_owned(), edition.to_owned()))
        })
        .collect();
    pairs.map(Against::Editions).ok_or_else(|| {
        Box::new(
            Diagnostic::error(format!("`{text}` names no edition")).help(
                "write it as `edition:azure=msft-2019`; `onus who` lists the editions there are",
            ),
        )
    })
}

fn policies(path: &str) -> Result<Against, Box<Diagnostic>> {
    let found = Path::new(path);
    let is_glob = path.contains(['*', '?', '[', '{']);
    if !found.exists() && !is_glob {
        return Err(Box::new(
            Diagnostic::error(format!(
                "there is no file or folder `{path}` to compare with"
            ))
            .help(EXAMPLES),
        ));
    }
    if found.is_file() && found.extension().is_none_or(|ending| ending != "rego") {
        return Err(Box::new(
            Diagnostic::error(format!("`{path}` is no policy"))
                .help(format!("if it is an inventory, say so: `inventory:{path}`")),
        ));
    }
    Ok(Against::Policies(path.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_say_what_is_meant() {
        let parse = |text| Against::parse(text).unwrap();
        assert_eq!(parse("git:main"), Against::Revision("main".to_owned()));
        assert_eq!(parse("git:main:x"), Against::Revision("main:x".to_owned()));
        assert_eq!(
            parse("inventory:a.json,b.json"),
            Against::Inventories(vec!["a.json".to_owned(), "b.json".to_owned()])
        );
        assert_eq!(
            parse("onus:/usr/bin/onus"),
            Against::Program(PathBuf::from("/usr/bin/onus"))
        );
        assert_eq!(parse("src"), Against::Policies("src".to_owned()));
        for text in [
            "git:main",
            "edition:azure=a,aws=b",
            "inventory:a.json",
            "onus:o",
        ] {
            assert_eq!(parse(text).name(), text);
        }
    }

    #[test]
    fn what_is_none_of_that_is_told() {
        let message = |text| {
            let problem = Against::parse(text).unwrap_err();
            (problem.message, problem.help.unwrap())
        };
        assert_eq!(message("gti:main").1, "did you mean `git:main`?");
        assert!(message("git:").0.contains("does not say which"));
        assert!(message("no-such-folder").0.contains("no file or folder"));
        assert!(message("edition:azure").0.contains("names no edition"));
        assert_eq!(
            message("Cargo.toml").1,
            "if it is an inventory, say so: `inventory:Cargo.toml`"
        );
    }
}
