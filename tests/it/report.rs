//! Reports get decisions piece after piece: whatever the pieces, the same bytes.

use std::collections::HashMap;
use std::sync::Arc;

use onus::document::Document;
use onus::evaluate::{Evaluation, Evaluator, Options};
use onus::inventory::{ReadOptions, read_document};
use onus::report::{
    Command, Detail, Exported, FORMATS, Filter, Format, Json, LookedAt, Ndjson, PartyFilter,
    PolicySetInfo, Pretty, Report, Run, Setting, Summary, Time,
};
use onus::vocabulary::PartyKind;

use crate::support::{catalogue, root};

const ESTATE: &str = "inputs/azure-resource-graph/contoso.json";

/// What a report writes when the decisions come in pieces of `size`. The texts are
/// at hand only while a piece is taken.
fn written(
    report: &mut dyn Report,
    size: usize,
    document: &Arc<Document>,
    evaluation: &Evaluation,
    policy_set: &PolicySetInfo<'_>,
) -> String {
    let mut out = Vec::new();
    let mut summary = Summary::default();
    for piece in evaluation.decisions.chunks(size.max(1)) {
        let documents = HashMap::from([(document.name().to_owned(), Arc::clone(document))]);
        summary.count(piece);
        report.take(piece, &documents, &mut out).unwrap();
    }
    let looked_at = LookedAt {
        resources: evaluation.resources,
        types: evaluation.types,
        unowned: evaluation.unowned,
    };
    summary.close(looked_at, &evaluation.gaps, &evaluation.problems);
    let run = Run {
        summary,
        gaps: &evaluation.gaps,
        problems: &evaluation.problems,
        policy_set: policy_set.clone(),
    };
    report.close(&run, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn pieces_of_any_size_give_the_same_bytes() {
    let text = std::fs::read_to_string(root().join(ESTATE)).unwrap();
    let document = Arc::new(Document::new(ESTATE, text));
    let reading = read_document(&document, &ReadOptions::default());
    let evaluator = Evaluator::new(catalogue(), Options::default());
    let evaluation = evaluator.evaluate(&reading.resources, &|_| {});
    let decisions = evaluation.decisions.len();
    let policy_set = PolicySetInfo {
        digest: &catalogue().digest,
        editions: evaluator.editions(),
        controls: evaluator.control_count(),
    };
    let all = Filter::default;
    let customers = || Filter {
        parties: vec![PartyFilter::Kind(PartyKind::Customer)],
    };
    type Maker<'m> = Box<dyn Fn() -> Box<dyn Report + 'm> + 'm>;
    let pretty = |detail, filter: fn() -> Filter| -> Maker<'_> {
        Box::new(move || Box::new(Pretty::new(100, detail, filter())))
    };
    let info = &policy_set;
    let setting = Setting {
        command: Command::Eval,
        base: "/".into(),
        time: Time::Fixed(jiff::Timestamp::UNIX_EPOCH),
        existing: Vec::new(),
    };
    let mut makers: Vec<(&str, Maker<'_>)> = vec![
        ("pretty", pretty(Detail::Normal, all)),
        ("pretty, verbose", pretty(Detail::Verbose, all)),
        ("pretty, quiet", pretty(Detail::Quiet, all)),
        ("pretty, of customers", pretty(Detail::Normal, customers)),
        (
            "json",
            Box::new(move || Box::new(Json::new(info.clone(), all()))),
        ),
        (
            "json, of customers",
            Box::new(move || Box::new(Json::new(info.clone(), customers()))),
        ),
        ("ndjson", Box::new(move || Box::new(Ndjson::new(all())))),
    ];
    for format in FORMATS {
        if let Format::Export(export) = format.format() {
            let setting = setting.clone();
            let maker =
                move || -> Box<dyn Report> { Box::new(Exported::new(export, &setting, all())) };
            makers.push((format.name, Box::new(maker)));
        }
    }
    for (name, maker) in makers {
        let with = |size| written(maker().as_mut(), size, &document, &evaluation, info);
        let whole = with(decisions);
        assert!(!whole.is_empty(), "{name} writes nothing");
        for size in [1, 7, decisions - 1] {
            assert!(
                with(size) == whole,
                "{name}: pieces of {size} give something else"
            );
        }
    }
}

#[test]
fn json_is_one_object_in_the_order_in_which_things_are_known() {
    let evaluator = Evaluator::new(catalogue(), Options::default());
    let policy_set = PolicySetInfo {
        digest: "d",
        editions: evaluator.editions(),
        controls: 0,
    };
    let document = Arc::new(Document::new("empty.json", ""));
    let mut json = Json::new(policy_set.clone(), Filter::default());
    let evaluation = Evaluation::default();
    let text = written(&mut json, 1, &document, &evaluation, &policy_set);
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["decisions"], serde_json::json!([]));
    let places: Vec<usize> = [
        "{\n  \"format_version\": 1,",
        "\n  \"onus\": \"",
        "\n  \"policy_set\": {\n    \"digest\": \"d\",",
        "\n  \"decisions\": [],",
        "\n  \"summary\": {\n    \"resources\": 0,",
        "\n  \"not_assessed\": {\n    \"types\": {},",
        "\n  \"problems\": []\n}\n",
    ]
    .iter()
    .map(|part| {
        text.find(part)
            .unwrap_or_else(|| panic!("{part} in {text}"))
    })
    .collect();
    assert!(places.is_sorted(), "{text}");
}
