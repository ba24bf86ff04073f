//! Addresses of Terraform, such as `module.m["a.b"].aws_s3_bucket.this[0]`, and
//! references, which have the same syntax: `aws_s3_bucket.this[0].id`.

/// A name between the dots, with its indices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step<'a> {
    /// The name.
    pub name: &'a str,
    /// The first index as it is written, without its brackets: `0`, `"a.b"`.
    pub key: Option<&'a str>,
    /// Whether more indices follow.
    pub deeper: bool,
}

/// The address of an instance of a resource that Terraform manages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address<'a> {
    /// The modules around it, from the root down, with their keys.
    pub modules: Vec<(&'a str, Option<&'a str>)>,
    /// The type.
    pub kind: &'a str,
    /// The name of its block.
    pub name: &'a str,
    /// The instance of the block, as it is written: `0`, `"a.b"`.
    pub key: Option<&'a str>,
}

/// The steps of an address or a reference; none for other text.
pub fn steps(text: &str) -> Option<Vec<Step<'_>>> {
    let mut steps = Vec::new();
    let mut rest = text;
    loop {
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        let name = rest.get(..end).filter(|name| !name.is_empty())?;
        rest = rest.get(end..)?;
        let mut key = None;
        let mut deeper = false;
        while let Some(inside) = rest.strip_prefix('[') {
            let end = end_of_key(inside)?;
            deeper = key.is_some();
            key = key.or(inside.get(..end));
            rest = inside.get(end + 1..)?;
        }
        steps.push(Step { name, key, deeper });
        if rest.is_empty() {
            return Some(steps);
        }
        rest = rest.strip_prefix('.')?;
    }
}

/// The position of the `]` that ends the index at the start of `text`.
fn end_of_key(text: &str) -> Option<usize> {
    if !text.starts_with('"') {
        return text.find(']');
    }
    let mut escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return text.get(at + 1..)?.starts_with(']').then_some(at + 1),
            _ => {}
        }
    }
    None
}

impl<'a> Address<'a> {
    /// Parses the address of a managed resource's instance.
    pub fn parse(text: &'a str) -> Option<Self> {
        let steps = steps(text)?;
        let mut rest = steps.as_slice();
        let mut modules = Vec::new();
        while let [word, module, tail @ ..] = rest
            && word.name == "module"
            && !tail.is_empty()
        {
            modules.push((module.name, module.key));
            rest = tail;
        }
        let [kind, block] = rest else {
            return None;
        };
        if ["module", "data"].contains(&kind.name) {
            return None;
        }
        Some(Self {
            modules,
            kind: kind.name,
            name: block.name,
            key: block.key,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_keep_odd_keys() {
        let address = Address::parse(r#"module.m["a.b"].module.n[1].aws_x.this["c]\"d"]"#).unwrap();
        assert_eq!(
            address,
            Address {
                modules: vec![("m", Some("\"a.b\"")), ("n", Some("1"))],
                kind: "aws_x",
                name: "this",
                key: Some(r#""c]\"d""#),
            }
        );
        let plain = Address::parse("aws_x.y").unwrap();
        assert!(plain.modules.is_empty() && plain.key.is_none());
    }

    #[test]
    fn other_text_is_no_address() {
        for text in [
            "",
            "a",
            "a..b",
            "a.b.c",
            "a.b[",
            "a.b[\"",
            "a.b[0]x",
            "module.m",
            "module.m.a",
            "data.a.b",
            "a.b[\"c\"",
        ] {
            assert_eq!(Address::parse(text), None, "{text}");
        }
    }

    #[test]
    fn references_have_steps() {
        let found = steps(r#"aws_x.y[0].block[1]["k"].id"#).unwrap();
        let names: Vec<_> = found.iter().map(|step| (step.name, step.key)).collect();
        assert_eq!(
            names,
            [
                ("aws_x", None),
                ("y", Some("0")),
                ("block", Some("1")),
                ("id", None)
            ]
        );
        assert!(found[2].deeper);
    }
}
