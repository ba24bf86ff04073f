use std::sync::Arc;

use crate::detect::{read_documents, reading_of, recognized_by};
use crate::extent::Extent;
use crate::input::ReadOptions;
use onus_core::diagnostic::Level;
use onus_core::document::Document;

use super::*;

const BUCKET: &str = r#"{"name": "//storage.googleapis.com/b", "asset_type": "storage.googleapis.com/Bucket", "ancestors": ["projects/1", "folders/2", "organizations/3"], "resource": {"parent": "//cloudresourcemanager.googleapis.com/projects/1", "location": "eu", "data": {"selfLink": "https://www.googleapis.com/storage/v1/b/b", "labels": {"owner": "a"}, "versioning": {"enabled": true}}}}"#;
const POLICY: &str = r#"{"name": "//storage.googleapis.com/b", "asset_type": "storage.googleapis.com/Bucket", "update_time": "2026-01-01T00:00:00Z", "iam_policy": {"bindings": [{"role": "roles/storage.objectViewer", "members": ["allUsers"]}]}}"#;

fn place(resource: &Resource, input: &str) -> String {
    let native = resource.body.native(&Pointer::parse(input)).unwrap();
    let place = resource.body.place(&native);
    assert!(place.exact, "{input}");
    place.document.slice(&place.range).to_owned()
}

fn pointers(pointers: &[Pointer]) -> Vec<String> {
    pointers.iter().map(Pointer::to_string).collect()
}

#[test]
fn an_asset_is_read() {
    assert_eq!(recognized_by(BUCKET), ["gcp-asset"]);
    let reading = reading_of(BUCKET);
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    let bucket = &reading.resources[0];
    assert_eq!(bucket.id, "//storage.googleapis.com/b");
    assert_eq!(bucket.kind, "storage.googleapis.com/Bucket");
    assert_eq!(
        (bucket.name.as_str(), bucket.provider.as_str()),
        ("b", "gcp")
    );
    assert_eq!(bucket.scope.account.as_deref(), Some("1"));
    assert_eq!(bucket.scope.tenant.as_deref(), Some("3"));
    assert_eq!(bucket.location.as_deref(), Some("eu"));
    assert_eq!(bucket.tags["owner"], "a");
    assert_eq!(
        bucket.aliases,
        ["https://www.googleapis.com/storage/v1/b/b"]
    );
    assert_eq!(bucket.body.text(), BUCKET);
    assert_eq!(place(bucket, "/properties/versioning/enabled"), "true");
    // No bucket has a policy here, so policies were not exported.
    assert_eq!(
        pointers(&bucket.unknown),
        ["/raw/iam_policy", "/raw/iamPolicy"]
    );
    let [parent] = bucket.edges.as_slice() else {
        panic!("{:?}", bucket.edges);
    };
    assert_eq!(parent.kind.as_deref(), Some("parent"));
    assert_eq!(
        parent.to,
        "//cloudresourcemanager.googleapis.com/projects/1"
    );
    let via = parent.via.as_ref().unwrap().to_string();
    assert_eq!(place(bucket, &via), format!("\"{}\"", parent.to));
}

