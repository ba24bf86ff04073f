//! Resources of the provider `kubernetes`, as objects of Kubernetes: blocks are objects,
//! names are in camel case, and lists are in the plural.

use std::ops::Range;

use onus_core::json_pointer::Pointer;

use crate::formats::kubernetes::adopt;
use crate::formats::terraform::values::{given, unwrapped};
use crate::input::Input;
use crate::reshape::part::Part;
use crate::reshape::shape::{Form, Member, Shape, Writer, place};
use crate::reshape::{Original, Reshaped, apply};
use crate::resource::Resource;

/// The resource for an object of any type.
const MANIFEST: &str = "kubernetes_manifest";

/// Terraform's types, without a version at the end, with API version and kind.
const TYPES: [(&str, &str, &str); 20] = [
    (
        "kubernetes_cluster_role",
        "rbac.authorization.k8s.io/v1",
        "ClusterRole",
    ),
    (
        "kubernetes_cluster_role_binding",
        "rbac.authorization.k8s.io/v1",
        "ClusterRoleBinding",
    ),
    ("kubernetes_config_map", "v1", "ConfigMap"),
    ("kubernetes_cron_job", "batch/v1", "CronJob"),
    ("kubernetes_daemon_set", "apps/v1", "DaemonSet"),
    ("kubernetes_daemonset", "apps/v1", "DaemonSet"),
    ("kubernetes_deployment", "apps/v1", "Deployment"),
    ("kubernetes_ingress", "networking.k8s.io/v1", "Ingress"),
    ("kubernetes_job", "batch/v1", "Job"),
    ("kubernetes_namespace", "v1", "Namespace"),
    (
        "kubernetes_network_policy",
        "networking.k8s.io/v1",
        "NetworkPolicy",
    ),
    (
        "kubernetes_persistent_volume_claim",
        "v1",
        "PersistentVolumeClaim",
    ),
    ("kubernetes_pod", "v1", "Pod"),
    (
        "kubernetes_replication_controller",
        "v1",
        "ReplicationController",
    ),
    ("kubernetes_role", "rbac.authorization.k8s.io/v1", "Role"),
    (
        "kubernetes_role_binding",
        "rbac.authorization.k8s.io/v1",
        "RoleBinding",
    ),
    ("kubernetes_secret", "v1", "Secret"),
    ("kubernetes_service", "v1", "Service"),
    ("kubernetes_service_account", "v1", "ServiceAccount"),
    ("kubernetes_stateful_set", "apps/v1", "StatefulSet"),
];

/// Members of an object that Terraform has too. Everything else is about Terraform.
const OF_OBJECTS: [&str; 14] = [
    "automount_service_account_token",
    "binary_data",
    "data",
    "image_pull_secret",
    "immutable",
    "metadata",
    "role_ref",
    "rule",
    "secret",
    "spec",
    "string_data",
    "subject",
    "type",
    "aggregation_rule",
];

/// Blocks that are lists, with their names in Kubernetes.
const LISTS: [(&str, &str); 37] = [
    ("container", "containers"),
    ("egress", "egress"),
    ("env", "env"),
    ("env_from", "envFrom"),
    ("from", "from"),
    ("host_aliases", "hostAliases"),
    ("http_header", "httpHeaders"),
    ("image_pull_secret", "imagePullSecrets"),
    ("image_pull_secrets", "imagePullSecrets"),
    ("ingress", "ingress"),
    ("init_container", "initContainers"),
    ("items", "items"),
    ("match_expressions", "matchExpressions"),
    ("match_fields", "matchFields"),
    ("node_selector_term", "nodeSelectorTerms"),
    ("option", "options"),
    ("path", "paths"),
    ("port", "ports"),
    ("ports", "ports"),
    (
        "preferred_during_scheduling_ignored_during_execution",
        "preferredDuringSchedulingIgnoredDuringExecution",
    ),
    ("readiness_gate", "readinessGates"),
    ("resource_claim", "resourceClaims"),
    ("rule", "rules"),
    ("sources", "sources"),
    ("subject", "subjects"),
    ("sysctl", "sysctls"),
    ("tls", "tls"),
    ("to", "to"),
    ("toleration", "tolerations"),
    ("topology_spread_constraint", "topologySpreadConstraints"),
    ("volume", "volumes"),
    ("volume_claim_template", "volumeClaimTemplates"),
    ("volume_device", "volumeDevices"),
    ("volume_mount", "volumeMounts"),
    ("cluster_role_selectors", "clusterRoleSelectors"),
    ("allowed_topologies", "allowedTopologies"),
    ("match_label_expressions", "matchLabelExpressions"),
];

/// Names with an abbreviation that Kubernetes writes in capitals.
const ABBREVIATIONS: [(&str, &str); 10] = [
    ("cluster_ip", "clusterIP"),
    ("cluster_ips", "clusterIPs"),
    ("external_ips", "externalIPs"),
    ("host_ip", "hostIP"),
    ("host_ipc", "hostIPC"),
    ("host_pid", "hostPID"),
    ("load_balancer_ip", "loadBalancerIP"),
    ("non_resource_urls", "nonResourceURLs"),
    ("pod_ip", "podIP"),
    ("volume_id", "volumeID"),
];

