//! Rows of tables that other tools fill from the APIs of Azure, AWS and Kubernetes, in the
//! shape of these APIs.
//!
//! Only columns that are known to have a property's value are placed. Every other property is
//! unknown, and never absent: a control would take it for its default.

use onus_core::json_pointer::Pointer;

use crate::formats::kubernetes::adopt;
use crate::input::Input;
use crate::json::outline::Members;
use crate::reshape::part::Part;
use crate::reshape::properties::{Properties, of_type};
use crate::reshape::{Original, Reshaped, apply};
use crate::resource::Resource;

/// Columns of Azure's tables with another name than the property, as the plugin
/// `turbot/azure` has them.
const AZURE: [(&str, &str, &[&str]); 2] = [
    (
        "microsoft.storage/storageaccounts",
        "network_rule_default_action",
        &["networkAcls", "defaultAction"],
    ),
    (
        "microsoft.storage/storageaccounts",
        "network_rule_bypass",
        &["networkAcls", "bypass"],
    ),
];

/// A column, and the place of its value in the configuration.
type Column<'c> = (&'c str, &'c [&'c str]);

/// Columns of AWS's tables, as the plugin `turbot/aws` has them.
const AWS: [(&str, &str, &[Column<'_>]); 1] = [(
    "aws_s3_bucket",
    "AWS::S3::Bucket",
    &[
        ("name", &["BucketName"]),
        (
            "block_public_acls",
            &["PublicAccessBlockConfiguration", "BlockPublicAcls"],
        ),
        (
            "block_public_policy",
            &["PublicAccessBlockConfiguration", "BlockPublicPolicy"],
        ),
        (
            "ignore_public_acls",
            &["PublicAccessBlockConfiguration", "IgnorePublicAcls"],
        ),
        (
            "restrict_public_buckets",
            &["PublicAccessBlockConfiguration", "RestrictPublicBuckets"],
        ),
    ],
)];

/// Tables of Kubernetes objects of Steampipe and CloudQuery, with API version and kind.
const KUBERNETES: [(&str, &str, &str); 16] = [
    ("kubernetes_cronjob", "batch/v1", "CronJob"),
    ("kubernetes_daemonset", "apps/v1", "DaemonSet"),
    ("kubernetes_deployment", "apps/v1", "Deployment"),
    ("kubernetes_job", "batch/v1", "Job"),
    ("kubernetes_pod", "v1", "Pod"),
    ("kubernetes_replicaset", "apps/v1", "ReplicaSet"),
    (
        "kubernetes_replication_controller",
        "v1",
        "ReplicationController",
    ),
    ("kubernetes_stateful_set", "apps/v1", "StatefulSet"),
    ("k8s_apps_daemon_sets", "apps/v1", "DaemonSet"),
    ("k8s_apps_deployments", "apps/v1", "Deployment"),
    ("k8s_apps_replica_sets", "apps/v1", "ReplicaSet"),
    ("k8s_apps_stateful_sets", "apps/v1", "StatefulSet"),
    ("k8s_batch_cron_jobs", "batch/v1", "CronJob"),
    ("k8s_batch_jobs", "batch/v1", "Job"),
    ("k8s_core_pods", "v1", "Pod"),
    (
        "k8s_core_replication_controllers",
        "v1",
        "ReplicationController",
    ),
];

/// Columns of these tables, and their place in the object. They are of a pod, of what makes
/// pods, and of what makes jobs.
const METADATA: [(&str, &str); 7] = [
    ("annotations", "annotations"),
    ("generate_name", "generateName"),
    ("labels", "labels"),
    ("name", "name"),
    ("namespace", "namespace"),
    ("owner_references", "ownerReferences"),
    ("uid", "uid"),
];
const OF_PODS: [(&str, &str); 4] = [
    ("containers", "containers"),
    ("ephemeral_containers", "ephemeralContainers"),
    ("init_containers", "initContainers"),
    ("volumes", "volumes"),
];

/// Reshapes a row of a table that is known; others stay as they are.
pub fn reshape(source: &Input<'_>, resource: &mut Resource, table: &str) {
    let Some(shaped) = shaped(resource, table) else {
        return;
    };
    let Shaped {
        kind,
        reshaped,
        placed,
    } = shaped;
    // The columns in place of properties: each property is now known or unknown by itself.
    resource
        .unknown
        .retain(|place| *place != Pointer::parse("/properties"));
    // Rows have no secrets of their own: nothing marks them.
    apply(resource, reshaped, |at| {
        let found = placed
            .iter()
            .filter_map(|(from, to)| Some(to.join(&at.strip(from)?)));
        found.collect()
    });
    match kind {
        Some(kind) => resource.kind = kind,
        None => adopt(source, resource),
    }
}

/// A row in its new shape.
struct Shaped {
    /// Its type; none for an object of Kubernetes, which says so itself.
    kind: Option<String>,
    reshaped: Reshaped,
    /// Places in the row, and in the new record.
    placed: Vec<(Pointer, Pointer)>,
}

/// A record in the making.
struct Draft<'d, 'r> {
    original: &'d Original<'r>,
    record: Part,
    placed: Vec<(Pointer, Pointer)>,
}

impl<'d, 'r> Draft<'d, 'r> {
    fn of(original: &'d Original<'r>) -> Self {
        Self {
            original,
            record: Part::object(Vec::new(), original.document, original.range.clone()),
            placed: Vec::new(),
        }
    }

    /// Places a column; whether it has a value.
    fn place(&mut self, column: &str, path: &[&str]) -> bool {
        let part = self.original.values.get(column);
        let Some(part) = part.filter(|part| !matches!(part.get(), "null" | "\"\"")) else {
            return false;
        };
        self.record.add(path, self.original.copy(part));
        let to = path.iter().copied().collect();
        self.placed.push((Pointer::root().child(column), to));
        true
    }

    fn text(&mut self, key: &str, text: &str) {
        let text = serde_json::Value::from(text).to_string();
        let range = self.original.range.clone();
        self.record
            .add(&[key], Part::made(text, self.original.document, range));
    }

    /// The places in the policy's input of the listed properties that no column has.
    fn unset(&self, listed: &Properties, properties: &str) -> Vec<Pointer> {
        let made = self.record.write();
        let made: serde_json::Value = serde_json::from_str(made.text()).unwrap_or_default();
        let made = made
            .get(properties)
            .cloned()
            .unwrap_or_else(|| serde_json::json!({}));
        let mut unset = Vec::new();
        listed.absent_from(&made, &Pointer::parse("/properties"), &mut unset);
        unset
    }
}

fn shaped(resource: &Resource, table: &str) -> Option<Shaped> {
    let original = Original::at(&resource.body, &Pointer::root())?;
    if let Some((_, version, kind)) = KUBERNETES.iter().find(|(known, ..)| *known == table) {
        return kubernetes(&original, version, kind);
    }
    if let Some((_, kind, columns)) = AWS.iter().find(|(known, ..)| *known == table) {
        return aws(&original, kind, columns);
    }
    let arm = original.values.text("type")?.to_ascii_lowercase();
    let is_own = table.starts_with("azure_") || table.is_empty();
    match is_own && !is_object(&original.values, "properties") {
        true => azure(&original, arm),
        false => None,
    }
}

fn is_object(values: &Members<'_>, key: &str) -> bool {
    values
        .get(key)
        .is_some_and(|part| part.get().starts_with('{'))
}

/// A row of Azure: a column with a single value has the property of the same name.
fn azure(original: &Original<'_>, kind: String) -> Option<Shaped> {
    let listed = &of_type(&kind)?.named("properties")?.properties;
    let mut draft = Draft::of(original);
    for key in ["id", "name", "type", "kind", "tags"] {
        draft.place(key, &[key]);
    }
    if !draft.place("location", &["location"]) {
        draft.place("region", &["location"]);
    }
    draft.place("sku_name", &["sku", "name"]);
    draft.place("sku_tier", &["sku", "tier"]);
    let columns: Vec<(String, bool)> = original
        .values
        .iter()
        .map(|(key, part)| (key.to_owned(), part.get().starts_with(['{', '['])))
        .collect();
    for (column, is_nested) in &columns {
        if ["id", "name", "type", "kind", "tags", "location", "region"].contains(&column.as_str()) {
            continue;
        }
        let special = AZURE
            .iter()
            .find(|(of, known, _)| *of == kind && known == column)
            .map(|(.., path)| path.to_vec());
        let path = special.or_else(|| {
            let property = listed.named(column).filter(|_| !is_nested)?;
            property
                .properties
                .is_empty()
                .then(|| vec![property.name.as_str()])
        });
        if let Some(path) = path {
            let path: Vec<&str> = ["properties"].into_iter().chain(path).collect();
            draft.place(column, &path);
        }
    }
    let mut unknown = original.unknown();
    unknown.extend(draft.unset(listed, "properties"));
    // Only templates take defaults from their API version.
    unknown.push(Pointer::parse("/raw/identity"));
    Some(finished(draft, Some(kind), "/properties", unknown))
}

/// A row of AWS.
fn aws(original: &Original<'_>, kind: &str, columns: &[Column<'_>]) -> Option<Shaped> {
    let listed = of_type(kind)?;
    let mut draft = Draft::of(original);
    draft.text("Type", kind);
    for (column, path) in columns {
        let path: Vec<&str> = ["Properties"]
            .into_iter()
            .chain(path.iter().copied())
            .collect();
        draft.place(column, &path);
    }
    let mut unknown = original.unknown();
    unknown.extend(draft.unset(listed, "Properties"));
    Some(finished(
        draft,
        Some(kind.to_owned()),
        "/Properties",
        unknown,
    ))
}

