//! Whatever inventories and policies call things, the syntax of an output holds: each
//! format is written with arbitrary texts everywhere, and read back.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use onus_core::decision::{
    Answer, Basis, Decision, Duty, Finding, Party, Remediation, Responsibility, Scope, Source,
    Status, WaiverRef, WrittenAt, sample,
};
use onus_core::diagnostic::Diagnostic;
use onus_core::json_pointer::Pointer;
use onus_core::vocabulary::{PartyKind, Severity};
use onus_evaluate::{Editions, Gaps};

use crate::results::decision;
use crate::{
    Command, ExportFormat, Exported, Filter, PolicySetInfo, Report, Run, Setting, Summary, Time,
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
        time: Time::Fixed(jiff::Timestamp::UNIX_EPOCH),
        before: Vec::new(),
    };
    let mut report = Exported::new(format, &setting, Filter::default());
    let mut out = Vec::new();
    let editions = Editions::default();
    let problems = [Diagnostic::error(trouble).help(trouble)];
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

/// A page of Markdown, as far as it may not be what somebody else wants.
#[derive(Debug, Default)]
struct Read {
    headings: usize,
    /// Texts of code spans and the words around them.
    texts: Vec<String>,
    /// The last cell of each row of each table.
    last_cells: Vec<String>,
}

/// Reads Markdown as GitHub does.
fn read_markdown(page: &str) -> Read {
    let mut read = Read::default();
    let mut words = String::new();
    for event in Parser::new_ext(page, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Text(text) | Event::Code(text) => words.push_str(&text),
            Event::Html(html) | Event::InlineHtml(html) => {
                let ours = ["<details>", "</details>", "<code>", "</code>", "<summary>"];
                let html = html.trim();
                assert!(ours.iter().any(|own| html.starts_with(own)), "{html}");
                assert!(!html.contains("script"), "{html}");
            }
            Event::Start(Tag::Heading { .. }) => read.headings += 1,
            Event::Start(tag @ (Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_))) => {
                panic!("{tag:?} in {page}")
            }
            Event::Start(Tag::TableCell) => words.clear(),
            Event::End(TagEnd::TableRow) => read.last_cells.push(std::mem::take(&mut words)),
            Event::End(TagEnd::Paragraph | TagEnd::Item) => {
                read.texts.push(std::mem::take(&mut words));
            }
            _ => {}
        }
    }
    read
}

