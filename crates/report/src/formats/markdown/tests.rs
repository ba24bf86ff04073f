use std::collections::{BTreeSet, HashMap};

use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use onus_core::decision::{Decision, Verdict, sample};

use crate::formats::decision_entry;
use crate::formats::hostile_decisions::{CONTROL_CHARACTERS, decisions, open, text, written};
use crate::formats::markdown::FORMAT;

/// The parts of a Markdown page that untrusted text must not change.
#[derive(Debug, Default)]
struct Page {
    headings: usize,
    /// Texts of code spans and the words around them.
    texts: Vec<String>,
    /// The last cell of each row of each table.
    last_cells: Vec<String>,
}

/// Reads Markdown as GitHub does.
fn read_markdown(page: &str) -> Page {
    let mut read = Page::default();
    let mut words = String::new();
    for event in Parser::new_ext(page, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Text(text) | Event::Code(text) => words.push_str(&text),
            Event::Html(html) | Event::InlineHtml(html) => {
                let ours = ["<details>", "</details>", "<code>", "</code>", "<summary>"];
                let html = html.trim();
                assert!(ours.iter().any(|own| html.starts_with(own)), "{html}");
                assert!(!html.contains("script"), "{html}");
            }
            Event::Start(Tag::Heading { .. }) => read.headings += 1,
            Event::Start(tag @ (Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_))) => {
                panic!("{tag:?} in {page}")
            }
            Event::Start(Tag::TableCell) => words.clear(),
            Event::End(TagEnd::TableRow) => read.last_cells.push(std::mem::take(&mut words)),
            Event::End(TagEnd::Paragraph | TagEnd::Item) => {
                read.texts.push(std::mem::take(&mut words));
            }
            _ => {}
        }
    }
    read
}

proptest! {
    #[test]
    fn markdown_is_no_markup_of_somebody_else(decisions in decisions(), trouble in text()) {
        // Enough for a table.
        let all = [decisions.as_slice(); 6].concat();
        let page = written(&FORMAT, &all, &trouble);
        let read = read_markdown(&page);
        let shown = open(&all);
        prop_assert_eq!(read.headings, 1 + usize::from(shown > 10), "{}", page);
        let prints = |text: &&String| text.contains("fingerprint 0000");
        prop_assert_eq!(read.texts.iter().filter(prints).count(), shown.min(10), "{}", page);
        // The counts and the parties have tables of their own.
        let parties: BTreeSet<String> = all
            .iter()
            .filter(|one| one.is_open_denial())
            .map(|one| decision_entry::entry(one, &HashMap::new()).party.unwrap())
            .collect();
        let counts = usize::from(!all.is_empty());
        let rows = counts + parties.len() + shown.saturating_sub(10);
        prop_assert_eq!(read.last_cells.len(), rows, "{}", page);
        let parties: BTreeSet<&str> = parties.iter().map(|party| party.trim()).collect();
        for last in read.last_cells.iter().skip(rows - shown.saturating_sub(10)) {
            prop_assert!(parties.contains(last.trim()), "{} in {}", last, page);
        }
        prop_assert!(!page.contains(CONTROL_CHARACTERS));
    }
}

#[test]
fn a_page_omits_and_counts_what_exceeds_its_limit() {
    let decisions: Vec<Decision> = (0..30_000)
        .map(|number| {
            let name = format!("{}{number}", "long/".repeat(60));
            sample("C-1", &name, Verdict::Deny)
        })
        .collect();
    let page = written(&FORMAT, &decisions, "trouble");
    assert!(page.len() < 1 << 20, "{}", page.len());
    let shown: usize = page
        .lines()
        .filter(|line| line.starts_with("| high | `C-1`"))
        .count();
    let rest = format!("and {} more, for which", 30_000 - 10 - shown);
    assert!(shown > 1_000 && page.contains(&rest), "{shown}: {rest}");
}
