//! Stacks: layers that protect the same thing, which are those of a resource and of the
//! resources inside it, such as a server and its databases.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use onus_core::decision::{ControlRef, Decision, ResourceRef, Status};
use onus_core::vocabulary::{Layer, Severity};

use super::State;

/// The layers that protect the same thing.
#[derive(Debug)]
pub struct Stack {
    /// The resource that holds the others, or the first of them that was found.
    pub about: Arc<ResourceRef>,
    /// How each layer is; where several resources have it, what says most.
    pub states: BTreeMap<Layer, State>,
    /// What is denied.
    pub failing: BTreeMap<Layer, Vec<Failing>>,
    /// Who answers for what is denied.
    pub parties: BTreeSet<String>,
}

/// A control that denies.
#[derive(Debug)]
pub struct Failing {
    /// What denies.
    pub control: Arc<ControlRef>,
    /// About which resource.
    pub resource: Arc<ResourceRef>,
}

impl Stack {
    /// The layers in which a control looked.
    pub fn watched(&self) -> usize {
        self.states
            .values()
            .filter(|state| state.is_watched())
            .count()
    }

    /// The layers in one of these states.
    pub fn layers_in(&self, states: &[State]) -> Vec<Layer> {
        self.states
            .iter()
            .filter(|(_, state)| states.contains(state))
            .map(|(layer, _)| *layer)
            .collect()
    }

    /// Whether every layer that a control looked at is denied.
    pub fn is_open(&self) -> bool {
        !self.failing.is_empty() && self.failing.len() == self.watched()
    }

    fn worst(&self) -> Option<Severity> {
        let all = self.failing.values().flatten();
        all.map(|failing| failing.control.severity).max()
    }
}

/// The stacks of a run.
#[derive(Debug)]
pub(crate) struct Stacks {
    /// The types that hold resources of other types of the inventory, or are held.
    nested: BTreeSet<String>,
    by_root: BTreeMap<String, Stack>,
}

impl Stacks {
    /// Over an inventory of these types.
    pub fn new(kinds: &BTreeSet<&str>) -> Self {
        let mut nested = BTreeSet::new();
        for kind in kinds {
            let (root, depth) = root_type(kind);
            if depth > 0 {
                nested.insert(root.to_owned());
                nested.insert((*kind).to_owned());
            }
        }
        Self {
            nested,
            by_root: BTreeMap::new(),
        }
    }

    /// Adds the layers of a resource. One that stands alone and that no two layers fail
    /// of is not kept.
    pub fn add(
        &mut self,
        about: &Arc<ResourceRef>,
        states: &BTreeMap<Layer, State>,
        decisions: &BTreeMap<Layer, Vec<&Decision>>,
    ) {
        let denied = states.values().filter(|state| **state == State::Denied);
        let is_nested = self.nested.contains(&about.kind);
        if decisions.is_empty() || (!is_nested && denied.count() < 2) {
            return;
        }
        let root = root_id(about);
        let stack = self
            .by_root
            .entry(root.to_owned())
            .or_insert_with(|| Stack {
                about: Arc::clone(about),
                states: BTreeMap::new(),
                failing: BTreeMap::new(),
                parties: BTreeSet::new(),
            });
        if about.id == root {
            stack.about = Arc::clone(about);
        }
        for (layer, state) in states {
            let known = stack.states.entry(*layer).or_insert(*state);
            *known = (*known).max(*state);
            if *state != State::Denied {
                continue;
            }
            let violated = decisions.get(layer).into_iter().flatten();
            for decision in violated.filter(|decision| decision.status == Status::Violated) {
                stack.failing.entry(*layer).or_default().push(Failing {
                    control: Arc::clone(&decision.control),
                    resource: Arc::clone(about),
                });
                let accountable = decision.responsible.accountable();
                stack.parties.extend(accountable.map(ToString::to_string));
            }
        }
    }

    /// Those of which at least two layers fail: the most layers first, then the worst
    /// severity.
    pub fn together(&self) -> Vec<&Stack> {
        let mut found: Vec<&Stack> = self
            .by_root
            .values()
            .filter(|stack| stack.failing.len() > 1)
            .collect();
        found.sort_by_key(|stack| {
            std::cmp::Reverse((stack.failing.len(), stack.worst(), stack.is_open()))
        });
        found
    }
}

/// The type that a type of Azure's is inside of, and how many levels deep it is there.
fn root_type(kind: &str) -> (&str, usize) {
    let Some((namespace, names)) = kind.split_once('/') else {
        return (kind, 0);
    };
    let is_azures = namespace.to_ascii_lowercase().starts_with("microsoft.");
    match names.split_once('/') {
        Some((first, rest)) if is_azures => {
            let end = namespace.len() + 1 + first.len();
            (kind.get(..end).unwrap_or(kind), rest.split('/').count())
        }
        _ => (kind, 0),
    }
}

