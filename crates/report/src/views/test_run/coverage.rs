//! Coverage for people, as LCOV and as an HTML page.

use std::collections::BTreeSet;
use std::io;

use anstyle::{AnsiColor, Style};

use crate::run::Detail;
use crate::sanitize::clean;
use crate::sanitize::wrap;
use onus_policy::testing::{Coverage, FileCoverage};

use crate::formats::junit_xml::escaped;
use crate::views::test_run::pretty::TestsPretty;

/// Lists the files with lines that were missed, and the share of all.
pub(crate) fn write_coverage(
    coverage: &Coverage,
    how: TestsPretty,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let missing: Vec<&FileCoverage> = coverage
        .files()
        .filter(|file| how.detail == Detail::Verbose || !file.missed.is_empty())
        .collect();
    if how.detail != Detail::Quiet {
        for file in &missing {
            let style = if file.missed.is_empty() {
                Style::new()
            } else {
                AnsiColor::Yellow.on_default()
            };
            writeln!(
                out,
                "{style}{:5.1} %{style:#}  {}",
                file.percent(),
                clean(file.document.name())
            )?;
            if !file.missed.is_empty() {
                let lines = format!("missed: {}", ranges(&file.missed));
                for line in wrap(&lines, how.width.saturating_sub(9).max(40)) {
                    writeln!(out, "         {line}")?;
                }
            }
        }
    }
    let count = coverage.files().count();
    let files = if count == 1 { "file" } else { "files" };
    writeln!(
        out,
        "{:5.1} %  of the lines of {count} {files}",
        coverage.percent()
    )
}

/// `3, 7-9`.
fn ranges(lines: &BTreeSet<usize>) -> String {
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for line in lines {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == *line => *last = *line,
            _ => ranges.push((*line, *line)),
        }
    }
    let texts: Vec<String> = ranges
        .into_iter()
        .map(|(first, last)| {
            if first == last {
                first.to_string()
            } else {
                format!("{first}-{last}")
            }
        })
        .collect();
    texts.join(", ")
}

/// Writes an LCOV trace file, which most services and editors read.
///
/// # Errors
/// The output can't be written.
pub fn write_lcov(coverage: &Coverage, out: &mut dyn io::Write) -> io::Result<()> {
    for file in coverage.files() {
        writeln!(out, "TN:\nSF:{}", clean(file.document.name()))?;
        for line in file.covered.union(&file.missed) {
            let hits = usize::from(file.covered.contains(line));
            writeln!(out, "DA:{line},{hits}")?;
        }
        writeln!(
            out,
            "LF:{}\nLH:{}\nend_of_record",
            file.covered.len() + file.missed.len(),
            file.covered.len()
        )?;
    }
    Ok(())
}

/// Writes one page that needs nothing else.
///
/// # Errors
/// The output can't be written.
pub fn write_coverage_html(coverage: &Coverage, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>coverage of policies</title>\n\
         <style>body{{font:14px system-ui,sans-serif;margin:2em}}pre{{line-height:1.4}}\
         .n{{color:#888;user-select:none}}.y{{background:#dfd}}.m{{background:#fdd}}\
         summary{{cursor:pointer}}</style></head><body>\n<h1>{:.1} % of the lines</h1>",
        coverage.percent()
    )?;
    for file in coverage.files() {
        let open = if file.missed.is_empty() { "" } else { " open" };
        writeln!(
            out,
            "<details{open}><summary>{:.1} % {}</summary><pre>",
            file.percent(),
            escaped(file.document.name())
        )?;
        for (index, text) in file.document.text().lines().enumerate() {
            let line = index + 1;
            let (class, said) = if file.missed.contains(&line) {
                ("m", "missed")
            } else if file.covered.contains(&line) {
                ("y", "covered")
            } else {
                ("o", "")
            };
            writeln!(
                out,
                "<span class=\"n\">{line:5} </span><span class=\"{class}\" title=\"{said}\">{}</span>",
                escaped(text)
            )?;
        }
        writeln!(out, "</pre></details>")?;
    }
    writeln!(out, "</body></html>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_in_a_row_are_one_range() {
        assert_eq!(ranges(&BTreeSet::from([3, 7, 8, 9, 11])), "3, 7-9, 11");
    }
}
