//! Records that no control may evaluate, whichever reader accepted them.

use onus_core::diagnostic::{Diagnostic, Spot};

use crate::formats::onus::incident::AFFECTED;
use crate::reader::Reading;
use crate::resource::Resource;

/// Removes refused records, with a problem for each.
pub fn refuse(reading: &mut Reading) {
    let problems = &mut reading.problems;
    reading.resources.retain(|resource| {
        let Some((what, help)) = refusal(resource) else {
            return true;
        };
        let body = &resource.body;
        let end = (body.range.start + 1).min(body.range.end);
        let record = match body.pointer.last() {
            None => "this record".to_owned(),
            Some(_) => format!("the record at `{}`", body.pointer),
        };
        problems.push(
            Diagnostic::error(format!("{record} {what}"))
                .at(Spot::new(&body.document, body.range.start..end))
                .help(help),
        );
        false
    });
}

/// Why a record is refused, and the fix.
fn refusal(resource: &Resource) -> Option<(String, String)> {
    let missing = match (resource.id.is_empty(), resource.kind.is_empty()) {
        (true, _) => Some("id"),
        (false, true) => Some("type"),
        (false, false) => None,
    };
    // No control could select it, and no report name it.
    if let Some(missing) = missing {
        return Some((
            format!("has no {missing}, so nothing of it is decided"),
            format!("export it with its {missing}"),
        ));
    }
    // Controls of incidents rely on the schema, which only the reader of incidents checks.
    let is_reserved = resource.kind.eq_ignore_ascii_case(AFFECTED);
    (is_reserved && resource.subject.is_none()).then(|| {
        (
            format!(
                "has the type `{}`, which is reserved for records of incidents, so nothing of it is decided",
                resource.kind
            ),
            "write the incident as `{\"incident\": ..., \"affected\": [...], \"stages\": [...]}`, as docs/incidents.md describes, or give the record another type".to_owned(),
        )
    })
}
