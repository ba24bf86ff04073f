//! What the resources of a plan refer to. Ids are mostly not known before apply,
//! so this is often the only link between two resources: the plan's
//! `configuration` says which argument refers to which block.
//!
//! A reference that could mean one resource or another makes no edge: a wrong one
//! could let a policy find what is not there.

use std::collections::{HashMap, HashSet};

use crate::pointer::Pointer;

use super::reader::{Input, Reading};
use super::resource::Edge;
use super::sketch::Members;
use super::terraform_address::{Address, Step, steps};
use super::terraform_configuration::Module;

/// References that lead on and on through variables and outputs are not followed
/// further than this.
const DEEPEST: usize = 128;

/// An argument that refers to more resources than this is taken to refer to none
/// of them in particular.
const MOST: usize = 256;

/// Gives each resource of a plan its edges.
pub fn link(source: &Input<'_>, top: &Members<'_>, reading: &mut Reading) {
    let root = match Module::of_plan(source, top) {
        Ok(root) => root,
        Err(problem) => {
            reading.problems.push(*problem);
            return;
        }
    };
    let mut links: Vec<Vec<Edge>> = Vec::new();
    {
        let addresses: Vec<Option<Address<'_>>> = reading
            .resources
            .iter()
            .map(|resource| Address::parse(&resource.id))
            .collect();
        let mut links_of = Links::new(&root, addresses.iter().flatten());
        for (resource, address) in reading.resources.iter().zip(&addresses) {
            let edges = address.as_ref().map(|address| links_of.edges(address));
            let mut edges = edges.unwrap_or_default();
            edges.retain(|edge| edge.to != resource.id);
            links.push(edges);
        }
    }
    for (resource, edges) in reading.resources.iter_mut().zip(links) {
        resource.edges = edges;
    }
}

type Modules<'a> = [(&'a str, Option<&'a str>)];

/// What an expression refers to.
#[derive(Debug, Clone, Default)]
struct Targets {
    /// Addresses of resources, each once.
    found: Vec<String>,
    /// Whether something that could decide between resources could not be followed.
    open: bool,
}

/// Where an expression stands.
#[derive(Clone, Copy)]
struct Scope<'s> {
    modules: &'s Modules<'s>,
    /// The key of the block's instance.
    key: Option<&'s str>,
    /// What the block's `for_each` refers to.
    each: &'s [String],
}

struct Links<'a> {
    root: &'a Module,
    /// Instances by module path, type and name: their keys.
    instances: HashMap<String, Vec<Option<&'a str>>>,
    /// Variables and outputs that were followed before.
    followed: HashMap<String, Targets>,
}

impl<'a> Links<'a> {
    fn new<'b: 'a>(root: &'a Module, addresses: impl Iterator<Item = &'a Address<'b>>) -> Self {
        let mut instances: HashMap<String, Vec<Option<&'a str>>> = HashMap::new();
        for address in addresses {
            let block = in_module(
                &address.modules,
                &format!("{}.{}", address.kind, address.name),
            );
            instances.entry(block).or_default().push(address.key);
        }
        Self {
            root,
            instances,
            followed: HashMap::new(),
        }
    }

    fn edges(&mut self, address: &Address<'_>) -> Vec<Edge> {
        let root = self.root;
        let Some(block) = root
            .at(address.modules.iter().map(|(name, _)| *name))
            .and_then(|module| module.resource(address.kind, address.name))
        else {
            return Vec::new();
        };
        let scope = Scope {
            modules: &address.modules,
            key: address.key,
            each: &block.each,
        };
        let mut edges = Vec::new();
        for (pointer, references) in &block.arguments {
            for to in self.targets(references, scope, 0).found {
                edges.push(Edge {
                    kind: None,
                    to,
                    via: Some(Pointer::clone(pointer)),
                });
            }
        }
        edges
    }

