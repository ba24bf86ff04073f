//! `onus test --coverage`.

use crate::sandbox::Sandbox;
use crate::testing::test;

const PARTS: &str = r#"package parts

default size := "small"

size := "large" if {
	input.n > 10
	input.n < 100
} else := "huge" if {
	input.n >= 100
}

names := {
	"a": [n |
		some n in input.names
		n != ""
	],
	"b": 1,
}

unused(x) if {
	x == 1
}
"#;

#[test]
fn coverage_names_the_lines_that_no_test_evaluates() {
    let sandbox = Sandbox::with("p/parts.rego", PARTS)
        .file("p/never.rego", "package never\n\nx if input.y\n")
        .file(
            "p/parts_test.rego",
            "package parts_test\n\nimport data.parts\n\ntest_large if parts.size == \"large\" with input as {\"n\": 11}\n",
        );
    let ran = test(&sandbox, &["p", "--coverage"]);
    insta::assert_snapshot!("coverage", ran.transcript());
    let ran = test(
        &sandbox,
        &[
            "p",
            "--coverage-threshold",
            "90",
            "--coverage-output",
            "lcov=lcov.info,html=c.html",
        ],
    );
    assert_eq!(ran.code, 1, "{}", ran.transcript());
    assert!(
        ran.stderr.contains("`--coverage-threshold` asks for 90 %"),
        "{}",
        ran.stderr
    );
    insta::assert_snapshot!("lcov", sandbox.read("lcov.info"));
    assert!(
        sandbox
            .read("c.html")
            .contains("<span class=\"m\" title=\"missed\">x if input.y")
    );
    assert_eq!(test(&sandbox, &["p", "--coverage-threshold", "5"]).code, 0);
    assert_eq!(
        test(&sandbox, &["p", "--coverage-threshold", "101"]).code,
        2
    );
    assert_eq!(test(&sandbox, &["p", "--coverage-output", "lcov"]).code, 2);
}
