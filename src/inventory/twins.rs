//! Resources that stand in what was read more than once.

use std::collections::HashMap;

use crate::problem::{Problem, Spot};

use super::resource::Resource;

/// One warning for each resource whose id was read before, with both places. All
/// of them are evaluated: which of the two is out of date, nobody can tell.
///
/// A resource that is planned and one that is deployed are no twins: the one is
/// to become the other. Ids of Azure are in lower case already.
pub fn twins(resources: &[Resource]) -> Vec<Problem> {
    let mut first: HashMap<(&str, &str, &str), &Resource> = HashMap::new();
    let mut problems = Vec::new();
    for resource in resources {
        let phase = resource.phase.as_str();
        // Ids of a plan, a template or a Terraform state are addresses, and hold for
        // their file alone. Addresses have the type in them.
        let is_address =
            phase != "deployed" || resource.id.contains(&format!("{}.", resource.kind));
        let file = match is_address {
            true => resource.body.document.name(),
            false => "",
        };
        let key = (resource.id.as_str(), phase, file);
        let Some(earlier) = first.get(&key) else {
            first.insert(key, resource);
            continue;
        };
        let (document, range) = earlier.body.start();
        let at = document.position(range.start);
        let (own_document, own_range) = resource.body.start();
        problems.push(
            Problem::warning(format!(
                "`{}` stands twice: here and at {}:{}:{}; both are evaluated",
                resource.id,
                document.name(),
                at.line,
                at.column
            ))
            .at(Spot::new(
                &resource.body.document,
                resource.body.range.start
                    ..(resource.body.range.start + 1).min(resource.body.range.end),
            ))
            .help(
                match document.name() == own_document.name() && own_range == range {
                    true => "name each file once",
                    false => "leave out the export that is out of date",
                },
            ),
        );
    }
    problems
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::document::Document;
    use crate::inventory::detect::read_document;
    use crate::inventory::reader::ReadOptions;

    use super::*;

    fn read(name: &str, text: &str) -> Vec<Resource> {
        let document = Arc::new(Document::new(name, text));
        let reading = read_document(&document, &ReadOptions::default());
        assert!(reading.problems.is_empty(), "{:?}", reading.problems);
        reading.resources
    }

    #[test]
    fn both_places_are_named() {
        let record = r#"{"id": "/X/a", "type": "A.B/c", "provider": "azure", "properties": {}}"#;
        let mut resources = read("a.json", record);
        resources.extend(read(
            "b.json",
            &format!("[{}]", record.replace("/X/a", "/x/A")),
        ));
        let problems = twins(&resources);
        assert_eq!(problems.len(), 1);
        assert_eq!(
            problems[0].to_string(),
            "b.json:1:2: `/x/a` stands twice: here and at a.json:1:1; both are evaluated"
        );
        assert!(twins(&resources[..1]).is_empty());
    }

    #[test]
    fn a_planned_resource_is_no_twin_of_the_deployed_one() {
        let record = r#"{"id": "a", "type": "t", "provider": "p", "properties": {}}"#;
        let mut resources = read("a.json", record);
        resources.extend(read(
            "b.json",
            &record.replace("\"type\"", "\"phase\": \"planned\", \"type\""),
        ));
        assert!(twins(&resources).is_empty());
    }
}
