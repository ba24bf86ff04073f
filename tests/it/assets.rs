//! Cloud Asset Inventory exports one content type a file: those that are given in one
//! run are joined, so that an asset is one resource, wherever its parts stand.

use std::io::Write as _;

use serde_json::{Value as Json, json};

use crate::sandbox::{Sandbox, control, line, lines, text};

const BUCKET: &str = "storage.googleapis.com/Bucket";

/// A record of an export, in one project of an organisation.
fn asset(name: &str, project: &str, content: &str, value: &Json) -> String {
    json!({
        "name": format!("//storage.googleapis.com/{name}"),
        "asset_type": BUCKET,
        content: value,
        "ancestors": [format!("projects/{project}"), "organizations/3"],
    })
    .to_string()
}

fn configuration(name: &str, project: &str, prevention: &str) -> String {
    let data = json!({"name": name, "iamConfiguration": {"publicAccessPrevention": prevention}});
    asset(
        name,
        project,
        "resource",
        &json!({"version": "v1", "data": data}),
    )
}

fn policy(name: &str, project: &str, member: &str) -> String {
    let binding = json!({"role": "roles/storage.objectViewer", "members": [member]});
    asset(name, project, "iam_policy", &json!({"bindings": [binding]}))
}

fn relation(name: &str, to: &str) -> String {
    let related = json!({"asset": to, "asset_type": "x/Key", "relationship_type": "BUCKET_TO_KEY"});
    asset(name, "1", "related_asset", &related)
}

fn whole(records: &[String]) -> String {
    records.iter().map(|record| format!("{record}\n")).collect()
}

/// Configurations of an open, a closed and an unseen bucket, and of one that is in
/// another project.
fn resources() -> String {
    whole(&[
        configuration("open", "1", "inherited"),
        configuration("closed", "1", "inherited"),
        configuration("none", "1", "inherited"),
        configuration("elsewhere", "2", "inherited"),
    ])
}

fn policies() -> String {
    whole(&[
        policy("closed", "1", "group:a@example.com"),
        policy("open", "1", "allUsers"),
    ])
}

/// The control of a user who looks at both.
fn public() -> String {
    control(
        "acme.public",
        "ACME-PUBLIC-001",
        "[storage.googleapis.com/Bucket]",
        "deny contains {\"message\": sprintf(\"%s may read it\", [member]), \"pointer\": sprintf(\"/raw/iam_policy/bindings/%d/members/%d\", [i, j])} if {
	input.properties.iamConfiguration.publicAccessPrevention != \"enforced\"
	some i, binding in input.raw.iam_policy.bindings
	some j, member in binding.members
	member in {\"allUsers\", \"allAuthenticatedUsers\"}
}",
    )
}

/// The control of a user who looks at relations.
fn encrypted() -> String {
    control(
        "acme.encrypted",
        "ACME-KEY-001",
        "[storage.googleapis.com/Bucket]",
        "deny contains \"it has no key\" if not input.raw.related_asset",
    )
}

fn sandbox() -> Sandbox {
    Sandbox::with("resource.ndjson", resources())
        .file("iam.ndjson", policies())
        .file("public.rego", public())
        .file("encrypted.rego", encrypted())
}

const RULES: [&str; 4] = ["--policy", "public.rego", "--select", "ACME-PUBLIC-001"];

fn decided(sandbox: &Sandbox, files: &[&str]) -> Vec<String> {
    let (_, decisions) = sandbox.decide(&[files, &RULES].concat());
    lines(&decisions)
        .iter()
        .map(|line| {
            line.replace(" ACME-PUBLIC-001", "")
                .replace(" data customer", "")
        })
        .collect()
}

#[test]
fn a_policy_in_another_file_decides() {
    let expected = [
        "allow satisfied closed",
        "allow satisfied none",
        "deny unknown elsewhere",
        "deny violated open",
    ];
    for files in [
        ["resource.ndjson", "iam.ndjson"],
        ["iam.ndjson", "resource.ndjson"],
    ] {
        let mut lines = decided(&sandbox(), &files);
        lines.sort();
        assert_eq!(lines, expected, "{files:?}");
    }
    // Without it, nothing is known.
    let alone = decided(&sandbox(), &["resource.ndjson"]);
    assert!(
        alone.iter().all(|line| line.starts_with("deny unknown")),
        "{alone:?}"
    );
}

