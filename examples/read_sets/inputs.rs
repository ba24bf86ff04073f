//! Random inputs: small, with few keys and few values, so that values are often equal.

use super::random::Random;

/// Keys of inputs.
pub const KEYS: [&str; 3] = ["a", "b", "c"];

/// A random input: an object with few keys, few values and little depth.
pub fn input(random: &mut Random) -> serde_json::Value {
    let mut fields = serde_json::Map::new();
    for key in KEYS {
        if random.percent(80) {
            fields.insert(key.to_owned(), value(random, 0));
        }
    }
    // Equal values in two places are what sets and conflicts are about.
    if random.percent(30)
        && let Some(value) = fields.get(&random.text(&KEYS)).cloned()
    {
        fields.insert(random.text(&KEYS), value);
    }
    fields.into()
}

/// A random value.
pub fn value(random: &mut Random, depth: usize) -> serde_json::Value {
    match random.below(if depth > 2 { 6 } else { 12 }) {
        0 => serde_json::Value::Null,
        1 => random.percent(50).into(),
        2 => random.below(3).into(),
        3 => random.text(&["a", "b"]).into(),
        4 => 1.into(),
        5 => true.into(),
        6 | 7 => (0..random.below(4))
            .map(|_| value(random, depth + 1))
            .collect(),
        _ => {
            let mut fields = serde_json::Map::new();
            for key in ["a", "b", "c", "0"] {
                if random.percent(55) {
                    fields.insert(key.to_owned(), value(random, depth + 1));
                }
            }
            fields.into()
        }
    }
}
