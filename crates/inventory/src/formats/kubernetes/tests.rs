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
fn typed_lists_give_their_items_a_type() {
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
fn objects_without_spec_are_their_own_configuration() {
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
