//! Statements about what was collected: with one, nothing found is absent, and only within its
//! scope and with its files.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::{Value as Json, json};

use crate::inventories::template;
use crate::sandbox::{Sandbox, export, text};

const SUBSCRIPTION: &str = "11111111-1111-1111-1111-111111111111";
const OTHER_SUBSCRIPTION: &str = "22222222-2222-2222-2222-222222222222";
/// What Azure returns for a resource without diagnostic settings:
/// <https://learn.microsoft.com/rest/api/monitor/diagnostic-settings/list>.
const NONE_FOUND: &str = r#"{"value": []}"#;

fn id(subscription: &str, kind: &str, name: &str) -> String {
    format!("/subscriptions/{subscription}/resourceGroups/rg-shop/providers/{kind}/{name}")
}

fn resource(subscription: &str, kind: &str, name: &str) -> Json {
    json!({
        "id": id(subscription, kind, name), "name": name, "type": kind.to_lowercase(),
        "subscriptionId": subscription, "resourceGroup": "rg-shop", "location": "westeurope",
        "tags": {}, "properties": {},
    })
}

fn vault(subscription: &str, name: &str) -> Json {
    resource(subscription, "Microsoft.KeyVault/vaults", name)
}

fn vault_id(name: &str) -> String {
    id(SUBSCRIPTION, "Microsoft.KeyVault/vaults", name)
}

fn statement(types: &str, scope: &str, files: &str) -> String {
    format!("[[collected]]\ntypes = [\"{types}\"]\n{scope}\nfiles = {files}\n")
}

fn of_vault(name: &str) -> String {
    statement(
        "Microsoft.Insights/diagnosticSettings",
        &format!("resource = \"{}\"", vault_id(name)),
        "[\"none.json\"]",
    )
}

fn vaults(config: &str) -> Sandbox {
    let records = [
        vault(SUBSCRIPTION, "kv-one"),
        vault(SUBSCRIPTION, "kv-one-more"),
        vault(OTHER_SUBSCRIPTION, "kv-one"),
    ];
    Sandbox::with("estate.json", export(&records))
        .file("none.json", NONE_FOUND)
        .file("onus.toml", config)
}

/// The status of each vault's decision, by subscription and name.
fn statuses(sandbox: &Sandbox, arguments: &[&str]) -> BTreeMap<String, String> {
    let fixed = ["--select", "AZ-KV-005"];
    let (_, decisions) = sandbox.decide(&[&fixed, arguments].concat());
    decisions
        .iter()
        .map(|decision| {
            let account = text(decision, "/resource/scope/account");
            let name = text(decision, "/resource/name");
            let start: String = account.chars().take(1).collect();
            (format!("{start} {name}"), text(decision, "/status"))
        })
        .collect()
}

fn expected(first: &str, second: &str, third: &str) -> BTreeMap<String, String> {
    [
        ("1 kv-one", first),
        ("1 kv-one-more", second),
        ("2 kv-one", third),
    ]
    .map(|(name, status)| (name.to_owned(), status.to_owned()))
    .into()
}

const BOTH: [&str; 2] = ["estate.json", "none.json"];

#[test]
fn none_found_is_violated_for_the_resource_that_was_looked_at() {
    let found = statuses(&vaults(""), &BOTH);
    assert_eq!(found, expected("unknown", "unknown", "unknown"));
    let found = statuses(&vaults(&of_vault("kv-one")), &BOTH);
    assert_eq!(found, expected("violated", "unknown", "unknown"));
    // Azure compares ids and types without regard to case.
    let upper = vault_id("kv-one").to_uppercase();
    let spelled = of_vault("kv-one").replace(&vault_id("kv-one"), &upper);
    let found = statuses(&vaults(&spelled), &BOTH);
    assert_eq!(found, expected("violated", "unknown", "unknown"));
}

#[test]
fn an_account_is_a_scope() {
    let config = statement(
        "microsoft.insights/diagnosticsettings",
        &format!("account = \"{SUBSCRIPTION}\""),
        "[\"none.json\"]",
    );
    let found = statuses(&vaults(&config), &BOTH);
    assert_eq!(found, expected("violated", "violated", "unknown"));
}

