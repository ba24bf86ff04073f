//! Outputs of `onus snapshot check`.

use std::io::Write as _;

use onus::diagnostic::Diagnostic;
use onus::document::read_text;
use onus::report::{Command, Time};
use onus::snapshot::{
    Checked, CheckedInventory, Snapshot, write_checked_export, write_checked_json,
    write_checked_ndjson,
};

use crate::cli::arg_groups::Color;
use crate::cli::commands::snapshot::args::TakingArgs;
use crate::cli::commands::snapshot::current::Taken;
use crate::cli::output_formats::{Format, Output};
use crate::cli::text_output;
use crate::cli::{options, output_formats};

/// The outputs that were asked for.
pub struct Outputs {
    wanted: Vec<Output>,
    time: Time,
    color: Color,
}

impl Outputs {
    /// Reads the `FORMAT[=FILE]` options.
    pub fn of(texts: &[String], arguments: &TakingArgs) -> Result<Self, Box<Diagnostic>> {
        Ok(Self {
            wanted: output_formats::outputs(texts)?,
            time: options::time(arguments.engine.now.as_deref())?,
            color: arguments.color,
        })
    }

    /// Writes all of them; `text` is what people are told.
    pub fn write(
        &self,
        text: &[u8],
        checked: &Checked<'_>,
        problems: &[Diagnostic],
    ) -> Result<(), Box<Diagnostic>> {
        text_output::write_each(
            (Command::Snapshot, self.time),
            &self.wanted,
            self.color,
            |format, setting, out| match format {
                Format::Pretty => out.write_all(text),
                Format::Json => write_checked_json(checked, problems, out),
                Format::Ndjson => write_checked_ndjson(checked, out),
                Format::Export(format) => {
                    write_checked_export(checked, problems, format, setting, out)
                }
            },
        )
    }
}

/// An inventory with what was recorded of it.
pub fn inventory<'t>((taken, recorded): &'t (&Taken, Option<Snapshot>)) -> CheckedInventory<'t> {
    CheckedInventory {
        inventory: &taken.inventory,
        file: taken.path.display().to_string(),
        // It says where things stand; what stands there was read before.
        text: read_text(&taken.path).ok(),
        before: recorded.as_ref(),
        after: &taken.snapshot,
    }
}
