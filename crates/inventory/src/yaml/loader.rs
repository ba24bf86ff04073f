//! The loader of YAML files: from the events of the parser to values with places.

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use granit_parser::{Event, Parser, ScalarStyle, Span, Tag};

use onus_core::diagnostic::{Diagnostic, Spot};
use onus_core::document::Document;

use crate::yaml::node::{Content, MAX_DEPTH, Node};

/// Builds the documents of a file.
pub(super) struct Loader<'d> {
    document: &'d Arc<Document>,
    anchors: BTreeMap<usize, Rc<Node>>,
    open: Vec<Open>,
    done: Vec<Rc<Node>>,
}

/// A collection whose end was not read yet.
struct Open {
    anchor: usize,
    tag: Option<String>,
    start: Range<usize>,
    is_mapping: bool,
    items: Vec<Rc<Node>>,
}

impl<'d> Loader<'d> {
    pub fn new(document: &'d Arc<Document>) -> Self {
        Self {
            document,
            anchors: BTreeMap::new(),
            open: Vec::new(),
            done: Vec::new(),
        }
    }

    /// Reads all documents of the file that are not empty.
    ///
    /// # Errors
    /// The file is not YAML, or is nested too deeply; with the place.
    pub fn load(mut self) -> Result<Vec<Rc<Node>>, Box<Diagnostic>> {
        let document = self.document;
        for event in Parser::new_from_str(document.text()) {
            let (event, span) = event.map_err(|error| {
                let at = error.marker().byte_offset().unwrap_or_default();
                let at = at.min(document.text().len());
                self.problem(format!("this is not YAML: {}", error.info()), at..at)
                    .help("fix the file; `kubectl` and `aws` would refuse it too")
            })?;
            self.event(event, &span)?;
        }
        Ok(self.done)
    }

    fn event(&mut self, event: Event<'_>, span: &Span) -> Result<(), Box<Diagnostic>> {
        let range = span.byte_range().unwrap_or_default();
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let node = Node {
                    content: Content::Scalar {
                        text: text.into_owned(),
                        plain: style == ScalarStyle::Plain,
                    },
                    span: range,
                    tag: tag.map(|tag| name(&tag)),
                    depth: 0,
                };
                self.add(node, anchor);
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.start_collection(false, anchor, tag.as_deref(), range)?
            }
            Event::MappingStart(_, anchor, tag) => {
                self.start_collection(true, anchor, tag.as_deref(), range)?
            }
            Event::SequenceEnd | Event::MappingEnd => self.end_collection()?,
            Event::Alias(id) => match self.anchors.get(&id) {
                Some(node) => {
                    let node = Rc::clone(node);
                    self.place(node);
                }
                // An anchor that is still open would contain itself.
                None => {
                    return Err(Box::new(
                        self.problem("this alias is inside the node that it refers to", range)
                            .help("write the value out"),
                    ));
                }
            },
            _ => {}
        }
        Ok(())
    }

    fn start_collection(
        &mut self,
        is_mapping: bool,
        anchor: usize,
        tag: Option<&Tag>,
        start: Range<usize>,
    ) -> Result<(), Box<Diagnostic>> {
        if self.open.len() >= MAX_DEPTH {
            return Err(Box::new(self.too_deep(start)));
        }
        self.open.push(Open {
            anchor,
            tag: tag.map(name),
            start,
            is_mapping,
            items: Vec::new(),
        });
        Ok(())
    }

    fn end_collection(&mut self) -> Result<(), Box<Diagnostic>> {
        let Some(open) = self.open.pop() else {
            return Ok(());
        };
        // Aliases can make a value deeper than the text is, and even dropping such a
        // value takes stack.
        let depth = open.items.iter().map(|node| node.depth).max();
        let depth = depth.unwrap_or_default() + 1;
        if depth > MAX_DEPTH {
            return Err(Box::new(self.too_deep(open.start)));
        }
        let end = open
            .items
            .last()
            .map_or(open.start.end, |node| node.span.end.max(open.start.end));
        let start = open.items.first().map_or(open.start.start, |node| {
            open.start.start.min(node.span.start)
        });
        let content = if open.is_mapping {
            let mut fields = Vec::new();
            let mut items = open.items.into_iter();
            while let (Some(key), Some(value)) = (items.next(), items.next()) {
                fields.push((key, value));
            }
            Content::Mapping(fields)
        } else {
            Content::Sequence(open.items)
        };
        let node = Node {
            content,
            span: start..end,
            tag: open.tag,
            depth,
        };
        self.add(node, open.anchor);
        Ok(())
    }

    fn too_deep(&self, range: Range<usize>) -> Diagnostic {
        self.problem(
            format!("this is nested deeper than {MAX_DEPTH} levels"),
            range,
        )
        .help("no policy can read it: export less, or flatten it")
    }

    fn add(&mut self, node: Node, anchor: usize) {
        let node = Rc::new(node);
        if anchor > 0 {
            self.anchors.insert(anchor, Rc::clone(&node));
        }
        self.place(node);
    }

    fn place(&mut self, node: Rc<Node>) {
        match self.open.last_mut() {
            Some(open) => open.items.push(node),
            // An empty document has no resources.
            None if node.is_null() => {}
            None => self.done.push(node),
        }
    }

    fn problem(&self, message: impl Into<String>, range: Range<usize>) -> Diagnostic {
        Diagnostic::error(message).at(Spot::new(self.document, range))
    }
}

/// A tag's own name: `Ref` of `!Ref`, `str` of `!!str`.
fn name(tag: &Tag) -> String {
    tag.suffix().trim_start_matches('!').to_owned()
}
