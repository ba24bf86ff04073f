//! Names and types of a template's resources, combined with those of their parents, and
//! the ids made of both.

use crate::formats::azure::arm_template::symbol::name_part;
use crate::formats::azure::arm_template::target::Target;
use crate::formats::azure::arm_template::value::Value;

/// A resource's name, combined with those of its parents.
#[derive(Debug, Clone)]
pub struct Name {
    /// The name; an expression or a symbolic name where it is unknown.
    pub text: String,
    /// Whether the complete name is known.
    pub resolved: bool,
    /// The name as a symbol, with its segments, where it is unknown and has one.
    pub symbol: Option<String>,
}

impl Name {
    /// A name that is known.
    pub fn known(text: String) -> Self {
        Self {
            text,
            resolved: true,
            symbol: None,
        }
    }

    /// The name as a symbol. Brackets in a known one are escaped, since they are for
    /// symbols alone.
    fn symbolic(&self) -> Option<String> {
        if self.resolved {
            return name_part(&Value::Text(self.text.clone()));
        }
        self.symbol.clone()
    }
}

/// The parent of child resources.
#[derive(Clone)]
pub struct Parent {
    /// Its complete type.
    pub kind: String,
    /// Its complete name.
    pub name: Name,
}

/// The complete type, in lower case, and the complete name of a resource in `parent`: a
/// child there has a short type and a short name.
pub fn within(parent: Option<&Parent>, kind: &str, name: Name) -> (String, Name) {
    // Types of extensions have their version: `Microsoft.Graph/groups@v1.0`.
    let kind = kind.split('@').next().unwrap_or(kind).to_ascii_lowercase();
    let is_complete = kind
        .split_once('/')
        .is_some_and(|(namespace, _)| namespace.contains('.'));
    match parent {
        Some(parent) if !is_complete => (
            format!("{}/{kind}", parent.kind),
            Name {
                text: format!("{}/{}", parent.name.text, name.text),
                resolved: parent.name.resolved && name.resolved,
                symbol: parent
                    .name
                    .symbolic()
                    .zip(name.symbolic())
                    .map(|(parent, own)| format!("{parent}/{own}")),
            },
        ),
        _ => (kind, name),
    }
}

/// The canonical type, and the path that an Azure id would have after `/providers/`.
pub fn path_of(kind: &str, name: &Name) -> (String, String) {
    let unsplit = || {
        // The slashes of an expression are no segments of a name.
        let name = match name.resolved {
            true => name.text.clone(),
            false => name.text.replace('/', "%2f"),
        };
        (kind.to_owned(), format!("{kind}/{name}"))
    };
    let in_symbols = name.symbolic();
    let path = in_symbols.and_then(|text| in_segments(kind, &text));
    path.unwrap_or_else(unsplit)
}

/// The canonical type, and the path with type and name segments in turn; none when their
/// numbers don't fit.
fn in_segments(kind: &str, name: &str) -> Option<(String, String)> {
    let in_turn = |types: &str, names: &[&str]| {
        let (namespace, types) = types.split_once('/')?;
        let types: Vec<&str> = types.split('/').collect();
        (types.len() == names.len()).then(|| {
            std::iter::once(namespace)
                .chain(
                    types
                        .into_iter()
                        .zip(names)
                        .flat_map(|(kind, name)| [kind, *name]),
                )
                .collect::<Vec<_>>()
                .join("/")
        })
    };
    let names: Vec<&str> = name.split('/').collect();
    // An older way to write extensions: the type `Microsoft.Web/sites/providers/locks`
    // with the name `site/Microsoft.Authorization/lock`.
    if let Some((outer, extension)) = kind.split_once("/providers/")
        && let Some((own, [namespace, inner @ ..])) =
            names.split_at_checked(outer.split('/').count().saturating_sub(1))
    {
        let extension = format!("{}/{extension}", namespace.to_ascii_lowercase());
        if let (Some(outer), Some(inner)) = (in_turn(outer, own), in_turn(&extension, inner)) {
            return Some((extension, format!("{outer}/providers/{inner}")));
        }
    }
    in_turn(kind, &names).map(|path| (kind.to_owned(), path))
}

/// The id of a resource in the template called `stem`, deployed to `target`.
pub fn id_of(stem: &str, target: &Target, path: &str) -> String {
    format!("/template/{stem}{target}/providers/{path}").to_ascii_lowercase()
}

