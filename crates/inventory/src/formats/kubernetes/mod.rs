//! Kubernetes objects: what `kubectl get ... -o json` and the API server print,
//! and manifests.

pub(crate) mod references;

use serde::Deserialize;
use serde_json::Value;

use onus_core::decision::Scope;
use onus_core::diagnostic::Diagnostic;
use onus_core::json_pointer::Pointer;
use onus_core::vocabulary::Phase;

use crate::formats::description::{ConfigurationKey, Family, FormatDescription, Streaming, Syntax};
use crate::formats::kubernetes::references::{edges, id_of};
use crate::input::Input;
use crate::json::outline::{Members, Outline};
use crate::json::records::{Record, any, records, rows};
use crate::reader::{Reader, Reading};
use crate::resource::{Resource, fold_tags};
use crate::streaming::record_location::RecordLocation;

/// The reader for Kubernetes objects: a `List`, a typed list such as `PodList`, a
/// single object, or several of them in an array or one a line.
///
/// `/properties` is the object's `spec` where it has one, and else the object
/// itself: the `data` of a `ConfigMap`, the `rules` of a `Role`. An object that the
/// API server has seen (it has a `uid` or a `resourceVersion`) is deployed;
/// another one is a manifest.
pub struct Kubernetes;

/// Where `kubectl apply` keeps what it was given, secrets included.
const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

static DESCRIPTION: FormatDescription = FormatDescription {
    name: "kubernetes",
    family: Family::Kubernetes,
    purpose: "Kubernetes lists and manifests",
    made_by: "kubectl get all,configmaps,networkpolicies,serviceaccounts,roles,rolebindings --all-namespaces -o json",
    notes: "JSON and YAML.",
    example: "kubernetes/cluster.json",
    syntax: Syntax::Json,
    streaming: Streaming::Records(&["items"]),
    configurations: &[
        ConfigurationKey::Object("spec"),
        ConfigurationKey::Object("data"),
    ],
};

impl Reader for Kubernetes {
    fn description(&self) -> &'static FormatDescription {
        &DESCRIPTION
    }

    fn recognizes(&self, outline: &Outline<'_>) -> bool {
        any(outline, |members| {
            members.text("apiVersion").is_some()
                && members.text("kind").is_some()
                && (members.object("metadata").is_some() || is_list(members))
        })
    }

    fn sequence(&self, outline: &Outline<'_>) -> Option<RecordLocation> {
        let is_single = outline.object().is_some_and(|top| !is_list(top));
        (!is_single)
            .then(|| DESCRIPTION.streaming.location_in(outline))
            .flatten()
    }

    fn read(&self, source: &Input<'_>) -> Reading {
        let mut reading = Reading::default();
        for entry in records(source) {
            if let Err(problem) = read_document(source, &entry, &mut reading) {
                reading.problems.push(*problem);
            }
        }
        reading
    }
}

fn is_list(members: &Members<'_>) -> bool {
    members
        .text("kind")
        .is_some_and(|kind| kind.ends_with("List"))
        && members
            .get("items")
            .is_some_and(|items| items.get().starts_with('[') || items.get() == "null")
}

/// What the API server says of an object, or of a list.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Metadata {
    name: Option<String>,
    generate_name: Option<String>,
    namespace: Option<String>,
    uid: Option<String>,
    resource_version: Option<String>,
    labels: Option<Value>,
    annotations: Option<Value>,
    owner_references: Option<Value>,
    /// Set when the rest of a list is on further pages.
    r#continue: Option<String>,
}

/// The type of an object; items of a typed list take it from the list.
struct ObjectKind {
    api_version: String,
    kind: String,
}

