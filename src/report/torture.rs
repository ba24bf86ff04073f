//! Whatever inventories and policies call things, the syntax of an output holds: each
//! format is written with arbitrary texts everywhere, and read back.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::*;

use crate::decision::{
    Answer, Basis, Decision, Duty, Finding, Party, Remediation, Responsibility, Scope, Source,
    Status, WaiverRef, WrittenAt, sample,
};
use crate::evaluate::{Editions, Gaps};
use crate::pointer::Pointer;
use crate::problem::Problem;
use crate::vocabulary::{PartyKind, Severity};

use super::{
    Command, ExportFormat, Exported, Filter, PolicySetInfo, Report, Run, Setting, Summary,
};

/// Texts that mean something to one format or another, between others.
fn text() -> impl Strategy<Value = String> {
    let special = proptest::sample::select(vec![
        "\n",
        "\r",
        "\r\n",
        "\t",
        "\0",
        "\u{1b}[31m",
        "\u{9b}",
        "\u{2028}",
        "\u{202e}",
        "\u{feff}",
        "\u{fffe}",
        "\u{ffff}",
        "::error::x",
        "\n::stop-commands::t\n",
        "##[error]x",
        "%0A",
        "%",
        ",",
        ":",
        ";",
        "]]>",
        "<!--",
        "<script>",
        "</testcase>",
        "&amp;",
        "&",
        "\"",
        "'",
        "\\",
        "|",
        "\\|",
        "`",
        "```",
        "\n---\n",
        "\n...\n",
        "ok 1",
        "# SKIP",
        "=1+1",
        "@a",
        "-",
        "{0}",
        "[a](b)",
        "../",
        "//",
        " ",
        "",
    ]);
    let piece = prop_oneof![
        special.prop_map(str::to_owned),
        "[a-z/.]{1,8}",
        any::<char>().prop_map(String::from),
    ];
    vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

const STATUSES: [Status; 6] = [
    Status::Satisfied,
    Status::Violated,
    Status::Unknown,
    Status::Unassigned,
    Status::Conflict,
    Status::Error,
];

fn decision() -> impl Strategy<Value = Decision> {
    let choices = (
        proptest::sample::select(STATUSES.to_vec()),
        proptest::sample::select(Severity::ALL.to_vec()),
        any::<[bool; 4]>(),
    );
    (vec(text(), 24), choices).prop_map(
        |(texts, (status, severity, [waived, named, written, two]))| {
            let mut texts = texts.into_iter();
            let mut next = || texts.next().unwrap_or_default();
            let mut decision = sample("", "", status.verdict());
            decision.status = status;
            let control = Arc::make_mut(&mut decision.control);
            control.id = next();
            control.title = next();
            control.severity = severity;
            control.package = next();
            control.links = vec![next()];
            control.frameworks = [(next(), vec![next()])].into();
            let resource = Arc::get_mut(&mut decision.resource).expect("it is nobody else's");
            resource.id = next();
            resource.kind = next();
            resource.name = next();
            resource.scope = Scope {
                tenant: Some(next()),
                account: Some(next()),
                group: Some(next()),
            };
            resource.source = Source {
                file: next(),
                pointer: Pointer::root(),
                line: 3,
                column: 4,
            };
            let party = |name| Party {
                kind: PartyKind::Customer,
                name: Some(name),
            };
            decision.responsible = if named {
                Answer::Assigned(Arc::new(Responsibility {
                    performs: vec![Duty {
                        party: party(next()),
                        duty: next(),
                    }],
                    accountable: party(next()),
                    basis: Basis {
                        edition: Some(next()),
                        ..Basis::default()
                    },
                }))
            } else {
                Answer::Unassigned { reason: next() }
            };
            if status != Status::Satisfied {
                let finding = Finding {
                    message: next(),
                    pointer: None,
                    value: None,
                    expected: Some(next().into()),
                    file: Some(next()),
                    line: Some(7),
                    column: Some(8),
                    written_at: written.then(|| WrittenAt {
                        file: next(),
                        line: 9,
                        column: 10,
                    }),
                    range: None,
                };
                decision.findings = vec![finding; 1 + usize::from(two)];
                decision.remediation = Some(Remediation {
                    summary: next(),
                    commands: BTreeMap::from([("az".to_owned(), next())]),
                });
                decision.waiver = waived.then(|| WaiverRef {
                    reason: next(),
                    approved_by: next(),
                    expires: next(),
                });
            }
            decision
        },
    )
}

/// Some decisions, with fingerprints of their own.
fn decisions() -> impl Strategy<Value = Vec<Decision>> {
    vec(decision(), 0..5).prop_map(|mut decisions| {
        for (number, decision) in decisions.iter_mut().enumerate() {
            decision.fingerprint = format!("{number:064x}");
        }
        decisions
    })
}

/// What a format writes of decisions and of a problem that says `trouble`.
fn written(format: ExportFormat, decisions: &[Decision], trouble: &str) -> String {
    let setting = Setting {
        command: Command::Eval,
        base: "/estate".into(),
    };
    let mut report = Exported::new(format, &setting, Filter::default());
    let mut out = Vec::new();
    let editions = Editions::default();
    let problems = [Problem::error(trouble).help(trouble)];
    let mut run = Run {
        summary: Summary::default(),
        gaps: &Gaps::default(),
        problems: &problems,
        policy_set: PolicySetInfo {
            digest: "d",
            editions: &editions,
            controls: 1,
        },
    };
    run.summary.count(decisions);
    report.take(decisions, &HashMap::new(), &mut out).unwrap();
    report.close(&run, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// What terminals and logs act on.
const ACTING: [char; 4] = ['\r', '\u{1b}', '\u{202e}', '\u{2028}'];

/// How many decisions are denials that nobody has accepted.
fn open(decisions: &[Decision]) -> usize {
    decisions.iter().filter(|one| one.is_open_denial()).count()
}

proptest! {
    #[test]
    fn github_gets_the_commands_that_are_meant(decisions in decisions(), trouble in text()) {
        let text = written(ExportFormat::GitHub, &decisions, &trouble);
        let lines: Vec<&str> = text.lines().collect();
        // One for each open denial, one for the problem, and the counts.
        prop_assert_eq!(lines.len(), open(&decisions) + 2, "{}", text);
        let (last, commands) = lines.split_last().unwrap();
        prop_assert!(last.starts_with("onus eval: "));
        for command in commands {
            let (head, _) = command.strip_prefix("::").unwrap().split_once("::").unwrap();
            let (word, properties) = head.split_once(' ').unwrap();
            prop_assert!(["error", "warning", "notice"].contains(&word), "{}", command);
            let keys: Vec<&str> = properties
                .split(',')
                .map(|property| property.split_once('=').unwrap().0)
                .collect();
            prop_assert!(
                keys == ["title"] || keys == ["file", "line", "col", "title"],
                "{}",
                command
            );
        }
        prop_assert!(!text.contains(ACTING));
    }

    #[test]
    fn csv_has_a_row_of_plain_cells_for_each_decision(decisions in decisions(), trouble in text()) {
        let text = written(ExportFormat::Csv, &decisions, &trouble);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
        prop_assert_eq!(rows.len(), decisions.len());
        for (row, decision) in rows.iter().zip(&decisions) {
            prop_assert_eq!(row.iter().next_back(), Some(decision.fingerprint.as_str()));
            for cell in row {
                prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{}", cell);
            }
        }
    }

    #[test]
    fn gitlab_gets_json_with_an_entry_for_each_open_denial(decisions in decisions(), trouble in text()) {
        let text = written(ExportFormat::GitLab, &decisions, &trouble);
        let entries: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
        let told: Vec<_> = entries.iter().map(|entry| entry["fingerprint"].as_str()).collect();
        let expected: Vec<_> = decisions
            .iter()
            .filter(|one| one.is_open_denial())
            .map(|one| Some(one.fingerprint.as_str()))
            .collect();
        prop_assert_eq!(told, expected);
        for entry in &entries {
            let described = entry["description"].as_str().unwrap();
            prop_assert!(!described.contains(char::is_control), "{:?}", described);
        }
    }

    #[test]
    fn sarif_is_json_with_a_result_for_each_open_denial(decisions in decisions(), trouble in text()) {
        let text = written(ExportFormat::Sarif, &decisions, &trouble);
        let log: serde_json::Value = serde_json::from_str(&text).unwrap();
        let run = &log["runs"][0];
        let results = run["results"].as_array().unwrap();
        prop_assert_eq!(results.len(), open(&decisions));
        for result in results {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            prop_assert_eq!(&run["tool"]["driver"]["rules"][index]["id"], &result["ruleId"]);
            let place = &result["locations"][0]["physicalLocation"];
            let uri = place["artifactLocation"]["uri"].as_str().unwrap();
            prop_assert!(uri.is_ascii() && !uri.contains([' ', '<', '\\', '"']), "{}", uri);
            let told = result["message"]["text"].as_str().unwrap();
            prop_assert!(!told.contains(|c: char| c.is_control() && c != '\n'), "{:?}", told);
        }
    }

    #[test]
    fn junit_is_xml_with_a_case_for_each_decision(decisions in decisions(), trouble in text()) {
        let xml = written(ExportFormat::Junit, &decisions, &trouble);
        let document = roxmltree::Document::parse(&xml).unwrap();
        let of = |name: &'static str| {
            document.descendants().filter(move |node| node.has_tag_name(name))
        };
        prop_assert_eq!(of("testcase").count(), decisions.len() + 1);
        let prints: Vec<_> = of("property")
            .filter(|node| node.attribute("name") == Some("fingerprint"))
            .filter_map(|node| node.attribute("value"))
            .collect();
        let expected: Vec<_> = decisions.iter().map(|one| one.fingerprint.as_str()).collect();
        prop_assert_eq!(prints, expected);
        for (key, element) in [("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped")] {
            let counted: usize = of("testsuite")
                .filter_map(|node| node.attribute(key))
                .map(|count| count.parse::<usize>().unwrap())
                .sum();
            prop_assert_eq!(counted, of(element).count());
        }
    }
}
