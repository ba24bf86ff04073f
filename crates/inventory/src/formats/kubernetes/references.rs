//! References of Kubernetes objects by name: owners, service accounts, configuration,
//! secrets, volumes, roles and their subjects.

use serde_json::Value;

use onus_core::json_pointer::Pointer;

use crate::json::outline::Members;
use crate::resource::Edge;

/// The id of an object: `{namespace}/{group}/{kind}/{name}`, without the namespace if it
/// has none; the group without a name is `core`.
pub fn id_of(namespace: Option<&str>, api_version: &str, kind: &str, name: &str) -> String {
    let group = api_version
        .split_once('/')
        .map_or("core", |(group, _)| group);
    let tail = format!("{group}/{}/{name}", kind.to_ascii_lowercase());
    match namespace {
        Some(namespace) => format!("{namespace}/{tail}"),
        None => tail,
    }
}

/// The references of an object. The linker resolves selectors, which depend on the other
/// objects.
pub fn edges(
    kind: &str,
    namespace: Option<&str>,
    members: &Members<'_>,
    owners: Option<&Value>,
) -> Vec<Edge> {
    let mut found = References {
        namespace,
        edges: Vec::new(),
    };
    let at = Pointer::parse("/raw/metadata/ownerReferences");
    for (owner, at) in items(owners, &at) {
        if let Some(uid) = owner.get("uid").and_then(Value::as_str) {
            found.add("parent", uid.to_owned(), at.child("uid"));
        }
    }
    match kind {
        "RoleBinding" | "ClusterRoleBinding" => found.binding(members),
        "Ingress" => {
            if let Some(spec) = members.value::<Value>("spec") {
                found.ingress(&spec);
            }
        }
        _ => {
            // Custom objects can be large; only those that can contain a pod are
            // searched.
            if let Some(spec) = members.get("spec")
                && spec.get().contains("\"containers\"")
                && let Ok(spec) = serde_json::from_str::<Value>(spec.get())
            {
                found.pods(&spec);
            }
        }
    }
    found.edges
}

struct References<'n> {
    namespace: Option<&'n str>,
    edges: Vec<Edge>,
}