fn read_document(
    source: &Input<'_>,
    entry: &Record<'_>,
    reading: &mut Reading,
) -> Result<(), Box<Diagnostic>> {
    let members = entry.members(source)?;
    if !is_list(&members) {
        reading
            .resources
            .push(read_object(source, entry, &members, None)?);
        return Ok(());
    }
    let kind = members.text("kind").unwrap_or_default();
    let kind = kind.strip_suffix("List").filter(|kind| !kind.is_empty());
    let typed = kind.map(|kind| ObjectKind {
        api_version: members.text("apiVersion").unwrap_or_default(),
        kind: kind.to_owned(),
    });
    let items = source.items(&members, "items")?;
    for item in rows(&items, &entry.pointer.child("items")) {
        let read = item
            .members(source)
            .and_then(|members| read_object(source, &item, &members, typed.as_ref()));
        match read {
            Ok(resource) => reading.resources.push(resource),
            Err(problem) => reading.problems.push(*problem),
        }
    }
    if source.part.is_end()
        && let Some(part) = members.get("metadata")
        && let Ok(metadata) = source.parse::<Option<Metadata>>(part)
        && metadata
            .and_then(|metadata| metadata.r#continue)
            .is_some_and(|token| !token.is_empty())
    {
        reading.problems.push(
            Diagnostic::error("this list is not complete: `continue` says that more pages follow")
                .at(source.spot(part))
                .help("`kubectl get ... -o json` fetches all pages; with `kubectl get --raw` add `&continue=TOKEN` to the path and give onus all of the files"),
        );
    }
    Ok(())
}

fn read_object(
    source: &Input<'_>,
    entry: &Record<'_>,
    members: &Members<'_>,
    typed: Option<&ObjectKind>,
) -> Result<Resource, Box<Diagnostic>> {
    let own = |key| members.text(key).filter(|text| !text.is_empty());
    let api_version = own("apiVersion").or_else(|| Some(typed?.api_version.clone()));
    let kind = own("kind").or_else(|| Some(typed?.kind.clone()));
    let (Some(api_version), Some(kind)) = (api_version, kind) else {
        return Err(entry.problem(
            source,
            format!(
                "the object at `{}` has no `apiVersion` or no `kind`",
                source.pointer(&entry.pointer)
            ),
            "give onus what `kubectl get ... -o json` prints, or whole manifests",
        ));
    };
    if kind == "Status" && api_version == "v1" {
        return Err(entry.problem(
            source,
            "the API server answered with an error in place of an inventory",
            "see its `message`, and make the export again",
        ));
    }
    let metadata = match members.get("metadata") {
        Some(part) => source.parse::<Option<Metadata>>(part)?.unwrap_or_default(),
        None => Metadata::default(),
    };
    let Some(name) = metadata
        .name
        .or(metadata.generate_name)
        .filter(|name| !name.is_empty())
    else {
        return Err(entry.problem(
            source,
            format!(
                "the {kind} at `{}` has no name",
                source.pointer(&entry.pointer)
            ),
            "each object needs `metadata.name`",
        ));
    };
    let namespace = metadata.namespace.filter(|namespace| !namespace.is_empty());
    let spec = members.get("spec");
    let properties = match spec {
        Some(_) => Pointer::parse("/spec"),
        None => Pointer::root(),
    };
    let unknown = match spec.map(|spec| spec.get()) {
        Some("null") => vec![Pointer::parse("/properties")],
        _ => Vec::new(),
    };
    let is_secret = kind == "Secret" && api_version == "v1";
    let labels = metadata.labels.as_ref();
    let location = labels
        .and_then(|labels| labels.get("topology.kubernetes.io/region")?.as_str())
        .map(str::to_owned);
    Ok(Resource {
        id: id_of(namespace.as_deref(), &api_version, &kind, &name),
        edges: edges(
            &kind,
            namespace.as_deref(),
            members,
            metadata.owner_references.as_ref(),
        ),
        kind: format!("{api_version}/{kind}"),
        name,
        provider: "kubernetes".to_owned(),
        location,
        scope: Scope {
            group: namespace,
            ..Scope::default()
        },
        tags: fold_tags(labels),
        phase: if metadata.uid.is_some() || metadata.resource_version.is_some() {
            Phase::Deployed
        } else {
            Phase::Template
        },
        model: None,
        subject: None,
        unknown,
        sensitive: if is_secret {
            secret_places(members, metadata.annotations.as_ref(), spec.is_none())
        } else {
            Vec::new()
        },
        claims: Vec::new(),
        aliases: metadata.uid.into_iter().collect(),
        body: entry.body(source, properties),
    })
}

/// Where a Secret holds its values, as policies see them.
fn secret_places(
    members: &Members<'_>,
    annotations: Option<&Value>,
    is_properties: bool,
) -> Vec<Pointer> {
    let mut native: Vec<Pointer> = ["data", "stringData"]
        .into_iter()
        .filter(|key| members.has(key))
        .map(|key| Pointer::root().child(key))
        .collect();
    if annotations.is_some_and(|annotations| annotations.get(LAST_APPLIED).is_some()) {
        native.push(Pointer::parse("/metadata/annotations").child(LAST_APPLIED));
    }
    let mut places = Vec::new();
    for pointer in native {
        if is_properties {
            places.push(Pointer::parse("/properties").join(&pointer));
        }
        places.push(Pointer::parse("/raw").join(&pointer));
    }
    places
}

#[cfg(test)]
mod tests {
    use crate::detect::{reading_of, recognized_by};

    use super::*;

    const DEPLOYMENT: &str = r#"{"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", "namespace": "shop",
        "uid": "u1", "labels": {"app": "web"}, "managedFields": [{"manager": "kubectl"}]},
      "spec": {"template": {"spec": {"serviceAccountName": "runner", "imagePullSecrets": [{"name": "registry"}],
        "volumes": [{"name": "a", "secret": {"secretName": "cert"}}, {"name": "b", "configMap": {"name": "settings"}},
          {"name": "c", "projected": {"sources": [{"secret": {"name": "token"}}]}}, {"name": "d", "persistentVolumeClaim": {"claimName": "disk"}}],
        "containers": [{"name": "x", "envFrom": [{"configMapRef": {"name": "env"}}], "env": [{"name": "P", "valueFrom": {"secretKeyRef": {"name": "db", "key": "p"}}}]}]}}}}"#;
    const SECRET: &str = r#"{"apiVersion": "v1", "kind": "Secret", "type": "kubernetes.io/tls", "metadata": {"name": "cert", "namespace": "shop",
        "annotations": {"kubectl.kubernetes.io/last-applied-configuration": "{\"data\": {}}"}}, "data": {"tls.key": "bm90aGluZw=="}}"#;

    fn place(resource: &Resource, input: &Pointer) -> String {
        let native = resource.body.native(input).unwrap();
        let place = resource.body.place(&native);
        assert!(place.exact, "{input}");
        place.document.slice(&place.range).to_owned()
    }

    #[test]
    fn a_list_is_read() {
        let text = format!(
            r#"{{"apiVersion": "v1", "kind": "List", "metadata": {{"resourceVersion": ""}}, "items": [{DEPLOYMENT}, {SECRET}]}}"#
        );
        assert_eq!(recognized_by(&text), ["kubernetes"]);
        let reading = reading_of(&text);
        assert!(reading.problems.is_empty(), "{:?}", reading.problems);
        let [deployment, secret] = reading.resources.as_slice() else {
            panic!("{:?}", reading.resources);
        };
        assert_eq!(deployment.id, "shop/apps/deployment/web");
        assert_eq!(deployment.kind, "apps/v1/Deployment");
        assert_eq!(deployment.scope.group.as_deref(), Some("shop"));
        assert_eq!(deployment.tags["app"], "web");
        assert_eq!(deployment.aliases, ["u1"]);
        assert_eq!(deployment.phase, Phase::Deployed);
        assert_eq!(deployment.body.pointer.to_string(), "/items/0");
        assert_eq!(deployment.body.text(), DEPLOYMENT);
        let found: Vec<(&str, &str)> = deployment
            .edges
            .iter()
            .map(|edge| (edge.kind.as_deref().unwrap(), edge.to.as_str()))
            .collect();
        assert_eq!(
            found,
            [
                ("service_account", "shop/core/serviceaccount/runner"),
                ("secret", "shop/core/secret/registry"),
                ("secret", "shop/core/secret/cert"),
                ("config_map", "shop/core/configmap/settings"),
                ("secret", "shop/core/secret/token"),
                ("volume_claim", "shop/core/persistentvolumeclaim/disk"),
                ("config_map", "shop/core/configmap/env"),
                ("secret", "shop/core/secret/db"),
            ]
        );
        for edge in &deployment.edges {
            let name = edge.to.rsplit('/').next().unwrap();
            assert_eq!(
                place(deployment, edge.via.as_ref().unwrap()),
                format!("\"{name}\"")
            );
        }
        assert_eq!(secret.id, "shop/core/secret/cert");
        let sensitive: Vec<String> = secret.sensitive.iter().map(Pointer::to_string).collect();
        let annotation = format!("metadata/annotations/{}", LAST_APPLIED.replace('/', "~1"));
        assert_eq!(
            sensitive,
            [
                "/properties/data".to_owned(),
                "/raw/data".to_owned(),
                format!("/properties/{annotation}"),
                format!("/raw/{annotation}"),
            ]
        );
        let at = Pointer::parse("/properties/data/tls.key");
        assert_eq!(place(secret, &at), "\"bm90aGluZw==\"");
    }

    #[test]
    fn typed_lists_say_what_their_items_are() {
        let text = r#"{"kind": "PodList", "apiVersion": "v1", "metadata": {"continue": "abc"}, "items": [
            {"metadata": {"name": "p", "namespace": "n", "ownerReferences": [{"kind": "ReplicaSet", "name": "r", "uid": "u9"}]},
             "spec": {"nodeName": "node-1", "containers": []}}, {"metadata": {}}, 3]}"#;
        assert_eq!(recognized_by(text), ["kubernetes"]);
        let reading = reading_of(text);
        let [pod] = reading.resources.as_slice() else {
            panic!("{:?}", reading.resources);
        };
        assert_eq!(
            (pod.kind.as_str(), pod.id.as_str()),
            ("v1/Pod", "n/core/pod/p")
        );
        let found: Vec<&str> = pod.edges.iter().map(|edge| edge.to.as_str()).collect();
        assert_eq!(found, ["u9", "core/node/node-1"]);
        assert_eq!(reading.problems.len(), 3, "{:?}", reading.problems);
        assert!(reading.problems[0].message.contains("has no name"));
        assert!(reading.problems[2].message.contains("more pages follow"));
    }

    #[test]
    fn what_has_no_spec_is_its_own_configuration() {
        let text = r#"[{"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": {"name": "b", "namespace": "n"},
            "roleRef": {"kind": "ClusterRole", "name": "admin"},
            "subjects": [{"kind": "User", "name": "u"}, {"kind": "ServiceAccount", "name": "s", "namespace": "m"}]}, null,
          {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "n"}, "spec": null}]"#;
        assert_eq!(recognized_by(text), ["kubernetes"]);
        let reading = reading_of(text);
        let [problem] = reading.problems.as_slice() else {
            panic!("{:?}", reading.problems);
        };
        assert!(problem.message.starts_with("this is null"), "{problem}");
        let [binding, namespace] = reading.resources.as_slice() else {
            panic!("{:?}", reading.resources);
        };
        assert_eq!(binding.phase, Phase::Template);
        assert_eq!(
            place(binding, &Pointer::parse("/properties/roleRef/name")),
            "\"admin\""
        );
        let found: Vec<&str> = binding.edges.iter().map(|edge| edge.to.as_str()).collect();
        assert_eq!(
            found,
            [
                "rbac.authorization.k8s.io/clusterrole/admin",
                "m/core/serviceaccount/s"
            ]
        );
        assert_eq!(
            place(binding, binding.edges[1].via.as_ref().unwrap()),
            "\"s\""
        );
        assert_eq!(namespace.id, "core/namespace/n");
        assert_eq!(namespace.body.pointer.to_string(), "/2");
        assert_eq!(namespace.unknown, [Pointer::parse("/properties")]);
    }

    #[test]
    fn single_objects_lines_and_secrets_first_are_recognized() {
        for text in [
            SECRET.to_owned(),
            format!("{0}\n{0}", SECRET.replace('\n', " ")),
            format!("[{SECRET}]"),
        ] {
            assert_eq!(recognized_by(&text), ["kubernetes"]);
            let reading = reading_of(&text);
            assert!(reading.problems.is_empty(), "{:?}", reading.problems);
            assert_eq!(reading.resources[0].kind, "v1/Secret");
        }
    }

    #[test]
    fn manifests_in_yaml_keep_their_places() {
        let text = "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  type: LoadBalancer\n---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: s\nstringData:\n  password: hidden\n";
        let document = std::sync::Arc::new(onus_core::document::Document::new("t.yaml", text));
        let reading = crate::read_document(&document, &crate::input::ReadOptions::default());
        assert!(reading.problems.is_empty(), "{:?}", reading.problems);
        let [service, secret] = reading.resources.as_slice() else {
            panic!("{:?}", reading.resources);
        };
        assert_eq!(service.id, "core/service/web");
        assert_eq!(service.body.pointer.to_string(), "/0");
        let at = Pointer::parse("/properties/type");
        assert_eq!(place(service, &at), "LoadBalancer");
        assert!(
            secret
                .sensitive
                .contains(&Pointer::parse("/properties/stringData"))
        );
        let hidden = text.find("hidden").unwrap();
        assert!(
            document
                .withheld()
                .iter()
                .any(|range| range.contains(&hidden))
        );
    }

    #[test]
    fn an_answer_that_is_an_error_is_a_problem() {
        let reading = reading_of(
            r#"{"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure", "message": "forbidden"}"#,
        );
        assert_eq!(reading.problems.len(), 1);
        assert!(
            reading.problems[0]
                .message
                .contains("answered with an error")
        );
    }
}