proptest! {
    #[test]
    fn markdown_is_no_markup_of_somebody_else(decisions in decisions(), trouble in text()) {
        // Enough for a table.
        let all = [decisions.as_slice(); 6].concat();
        let page = written(ExportFormat::Markdown, &all, &trouble);
        let read = read_markdown(&page);
        let shown = open(&all);
        prop_assert_eq!(read.headings, 1 + usize::from(shown > 10), "{}", page);
        let prints = |text: &&String| text.contains("fingerprint 0000");
        prop_assert_eq!(read.texts.iter().filter(prints).count(), shown.min(10), "{}", page);
        // The counts and the parties have tables of their own.
        let parties: BTreeSet<String> = all
            .iter()
            .filter(|one| one.is_open_denial())
            .map(|one| decision::entry(one, &HashMap::new()).party.unwrap())
            .collect();
        let counts = usize::from(!all.is_empty());
        let rows = counts + parties.len() + shown.saturating_sub(10);
        prop_assert_eq!(read.last_cells.len(), rows, "{}", page);
        let parties: BTreeSet<&str> = parties.iter().map(|party| party.trim()).collect();
        for last in read.last_cells.iter().skip(rows - shown.saturating_sub(10)) {
            prop_assert!(parties.contains(last.trim()), "{} in {}", last, page);
        }
        prop_assert!(!page.contains(ACTING));
    }

    #[test]
    fn tap_has_a_result_for_each_decision(decisions in decisions(), trouble in text()) {
        let text = written(ExportFormat::Tap, &decisions, &trouble);
        let mut lines = text.lines().peekable();
        prop_assert_eq!(lines.next(), Some("TAP version 14"));
        let mut results = Vec::new();
        let plan = loop {
            let line = lines.next().unwrap();
            let Some((word, rest)) = line.split_once(&format!(" {} - ", results.len() + 1)) else {
                break line;
            };
            prop_assert!(["ok", "not ok"].contains(&word), "{}", line);
            let plain = rest.replace("\\\\", "").replace("\\#", "");
            let skipped = plain.contains('#');
            prop_assert!(!skipped || plain.contains(" # SKIP "), "{}", line);
            results.push((word, skipped));
            if lines.next_if_eq(&"  ---").is_none() {
                continue;
            }
            let mut yaml = String::new();
            while lines.next_if_eq(&"  ...").is_none() {
                yaml.push_str(lines.next().unwrap());
                yaml.push('\n');
            }
            let fields: serde_json::Value = serde_saphyr::from_str(&yaml).unwrap();
            prop_assert!(fields["message"].is_string(), "{}", yaml);
        };
        let expected: Vec<(&str, bool)> = decisions
            .iter()
            .map(|one| match one.status {
                Status::Satisfied => ("ok", false),
                _ if one.waiver.is_some() => ("ok", true),
                Status::Unknown => ("ok", true),
                _ => ("not ok", false),
            })
            .chain([("not ok", false)])
            .collect();
        prop_assert_eq!(&results, &expected);
        prop_assert_eq!(plan, format!("1..{}", expected.len()));
        prop_assert!(lines.all(|line| line.starts_with("# not assessed: ")), "{}", text);
        prop_assert!(!text.contains(ACTING));
    }

    #[test]
    fn azure_gets_the_commands_that_are_meant(decisions in decisions(), trouble in text()) {
        let text = written(ExportFormat::Azure, &decisions, &trouble);
        let lines: Vec<&str> = text.lines().collect();
        prop_assert_eq!(lines.len(), open(&decisions) + 2, "{}", text);
        let (last, commands) = lines.split_last().unwrap();
        prop_assert!(last.starts_with("onus eval: "));
        for command in commands {
            let rest = command.strip_prefix("##vso[task.logissue ").unwrap();
            let (properties, message) = rest.split_once(";]").unwrap();
            prop_assert!(!properties.contains(']') && !message.contains("##vso["), "{}", command);
            let keys: Vec<&str> = properties
                .split(';')
                .map(|property| property.split_once('=').unwrap().0)
                .collect();
            let all = ["type", "sourcepath", "linenumber", "columnnumber", "code"];
            prop_assert!(keys == ["type"] || keys == all, "{}", command);
        }
        prop_assert!(!text.contains(ACTING));
    }

    #[test]
    fn a_security_report_has_a_vulnerability_for_each_open_denial(decisions in decisions(), trouble in text()) {
        let text = written(ExportFormat::GitLabSast, &decisions, &trouble);
        let report: serde_json::Value = serde_json::from_str(&text).unwrap();
        let all = report["vulnerabilities"].as_array().unwrap();
        prop_assert_eq!(all.len(), open(&decisions));
        let ids: BTreeSet<&str> = all.iter().filter_map(|one| one["id"].as_str()).collect();
        prop_assert_eq!(ids.len(), all.len());
        for one in all {
            prop_assert!(!one["identifiers"][0]["value"].as_str().unwrap().is_empty());
            prop_assert!((1..=255).contains(&one["name"].as_str().unwrap().chars().count()));
            prop_assert!(one["location"]["end_line"].as_u64() >= Some(1));
        }
        prop_assert_eq!(&report["scan"]["start_time"], "1970-01-01T00:00:00");
        prop_assert_eq!(report["scan"]["messages"].as_array().unwrap().len(), 1);
    }

    #[test]
    fn full_sarif_has_a_result_of_a_kind_for_each_decision(decisions in decisions(), trouble in text()) {
        let text = written(ExportFormat::SarifFull, &decisions, &trouble);
        let log: serde_json::Value = serde_json::from_str(&text).unwrap();
        let run = &log["runs"][0];
        let results = run["results"].as_array().unwrap();
        prop_assert_eq!(results.len(), decisions.len());
        for (result, decision) in results.iter().zip(&decisions) {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            prop_assert_eq!(&run["tool"]["driver"]["rules"][index]["id"], &result["ruleId"]);
            let kind = result["kind"].as_str().unwrap();
            prop_assert_eq!(kind == "fail", result["level"] != "none");
            prop_assert_eq!(kind == "pass", decision.status == Status::Satisfied);
            prop_assert_eq!(result.get("suppressions").is_some(), decision.waiver.is_some());
        }
    }

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

#[test]
fn what_is_too_much_for_a_service_is_left_out_and_counted() {
    let decisions: Vec<Decision> = (0..30_000)
        .map(|number| {
            let name = format!("{}{number}", "long/".repeat(60));
            sample("C-1", &name, onus_core::decision::Verdict::Deny)
        })
        .collect();
    let page = written(ExportFormat::Markdown, &decisions, "trouble");
    assert!(page.len() < 1 << 20, "{}", page.len());
    let told: usize = page
        .lines()
        .filter(|line| line.starts_with("| high | `C-1`"))
        .count();
    let rest = format!("and {} more, for which", 30_000 - 10 - told);
    assert!(told > 1_000 && page.contains(&rest), "{told}: {rest}");
    for format in [ExportFormat::GitHub, ExportFormat::Azure] {
        let text = written(format, &decisions, "trouble");
        // The problem is one of the ten errors.
        assert_eq!(text.lines().count(), 11);
        assert!(text.contains("trouble") && text.contains("; 29991 are not shown here"));
    }
}
