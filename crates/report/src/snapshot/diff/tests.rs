use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};

use super::super::tests::{snapshot, text};
use super::super::{Comparison, Snapshot};
use super::*;
use crate::run::Detail;
use crate::sanitize::clean;

fn side(name: &str, snapshot: &Snapshot) -> Side {
    Side {
        name: name.to_owned(),
        policy_set: "d1dfefc0b138840e3d48".to_owned(),
        resources: snapshot.resources.len(),
        decisions: snapshot.decisions(),
    }
}

/// Hands the diff of two snapshots to `look`.
fn with<T>(
    (before, after): (&Snapshot, &Snapshot),
    name: &str,
    place: &str,
    look: impl FnOnce(&Diff<'_>) -> T,
) -> T {
    let places = after
        .resources
        .keys()
        .map(|id| (id.clone(), place.to_owned()));
    let known = Known {
        places: places.collect(),
        ..Known::default()
    };
    let comparison = Comparison::of(before, after);
    look(&Diff::new(
        side(name, before),
        side("here", after),
        0,
        &comparison,
        &known,
    ))
}

/// What Markdown of GitHub makes of a text: what is neither plain text, code, a list, a
/// table nor what this program folds with.
fn astray(markdown: &str) -> Vec<String> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_GFM;
    let is_ours = |html: &str| {
        html.lines().all(|line| {
            matches!(line, "<!-- onus diff -->" | "<details>" | "</details>" | "")
                || (line.starts_with("<summary><b>")
                    && line.ends_with("</summary>")
                    && line.matches('<').count() == 4)
        })
    };
    let mut astray = Vec::new();
    let mut html = String::new();
    // In code that is written as HTML, nobody is called.
    let mut in_code = false;
    for event in Parser::new_ext(markdown, options) {
        match &event {
            Event::Start(
                Tag::Paragraph
                | Tag::Heading { .. }
                | Tag::List(None)
                | Tag::Item
                | Tag::Strong
                | Tag::Table(_)
                | Tag::TableHead
                | Tag::TableRow
                | Tag::TableCell
                | Tag::HtmlBlock,
            ) => {}
            Event::End(_) | Event::SoftBreak | Event::Code(_) => {}
            Event::Text(_) if in_code => {}
            Event::Text(text) if !text.contains('@') || text.contains("@\u{200b}") => {}
            Event::Html(part) => html.push_str(part),
            Event::InlineHtml(tag) if &**tag == "<code>" => in_code = true,
            Event::InlineHtml(tag) if &**tag == "</code>" => in_code = false,
            _ => astray.push(format!("{event:?}")),
        }
    }
    if !is_ours(&html) {
        astray.push(html);
    }
    astray
}

/// All that stands in code spans.
fn spans(markdown: &str) -> Vec<String> {
    Parser::new(markdown)
        .filter_map(|event| match event {
            Event::Code(code) => Some(code.into_string()),
            _ => None,
        })
        .collect()
}

proptest! {
    #[test]
    fn a_comment_is_what_it_is_meant_to_be(
        before in snapshot(),
        after in snapshot(),
        name in text(),
        place in text(),
    ) {
        with((&before, &after), &name, &place, |diff| {
            let written = markdown::text(diff, 1 << 20);
            prop_assert_eq!(astray(&written), Vec::<String>::new(), "{}", written);
            let spans = spans(&written);
            for change in diff.changes() {
                let label = clean(change.label);
                prop_assert!(
                    label.trim().is_empty() || spans.iter().any(|span| *span == label),
                    "{} is not in {}", label, written
                );
            }
            Ok(())
        })?;
    }

    #[test]
    fn a_comment_fits(before in snapshot(), after in snapshot(), most in 0_usize..6_000) {
        with((&before, &after), "git:main", "a.json:1", |diff| {
            let whole = markdown::text(diff, 1 << 20);
            let text = markdown::text(diff, most);
            // What is said of everybody is said in any case.
            let least = markdown::text(diff, 0).len();
            prop_assert!(text.len() <= most.max(least), "{} of {}", text.len(), most);
            prop_assert_eq!(text == whole, !text.contains("a comment has no room"));
            Ok(())
        })?;
    }

    #[test]
    fn a_terminal_gets_a_line_for_each_change(before in snapshot(), after in snapshot(), name in text()) {
        with((&before, &after), &name, "a.json:1", |diff| {
            let mut out = Vec::new();
            write_diff_pretty(diff, Detail::Verbose, &mut out).unwrap();
            let text = anstream::adapter::strip_bytes(&out).into_vec();
            let text = String::from_utf8(text).unwrap();
            prop_assert!(text.chars().all(|c| c == '\n' || clean(&c.to_string()) == c.to_string()));
            let controls = diff.parties.iter().map(|party| party.controls.len()).sum::<usize>();
            let headings = 2 * diff.parties.len() + 2 * controls;
            let ends = match (diff.is_empty(), text.contains("see why with")) {
                (true, _) => 1,
                (false, told) => 1 + usize::from(told),
            };
            let lines = 1 + diff.sentences().len() + headings + diff.changes().count() + ends;
            prop_assert_eq!(text.lines().count(), lines, "{}", text);
            Ok(())
        })?;
    }

    #[test]
    fn nothing_is_lost_between_two_snapshots(before in snapshot(), after in snapshot()) {
        with((&before, &after), "git:main", "a.json:1", |diff| {
            let of = |side: fn(&ChangedDecision<'_>) -> bool| {
                diff.changes().filter(|change| side(change)).count()
            };
            let (gone, come) = (of(|change| change.before.is_some()), of(|change| change.after.is_some()));
            prop_assert_eq!(before.decisions() - gone, after.decisions() - come);
            prop_assert_eq!(diff.is_empty(), before.controls_decided() == after.controls_decided());
            prop_assert_eq!(diff.counts().changes(), diff.changes().count());
            Ok(())
        })?;
    }
}

impl Snapshot {
    /// The decisions, without titles.
    fn controls_decided(&self) -> BTreeMap<&str, &BTreeMap<Line, usize>> {
        self.controls
            .iter()
            .map(|(id, section)| (id.as_str(), &section.lines))
            .filter(|(_, lines)| !lines.is_empty())
            .collect()
    }
}
