//! The values of a YAML file with their places.

use std::ops::Range;
use std::rc::Rc;

use crate::yaml::scalar::scalar;

/// Files written by hand are never nested deeper, and no policy reads deeper.
pub(super) const MAX_DEPTH: usize = 128;

/// A value with its place.
#[derive(Debug)]
pub(super) struct Node {
    pub content: Content,
    /// Bytes of the file.
    pub span: Range<usize>,
    /// Its tag without `!`.
    pub tag: Option<String>,
    /// How many levels of collections it has, including those of aliases.
    pub depth: usize,
}

/// The content of a value.
#[derive(Debug)]
pub(super) enum Content {
    Scalar { text: String, plain: bool },
    Sequence(Vec<Rc<Node>>),
    Mapping(Vec<(Rc<Node>, Rc<Node>)>),
}

impl Node {
    /// Whether it is null, or empty.
    pub fn is_null(&self) -> bool {
        matches!(&self.content, Content::Scalar { text, plain: true } if scalar(text, None) == "null")
    }
}
