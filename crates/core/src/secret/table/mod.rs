//! The table of names, values and shapes of secrets. The Rego library
//! `policies/lib/application/secret_settings.rego` has a copy between markers, and a test
//! keeps it current.
//!
//! Outputs and controls read one table with two readings. Outputs withhold whatever may be
//! a secret. Controls report what is one, so a few rows, which their names and comments
//! tell, are for controls only: they make a control quiet, and show nothing.

mod names;
mod shapes;
mod values;

pub(super) use names::{
    ANYWHERE, AT_END, HARMLESS_BEGINNINGS, HARMLESS_ENDINGS, KEY_ENDINGS, KEY_HARMLESS_ENDINGS,
    WITHHELD_ANYWHERE,
};
#[cfg(test)]
pub(super) use names::{DESCRIBING_BEGINNINGS, DESCRIBING_ENDINGS, SECRET_IDS};
pub(super) use shapes::SHAPES;
#[cfg(test)]
pub(super) use shapes::Shape;
#[cfg(test)]
pub(super) use values::{LEADS, PASSWORDLESS, SWITCHES, UUID};
pub(super) use values::{PLACEHOLDERS, RANDOM, REFERENCES, SETTINGS, VARIABLES};
