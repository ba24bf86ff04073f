//! The times of a record. Policies compare them, and an engine must not have to guess
//! about a day that does not exist or a time without a zone.

use serde_json::Value as Json;

use onus_core::json_pointer::Pointer;

/// Keys of times.
const TIMES: [&str; 7] = [
    "at",
    "began",
    "ended",
    "held",
    "recoveryBy",
    "secured",
    "sent",
];

/// Keys of times or days.
const DAYS: [&str; 3] = ["done", "due", "keptUntil"];

/// The problem with a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// It is no time with a zone.
    Time,
    /// It is neither a time nor a day.
    Day,
}

/// All invalid times below a record, with their pointers. Settings of affected resources
/// are not checked.
pub fn wrong(record: &Json) -> Vec<(Pointer, String, Wrong)> {
    let mut found = Vec::new();
    walk(record, &Pointer::root(), &mut found);
    found
}

fn walk(value: &Json, at: &Pointer, found: &mut Vec<(Pointer, String, Wrong)>) {
    match value {
        Json::Object(members) => {
            for (key, value) in members {
                let here = at.child(key);
                match value {
                    _ if key == "properties" => {}
                    Json::String(text) => {
                        let wrong = if TIMES.contains(&key.as_str()) && !is_time(text) {
                            Wrong::Time
                        } else if DAYS.contains(&key.as_str()) && !is_day(text) && !is_time(text) {
                            Wrong::Day
                        } else {
                            continue;
                        };
                        found.push((here, text.clone(), wrong));
                    }
                    value => walk(value, &here, found),
                }
            }
        }
        Json::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                walk(item, &at.child(index.to_string()), found);
            }
        }
        _ => {}
    }
}

/// Whether a string is a time of RFC 3339 with a zone, on a day that the calendar has.
fn is_time(text: &str) -> bool {
    // Engines do not know other forms that the library accepts, such as names of zones in
    // brackets.
    let is_plain = text
        .chars()
        .all(|letter| letter.is_ascii_digit() || "-:.+TZ".contains(letter));
    let has_zone = text.ends_with('Z')
        || text
            .get(text.len().saturating_sub(6)..)
            .is_some_and(|zone| zone.starts_with(['+', '-']) && zone.get(3..4) == Some(":"));
    is_plain
        && has_zone
        && text.get(10..11) == Some("T")
        && text.get(16..17) == Some(":")
        // Engines do not know leap seconds.
        && text.get(17..19) != Some("60")
        && text.parse::<jiff::Timestamp>().is_ok()
}

fn is_day(text: &str) -> bool {
    text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_a_zone_and_days_exist() {
        for text in [
            "2026-10-02T09:40:00Z",
            "2026-10-02T09:40:00+02:00",
            "2026-10-02T09:40:00.125-11:30",
            "2028-02-29T00:00:00Z",
        ] {
            assert!(is_time(text), "{text}");
        }
        for text in [
            "2026-02-29T00:00:00Z",
            "2026-10-02T09:40:00",
            "2026-10-02T09:40Z",
            "2026-10-02 09:40:00Z",
            "2026-10-02T09:40:00+0200",
            "2026-10-02T09:40:00+02",
            "2026-10-02T09:40:00+02:00[Europe/Berlin]",
            "2026-10-02T24:00:00Z",
            "2016-12-31T23:59:60Z",
            "2026-10-02",
            "yesterday",
            "",
        ] {
            assert!(!is_time(text), "{text}");
        }
        assert!(is_day("2028-02-29"));
        assert!(!is_day("2027-02-29"));
    }

    #[test]
    fn settings_are_left_alone() {
        let record = serde_json::json!({
            "declared": {"at": "noon"},
            "affected": [{"properties": {"at": "noon"}}],
            "postMortems": [{"fixes": [{"due": "soon"}]}],
        });
        let places: Vec<(String, Wrong)> = wrong(&record)
            .into_iter()
            .map(|(at, _, wrong)| (at.to_string(), wrong))
            .collect();
        assert_eq!(
            places,
            [
                ("/declared/at".to_owned(), Wrong::Time),
                ("/postMortems/0/fixes/0/due".to_owned(), Wrong::Day),
            ]
        );
    }
}