/// Makes a Kubernetes object of a resource of the provider; others stay as they are.
pub fn reshape(source: &Input<'_>, resource: &mut Resource) -> Vec<Range<usize>> {
    let secrets = match resource.kind.as_str() {
        MANIFEST => manifest(resource),
        kind => type_of(kind).and_then(|(version, kind)| typed(resource, version, kind)),
    };
    let Some(secrets) = secrets else {
        return Vec::new();
    };
    adopt(source, resource);
    secrets
}

/// The API version and kind of a type.
fn type_of(kind: &str) -> Option<(&'static str, &'static str)> {
    let unversioned = kind.strip_suffix("_v1").unwrap_or(kind);
    TYPES
        .iter()
        .find(|(known, ..)| *known == unversioned)
        // `kubernetes_ingress` is of an API that clusters don't have any more.
        .filter(|(known, ..)| *known != "kubernetes_ingress" || kind != *known)
        .map(|(_, version, kind)| (*version, *kind))
}

/// An object of any type: what the cluster made of it, or else the manifest.
fn manifest(resource: &mut Resource) -> Option<Vec<Range<usize>>> {
    let (reshaped, at) = {
        let original = Original::of(resource)?;
        let key = ["object", "manifest"]
            .into_iter()
            .filter(|key| !is_unknown(resource, key))
            .find(|key| given(&original.values, key).is_some())?;
        let (part, steps) = unwrapped(given(&original.values, key)?);
        let members = crate::json::outline::Members::parse_last(part.get()).ok()?;
        let at: Pointer = [key].into_iter().chain(steps.iter().copied()).collect();
        let reshaped = Reshaped {
            record: original.copy(part),
            properties: properties(members.has("spec")),
            unknown: original.unknown(),
        };
        (reshaped, [Pointer::root().child(key), at])
    };
    let values = resource.body.properties.clone();
    Some(apply(resource, reshaped, |place| {
        let Some(tail) = place.strip(&values) else {
            return Vec::new();
        };
        let [key, at] = &at;
        match tail.strip(at).or_else(|| tail.strip(key)) {
            Some(tail) => vec![tail],
            None if at.strip(&tail).is_some() => vec![Pointer::root()],
            None => Vec::new(),
        }
    }))
}

/// Whether a part of an argument is only known after the run: the result of an object
/// that is not applied yet.
fn is_unknown(resource: &Resource, key: &str) -> bool {
    let place = Pointer::parse("/properties").child(key);
    key == "object"
        && resource
            .unknown
            .iter()
            .any(|unknown| unknown.strip(&place).is_some() || place.strip(unknown).is_some())
}

/// An object of a type that the provider has arguments for.
fn typed(resource: &mut Resource, version: &str, kind: &str) -> Option<Vec<Range<usize>>> {
    let reshaped = {
        let original = Original::of(resource)?;
        let mut record = Part::object(Vec::new(), original.document, original.range.clone());
        for (key, text) in [("apiVersion", version), ("kind", kind)] {
            let text = serde_json::Value::from(text).to_string();
            record.add(
                &[key],
                Part::made(text, original.document, original.range.clone()),
            );
        }
        let mut writer = Writer::new(&original);
        writer.members(
            &original.values,
            &Block::Object,
            (&mut record, &Pointer::root()),
        );
        let mut unknown = original.unknown();
        let has_spec = original.values.has("spec");
        let properties = properties(has_spec);
        for place in writer.unknown {
            unknown.extend(
                place
                    .strip(&properties)
                    .map(|tail| Pointer::parse("/properties").join(&tail)),
            );
            unknown.push(Pointer::parse("/raw").join(&place));
        }
        Reshaped {
            record,
            properties,
            unknown,
        }
    };
    let values = resource.body.properties.clone();
    Some(apply(resource, reshaped, |at| {
        let Some(tail) = at.strip(&values) else {
            return Vec::new();
        };
        place(&Block::Object, &tail).into_iter().collect()
    }))
}

fn properties(has_spec: bool) -> Pointer {
    match has_spec {
        true => Pointer::parse("/spec"),
        false => Pointer::root(),
    }
}

/// The members of a block.
#[derive(Debug, Clone, Copy)]
enum Block {
    /// The resource.
    Object,
    /// Any block in it.
    Inner,
}

impl Shape for Block {
    fn member(&self, key: &str) -> Option<Member<Self>> {
        let is_object = matches!(self, Self::Object);
        if is_object && !OF_OBJECTS.contains(&key) {
            return None;
        }
        let of = |table: &[(&str, &'static str)]| {
            table
                .iter()
                .find(|(known, _)| *known == key)
                .map(|(_, name)| *name)
        };
        let member = |name: String, form, shape| {
            Some(Member {
                path: vec![name],
                form,
                shape,
                is_certain: true,
            })
        };
        if is_object && key == "secret" {
            return member("secrets".to_owned(), Form::Same, Some(Self::Inner));
        }
        match of(&LISTS) {
            Some(name) => member(name.to_owned(), Form::Same, Some(Self::Inner)),
            None => {
                let name = of(&ABBREVIATIONS).map_or_else(|| camel(key), str::to_owned);
                member(name, Form::Block, Some(Self::Inner))
            }
        }
    }
}

/// `image_pull_policy` as `imagePullPolicy`.
pub fn camel(key: &str) -> String {
    let mut words = key.split('_');
    let mut name = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        name.push_str(letters.as_str());
    }
    name
}
