//! Positions in a policy, as the engine counts them.

/// The byte offset in a policy of a line and a column as the engine counts them:
/// from 1, a tab for four columns.
pub fn offset(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let rest = text.get(before..).unwrap_or_default();
    let mut at = 1;
    let within = rest.char_indices().find_map(|(offset, c)| {
        let here = at;
        at += if c == '\t' { 4 } else { c.len_utf8() };
        (c == '\n' || here >= column).then_some(offset)
    });
    before + within.unwrap_or(rest.len())
}
