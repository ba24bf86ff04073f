//! Label selectors of Kubernetes:
//! <https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/label-selector/>.

use std::collections::BTreeMap;

use onus_policy::engine::Value;

/// What labels have to be like; nothing means that all are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selector(Vec<Rule>);

/// Whether labels are as a selector wants them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SelectorMatch {
    /// They are.
    Yes,
    /// They are not.
    No,
    /// It is unknown.
    Unsure,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    key: String,
    test: Test,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Test {
    In(Vec<String>),
    NotIn(Vec<String>),
    Exists,
    Absent,
}

impl Selector {
    /// A selector that wants each of these labels.
    pub fn of_labels(labels: BTreeMap<String, String>) -> Self {
        let rule = |(key, value)| Rule {
            key,
            test: Test::In(vec![value]),
        };
        Self(labels.into_iter().map(rule).collect())
    }

    /// Reads `matchLabels` and `matchExpressions`; none for what is neither, or has
    /// another shape than it should.
    pub fn parse(selector: &Value) -> Option<Self> {
        if !selector.is_object() {
            return None;
        }
        let mut rules = Vec::new();
        for (key, part) in selector.entries() {
            match key.as_ref() {
                _ if part == Value::null() => {}
                "matchLabels" if part.is_object() => {
                    for (key, value) in part.entries() {
                        rules.push(Rule {
                            key: key.as_ref().to_owned(),
                            test: Test::In(vec![value.as_str()?.to_owned()]),
                        });
                    }
                }
                "matchExpressions" if part.is_array() => {
                    for expression in part.items() {
                        rules.push(Rule::parse(&expression)?);
                    }
                }
                _ => return None,
            }
        }
        Some(Self(rules))
    }

    /// Whether labels are as it wants them. `is_made` says that pods are made of
    /// these labels and get others beside them.
    pub fn matches(&self, labels: &BTreeMap<String, String>, is_made: bool) -> SelectorMatch {
        let mut whole = SelectorMatch::Yes;
        for rule in &self.0 {
            match rule.matches(labels, is_made) {
                SelectorMatch::No => return SelectorMatch::No,
                SelectorMatch::Unsure => whole = SelectorMatch::Unsure,
                SelectorMatch::Yes => {}
            }
        }
        whole
    }
}

impl Rule {
    fn parse(expression: &Value) -> Option<Self> {
        let text = |key: &str| Some(expression.get(key)?.as_str()?.to_owned());
        let values = match expression.get("values") {
            Some(values) if values.is_array() => values
                .items()
                .iter()
                .map(|value| value.as_str().map(str::to_owned))
                .collect::<Option<Vec<String>>>()?,
            Some(values) if values != Value::null() => return None,
            _ => Vec::new(),
        };
        let test = match (text("operator")?.as_str(), values.is_empty()) {
            ("In", false) => Test::In(values),
            ("NotIn", false) => Test::NotIn(values),
            ("Exists", true) => Test::Exists,
            ("DoesNotExist", true) => Test::Absent,
            _ => return None,
        };
        Some(Self {
            key: text("key")?,
            test,
        })
    }

    fn matches(&self, labels: &BTreeMap<String, String>, is_made: bool) -> SelectorMatch {
        let value = labels.get(&self.key);
        if value.is_none() && is_made && is_added(&self.key) {
            return SelectorMatch::Unsure;
        }
        let holds = match &self.test {
            Test::In(values) => value.is_some_and(|value| values.contains(value)),
            Test::NotIn(values) => value.is_none_or(|value| !values.contains(value)),
            Test::Exists => value.is_some(),
            Test::Absent => value.is_none(),
        };
        if holds {
            SelectorMatch::Yes
        } else {
            SelectorMatch::No
        }
    }
}

