use crate::detect::reading_of;
use crate::formats::READERS;

use super::*;

const BOM: &str = r#"{"bomFormat": "CycloneDX", "specVersion": "1.6",
      "serialNumber": "urn:uuid:00000000-0000-0000-0000-000000000001", "version": 1,
      "metadata": {"component": {"bom-ref": "app", "type": "application", "name": "App"}},
      "components": [{"type": "library", "name": "l", "version": "1", "purl": "pkg:cargo/l@1"}],
      "services": [{"bom-ref": "gw", "name": "Gateway", "group": "com.contoso",
        "provider": {"name": "Contoso"}, "authenticated": false, "x-trust-boundary": true,
        "endpoints": [], "data": [{"flow": "inbound", "classification": "PII"}],
        "properties": [{"name": "owner", "value": "team"}, {"name": "Owner", "value": "no"}],
        "services": [{"bom-ref": "db", "name": "Database"}]}],
      "dependencies": [{"ref": "gw", "dependsOn": ["db"]}, {"ref": "db"}]}"#;

#[test]
fn services_and_components_are_read_at_any_depth() {
    let reading = reading_of(BOM);
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    let [app, library, gateway, database] = reading.resources.as_slice() else {
        panic!("{reading:?}");
    };
    assert_eq!(
        (app.id.as_str(), app.kind.as_str()),
        ("app", "cyclonedx/application")
    );
    assert_eq!(
        library.id,
        "urn:uuid:00000000-0000-0000-0000-000000000001#/components/0"
    );
    assert_eq!(library.aliases, ["pkg:cargo/l@1"]);
    assert_eq!(gateway.kind, "cyclonedx/service");
    assert_eq!(
        (gateway.provider.as_str(), gateway.name.as_str()),
        ("contoso", "Gateway")
    );
    assert_eq!(gateway.tags.len(), 1);
    assert!(gateway.unknown.is_empty());
    let kinds: Vec<_> = gateway.edges.iter().map(|edge| &edge.to).collect();
    assert_eq!(kinds, ["db"]);
    assert_eq!(database.edges[0].to, "gw");
    assert_eq!(database.unknown.len(), 4);
    let native = gateway
        .body
        .native(&Pointer::parse("/properties/x-trust-boundary"));
    let place = gateway.body.place(&native.unwrap());
    assert_eq!(place.document.slice(&place.range), "true");
    assert_eq!(database.body.pointer.to_string(), "/services/0/services/0");
}

#[test]
fn vulnerabilities_refer_to_affected_components() {
    let reading = reading_of(
        r#"{"bomFormat": "CycloneDX", "serialNumber": "urn:uuid:1",
              "components": [{"bom-ref": "l", "type": "library", "name": "l"}],
              "vulnerabilities": [
                {"id": "CVE-2026-0001", "analysis": {"state": "exploitable"}, "affects": [{"ref": "l"}]},
                {"bom-ref": "v", "id": "CVE-2026-0002"},
                {"id": "CVE-2026-0003", "affects": [{"reff": "l"}]}]}"#,
    );
    let [_, first, second] = reading.resources.as_slice() else {
        panic!("{reading:?}");
    };
    assert_eq!(reading.problems.len(), 1, "{:?}", reading.problems);
    assert_eq!(first.id, "urn:uuid:1#/vulnerabilities/0");
    assert_eq!(
        (first.kind.as_str(), first.name.as_str()),
        ("cyclonedx/vulnerability", "CVE-2026-0001")
    );
    assert_eq!(first.edges[0].to, "l");
    assert_eq!(second.id, "v");
}

#[test]
fn one_bad_record_is_one_problem() {
    let reading = reading_of(
        r#"{"bomFormat": "CycloneDX", "services": [{"bom-ref": "x"}, {"name": "y"}, 3]}"#,
    );
    assert_eq!((reading.resources.len(), reading.problems.len()), (1, 2));
    assert!(
        reading.problems[0]
            .to_string()
            .contains("`/services/0` has no `name`")
    );
}

#[test]
fn no_other_reader_recognizes_it() {
    let outline = Outline::of(BOM).unwrap();
    let readers = READERS.iter().filter(|reader| reader.recognizes(&outline));
    assert_eq!(readers.count(), 1);
}
