//! Text outputs: written completely, to a file or to standard output.

use std::io::{self, Write as _};

use anstream::StripStream;

use onus::diagnostic::Diagnostic;
use onus::report::{Command, Setting, Time};

use crate::cli::arg_groups::Color;
use crate::cli::output_formats::{Format, Output, setting};
use crate::cli::{atomic_file, terminal};

/// Writes what `make` makes for each output: styled text for the terminal, and plain
/// text for files.
pub fn write_each(
    (command, time): (Command, Time),
    outputs: &[Output],
    color: Color,
    make: impl Fn(Format, &Setting, &mut Vec<u8>) -> io::Result<()>,
) -> Result<(), Box<Diagnostic>> {
    for output in outputs {
        let mut text = Vec::new();
        let setting = setting(command, time, output.file.as_deref());
        let written = make(output.format, &setting, &mut text).and_then(|()| match &output.file {
            None => put(&text, output.format, color),
            Some(path) => {
                let mut plain = StripStream::new(Vec::new());
                plain.write_all(&text)?;
                atomic_file::write(path, &plain.into_inner())
            }
        });
        match written {
            Err(error) if output.file.is_some() || !terminal::gone(&error) => {
                let place = output.file.as_ref().map_or_else(
                    || "standard output".to_owned(),
                    |file| format!("`{}`", file.display()),
                );
                return Err(Box::new(
                    Diagnostic::error(format!("{place} can't be written: {error}"))
                        .help("check the path, the permissions and the space that is left"),
                ));
            }
            _ => {}
        }
    }
    Ok(())
}

fn put(text: &[u8], format: Format, color: Color) -> io::Result<()> {
    if format == Format::Pretty {
        let mut out = terminal::stdout(color);
        out.write_all(text)?;
        return out.flush();
    }
    let mut out = io::stdout().lock();
    out.write_all(text)?;
    out.flush()
}
