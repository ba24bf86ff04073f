//! Which controls take part in a run.

use globset::{GlobBuilder, GlobMatcher};

use crate::vocabulary::{Layer, Severity};

use super::set::Control;

/// One word of `--select` or `--ignore`.
#[derive(Debug, Clone)]
pub enum Selector {
    /// Controls of this severity.
    Severity(Severity),
    /// Controls of this layer.
    Layer(Layer),
    /// Controls whose id or alias matches.
    Id {
        /// As the user wrote it.
        text: String,
        /// Compiled, whatever the case.
        glob: GlobMatcher,
    },
}

impl Selector {
    /// Reads a word: a severity, a layer, or a control id or glob.
    ///
    /// # Errors
    /// The glob is wrong; globset's message.
    pub fn parse(text: &str) -> Result<Self, String> {
        if let Ok(severity) = text.parse() {
            return Ok(Self::Severity(severity));
        }
        if let Ok(layer) = text.parse() {
            return Ok(Self::Layer(layer));
        }
        let glob = GlobBuilder::new(text)
            .case_insensitive(true)
            .build()
            .map_err(|error| error.to_string())?;
        Ok(Self::Id {
            text: text.to_owned(),
            glob: glob.compile_matcher(),
        })
    }

    fn matches(&self, control: &Control) -> bool {
        match self {
            Self::Severity(severity) => control.about.severity == *severity,
            Self::Layer(layer) => control.about.layer == *layer,
            Self::Id { glob, .. } => {
                glob.is_match(&control.about.id)
                    || control.aliases.iter().any(|alias| glob.is_match(alias))
            }
        }
    }

    /// Whether the word names one control exactly, which also selects a retired
    /// one.
    fn names(&self, control: &Control) -> bool {
        matches!(self, Self::Id { text, .. }
            if std::iter::once(&control.about.id).chain(&control.aliases).any(|id| id.eq_ignore_ascii_case(text)))
    }
}

impl std::fmt::Display for Selector {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Severity(severity) => write!(f, "{severity}"),
            Self::Layer(layer) => write!(f, "{layer}"),
            Self::Id { text, .. } => f.write_str(text),
        }
    }
}

/// What to take and what to leave.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// Take only these; empty takes all.
    pub select: Vec<Selector>,
    /// Leave these.
    pub ignore: Vec<Selector>,
}

impl Selection {
    /// Whether a control takes part.
    pub fn takes(&self, control: &Control) -> bool {
        let named = self.select.iter().any(|word| word.names(control));
        let taken = self.select.is_empty() || self.select.iter().any(|word| word.matches(control));
        taken
            && (named || !control.deprecated)
            && !self.ignore.iter().any(|word| word.matches(control))
    }

    /// Words that match no control at all: most likely misspelled.
    pub fn idle<'s>(&'s self, controls: &'s [Control]) -> impl Iterator<Item = &'s Selector> {
        self.select
            .iter()
            .chain(&self.ignore)
            .filter(move |word| !controls.iter().any(|control| word.matches(control)))
    }
}
