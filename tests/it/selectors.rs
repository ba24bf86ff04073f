//! Selectors of Kubernetes: which workloads a network policy is about.

use serde_json::{Value as Json, json};

use crate::sandbox::Sandbox;

/// The statuses of `K8S-NETPOL-001` by the name of the workload.
fn decided(files: &[(&str, String)]) -> Vec<String> {
    let mut sandbox = Sandbox::new();
    let mut arguments = Vec::new();
    for (name, text) in files {
        sandbox = sandbox.file(name, text);
        arguments.push(*name);
    }
    arguments.extend(["--select", "K8S-NETPOL-001"]);
    let (_, decisions) = sandbox.decide(&arguments);
    decisions
        .iter()
        .map(|decision| {
            let text = |pointer: &str| decision.pointer(pointer).unwrap().as_str().unwrap();
            format!("{} {}", text("/resource/name"), text("/status"))
        })
        .collect()
}

/// The only status that one file with these objects gives.
fn status(objects: &[Json]) -> String {
    let found = decided(&[("cluster.json", list(objects))]);
    assert_eq!(found.len(), 1, "{found:?}");
    found[0].split(' ').nth(1).unwrap().to_owned()
}

fn list(objects: &[Json]) -> String {
    json!({"apiVersion": "v1", "kind": "List", "items": objects}).to_string()
}

/// An object that the API server has seen.
fn object(api: &str, kind: &str, name: &str, namespace: &str, spec: &Json) -> Json {
    json!({
        "apiVersion": api, "kind": kind, "spec": spec,
        "metadata": {"name": name, "namespace": namespace, "uid": format!("{kind}-{name}")},
    })
}

fn deployment(namespace: &str, labels: &Json) -> Json {
    let spec = json!({"template": {"metadata": {"labels": labels}, "spec": {"containers": []}}});
    object("apps/v1", "Deployment", "web", namespace, &spec)
}

fn web() -> Json {
    deployment("shop", &json!({"app": "web"}))
}

fn policy(namespace: &str, selector: &Json) -> Json {
    let spec = json!({"podSelector": selector, "policyTypes": ["Ingress"]});
    object(
        "networking.k8s.io/v1",
        "NetworkPolicy",
        "deny",
        namespace,
        &spec,
    )
}

#[test]
fn policies_reach_the_pods_of_their_namespace_that_they_select() {
    let expression = |operator: &str, values: Json| json!({"matchExpressions": [{"key": "app", "operator": operator, "values": values}]});
    for (selector, expected) in [
        (json!({}), "satisfied"),
        (json!({"matchLabels": {"app": "web"}}), "satisfied"),
        (json!({"matchLabels": {"app": "api"}}), "violated"),
        (expression("In", json!(["web", "api"])), "satisfied"),
        (expression("NotIn", json!(["web"])), "violated"),
        (expression("Exists", json!([])), "satisfied"),
        (expression("DoesNotExist", json!([])), "violated"),
        // What can't be worked out is no answer.
        (expression("Matches", json!(["w.*"])), "unknown"),
        (json!({"app": "web"}), "unknown"),
        (json!({"matchLabels": {"app": 1}}), "unknown"),
        (json!(null), "unknown"),
    ] {
        assert_eq!(
            status(&[web(), policy("shop", &selector)]),
            expected,
            "{selector}"
        );
    }
    assert_eq!(status(&[web(), policy("other", &json!({}))]), "violated");
    assert_eq!(status(&[web()]), "unknown");
    let mut outgoing = policy("shop", &json!({}));
    outgoing["spec"]["policyTypes"] = json!(["Egress"]);
    assert_eq!(status(&[web(), outgoing]), "violated");
}

#[test]
fn only_a_selector_relates_a_policy_to_a_workload() {
    let mut owned = policy("shop", &json!({"matchLabels": {"app": "api"}}));
    owned["metadata"]["ownerReferences"] = json!([{"apiVersion": "apps/v1", "kind": "Deployment",
        "name": "web", "uid": "Deployment-web"}]);
    assert_eq!(status(&[web(), owned]), "violated");
}

#[test]
fn labels_that_can_not_be_read_are_unknown() {
    let one = |labels: Json| {
        let chosen = policy("shop", &json!({"matchLabels": {"app": "web"}}));
        status(&[deployment("shop", &labels), chosen])
    };
    assert_eq!(one(json!(null)), "violated");
    assert_eq!(one(json!({})), "violated");
    assert_eq!(one(json!({"app": 1})), "unknown");
    // A label that stands twice could be either.
    let twice = list(&[
        web(),
        policy("shop", &json!({"matchLabels": {"app": "web"}})),
    ])
    .replacen(
        r#""labels":{"app":"web"}"#,
        r#""labels":{"app":"api","app":"web"}"#,
        1,
    );
    assert_eq!(decided(&[("a.json", twice)]), ["web unknown"]);
}