#[test]
fn pieces_of_a_large_inventory_are_decided_alike() {
    let sandbox = vaults(&of_vault("kv-one"));
    let pieces = [&BOTH[..], &["--stream-above", "1"]].concat();
    assert_eq!(
        statuses(&sandbox, &pieces),
        expected("violated", "unknown", "unknown")
    );
}

#[test]
fn a_setting_that_was_found_decides() {
    let name = "audit";
    let setting = json!({"value": [{
        "id": format!("{}/providers/microsoft.insights/diagnosticSettings/{name}", vault_id("kv-one")),
        "type": "Microsoft.Insights/diagnosticSettings", "name": name,
        "properties": {"workspaceId": "w", "logs": [{"categoryGroup": "audit", "enabled": true}]},
    }]});
    let sandbox = vaults(&of_vault("kv-one")).file("none.json", setting.to_string());
    assert_eq!(
        statuses(&sandbox, &BOTH),
        expected("satisfied", "unknown", "unknown")
    );
}

#[test]
fn a_statement_counts_only_with_all_its_files() {
    let sandbox = vaults(&of_vault("kv-one"));
    assert_eq!(
        statuses(&sandbox, &["estate.json"]),
        expected("unknown", "unknown", "unknown")
    );
    let two = of_vault("kv-one").replace("[\"none.json\"]", "[\"none.json\", \"more.json\"]");
    let sandbox = vaults(&two);
    assert_eq!(
        statuses(&sandbox, &BOTH),
        expected("unknown", "unknown", "unknown")
    );
    let ran = sandbox.eval(&["--select", "AZ-KV-005", "estate.json", "none.json"]);
    assert!(
        ran.stderr
            .contains("`more.json` is not among the inventories"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_file_that_can_not_be_read_completely_proves_nothing() {
    for broken in [
        r#"{"value": [], "nextLink": "https://management.azure.com/next"}"#,
        r#"{"value": ["#,
        r#"{"error": {"code": "AuthorizationFailed", "message": "no"}}"#,
    ] {
        let sandbox = vaults(&of_vault("kv-one")).file("none.json", broken);
        let found = statuses(&sandbox, &BOTH);
        assert_eq!(found, expected("unknown", "unknown", "unknown"), "{broken}");
    }
}

#[test]
fn what_has_no_effect_is_reported() {
    let typo = of_vault("kv-one").replace("diagnosticSettings", "diagnosticSetting");
    for (config, message) in [
        (typo, "no control of this run looks for that type"),
        (
            of_vault("kv-gone"),
            "no deployed resource of the inventories is in resource",
        ),
    ] {
        let sandbox = vaults(&config);
        assert_eq!(
            statuses(&sandbox, &BOTH),
            expected("unknown", "unknown", "unknown")
        );
        let ran = sandbox.eval(&["--select", "AZ-KV-005", "estate.json", "none.json"]);
        assert!(ran.messages().contains(message), "{config}{}", ran.stderr);
    }
}

#[test]
fn a_statement_without_a_scope_or_with_a_glob_is_refused() {
    let kind = "Microsoft.Insights/diagnosticSettings";
    let scope = "account = \"a\"";
    for (config, message) in [
        (
            statement(kind, "", "[\"f\"]"),
            "takes either `resource` or `account`",
        ),
        (
            statement(kind, "account = \"a\"\nresource = \"b\"", "[\"f\"]"),
            "takes either",
        ),
        (statement("microsoft.*", scope, "[\"f\"]"), "is a glob"),
        (statement(kind, scope, "[\"*.json\"]"), "is a glob"),
        (
            statement(kind, scope, "[]"),
            "`files` of `[[collected]]` is empty",
        ),
        (
            statement(kind, "account = \" \"", "[\"f\"]"),
            "`account` of `[[collected]]` is empty",
        ),
        (
            statement(kind, "acount = \"a\"", "[\"f\"]"),
            "`acount` is not a known key",
        ),
    ] {
        let ran = vaults(&config).eval(&["estate.json"]);
        assert_eq!(ran.code, 2, "{config}");
        assert!(ran.stderr.contains(message), "{config}{}", ran.stderr);
    }
}

#[test]
fn planned_resources_were_not_looked_at() {
    let planned = template(&[json!({
        "type": "Microsoft.KeyVault/vaults", "apiVersion": "2023-07-01", "name": "kv-one",
        "location": "westeurope", "properties": {},
    })]);
    for scope in [vault_id("kv-one"), format!("/subscriptions/{SUBSCRIPTION}")] {
        let config = of_vault("kv-one").replace(&vault_id("kv-one"), &scope);
        let sandbox = vaults(&config).file("estate.json", &planned);
        let ran = sandbox.eval(&["--select", "AZ-KV-005", "estate.json", "none.json"]);
        let message = "no deployed resource of the inventories is in";
        assert!(ran.messages().contains(message), "{}", ran.stderr);
    }
}

/// The controls that need what only a list of its own shows, each with the type that it looks
/// for.
#[test]
fn each_control_over_settings_in_lists_of_their_own_takes_the_statement() {
    let subscription = json!({
        "id": format!("/subscriptions/{SUBSCRIPTION}"), "name": "shop",
        "type": "microsoft.resources/subscriptions", "subscriptionId": SUBSCRIPTION,
        "properties": {},
    });
    let server = resource(SUBSCRIPTION, "Microsoft.Sql/servers", "sql-shop");
    for (control, record, kind) in [
        (
            "AZ-KV-005",
            vault(SUBSCRIPTION, "kv-one"),
            "Microsoft.Insights/diagnosticSettings",
        ),
        (
            "AZ-SQL-005",
            server,
            "Microsoft.Sql/servers/auditingSettings",
        ),
        (
            "AZ-CONTACT-002",
            subscription,
            "Microsoft.Security/securityContacts",
        ),
    ] {
        let scope = format!("resource = \"{}\"", text(&record, "/id"));
        let status = |config: &str| {
            let sandbox = Sandbox::with("estate.json", export(std::slice::from_ref(&record)))
                .file("none.json", NONE_FOUND)
                .file("onus.toml", config);
            let (_, decisions) = sandbox.decide(&["--select", control, "estate.json", "none.json"]);
            assert_eq!(decisions.len(), 1, "{control}");
            text(&decisions[0], "/status")
        };
        assert_eq!(status(""), "unknown", "{control}");
        let stated = statement(kind, &scope, "[\"none.json\"]");
        assert_eq!(status(&stated), "violated", "{control}");
    }
}

/// The ids of the controls whose `collect` is a command of the Azure CLI.
fn collected_by_azure_cli(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collected_by_azure_cli(&path, found);
            continue;
        }
        let policy = std::fs::read_to_string(&path).unwrap();
        if policy.contains("\n#     collect: az ") {
            let id = policy
                .lines()
                .find_map(|line| line.strip_prefix("#   id: "));
            found.insert(id.unwrap().trim().to_owned());
        }
    }
}

#[test]
fn what_a_collect_command_prints_decides_its_control() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut controls = BTreeSet::new();
    collected_by_azure_cli(&root.join("policies/lockdown"), &mut controls);
    assert!(controls.len() > 5, "{controls:?}");
    for control in controls {
        let sample = |name: &str| {
            let path = root.join("tests/collect").join(&control).join(name);
            std::fs::read_to_string(&path)
                .unwrap_or_else(|error| panic!("{control} {name}: {error}"))
        };
        let sandbox = Sandbox::with("inventory.json", sample("inventory.json"))
            .file("output.json", sample("output.json"));
        let status = |files: &[&str]| {
            let arguments = [&["--select", control.as_str()], files].concat();
            let ran = sandbox.eval(&arguments);
            assert!(!ran.stderr.contains("error"), "{control} {}", ran.stderr);
            assert!(!ran.stderr.contains("warning"), "{control} {}", ran.stderr);
            let (_, decisions) = sandbox.decide(&arguments);
            assert_eq!(decisions.len(), 1, "{control}");
            text(&decisions[0], "/status")
        };
        assert_eq!(status(&["inventory.json"]), "unknown", "{control}");
        let decided = status(&["inventory.json", "output.json"]);
        assert!(
            ["satisfied", "violated"].contains(&decided.as_str()),
            "{control}: {decided}"
        );
    }
}
