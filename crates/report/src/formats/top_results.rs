//! The top results of a stream, when there is only room for some of them.

use std::collections::BTreeMap;

/// Keeps the first so many things, by rank and then in the order in which they came;
/// the least rank is the worst.
#[derive(Debug)]
pub(crate) struct TopResults<R, T> {
    room: usize,
    kept: BTreeMap<R, Vec<T>>,
    count: usize,
    offered: usize,
}

impl<R: Ord, T> TopResults<R, T> {
    pub(crate) fn new(room: usize) -> Self {
        Self {
            room,
            kept: BTreeMap::new(),
            count: 0,
            offered: 0,
        }
    }

    /// Takes one more; it is only made when there is room for it.
    pub(crate) fn offer(&mut self, rank: R, make: impl FnOnce() -> T) {
        self.offered += 1;
        if self.count >= self.room {
            let better = self.kept.last_entry().filter(|least| *least.key() > rank);
            let Some(mut least) = better else { return };
            least.get_mut().pop();
            if least.get().is_empty() {
                least.remove();
            }
            self.count -= 1;
        }
        self.kept.entry(rank).or_default().push(make());
        self.count += 1;
    }

    /// What was kept, the worst first, and how many were not.
    pub(crate) fn take(&mut self) -> (Vec<T>, usize) {
        let kept = std::mem::take(&mut self.kept);
        let left_out = self.offered - self.count;
        (kept.into_values().flatten().collect(), left_out)
    }
}

#[cfg(test)]
mod tests {
    use crate::formats::top_results::TopResults;

    #[test]
    fn the_worst_are_kept_in_their_order() {
        let mut worst = TopResults::new(3);
        for (rank, name) in [(2, "a"), (3, "b"), (1, "c"), (2, "d"), (2, "e"), (1, "f")] {
            worst.offer(rank, || name);
        }
        assert_eq!(worst.take(), (vec!["c", "f", "a"], 3));
    }

    #[test]
    fn without_room_nothing_is_kept() {
        let mut worst = TopResults::new(0);
        worst.offer(1, || "a");
        assert_eq!(worst.take(), (Vec::new(), 1));
    }
}
