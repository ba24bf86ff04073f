//! Dependencies of a template's resources: `dependsOn` and `scope` with symbolic names,
//! ids, names and loops, as edges between the resources.

use std::collections::{BTreeMap, BTreeSet};

use onus_core::json_pointer::Pointer;

use crate::formats::azure::arm_template::environment::{Environment, member};
use crate::formats::azure::arm_template::name::id_of;
use crate::formats::azure::arm_template::symbol::name_part;
use crate::formats::azure::arm_template::target::Target;
use crate::json::outline::Members;
use crate::resource::{Edge, Resource};

/// The references, and the resources that they may lead to.
#[derive(Default)]
pub struct Links {
    templates: usize,
    /// The ids of resources by template and name in it.
    called: BTreeMap<(usize, String), Called>,
    pending: Vec<Pending>,
}

/// The resources with a name.
enum Called {
    One(String),
    /// All rounds of a loop.
    Loop(Vec<String>),
    Ambiguous,
}

impl Called {
    fn ids(&self) -> &[String] {
        match self {
            Self::One(id) => std::slice::from_ref(id),
            Self::Loop(ids) => ids,
            Self::Ambiguous => &[],
        }
    }
}

struct Pending {
    /// The index of the resource.
    from: usize,
    template: usize,
    kind: &'static str,
    to: String,
    via: Pointer,
    target: Target,
}

impl Links {
    /// The number of a new template.
    pub fn template(&mut self) -> usize {
        self.templates += 1;
        self.templates
    }

    /// Adds the name of a resource in its template.
    pub fn call(&mut self, template: usize, name: &str, id: &str) {
        self.called
            .entry((template, name.to_ascii_lowercase()))
            .and_modify(|known| {
                if known.ids() != [id] {
                    *known = Called::Ambiguous;
                }
            })
            .or_insert_with(|| Called::One(id.to_owned()));
    }

    /// Adds a resource to the loop that has this name in its template.
    pub fn call_loop(&mut self, template: usize, name: &str, id: &str) {
        let key = (template, name.to_ascii_lowercase());
        match self.called.entry(key).or_insert(Called::Loop(Vec::new())) {
            Called::Loop(ids) => ids.push(id.to_owned()),
            other => *other = Called::Ambiguous,
        }
    }

    /// Adds the dependencies of the resource with the index `from`.
    pub fn depends(
        &mut self,
        from: usize,
        (template, target): (usize, &Target),
        resource: &Members<'_>,
        environment: &Environment<'_>,
    ) {
        let Some((key, part)) = member(resource, "dependsOn") else {
            return;
        };
        let around = Pointer::parse("/raw").child(key);
        let items = crate::json::outline::items(part.get()).unwrap_or_default();
        for (index, item) in items.into_iter().enumerate() {
            if let Some(text) = name_part(&environment.value(item)) {
                self.pending.push(Pending {
                    from,
                    template,
                    kind: "depends_on",
                    to: text.to_ascii_lowercase(),
                    via: around.child(index.to_string()),
                    target: target.clone(),
                });
            }
        }
    }

    /// Adds the target of the extension with the index `from`, such as a diagnostic
    /// setting: an id, or a type and a name with slashes.
    pub fn extends(
        &mut self,
        from: usize,
        (template, target): (usize, &Target),
        resource: &Members<'_>,
        environment: &Environment<'_>,
    ) {
        if let Some((key, part)) = member(resource, "scope")
            && let Some(text) = name_part(&environment.value(part))
        {
            self.pending.push(Pending {
                from,
                template,
                kind: "scope",
                to: text.to_ascii_lowercase(),
                via: Pointer::parse("/raw").child(key),
                target: target.clone(),
            });
        }
    }