/// The id that `resourceId(...)` and similar functions return: that of the resource with
/// this name in the template. Subscription and resource group are those of the template's
/// own deployment, unless arguments name others.
pub fn template_id(
    function: &str,
    arguments: &[Value],
    stem: &str,
    (target, place): (&Target, &str),
) -> Option<Value> {
    let is_type = |value: &Value| {
        let namespace = value.as_text().and_then(|text| text.split_once('/'));
        namespace.is_some_and(|(namespace, _)| namespace.contains('.'))
    };
    let most = match function {
        "resourceid" => 2,
        "subscriptionresourceid" | "extensionresourceid" => 1,
        "tenantresourceid" => 0,
        _ => return None,
    };
    let at = match function {
        "extensionresourceid" => 1,
        _ => arguments.iter().position(is_type)?,
    };
    let (kind, names) = arguments.get(at..)?.split_first()?;
    if at > most || !is_type(kind) {
        return None;
    }
    let target = match (function, arguments.get(..at)?) {
        ("resourceid", []) => target.clone(),
        ("extensionresourceid", [scope]) => target.within(scope, place),
        ("resourceid", [group]) => target.referred(None, Some(group), place)?,
        ("resourceid", [subscription, group]) => {
            target.referred(Some(subscription), Some(group), place)?
        }
        ("subscriptionresourceid", [subscription]) => {
            target
                .without_group()
                .referred(Some(subscription), None, place)?
        }
        ("subscriptionresourceid", _) => target.without_group(),
        _ => Target::default(),
    };
    let is_known = names.iter().all(|name| name.written().is_some());
    let names: Vec<String> = match is_known {
        true => names.iter().map(Value::written).collect::<Option<_>>()?,
        false => names.iter().map(name_part).collect::<Option<_>>()?,
    };
    let text = names.join("/");
    let types = kind.as_text()?.split('/').count() - 1;
    if names.is_empty() || text.split('/').count() != types {
        return None;
    }
    let name = match is_known {
        true => Name::known(text),
        false => Name {
            symbol: Some(text.clone()),
            text,
            resolved: false,
        },
    };
    let (kind, name) = within(None, kind.as_text()?, name);
    let (_, path) = path_of(&kind, &name);
    let id = id_of(stem, &target, &path);
    Some(match is_known {
        true => Value::Text(id),
        false => Value::Symbol(id),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resource_ids_are_those_of_the_template() {
        for (function, arguments, expected) in [
            ("resourceid", r#"["A.B/c", "X"]"#, Some("a.b/c/x")),
            (
                "resourceid",
                r#"["s", "G", "A.B/c/d", "x", "y"]"#,
                Some("subscriptions/s/resourcegroups/g/providers/a.b/c/x/d/y"),
            ),
            ("resourceid", r#"["A.B/c/d", "x/y"]"#, Some("a.b/c/x/d/y")),
            ("resourceid", r#"["A.B/c/d", "x"]"#, None),
            ("resourceid", r#"["A.B/c"]"#, None),
            ("resourceid", r#"["x", "y"]"#, None),
            ("resourceid", r#"["A.B/c", null]"#, None),
            (
                "subscriptionresourceid",
                r#"["A.B/c", "x"]"#,
                Some("a.b/c/x"),
            ),
            ("tenantresourceid", r#"["s", "A.B/c", "x"]"#, None),
            (
                "extensionresourceid",
                r#"["/base", "A.B/c", "x"]"#,
                Some("a.b/c/x"),
            ),
            ("otherresourceid", r#"["A.B/c", "x"]"#, None),
        ] {
            let Value::Array(arguments) = Value::literal(arguments) else {
                panic!("{arguments}");
            };
            let expected = expected.map(|path| match path.split_once('/') {
                Some(("subscriptions", _)) => Value::Text(format!("/template/t/{path}")),
                _ => Value::Text(format!("/template/t/providers/{path}")),
            });
            assert_eq!(
                template_id(function, &arguments, "T", (&Target::default(), "")),
                expected,
                "{function}"
            );
        }
    }

    #[test]
    fn symbols_are_segments_if_their_number_fits() {
        for (kind, symbol, expected) in [
            ("a.b/c", "[f()]-x", "a.b/c/[f()]-x"),
            ("a.b/c/d", "[f()]/x", "a.b/c/[f()]/d/x"),
            ("a.b/c/d", "[f()]", "a.b/c/d/as written"),
            ("a.b/c", "[f()]/x", "a.b/c/as written"),
        ] {
            let name = Name {
                text: "as written".to_owned(),
                resolved: false,
                symbol: Some(symbol.to_owned()),
            };
            assert_eq!(path_of(kind, &name).1, expected);
        }
        let Value::Array(names) = Value::literal(r#"["A.B/c/d", "x"]"#) else {
            panic!();
        };
        let symbol = Value::Symbol("[f()]".to_owned());
        let names = [names, vec![symbol]].concat();
        let id = Value::Symbol("/template/t/providers/a.b/c/x/d/[f()]".to_owned());
        assert_eq!(
            template_id("resourceid", &names, "T", (&Target::default(), "")),
            Some(id)
        );
    }

    #[test]
    fn paths_have_type_and_name_in_turn() {
        for (kind, text, resolved, expected) in [
            ("a.b/c", "x", true, ("a.b/c", "a.b/c/x")),
            ("a.b/c/d", "x/y", true, ("a.b/c/d", "a.b/c/x/d/y")),
            ("a.b/c/d", "y", true, ("a.b/c/d", "a.b/c/d/y")),
            (
                "a.b/c/d",
                "[f('/')]",
                false,
                ("a.b/c/d", "a.b/c/d/[f('%2f')]"),
            ),
            (
                "a.b/c/providers/locks",
                "x/E.F/l",
                true,
                ("e.f/locks", "a.b/c/x/providers/e.f/locks/l"),
            ),
            (
                "a.b/c/providers/locks",
                "[f()]",
                false,
                ("a.b/c/providers/locks", "a.b/c/providers/locks/[f()]"),
            ),
        ] {
            let name = Name {
                text: text.to_owned(),
                resolved,
                symbol: None,
            };
            let (found, path) = path_of(kind, &name);
            assert_eq!((found.as_str(), path.as_str()), expected);
        }
    }
}
