//! `onus test`: tests of policies, what is said of those that fail, and whatever a
//! folder of policies can have in it.

use std::time::Instant;

use crate::sandbox::{Ran, Sandbox, text};
use crate::support::{files, root};

const TLS: &str = r#"# METADATA
# title: TLS 1.2
# custom:
#   id: ACME-TLS-001
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation: {summary: Raise it.}
package acme.tls

import data.onus.lib.azure.storage

deny contains {"message": "old", "pointer": "/properties/v", "expected": "1.2"} if {
	input.properties.v != "1.2"
}

deny contains {"message": "http"} if storage.https_only.value == false

late if time.now_ns() > 1000
"#;

const HEAD: &str = r#"package acme.tls_test

import data.acme.tls
import data.onus.lib.azure.storage

old := {"properties": {"v": "1.0", "supportsHttpsTrafficOnly": true}}

"#;

/// A folder with a policy and a file of tests.
pub fn sandbox(tests: &str) -> Sandbox {
    Sandbox::new()
        .file("policies/tls.rego", TLS)
        .file("policies/tls_test.rego", format!("{HEAD}{tests}"))
}

/// Runs `onus test`; the time that it took is always the same.
pub fn test(sandbox: &Sandbox, arguments: &[&str]) -> Ran {
    let mut all = vec!["test", "--now", "2026-11-21"];
    all.extend(arguments);
    let mut ran = sandbox.run(&all);
    ran.stdout = timeless(&ran.stdout);
    ran
}

fn timeless(text: &str) -> String {
    let mut filtered = text.to_owned();
    for (start, end) in [("in ", " s\n"), ("time=\"", "\""), ("(", " ms)")] {
        let mut out = String::new();
        let mut rest = filtered.as_str();
        while let Some(at) = rest.find(start) {
            let (before, after) = rest.split_at(at + start.len());
            out.push_str(before);
            let digits = after
                .find(|c: char| !c.is_ascii_digit() && c != '.')
                .unwrap_or(after.len());
            let (number, further) = after.split_at(digits);
            if !number.is_empty() && further.starts_with(end) {
                out.push('N');
                rest = further;
            } else {
                rest = after;
            }
        }
        out.push_str(rest);
        filtered = out;
    }
    filtered
}

const MIXED: &str = r#"test_old_denies if {
	count(tls.deny) == 1 with input as old
}

test_old_allows if {
	count(tls.deny) == 0 with input as old
}

test_finding if {
	findings := tls.deny with input as old
	findings == {{"message": "old", "pointer": "/properties/v", "expected": "1.3"}}
}

test_every if {
	e := "é"
	print("seen", e)
	every name, v in {"ok": 1, "bad": 3} { name != ""; v < 2 }
}

test_value := count(tls.deny) == 5 if old.properties.v == "1.0"

todo_test_later if false

test_twice if true

test_twice if false

test_case[n] if { some n in ["a"] }

test_error if {
	x := {"a": 1, "b": 2}
	sprintf("%d", [x.a]) == "1"
	to_number("ä") == 1
}
"#;

#[test]
fn failures_show_the_expression_its_values_and_a_diff() {
    let sandbox = sandbox(MIXED);
    let ran = test(&sandbox, &["-v"]);
    insta::assert_snapshot!("pretty", ran.transcript());
    let ran = test(&sandbox, &["-o", "junit"]);
    insta::assert_snapshot!("junit", ran.stdout);
    let json = test(&sandbox, &["-o", "json"]).json();
    let finding = json["results"]
        .as_array()
        .unwrap()
        .iter()
        .find(|result| result["name"] == "test_finding")
        .unwrap();
    assert_eq!(text(finding, "/outcome"), "failed");
    assert_eq!(finding.pointer("/failure/line").unwrap(), 18);
    assert_eq!(text(finding, "/failure/expected/0/expected"), "1.3");
    assert_eq!(text(finding, "/failure/got/0/expected"), "1.2");
    assert_eq!(json["summary"]["errors"], 3);
}

#[test]
fn several_outputs_are_written_at_once_and_say_the_same() {
    let sandbox = sandbox(MIXED);
    let ran = test(
        &sandbox,
        &["-o", "pretty", "-o", "junit=t.xml", "-o", "json=t.json"],
    );
    assert_eq!(ran.code, 2);
    assert!(
        sandbox
            .read("t.xml")
            .contains("<failure message=\"does not hold: findings ==")
    );
    assert!(sandbox.read("t.json").contains("\"outcome\": \"skipped\""));
    let wrong = test(&sandbox, &["-o", "junti"]);
    assert_eq!(wrong.code, 2);
    assert!(
        wrong.stderr.contains("did you mean `junit`?"),
        "{}",
        wrong.stderr
    );
}

