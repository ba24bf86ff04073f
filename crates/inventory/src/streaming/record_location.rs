//! The location of records in a document that can be read some records at a time.

use onus_core::json_pointer::Pointer;

/// Where a document has its records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordLocation {
    /// On its lines, or in the array that the document is.
    Outermost,
    /// In the array that the outermost object has under this key.
    Under(&'static str),
}

impl RecordLocation {
    /// The pointer of the array; the root for lines.
    pub fn pointer(self) -> Pointer {
        match self {
            Self::Outermost => Pointer::root(),
            Self::Under(key) => Pointer::root().child(key),
        }
    }
}
