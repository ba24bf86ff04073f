//! The page on who may be hostile cites the test behind each promise.

use crate::support::root;

#[test]
fn every_test_that_the_page_cites_is_there() {
    let page = std::fs::read_to_string(root().join("docs/threat-model.md")).unwrap();
    let mut source = String::new();
    let mut cited = 0;
    for span in page.split('`').skip(1).step_by(2) {
        let is_file = span.ends_with(".rs");
        let is_test =
            span.contains('_') && span.chars().all(|c| c.is_ascii_lowercase() || c == '_');
        if is_file {
            source = std::fs::read_to_string(root().join(span))
                .unwrap_or_else(|error| panic!("`{span}`: {error}"));
        } else if is_test {
            assert!(
                source.contains(&format!("#[test]\nfn {span}()"))
                    || source.contains(&format!("#[test]\n    fn {span}()")),
                "`{span}` is no test of the file that is cited before it"
            );
            cited += 1;
        }
    }
    assert!(cited >= 15, "{cited} tests are cited");
    assert!(!page.contains("TESTS-"));
}
