//! YAML, written as JSON that knows where it came from.
//!
//! Plain words are read as YAML 1.1 reads them, because `kubectl` and
//! CloudFormation do: `yes` and `on` are true, `0755` is octal. Taking `yes` for a
//! text would let a setting pass that is on.

pub(crate) mod scalar;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use granit_parser::{Event, Parser, ScalarStyle, Span, Tag};

use onus_core::derived_text::Pieces;
use onus_core::diagnostic::{Diagnostic, Spot};
use onus_core::document::Document;

use crate::yaml::scalar::scalar;

/// Deeper than this nobody nests by hand, and no policy reads.
const DEEPEST: usize = 128;

/// How many bytes of JSON may come out of a file, however small it is.
const ALLOWANCE: usize = 4 * 1024 * 1024;

/// And how many for each of its bytes.
const GROWTH: usize = 20;

/// Short tags of CloudFormation whose long form is `Fn::` and the tag.
const FUNCTIONS: [&str; 24] = [
    "And",
    "Base64",
    "Cidr",
    "Contains",
    "EachMemberEquals",
    "EachMemberIn",
    "Equals",
    "FindInMap",
    "GetAZs",
    "GetAtt",
    "If",
    "ImportValue",
    "Join",
    "Length",
    "Not",
    "Or",
    "RefAll",
    "Select",
    "Split",
    "Sub",
    "ToJsonString",
    "Transform",
    "ValueOf",
    "ValueOfAll",
];

/// A value with its place.
#[derive(Debug)]
struct Node {
    content: Content,
    span: Range<usize>,
    tag: Option<String>,
    /// How many levels of collections it has, those behind aliases too.
    depth: usize,
}

#[derive(Debug)]
enum Content {
    Scalar { text: String, plain: bool },
    Sequence(Vec<Rc<Node>>),
    Mapping(Vec<(Rc<Node>, Rc<Node>)>),
}

/// Writes a YAML file as one JSON document: its one document, or an array of
/// them. None when it holds no mapping and no sequence: then it is some other text.
///
/// # Errors
/// It is no YAML, has tags that nobody knows, is nested deeper than 128 levels, or
/// its aliases expand beyond all measure; with the place.
pub fn as_json(document: &Arc<Document>) -> Result<Option<Arc<Document>>, Box<Diagnostic>> {
    let nodes = Loader::new(document).load()?;
    if nodes
        .iter()
        .all(|node| matches!(node.content, Content::Scalar { .. }))
    {
        return Ok(None);
    }
    let mut writer = Writer {
        document,
        pieces: Pieces::of(document),
        most: ALLOWANCE + GROWTH * document.text().len(),
        flattened: 0,
    };
    match nodes.as_slice() {
        [only] => writer.node(only, 0)?,
        several => {
            let whole = 0..document.text().len();
            writer.sequence(several, &whole, 0)?;
        }
    }
    Ok(Some(writer.pieces.finish()))
}

/// Builds the documents of a file.
struct Loader<'d> {
    document: &'d Arc<Document>,
    anchors: BTreeMap<usize, Rc<Node>>,
    open: Vec<Open>,
    done: Vec<Rc<Node>>,
}

/// A collection that is not at its end.
struct Open {
    anchor: usize,
    tag: Option<String>,
    start: Range<usize>,
    is_mapping: bool,
    items: Vec<Rc<Node>>,
}

impl<'d> Loader<'d> {
    fn new(document: &'d Arc<Document>) -> Self {
        Self {
            document,
            anchors: BTreeMap::new(),
            open: Vec::new(),
            done: Vec::new(),
        }
    }

