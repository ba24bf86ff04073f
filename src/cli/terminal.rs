//! Terminal: width, colors, and outputs that may go away.

use std::io::{self, IsTerminal as _, Write};

use anstream::{AutoStream, ColorChoice};

use onus::diagnostic::Diagnostic;

use crate::cli::arg_groups::Color;

/// Columns to use where there is no terminal to ask.
const DEFAULT_WIDTH: usize = 100;

/// Columns of the terminal, or of `COLUMNS`.
pub fn width() -> usize {
    std::env::var("COLUMNS")
        .ok()
        .and_then(|columns| columns.parse().ok())
        .or_else(|| terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)))
        .unwrap_or(DEFAULT_WIDTH)
        .clamp(40, 240)
}

impl From<Color> for ColorChoice {
    fn from(color: Color) -> Self {
        match color {
            Color::Auto => Self::Auto,
            Color::Always => Self::Always,
            Color::Never => Self::Never,
        }
    }
}

/// Standard output, with colours as wished.
pub fn stdout(color: Color) -> impl Write {
    let stream = io::stdout();
    let choice = match ColorChoice::from(color) {
        ColorChoice::Auto => AutoStream::choice(&stream),
        choice => choice,
    };
    io::BufWriter::new(AutoStream::new(stream.lock(), choice))
}

/// Standard error, with colours as wished.
pub fn stderr(color: Color) -> impl Write {
    let stream = io::stderr();
    let choice = match ColorChoice::from(color) {
        ColorChoice::Auto => AutoStream::choice(&stream),
        choice => choice,
    };
    AutoStream::new(stream.lock(), choice)
}

/// Whether standard error is a terminal that somebody looks at.
pub fn is_watched() -> bool {
    io::stderr().is_terminal()
}

/// A reader that stopped reading, such as `head`, is no failure of ours.
pub fn gone(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::BrokenPipe
}

/// The end of writing to standard output: a reader that stopped reading is none of
/// our problems, anything else is.
pub fn written(result: io::Result<()>) -> Result<(), Box<Diagnostic>> {
    match result {
        Err(error) if !gone(&error) => Err(Box::new(
            Diagnostic::error(format!("standard output can't be written: {error}"))
                .help("check the space that is left"),
        )),
        _ => Ok(()),
    }
}