/// Whether the control plane gives pods a label with this key:
/// <https://kubernetes.io/docs/reference/labels-annotations-taints/>.
fn is_added(key: &str) -> bool {
    const ADDED: [&str; 7] = [
        "pod-template-hash",
        "pod-template-generation",
        "controller-revision-hash",
        "controller-uid",
        "job-name",
        "statefulset.kubernetes.io/pod-name",
        "apps.kubernetes.io/pod-index",
    ];
    ADDED.contains(&key)
        || key.starts_with("batch.kubernetes.io/")
        || key.starts_with("topology.kubernetes.io/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(json: &str) -> Option<Selector> {
        Selector::parse(&Value::parse(json).unwrap().value)
    }

    fn outcome(json: &str, labels: &[(&str, &str)], is_made: bool) -> SelectorMatch {
        let labels = labels
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect();
        parsed(json).unwrap().matches(&labels, is_made)
    }

    #[test]
    fn labels_and_expressions_all_have_to_hold() {
        let web = [("app", "web"), ("tier", "front")];
        let expression = |rest: &str| format!(r#"{{"matchExpressions": [{{{rest}}}]}}"#);
        for (selector, expected) in [
            ("{}".to_owned(), true),
            (
                r#"{"matchLabels": null, "matchExpressions": []}"#.to_owned(),
                true,
            ),
            (r#"{"matchLabels": {"app": "web"}}"#.to_owned(), true),
            (r#"{"matchLabels": {"app": "Web"}}"#.to_owned(), false),
            (
                r#"{"matchLabels": {"app": "web", "tier": "back"}}"#.to_owned(),
                false,
            ),
            (
                expression(r#""key": "app", "operator": "In", "values": ["api", "web"]"#),
                true,
            ),
            (
                expression(r#""key": "no", "operator": "In", "values": ["web"]"#),
                false,
            ),
            (
                expression(r#""key": "app", "operator": "NotIn", "values": ["web"]"#),
                false,
            ),
            (
                expression(r#""key": "no", "operator": "NotIn", "values": ["web"]"#),
                true,
            ),
            (expression(r#""key": "app", "operator": "Exists""#), true),
            (
                expression(r#""key": "no", "operator": "Exists", "values": []"#),
                false,
            ),
            (
                expression(r#""key": "app", "operator": "DoesNotExist""#),
                false,
            ),
            (
                expression(r#""key": "no", "operator": "DoesNotExist", "values": null"#),
                true,
            ),
        ] {
            let expected = if expected {
                SelectorMatch::Yes
            } else {
                SelectorMatch::No
            };
            assert_eq!(outcome(&selector, &web, true), expected, "{selector}");
        }
    }

    #[test]
    fn what_is_no_selector_is_not_guessed_at() {
        for text in [
            "[]",
            r#""app=web""#,
            r#"{"app": "web"}"#,
            r#"{"matchLabels": []}"#,
            r#"{"matchLabels": {"n": 1}}"#,
            r#"{"matchExpressions": {}}"#,
            r#"{"matchExpressions": [{"key": "a", "operator": "in", "values": ["b"]}]}"#,
            r#"{"matchExpressions": [{"key": "a", "operator": "In", "values": []}]}"#,
            r#"{"matchExpressions": [{"key": "a", "operator": "In", "values": "b"}]}"#,
            r#"{"matchExpressions": [{"key": "a", "operator": "Exists", "values": ["b"]}]}"#,
            r#"{"matchExpressions": [{"operator": "Exists"}]}"#,
        ] {
            assert_eq!(parsed(text), None, "{text}");
        }
    }

    #[test]
    fn labels_that_pods_get_later_can_not_be_told() {
        for (operator, made) in [
            ("Exists", SelectorMatch::Unsure),
            ("DoesNotExist", SelectorMatch::Unsure),
        ] {
            let selector = format!(
                r#"{{"matchExpressions": [{{"key": "pod-template-hash", "operator": "{operator}"}}]}}"#
            );
            assert_eq!(outcome(&selector, &[], true), made);
            assert_ne!(outcome(&selector, &[], false), SelectorMatch::Unsure);
        }
        let both = r#"{"matchLabels": {"app": "web", "job-name": "j"}}"#;
        assert_eq!(outcome(both, &[("app", "api")], true), SelectorMatch::No);
        assert_eq!(
            outcome(both, &[("app", "web")], true),
            SelectorMatch::Unsure
        );
    }
}
