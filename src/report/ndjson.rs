//! `--output ndjson`: one decision a line, for streams and for `jq`.

use std::io;

use super::{Report, Run};

/// The NDJSON report.
pub struct Ndjson;

impl Report for Ndjson {
    fn write(&self, run: &Run<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        for decision in run.shown() {
            serde_json::to_writer(&mut *out, decision)?;
            writeln!(out)?;
        }
        Ok(())
    }
}
