//! The program in a folder of its own, and what it printed.

use std::path::Path;

use serde_json::{Value as Json, json};

/// A temporary folder in which the program runs.
pub struct Sandbox {
    folder: tempfile::TempDir,
    environment: Vec<(&'static str, &'static str)>,
}

/// What the program printed.
pub struct Ran {
    /// The exit code.
    pub code: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Sandbox {
    /// An empty folder.
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().expect("temporary folders can be made"),
            environment: Vec::new(),
        }
    }

    /// A folder with one file.
    pub fn with(name: &str, content: impl AsRef<[u8]>) -> Self {
        Self::new().file(name, content)
    }

    /// Writes a file; folders on the way are made.
    pub fn file(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).expect("folders can be made");
        std::fs::write(path, content).expect("files can be written");
        self
    }

    /// Sets a variable of the program's environment.
    pub fn env(mut self, key: &'static str, value: &'static str) -> Self {
        self.environment.push((key, value));
        self
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The content of a file.
    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(name))
            .unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// The program, ready to run: nothing of the environment reaches it.
    pub fn command(&self) -> assert_cmd::Command {
        assert_cmd::Command::from_std(self.program())
    }

    /// The same, to be run beside the test.
    pub fn program(&self) -> std::process::Command {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_onus"));
        command
            .env_clear()
            .envs([("COLUMNS", "100"), ("NO_COLOR", "1")])
            .envs(self.environment.iter().copied())
            .current_dir(self.folder.path());
        command
    }

    /// Runs `onus` with these arguments.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(self.command().args(arguments))
    }

    /// Runs `onus` where no file may get larger than a block, which it is told as it is
    /// told that a disk is full.
    #[cfg(unix)]
    pub fn on_a_small_disk(&self, arguments: &[&str]) -> Ran {
        const SCRIPT: &str = "trap '' XFSZ; ulimit -f 1; exec \"$@\"";
        let program = self.program();
        let mut shell = assert_cmd::Command::new("sh");
        shell
            .args(["-c", SCRIPT, "sh"])
            .arg(program.get_program())
            .args(arguments)
            .env_clear()
            .envs([("COLUMNS", "100"), ("NO_COLOR", "1")])
            .current_dir(self.path());
        Ran::of(&mut shell)
    }

    /// Runs `onus eval` on the day of all tests.
    pub fn eval(&self, arguments: &[&str]) -> Ran {
        Ran::of(
            self.command()
                .args(["eval", "--now", "2026-11-21"])
                .args(arguments),
        )
    }

    /// The decisions of `onus eval -o ndjson`.
    pub fn decide(&self, arguments: &[&str]) -> (i32, Vec<Json>) {
        let ran = Ran::of(
            self.command()
                .args(["eval", "--now", "2026-11-21", "-o", "ndjson"])
                .args(arguments),
        );
        let decisions = ran
            .stdout
            .lines()
            .map(|line| serde_json::from_str(line).expect("every line is a decision"))
            .collect();
        (ran.code, decisions)
    }

    /// The ids of the controls that decided something.
    pub fn controls(&self, arguments: &[&str]) -> Vec<String> {
        let (_, decisions) = self.decide(arguments);
        let mut ids: Vec<String> = decisions
            .iter()
            .map(|decision| text(decision, "/control/id"))
            .collect();
        ids.sort();
        ids.dedup();
        ids
    }
}

impl Ran {
    /// Runs a command to its end.
    pub fn of(command: &mut assert_cmd::Command) -> Self {
        let output = command.output().expect("the program can be started");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("onus prints UTF-8");
        let ran = Self {
            code: output.status.code().expect("the program ends by itself"),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        };
        assert!(!ran.stderr.contains("panicked"), "{}", ran.stderr);
        ran
    }

    /// Everything, as a snapshot shows it.
    pub fn transcript(&self) -> String {
        format!(
            "exit code {}\n\n--- standard output\n{}\n--- standard error\n{}",
            self.code, self.stdout, self.stderr
        )
    }

    /// The exit code and the messages.
    pub fn messages(&self) -> String {
        format!("exit code {}\n\n{}", self.code, self.stderr)
    }

    /// Standard output as JSON.
    pub fn json(&self) -> Json {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("{error} in:\n{}\n{}", self.stdout, self.stderr))
    }
}

/// The text at a pointer.
pub fn text(json: &Json, pointer: &str) -> String {
    json.pointer(pointer)
        .and_then(Json::as_str)
        .unwrap_or_else(|| panic!("there is no text at {pointer} of {json:#}"))
        .to_owned()
}

/// A decision in one line: verdict, status, control, resource, layer, who.
pub fn line(decision: &Json) -> String {
    let party = match decision.pointer("/responsible/accountable") {
        None | Some(Json::Null) => "nobody".to_owned(),
        Some(party) => match party.get("name").and_then(Json::as_str) {
            Some(name) => format!("{}/{name}", text(party, "/kind")),
            None => text(party, "/kind"),
        },
    };
    format!(
        "{} {} {} {} {} {party}",
        text(decision, "/decision"),
        text(decision, "/status"),
        text(decision, "/control/id"),
        text(decision, "/resource/name"),
        text(decision, "/layer"),
    )
}

/// All decisions, a line each.
pub fn lines(decisions: &[Json]) -> Vec<String> {
    decisions.iter().map(line).collect()
}

/// A record as Azure Resource Graph prints it.
pub fn record(kind: &str, name: &str, owner: Option<&str>, properties: &Json) -> Json {
    json!({
        "id": format!("/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/rg-shop/providers/{kind}/{name}"),
        "name": name,
        "type": kind,
        "location": "westeurope",
        "tags": owner.map(|owner| json!({"owner": owner})),
        "properties": properties,
    })
}

/// Records as an export of Azure Resource Graph, a line for each property.
pub fn export(records: &[Json]) -> String {
    let whole = json!({"count": records.len(), "data": records, "skip_token": null, "total_records": records.len()});
    serde_json::to_string_pretty(&whole).unwrap()
}

/// A storage account.
pub fn account(name: &str, owner: Option<&str>, https: bool) -> Json {
    record(
        "Microsoft.Storage/storageAccounts",
        name,
        owner,
        &json!({"supportsHttpsTrafficOnly": https, "minimumTlsVersion": "TLS1_2"}),
    )
}

/// A virtual machine.
pub fn machine(name: &str, owner: Option<&str>) -> Json {
    record(
        "Microsoft.Compute/virtualMachines",
        name,
        owner,
        &json!({"osProfile": {"linuxConfiguration": {"patchSettings": {"patchMode": "ImageDefault"}}}}),
    )
}

/// Two storage accounts, one of which accepts plain HTTP, and a machine.
pub fn shop() -> String {
    export(&[
        account("stshop", Some("shop"), false),
        account("stlogs", None, true),
        machine("vm-till", Some("stores")),
    ])
}

/// A control of a user's own, with a body.
pub fn control(package: &str, id: &str, kinds: &str, body: &str) -> String {
    format!(
        "# METADATA
# title: {id} holds
# description: It matters.
# related_resources:
# - ref: https://example.com/{id}
# custom:
#   id: {id}
#   severity: medium
#   layer: data
#   resources: {kinds}
#   remediation:
#     summary: Mend it.
#     az: az resource update --ids {{id}}
package {package}

{body}
"
    )
}