/// A row of Kubernetes: an object that makes pods, or a pod.
fn kubernetes(original: &Original<'_>, version: &str, kind: &str) -> Option<Shaped> {
    let mut draft = Draft::of(original);
    draft.text("apiVersion", version);
    draft.text("kind", kind);
    for (column, key) in METADATA {
        draft.place(column, &["metadata", key]);
    }
    let columns: &[(&str, &str)] = match kind {
        "Pod" => &OF_PODS,
        "CronJob" => &[("job_template", "jobTemplate")],
        _ => &[("template", "template")],
    };
    let mut unknown = original.unknown();
    for (column, key) in columns {
        // An empty column is an empty list; one that was not selected is unknown.
        if !draft.place(column, &["spec", key]) && !original.values.has(column) {
            unknown.push(Pointer::parse("/properties").child(*key));
        }
    }
    if !original.values.has("labels") {
        unknown.push(Pointer::parse("/tags"));
        unknown.push(Pointer::parse("/raw/metadata/labels"));
    }
    let has_spec = !draft
        .placed
        .iter()
        .all(|(_, to)| to.segments().next() != Some("spec"));
    if !has_spec {
        unknown.push(Pointer::parse("/properties/template"));
        draft.record.add(
            &["spec"],
            Part::made("{}".to_owned(), original.document, original.range.clone()),
        );
    }
    Some(finished(draft, None, "/spec", unknown))
}

fn finished(
    draft: Draft<'_, '_>,
    kind: Option<String>,
    properties: &str,
    unknown: Vec<Pointer>,
) -> Shaped {
    Shaped {
        kind,
        reshaped: Reshaped {
            record: draft.record,
            properties: Pointer::parse(properties),
            unknown,
        },
        placed: draft.placed,
    }
}