    /// What the references of one expression lead to.
    fn targets(&mut self, references: &[String], scope: Scope<'_>, depth: usize) -> Targets {
        let references = most_specific(references);
        let by_key = references.iter().any(|reference| {
            reference == &"count.index"
                || reference == &"each.key"
                || reference.starts_with("each.value")
        });
        let mut targets = Targets::default();
        // Names, numbers and paths that tell nothing about which resource is meant.
        let tells = |reference: &&&str| {
            !["count.", "path.", "terraform.", "each.key"]
                .iter()
                .any(|head| reference.starts_with(head))
        };
        for reference in references.iter().filter(tells) {
            let one = match steps(reference) {
                Some(steps) => self.follow(&steps, scope, by_key, depth),
                None => Targets::open(),
            };
            targets.open |= one.open;
            for to in one.found {
                if !targets.found.contains(&to) {
                    targets.found.push(to);
                }
            }
            if targets.found.len() > MOST {
                return Targets::open();
            }
        }
        // Of several resources, something else may choose one.
        if targets.found.len() > 1 && targets.open {
            return Targets::open();
        }
        targets
    }

    fn follow(
        &mut self,
        steps: &[Step<'_>],
        scope: Scope<'_>,
        by_key: bool,
        depth: usize,
    ) -> Targets {
        if depth > DEEPEST {
            return Targets::open();
        }
        match steps {
            [word, variable, rest @ ..] if word.name == "var" => {
                let part = by_key || variable.key.is_some() || !rest.is_empty();
                self.variable(variable.name, scope.modules, depth)
                    .whole_unless(part)
            }
            [word, call, output, rest @ ..] if word.name == "module" => {
                let part = by_key || output.key.is_some() || !rest.is_empty();
                let mut modules = scope.modules.to_vec();
                modules.push((call.name, call.key));
                self.output(output.name, &modules, depth).whole_unless(part)
            }
            [word, value, ..] if word.name == "each" && value.name == "value" => {
                let each = Scope { each: &[], ..scope };
                self.each_value(scope.each, each, depth)
            }
            [word, ..]
                if ["var", "module", "each", "local", "data", "self"].contains(&word.name) =>
            {
                Targets::open()
            }
            [kind, block, ..] => {
                let name = format!("{}.{}", kind.name, block.name);
                self.instance(
                    &in_module(scope.modules, &name),
                    block.key,
                    by_key,
                    scope.key,
                )
            }
            _ => Targets::open(),
        }
    }

    /// What `each.value` means: the instance of the same key where `for_each` is a
    /// resource, else one of whatever is in there.
    fn each_value(&mut self, each: &[String], scope: Scope<'_>, depth: usize) -> Targets {
        let mut targets = Targets::default();
        for reference in most_specific(each) {
            let one = match steps(reference) {
                Some(steps) => self.follow(&steps, scope, true, depth + 1),
                None => Targets::open(),
            };
            targets.open |= one.open;
            targets.found.extend(one.found);
        }
        if targets.found.len() > 1 {
            return Targets::open();
        }
        targets
    }

    /// The instance of a block that is meant.
    fn instance(&self, block: &str, key: Option<&str>, by_key: bool, own: Option<&str>) -> Targets {
        let address = |key: Option<&str>| match key {
            Some(key) => format!("{block}[{key}]"),
            None => block.to_owned(),
        };
        let Some(keys) = self.instances.get(block) else {
            return Targets::open();
        };
        let meant = match (key, keys.as_slice()) {
            (Some(_), keys) => keys.contains(&key).then_some(key),
            (None, _) if by_key && own.is_some() && keys.contains(&own) => Some(own),
            (None, [only]) => Some(*only),
            (None, _) => None,
        };
        match meant {
            Some(key) => Targets {
                found: vec![address(key)],
                open: false,
            },
            None => Targets::open(),
        }
    }

    /// What a variable of a module was given.
    fn variable(&mut self, name: &str, modules: &Modules<'_>, depth: usize) -> Targets {
        let root = self.root;
        let Some(((call, key), outside)) = modules.split_last() else {
            return Targets::open();
        };
        let Some(call) = root
            .at(outside.iter().map(|(name, _)| *name))
            .and_then(|module| module.call(call))
        else {
            return Targets::open();
        };
        let scope = Scope {
            modules: outside,
            key: *key,
            each: &call.each,
        };
        match call.argument(name) {
            Some(references) => self.once(
                in_module(modules, &format!("var.{name}")),
                references,
                scope,
                depth,
            ),
            // Its default.
            None => Targets::open(),
        }
    }

    /// What an output of a module refers to.
    fn output(&mut self, name: &str, modules: &Modules<'_>, depth: usize) -> Targets {
        let root = self.root;
        let Some(references) = root
            .at(modules.iter().map(|(name, _)| *name))
            .and_then(|module| module.output(name))
        else {
            return Targets::open();
        };
        let scope = Scope {
            modules,
            key: None,
            each: &[],
        };
        self.once(
            in_module(modules, &format!("output.{name}")),
            references,
            scope,
            depth,
        )
    }

    fn once(
        &mut self,
        what: String,
        references: &[String],
        scope: Scope<'_>,
        depth: usize,
    ) -> Targets {
        if let Some(targets) = self.followed.get(&what) {
            return targets.clone();
        }
        // What leads back to itself, which Terraform refuses, leads nowhere.
        self.followed.insert(what.clone(), Targets::open());
        let targets = self.targets(references, scope, depth + 1);
        self.followed.insert(what, targets.clone());
        targets
    }
}

impl Targets {
    /// Nothing that could be followed.
    fn open() -> Self {
        Self {
            found: Vec::new(),
            open: true,
        }
    }