#[test]
fn resources_are_in_the_order_of_their_first_records() {
    let order = |files: [&str; 2]| decided(&sandbox(), &files).join(", ");
    assert_eq!(
        order(["resource.ndjson", "iam.ndjson"]),
        "deny violated open, allow satisfied closed, allow satisfied none, deny unknown elsewhere"
    );
    assert_eq!(
        order(["iam.ndjson", "resource.ndjson"]),
        "allow satisfied closed, deny violated open, allow satisfied none, deny unknown elsewhere"
    );
}

#[test]
fn places_lead_to_the_file_that_says_it() {
    let sandbox = sandbox();
    let outputs = [
        "-o",
        "pretty",
        "-o",
        "json=out.json",
        "-o",
        "ndjson=out.ndjson",
    ];
    let ran = sandbox.eval(&[&["iam.ndjson", "resource.ndjson"], &RULES[..], &outputs].concat());
    insta::assert_snapshot!(ran.transcript());
    let json: Json = serde_json::from_str(&sandbox.read("out.json")).unwrap();
    let lines = sandbox.read("out.ndjson");
    let mut all: Vec<Json> = json["decisions"].as_array().unwrap().clone();
    all.extend(
        lines
            .lines()
            .map(|line| serde_json::from_str(line).unwrap()),
    );
    let open = all.iter().filter(|d| d["resource"]["name"] == "open");
    assert_eq!(open.clone().count(), 2);
    let written = policies();
    for decision in open {
        // The decision stands where the configuration does, the finding where the
        // policy is.
        assert_eq!(text(decision, "/resource/source/file"), "resource.ndjson");
        assert_eq!(decision["resource"]["source"]["line"], 1);
        assert_eq!(decision["resource"]["source"]["column"], 1);
        let finding = &decision["findings"][0];
        assert_eq!(text(finding, "/file"), "iam.ndjson");
        assert_eq!(finding["line"], 2);
        let column = written
            .lines()
            .nth(1)
            .unwrap()
            .find("\"allUsers\"")
            .unwrap()
            + 1;
        assert_eq!(finding["column"], column);
        assert_eq!(finding["value"], "allUsers");
    }
}

#[test]
fn three_files_in_a_folder_and_packed_ones_are_joined() {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(policies().as_bytes()).unwrap();
    let keys = whole(&[relation("open", "//k/1"), relation("open", "//k/2")]);
    let sandbox = Sandbox::with("all/resource.ndjson", resources())
        .file("all/iam.json.gz", packer.finish().unwrap())
        .file("all/relationship.ndjson", keys)
        .file("public.rego", public())
        .file("encrypted.rego", encrypted());
    let both = [
        "--policy",
        "public.rego",
        "--policy",
        "encrypted.rego",
        "--select",
        "ACME-*",
    ];
    let (code, decisions) = sandbox.decide(&[&["all"], &both[..]].concat());
    let mut told = lines(&decisions);
    told.sort();
    assert_eq!(code, 1);
    assert_eq!(
        told,
        [
            "allow satisfied ACME-KEY-001 open data customer",
            "allow satisfied ACME-PUBLIC-001 closed data customer",
            "allow satisfied ACME-PUBLIC-001 none data customer",
            "deny unknown ACME-PUBLIC-001 elsewhere data customer",
            "deny violated ACME-KEY-001 closed data customer",
            "deny violated ACME-KEY-001 elsewhere data customer",
            "deny violated ACME-KEY-001 none data customer",
            "deny violated ACME-PUBLIC-001 open data customer",
        ]
    );
    // However many threads decide, and beside a file that is read in pieces.
    let told = |arguments: &[&str]| {
        sandbox
            .eval(&[&["all"], &both[..], arguments].concat())
            .transcript()
    };
    let one = told(&["--threads", "1"]);
    assert_eq!(told(&["--threads", "4"]), one);
    let azure = crate::sandbox::shop();
    let sandbox = sandbox.file("azure.json", azure);
    let told = |arguments: &[&str]| {
        let files = [
            "all/resource.ndjson",
            "azure.json",
            "all/iam.json.gz",
            "all/relationship.ndjson",
        ];
        sandbox
            .eval(&[&files, &both[..], arguments].concat())
            .transcript()
    };
    assert_eq!(told(&["--stream-above", "1"]), told(&[]));
}

