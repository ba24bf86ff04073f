//! What packages hold beside the program: completions and the manual.

use std::collections::BTreeSet;
use std::process::Command;

use crate::sandbox::Sandbox;

/// The commands that `--help` lists, below some words.
fn commands(sandbox: &Sandbox, words: &[&str]) -> Vec<String> {
    let help = sandbox.run(&[words, &["--help"]].concat());
    help.stdout
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.strip_prefix("  "))
        .filter(|line| !line.starts_with(' '))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_manual_has_a_page_for_each_command() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&["man", "--out", "man/man1"]).code, 0);
    let written: BTreeSet<String> = std::fs::read_dir(sandbox.path().join("man/man1"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let mut expected = BTreeSet::from(["onus.1".to_owned()]);
    for name in commands(&sandbox, &[]) {
        expected.insert(format!("onus-{name}.1"));
        for below in commands(&sandbox, &[&name]) {
            expected.insert(format!("onus-{name}-{below}.1"));
        }
    }
    assert!(expected.len() > 12, "{expected:?}");
    assert!(expected.contains("onus-snapshot-check.1"));
    assert_eq!(written, expected);

    let main = sandbox.run(&["man"]);
    assert_eq!(main.code, 0);
    let page = |name: &str| sandbox.read(name);
    assert_eq!(main.stdout, page("man/man1/onus.1"));
    let eval = page("man/man1/onus-eval.1");
    // Also what `-h` leaves out, the variables, and the examples.
    for part in ["Disable caching", "ONUS_FAIL_ON", "Exit codes"] {
        assert!(eval.contains(part), "{part}");
    }
}

#[test]
fn a_folder_that_cannot_be_written_is_told() {
    let sandbox = Sandbox::with("file", "");
    let ran = sandbox.run(&["man", "--out", "file/man1"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("can't be written"), "{}", ran.stderr);
}

#[test]
fn every_shell_completes_every_command() {
    let sandbox = Sandbox::new();
    let known = commands(&sandbox, &[]);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = sandbox.run(&["completions", shell]);
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
        for name in &known {
            assert!(ran.stdout.contains(name.as_str()), "{shell}: {name}");
        }
    }
    assert_eq!(sandbox.run(&["completions", "tcsh"]).code, 2);
}

/// Bash itself takes the script and completes with it; elsewhere than on Unix there may
/// be none.
#[cfg(unix)]
#[test]
fn bash_completes_the_formats_of_an_option() {
    let sandbox = Sandbox::new();
    let script = sandbox.run(&["completions", "bash"]).stdout;
    let asked = "\nCOMP_WORDS=(onus eval --color a); COMP_CWORD=3; _onus onus a --color\n\
                 printf '%s ' \"${COMPREPLY[@]}\"";
    let answer = Command::new("bash")
        .args(["--norc", "-c", &format!("{script}{asked}")])
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&answer.stderr), "");
    assert_eq!(String::from_utf8_lossy(&answer.stdout), "auto always ");
}