    /// Adds the edges to resources of the document, without deployments and unknown
    /// targets.
    pub fn resolve(self, stem: &str, ids: &BTreeSet<String>, resources: &mut [Resource]) {
        for pending in self.pending {
            // The target of an extension is never given by its name in the template.
            let called = (pending.kind != "scope")
                .then(|| self.called.get(&(pending.template, pending.to.clone())))
                .flatten();
            let path = pending.to.trim_start_matches('/');
            let targets = match called {
                Some(called) => called.ids().to_vec(),
                None => [pending.to.clone(), id_of(stem, &pending.target, path)]
                    .into_iter()
                    .find(|id| ids.contains(id))
                    .into_iter()
                    .collect(),
            };
            let Some(resource) = resources.get_mut(pending.from) else {
                continue;
            };
            for to in targets {
                let is_known = resource
                    .edges
                    .iter()
                    .any(|edge| edge.to == to && edge.kind.as_deref() == Some(pending.kind));
                if to != resource.id && !is_known {
                    resource.edges.push(Edge {
                        kind: Some(pending.kind.to_owned()),
                        to,
                        via: Some(pending.via.clone()),
                    });
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::detect::reading_of;

    fn edges(rest: &str) -> Vec<String> {
        let reading = reading_of(&format!(
            r#"{{"$schema": "https://x/deploymentTemplate.json#", {rest}}}"#
        ));
        assert!(reading.problems.is_empty(), "{:?}", reading.problems);
        reading
            .resources
            .iter()
            .flat_map(|resource| &resource.edges)
            .map(|edge| {
                let via = edge.via.as_ref().unwrap();
                format!("{} {} {via}", edge.kind.as_deref().unwrap(), edge.to)
            })
            .collect()
    }

    #[test]
    fn ids_names_and_loops_are_depended_on() {
        let found = edges(
            r#""resources": [
              {"type": "A.B/c", "name": "x", "dependsOn": ["[resourceId('A.B/c', 'Y')]", "A.B/d/z", "all", "[late()]",
                "gone", "[resourceId('A.B/c', 'x')]", "Y"]},
              {"type": "A.B/c", "name": "y"}, {"type": "A.B/d", "name": "z"},
              {"type": "A.B/e", "name": "[format('e{0}', copyIndex())]", "copy": {"name": "all", "count": 2}}]"#,
        );
        assert_eq!(
            found,
            [
                "depends_on /template/t/providers/a.b/c/y /raw/dependsOn/0",
                "depends_on /template/t/providers/a.b/d/z /raw/dependsOn/1",
                "depends_on /template/t/providers/a.b/e/e0 /raw/dependsOn/2",
                "depends_on /template/t/providers/a.b/e/e1 /raw/dependsOn/2",
            ]
        );
    }

    #[test]
    fn extensions_refer_to_their_targets() {
        let found = edges(
            r#""resources": [{"type": "A.B/c", "name": "x"}, {"type": "A.B/c/d", "name": "x/y"},
              {"type": "E.F/g", "name": "1", "scope": "[format('A.B/c/{0}', 'x')]", "dependsOn": ["[resourceId('A.B/c', 'x')]"]},
              {"type": "E.F/g", "name": "2", "scope": "[resourceId('A.B/c/d', 'x', 'y')]"},
              {"type": "E.F/g", "name": "3", "scope": "[late()]"}, {"type": "E.F/g", "name": "4", "scope": "x"},
              {"type": "E.F/g", "name": "5", "scope": "A.B/c/gone"}]"#,
        );
        assert_eq!(
            found,
            [
                "depends_on /template/t/providers/a.b/c/x /raw/dependsOn/0",
                "scope /template/t/providers/a.b/c/x /raw/scope",
                "scope /template/t/providers/a.b/c/x/d/y /raw/scope",
            ]
        );
    }

    #[test]
    fn symbolic_names_are_those_of_the_template_around() {
        let found = edges(
            r#""languageVersion": "2.0", "resources": {
              "Site": {"type": "A.B/c", "name": "[f()]", "dependsOn": ["plan", "module", "old"]},
              "plan": {"type": "A.B/d", "name": "p"},
              "old": {"type": "A.B/d", "name": "q", "existing": true},
              "module": {"type": "Microsoft.Resources/deployments", "name": "m", "properties": {"template": {
                "languageVersion": "2.0", "resources": {
                  "plan": {"type": "A.B/d", "name": "r"},
                  "rest": {"type": "A.B/c", "name": "s", "dependsOn": ["plan"]}}}}}}"#,
        );
        assert_eq!(
            found,
            [
                "depends_on /template/t/providers/a.b/d/p /raw/dependsOn/0",
                "depends_on /template/t/providers/a.b/d/r /raw/dependsOn/0",
            ]
        );
    }
}
