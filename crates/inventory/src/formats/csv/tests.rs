use std::sync::Arc;

use crate::detect::{read_document, reading_of};
use crate::formats::READERS;
use crate::input::ReadOptions;
use onus_core::document::Document;

use super::*;

const TABLE: &str = "ID,Type,NAME,location,Tags,PROPERTIES,n\n\
        /subscriptions/S/resourceGroups/G/providers/Microsoft.Storage/storageAccounts/a,microsoft.storage/storageaccounts,a,westeurope,\"{\"\"owner\"\": \"\"o\"\"}\",\"{\"\"minimumTlsVersion\"\": \"\"TLS1_0\"\"}\",7\r\n\
        arn:aws:s3:::b,AWS::S3::Bucket,b,,,\"{\"\"x\"\": 1}\",\n";

#[test]
fn rows_become_resources() {
    let reading = reading_of(TABLE);
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    let [first, second] = reading.resources.as_slice() else {
        panic!("{reading:?}");
    };
    assert_eq!(
        (first.provider.as_str(), second.provider.as_str()),
        ("azure", "aws")
    );
    assert!(first.id.starts_with("/subscriptions/s/"));
    assert_eq!(
        (first.tags["owner"].as_str(), first.location.as_deref()),
        ("o", Some("westeurope"))
    );
    assert_eq!(first.unknown, [Pointer::parse("/raw/n")]);
    let native = first
        .body
        .native(&Pointer::parse("/properties/minimumTlsVersion"));
    let place = first.body.place(&native.unwrap());
    assert!(place.exact && place.document.slice(&place.range).contains("TLS1_0"));
    assert_eq!(place.document.name(), "t.json");
}

#[test]
fn rows_of_own_tables_are_their_own_configuration() {
    let reading = reading_of("id;type;disk.encrypted;disk.size;owner\nr1;rack;false;40;\n");
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    let rack = &reading.resources[0];
    assert_eq!(rack.provider, "csv");
    assert!(
        rack.body
            .text()
            .contains(r#""encrypted":false,"size":"40""#)
    );
    let unknown: Vec<String> = rack.unknown.iter().map(ToString::to_string).collect();
    assert_eq!(unknown, ["/properties/disk/size", "/properties/owner"]);
}

#[test]
fn single_settings_of_a_provider_decide_nothing() {
    for header in ["id,type,properties.a", "id,type,a"] {
        let reading = reading_of(&format!(
            "{header}\n/subscriptions/s/providers/A.B/c/d,A.B/c,x\n"
        ));
        assert_eq!(
            reading.resources[0].unknown,
            [Pointer::parse("/properties")]
        );
        assert_eq!(reading.problems.len(), 1, "{:?}", reading.problems);
        assert!(
            reading.problems[0]
                .help
                .as_deref()
                .unwrap()
                .contains("az graph query")
        );
    }
}

#[test]
fn one_bad_row_is_one_problem() {
    for (bad, message) in [
        (
            "a,rack",
            "t.json:3:1: this row has 2 cells, and the header has 3",
        ),
        ("a,rack,x,y", "t.json:3:1: this row has 4 cells"),
        (",rack,x", "t.json:3:1: this row has no `id`"),
        ("a,,x", "t.json:3:1: this row has no `type`"),
        (
            "a,\"rack\"x,y",
            "t.json:3:9: the quotes of this row make no sense",
        ),
    ] {
        let reading = reading_of(&format!("id,type,c\nok,rack,1\n{bad}\nok2,rack,1\n"));
        assert_eq!(reading.resources.len(), 2, "{bad}");
        assert_eq!(reading.problems.len(), 1, "{bad}");
        let problem = reading.problems[0].to_string();
        assert!(problem.starts_with(message), "{problem}");
    }
    let reading = reading_of("id,type,c\nok,rack,\"{\"\"a\"\": \"\n");
    assert_eq!((reading.resources.len(), reading.problems.len()), (1, 1));
    let reading = reading_of("id,type,id\n1,rack,2\n");
    assert!(reading.problems[0].message.contains("column `id`"));
}

#[test]
fn the_columns_can_be_named() {
    let document = Arc::new(Document::new("t.csv", "asset;what.kind;x\nr;rack;y\n"));
    let mut options = ReadOptions {
        id_path: Some(Pointer::parse("/asset")),
        type_path: Some(Pointer::parse("/what/kind")),
        ..ReadOptions::default()
    };
    let reading = read_document(&document, &options);
    assert_eq!(reading.resources[0].kind, "rack", "{:?}", reading.problems);
    options.id_path = Some(Pointer::parse("/other"));
    let reading = read_document(&document, &options);
    assert!(
        reading.problems[0]
            .message
            .contains("no columns `other` and `what.kind`")
    );
}

#[test]
fn the_portals_limit_is_noticed() {
    let mut text = "id,type\n".to_owned();
    for index in 0..MOST_OF_PORTAL {
        text.push_str(&format!("r{index},rack\n"));
    }
    let reading = reading_of(&text);
    assert!(
        reading.problems[0].message.contains("55,000"),
        "{:?}",
        reading.problems
    );
}

#[test]
fn no_other_reader_recognizes_it() {
    let outline = Outline::Text(TABLE);
    let readers = READERS.iter().filter(|reader| reader.recognizes(&outline));
    assert_eq!(readers.count(), 1);
}
