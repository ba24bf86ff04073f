//! Changes of a text that need not be anything, chosen by bytes.

use crate::choices::Choices;

/// What something can be nested in.
const BRACKETS: &[(&[u8], &[u8])] = &[
    (b"[", b"]"),
    (b"{", b"}"),
    (b"(", b")"),
    (b"{\"a\": ", b"}"),
    (b"count(", b")"),
    (b"[1 | ", b"]"),
];

/// A text made of one of `seeds`: bytes and lines changed, taken out, doubled, put in
/// from another seed or from `words`. One in sixteen is made of nothing but choices.
pub fn mutated(seeds: &[Vec<u8>], words: &[Vec<u8>], choices: &mut Choices<'_>) -> Vec<u8> {
    if seeds.is_empty() || choices.once_in(16) {
        return choices.rest().to_vec();
    }
    let mut text = choices.one(seeds).clone();
    for _ in 0..choices.below(9) {
        if choices.is_over() {
            break;
        }
        change(&mut text, seeds, words, choices);
    }
    text
}

fn change(text: &mut Vec<u8>, seeds: &[Vec<u8>], words: &[Vec<u8>], choices: &mut Choices<'_>) {
    let at = choices.below(text.len() + 1);
    let longest = [4, 16, 64, 1024][choices.below(4)];
    let end = (at + choices.below(longest)).min(text.len());
    match choices.below(11) {
        0 => {
            if let Some(byte) = text.get_mut(at) {
                *byte = choices.byte();
            }
        }
        1 => text.insert(
            at,
            *choices.one(b"{}[]()\"':,.#\n \t\\/*&!%-=0aZ|<>$@`\x00\x80\xff"),
        ),
        2 => drop(text.drain(at..end)),
        3 => {
            let copy = text[at..end].to_vec();
            text.splice(at..at, copy);
        }
        4 | 5 if !words.is_empty() => {
            let word = choices.one(words);
            let stop = if choices.once_in(2) { end } else { at };
            text.splice(at..stop, word.iter().copied());
        }
        6 => {
            let other = choices.one(seeds);
            let from = choices.below(other.len() + 1);
            let to = (from + choices.below(longest)).min(other.len());
            text.splice(at..end, other[from..to].iter().copied());
        }
        7 => text.truncate(at),
        8 => change_lines(text, seeds, choices),
        9 => {
            let (open, close) = *choices.one(BRACKETS);
            let levels = choices.below(64);
            let inner = text[at..end].to_vec();
            let around = [open.repeat(levels), inner, close.repeat(levels)];
            text.splice(at..end, around.concat());
        }
        _ => {
            let times = choices.below(20);
            let copy = text[at..end].repeat(times);
            text.splice(at..at, copy);
        }
    }
}

/// Takes out, doubles or exchanges lines.
fn change_lines(text: &mut Vec<u8>, seeds: &[Vec<u8>], choices: &mut Choices<'_>) {
    let mut lines: Vec<Vec<u8>> = text
        .split_inclusive(|byte| *byte == b'\n')
        .map(<[u8]>::to_vec)
        .collect();
    if lines.is_empty() {
        return;
    }
    let number = choices.below(lines.len());
    let other = choices.below(lines.len());
    match choices.below(4) {
        0 => drop(lines.remove(number)),
        1 => lines.insert(other, lines[number].clone()),
        2 => lines.swap(number, other),
        _ => {
            let donor: Vec<&[u8]> = choices
                .one(seeds)
                .split_inclusive(|byte| *byte == b'\n')
                .collect();
            if !donor.is_empty() {
                lines[number] = (*choices.one(&donor)).to_vec();
            }
        }
    }
    *text = lines.concat();
}
