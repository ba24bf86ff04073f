//! Parts of a record that is written again: each leads to what it was made of.

use std::ops::Range;
use std::sync::Arc;

use onus_core::derived_text::Pieces;
use onus_core::document::Document;

/// A JSON value with its origin.
#[derive(Debug)]
pub struct Part {
    content: Content,
    document: Arc<Document>,
    from: Range<usize>,
}

#[derive(Debug)]
enum Content {
    /// The text of the origin.
    Copied,
    /// JSON text.
    Made(String),
    Object(Vec<(String, Part)>),
    List(Vec<Part>),
}

impl Part {
    /// The text at `from`.
    pub fn copied(document: &Arc<Document>, from: Range<usize>) -> Self {
        Self::new(Content::Copied, document, from)
    }

    /// The JSON text `text`, made of what is at `from`.
    pub fn made(text: String, document: &Arc<Document>, from: Range<usize>) -> Self {
        Self::new(Content::Made(text), document, from)
    }

    /// An object, made of what is at `from`.
    pub fn object(
        members: Vec<(String, Self)>,
        document: &Arc<Document>,
        from: Range<usize>,
    ) -> Self {
        Self::new(Content::Object(members), document, from)
    }

    /// An array, made of what is at `from`.
    pub fn list(items: Vec<Self>, document: &Arc<Document>, from: Range<usize>) -> Self {
        Self::new(Content::List(items), document, from)
    }

    fn new(content: Content, document: &Arc<Document>, from: Range<usize>) -> Self {
        Self {
            content,
            document: Arc::clone(document),
            from,
        }
    }

    /// Adds a member at a path below this object, with objects on the way. What is not an
    /// object stays as it is, and gets the member as its sibling of the same name, which
    /// policies see as a duplicate: unknown.
    pub fn add(&mut self, path: &[&str], member: Self) {
        let (document, from) = (Arc::clone(&self.document), self.from.clone());
        let Content::Object(members) = &mut self.content else {
            return;
        };
        match path {
            [] => {}
            [name] => members.push(((*name).to_owned(), member)),
            [name, rest @ ..] => {
                let inner = members
                    .iter_mut()
                    .find(|(known, part)| known == name && part.is_object());
                match inner {
                    Some((_, inner)) => inner.add(rest, member),
                    None => {
                        let mut inner = Self::object(Vec::new(), &document, from);
                        inner.add(rest, member);
                        members.push(((*name).to_owned(), inner));
                    }
                }
            }
        }
    }

    /// Whether it is an object that members can be added to.
    pub fn is_object(&self) -> bool {
        matches!(self.content, Content::Object(_))
    }

    /// The text, as a document.
    pub fn write(&self) -> Arc<Document> {
        let mut pieces = Pieces::of(&self.document);
        self.write_to(&mut pieces);
        pieces.finish()
    }

    fn write_to(&self, pieces: &mut Pieces) {
        pieces.turn_to(&self.document);
        match &self.content {
            Content::Copied => pieces.copied(self.from.clone()),
            Content::Made(text) => pieces.made(text, self.from.clone()),
            Content::Object(members) => {
                self.mark(pieces, "{");
                for (index, (key, member)) in members.iter().enumerate() {
                    pieces.turn_to(&member.document);
                    let key = serde_json::Value::from(key.as_str());
                    let comma = if index == 0 { "" } else { "," };
                    pieces.made(&format!("{comma}{key}:"), member.from.clone());
                    member.write_to(pieces);
                }
                self.mark(pieces, "}");
            }
            Content::List(items) => {
                self.mark(pieces, "[");
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        self.mark(pieces, ",");
                    }
                    item.write_to(pieces);
                }
                self.mark(pieces, "]");
            }
        }
    }

    fn mark(&self, pieces: &mut Pieces, text: &str) {
        pieces.turn_to(&self.document);
        pieces.made(text, self.from.clone());
    }
}