#[test]
fn what_contradicts_across_files_is_decided_twice() {
    let later = resources().replace("inherited", "enforced");
    let sandbox = sandbox().file("later.ndjson", later);
    let files = ["resource.ndjson", "later.ndjson", "iam.ndjson"];
    let (code, decisions) = sandbox.decide(&[&files, &RULES[..]].concat());
    assert_eq!(code, 1);
    let open: Vec<String> = decisions
        .iter()
        .filter(|decision| decision["resource"]["name"] == "open")
        .map(|decision| {
            let file = text(decision, "/resource/source/file");
            format!("{} at {file}", line(decision))
        })
        .collect();
    assert_eq!(
        open,
        [
            "deny violated ACME-PUBLIC-001 open data customer at resource.ndjson",
            "allow satisfied ACME-PUBLIC-001 open data customer at later.ndjson",
        ]
    );
    let ran = sandbox.eval(&[&files, &RULES[..]].concat());
    let warning = "`//storage.googleapis.com/open` stands twice, here and at resource.ndjson:1:1, and so do 3 others; all are evaluated";
    assert!(ran.stderr.contains(warning), "{}", ran.stderr);

    // Two policies beside two configurations: none of the pairs is certain.
    let closed = policies().replace("allUsers", "group:b@example.com");
    let sandbox = sandbox.file("closed.ndjson", closed);
    for files in [
        [
            "resource.ndjson",
            "later.ndjson",
            "iam.ndjson",
            "closed.ndjson",
        ],
        [
            "later.ndjson",
            "closed.ndjson",
            "iam.ndjson",
            "resource.ndjson",
        ],
    ] {
        let lines = decided(&sandbox, &files);
        let open: Vec<&String> = lines
            .iter()
            .filter(|line| line.ends_with(" open"))
            .collect();
        assert_eq!(open, ["deny unknown open"; 2], "{files:?}");
    }
}

#[test]
fn a_copy_of_a_file_changes_nothing_but_a_warning() {
    let sandbox = sandbox()
        .file("resource-2.ndjson", resources())
        .file("iam-2.ndjson", policies());
    let files = [
        "resource.ndjson",
        "iam.ndjson",
        "resource-2.ndjson",
        "iam-2.ndjson",
    ];
    assert_eq!(decided(&sandbox, &files), decided(&sandbox, &files[..2]));
    let ran = sandbox.eval(&[&files, &RULES[..]].concat());
    assert_eq!(ran.code, 1);
    for warning in [
        "`//storage.googleapis.com/open` stands twice, here and at resource.ndjson:1:1, and so do 3 others; what is the same is evaluated once",
        "`//storage.googleapis.com/open` stands twice, here and at iam.ndjson:2:1, and so does another resource; what is the same is evaluated once",
    ] {
        assert!(ran.stderr.contains(warning), "{}", ran.stderr);
    }
}

