//! Changes of a JSON document, chosen by bytes: values exchanged, keys taken out,
//! doubled or renamed, types changed, lists repeated, parts of another document put in.

use crate::choices::Choices;
use crate::tree::Tree;

/// Lists of a seed are cut down to this many items, which are chosen: a run over many
/// small documents finds more than one over few large ones.
const ITEMS: usize = 3;

/// How deeply a value may be put into lists or objects.
const DEEPEST: usize = 140;

/// Values that readers and policies hold special.
const VALUES: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "1",
    "-1",
    "-0",
    "0.5",
    "1.0",
    "1e2",
    "1e308",
    "1e400",
    "9007199254740993",
    "9223372036854775807",
    "18446744073709551615",
    "18446744073709551616",
    "123456789012345678901234567890",
    "\"\"",
    "\" \"",
    "\"true\"",
    "\"null\"",
    "\"1\"",
    "\"é\\u0000\\n\\u001b[31m\\u202e\"",
    "\"*\"",
    "\"/\"",
    "\"a/b/c\"",
    "\"[concat('a', parameters('p'))]\"",
    "\"[parameters(\"",
    "\"[[literal]\"",
    "\"[if(equals(1, 2), 'a', 'b')]\"",
    "\"[resourceId('A.B/c', 'd')]\"",
    "\"[copyIndex()]\"",
    "\"${AWS::AccountId}-${x\"",
    "\"${module.m.x[\\\"é\\\"]}\"",
    "\"{\\\"a\\\": [1, {\\\"b\\\": null}]}\"",
    "\"2026-02-30T25:61:00Z\"",
    "\"2027-01-31T00:00:00Z\"",
    "\"arn:aws:s3:::b\"",
    "\"arn:aws:iam::123456789012:role/x\"",
    "\"/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/a\"",
    "\"//compute.googleapis.com/projects/p/zones/z/instances/i\"",
    "[]",
    "{}",
    "[[]]",
    "[null]",
    "[{}]",
    "{\"\": null}",
    "{\"a\": {\"a\": 1}, \"A\": 2}",
    "{\"Ref\": \"AWS::NoValue\"}",
    "{\"Ref\": \"R\"}",
    "{\"Fn::GetAtt\": [\"R\", \"Arn\"]}",
    "{\"Fn::If\": [\"C\", 1, {\"Ref\": \"P\"}]}",
    "{\"Fn::Sub\": [\"${a}-${b}\", {\"a\": 1}]}",
    "{\"4dabf18193072939515e22adb298388d\": \"1b47061264138c4ac30d75fd1eb44270\", \"value\": \"x\"}",
    "{\"reference\": {\"keyVault\": {\"id\": \"x\"}, \"secretName\": \"s\"}}",
    "{\"count\": 3, \"name\": \"c\", \"input\": \"[copyIndex('c')]\"}",
];

/// Keys that readers and policies hold special.
const KEYS: &[&str] = &[
    "",
    "id",
    "Id",
    "ID",
    "type",
    "name",
    "properties",
    "tags",
    "scope",
    "value",
    "data",
    "resources",
    "items",
    "kind",
    "apiVersion",
    "metadata",
    "unknown",
    "sensitive",
    "claims",
    "raw",
    "model",
    "phase",
    "copy",
    "condition",
    "dependsOn",
    "parameters",
    "variables",
    "template",
    "Resources",
    "Fn::If",
    "Ref",
    "password",
    "a/b~c",
    "é\u{202e}",
];

/// A seed with few items in each of its lists.
pub fn sampled(seed: &Tree, choices: &mut Choices<'_>) -> Tree {
    match seed {
        Tree::Bare(_) | Tree::Text(_) => seed.clone(),
        Tree::List(items) if items.len() > ITEMS => {
            let taken = 1 + choices.below(ITEMS);
            let first = choices.below(items.len());
            let around = items.iter().cycle().skip(first).take(taken);
            Tree::List(around.map(|item| sampled(item, choices)).collect())
        }
        Tree::List(items) => Tree::List(items.iter().map(|item| sampled(item, choices)).collect()),
        Tree::Object(members) => Tree::Object(
            members
                .iter()
                .map(|(key, value)| (key.clone(), sampled(value, choices)))
                .collect(),
        ),
    }
}

/// Changes a document up to six times; parts can come from `donor`.
pub fn change(tree: &mut Tree, donor: &Tree, choices: &mut Choices<'_>) {
    for _ in 0..choices.below(7) {
        if choices.is_over() {
            return;
        }
        let own = choices.once_in(3).then(|| tree.clone());
        change_somewhere(tree, own.as_ref().unwrap_or(donor), choices);
    }
}

