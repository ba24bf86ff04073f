//! Processes that are killed while they work: what they write is whole, or as it was.

#![cfg(unix)]

use std::collections::BTreeMap;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::sandbox::{Sandbox, account, control, export};

/// Kills at random points, of each command.
const KILLS: usize = 68;

/// Where a disk of so many blocks would end: each is a kill in the middle of a file.
const BLOCKS: [&str; 5] = ["0", "1", "2", "3", "4"];

const EVAL: [&str; 9] = [
    "eval",
    "prod/estate.json",
    "-o",
    "json=out/decisions.json",
    "-o",
    "sarif=out/decisions.sarif",
    "-o",
    "csv=out/decisions.csv",
    "--quiet",
];

/// What the files of one run are called, with what is in them.
type Files = BTreeMap<&'static str, Option<Vec<u8>>>;

/// A command, with what it leaves when nothing is in its way.
struct Work {
    arguments: &'static [&'static str],
    old: Files,
    new: Files,
    /// The shortest time that it took.
    takes: Duration,
}

/// Delays that look random, of a seed that can be given again.
struct Delays(u64);

impl Delays {
    fn new() -> Self {
        let given = std::env::var("ONUS_TEST_SEED").ok();
        let clock = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        let seed = given.map_or(clock.as_nanos() as u64, |seed| seed.parse().unwrap());
        Self(seed | 1)
    }

    fn up_to(&mut self, most: Duration) -> Duration {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        most.mul_f64((self.0 >> 11) as f64 / (1_u64 << 53) as f64)
    }
}

fn estate() -> Sandbox {
    let accounts: Vec<_> = (0..24)
        .map(|number| account(&format!("st{number:03}"), Some("shop"), number % 3 == 0))
        .collect();
    Sandbox::with("prod/estate.json", export(&accounts))
        .file(
            "onus.toml",
            "inputs = [\"prod/estate.json\"]\npolicies = [\"policies\"]\nbuiltin = false\n",
        )
        .file("policies/names.rego", names("old"))
        .file("out/keep", "")
}

/// A control that says a word.
fn names(word: &str) -> String {
    let body = format!("deny contains \"this name is {word}\" if input.name != \"st007\"\n");
    control(
        "acme.names",
        "ACME-NAME-001",
        "[microsoft.storage/storageaccounts]",
        &body,
    )
}

fn start(sandbox: &Sandbox, arguments: &[&str]) -> Child {
    quiet(&mut sandbox.program(), arguments)
}

/// Starts a process that is killed when a file gets larger than that.
fn start_on_a_small_disk(sandbox: &Sandbox, blocks: &str, arguments: &[&str]) -> Child {
    let program = sandbox.program();
    let mut shell = Command::new("sh");
    shell
        .args([
            "-c",
            "ulimit -c 0; ulimit -f \"$1\"; shift; exec \"$@\"",
            "sh",
            blocks,
        ])
        .arg(program.get_program())
        .current_dir(sandbox.path());
    quiet(&mut shell, arguments)
}

