use crate::detect::reading_of;
use onus_core::vocabulary::Layer;

use super::*;

#[test]
fn a_full_record_is_read() {
    let text = r#"{"id": "/S/A", "type": "Acme/Thing", "name": "a", "provider": "Azure",
            "location": "here", "scope": {"tenant": "T", "account": "C", "group": null},
            "tags": {"owner": "me", "n": 1}, "properties": {"x": 1}, "raw": {"kind": "k"},
            "phase": "template", "model": "paas", "unknown": ["/properties/y"],
            "sensitive": ["/raw/kind"],
            "claims": [{"layer": "os.guest", "party": {"kind": "provider", "name": "M"}, "source": "RACI"}]}"#;
    let reading = reading_of(text);
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    let resource = &reading.resources[0];
    assert_eq!(resource.id, "/s/a");
    assert_eq!(resource.kind, "acme/thing");
    assert_eq!(resource.provider, "azure");
    assert_eq!(resource.scope.account.as_deref(), Some("c"));
    assert_eq!(resource.tags["n"], "1");
    assert_eq!(resource.phase, Phase::Template);
    assert_eq!(resource.model, Some(ServiceModel::Paas));
    assert_eq!(resource.unknown, [Pointer::parse("/properties/y")]);
    assert_eq!(resource.sensitive, [Pointer::parse("/raw/kind")]);
    assert_eq!(resource.claims[0].layer, Layer::OsGuest);
    let native = |text| {
        resource
            .body
            .native(&Pointer::parse(text))
            .unwrap()
            .to_string()
    };
    assert_eq!(native("/raw/kind"), "/raw/kind");
    assert_eq!(native("/properties/x"), "/properties/x");
    assert_eq!(resource.body.text(), text);
}

#[test]
fn a_short_record_has_unknown_properties() {
    let reading = reading_of(r#"[{"id": "x/Y", "type": "T", "provider": "acme"}]"#);
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    let resource = &reading.resources[0];
    assert_eq!((resource.id.as_str(), resource.name.as_str()), ("x/Y", "Y"));
    assert_eq!(resource.unknown, [Pointer::parse("/properties")]);
    assert_eq!(resource.body.pointer.to_string(), "/0");
    let native = resource.body.native(&Pointer::parse("/raw/type"));
    assert_eq!(native, Some(Pointer::parse("/type")));
}

#[test]
fn one_bad_line_is_one_problem_and_the_others_are_read() {
    let good = r#"{"id": "a", "type": "t", "provider": "p", "properties": {}}"#;
    for (bad, place, message) in [
        ("{\"id\": ", "t.json:2:", "the JSON ends too early"),
        (
            r#"{"id": "b"}"#,
            "t.json:2:1",
            "this record has no `provider`",
        ),
        (
            r#"{"id": 3, "type": "t", "provider": "p"}"#,
            "t.json:2:8",
            "`id`: this is the integer `3`",
        ),
        (
            r#"{"id": "", "type": "t", "provider": "p"}"#,
            "t.json:2:8",
            "`id` is empty",
        ),
        (
            r#"{"id": "b", "type": "t", "provider": "p", "model": "pass"}"#,
            "t.json:2:52",
            "`model`: unknown variant `pass`",
        ),
        (
            r#"{"id": "b", "type": "t", "provider": "p", "unknown": ["/proprties"]}"#,
            "t.json:2:54",
            "`/proprties` is not a place",
        ),
        (
            r#"{"id": "b", "type": "t", "provider": "p", "scope": {"acount": "x"}}"#,
            "t.json:2:54",
            "`acount` is not a part of the scope",
        ),
        (
            r#"{"id": "b", "type": "t", "provider": "p", "claims": [{"layer": "x"}]}"#,
            "t.json:2:",
            "`claims`: unknown variant",
        ),
        ("nonsense", "t.json:2:", "this is not JSON"),
        (
            r#"{"id": "b", "id": "c"}"#,
            "t.json:2:",
            "`id` stands twice",
        ),
    ] {
        let reading = reading_of(&format!("{good}\n{bad}\n\n{good}\n"));
        assert_eq!(reading.resources.len(), 2, "{bad}");
        assert_eq!(reading.problems.len(), 1, "{bad}");
        let problem = reading.problems[0].to_string();
        assert!(problem.contains(message), "{problem}");
        assert!(problem.starts_with(place), "{problem}");
    }
    let reading = reading_of(&format!("nonsense\n{good}\n{good}\n"));
    assert_eq!((reading.resources.len(), reading.problems.len()), (2, 1));
}

#[test]
fn unknown_keys_name_the_nearest() {
    let reading =
        reading_of(r#"{"id": "a", "type": "t", "provider": "p", "propertys": {}, "x": 1}"#);
    assert!(reading.resources.is_empty());
    let problem = &reading.problems[0];
    assert_eq!(
        problem.to_string(),
        "t.json:1:44: `propertys` is not a key of an onus record"
    );
    assert_eq!(problem.help.as_deref(), Some("did you mean `properties`?"));
}

#[test]
fn an_empty_array_is_an_inventory_without_resources() {
    let reading = reading_of("[]");
    assert!(reading.problems.is_empty() && reading.resources.is_empty());
}