#[test]
fn a_damaged_line_is_said_and_the_rest_is_decided() {
    let damaged = policies().replace("\n{\"name\"", "\n{name\"");
    assert_ne!(damaged, policies());
    let sandbox = sandbox().file("iam.ndjson", damaged);
    let ran = sandbox.eval(
        &[
            &["resource.ndjson", "iam.ndjson", "-o", "ndjson"],
            &RULES[..],
        ]
        .concat(),
    );
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("iam.ndjson:2:2"), "{}", ran.stderr);
    assert!(
        !ran.stderr.contains("carries no configurations"),
        "{}",
        ran.stderr
    );
    // Any policy that is not there may be the damaged one.
    assert_eq!(
        decided(&sandbox, &["resource.ndjson", "iam.ndjson"]),
        [
            "deny unknown open",
            "allow satisfied closed",
            "deny unknown none",
            "deny unknown elsewhere",
        ]
    );
    let doubtful = [
        "deny violated open",
        "deny unknown closed",
        "deny unknown none",
        "deny unknown elsewhere",
    ];
    // It may be in a file that can't be read, or is not there.
    let sandbox = sandbox
        .file("iam.ndjson", whole(&[policy("open", "1", "allUsers")]))
        .file(
            "cut.json",
            format!("[{}", policy("closed", "1", "allUsers")),
        );
    for other in ["cut.json", "missing.json"] {
        let files = ["resource.ndjson", "iam.ndjson", other];
        assert_eq!(decided(&sandbox, &files), doubtful, "{other}");
    }
    // Or on a page that is still to come.
    let page = format!(
        "{{\"assets\": [{}], \"nextPageToken\": \"t\"}}",
        policy("open", "1", "allUsers")
    );
    let sandbox = sandbox.file("iam.ndjson", page);
    assert_eq!(
        decided(&sandbox, &["resource.ndjson", "iam.ndjson"]),
        doubtful
    );
}

#[test]
fn a_file_of_other_assets_carries_no_configurations() {
    let other = policies()
        .replace("projects/1", "projects/9")
        .replace("com/", "com/other-");
    let sandbox = sandbox().file("other.ndjson", other);
    let ran = sandbox.eval(
        &[
            &["resource.ndjson", "iam.ndjson", "other.ndjson"],
            &RULES[..],
        ]
        .concat(),
    );
    assert_eq!(ran.code, 2);
    assert_eq!(ran.stderr.matches("carries no configurations").count(), 1);
    assert!(
        ran.stderr.contains("`other.ndjson` carries"),
        "{}",
        ran.stderr
    );
}

#[test]
fn who_is_responsible_is_said_once_for_each_asset() {
    let sandbox = sandbox();
    let told = |subjects: &[&str]| -> Vec<String> {
        let ran = sandbox.run(&[&["who", "-o", "json"], subjects].concat());
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        let json = ran.json();
        let list = json.as_array().unwrap();
        list.iter().map(|one| text(one, "/resource/type")).collect()
    };
    assert_eq!(told(&["iam.ndjson", "resource.ndjson"]), [BUCKET; 4]);
    let mixed = told(&[
        "aws_instance",
        "iam.ndjson",
        "aws_s3_bucket",
        "resource.ndjson",
    ]);
    assert_eq!(
        mixed,
        [
            "aws_instance",
            BUCKET,
            BUCKET,
            BUCKET,
            BUCKET,
            "aws_s3_bucket"
        ]
    );
}

/// Whatever is read in pieces: files that are joined with others can't be, and what
/// could not be read of the run is missed in pieces too.
#[test]
fn large_files_are_joined_and_doubted_as_small_ones_are() {
    let sandbox = sandbox()
        .file(
            "one.ndjson",
            whole(&[
                configuration("none", "1", "inherited"),
                asset("with", "1", "iam_policy", &json!({"bindings": []})),
            ]),
        )
        .file("damaged.json", "{\"data\": [{")
        .file("other.csv", "id,type\na,b\n")
        .file("later.ndjson", "{\"onus\": \"1\", \"id\": \"x\"}\nno\n");
    for files in [
        &["resource.ndjson", "iam.ndjson"][..],
        &["iam.ndjson", "resource.ndjson", "one.ndjson"],
        &["one.ndjson"],
        &["one.ndjson", "other.csv"],
        &["one.ndjson", "damaged.json"],
        &["one.ndjson", "later.ndjson"],
        &["one.ndjson", "missing.json"],
    ] {
        let whole = decided(&sandbox, files);
        assert!(!whole.is_empty());
        let pieces = decided(&sandbox, &[files, &["--stream-above", "1"]].concat());
        assert_eq!(pieces, whole, "{files:?}");
        let is_known = whole.iter().any(|line| line.starts_with("allow"));
        let reads_all = !files
            .iter()
            .any(|file| ["damaged.json", "later.ndjson", "missing.json"].contains(file));
        assert_eq!(is_known, reads_all, "{whole:?}");
    }
}
