//! JSON as it is written: keys in order and as often as there are, numbers of any size.

use std::fmt::{self, Write as _};

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// A JSON value. Unlike `serde_json::Value` it can hold one key twice and numbers that
/// no program can.
#[derive(Debug, Clone, PartialEq)]
pub enum Tree {
    /// `null`, `true`, `false` or a number, as it is written.
    Bare(String),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Tree>),
    /// An object.
    Object(Vec<(String, Tree)>),
}

impl Tree {
    /// Reads JSON; none when the text is not JSON.
    pub fn parse(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// The number of items or members.
    pub fn len(&self) -> usize {
        match self {
            Self::Bare(_) | Self::Text(_) => 0,
            Self::List(items) => items.len(),
            Self::Object(members) => members.len(),
        }
    }

    /// Whether it has neither items nor members.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// An item, or the value of a member, by its number.
    pub fn part(&self, number: usize) -> Option<&Self> {
        match self {
            Self::Bare(_) | Self::Text(_) => None,
            Self::List(items) => items.get(number),
            Self::Object(members) => members.get(number).map(|(_, value)| value),
        }
    }

    /// The same, to change it.
    pub fn part_mut(&mut self, number: usize) -> Option<&mut Self> {
        match self {
            Self::Bare(_) | Self::Text(_) => None,
            Self::List(items) => items.get_mut(number),
            Self::Object(members) => members.get_mut(number).map(|(_, value)| value),
        }
    }

    /// As JSON on one line.
    pub fn to_json(&self) -> String {
        let mut text = String::new();
        self.write_json(&mut text, None);
        text
    }

    /// As JSON with a member or an item on each line.
    pub fn to_pretty_json(&self) -> String {
        let mut text = String::new();
        self.write_json(&mut text, Some(0));
        text
    }

    fn write_json(&self, text: &mut String, depth: Option<usize>) {
        let inner = depth.map(|depth| depth + 1);
        let line = |text: &mut String, depth: Option<usize>| {
            if let Some(depth) = depth {
                text.push('\n');
                text.extend(std::iter::repeat_n("  ", depth.min(40)));
            }
        };
        match self {
            Self::Bare(word) => text.push_str(word),
            Self::Text(string) => text.push_str(&quoted(string)),
            Self::List(items) => {
                text.push('[');
                for (number, item) in items.iter().enumerate() {
                    text.push_str(if number == 0 { "" } else { "," });
                    line(text, inner);
                    item.write_json(text, inner);
                }
                line(text, depth);
                text.push(']');
            }
            Self::Object(members) => {
                text.push('{');
                for (number, (key, value)) in members.iter().enumerate() {
                    text.push_str(if number == 0 { "" } else { "," });
                    line(text, inner);
                    let _ = write!(text, "{}:", quoted(key));
                    value.write_json(text, inner);
                }
                line(text, depth);
                text.push('}');
            }
        }
    }

    /// As YAML in block style. The first list or object below the top is anchored, and
    /// `aliases` of the values behind it are replaced by its alias.
    pub fn to_yaml(&self, aliases: usize) -> String {
        let mut writer = Yaml {
            text: String::new(),
            anchored: false,
            aliases,
        };
        writer.write(self, 0, true);
        writer.text
    }
}

/// Writes YAML.
struct Yaml {
    text: String,
    anchored: bool,
    aliases: usize,
}

impl Yaml {
    fn write(&mut self, tree: &Tree, depth: usize, top: bool) {
        if tree.is_empty() {
            if self.anchored && self.aliases > 0 {
                self.aliases -= 1;
                self.text.push_str(" *a\n");
                return;
            }
            let _ = writeln!(self.text, " {}", tree.to_json());
            return;
        }
        if !top && !self.anchored && self.aliases > 0 {
            self.text.push_str(" &a");
            let _ = writeln!(self.text, " {}", tree.to_json());
            self.anchored = true;
            return;
        }
        self.text.push('\n');
        let indent = "  ".repeat(depth.min(200));
        match tree {
            Tree::List(items) => {
                for item in items {
                    let _ = write!(self.text, "{indent}-");
                    self.write(item, depth + 1, false);
                }
            }
            Tree::Object(members) => {
                for (key, value) in members {
                    let plain = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric());
                    let key = if plain { key.clone() } else { quoted(key) };
                    let _ = write!(self.text, "{indent}{key}:");
                    self.write(value, depth + 1, false);
                }
            }
            Tree::Bare(_) | Tree::Text(_) => {}
        }
    }
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TreeVisitor)
    }
}

struct TreeVisitor;

impl<'de> Visitor<'de> for TreeVisitor {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Bare("null".to_owned()))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Tree, E> {
        Ok(Tree::Bare(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Tree, E> {
        Ok(Tree::Bare(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Tree, E> {
        Ok(Tree::Bare(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Tree, E> {
        Ok(Tree::Bare(serde_json::json!(value).to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Tree, E> {
        Ok(Tree::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Tree, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(Tree::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Tree, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = access.next_entry()? {
            members.push(member);
        }
        Ok(Tree::Object(members))
    }
}
