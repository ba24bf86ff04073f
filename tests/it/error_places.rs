//! Places of errors: where the author of a policy wrote what fails, although the engine has
//! another text.

use crate::sandbox::{Sandbox, control, shop};

#[test]
fn a_failing_expression_is_pointed_at_as_it_was_written() {
    // The first text in each body that an error has to point at.
    let bodies = [
        ("1 / (2 - 2) < input.x", "1 / "),
        ("1 / (2 - 2) == input.x", "1 / "),
        ("input.id != 1 / (2 - 2)", "1 / "),
        ("5 < 1 / (2 - 2)", "1 / "),
        ("floor(1 / (2 - 2)) == 3", "1 / "),
        ("not 1 / (2 - 2) > 1", "not 1"),
        ("count([1]) + sum(input.id) > 1", "(input.id)"),
        ("lib.twice(input.tags) > to_number(\"x\")", "(\"x\")"),
        ("\"é\" != input.id; 1 % (2 - 2) == 1", "1 % "),
    ];
    let mut sandbox = Sandbox::with("shop.json", shop()).file(
        "p/lib.rego",
        "package acme.lib\n\ntwice(x) := count(x) * 2\n",
    );
    for (number, (body, _)) in bodies.iter().enumerate() {
        let rule = format!("import data.acme.lib\n\ndeny contains \"x\" if {{\n\t{body}\n}}\n");
        let id = format!("ACME-PLACE-{number}");
        let kinds = "[microsoft.storage/storageaccounts]";
        let text = control(&format!("acme.place{number}"), &id, kinds, &rule);
        sandbox = sandbox.file(&format!("p/place{number}.rego"), text);
    }
    let ran = sandbox.eval(&["shop.json", "--policy", "p", "--select", "ACME-PLACE-*"]);
    assert_eq!(ran.code, 2, "{}", ran.transcript());
    let report = ran
        .transcript()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    for (number, (body, failing)) in bodies.iter().enumerate() {
        let name = format!("p/place{number}.rego");
        let (_, rest) = report
            .split_once(&format!("({name}:"))
            .unwrap_or_else(|| panic!("{report}"));
        let text = sandbox.read(&name);
        let line = 1 + text.lines().position(|line| line.ends_with(body)).unwrap();
        let column = 2 + body.split(failing).next().unwrap().chars().count();
        assert_eq!(
            rest.split(')').next(),
            Some(format!("{line}:{column}").as_str()),
            "{body}"
        );
    }
}
