//! Selectors: which controls take part in a run.

use globset::{GlobBuilder, GlobMatcher};

use onus_core::vocabulary::{Layer, Severity};

/// What a control can be selected by.
#[derive(Debug, Clone, Copy)]
pub struct ControlKey<'k> {
    /// Stable id.
    pub id: &'k str,
    /// Older ids.
    pub aliases: &'k [String],
    /// How bad a violation is.
    pub severity: Severity,
    /// The layer that the duty sits at.
    pub layer: Layer,
    /// Retired.
    pub deprecated: bool,
    /// Takes part only when it is named.
    pub on_request: bool,
}

impl ControlKey<'_> {
    /// Whether this is its id, or one of its older ids, whatever the case.
    pub fn is_called(&self, id: &str) -> bool {
        self.names().any(|name| name.eq_ignore_ascii_case(id))
    }

    /// Its id, and its older ids.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.id).chain(self.aliases.iter().map(String::as_str))
    }
}

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

    /// Whether a control is selected.
    pub fn matches(&self, control: ControlKey<'_>) -> bool {
        match self {
            Self::Severity(severity) => control.severity == *severity,
            Self::Layer(layer) => control.layer == *layer,
            Self::Id { glob, .. } => control.names().any(|name| glob.is_match(name)),
        }
    }

    /// Whether the word names one control exactly, which also selects a retired
    /// one.
    fn spells(&self, control: ControlKey<'_>) -> bool {
        matches!(self, Self::Id { text, .. } if control.is_called(text))
    }

    /// Whether the word is an id, or a glob over ids with more to it than `*`, that
    /// matches: what a control asks for that takes part on request only.
    fn names(&self, control: ControlKey<'_>) -> bool {
        let is_any = |text: &str| text.chars().all(|c| matches!(c, '*' | '?'));
        matches!(self, Self::Id { text, .. } if !is_any(text)) && self.matches(control)
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
    pub fn takes(&self, control: ControlKey<'_>) -> bool {
        let spelled = self.select.iter().any(|word| word.spells(control));
        let named = self.select.iter().any(|word| word.names(control));
        let taken = self.select.is_empty() || self.select.iter().any(|word| word.matches(control));
        taken
            && (spelled || !control.deprecated)
            && (named || !control.on_request)
            && !self.ignores(control)
    }

    /// Whether a control would take part if nothing were selected.
    pub fn takes_unasked(&self, control: ControlKey<'_>) -> bool {
        !control.deprecated && !control.on_request && !self.ignores(control)
    }

    fn ignores(&self, control: ControlKey<'_>) -> bool {
        self.ignore.iter().any(|word| word.matches(control))
    }

    /// Words that match no control at all: most likely misspelled.
    pub fn idle<'s>(
        &'s self,
        controls: &'s [ControlKey<'s>],
    ) -> impl Iterator<Item = &'s Selector> {
        self.select
            .iter()
            .chain(&self.ignore)
            .filter(move |word| !controls.iter().any(|control| word.matches(*control)))
    }
}
