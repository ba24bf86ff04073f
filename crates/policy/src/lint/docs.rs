//! The pages of rules: what is wrong, what is right, and why.

use include_dir::{Dir, include_dir};

static PAGES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../docs/check");

/// The page of a rule, in Markdown.
pub fn page(code: &str) -> Option<&'static str> {
    PAGES.get_file(format!("{code}.md"))?.contents_utf8()
}

/// The rules that have a page, sorted.
pub fn pages() -> Vec<&'static str> {
    let mut codes: Vec<&str> = PAGES
        .files()
        .filter_map(|file| file.path().to_str()?.strip_suffix(".md"))
        .filter(|code| *code != "README")
        .collect();
    codes.sort_unstable();
    codes
}
