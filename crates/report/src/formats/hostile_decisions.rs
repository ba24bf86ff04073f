//! Hostile decisions for the tests of formats: arbitrary texts in every field, so that a
//! test can read each output back.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::*;

use onus_core::decision::{
    Answer, Basis, Decision, Duty, Finding, Party, Remediation, Responsibility, Scope, Source,
    Status, WaiverRef, WrittenAt, sample,
};
use onus_core::diagnostic::Diagnostic;
use onus_core::json_pointer::Pointer;
use onus_core::vocabulary::{PartyKind, Severity};
use onus_evaluate::{Editions, Gaps};

use crate::export::setting::{Command, Setting, Time};
use crate::filter::Filter;
use crate::formats::decision_export::Exported;
use crate::formats::output_format::{Format, OutputFormat};
use crate::run::{PolicySetInfo, Report, Run};
use crate::summary::Summary;

/// Texts that mean something to one format or another, between others.
pub(crate) fn text() -> impl Strategy<Value = String> {
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
                    certainty: onus_core::decision::Certainty::Certain,
                    range: None,
                    failure: None,
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
pub(crate) fn decisions() -> impl Strategy<Value = Vec<Decision>> {
    vec(decision(), 0..5).prop_map(|mut decisions| {
        for (number, decision) in decisions.iter_mut().enumerate() {
            decision.fingerprint = format!("{number:064x}");
        }
        decisions
    })
}

/// What a format writes of decisions and of a problem that says `trouble`.
pub(crate) fn written(format: &OutputFormat, decisions: &[Decision], trouble: &str) -> String {
    let setting = Setting {
        command: Command::Eval,
        base: "/estate".into(),
        time: Time::Fixed(jiff::Timestamp::UNIX_EPOCH),
        existing: Vec::new(),
    };
    let Format::Export(export) = format.format() else {
        panic!("`{}` is no export", format.name)
    };
    let mut report = Exported::new(export, &setting, Filter::default());
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
pub(crate) const CONTROL_CHARACTERS: [char; 4] = ['\r', '\u{1b}', '\u{202e}', '\u{2028}'];

/// How many decisions are denials that nobody has accepted.
pub(crate) fn open(decisions: &[Decision]) -> usize {
    decisions.iter().filter(|one| one.is_open_denial()).count()
}
