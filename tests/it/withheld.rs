//! What `onus test` must not show of the values of a failing test.

use crate::sandbox::Sandbox;

const POLICY: &str = "package acme.login\n\nimport rego.v1\n\nweak contains sprintf(\"the password is %s\", [input.properties.adminPassword]) if {\n\tcount(input.properties.adminPassword) < 20\n}\n\naccount := {\"name\": input.name, \"adminPassword\": input.properties.adminPassword, \"passwordAuth\": \"Enabled\", \"length\": count(input.properties.adminPassword)}\n\npassword_policy contains \"at least 20 characters\" if count(weak) > 0\n";

const TESTS: &str = r#"package acme.login_test

import data.acme.login

machine := json.unmarshal("{\"name\": \"vm0\", \"properties\": {\"adminPassword\": \"hunter2-hunter2\"}}")

test_bindings if {
	password := machine.properties.adminPassword
	kept := login.account with input as machine
	kept.name == "vm1"
}

test_parts if machine.properties.adminPassword == "swordfish-swordfish"

test_input if input.properties["adminPassword"] == "swordfish-swordfish" with input as machine

test_diff if login.account == {"name": "vm0", "adminPassword": "other-other", "passwordAuth": "Enabled", "length": 15} with input as machine

test_quoted if {
	secret := machine.properties.adminPassword
	login.weak == set() with input as machine
}

test_names_of_rules if login.password_policy == {"at least 12 characters"} with input as machine
"#;

fn sandbox() -> Sandbox {
    Sandbox::with("policies/login.rego", POLICY).file("policies/login_test.rego", TESTS)
}

#[test]
fn texts_under_keys_that_name_secrets_are_withheld_in_every_format() {
    for format in ["pretty", "json", "junit"] {
        let ran = sandbox().run(&["test", "-o", format]);
        assert_eq!(ran.code, 1, "{}", ran.transcript());
        assert!(!ran.stdout.contains("hunter2"), "{}", ran.stdout);
        assert!(!ran.stdout.contains("other-other"), "{}", ran.stdout);
        assert!(ran.stdout.contains("(withheld)"), "{}", ran.stdout);
        // Rules may speak of passwords, and settings are no secrets.
        for shown in ["at least 20 characters", "Enabled", "vm0"] {
            assert!(ran.stdout.contains(shown), "{shown}: {}", ran.stdout);
        }
    }
    let ran = sandbox().run(&["test"]);
    let (report, _) = ran.stdout.rsplit_once(", in ").unwrap();
    insta::assert_snapshot!(report);
}