impl References<'_> {
    fn add(&mut self, kind: &str, to: String, via: Pointer) {
        self.edges.push(Edge {
            kind: Some(kind.to_owned()),
            to,
            via: Some(via),
        });
    }

    /// A reference by name to an object of the core group, in the same namespace.
    fn named(&mut self, edge: &str, kind: &str, holder: Option<&Value>, key: &str, at: &Pointer) {
        let name = holder
            .and_then(|holder| holder.get(key)?.as_str())
            .filter(|name| !name.is_empty());
        if let Some(name) = name {
            let to = id_of(self.namespace, "v1", kind, name);
            self.add(edge, to, at.child(key));
        }
    }

    /// Pods are the spec itself, or templates at two depths: of workloads, and of the
    /// jobs of a CronJob.
    fn pods(&mut self, spec: &Value) {
        for path in ["", "/template/spec", "/jobTemplate/spec/template/spec"] {
            if let Some(pod) = spec.pointer(path)
                && pod.get("containers").is_some()
            {
                self.pod(
                    pod,
                    &Pointer::parse("/properties").join(&Pointer::parse(path)),
                );
            }
        }
    }

    fn pod(&mut self, pod: &Value, at: &Pointer) {
        self.named(
            "service_account",
            "ServiceAccount",
            Some(pod),
            "serviceAccountName",
            at,
        );
        if let Some(node) = pod.get("nodeName").and_then(Value::as_str) {
            self.add(
                "node",
                id_of(None, "v1", "Node", node),
                at.child("nodeName"),
            );
        }
        for (secret, at) in items(pod.get("imagePullSecrets"), &at.child("imagePullSecrets")) {
            self.named("secret", "Secret", Some(secret), "name", &at);
        }
        for (volume, at) in items(pod.get("volumes"), &at.child("volumes")) {
            self.source(volume, &at, "secretName");
            let claim = at.child("persistentVolumeClaim");
            self.named(
                "volume_claim",
                "PersistentVolumeClaim",
                volume.get("persistentVolumeClaim"),
                "claimName",
                &claim,
            );
            let projected = at.child("projected").child("sources");
            for (part, at) in items(volume.pointer("/projected/sources"), &projected) {
                self.source(part, &at, "name");
            }
        }
        for list in ["initContainers", "containers", "ephemeralContainers"] {
            for (container, at) in items(pod.get(list), &at.child(list)) {
                self.container(container, &at);
            }
        }
    }

    /// A volume, or a part of one.
    fn source(&mut self, volume: &Value, at: &Pointer, secret_key: &str) {
        let config = at.child("configMap");
        self.named(
            "config_map",
            "ConfigMap",
            volume.get("configMap"),
            "name",
            &config,
        );
        let secret = at.child("secret");
        self.named(
            "secret",
            "Secret",
            volume.get("secret"),
            secret_key,
            &secret,
        );
    }

    fn container(&mut self, container: &Value, at: &Pointer) {
        let pairs = |value: &Value, config: &'static str, secret: &'static str, at: &Pointer| {
            [
                ("config_map", "ConfigMap", config),
                ("secret", "Secret", secret),
            ]
            .map(|(edge, kind, key)| (edge, kind, value.get(key).cloned(), at.child(key)))
        };
        let mut references = Vec::new();
        for (from, at) in items(container.get("envFrom"), &at.child("envFrom")) {
            references.extend(pairs(from, "configMapRef", "secretRef", &at));
        }
        for (variable, at) in items(container.get("env"), &at.child("env")) {
            if let Some(from) = variable.get("valueFrom") {
                let at = at.child("valueFrom");
                references.extend(pairs(from, "configMapKeyRef", "secretKeyRef", &at));
            }
        }
        for (edge, kind, holder, at) in references {
            self.named(edge, kind, holder.as_ref(), "name", &at);
        }
    }

    fn ingress(&mut self, spec: &Value) {
        let at = Pointer::parse("/properties/tls");
        for (tls, at) in items(spec.get("tls"), &at) {
            self.named("secret", "Secret", Some(tls), "secretName", &at);
        }
        let default = Pointer::parse("/properties/defaultBackend/service");
        let service = spec.pointer("/defaultBackend/service");
        self.named("service", "Service", service, "name", &default);
        let rules = Pointer::parse("/properties/rules");
        for (rule, at) in items(spec.get("rules"), &rules) {
            let paths = at.child("http").child("paths");
            for (path, at) in items(rule.pointer("/http/paths"), &paths) {
                let service = path.pointer("/backend/service");
                let at = at.child("backend").child("service");
                self.named("service", "Service", service, "name", &at);
            }
        }
    }

    /// The subjects and the role of a binding.
    fn binding(&mut self, members: &Members<'_>) {
        const RBAC: &str = "rbac.authorization.k8s.io/v1";
        let properties = Pointer::parse("/properties");
        if let Some(role) = members.value::<Value>("roleRef")
            && let (Some(kind), Some(name)) = (
                role.get("kind").and_then(Value::as_str),
                role.get("name").and_then(Value::as_str),
            )
        {
            let namespace = self.namespace.filter(|_| kind != "ClusterRole");
            self.add(
                "role",
                id_of(namespace, RBAC, kind, name),
                properties.child("roleRef").child("name"),
            );
        }
        let subjects = members.value::<Value>("subjects");
        for (subject, at) in items(subjects.as_ref(), &properties.child("subjects")) {
            // Users and groups are no objects.
            if subject.get("kind").and_then(Value::as_str) != Some("ServiceAccount") {
                continue;
            }
            if let Some(name) = subject.get("name").and_then(Value::as_str) {
                let namespace = subject.get("namespace").and_then(Value::as_str);
                let to = id_of(namespace.or(self.namespace), "v1", "ServiceAccount", name);
                self.add("subject", to, at.child("name"));
            }
        }
    }
}

/// The items of a possible array, each with its pointer.
fn items<'v>(value: Option<&'v Value>, at: &Pointer) -> Vec<(&'v Value, Pointer)> {
    value
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .enumerate()
        .map(|(index, item)| (item, at.child(index.to_string())))
        .collect()
}
