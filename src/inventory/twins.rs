//! Resources that stand in what was read more than once.

use std::collections::HashMap;

use crate::problem::{Problem, Spot};

use super::resource::Resource;

/// One warning for each two files that hold resources with the same ids, with both
/// places of the first. All of them are evaluated: which of the two is out of date,
/// nobody can tell.
///
/// A resource that is planned and one that is deployed are no twins: the one is
/// to become the other. Ids of Azure are in lower case already.
pub fn twins(resources: &[Resource]) -> Vec<Problem> {
    let mut first: HashMap<(&str, &str, &str), &Resource> = HashMap::new();
    let mut pairs: Vec<Pair<'_>> = Vec::new();
    for resource in resources {
        let phase = resource.phase.as_str();
        // Ids of a plan, a template or a Terraform state are addresses, and hold for
        // their file alone. Addresses have the type in them.
        let is_address =
            phase != "deployed" || resource.id.contains(&format!("{}.", resource.kind));
        let file = if is_address {
            resource.body.document.name()
        } else {
            ""
        };
        let key = (resource.id.as_str(), phase, file);
        let Some(earlier) = first.get(&key) else {
            first.insert(key, resource);
            continue;
        };
        let files = [earlier, resource].map(|resource| resource.body.document.name());
        match pairs.iter_mut().find(|pair| pair.files == files) {
            Some(pair) => pair.more += 1,
            None => pairs.push(Pair {
                files,
                earlier,
                later: resource,
                more: 0,
            }),
        }
    }
    pairs.iter().map(Pair::problem).collect()
}

/// Two files that hold the same resources.
struct Pair<'r> {
    files: [&'r str; 2],
    /// The first resource that stands in both.
    earlier: &'r Resource,
    later: &'r Resource,
    /// How many others do.
    more: usize,
}

impl Pair<'_> {
    fn problem(&self) -> Problem {
        let (document, range) = self.earlier.body.start();
        let at = document.position(range.start);
        let body = &self.later.body;
        let (later, later_range) = body.start();
        let others = match self.more {
            0 => String::new(),
            1 => ", and so does another resource".to_owned(),
            more => format!(", and so do {more} others"),
        };
        let is_itself = document.name() == later.name() && later_range == range;
        let help = if is_itself {
            "name each file once"
        } else {
            "leave out the export that is out of date"
        };
        let end = (body.range.start + 1).min(body.range.end);
        Problem::warning(format!(
            "`{}` stands twice, here and at {}:{}:{}{others}; all are evaluated",
            self.later.id,
            document.name(),
            at.line,
            at.column
        ))
        .at(Spot::new(&body.document, body.range.start..end))
        .help(help)
    }
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
            "b.json:1:2: `/x/a` stands twice, here and at a.json:1:1; all are evaluated"
        );
        assert!(twins(&resources[..1]).is_empty());
        let more = resources.clone();
        resources.extend(more.into_iter().skip(1));
        let problems = twins(&resources);
        assert_eq!(problems.len(), 1);
        assert!(problems[0].message.contains("and so does another resource"));
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
