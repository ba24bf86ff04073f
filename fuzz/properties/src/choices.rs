//! Bytes read as a series of choices.

/// Bytes read as a series of choices. When none are left, every choice is the first
/// one, so that an input that is cut short means something simpler.
#[derive(Debug, Clone)]
pub struct Choices<'b>(&'b [u8]);

impl<'b> Choices<'b> {
    /// Choices made by these bytes.
    pub fn new(bytes: &'b [u8]) -> Self {
        Self(bytes)
    }

    /// The next byte.
    pub fn byte(&mut self) -> u8 {
        match self.0.split_first() {
            Some((byte, rest)) => {
                self.0 = rest;
                *byte
            }
            None => 0,
        }
    }

    /// A number below `bound`; 0 when there is none.
    pub fn below(&mut self, bound: usize) -> usize {
        let mut number = usize::from(self.byte());
        let mut reach = 256_usize;
        while reach < bound {
            number = (number << 8) | usize::from(self.byte());
            reach = reach.saturating_mul(256);
        }
        number.checked_rem(bound).unwrap_or(0)
    }

    /// One case in `cases`; never when no bytes are left.
    pub fn once_in(&mut self, cases: usize) -> bool {
        self.below(cases) == cases.saturating_sub(1)
    }

    /// One of `items`.
    ///
    /// # Panics
    /// There is none.
    pub fn one<'i, T>(&mut self, items: &'i [T]) -> &'i T {
        &items[self.below(items.len())]
    }

    /// Whether no bytes are left.
    pub fn is_over(&self) -> bool {
        self.0.is_empty()
    }

    /// The bytes that are left.
    pub fn rest(&self) -> &'b [u8] {
        self.0
    }
}
