//! Answers to a change, line by line: the same from a terminal and from a pipe.

use std::io::{self, BufRead as _, IsTerminal as _, Write};

use onus::diagnostic::Diagnostic;

use crate::cli::commands::snapshot::accept_reject::Act;
use crate::cli::terminal;

/// What can be answered.
pub const HELP: &str = "
a  accept this change: it becomes the snapshot
r  reject it: it is forgotten until the next `onus snapshot check`
s  skip it: it goes on waiting
A  accept it and all that is left of this control, in all files
R  reject it and all that is left of this control, in all files
e  the whole explanation
d  the whole diff of the policy
q  quit: what was accepted and rejected stays so
?  this list

";

/// What to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Of this change.
    One(Act),
    /// Of all that are left of its control.
    Control(Act),
    /// Nothing, for now.
    Skip,
    /// Show the whole explanation.
    Explain,
    /// Show the whole diff.
    Diff,
    /// Show what can be answered.
    Help,
    /// Show nothing more.
    Quit,
}

/// Who answers.
#[derive(Debug, Default)]
pub struct Answers {
    /// How many answers there were.
    count: usize,
    /// Whether there are no more.
    ended: bool,
}

impl Answers {
    /// Whether there was never an answer.
    pub fn nobody_there(&self) -> bool {
        self.ended && self.count == 0
    }

    /// Asks what to do. Where there is nothing more to read, that is to quit.
    pub fn ask(&mut self, out: &mut dyn Write) -> Result<Answer, Box<Diagnostic>> {
        print("accept this change? (a, r, s, A, R, e, d, q, ?) ", out)?;
        let stdin = io::stdin();
        let mut line = Vec::new();
        stdin.lock().read_until(b'\n', &mut line).map_err(|error| {
            Box::new(
                Diagnostic::error(format!("standard input can't be read: {error}"))
                    .help("`onus snapshot accept` and `onus snapshot reject` ask for nothing"),
            )
        })?;
        if !stdin.is_terminal() || line.is_empty() {
            // Nobody has ended the line that was asked on.
            print("\n", out)?;
        }
        if line.is_empty() {
            self.ended = true;
            return Ok(Answer::Quit);
        }
        self.count += 1;
        Ok(of(String::from_utf8_lossy(&line).trim()))
    }
}

/// What a word stands for.
fn of(word: &str) -> Answer {
    match word {
        "a" => Answer::One(Act::Accept),
        "r" => Answer::One(Act::Reject),
        "s" => Answer::Skip,
        "A" => Answer::Control(Act::Accept),
        "R" => Answer::Control(Act::Reject),
        "e" => Answer::Explain,
        "d" => Answer::Diff,
        "q" => Answer::Quit,
        _ => Answer::Help,
    }
}

/// Prints a text at once, before an answer is read.
///
/// # Errors
/// Standard output can't be written.
pub fn print(text: &str, out: &mut dyn Write) -> Result<(), Box<Diagnostic>> {
    terminal::written(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_answer_is_in_the_help_and_anything_else_shows_it() {
        let letters = HELP.lines().filter_map(|line| line.split_once("  "));
        let answers: Vec<Answer> = letters.map(|(letter, _)| of(letter)).collect();
        assert_eq!(answers.len(), 9);
        let helps = |answer: &&Answer| **answer == Answer::Help;
        assert_eq!(answers.iter().filter(helps).count(), 1);
        for word in ["", "y", "accept", "aa", "\u{1b}[A"] {
            assert_eq!(of(word), Answer::Help, "{word}");
        }
    }
}