fn change_somewhere(tree: &mut Tree, donor: &Tree, choices: &mut Choices<'_>) {
    let parts = tree.len();
    if parts == 0 || choices.once_in(8) {
        change_value(tree, donor, choices);
        return;
    }
    let number = choices.below(parts);
    if choices.once_in(3) {
        change_parts(tree, number, donor, choices);
    } else if let Some(part) = tree.part_mut(number) {
        change_somewhere(part, donor, choices);
    }
}

/// Exchanges a value, or makes something else of it.
fn change_value(tree: &mut Tree, donor: &Tree, choices: &mut Choices<'_>) {
    let old = std::mem::replace(tree, Tree::List(Vec::new()));
    *tree = match choices.below(8) {
        0 | 1 => value(choices),
        2 => any_part(donor, choices).clone(),
        3 => Tree::List(vec![old]),
        4 => Tree::Object(vec![(key(donor, choices), old)]),
        5 => old.part(0).cloned().unwrap_or_else(|| value(choices)),
        6 => match old {
            Tree::Text(text) => Tree::Text(changed_text(&text, choices)),
            Tree::Bare(word) => Tree::Text(word),
            other => Tree::Text(other.to_json()),
        },
        _ => {
            let depth = choices.below(DEEPEST);
            let in_lists = choices.once_in(2);
            (0..depth).fold(old, |inner, _| {
                if in_lists {
                    Tree::List(vec![inner])
                } else {
                    Tree::Object(vec![("properties".to_owned(), inner)])
                }
            })
        }
    };
}

/// Changes which parts a list or an object has.
fn change_parts(tree: &mut Tree, number: usize, donor: &Tree, choices: &mut Choices<'_>) {
    match tree {
        Tree::Bare(_) | Tree::Text(_) => {}
        Tree::List(items) => match choices.below(5) {
            0 => drop(items.remove(number)),
            1 => items.insert(number, items[number].clone()),
            2 => items.insert(number, any_part(donor, choices).clone()),
            3 => {
                let other = choices.below(items.len());
                items.swap(number, other);
            }
            _ => {
                let times = choices.below(12);
                let copies = std::iter::repeat_n(items[number].clone(), times);
                items.extend(copies.collect::<Vec<_>>());
            }
        },
        Tree::Object(members) => match choices.below(6) {
            0 => drop(members.remove(number)),
            1 => members.insert(number, members[number].clone()),
            2 => {
                let twin = (members[number].0.clone(), value(choices));
                members.insert(choices.below(members.len() + 1), twin);
            }
            3 => members[number].0 = key(donor, choices),
            4 => {
                let name = &mut members[number].0;
                *name = if choices.once_in(2) {
                    name.to_uppercase()
                } else {
                    changed_text(name, choices)
                };
            }
            _ => {
                let new = (key(donor, choices), any_part(donor, choices).clone());
                members.push(new);
            }
        },
    }
}

fn value(choices: &mut Choices<'_>) -> Tree {
    let text = choices.one(VALUES);
    Tree::parse(text).unwrap_or_else(|| Tree::Bare((*text).to_owned()))
}

fn key(donor: &Tree, choices: &mut Choices<'_>) -> String {
    if choices.once_in(2)
        && let Tree::Object(members) = any_part(donor, choices)
        && !members.is_empty()
    {
        return choices.one(members).0.clone();
    }
    (*choices.one(KEYS)).to_owned()
}

/// A part of a document, however deep.
fn any_part<'t>(tree: &'t Tree, choices: &mut Choices<'_>) -> &'t Tree {
    let mut part = tree;
    while !part.is_empty() && !choices.once_in(4) {
        match part.part(choices.below(part.len())) {
            Some(inner) if !choices.is_over() => part = inner,
            _ => break,
        }
    }
    part
}

/// A text cut, doubled, in other letters, or with something put into it.
pub fn changed_text(text: &str, choices: &mut Choices<'_>) -> String {
    const PIECES: &[&str] = &[
        "[", "]", "${", "}", "'", "\"", "(", ")", "/", "\\", "*", ".", "\u{0}", "\n", "é", "..",
        "//", "::", "[[", "%", "{id}", "~1", "[0]", "#", "&a", ": ", "- ", "😀", "\u{202e}",
    ];
    let characters: Vec<char> = text.chars().collect();
    let at = choices.below(characters.len() + 1);
    let (before, behind) = characters.split_at(at);
    let before: String = before.iter().collect();
    let behind: String = behind.iter().collect();
    match choices.below(5) {
        0 => before,
        1 => format!("{before}{}{behind}", choices.one(PIECES)),
        2 => text.to_uppercase(),
        3 => format!("{before}{text}{behind}"),
        _ => behind,
    }
}