#[test]
fn content_types_are_joined_by_name() {
    let relation = |to: &str| {
        format!(
            r#"{{"name": "//storage.googleapis.com/b", "asset_type": "storage.googleapis.com/Bucket", "related_asset": {{"asset": "//{to}", "relationship_type": "BUCKET_TO_KEY"}}}}"#
        )
    };
    let text = [POLICY, BUCKET, &relation("k"), &relation("l")].join("\n");
    assert_eq!(recognized_by(&text), ["gcp-asset"]);
    let reading = reading_of(&text);
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    let [bucket] = reading.resources.as_slice() else {
        panic!("{:?}", reading.resources);
    };
    assert!(bucket.unknown.is_empty(), "{:?}", bucket.unknown);
    let record: Value = serde_json::from_str(bucket.body.text()).unwrap();
    let policy: Value = serde_json::from_str(POLICY).unwrap();
    let complete: Value = serde_json::from_str(BUCKET).unwrap();
    assert_eq!(record["iam_policy"], policy["iam_policy"]);
    assert_eq!(record["resource"], complete["resource"]);
    assert_eq!(record["update_time"], policy["update_time"]);
    assert_eq!(record["related_asset"][1]["asset"], "//l");
    assert_eq!(record.as_object().unwrap().len(), 7);
    for (at, expected) in [
        ("/raw/iam_policy/bindings/0/members/0", "\"allUsers\""),
        ("/properties/versioning", r#"{"enabled": true}"#),
        ("/raw/related_asset/1/asset", "\"//l\""),
    ] {
        assert_eq!(place(bucket, at), expected);
    }
    let (file, _) = bucket.body.start();
    assert_eq!(file.text(), text);
    let keys: Vec<&Edge> = bucket
        .edges
        .iter()
        .filter(|edge| edge.kind.as_deref() == Some("key"))
        .collect();
    assert_eq!(keys.len(), 2);
    assert_eq!(keys[0].to, "//k");
}

#[test]
fn contradicting_records_stay_separate() {
    let other = BUCKET.replace("true", "false");
    let reading = reading_of(&[BUCKET, BUCKET, &other, POLICY].join("\n"));
    assert_eq!(reading.resources.len(), 2);
    let [problem] = reading.problems.as_slice() else {
        panic!("{:?}", reading.problems);
    };
    assert_eq!(problem.level, Level::Warning);
    assert!(problem.to_string().starts_with("t.json:3:1: "), "{problem}");
    assert_eq!(
        place(&reading.resources[1], "/properties/versioning/enabled"),
        "false"
    );
}

/// Reads texts as `0.json`, `1.json`, ... of one run.
fn together(texts: &[&str]) -> Vec<Reading> {
    let documents: Vec<Arc<Document>> = texts
        .iter()
        .enumerate()
        .map(|(number, text)| Arc::new(Document::new(format!("{number}.json"), *text)))
        .collect();
    read_documents(&documents, Extent::Complete, &ReadOptions::default()).0
}

fn file_of(resource: &Resource, input: &str) -> String {
    let native = resource.body.native(&Pointer::parse(input)).unwrap();
    resource.body.place(&native).document.name().to_owned()
}

#[test]
fn files_of_content_types_are_joined_by_name() {
    let listed = format!("[{POLICY}]")
        .replace("asset_type", "assetType")
        .replace("iam_policy", "iamPolicy");
    for (policy, key) in [(POLICY, "iam_policy"), (&listed, "iamPolicy")] {
        for (texts, at) in [([BUCKET, policy], 0), ([policy, BUCKET], 1)] {
            let readings = together(&texts);
            let problems: Vec<&Diagnostic> = readings.iter().flat_map(|r| &r.problems).collect();
            assert!(problems.is_empty(), "{problems:?}");
            // The resource belongs to the file of its first record.
            let [bucket] = readings[0].resources.as_slice() else {
                panic!("{:?}", readings[0].resources);
            };
            assert!(readings[1].resources.is_empty());
            assert_eq!(readings[0].other_files[0].name(), "1.json");
            assert!(bucket.unknown.is_empty(), "{:?}", bucket.unknown);
            assert_eq!(bucket.scope.account.as_deref(), Some("1"));
            // The place of the resource is that of its configuration.
            let (file, range) = bucket.body.start();
            assert_eq!((file.name(), range.start), (&*format!("{at}.json"), 0));
            assert_eq!(range.len(), BUCKET.len());
            assert_eq!(bucket.body.pointer, Pointer::root());
            let member = format!("/raw/{key}/bindings/0/members/0");
            assert_eq!(place(bucket, &member), "\"allUsers\"");
            assert_eq!(file_of(bucket, &member), format!("{}.json", 1 - at));
            assert_eq!(place(bucket, "/properties/versioning/enabled"), "true");
            assert_eq!(
                file_of(bucket, "/properties/versioning"),
                format!("{at}.json")
            );
        }
    }
}

#[test]
fn contents_are_exported_for_a_file_or_a_project_not_for_all() {
    let bucket = |name: &str, project: &str| {
        BUCKET
            .replace("com/b\"", &format!("com/{name}\""))
            .replace("projects/1", &format!("projects/{project}"))
    };
    let policy = POLICY.replace(
        "\"update_time\"",
        "\"ancestors\": [\"projects/1\", \"organizations/3\"], \"update_time\"",
    );
    let other = bucket("other", "1").replace("storage.googleapis.com/Bucket", "x/Y");
    let resources = [
        bucket("b", "1"),
        bucket("same-project", "1"),
        bucket("other-project", "2"),
        other,
    ]
    .join("\n");
    let unknown = |texts: &[&str]| -> Vec<(String, usize)> {
        together(texts)
            .iter()
            .flat_map(|reading| &reading.resources)
            .map(|resource| (resource.name.clone(), resource.unknown.len()))
            .collect()
    };
    let told = |list: [(&str, usize); 4]| list.map(|(name, count)| (name.to_owned(), count));
    let separate = told([
        ("b", 0),
        ("same-project", 0),
        ("other-project", 2),
        ("other", 2),
    ]);
    assert_eq!(unknown(&[&resources, &policy]), separate);
    // One export with both counts as complete for the type.
    let one = told([
        ("b", 0),
        ("same-project", 0),
        ("other-project", 0),
        ("other", 2),
    ]);
    assert_eq!(unknown(&[&format!("{resources}\n{policy}")]), one);
}

#[test]
fn contradictions_across_files_are_evaluated_twice_and_never_mixed() {
    let other = BUCKET.replace("true", "false");
    let closed = POLICY.replace("allUsers", "group:a@example.com");
    let bodies = |texts: &[&str]| -> Vec<(bool, bool, usize)> {
        together(texts)
            .iter()
            .flat_map(|reading| &reading.resources)
            .map(|resource| {
                let text = resource.body.text();
                (
                    text.contains("\"enabled\": true"),
                    text.contains("allUsers"),
                    resource.unknown.len(),
                )
            })
            .collect()
    };
    // One policy belongs to both configurations, and one configuration has both.
    let both = [(true, true, 0), (false, true, 0)];
    assert_eq!(bodies(&[BUCKET, &other, POLICY]), both);
    let both = [(true, true, 0), (true, false, 0)];
    assert_eq!(bodies(&[BUCKET, POLICY, &closed]), both);
    assert_eq!(bodies(&[POLICY, &closed, BUCKET]), both);
    // Which of two policies belongs to which configuration is unknown.
    let pairs = bodies(&[BUCKET, &other, POLICY, &closed]);
    assert_eq!(pairs, [(true, true, 2), (false, false, 2)]);
    // Unless a record has both.
    let complete = |bucket: &str, policy: &str| {
        let policy = policy.split_once("\"iam_policy\"").unwrap().1;
        format!(
            "{}, \"iam_policy\"{policy}",
            bucket.strip_suffix('}').unwrap()
        )
    };
    let pairs = bodies(&[&complete(BUCKET, POLICY), &complete(&other, &closed)]);
    assert_eq!(pairs, [(true, true, 0), (false, false, 0)]);
    // A third configuration has one of the policies, or none.
    let third = BUCKET.replace("\"eu\"", "\"us\"");
    let pairs = bodies(&[
        &complete(BUCKET, POLICY),
        &complete(&other, &closed),
        &third,
    ]);
    assert_eq!(pairs[2], (true, false, 2));
}

#[test]
fn a_file_that_repeats_another_one_is_reported() {
    let readings = together(&[&format!("{BUCKET}\n{POLICY}"), BUCKET, POLICY]);
    let resources: usize = readings.iter().map(|r| r.resources.len()).sum();
    assert_eq!(resources, 1);
    let told: Vec<String> = readings
        .iter()
        .flat_map(|reading| &reading.problems)
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        told,
        [
            "1.json:1:1: `//storage.googleapis.com/b` stands twice, here and at 0.json:1:1; what is the same is evaluated once",
            "2.json:1:1: `//storage.googleapis.com/b` stands twice, here and at 0.json:2:1; what is the same is evaluated once",
        ]
    );
}