    /// The same, unless only a part is meant, and it is open which one.
    fn whole_unless(self, part: bool) -> Self {
        if part && (self.found.len() > 1 || self.open) {
            return Self::open();
        }
        self
    }
}

/// Terraform lists what an expression refers to from the whole of it down to the
/// block: `a.b[0].id`, `a.b[0]`, `a.b`. Only the first says which instance.
fn most_specific(references: &[String]) -> Vec<&str> {
    let mut wider: HashSet<&str> = HashSet::new();
    for reference in references {
        let ends = reference.match_indices(['.', '[']).map(|(end, _)| end);
        wider.extend(ends.filter_map(|end| reference.get(..end)));
    }
    let mut specific: Vec<&str> = references
        .iter()
        .map(String::as_str)
        .filter(|reference| !wider.contains(reference))
        .collect();
    specific.dedup();
    specific
}

/// `name`, in the module of that path.
fn in_module(modules: &Modules<'_>, name: &str) -> String {
    let mut text = String::new();
    for (module, key) in modules {
        text.push_str("module.");
        text.push_str(module);
        if let Some(key) = key {
            text.push('[');
            text.push_str(key);
            text.push(']');
        }
        text.push('.');
    }
    text.push_str(name);
    text
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::inventory::detect::reading_of;

    /// A plan that creates resources of these addresses.
    fn plan(addresses: &[&str], root: &Value) -> Value {
        let changes: Vec<Value> = addresses
            .iter()
            .map(|address| {
                json!({"address": address, "mode": "managed", "type": "t",
                    "change": {"actions": ["create"], "after": {}, "after_unknown": {"id": true}}})
            })
            .collect();
        json!({"format_version": "1.2", "resource_changes": changes,
            "configuration": {"root_module": root}})
    }

    /// All edges, as `from via to`.
    fn edges(addresses: &[&str], root: &Value) -> Vec<String> {
        let reading = reading_of(&plan(addresses, root).to_string());
        assert!(reading.problems.is_empty(), "{:?}", reading.problems);
        let edges = |resource: crate::inventory::Resource| {
            let from = resource.id;
            resource.edges.into_iter().map(move |edge| {
                let via = edge.via.unwrap().to_string();
                let via = via.strip_prefix("/properties/").unwrap();
                format!("{from} {via} {}", edge.to)
            })
        };
        reading.resources.into_iter().flat_map(edges).collect()
    }

    fn block(kind: &str, name: &str, expressions: &Value) -> Value {
        json!({"address": format!("{kind}.{name}"), "mode": "managed", "type": kind,
            "name": name, "expressions": expressions})
    }

    fn refer(references: &[&str]) -> Value {
        json!({"references": references})
    }

    #[test]
    fn the_most_specific_reference_counts_once() {
        let root = json!({"resources": [
            block("aws_s3_bucket", "this", &json!({"bucket": {"constant_value": "b"}})),
            block("aws_s3_bucket_public_access_block", "this", &json!({
                "bucket": refer(&["aws_s3_bucket.this[0].id", "aws_s3_bucket.this[0]", "aws_s3_bucket.this"])})),
        ]});
        assert_eq!(
            edges(
                &[
                    "aws_s3_bucket.this[0]",
                    "aws_s3_bucket.this[1]",
                    "aws_s3_bucket_public_access_block.this"
                ],
                &root
            ),
            ["aws_s3_bucket_public_access_block.this bucket aws_s3_bucket.this[0]"]
        );
    }

    #[test]
    fn nested_blocks_and_associations_have_edges() {
        let nic = [
            "azurerm_network_interface.n.id",
            "azurerm_network_interface.n",
        ];
        let root = json!({"resources": [
            block("azurerm_linux_virtual_machine", "v", &json!({"network_interface_ids": refer(&nic)})),
            block("azurerm_network_interface", "n", &json!({"ip_configuration": [
                {"name": {"constant_value": "a"},
                 "subnet_id": refer(&["azurerm_subnet.s.id", "azurerm_subnet.s"])}]})),
            block("azurerm_network_interface_security_group_association", "a", &json!({
                "network_interface_id": refer(&nic),
                "network_security_group_id": refer(&["azurerm_network_security_group.g.id",
                    "azurerm_network_security_group.g", "data.x.y.id", "data.x.y"])})),
            block("single", "b", &json!({"block": {"deep": {"map": {"k": refer(&nic)}}}})),
        ]});
        assert_eq!(
            edges(
                &[
                    "azurerm_linux_virtual_machine.v",
                    "azurerm_network_interface.n",
                    "azurerm_subnet.s",
                    "azurerm_network_security_group.g",
                    "azurerm_network_interface_security_group_association.a",
                    "single.b",
                ],
                &root
            ),
            [
                "azurerm_linux_virtual_machine.v network_interface_ids azurerm_network_interface.n",
                "azurerm_network_interface.n ip_configuration/0/subnet_id azurerm_subnet.s",
                "azurerm_network_interface_security_group_association.a network_interface_id azurerm_network_interface.n",
                "azurerm_network_interface_security_group_association.a network_security_group_id azurerm_network_security_group.g",
                "single.b block/deep/map/k azurerm_network_interface.n",
            ]
        );
    }

    #[test]
    fn instances_of_one_key_belong_together() {
        let each = |refs: &[&str], each: &[&str]| {
            let mut user = block("u", "u", &json!({"to": refer(refs)}));
            user["for_each_expression"] = refer(each);
            json!({"resources": [block("b", "b", &json!({})), user]})
        };
        let both = ["b.b[\"x\"]", "b.b[\"y\"]", "u.u[\"y\"]"];
        let expected = ["u.u[\"y\"] to b.b[\"y\"]"];
        assert_eq!(
            edges(&both, &each(&["b.b", "each.key"], &["var.v"])),
            expected
        );
        assert_eq!(
            edges(&both, &each(&["each.value.id", "each.value"], &["b.b"])),
            expected
        );
        let counted = each(&["b.b", "count.index"], &[]);
        assert_eq!(
            edges(&["b.b[0]", "b.b[1]", "u.u[1]"], &counted),
            ["u.u[1] to b.b[1]"]
        );
        // The only one there is.
        assert_eq!(
            edges(&["b.b[0]", "u.u"], &each(&["b.b"], &[])),
            ["u.u to b.b[0]"]
        );
        assert_eq!(edges(&["b.b[0]", "u.u[4]"], &counted), ["u.u[4] to b.b[0]"]);
    }

    #[test]
    fn what_could_mean_several_makes_no_edge() {
        let ask = |refs: &[&str]| {
            let root = json!({"resources": [block("u", "u", &json!({"to": refer(refs)}))]});
            edges(&["b.b[0]", "b.b[1]", "c.c", "d.d", "u.u"], &root)
        };
        assert!(ask(&["b.b"]).is_empty());
        assert!(ask(&["b.b[7].id", "b.b[7]", "b.b"]).is_empty());
        assert!(ask(&["c.c.id", "c.c", "d.d.id", "d.d", "var.which"]).is_empty());
        assert!(ask(&["local.c", "each.value", "module.m", "nonsense", "", "c..c"]).is_empty());
        assert!(ask(&["u.u.id", "u.u"]).is_empty());
        assert_eq!(ask(&["c.c.id", "c.c", "d.d.id", "d.d"]).len(), 2);
    }

    #[test]
    fn variables_and_outputs_are_followed() {
        let inner = json!({
            "resources": [block("s", "s", &json!({})), block("u", "u", &json!({
                "group": refer(&["var.group"]),
                "own": refer(&["s.s.id", "s.s"]),
                "some": refer(&["var.some[\"a\"]", "var.some"]),
                "all": refer(&["var.some"]),
                "loop": refer(&["var.loop"]),
            }))],
            "outputs": {"id": {"expression": refer(&["s.s.id", "s.s"])},
                "loop": {"expression": refer(&["var.loop"])}},
        });
        let outer = json!({
            "module_calls": {"in": {"expressions": {
                "group": refer(&["var.given"]),
                "some": refer(&["var.given", "g.g.id", "g.g"]),
                "loop": refer(&["module.in.loop", "module.in"]),
            }, "module": inner}},
            "resources": [block("g", "g", &json!({}))],
            "outputs": {"id": {"expression": refer(&["module.in.id", "module.in"])}},
        });
        let mut call =
            json!({"expressions": {"given": refer(&["r.r", "each.key"])}, "module": outer});
        call["for_each_expression"] = refer(&["r.r"]);
        let root = json!({
            "module_calls": {"out": call},
            "resources": [block("r", "r", &json!({})), block("x", "x", &json!({
                "id": refer(&["module.out[\"k\"].id", "module.out[\"k\"]", "module.out"]),
                "any": refer(&["module.out"]),
            }))],
        });
        let k = "module.out[\"k\"]";
        let mut addresses = vec![
            "r.r[\"j\"]".to_owned(),
            "r.r[\"k\"]".to_owned(),
            "x.x".to_owned(),
        ];
        for tail in ["g.g", "module.in.s.s", "module.in.u.u"] {
            addresses.push(format!("{k}.{tail}"));
        }
        let addresses: Vec<&str> = addresses.iter().map(String::as_str).collect();
        assert_eq!(
            edges(&addresses, &root),
            [
                format!("x.x id {k}.module.in.s.s"),
                format!("{k}.module.in.u.u group r.r[\"k\"]"),
                format!("{k}.module.in.u.u own {k}.module.in.s.s"),
                format!("{k}.module.in.u.u all r.r[\"k\"]"),
                format!("{k}.module.in.u.u all {k}.g.g"),
            ]
        );
    }

    #[test]
    fn a_configuration_of_another_shape_has_no_edges() {
        for root in [
            json!(null),
            json!({"resources": 3}),
            json!({"resources": [3, {"expressions": []}],
            "module_calls": {"m": 3, "n": {"module": [], "expressions": 1}}, "outputs": [1]}),
        ] {
            assert!(edges(&["a.b", "module.m.c.d"], &root).is_empty());
        }
        let reading = reading_of(&plan(&["a.b"], &json!(3)).to_string());
        assert_eq!((reading.resources.len(), reading.problems.len()), (1, 1));
    }
}