    fn load(mut self) -> Result<Vec<Rc<Node>>, Box<Diagnostic>> {
        let document = self.document;
        for event in Parser::new_from_str(document.text()) {
            let (event, span) = event.map_err(|error| {
                let at = error.marker().byte_offset().unwrap_or_default();
                let at = at.min(document.text().len());
                self.problem(format!("this is not YAML: {}", error.info()), at..at)
                    .help("mend the file; `kubectl` and `aws` would refuse it too")
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
                self.begin(false, anchor, tag.as_deref(), range)?
            }
            Event::MappingStart(_, anchor, tag) => {
                self.begin(true, anchor, tag.as_deref(), range)?
            }
            Event::SequenceEnd | Event::MappingEnd => self.end()?,
            Event::Alias(id) => match self.anchors.get(&id) {
                Some(node) => {
                    let node = Rc::clone(node);
                    self.place(node);
                }
                // An anchor that is still open would hold itself.
                None => {
                    return Err(Box::new(
                        self.problem("this alias stands inside of what it stands for", range)
                            .help("write out what is meant"),
                    ));
                }
            },
            _ => {}
        }
        Ok(())
    }

    fn begin(
        &mut self,
        is_mapping: bool,
        anchor: usize,
        tag: Option<&Tag>,
        start: Range<usize>,
    ) -> Result<(), Box<Diagnostic>> {
        if self.open.len() >= DEEPEST {
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

    fn end(&mut self) -> Result<(), Box<Diagnostic>> {
        let Some(open) = self.open.pop() else {
            return Ok(());
        };
        // Aliases can make a value deeper than the text is, and even letting go of such
        // a value takes stack.
        let depth = open.items.iter().map(|node| node.depth).max();
        let depth = depth.unwrap_or_default() + 1;
        if depth > DEEPEST {
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
            format!("this is nested deeper than {DEEPEST} levels"),
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
            // A document that is empty says nothing.
            None if is_null(&node) => {}
            None => self.done.push(node),
        }
    }

    fn problem(&self, message: impl Into<String>, range: Range<usize>) -> Diagnostic {
        Diagnostic::error(message).at(Spot::new(self.document, range))
    }
}

/// Writes nodes as JSON.
struct Writer<'d> {
    document: &'d Arc<Document>,
    pieces: Pieces,
    /// The most bytes that may come out, and the most fields that `<<` may go through.
    most: usize,
    flattened: usize,
}

/// The fields of one mapping.
#[derive(Default)]
struct Fields<'n> {
    list: Vec<(&'n str, &'n Rc<Node>, &'n Rc<Node>)>,
    known: BTreeSet<&'n str>,
    /// How many `<<` lead to the mapping that is being read.
    depth: usize,
}

impl Writer<'_> {
    fn node(&mut self, node: &Rc<Node>, depth: usize) -> Result<(), Box<Diagnostic>> {
        // An alias may lead deeper than the text does.
        if depth > DEEPEST {
            return Err(self.too_deep(node));
        }
        if self.pieces.len() > self.most {
            return Err(self.too_much(node));
        }
        let Some(tag) = node.tag.as_deref() else {
            return self.content(node, depth);
        };
        let long = match tag {
            "str" | "int" | "float" | "bool" | "null" | "map" | "seq" | "binary" | "timestamp" => {
                return self.content(node, depth);
            }
            "Ref" | "Condition" => tag.to_owned(),
            function if FUNCTIONS.contains(&function) => format!("Fn::{function}"),
            _ => {
                return Err(self.error(
                    node,
                    &format!("nobody knows the tag `!{tag}`"),
                    "onus reads plain YAML and the short tags of CloudFormation, such as `!Ref`",
                ));
            }
        };
        let start = node.span.start..node.span.start;
        self.pieces.made("{", node.span.clone());
        self.pieces.string(&long, start.clone());
        self.pieces.made(":", start);
        match &node.content {
            Content::Scalar { text, .. } if tag == "GetAtt" => {
                let (resource, attribute) = text.split_once('.').unwrap_or((text, ""));
                let both = serde_json::json!([resource, attribute]).to_string();
                self.pieces.made(&both, node.span.clone());
            }
            _ => self.content(node, depth + 1)?,
        }
        self.pieces.made("}", node.span.end..node.span.end);
        Ok(())
    }

    fn content(&mut self, node: &Rc<Node>, depth: usize) -> Result<(), Box<Diagnostic>> {
        match &node.content {
            Content::Scalar { text, plain } => {
                let json = if node.tag.as_deref().is_some_and(|tag| tag != "str") || *plain {
                    scalar(text, node.tag.as_deref())
                } else {
                    serde_json::Value::from(text.as_str()).to_string()
                };
                self.pieces.made(&json, node.span.clone());
                Ok(())
            }
            Content::Sequence(items) => self.sequence(items, &node.span, depth),
            Content::Mapping(fields) => self.mapping(node, fields, depth),
        }
    }

    fn sequence(
        &mut self,
        items: &[Rc<Node>],
        span: &Range<usize>,
        depth: usize,
    ) -> Result<(), Box<Diagnostic>> {
        self.pieces.made("[", span.clone());
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.pieces.made(",", item.span.start..item.span.start);
            }
            self.node(item, depth + 1)?;
        }
        self.pieces.made("]", span.end..span.end);
        Ok(())
    }

    fn mapping(
        &mut self,
        node: &Rc<Node>,
        fields: &[(Rc<Node>, Rc<Node>)],
        depth: usize,
    ) -> Result<(), Box<Diagnostic>> {
        let mut all = Fields::default();
        self.flatten(fields, &mut all)?;
        let all = all.list;
        self.pieces.made("{", node.span.clone());
        for (index, (text, key, value)) in all.into_iter().enumerate() {
            let start = key.span.start..key.span.start;
            if index > 0 {
                self.pieces.made(",", start.clone());
            }
            self.pieces.string(text, key.span.clone());
            self.pieces.made(":", start);
            self.node(value, depth + 1)?;
        }
        self.pieces.made("}", node.span.end..node.span.end);
        Ok(())
    }

    /// The fields of a mapping, with what `<<` takes in; keys of the mapping itself win,
    /// then those of the first mapping that has them.
    fn flatten<'n>(
        &mut self,
        fields: &'n [(Rc<Node>, Rc<Node>)],
        all: &mut Fields<'n>,
    ) -> Result<(), Box<Diagnostic>> {
        let mut merged = Vec::new();
        let is_outermost = all.depth == 0;
        for (key, value) in fields {
            self.flattened += 1;
            if self.flattened > self.most {
                return Err(self.too_much(key));
            }
            match &key.content {
                Content::Scalar { text, plain: true } if text == "<<" => merged.push(value),
                // A key that is duplicate in the text is left in, for whoever reads the
                // JSON to see.
                Content::Scalar { text, .. } if all.known.insert(text) || is_outermost => {
                    all.list.push((text, key, value));
                }
                Content::Scalar { .. } => {}
                _ => {
                    return Err(self.error(
                        key,
                        "this key is neither a text nor a number",
                        "JSON has no such keys, and so no policy can read it",
                    ));
                }
            }
        }
        for value in merged {
            let mappings = match &value.content {
                Content::Sequence(items) => items.as_slice(),
                _ => std::slice::from_ref(value),
            };
            for mapping in mappings {
                let Content::Mapping(fields) = &mapping.content else {
                    return Err(self.error(
                        mapping,
                        "`<<` takes in a mapping, and this is none",
                        "name a mapping with an anchor, as in `<<: *defaults`",
                    ));
                };
                if all.depth >= DEEPEST {
                    return Err(self.too_deep(mapping));
                }
                all.depth += 1;
                self.flatten(fields, all)?;
                all.depth -= 1;
            }
        }
        Ok(())
    }

    fn too_much(&self, node: &Node) -> Box<Diagnostic> {
        self.error(
            node,
            &format!(
                "the aliases of this file expand to more than {} MiB",
                self.most / (1024 * 1024)
            ),
            "a file that does so was made to exhaust whoever reads it; write it without aliases",
        )
    }

    fn too_deep(&self, node: &Node) -> Box<Diagnostic> {
        self.error(
            node,
            &format!("this is nested deeper than {DEEPEST} levels"),
            "no policy can read it: export less, or flatten it",
        )
    }

    fn error(&self, node: &Node, message: &str, help: &str) -> Box<Diagnostic> {
        Box::new(
            Diagnostic::error(message)
                .at(Spot::new(self.document, node.span.clone()))
                .help(help),
        )
    }
}

fn is_null(node: &Node) -> bool {
    matches!(&node.content, Content::Scalar { text, plain: true } if scalar(text, None) == "null")
}

/// A tag's own name: `Ref` of `!Ref`, `str` of `!!str`.
fn name(tag: &Tag) -> String {
    tag.suffix().trim_start_matches('!').to_owned()
}