#[test]
fn messages_about_a_file_are_about_it_alone() {
    let page = format!(r#"{{"assets": [{BUCKET}], "nextPageToken": "t"}}"#);
    let lone = POLICY.replace("/b\"", "/lone\"");
    let readings = together(&[&page, POLICY, "{\"name\": ", &lone]);
    let told: Vec<Vec<&str>> = readings
        .iter()
        .map(|reading| {
            reading
                .problems
                .iter()
                .map(|p| p.message.as_str())
                .collect()
        })
        .collect();
    assert!(told[0][0].contains("more pages follow"), "{told:?}");
    assert_eq!([told[0].len(), told[1].len(), told[2].len()], [1, 0, 1]);
    assert_eq!(
        told[3],
        [
            "`3.json` carries no configurations, so little about them can be decided: 1 of 1 assets have none"
        ]
    );
}

#[test]
fn lists_in_camel_case_are_read() {
    let text = r#"[null, {"assetType": "compute.googleapis.com/Instance", "name": "//compute.googleapis.com/projects/p/zones/z/instances/i",
        "ancestors": ["projects/1", "organizations/3"],
        "resource": {"data": {"zone": "https://www.googleapis.com/compute/v1/projects/p/zones/z"}}, "iamPolicy": {}},
      {"assetType": "cloudresourcemanager.googleapis.com/Project", "name": "//cloudresourcemanager.googleapis.com/projects/1",
        "ancestors": ["projects/1", "organizations/3"], "resource": {"data": {"name": "Contoso", "projectId": "contoso-1"}}, "iamPolicy": {}, "orgPolicy": []}]"#;
    assert_eq!(recognized_by(text), ["gcp-asset"]);
    let reading = reading_of(text);
    let [problem] = reading.problems.as_slice() else {
        panic!("{:?}", reading.problems);
    };
    assert!(problem.message.starts_with("this is null"), "{problem}");
    assert_eq!(problem.location().as_deref(), Some("t.json:1:5"));
    let [machine, project] = reading.resources.as_slice() else {
        panic!("{:?}", reading.resources);
    };
    assert_eq!(machine.aliases, ["projects/p/zones/z/instances/i"]);
    assert_eq!(machine.location.as_deref(), Some("z"));
    assert_eq!(machine.body.pointer.to_string(), "/1");
    assert_eq!(
        machine.edges[0].to,
        "//cloudresourcemanager.googleapis.com/projects/1"
    );
    assert_eq!(
        pointers(&machine.unknown),
        ["/raw/os_inventory", "/raw/osInventory"]
    );
    assert_eq!(project.name, "Contoso");
    assert!(project.edges.is_empty() && project.unknown.is_empty());
}

