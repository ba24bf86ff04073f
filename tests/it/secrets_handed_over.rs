//! Secrets stay secret: what `onus watch` gives to the command of `--on-change` holds none,
//! and neither does what it says of commands that fail.

use serde_json::json;

use crate::sandbox::{Ran, Sandbox};
use crate::secret_values::all;
use crate::secrets::{LEAK, assert_secret_free, estate, needles, sandbox};

/// Keeps all that the command is given: its standard input, its environment, its arguments
/// (those of the shell that runs it too), and what it could read of the program's files.
const KEEP: &str = "cat >> given.ndjson; env >> env.txt; tr '\\0' '\\n' < /proc/$$/cmdline >> arguments.txt; tr '\\0' '\\n' < /proc/$PPID/cmdline >> arguments.txt; ls -l /proc/$$/fd >> files.txt";

fn once(sandbox: &Sandbox, command: &str) -> Ran {
    sandbox.run(&[
        "watch",
        "--once",
        "--state",
        "state",
        "a.ndjson",
        "--policy",
        "policies",
        "--no-builtin",
        "-o",
        "ndjson",
        "--on-change",
        command,
    ])
}

/// What an inventory becomes from run to run, and the change that is handed over.
fn course(hidden: &mut Vec<String>) -> Vec<(String, &'static str)> {
    let (found, secrets) = all();
    hidden.extend(found);
    let plain = json!({
        "id": "vm-1", "type": "acme/vm", "name": "vm-1", "provider": "acme", "properties": {},
    });
    let other = plain.to_string().replace("vm-1", "vm-2");
    let leaking = estate(hidden, &secrets, true);
    vec![
        (format!("{plain}\n{other}\n"), ""),
        (format!("{leaking}{other}\n"), "newly_denied"),
        (format!("{plain}\n{other}\n"), "fixed"),
        (format!("{leaking}{other}\n"), "newly_denied"),
        (format!("{other}\n"), "gone"),
    ]
}

#[test]
fn what_a_change_hands_over_holds_no_secret() {
    let mut hidden = Vec::new();
    let course = course(&mut hidden);
    let needles = needles(&hidden);
    let mut sandbox = sandbox();
    for (at, (inventory, change)) in course.iter().enumerate() {
        sandbox = sandbox.file("a.ndjson", inventory);
        let ran = once(&sandbox, KEEP);
        assert!(matches!(ran.code, 0 | 1), "{at}: {}", ran.transcript());
        assert_secret_free(&needles, "standard output", &ran.stdout);
        assert_secret_free(&needles, "standard error", &ran.stderr);
        if !change.is_empty() {
            let given = sandbox.read("given.ndjson");
            let last = given.lines().last().unwrap_or_default();
            assert!(last.contains(change), "{at}: {change}: {last}");
        }
    }
    for file in [
        "given.ndjson",
        "env.txt",
        "arguments.txt",
        "files.txt",
        "state",
    ] {
        let text = sandbox.read(file);
        assert!(!text.trim().is_empty(), "{file}");
        assert_secret_free(&needles, file, &text);
    }
    // Nothing of the inventory is in the environment at all.
    let environment = sandbox.read("env.txt");
    let known = [
        "COLUMNS=",
        "NO_COLOR=",
        "PWD=",
        "OLDPWD=",
        "SHLVL=",
        "_=",
        "PATH=",
    ];
    for line in environment.lines() {
        assert!(known.iter().any(|name| line.starts_with(name)), "{line}");
    }
}

#[test]
fn a_command_that_repeats_secrets_is_quoted_without_them() {
    let token = "ghp_0123456789abcdefghijABCDEFGHIJ012345";
    let plain = json!({
        "id": "vm-1", "type": "acme/vm", "name": "vm-1", "provider": "acme", "properties": {},
    });
    let sandbox = Sandbox::with("a.ndjson", format!("{plain}\n"))
        .file("policies/leak.rego", LEAK)
        .file("onus.toml", "time-limit-ms = 60000\n");
    let command = format!("echo 'no access with {token}' >&2; exit 3");
    assert_eq!(once(&sandbox, &command).stderr, "");
    let denied = json!({
        "id": "vm-1", "type": "acme/vm", "name": "vm-1", "provider": "acme",
        "properties": {"zzPlain": {"plain": "x"}},
    });
    let sandbox = sandbox.file("a.ndjson", format!("{denied}\n"));
    let ran = once(&sandbox, &command);
    assert!(
        ran.transcript().contains("failed with"),
        "{}",
        ran.transcript()
    );
    assert!(
        ran.transcript().contains("no access with"),
        "{}",
        ran.transcript()
    );
    assert_secret_free(&[token.to_owned()], "the message", &ran.transcript());
}
