//! `onus test --watch`: it runs beside the test, which changes files and waits for what
//! is said of them.

use crate::beside::{Beside, until};
use crate::sandbox::Sandbox;

const POLICY: &str = "package acme.tls\n\nold if input.version == \"1.0\"\n";
const TEST: &str = "package acme.tls_test\n\nimport data.acme.tls\n\ntest_old if tls.old with input as {\"version\": \"1.0\"}\n";

/// `onus test --watch` beside the test.
struct Watching(Beside);

impl Watching {
    /// Starts it and waits for its first run.
    fn of(sandbox: &Sandbox, arguments: &[&str]) -> (Self, String) {
        let arguments = [&["test", "--watch"], arguments].concat();
        let watching = Self(Beside::start(sandbox, &arguments));
        let first = watching.run();
        (watching, first)
    }

    /// What is said until the end of the next run.
    fn run(&self) -> String {
        until(&self.0.out, "; ctrl-c to stop")
    }
}

fn sandbox() -> Sandbox {
    Sandbox::with("policies/tls.rego", POLICY).file("policies/tls_test.rego", TEST)
}

#[test]
fn every_change_is_tested() {
    let sandbox = sandbox();
    let (watching, first) = Watching::of(&sandbox, &[]);
    assert!(first.starts_with("1 passed: 1 test in 1 file"), "{first}");
    assert!(
        first.ends_with("watching 2 files under `policies`; ctrl-c to stop\n"),
        "{first}"
    );

    // A policy that does something else.
    let sandbox = sandbox.file("policies/tls.rego", POLICY.replace("1.0", "1.1.0"));
    let run = watching.run();
    assert!(
        run.starts_with("\n--- `policies/tls.rego` has changed\nfail"),
        "{run}"
    );
    assert!(run.contains("1 failed: 1 test"), "{run}");

    // One that can't be read as one.
    let sandbox = sandbox.file("policies/tls.rego", "package acme.tls\n\nold if\n");
    let run = watching.run();
    assert!(run.contains("has changed\n"), "{run}");
    until(&watching.0.err, "this is not Rego v1: expecting expression");

    // Written beside it and renamed into its place, as editors do.
    std::fs::write(sandbox.path().join("policies/.tls.swp"), POLICY).unwrap();
    std::fs::rename(
        sandbox.path().join("policies/.tls.swp"),
        sandbox.path().join("policies/tls.rego"),
    )
    .unwrap();
    let run = watching.run();
    assert!(run.contains("1 passed: 1 test"), "{run}");

    // New files, in a folder that was not there, and more than one.
    let sandbox = sandbox
        .file(
            "policies/new/more_test.rego",
            TEST.replace("tls_test", "more_test"),
        )
        .file("policies/new/data.json", "{\"params\": {}}");
    let mut run = watching.run();
    if !run.contains("2 passed") {
        // The first of the two files was there for so long that it had a run of its own.
        run = watching.run();
    }
    assert!(run.contains("2 passed: 2 tests in 2 files"), "{run}");
    assert!(run.contains("watching 4 files"), "{run}");

    std::fs::remove_dir_all(sandbox.path().join("policies/new")).unwrap();
    let mut run = watching.run();
    if !run.contains("watching 2 files") {
        run = watching.run();
    }
    assert!(run.contains("is gone"), "{run}");
    assert!(run.contains("1 passed: 1 test"), "{run}");
}

#[test]
fn the_configuration_is_watched_and_says_what_else_is() {
    let sandbox = sandbox();
    let (watching, _) = Watching::of(&sandbox, &[]);
    let sandbox = sandbox
        .file("elsewhere/tls.rego", POLICY)
        .file("elsewhere/tls_test.rego", TEST)
        .file(
            "elsewhere/more_test.rego",
            TEST.replace("tls_test", "more_test"),
        )
        .file("onus.toml", "policies = [\"elsewhere\"]\n");
    let run = watching.run();
    assert!(
        run.contains("--- `onus.toml` is new\n2 passed: 2 tests in 2 files of `elsewhere`"),
        "{run}"
    );
    assert!(run.contains("watching 4 files under `elsewhere`"), "{run}");
    let _sandbox = sandbox.file("elsewhere/tls.rego", POLICY.replace("1.0", "1.1.0"));
    let run = watching.run();
    assert!(run.contains("2 failed"), "{run}");
}

#[test]
fn one_file_is_watched_by_itself() {
    let policy = format!("{POLICY}\ntest_old if old with input as {{\"version\": \"1.0\"}}\n");
    let sandbox = Sandbox::with("tls.rego", &policy).file("other.rego", POLICY);
    let (watching, first) = Watching::of(&sandbox, &["tls.rego"]);
    assert!(
        first.ends_with("watching 1 file under `tls.rego`; ctrl-c to stop\n"),
        "{first}"
    );
    // Of these two, only the second is a reason to run.
    let sandbox = sandbox.file("other.rego", "package acme.other\n");
    let _sandbox = sandbox.file("tls.rego", policy.replace("== \"1.0\"", "== \"2.0.0\""));
    let run = watching.run();
    assert!(
        run.starts_with("\n--- `tls.rego` has changed\nfail"),
        "{run}"
    );
}

#[test]
fn a_run_without_end_is_for_people() {
    for output in ["json", "junit=tests.xml"] {
        let ran = sandbox().run(&["test", "--watch", "-o", output]);
        assert_eq!(
            ran.transcript(),
            "exit code 2\n\n--- standard output\n\n--- standard error\nerror: `--watch` writes for people, and has no end that a program could wait for\n  help: leave `--watch` or `--output` out\n\n"
        );
    }
}
