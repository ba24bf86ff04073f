//! Progress bar for long runs, on a terminal only.

use indicatif::{ProgressBar, ProgressFinish, ProgressStyle};
use onus::evaluate::run::Progress;

use crate::cli::terminal;

/// The number of resources from which a progress bar is shown.
const LONG_RUN: usize = 5_000;

/// The progress of a run over so many resources. The bar is removed when it is dropped.
pub fn bar(resources: usize) -> Progress {
    if resources < LONG_RUN || !terminal::is_watched() {
        return none();
    }
    let bar = ProgressBar::new(resources as u64).with_finish(ProgressFinish::AndClear);
    if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos}/{len} resources") {
        bar.set_style(style);
    }
    Box::new(move |done| bar.set_position(done as u64))
}

/// A progress that is not shown.
pub fn none() -> Progress {
    Box::new(|_| {})
}