/// The id of the resource that a resource is inside of; its own, when it is in none or
/// its id does not say so.
fn root_id(about: &ResourceRef) -> &str {
    let own = about.id.as_str();
    let (root, depth) = root_type(&about.kind);
    let inner = about.kind.get(root.len()..).unwrap_or_default();
    let mut id = own;
    for word in inner.rsplit('/').take(depth) {
        let above = id
            .rsplit_once('/')
            .and_then(|(rest, _)| rest.rsplit_once('/'))
            .filter(|(_, segment)| segment.eq_ignore_ascii_case(word));
        match above {
            Some((above, _)) => id = above,
            None => return own,
        }
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;
    use onus_core::decision::{Verdict, sample};

    fn resource(kind: &str, id: &str) -> ResourceRef {
        let decision = sample("C-1", id, Verdict::Allow);
        let about = Arc::try_unwrap(decision.resource).unwrap();
        ResourceRef {
            kind: kind.to_owned(),
            ..about
        }
    }

    #[test]
    fn a_database_is_inside_its_server() {
        let server = "/subscriptions/s/resourcegroups/g/providers/microsoft.sql/servers/one";
        let root = |kind: &str, id: &str| root_id(&resource(kind, id)).to_owned();
        assert_eq!(root("microsoft.sql/servers", server), server);
        let database = format!("{server}/databases/two");
        assert_eq!(root("microsoft.sql/servers/databases", &database), server);
        let deep = format!("{database}/auditingSettings/default");
        let kind = "microsoft.sql/servers/databases/auditingsettings";
        assert_eq!(root(kind, &deep), server);
    }

    #[test]
    fn what_only_looks_nested_stands_alone() {
        let root = |kind: &str, id: &str| root_id(&resource(kind, id)).to_owned();
        assert_eq!(root("microsoft.sql/servers/databases", "two"), "two");
        assert_eq!(root("apps/v1/Deployment", "a/b/c/d"), "a/b/c/d");
        assert_eq!(root("aws_instance", "a/b"), "a/b");
    }

    /// Tells of a resource whose layers are denied or not.
    fn add(stacks: &mut Stacks, kind: &str, id: &str, layers: &[(Layer, bool)]) {
        let about = Arc::new(resource(kind, id));
        let made: Vec<Decision> = layers
            .iter()
            .map(|(layer, denied)| {
                let verdict = if *denied {
                    Verdict::Deny
                } else {
                    Verdict::Allow
                };
                let mut decision = sample(layer.as_str(), id, verdict);
                decision.layer = *layer;
                decision
            })
            .collect();
        let states = layers
            .iter()
            .map(|(layer, denied)| {
                let state = if *denied {
                    State::Denied
                } else {
                    State::Allowed
                };
                (*layer, state)
            })
            .collect();
        let decisions = made.iter().map(|one| (one.layer, vec![one])).collect();
        stacks.add(&about, &states, &decisions);
    }

    #[test]
    fn a_server_and_its_database_fail_together() {
        let kinds = BTreeSet::from(["microsoft.sql/servers", "microsoft.sql/servers/databases"]);
        let id = "/s/providers/microsoft.sql/servers/one";
        let mut stacks = Stacks::new(&kinds);
        let database = format!("{id}/databases/two");
        let kind = "microsoft.sql/servers/databases";
        add(&mut stacks, kind, &database, &[(Layer::Data, true)]);
        assert!(stacks.together().is_empty());
        let kind = "microsoft.sql/servers";
        let layers = [(Layer::NetworkControls, true), (Layer::Data, false)];
        add(&mut stacks, kind, id, &layers);
        let together = stacks.together();
        let [one] = together.as_slice() else {
            panic!("one server");
        };
        assert_eq!(one.about.id, id);
        assert_eq!(one.states.get(&Layer::Data), Some(&State::Denied));
        assert!(one.is_open());
    }

    #[test]
    fn a_layer_that_holds_keeps_a_stack_from_being_open() {
        let mut stacks = Stacks::new(&BTreeSet::from(["aws_s3_bucket"]));
        let two = [
            (Layer::Data, true),
            (Layer::NetworkControls, true),
            (Layer::IdentityUsers, false),
        ];
        add(&mut stacks, "aws_s3_bucket", "one", &two);
        add(&mut stacks, "aws_s3_bucket", "two", &[(Layer::Data, true)]);
        let together = stacks.together();
        assert_eq!(together.len(), 1);
        assert!(together.iter().all(|stack| !stack.is_open()));
    }
}