#[test]
fn configurations_in_strings_are_parsed() {
    let text = r#"{"name": "//bigquery.googleapis.com/projects/p/datasets/d", "asset_type": "bigquery.googleapis.com/Dataset", "resource": {"data": "{\"labels\":{\"a\":\"\u00e4\"},\"access\":[{\"role\":\"READER\"}]}"}, "iam_policy": null}
{"name": "//bigquery.googleapis.com/projects/p/datasets/e", "asset_type": "bigquery.googleapis.com/Dataset", "resource": {"data": "none"}}
"#;
    let reading = reading_of(text);
    let [dataset] = reading.resources.as_slice() else {
        panic!("{:?}", reading.resources);
    };
    assert_eq!(dataset.tags["a"], "ä");
    // As in the file, where quotes are escaped.
    assert_eq!(place(dataset, "/properties/access/0/role"), r#"\"READER\""#);
    let record: Value = serde_json::from_str(dataset.body.text()).unwrap();
    assert_eq!(record["resource"]["data"]["access"][0]["role"], "READER");
    let [problem] = reading.problems.as_slice() else {
        panic!("{:?}", reading.problems);
    };
    assert!(problem.to_string().starts_with("t.json:2:"), "{problem}");
    assert!(problem.message.contains("no JSON object"));
}

#[test]
fn exports_without_configurations_are_marked_and_refused() {
    let reading = reading_of(&[POLICY, &POLICY.replace("/b\"", "/c\"")].join("\n"));
    assert_eq!(reading.resources.len(), 2);
    for resource in &reading.resources {
        assert_eq!(pointers(&resource.unknown), ["/properties", "/tags"]);
    }
    let [problem] = reading.problems.as_slice() else {
        panic!("{:?}", reading.problems);
    };
    assert_eq!(problem.level, Level::Error);
    assert!(
        problem
            .help
            .as_ref()
            .unwrap()
            .contains("--content-type=resource")
    );
}

#[test]
fn bad_records_are_one_problem_each_in_the_order_of_the_file() {
    let text = [
        BUCKET,
        r#"{"name": "//x.googleapis.com/b", "asset_type": "c", "resource": {"data": "none"}}"#,
        r#"{"name": "//x.googleapis.com/b"}"#,
        "{\"name\": ",
        r#"{"name": "//a", "name": "//b", "asset_type": "c"}"#,
        BUCKET,
    ]
    .join("\n");
    let reading = reading_of(&text);
    assert_eq!((reading.resources.len(), reading.problems.len()), (1, 4));
    for (problem, line) in reading.problems.iter().zip(2..) {
        assert!(
            problem.to_string().starts_with(&format!("t.json:{line}:")),
            "{problem}"
        );
    }
}

#[test]
fn pages_that_are_not_the_last_are_not_complete() {
    let page = format!(r#"{{"assets": [{BUCKET}], "nextPageToken": "t", "readTime": "x"}}"#);
    assert_eq!(recognized_by(&page), ["gcp-asset"]);
    let reading = reading_of(&page);
    assert_eq!(reading.resources[0].body.pointer.to_string(), "/assets/0");
    let [problem] = reading.problems.as_slice() else {
        panic!("{:?}", reading.problems);
    };
    assert!(problem.message.contains("more pages follow"));
}

#[test]
fn real_exports_are_read() {
    let path = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
        .join("../shared/data/gcp-cai-export.ndjson");
    let Ok(text) = std::fs::read_to_string(path) else {
        return;
    };
    assert_eq!(recognized_by(&text), ["gcp-asset"]);
    let reading = reading_of(&text);
    assert!(
        reading
            .problems
            .iter()
            .all(|problem| problem.level == Level::Warning),
        "{:?}",
        reading.problems
    );
    assert!(reading.resources.len() > 200, "{}", reading.resources.len());
    for resource in &reading.resources {
        let (file, _) = resource.body.start();
        let record: Value = serde_json::from_str(resource.body.text()).unwrap();
        assert_eq!(record["name"], Value::from(resource.id.as_str()));
        assert_eq!(file.name(), "t.json");
    }
}
