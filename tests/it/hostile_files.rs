//! Inventories that were made to stall the program or to end it: each becomes a message,
//! with exit code 2, and the rest is still evaluated.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use crate::sandbox::{Ran, Sandbox, shop};

/// Runs a command on `hostile` and on a sound inventory, in little time.
fn run(sandbox: &Sandbox, arguments: &[&str]) -> Ran {
    let begun = Instant::now();
    let mut command = sandbox.command();
    command.timeout(Duration::from_secs(60)).args(arguments);
    let ran = Ran::of(&mut command);
    let took = begun.elapsed();
    assert!(took < Duration::from_secs(15), "{arguments:?}: {took:?}");
    ran
}

/// Every verb that reads inventories ends with one error about `hostile`.
fn assert_refused(name: &str, content: &[u8], message: &str) {
    let sandbox = Sandbox::with(name, content).file("shop.json", shop());
    let base = format!("inventory:{name}");
    let from = format!("{name}#stshop");
    let verbs: [&[&str]; 9] = [
        &["eval", "--select", "AZ-STORAGE-001", name, "shop.json"],
        &["who", name, "shop.json"],
        &["layers", name, "shop.json"],
        &["explain", &from, "AZ-STORAGE-001", "--with", "shop.json"],
        &["diff", "--base", &base, "shop.json"],
        &["diff", "--base", "inventory:shop.json", name],
        &[
            "watch",
            "--once",
            "--state",
            "state.json",
            name,
            "shop.json",
        ],
        &["new", "--layer", "data", "--from", &from],
        &["snapshot", "record", name, "shop.json"],
    ];
    for arguments in verbs {
        let ran = run(&sandbox, arguments);
        assert_eq!(ran.code, 2, "{arguments:?}: {}", ran.transcript());
        let errors = ran.stderr.matches("error: ").count();
        assert!(errors >= 1, "{arguments:?}: {}", ran.transcript());
        if arguments.contains(&"shop.json") && arguments.contains(&"eval") {
            assert!(
                ran.stderr.contains(message),
                "{arguments:?}: {}",
                ran.transcript()
            );
            assert!(
                ran.stdout.contains("AZ-STORAGE-001"),
                "{}",
                ran.transcript()
            );
        }
    }
}

#[test]
fn a_duplicate_key_at_the_top_of_a_yaml_file_is_one_error_in_every_command() {
    assert_refused(
        "hostile.yaml",
        b"a: 1\nb: 3\na: 2\n",
        "key `a` stands twice",
    );
}

#[test]
fn a_duplicate_key_has_the_place_of_the_second_one() {
    let sandbox = Sandbox::with("hostile.yaml", "a: 1\nb: 3\na: 2\n");
    let ran = run(&sandbox, &["eval", "hostile.yaml"]);
    insta::assert_snapshot!(ran.messages());
}

/// A template whose conditions are each about the next one.
fn conditions(number: usize) -> String {
    let chain: Vec<String> = (0..number)
        .map(|at| {
            let next = at + 1;
            match at % 2 {
                0 => format!("\"c{at}\": {{\"Fn::Not\": [{{\"Condition\": \"c{next}\"}}]}}"),
                _ => format!("\"c{at}\": {{\"Fn::Equals\": [{{\"Fn::If\": [\"c{next}\", \"a\", \"b\"]}}, \"a\"]}}"),
            }
        })
        .collect();
    format!(
        "{{\"AWSTemplateFormatVersion\": \"2010-09-09\", \"Conditions\": {{{}, \"c{number}\": {{\"Fn::Equals\": [\"a\", \"a\"]}}}}, \"Resources\": {{\"B\": {{\"Type\": \"AWS::S3::Bucket\", \"Properties\": {{\"BucketName\": {{\"Fn::If\": [\"c0\", \"a\", \"b\"]}}}}}}}}}}",
        chain.join(", ")
    )
}

