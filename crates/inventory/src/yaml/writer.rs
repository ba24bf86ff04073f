//! The writer of YAML values as JSON.

use std::collections::BTreeSet;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use onus_core::derived_text::Pieces;
use onus_core::diagnostic::{Diagnostic, Spot};
use onus_core::document::Document;

use crate::yaml::node::{Content, MAX_DEPTH, Node};
use crate::yaml::scalar::scalar;

/// The bytes of JSON that any file may expand to, however small it is.
const ALLOWANCE: usize = 4 * 1024 * 1024;

/// The bytes of JSON that each further byte of the file allows.
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

/// Writes nodes as JSON.
pub(super) struct Writer<'d> {
    document: &'d Arc<Document>,
    pieces: Pieces,
    /// The most bytes of the result, and the most fields that `<<` may visit.
    most: usize,
    flattened: usize,
}

/// The fields of one mapping.
#[derive(Default)]
struct Fields<'n> {
    list: Vec<(&'n str, &'n Rc<Node>, &'n Rc<Node>)>,
    known: BTreeSet<&'n str>,
    /// The nesting of `<<` that leads to the current mapping.
    depth: usize,
}

impl<'d> Writer<'d> {
    pub fn new(document: &'d Arc<Document>) -> Self {
        Self {
            document,
            pieces: Pieces::of(document),
            most: ALLOWANCE + GROWTH * document.text().len(),
            flattened: 0,
        }
    }

    /// Writes the documents of a file: the only one, or an array of them.
    ///
    /// # Errors
    /// A tag is unknown, a key is a collection, or the aliases expand too far; with the
    /// place.
    pub fn write(mut self, nodes: &[Rc<Node>]) -> Result<Arc<Document>, Box<Diagnostic>> {
        match nodes {
            [only] => self.node(only, 0)?,
            several => {
                let all = 0..self.document.text().len();
                self.sequence(several, &all, 0)?;
            }
        }
        Ok(self.pieces.finish())
    }

    fn node(&mut self, node: &Rc<Node>, depth: usize) -> Result<(), Box<Diagnostic>> {
        // An alias may lead deeper than the text does.
        if depth > MAX_DEPTH {
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
                    &format!("the tag `!{tag}` is unknown"),
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

    /// The fields of a mapping, with those that `<<` merges. Keys of the mapping itself
    /// win, then those of the first merged mapping.
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
                // A duplicate key stays, so that the reader of the JSON sees it.
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
                if all.depth >= MAX_DEPTH {
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
            &format!("this is nested deeper than {MAX_DEPTH} levels"),
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