#[test]
fn input_data_functions_and_the_clock_can_be_mocked() {
    let sandbox = sandbox(
        r#"test_data if {
	count(tls.deny) == 2 with input as old with data.onus.lib.azure.storage.https_only as {"value": false}
}

test_import if {
	count(tls.deny) == 2 with input as old with storage.https_only as {"value": false}
}

test_clock if {
	not tls.late with time.now_ns as 5
}

fake(x) := 7

test_function if {
	count([1]) == 7 with count as fake
}

test_parameter if {
	data.params.limit == 4 with data.params as {"limit": 4}
}

test_part_of_the_input if {
	count(tls.deny) == 0 with input.properties.v as "1.2"
}
"#,
    );
    let ran = test(&sandbox, &[]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{}", ran.stdout);
    assert!(
        ran.stdout
            .starts_with("6 passed: 6 tests in 1 file of `policies`")
    );
}

#[test]
fn helpers_without_metadata_are_tested_beside_their_tests() {
    let sandbox = Sandbox::new().file(
        "lib.rego",
        "package acme.lib\n\ntwice(x) := x * 2\n\ntest_twice if twice(2) == 4\n",
    );
    let ran = test(&sandbox, &[]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{}", ran.stdout);
    assert_eq!(
        ran.stdout,
        "1 passed: 1 test in 1 file of `.`, in N s\nnext: `onus eval INVENTORY --policy .`\n"
    );
}

#[test]
fn a_filter_takes_some_and_says_what_it_left_out() {
    let sandbox = sandbox(MIXED);
    let ran = test(&sandbox, &["--filter", "test_old_*"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.stdout
            .contains("1 passed, 1 failed, 7 left out by `--filter`"),
        "{}",
        ran.stdout
    );
    let none = test(&sandbox, &["--filter", "nothing_like_it"]);
    insta::assert_snapshot!("filtered_out", none.transcript());
    let bad = test(&sandbox, &["--filter", "test_[a"]);
    assert_eq!(bad.code, 2);
}

#[test]
fn no_test_is_an_exit_code_of_its_own() {
    let sandbox = Sandbox::with("policies/tls.rego", TLS);
    let ran = test(&sandbox, &[]);
    insta::assert_snapshot!("none", ran.transcript());
    // Nor is there one where nothing is.
    let ran = test(&Sandbox::new(), &[]);
    assert_eq!(ran.code, 3, "{}", ran.transcript());
    assert!(
        ran.stderr.contains("no test was found in `.`"),
        "{}",
        ran.stderr
    );
    // A folder that was meant and is empty, beside one that is not, is a mistake.
    let ran = test(
        &sandbox.file("more/readme.md", "no policy"),
        &["policies", "more"],
    );
    assert_eq!(ran.code, 2, "{}", ran.transcript());
    let missing = test(&Sandbox::new(), &["nowhere"]);
    assert_eq!(missing.code, 2);
    assert!(missing.stderr.contains("`nowhere`"), "{}", missing.stderr);
    // What waits for somebody is no test that was run.
    let later = Sandbox::with("a_test.rego", "package a\ntodo_test_x if false\n");
    assert_eq!(test(&later, &[]).code, 3);
}

#[test]
fn the_configuration_names_policies_and_parameters() {
    let sandbox = Sandbox::new()
        .file(
            "onus.toml",
            "policies = [\"rules\"]\ntime-limit-ms = 2000\n[params]\nn = 3\n",
        )
        .file(
            "rules/a_test.rego",
            "package a\n\ntest_n if data.params.n == 3\n",
        )
        .file("policies/b_test.rego", "package b\n\ntest_b if false\n");
    let ran = test(&sandbox, &[]);
    assert_eq!(ran.code, 0, "{}", ran.transcript());
    assert!(ran.stdout.contains("1 file of `rules`"), "{}", ran.stdout);
}

#[test]
fn a_test_that_loops_is_stopped_and_named() {
    let sandbox = sandbox(
        "test_loop if {\n\tsome a in numbers.range(1, 90000)\n\tsome b in numbers.range(1, 90000)\n\ta + b == 0\n}\n\ntest_fine if true\n",
    );
    let ran = test(&sandbox, &["--time-limit", "300"]);
    assert_eq!(ran.code, 2);
    insta::assert_snapshot!("loop", ran.transcript());
}

#[test]
fn one_broken_file_does_not_keep_the_others_from_being_tested() {
    let fine = "package fine_test\n\ntest_fine if true\n";
    let broken: [(&str, &[u8], &str); 8] = [
        (
            "syntax.rego",
            b"package a\n\ndeny contains {\n",
            "not Rego v1",
        ),
        (
            "binary_test.rego",
            b"\x00\x01\xff\xfe\x80binary\x00",
            "binary_test.rego",
        ),
        (
            "yaml.rego",
            b"# METADATA\n# title: [\npackage b\n",
            "METADATA",
        ),
        (
            "function_test.rego",
            b"package c\n\ntest_c if no_such(1)\n",
            "unknown function `no_such`",
        ),
        (
            "reference_test.rego",
            b"package d\n\ntest_d if data.acme.nope.x\n",
            "`data.acme.nope.x` is not defined",
        ),
        (
            "circle.rego",
            b"package e\n\nimport data.f\n\na if f.b\n",
            "circle",
        ),
        (
            "reserved.rego",
            b"package onus.mine\n\nx := 1\n",
            "onus's own name space",
        ),
        ("data.json", b"{\"fine_test\": 1}", "data key `fine_test`"),
    ];
    for (name, content, expected) in broken {
        let way_back = "package f\n\nimport data.e\n\nb if e.a\n";
        let sandbox = Sandbox::with("p/fine_test.rego", fine).file(&format!("p/{name}"), content);
        let sandbox = if name == "circle.rego" {
            sandbox.file("p/way_back.rego", way_back)
        } else {
            sandbox
        };
        let ran = test(&sandbox, &["p"]);
        assert_eq!(ran.code, 2, "{name}: {}", ran.transcript());
        assert!(ran.stderr.contains(expected), "{name}: {}", ran.stderr);
        assert!(
            ran.stdout.starts_with("1 passed: 1 test in 1 file"),
            "{name}: {}",
            ran.stdout
        );
    }
}

#[test]
fn what_refers_to_a_broken_policy_says_so() {
    let sandbox = sandbox("test_a if count(tls.deny) == 1\n").file(
        "policies/tls.rego",
        "package acme.tls\n\ndeny contains \"x\" if {\n",
    );
    let ran = test(&sandbox, &[]);
    insta::assert_snapshot!("broken_policy", ran.transcript());
}

#[test]
fn a_test_that_two_files_define_is_an_error() {
    let sandbox = Sandbox::with("a_test.rego", "package t\n\ntest_a if true\n")
        .file("b_test.rego", "package t\n\ntest_a if false\n");
    let ran = test(&sandbox, &[]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stdout
            .contains("`test_a` is defined in `a_test.rego` too"),
        "{}",
        ran.stdout
    );
}

#[test]
fn huge_files_are_not_read() {
    let huge = format!("package a\n\n{}", "# filler\n".repeat(600_000));
    let sandbox =
        Sandbox::with("huge_test.rego", huge).file("ok_test.rego", "package b\n\ntest_b if true\n");
    let ran = test(&sandbox, &[]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("at most 1 MiB"), "{}", ran.stderr);
    assert!(ran.stdout.starts_with("1 passed"), "{}", ran.stdout);
}

#[cfg(unix)]
#[test]
fn links_that_lead_nowhere_are_said() {
    let sandbox = Sandbox::with("p/ok_test.rego", "package b\n\ntest_b if true\n");
    std::os::unix::fs::symlink("nothing.rego", sandbox.path().join("p/gone_test.rego")).unwrap();
    std::os::unix::fs::symlink(".", sandbox.path().join("p/up")).unwrap();
    let ran = test(&sandbox, &["p"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("gone_test.rego"), "{}", ran.stderr);
    assert!(ran.stdout.starts_with("1 passed"), "{}", ran.stdout);
}

#[test]
fn places_are_right_whatever_the_line_ends_the_tabs_and_the_names() {
    let policy = TLS.replace('\n', "\r\n");
    let tests = format!(
        "{HEAD}test_old_allows if {{\n\t\t\tcount(tls.deny) == 0 with input as {{\"größe\": \"日本\"}}\n}}\n\ntest_number if {{\n\t\tstorage\n\t\tto_number(\"日本\") == 1\n}}\n"
    )
    .replace('\n', "\r\n");
    let sandbox = Sandbox::new()
        .file("Richtlinien für 東京/tls.rego", policy)
        .file("Richtlinien für 東京/tls_test.rego", tests);
    let ran = test(&sandbox, &["Richtlinien für 東京"]);
    insta::assert_snapshot!("line_ends", ran.transcript());
}

#[test]
fn any_number_of_threads_prints_the_same() {
    let sandbox = (0..20).fold(sandbox(MIXED), |sandbox, n| {
        sandbox.file(
            &format!("policies/more/t{n}_test.rego"),
            format!("package t{n}\n\ntest_a if {n} != 7\n\ntest_b if true\n"),
        )
    });
    let one = test(&sandbox, &["--threads", "1", "-v"]).transcript();
    let eight = test(&sandbox, &["--threads", "8", "-v"]).transcript();
    assert_eq!(one, eight);
}

/// The catalogue's own tests, all of them, from where they are written.
#[test]
fn the_catalogue_passes_its_tests() {
    let written: usize = files(&root().join("policies"), ".rego")
        .into_iter()
        .map(|path| {
            let text = std::fs::read_to_string(path).unwrap();
            text.lines()
                .filter(|line| line.starts_with("test_"))
                .count()
        })
        .sum();
    let start = Instant::now();
    let mut command = Sandbox::new().command();
    let ran = Ran::of(command.current_dir(root()).args(["test", "policies"]));
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{}", ran.stdout);
    assert!(
        ran.stdout
            .starts_with(&format!("{written} passed: {written} tests in ")),
        "{}",
        ran.stdout
    );
    // A program that was built for debugging, on a machine with other work to do.
    assert!(start.elapsed().as_secs() < 60);
}
