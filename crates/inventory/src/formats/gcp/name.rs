//! Names of Google Cloud: full resource names such as
//! `//compute.googleapis.com/projects/p/zones/z/instances/i`, and their parts.

use onus_core::decision::Scope;

/// The name without its service, by which other records refer to it, if it is a path from
/// a project, a folder or an organization.
pub fn relative(name: &str) -> Option<&str> {
    let (_, path) = name.strip_prefix("//")?.split_once('/')?;
    ["projects/", "folders/", "organizations/"]
        .iter()
        .any(|start| path.starts_with(start))
        .then_some(path)
}

/// The id after `collection/` in a path of collections and ids.
pub fn within<'n>(path: &'n str, collection: &str) -> Option<&'n str> {
    let mut parts = path.split('/');
    parts.by_ref().find(|part| *part == collection)?;
    parts.next().filter(|id| !id.is_empty())
}

/// The last part of a name that is not empty.
pub fn last_part(name: &str) -> &str {
    name.rsplit('/')
        .find(|part| !part.is_empty())
        .unwrap_or(name)
}

/// The project and the organization, from the first of `paths` that has them.
pub fn scope<'n>(paths: impl Iterator<Item = &'n str> + Clone) -> Scope {
    let find = |collection| {
        paths
            .clone()
            .find_map(|path| within(path, collection).map(str::to_owned))
    };
    Scope {
        tenant: find("organizations"),
        account: find("projects"),
        group: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_project_and_location() {
        let name = "//compute.googleapis.com/projects/p/zones/z/instances/i";
        assert_eq!(relative(name), Some("projects/p/zones/z/instances/i"));
        assert_eq!(relative("//storage.googleapis.com/bucket"), None);
        assert_eq!(within(name, "zones"), Some("z"));
        assert_eq!(within(name, "regions"), None);
        assert_eq!(last_part(name), "i");
        let scope = scope(["folders/2", "organizations/3", name].into_iter());
        assert_eq!(scope.account.as_deref(), Some("p"));
        assert_eq!(scope.tenant.as_deref(), Some("3"));
    }
}
