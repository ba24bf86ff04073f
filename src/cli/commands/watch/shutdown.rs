//! Shutdown of a watch by SIGINT (ctrl-c) or SIGTERM.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use onus::diagnostic::Diagnostic;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

/// Whether somebody asked to stop.
#[derive(Debug, Clone)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Set by the first signal; a second one ends the process where it stands, which
    /// harms nothing, since files are written whole.
    ///
    /// # Errors
    /// The system gives no signals.
    pub fn on_signals() -> Result<Self, Box<Diagnostic>> {
        let stop = Arc::new(AtomicBool::new(false));
        for signal in [SIGINT, SIGTERM] {
            flag::register_conditional_shutdown(signal, 128 + signal, Arc::clone(&stop))
                .and_then(|_| flag::register(signal, Arc::clone(&stop)))
                .map_err(|error| {
                    Box::new(
                        Diagnostic::error(format!("signals can't be waited for: {error}"))
                            .help("decide once with `--once`"),
                    )
                })?;
        }
        Ok(Self(stop))
    }

    /// Whether it is the end.
    pub fn is_asked(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}
