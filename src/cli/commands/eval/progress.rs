//! A progress bar for long runs, on a terminal only.

use indicatif::{ProgressBar, ProgressStyle};

use crate::cli::terminal;

/// The number of resources from which a progress bar is worth its place.
const LONG: usize = 5_000;

/// How far a run is; shown only where somebody waits.
pub struct Progress(Option<ProgressBar>);

impl Progress {
    /// One that is never shown.
    pub fn none() -> Self {
        Self(None)
    }

    /// Of a run over so many resources.
    pub fn new(resources: usize) -> Self {
        if resources < LONG || !terminal::is_watched() {
            return Self(None);
        }
        let bar = ProgressBar::new(resources as u64);
        if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos}/{len} resources") {
            bar.set_style(style);
        }
        Self(Some(bar))
    }

    /// So many are done.
    pub fn at(&self, done: usize) {
        if let Some(bar) = &self.0 {
            bar.set_position(done as u64);
        }
    }

    /// Takes the bar away.
    pub fn end(&self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
