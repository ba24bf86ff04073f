use super::*;

#[test]
fn marks_are_found_at_any_depth() {
    let tree = serde_json::json!({"a": true, "b": [{}, {"c/d": true}], "e": {"f": false}});
    let found = marks(Some(&tree), &Pointer::parse("/properties"));
    let found: Vec<String> = found.iter().map(Pointer::to_string).collect();
    assert_eq!(found, ["/properties/a", "/properties/b/1/c~1d"]);
    let all = marks(Some(&Value::Bool(true)), &Pointer::parse("/properties"));
    assert_eq!(all, [Pointer::parse("/properties")]);
    assert!(marks(None, &Pointer::root()).is_empty());
}

#[test]
fn providers_have_one_key() {
    for (name, kind, expected) in [
        (
            Some("registry.terraform.io/hashicorp/azurerm"),
            "x",
            "azure",
        ),
        (Some("registry.opentofu.org/azure/azapi"), "x", "azure"),
        (Some("azuread"), "x", "azure"),
        (Some("null.aliased"), "x", "null"),
        (
            Some("registry.terraform.io/hashicorp/google-beta"),
            "x",
            "gcp",
        ),
        (
            Some("registry.terraform.io/hashicorp/helm"),
            "x",
            "kubernetes",
        ),
        (
            Some("registry.terraform.io/integrations/github"),
            "x",
            "github",
        ),
        (None, "aws_s3_bucket", "aws"),
    ] {
        assert_eq!(provider_of(name, kind), expected, "{name:?}");
    }
}

#[test]
fn names_keep_their_index() {
    assert_eq!(
        short_name(
            r#"module.m["aws_x.y"].aws_x.this["a.b"]"#,
            Some(r#"module.m["aws_x.y"]"#),
            "aws_x"
        ),
        r#"this["a.b"]"#
    );
    assert_eq!(short_name("aws_x.y[0]", None, "aws_x"), "y[0]");
}