fn quiet(command: &mut Command, arguments: &[&str]) -> Child {
    command
        .args(arguments)
        .args(["--now", "2026-11-21"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program can be started")
}

fn to_the_end(sandbox: &Sandbox, arguments: &[&str]) -> (ExitStatus, Duration) {
    let began = Instant::now();
    let status = start(sandbox, arguments).wait().unwrap();
    (status, began.elapsed())
}

fn look(sandbox: &Sandbox, names: &[&'static str]) -> Files {
    let read = |name: &&'static str| (*name, std::fs::read(sandbox.path().join(name)).ok());
    names.iter().map(read).collect()
}

fn put_back(sandbox: &Sandbox, files: &Files) {
    for (name, content) in files {
        let path = sandbox.path().join(name);
        match content {
            Some(content) => std::fs::write(path, content).unwrap(),
            None => drop(std::fs::remove_file(path)),
        }
    }
}

/// A command's files before and after it, and how long it takes.
fn work(
    sandbox: &Sandbox,
    arguments: &'static [&'static str],
    names: &[&'static str],
    code: i32,
) -> Work {
    let old = look(sandbox, names);
    let mut takes = Duration::MAX;
    for _ in 0..3 {
        put_back(sandbox, &old);
        let (status, took) = to_the_end(sandbox, arguments);
        assert_eq!(status.code(), Some(code), "{arguments:?}");
        takes = takes.min(took);
    }
    let new = look(sandbox, names);
    put_back(sandbox, &old);
    assert!(
        new.iter()
            .all(|(name, content)| content.is_some() && old[name] != *content)
    );
    Work {
        arguments,
        old,
        new,
        takes,
    }
}

/// Holds what a killed process left to what was there and what it wanted.
fn hold(sandbox: &Sandbox, work: &Work, when: &str) {
    let names: Vec<&'static str> = work.old.keys().copied().collect();
    for (name, content) in look(sandbox, &names) {
        assert!(
            content == work.old[name] || content == work.new[name],
            "{name} is neither what it was nor what {:?} writes, but {:?} bytes, killed {when}",
            work.arguments,
            content.map(|content| content.len()),
        );
    }
}

#[test]
fn killed_processes_leave_whole_files() {
    const SNAPSHOT: &str = "snapshots/prod__estate.json.snap";
    const PENDING: &str = "snapshots/prod__estate.json.snap.new";
    const OUTPUTS: [&str; 3] = [
        "out/decisions.csv",
        "out/decisions.json",
        "out/decisions.sarif",
    ];
    let sandbox = estate();
    for arguments in [&["snapshot", "record"][..], &EVAL] {
        assert!(to_the_end(&sandbox, arguments).0.code() < Some(2));
    }
    let sandbox = sandbox.file(
        "policies/names.rego",
        names("much newer, and longer, than the old one"),
    );
    let works = [
        work(&sandbox, &["snapshot", "check"], &[PENDING], 1),
        work(&sandbox, &["snapshot", "record"], &[SNAPSHOT], 0),
        work(&sandbox, &EVAL, &OUTPUTS, 1),
    ];
    let mut delays = Delays::new();
    let seed = delays.0;
    let (mut kills, mut hits) = (0, 0);
    for work in &works {
        for number in 0..KILLS {
            // Also where nothing is there yet.
            let absent: Files = work.old.keys().map(|name| (*name, None)).collect();
            let before = if number % 3 == 0 { &absent } else { &work.old };
            put_back(&sandbox, before);
            let delay = delays.up_to(work.takes);
            let mut child = start(&sandbox, work.arguments);
            std::thread::sleep(delay);
            child.kill().unwrap();
            kills += 1;
            hits += usize::from(child.wait().unwrap().signal().is_some());
            let begun = Work {
                old: before.clone(),
                new: work.new.clone(),
                ..*work
            };
            hold(
                &sandbox,
                &begun,
                &format!("after {delay:?}, ONUS_TEST_SEED={seed}"),
            );
            if number % 24 == 0 && work.arguments[1] != "check" {
                to_the_end(&sandbox, work.arguments);
                let names: Vec<_> = work.new.keys().copied().collect();
                assert_eq!(look(&sandbox, &names), work.new);
            }
        }
        put_back(&sandbox, &work.old);
        for blocks in BLOCKS {
            let mut child = start_on_a_small_disk(&sandbox, blocks, work.arguments);
            assert!(
                child.wait().unwrap().signal().is_some(),
                "{blocks} blocks are enough"
            );
            hold(&sandbox, work, &format!("by a limit of {blocks} blocks"));
        }
        to_the_end(&sandbox, work.arguments);
        let names: Vec<_> = work.new.keys().copied().collect();
        assert_eq!(look(&sandbox, &names), work.new);
        put_back(&sandbox, &work.old);
    }
    assert!(
        hits * 2 > kills,
        "only {hits} of {kills} kills met a process that ran"
    );
}
