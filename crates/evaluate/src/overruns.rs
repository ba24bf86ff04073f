//! Overruns: rules that exceeded a limit. After some resources such a rule is not evaluated for
//! later ones, which get an error. Otherwise a hostile policy would cost its time limit for each
//! resource of an inventory.
//!
//! Which resources these are depends on their order alone. A worker can be ahead of the others,
//! so its results after the last evaluated resource are evaluated again; see
//! [`Overruns::settle`].

use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use onus_policy::engine::EngineError;

/// For how many resources a rule may be ended at a limit before it is given up.
pub const MOST_OVERRUNS: usize = 3;

/// The rules of a run that were ended at a limit, for all of its workers.
#[derive(Debug, Default)]
pub struct Overruns {
    /// Whether there is one, so that looking costs nothing as long as there is none.
    has_some: AtomicBool,
    by_rule: Mutex<HashMap<String, Ended>>,
}

/// Where in the run's order of resources a rule was ended.
#[derive(Debug)]
enum Ended {
    /// At these resources.
    At(BTreeSet<usize>),
    /// At so many that it is given up after this one.
    After(usize),
}

impl Ended {
    /// The resource after which the rule is given up.
    fn last(&self) -> Option<usize> {
        match self {
            Self::At(resources) => resources.iter().nth(MOST_OVERRUNS - 1).copied(),
            Self::After(last) => Some(*last),
        }
    }
}

impl Overruns {
    /// Whether a rule was ended at a limit.
    pub fn has_some(&self) -> bool {
        self.has_some.load(Ordering::Relaxed)
    }

    /// Refuses to evaluate a rule that is given up.
    ///
    /// # Errors
    /// It was ended for as many resources that come before this one as it may be.
    fn admit(&self, rule: &str, resource: usize) -> Result<(), EngineError> {
        if !self.has_some() {
            return Ok(());
        }
        let by_rule = self.by_rule.lock().unwrap_or_else(PoisonError::into_inner);
        match by_rule.get(rule).and_then(Ended::last) {
            Some(last) if last < resource => Err(EngineError::GivenUp {
                resources: MOST_OVERRUNS,
            }),
            _ => Ok(()),
        }
    }

    fn add(&self, rule: &str, resource: usize) {
        let mut by_rule = self.by_rule.lock().unwrap_or_else(PoisonError::into_inner);
        let ended = by_rule
            .entry(rule.to_owned())
            .or_insert_with(|| Ended::At(BTreeSet::new()));
        if let Ended::At(resources) = ended {
            resources.insert(resource);
        }
        self.has_some.store(true, Ordering::Relaxed);
    }

    /// Fixes after which resource each rule is given up that has been ended often enough,
    /// and returns the first of these resources if there is a new one. The resources behind
    /// it are to be evaluated again when they were not evaluated in order.
    pub fn settle(&self) -> Option<usize> {
        let mut by_rule = self.by_rule.lock().unwrap_or_else(PoisonError::into_inner);
        let counted = by_rule
            .values_mut()
            .filter(|ended| matches!(ended, Ended::At(_)));
        let fixed = counted.filter_map(|ended| {
            let last = ended.last()?;
            *ended = Ended::After(last);
            Some(last)
        });
        fixed.min()
    }
}

/// One worker's part: the overruns of the run, and the resource that it evaluates.
#[derive(Debug, Default)]
pub struct OverrunGuard {
    overruns: Arc<Overruns>,
    resource: usize,
}

impl OverrunGuard {
    /// A guard that shares what it finds.
    pub fn new(overruns: Arc<Overruns>) -> Self {
        Self {
            overruns,
            resource: 0,
        }
    }

    /// What is evaluated from now on is about the resource of this number in the run.
    pub fn set_resource(&mut self, resource: usize) {
        self.resource = resource;
    }

    /// Whether any rule of the run was ended at a limit.
    pub fn has_some(&self) -> bool {
        self.overruns.has_some()
    }

    /// Refuses to evaluate a rule that is given up.
    ///
    /// # Errors
    /// It was ended for as many of the resources before this one as it may be.
    pub fn admit(&self, rule: &str) -> Result<(), EngineError> {
        self.overruns.admit(rule, self.resource)
    }

    /// Notes an evaluation of a rule, and passes its result on.
    pub fn note<T>(&self, rule: &str, result: Result<T, EngineError>) -> Result<T, EngineError> {
        if result.as_ref().is_err_and(EngineError::is_over_limit) {
            self.overruns.add(rule, self.resource);
        }
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The resources below 20 for which a rule is evaluated.
    fn admitted(overruns: &Overruns, rule: &str) -> Vec<usize> {
        let is_admitted = |resource: &usize| overruns.admit(rule, *resource).is_ok();
        (0..20).filter(is_admitted).collect()
    }

    #[test]
    fn a_rule_is_given_up_after_the_third_resource_in_the_runs_order() {
        let overruns = Overruns::default();
        // A worker that is ahead, and a resource that counts once.
        for resource in [9, 9, 12, 4] {
            assert_eq!(admitted(&overruns, "data.a.deny").len(), 20);
            assert_eq!(overruns.settle(), None);
            overruns.add("data.a.deny", resource);
        }
        assert_eq!(admitted(&overruns, "data.a.deny"), Vec::from_iter(0..=12));
        // One that was behind.
        overruns.add("data.a.deny", 2);
        assert_eq!(admitted(&overruns, "data.a.deny"), Vec::from_iter(0..=9));
        assert_eq!(admitted(&overruns, "data.b.deny").len(), 20);
        assert_eq!(overruns.settle(), Some(9));
        // A decision that was made does not change later.
        overruns.add("data.a.deny", 3);
        assert_eq!(overruns.settle(), None);
        assert_eq!(admitted(&overruns, "data.a.deny"), Vec::from_iter(0..=9));
    }

    #[test]
    fn only_what_was_ended_at_a_limit_counts() {
        let overruns = Arc::new(Overruns::default());
        let mut guard = OverrunGuard::new(Arc::clone(&overruns));
        let failed = EngineError::Rego {
            message: "a fault".to_owned(),
            place: None,
        };
        let given_up = EngineError::GivenUp { resources: 3 };
        for resource in 0..5 {
            guard.set_resource(resource);
            for error in [failed.clone(), given_up.clone()] {
                assert!(guard.note::<()>("data.a.deny", Err(error)).is_err());
            }
            assert_eq!(guard.note("data.a.deny", Ok(())), Ok(()));
        }
        assert!(!guard.has_some());
        for resource in 0..5 {
            guard.set_resource(resource);
            let is_admitted = guard.admit("data.a.deny").is_ok();
            assert_eq!(is_admitted, resource < 3);
            assert!(
                guard
                    .note::<()>("data.a.deny", Err(EngineError::MemoryLimit))
                    .is_err()
            );
        }
        assert_eq!(overruns.settle(), Some(2));
    }
}