#[test]
fn another_file_may_be_another_cluster() {
    let everything = list(&[policy("shop", &json!({}))]);
    let workload = list(&[web()]);
    assert_eq!(
        decided(&[("a.json", workload.clone()), ("b.json", everything)]),
        ["web unknown"]
    );
    let other = list(&[policy("shop", &json!({"matchLabels": {"app": "api"}}))]);
    assert_eq!(
        decided(&[("a.json", workload.clone()), ("b.json", other)]),
        ["web violated"]
    );
    // What nobody has applied yet does not guard what is deployed.
    let planned = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: d\n  namespace: shop\nspec:\n  podSelector: {}\n";
    assert_eq!(
        decided(&[("a.json", workload), ("b.yaml", planned.to_owned())]),
        ["web violated"]
    );
}

#[test]
fn manifests_without_a_namespace_may_be_deployed_into_any() {
    let manifests = |namespace: &str, hash: &str| {
        let text = format!(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers: []\n---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: d\n{namespace}spec:\n  podSelector:\n    matchLabels:\n      app: web\n{hash}"
        );
        decided(&[("app.yaml", text)])
    };
    assert_eq!(manifests("", ""), ["web satisfied"]);
    assert_eq!(manifests("  namespace: shop\n", ""), ["web unknown"]);
    assert_eq!(
        manifests("", "      pod-template-hash: x\n"),
        ["web unknown"]
    );
}

#[test]
fn pods_are_decided_with_what_makes_them() {
    let set = |owner: Option<&str>| {
        let spec = json!({"template": {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": []}}});
        let mut set = object("apps/v1", "ReplicaSet", "web-1", "shop", &spec);
        if let Some(uid) = owner {
            set["metadata"]["ownerReferences"] = json!([{"uid": uid}]);
        }
        set
    };
    let mut pod = object("v1", "Pod", "web-1-x", "shop", &json!({"containers": []}));
    pod["metadata"]["labels"] = json!({"app": "web"});
    pod["metadata"]["ownerReferences"] = json!([{"uid": "ReplicaSet-web-1"}]);
    let guard = policy("shop", &json!({"matchLabels": {"app": "web"}}));
    let of = |objects: &[Json]| decided(&[("a.json", list(objects))]);
    assert_eq!(
        of(&[
            web(),
            set(Some("Deployment-web")),
            pod.clone(),
            guard.clone()
        ]),
        ["web satisfied"]
    );
    assert_eq!(
        of(&[set(Some("Deployment-web")), pod.clone(), guard.clone()]),
        ["web-1 satisfied"]
    );
    assert_eq!(of(&[pod, guard]), ["web-1-x satisfied"]);
}

/// Services and disruption budgets reach pods by the same rules, and from the
/// selecting side the pods are `selects`.
#[test]
fn services_and_budgets_select_too() {
    let body = r#"import data.onus.lib.relation

deny contains sprintf("%s: %s", [name, other.name]) if {
	some name in ["service", "disruption_budget", "selects"]
	some other in relation.named(name)
}

deny contains sprintf("unresolved: %s", [id]) if some id in input.unresolved"#;
    let policy = crate::sandbox::control(
        "acme.selected",
        "ACME-K8S-001",
        "[apps/v1/Deployment, v1/Service]",
        body,
    )
    .replace(
        "#   remediation:",
        "#   needs: [service, disruption_budget, selects]\n#   remediation:",
    );
    let service = |name: &str, spec: Json| object("v1", "Service", name, "shop", &spec);
    let budget = |name: &str, api: &str, selector: Json| {
        object(
            api,
            "PodDisruptionBudget",
            name,
            "shop",
            &json!({"selector": selector}),
        )
    };
    let text = list(&[
        web(),
        service("front", json!({"selector": {"app": "web"}})),
        service("back", json!({"selector": {"app": "api"}})),
        service("outside", json!({"type": "ClusterIP"})),
        service(
            "alias",
            json!({"type": "ExternalName", "selector": {"app": "web"}}),
        ),
        service("odd", json!({"selector": ["app"]})),
        budget("all", "policy/v1", json!({})),
        budget("none", "policy/v1", json!(null)),
        budget("old", "policy/v1beta1", json!({})),
    ]);
    let sandbox = Sandbox::with("a.json", text).file("p/selected.rego", policy);
    let (_, decisions) = sandbox.decide(&["a.json", "--policy", "p", "--select", "ACME-K8S-001"]);
    let messages: Vec<String> = decisions
        .iter()
        .map(|decision| {
            let mut found: Vec<&str> = decision["findings"]
                .as_array()
                .unwrap()
                .iter()
                .filter_map(|finding| finding["message"].as_str())
                .filter(|message| !message.contains("nobody") && !message.contains("no boundary"))
                .collect();
            found.sort_unstable();
            format!(
                "{}: {}",
                decision["resource"]["name"].as_str().unwrap(),
                found.join(", ")
            )
        })
        .collect();
    assert_eq!(
        messages.first().map(String::as_str),
        Some("web: disruption_budget: all, service: front, unresolved: shop/core/service/odd")
    );
    assert!(
        messages
            .iter()
            .any(|m| m.starts_with("front: ") && m.contains("selects: web")),
        "{messages:?}"
    );
    assert!(
        messages
            .iter()
            .any(|m| m.starts_with("odd: ") && m.contains("unresolved: /properties/selector")),
        "{messages:?}"
    );
}
