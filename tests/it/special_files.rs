//! What is no file in the place of a file, for every argument that takes one: a pipe, a
//! device, a socket or a folder ends in a message that says what it is, and nothing waits.

#![cfg(unix)]

use std::time::{Duration, Instant};

use crate::sandbox::{Ran, Sandbox};
use crate::snapshot::estate;

/// The placeholder for the argument in a command.
const HERE: &str = "HERE";

/// Every argument that takes a file, and whether it takes a folder too.
const COMMANDS: [(&[&str], bool); 18] = [
    (&["eval", "--policy", HERE], true),
    (&["eval", "--config", HERE], false),
    (&["eval", "--waivers", HERE], false),
    (&["eval", "--baseline", HERE], false),
    (&["eval", "--parameters", HERE], false),
    (&["eval", "--source", HERE], true),
    (&["who", "--config", HERE], false),
    (&["list", "--config", HERE], false),
    (&["layers", "--config", HERE], false),
    (&["check", HERE], true),
    (&["check", "--config", HERE], false),
    (&["test", HERE], true),
    (&["diff", "--base", HERE], true),
    (&["diff", "--base", "policies", "--config", HERE], false),
    (&["watch", "--once", "--state", HERE], false),
    (&["doc", "--out", "out", "--template", HERE], false),
    (&["snapshot", "check", "--dir", HERE], true),
    (&["snapshot", "accept", "--dir", HERE], true),
];

fn run(sandbox: &Sandbox, arguments: &[&str], here: &str) -> Ran {
    let words = arguments.iter().map(|word| match *word {
        HERE => here,
        word => word,
    });
    let begun = Instant::now();
    let mut command = sandbox.command();
    command.timeout(Duration::from_secs(60)).args(words);
    let ran = Ran::of(&mut command);
    let took = begun.elapsed();
    assert!(took < Duration::from_secs(20), "{arguments:?}: {took:?}");
    ran
}

fn make_pipe(path: &std::path::Path) {
    let made = std::process::Command::new("mkfifo").arg(path).status();
    assert!(made.is_ok_and(|status| status.success()));
}

#[test]
fn every_argument_says_what_it_was_given() {
    let sandbox = estate().file("folder/other.txt", "x");
    make_pipe(&sandbox.path().join("pipe"));
    let _socket = std::os::unix::net::UnixListener::bind(sandbox.path().join("socket")).unwrap();
    let kinds = [
        ("pipe", "is a named pipe and not a"),
        ("/dev/zero", "is a device and not a"),
        ("socket", "is a socket and not a"),
        ("folder", "is a folder and not a"),
    ];
    std::thread::scope(|scope| {
        for (here, message) in kinds {
            let sandbox = &sandbox;
            scope.spawn(move || {
                for (arguments, takes_folders) in COMMANDS {
                    if takes_folders && here == "folder" {
                        continue;
                    }
                    let ran = run(sandbox, arguments, here);
                    assert_eq!(ran.code, 2, "{arguments:?} {here}: {}", ran.transcript());
                    let said = format!("{} {}", ran.stdout, ran.stderr);
                    let said: Vec<&str> = said.split_whitespace().collect();
                    let said = said.join(" ");
                    assert!(said.contains(message), "{arguments:?} {here}: {said}");
                    assert!(said.contains("help: "), "{arguments:?} {here}: {said}");
                }
            });
        }
    });
}

#[test]
fn messages_say_what_to_give() {
    let sandbox = estate();
    make_pipe(&sandbox.path().join("pipe"));
    let all: Vec<String> = COMMANDS
        .iter()
        .filter(|(arguments, _)| !arguments.contains(&"check"))
        .map(|(arguments, _)| {
            let ran = run(&sandbox, arguments, "pipe");
            let errors = ran
                .stderr
                .lines()
                .skip_while(|line| !line.starts_with("error"));
            let said: Vec<&str> = errors.take_while(|line| !line.is_empty()).collect();
            format!("$ onus {}\n{}", arguments.join(" "), said.join("\n"))
        })
        .collect();
    insta::assert_snapshot!(all.join("\n\n"));
}

#[test]
fn what_the_shell_has_opened_is_read() {
    let sandbox = estate().file("waivers.toml", "waivers = []\n");
    let program = env!("CARGO_BIN_EXE_onus");
    for script in [
        "cat waivers.toml | \"$0\" eval --waivers /dev/stdin --now 2026-11-21",
        "\"$0\" eval --waivers /dev/null --now 2026-11-21",
        "\"$0\" eval --waivers /dev/fd/7 --now 2026-11-21 7<waivers.toml",
    ] {
        let output = std::process::Command::new("sh")
            .args(["-c", script, program])
            .current_dir(sandbox.path())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(
            matches!(output.status.code(), Some(0 | 1)),
            "{script}: {said}"
        );
    }
}
