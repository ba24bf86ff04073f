//! Collected types: what the inventories of a run hold, and what that proves about a resource.
//!
//! That a type is there says that resources of it were looked for in the same file and the same
//! account, and nothing about other parts of the estate. Of what is set for one resource at a
//! time, such as its diagnostic settings, even a list of another resource's says nothing. A
//! namespace of Kubernetes is listed completely, whatever file its resources are in. Beyond
//! that, a statement of the user says what was looked for ([`Collection`](crate::Collection)).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use onus_inventory::Resource;

use crate::collection::Collections;
use crate::link::{Related, is_set_for_one};

/// The types of a run's resources, by file and account.
#[derive(Debug, Clone, Default)]
pub struct CollectedTypes {
    all: BTreeSet<String>,
    /// The types by the name of the file, and by the account: none for resources without
    /// one.
    by_place: BTreeMap<Arc<str>, BTreeMap<Option<String>, BTreeSet<String>>>,
    /// Of Kubernetes, by namespace.
    by_namespace: BTreeMap<String, BTreeSet<String>>,
    /// Statements that types were looked for.
    collections: Collections,
}

impl CollectedTypes {
    /// Those of these resources.
    pub fn of(resources: &[Resource]) -> Self {
        let mut collected = Self::default();
        collected.add(resources);
        collected
    }

    /// The same with the statements that count in the run.
    #[must_use]
    pub(crate) fn with_collections(mut self, collections: Collections) -> Self {
        self.collections = collections;
        self
    }

    /// The statements that count in the run.
    pub(crate) fn collections(&self) -> &Collections {
        &self.collections
    }

    /// All types.
    pub fn all(&self) -> &BTreeSet<String> {
        &self.all
    }

    /// Adds those of more resources.
    pub fn add(&mut self, resources: &[Resource]) {
        for resource in resources {
            if !self.all.contains(&resource.kind) {
                self.all.insert(resource.kind.clone());
            }
            let (document, _) = resource.body.start();
            let by_account = match self.by_place.get_mut(document.name()) {
                Some(by_account) => by_account,
                None => self.by_place.entry(Arc::from(document.name())).or_default(),
            };
            let account = &resource.scope.account;
            let types = match by_account.get_mut(account) {
                Some(types) => types,
                None => by_account.entry(account.clone()).or_default(),
            };
            if !types.contains(&resource.kind) {
                types.insert(resource.kind.clone());
            }
            if let Some(namespace) = namespace_of(resource) {
                let types = self.by_namespace.entry(namespace.to_owned()).or_default();
                types.insert(resource.kind.clone());
            }
        }
    }

    /// Adds those of other inventories.
    pub fn absorb(&mut self, other: Self) {
        self.all.extend(other.all);
        for (namespace, types) in other.by_namespace {
            self.by_namespace
                .entry(namespace)
                .or_default()
                .extend(types);
        }
        for (file, by_account) in other.by_place {
            let known = self.by_place.entry(file).or_default();
            for (account, types) in by_account {
                known.entry(account).or_default().extend(types);
            }
        }
    }

    /// The types that were certainly looked for where a resource is: of these, what is not
    /// there does not exist.
    pub(crate) fn of_resource<'c>(
        &'c self,
        resource: &Resource,
        related: Option<&'c Related>,
    ) -> BTreeSet<&'c str> {
        // A record about another resource asks what was given at all.
        if resource.subject.is_some() {
            return self.all.iter().map(String::as_str).collect();
        }
        let (document, _) = resource.body.start();
        let by_account = self.by_place.get(document.name());
        let account = &resource.scope.account;
        let is_here =
            |other: &Option<String>| other == account || other.is_none() || account.is_none();
        let here = by_account
            .into_iter()
            .flatten()
            .filter(|(other, _)| is_here(other))
            .flat_map(|(_, types)| types)
            .map(String::as_str)
            .filter(|kind| !is_set_for_one(kind));
        let namespace = namespace_of(resource).and_then(|name| self.by_namespace.get(name));
        let named = namespace.into_iter().flatten().map(String::as_str);
        let attached = related.into_iter().flat_map(Related::kinds);
        let stated = self.collections.types(resource);
        here.chain(named).chain(attached).chain(stated).collect()
    }
}

fn namespace_of(resource: &Resource) -> Option<&str> {
    let namespace = resource.scope.group.as_deref();
    namespace.filter(|_| resource.provider == "kubernetes")
}
