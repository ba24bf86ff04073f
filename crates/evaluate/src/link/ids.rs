//! Ids: what looks like one, how they are compared, and their parents.

/// The spelling that ids are compared in: Azure's do not distinguish cases.
pub fn canonical(id: &str) -> String {
    if id.starts_with('/') && !id.starts_with("//") {
        id.trim_end_matches('/').to_ascii_lowercase()
    } else {
        id.to_owned()
    }
}

/// The id of an ARM resource's parent: without its last type and name.
pub fn parent_of(id: &str) -> Option<&str> {
    if !id.starts_with('/') || id.starts_with("//") {
        return None;
    }
    let (rest, _name) = id.rsplit_once('/')?;
    let (rest, _kind) = rest.rsplit_once('/')?;
    // `.../providers/microsoft.insights` is no resource.
    let rest = match rest.rsplit_once('/') {
        Some((head, _)) if head.ends_with("/providers") => head.strip_suffix("/providers")?,
        _ => rest,
    };
    (!rest.is_empty()).then_some(rest)
}

/// Texts by which a resource may be meant. Everything else is a setting, however
/// much it may look like somebody's name.
pub fn looks_like_an_id(text: &str) -> bool {
    const STARTS: [&str; 7] = [
        "/subscriptions/",
        "/providers/",
        "/template/",
        "arn:",
        "//",
        "https://www.googleapis.com/",
        "urn:",
    ];
    let lower = text.get(..28).unwrap_or(text).to_ascii_lowercase();
    STARTS.iter().any(|start| lower.starts_with(start))
        // Ids of AWS: `sg-0a1b`, `subnet-0a1b`.
        || (text.len() < 40
            && text.split_once('-').is_some_and(|(head, tail)| {
                !head.is_empty()
                    && head.chars().all(|c| c.is_ascii_lowercase())
                    && tail.len() >= 8
                    && tail.chars().all(|c| c.is_ascii_hexdigit())
            }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_lead_to_what_they_stand_in() {
        let rg = "/subscriptions/s/resourcegroups/g";
        let vault = format!("{rg}/providers/microsoft.keyvault/vaults/kv");
        for (id, parent) in [
            (
                format!("{vault}/providers/microsoft.insights/diagnosticsettings/d"),
                Some(vault.clone()),
            ),
            (format!("{vault}/keys/k"), Some(vault.clone())),
            (vault, Some(rg.to_owned())),
            (rg.to_owned(), Some("/subscriptions/s".to_owned())),
            ("//cloudsql.googleapis.com/projects/p".to_owned(), None),
            ("module.m.aws_x.y".to_owned(), None),
        ] {
            assert_eq!(parent_of(&id).map(str::to_owned), parent, "{id}");
        }
    }

    #[test]
    fn only_ids_are_taken_for_ids() {
        for id in [
            "/Subscriptions/s/x",
            "arn:aws:s3:::b",
            "//x",
            "sg-0123abcd",
            "/template/t/providers/a/b/c",
        ] {
            assert!(looks_like_an_id(id), "{id}");
        }
        for text in ["Standard", "/disks/1", "TLS1_2", "west-europe", "a-1"] {
            assert!(!looks_like_an_id(text), "{text}");
        }
    }
}
