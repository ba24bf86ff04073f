//! Text of a finding: its message, and the property with its value and what it should be.

use onus_core::decision::{Certainty, Finding};
use serde_json::Value as Json;

use crate::sanitize::clean;

/// A finding as a sentence. A value that should be there is only printed with the property
/// that has it: "plain HTTP is accepted, expected true" would say the opposite of itself.
pub fn finding_text(finding: &Finding) -> String {
    let message = format!("{}{}", certainty_label(finding), clean(&finding.message));
    let Some(expected) = &finding.expected else {
        return message;
    };
    let wanted = expected.to_string();
    match (property(finding), &finding.value) {
        (Some(property), Some(value)) => format!(
            "{message}: `{}` is {}, should be {}",
            clean(&property),
            clean(&value.to_string()),
            clean(&wanted)
        ),
        _ if matches!(expected, Json::Bool(_)) => message,
        _ => format!("{message}, expected {}", clean(&wanted)),
    }
}

/// What a finding of a violated requirement is called where it reports a fact that is not
/// known.
fn certainty_label(finding: &Finding) -> &'static str {
    match finding.certainty {
        Certainty::Certain => "",
        Certainty::Unknown => "unknown: ",
    }
}

/// The name of the property that a finding is about; an item of a list has its index too.
fn property(finding: &Finding) -> Option<String> {
    let mut from_behind: Vec<&str> = finding.pointer.as_ref()?.segments().collect();
    let last = from_behind.pop()?;
    let is_index = |segment: &str| segment.chars().all(|c| c.is_ascii_digit());
    match from_behind.pop() {
        Some(list) if is_index(last) => Some(format!("{list}/{last}")),
        Some(_) => Some(last.to_owned()),
        // A complete part of the document, such as `/properties`.
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use onus_core::decision::{Finding, Verdict, sample};
    use onus_core::json_pointer::Pointer;
    use serde_json::{Value as Json, json};

    use super::finding_text;

    fn text(pointer: &str, value: Option<Json>, expected: Option<Json>) -> String {
        let decision = sample("C-1", "r", Verdict::Deny);
        let finding = Finding {
            pointer: Some(Pointer::parse(pointer)),
            value,
            expected,
            ..decision.findings[0].clone()
        };
        finding_text(&finding)
    }

    #[test]
    fn values_have_their_property() {
        for (pointer, value, expected, sentence) in [
            (
                "/properties/httpsOnly",
                Some(json!(false)),
                Some(json!(true)),
                "it is open: `httpsOnly` is false, should be true",
            ),
            (
                "/properties/tls",
                Some(json!("1.0")),
                Some(json!("1.2")),
                "it is open: `tls` is \"1.0\", should be \"1.2\"",
            ),
            (
                "/properties/origins/0",
                Some(json!("*")),
                Some(json!("https://a")),
                "it is open: `origins/0` is \"*\", should be \"https://a\"",
            ),
            ("/properties", None, Some(json!(true)), "it is open"),
            (
                "/properties/siteConfig",
                None,
                Some(json!(false)),
                "it is open",
            ),
            (
                "/properties",
                None,
                Some(json!("1.2")),
                "it is open, expected \"1.2\"",
            ),
            ("/properties/tls", Some(json!("1.0")), None, "it is open"),
        ] {
            assert_eq!(text(pointer, value, expected), sentence);
        }
    }
}