/// Inventories, and what is said of each.
fn inventories() -> Vec<(&'static str, String, &'static str)> {
    let deep = 100_000;
    let laughs = |join: &dyn Fn(usize) -> String| {
        let mut text = "a0: &a0 {x: 1, y: 2}\n".to_owned();
        for level in 1..=60 {
            let _ = writeln!(text, "a{level}: &a{level} {}", join(level - 1));
        }
        text
    };
    let chain: String = (1..100_000).fold("a0: &a0 [1]\n".to_owned(), |mut text, level| {
        let _ = writeln!(text, "a{level}: &a{level} [*a{}]", level - 1);
        text
    });
    let inner = "{\"a\":".repeat(deep) + "1" + &"}".repeat(deep);
    vec![
        (
            "record.ndjson",
            format!(
                "{{\"id\": \"a\", \"type\": \"x/y\", \"provider\": \"x\", \"name\": \"n\", \"properties\": {inner}}}\n"
            ),
            "nested deeper than 128 levels",
        ),
        (
            "template.json",
            format!(
                "{{\"AWSTemplateFormatVersion\": \"2010-09-09\", \"Resources\": {{\"B\": {{\"Type\": \"AWS::S3::Bucket\", \"Properties\": {inner}}}}}}}"
            ),
            "nested deeper than 128 levels",
        ),
        ("conditions.json", conditions(20_000), ""),
        ("deep.json", "[".repeat(deep), "ends too early"),
        ("deep-object.json", "{\"a\":".repeat(deep), "ends too early"),
        (
            "closed.json",
            "[".repeat(deep) + &"]".repeat(deep),
            "not an inventory",
        ),
        (
            "flow.yaml",
            "a: ".to_owned() + &"[".repeat(10_000),
            "recursion limit",
        ),
        ("maps.yaml", "{a: ".repeat(10_000), "recursion limit"),
        ("lists.yaml", "- ".repeat(10_000) + "1", "deeper than 128"),
        (
            "laughs.yaml",
            laughs(&|before| format!("[*a{before}, *a{before}]")),
            "expand to more than",
        ),
        (
            "merges.yaml",
            laughs(&|before| format!("{{<<: [*a{before}, *a{before}]}}")),
            "expand to more than",
        ),
        ("chain.yaml", chain, "deeper than 128"),
        ("itself.yaml", "a: &a\n  b: *a\n".to_owned(), "alias"),
        (
            "open.json",
            "{\"a\": [1, {\"b\": \"".to_owned(),
            "ends too early",
        ),
        (
            "lines.ndjson",
            format!(
                "{{\"id\": \"a\", \"type\": \"x/y\", \"p\": {}}}\n{{\"id\": \"b\", \"type\": \"x/y\"}}\n",
                "[".repeat(deep)
            ),
            "",
        ),
    ]
}

#[test]
fn nesting_and_aliases_end_in_a_message() {
    for (name, content, message) in inventories() {
        let sandbox = Sandbox::with(name, content).file("shop.json", shop());
        let arguments = ["eval", "--select", "AZ-STORAGE-001", name, "shop.json"];
        let ran = run(&sandbox, &arguments);
        // A condition that can't be worked out is unknown, and no error.
        let code = if name == "conditions.json" { 1 } else { 2 };
        assert_eq!(ran.code, code, "{name}: {}", ran.transcript());
        assert!(ran.stderr.contains(message), "{name}: {}", ran.stderr);
        assert!(
            ran.stdout.contains("AZ-STORAGE-001"),
            "{name}: {}",
            ran.transcript()
        );
    }
}

#[cfg(unix)]
mod special {
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;
    use std::process::Command;

    use super::*;

    fn pipe(sandbox: &Sandbox, name: &str) {
        let made = Command::new("mkfifo")
            .arg(sandbox.path().join(name))
            .status();
        assert!(made.is_ok_and(|status| status.success()), "mkfifo");
    }

