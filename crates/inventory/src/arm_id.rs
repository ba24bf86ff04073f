//! Ids of Azure Resource Manager: the type and the scope that an id contains.

use onus_core::decision::Scope;

/// The lower-cased type and the name parts of an ARM id, such as
/// `/subscriptions/s/resourceGroups/g/providers/Microsoft.Sql/servers/a/databases/b`.
///
/// ```
/// use onus_inventory::arm_type_of;
/// let id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Sql/servers/a/databases/b";
/// assert_eq!(arm_type_of(id).as_deref(), Some("microsoft.sql/servers/databases"));
/// ```
pub fn arm_type_of(id: &str) -> Option<String> {
    let lower = id.to_ascii_lowercase();
    let Some((_, tail)) = lower.rsplit_once("/providers/") else {
        // Subscriptions and resource groups have no provider segment.
        let parts: Vec<&str> = lower.trim_matches('/').split('/').collect();
        return match parts.as_slice() {
            ["subscriptions", _] => Some("microsoft.resources/subscriptions".to_owned()),
            ["subscriptions", _, "resourcegroups", _] => {
                Some("microsoft.resources/subscriptions/resourcegroups".to_owned())
            }
            _ => None,
        };
    };
    let mut parts = tail.split('/');
    let namespace = parts.next()?;
    let types: Vec<&str> = parts.step_by(2).collect();
    (!types.is_empty()).then(|| format!("{namespace}/{}", types.join("/")))
}

/// The subscription and resource group of an ARM id.
pub fn arm_scope_of(id: &str) -> Scope {
    let mut scope = Scope::default();
    let parts: Vec<&str> = id.split('/').collect();
    for pair in parts.windows(2) {
        if let [key, value] = pair {
            if key.eq_ignore_ascii_case("subscriptions") && scope.account.is_none() {
                scope.account = Some(value.to_ascii_lowercase());
            }
            if key.eq_ignore_ascii_case("resourceGroups") && scope.group.is_none() {
                scope.group = Some(value.to_ascii_lowercase());
            }
        }
    }
    scope
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arm_ids_give_type_and_scope() {
        let id = "/subscriptions/AB/resourceGroups/Rg/providers/Microsoft.Web/sites/x/providers/Microsoft.Insights/diagnosticSettings/d";
        assert_eq!(
            arm_type_of(id).as_deref(),
            Some("microsoft.insights/diagnosticsettings")
        );
        let scope = arm_scope_of(id);
        assert_eq!(scope.account.as_deref(), Some("ab"));
        assert_eq!(scope.group.as_deref(), Some("rg"));
        assert_eq!(
            arm_type_of("/subscriptions/x").as_deref(),
            Some("microsoft.resources/subscriptions")
        );
        assert_eq!(arm_type_of("nonsense"), None);
    }
}
