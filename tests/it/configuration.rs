//! `onus.toml` in `onus eval`.

use crate::eval::{HTTPS, sandbox};
use crate::sandbox::{Sandbox, control, lines, shop, text};

#[test]
fn onus_toml_is_found_and_everything_in_it_counts() {
    let sandbox = Sandbox::with("export/shop.json", shop())
        .file(
            "onus.toml",
            r#"inputs = ["export/shop.json"]
policies = ["rules"]
select = ["AZ-STORAGE-001", "ACME-*"]
ignore = ["ACME-OLD-*"]
fail-on = "critical"

[editions]
azure = "msft-2019"

[params]
colour = "blue"
"#,
        )
        .file(
            "rules/blue.rego",
            control(
                "acme.blue",
                "ACME-BLUE-001",
                "[microsoft.storage/storageaccounts]",
                "deny contains sprintf(\"it is not %s\", [data.params.colour]) if input.tags.colour != data.params.colour\n\ndeny contains \"it has no tags\" if input.tags == {}",
            ),
        )
        .file("rules/old.rego", control("acme.old", "ACME-OLD-001", "[\"*\"]", "deny contains \"old\""));
    let (code, decisions) = sandbox.decide(&[]);
    assert_eq!(code, 0, "high is below critical");
    assert_eq!(
        lines(&decisions),
        [
            "allow satisfied ACME-BLUE-001 stshop data customer/shop",
            "deny violated AZ-STORAGE-001 stshop network.controls customer/shop",
            "deny violated ACME-BLUE-001 stlogs data customer",
            "allow satisfied AZ-STORAGE-001 stlogs network.controls customer",
        ]
    );
    assert_eq!(
        text(&decisions[1], "/responsible/basis/edition"),
        "msft-2019"
    );
    // Named from elsewhere, its paths are still its own.
    let elsewhere = Sandbox::new();
    let config = sandbox.path().join("onus.toml").display().to_string();
    let (_, again) = elsewhere.decide(&["--config", &config]);
    assert_eq!(lines(&again), lines(&decisions));
}

#[test]
fn onus_toml_refuses_what_it_does_not_know() {
    for (name, content) in [
        ("config_unknown_key", "fail_on = \"high\"\n"),
        (
            "config_unknown_key_in_a_table",
            "[[claims]]\nlayer = \"os.guest\"\nparti = {kind = \"provider\"}\nsource = \"x\"\n",
        ),
        ("config_wrong_word", "fail-on = \"grave\"\n"),
        ("config_no_toml", "fail-on = \n"),
        (
            "config_waiver_without_date",
            "[[waivers]]\ncontrol = \"AZ-*\"\nresource = \"*\"\nreason = \"r\"\napproved_by = \"a\"\n",
        ),
        (
            "config_bad_date",
            "[[waivers]]\ncontrol = \"AZ-*\"\nresource = \"*\"\nreason = \"r\"\napproved_by = \"a\"\nexpires = \"soon\"\n",
        ),
    ] {
        let ran = sandbox().file("onus.toml", content).eval(&HTTPS);
        insta::assert_snapshot!(name, ran.transcript());
    }
    insta::assert_snapshot!(
        "config_missing",
        sandbox()
            .eval(&["inventory.json", "--config", "onsu.toml"])
            .transcript()
    );
}

#[test]
fn flags_win_over_environment_over_file() {
    let file = || {
        sandbox().file(
            "onus.toml",
            "fail-on = \"critical\"\nselect = [\"AZ-STORAGE-001\"]\n",
        )
    };
    assert_eq!(file().eval(&["inventory.json"]).code, 0);
    let with_env = file()
        .env("ONUS_FAIL_ON", "low")
        .env("ONUS_SELECT", "AZ-STORAGE-002");
    assert_eq!(with_env.controls(&["inventory.json"]), ["AZ-STORAGE-002"]);
    let with_env = file().env("ONUS_FAIL_ON", "low");
    assert_eq!(with_env.eval(&["inventory.json"]).code, 1);
    assert_eq!(
        with_env
            .eval(&["inventory.json", "--fail-on", "critical"])
            .code,
        0
    );
    let others = Sandbox::with("inventory.json", shop())
        .file("elsewhere.toml", "select = [\"AZ-STORAGE-001\"]\n")
        .env("ONUS_CONFIG", "elsewhere.toml")
        .env("ONUS_NO_WAIVERS", "1")
        .env("ONUS_EDITION", "azure=msft-2019")
        .env("ONUS_PARTY", "shop");
    let (_, decisions) = others.decide(&["inventory.json"]);
    assert_eq!(lines(&decisions).len(), 1, "{:?}", lines(&decisions));
    assert_eq!(
        text(&decisions[0], "/responsible/basis/edition"),
        "msft-2019"
    );
}