    #[test]
    fn folders_with_pipes_sockets_devices_and_loops_are_read_for_their_files() {
        let sandbox = Sandbox::with("in/shop.json", shop());
        pipe(&sandbox, "in/pipe.json");
        let link = |to: &str, from: &str| symlink(to, sandbox.path().join(from)).unwrap();
        link("/dev/zero", "in/zero.json");
        link("pipe.json", "in/way-to-pipe.yaml");
        link("nowhere", "in/gone.json");
        link(".", "in/loop");
        let _socket = UnixListener::bind(sandbox.path().join("in/socket.json")).unwrap();
        let ran = run(
            &sandbox,
            &["eval", "--select", "AZ-STORAGE-001", "in", "-o", "tap"],
        );
        assert_eq!(ran.code, 2, "{}", ran.transcript());
        assert!(
            ran.stdout.contains("AZ-STORAGE-001 stshop"),
            "{}",
            ran.transcript()
        );
        insta::assert_snapshot!(ran.messages());
        let ran = run(
            &sandbox,
            &["eval", "--select", "AZ-STORAGE-001", "in/*.json"],
        );
        assert_eq!(ran.code, 2, "{}", ran.transcript());
    }

    #[test]
    fn a_configuration_without_end_is_refused() {
        let sandbox = Sandbox::with("shop.json", shop());
        symlink("/dev/zero", sandbox.path().join("onus.toml")).unwrap();
        let ran = run(&sandbox, &["eval", "shop.json"]);
        assert_eq!(ran.code, 2, "{}", ran.transcript());
        assert!(
            ran.stderr.contains("it is a device and not a file"),
            "{}",
            ran.stderr
        );
    }

    #[test]
    fn folders_of_policies_are_read_for_their_files() {
        let sandbox = Sandbox::with("shop.json", shop());
        std::fs::create_dir(sandbox.path().join("policies")).unwrap();
        pipe(&sandbox, "policies/pipe.rego");
        let link = |to: &str, from: &str| symlink(to, sandbox.path().join(from)).unwrap();
        link("/dev/zero", "policies/zero.rego");
        link("/dev/zero", "policies/data.json");
        link(".", "policies/loop");
        for verb in ["eval", "who", "check", "test"] {
            let arguments: &[&str] = match verb {
                "eval" => &["eval", "shop.json", "--policy", "policies"],
                "who" => &["who", "shop.json", "--policy", "policies"],
                "check" => &["check", "policies"],
                _ => &["test", "policies"],
            };
            let ran = run(&sandbox, arguments);
            assert_eq!(ran.code, 2, "{verb}: {}", ran.transcript());
            let all = format!("{}{}", ran.stdout, ran.stderr);
            assert!(all.contains("a named pipe and not a file"), "{verb}: {all}");
            assert!(all.contains("a device and not a file"), "{verb}: {all}");
        }
    }

    #[test]
    fn what_is_named_itself_is_read_and_bounded() {
        let sandbox = Sandbox::with("shop.json", shop());
        pipe(&sandbox, "pipe.json");
        let path = sandbox.path().to_owned();
        let writing = std::thread::spawn(move || {
            std::fs::write(path.join("pipe.json"), shop()).unwrap();
        });
        let ran = run(
            &sandbox,
            &["eval", "--select", "AZ-STORAGE-001", "pipe.json"],
        );
        writing.join().unwrap();
        assert_eq!(ran.code, 1, "{}", ran.transcript());

        let ran = run(&sandbox, &["eval", "/dev/zero", "shop.json"]);
        assert_eq!(ran.code, 2, "{}", ran.transcript());
        assert!(ran.stderr.contains("byte 0 is NUL"), "{}", ran.stderr);
        assert!(
            ran.stdout.contains("AZ-STORAGE-001"),
            "{}",
            ran.transcript()
        );

        let endless =
            "yes '{\"id\": \"a\", \"type\": \"x/y\"}' | \"$0\" eval - --max-unpacked 300000000";
        let program = sandbox.program();
        let mut shell = assert_cmd::Command::new("sh");
        shell.args(["-c", endless]).arg(program.get_program());
        let ran = Ran::of(shell.current_dir(sandbox.path()));
        assert_eq!(ran.code, 2, "{}", ran.transcript());
        assert!(
            ran.stderr.contains("more than 300000000 bytes"),
            "{}",
            ran.stderr
        );
    }
}
