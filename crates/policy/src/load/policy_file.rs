//! A parsed policy file with its role.

use std::sync::Arc;

use crate::engine;
use crate::engine::{Engine, EngineError, Module, Span};
use onus_core::document::Document;

use crate::load::error::{LoadError, LoadErrorKind};
use crate::load::package_role::{Roles, is_above_package};
use crate::load::role::Role;
use crate::load::syntax_hints;
use crate::metadata::{Block, EditionMetadata, Metadata, MetadataError, blocks};
use crate::policy_text::PolicyFile;
use onus_core::source_id::SourceId;

/// A parsed policy file.
#[derive(Debug)]
pub struct Unit {
    /// The file.
    pub document: Arc<Document>,
    /// Which file it is.
    pub source: SourceId,
    /// Its syntax tree.
    pub module: Module,
    /// What it is for.
    pub role: Role,
    /// The place of its id, for messages.
    pub id_span: Span,
}

impl Unit {
    /// Adds a file to the engine and works out what it is for.
    ///
    /// # Errors
    /// Everything that is wrong with the file by itself; the engine may hold it
    /// all the same.
    pub fn parse(file: &PolicyFile, engine: &mut Engine) -> Result<Self, Vec<LoadError>> {
        let document = &file.document;
        let module = engine
            .add_policy(&file.source, document.text())
            .map_err(|error| vec![engine_error(document, error)])?;
        Self::of(file, module)
    }

    /// Works out what a parsed file is for.
    ///
    /// # Errors
    /// Everything that is wrong with what it says about itself.
    pub fn of(file: &PolicyFile, module: Module) -> Result<Self, Vec<LoadError>> {
        let document = &file.document;
        let found = blocks(document.text());
        let mut errors = Vec::new();
        let mut package: Option<(&Block, Metadata)> = None;
        for block in &found {
            match block.parse() {
                // The block above the package clause is the package's.
                Ok(metadata) if is_above_package(document, block, &module) => {
                    package = Some((block, metadata));
                }
                Ok(_) => {}
                Err(wrong) => errors.extend(wrong.into_iter().map(|wrong| {
                    let MetadataError {
                        message,
                        help,
                        range,
                    } = wrong;
                    LoadError::at(LoadErrorKind::Metadata { message, help }, document, range)
                })),
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let id_span = package
            .as_ref()
            .map_or(module.package_span.clone(), |(block, _)| block.key("id"));
        let role = Roles {
            document,
            module: &module,
            blocks: &found,
        }
        .role(package)?;
        Ok(Self {
            document: Arc::clone(document),
            source: file.source.clone(),
            module,
            role,
            id_span,
        })
    }

    /// The package as it is written, `a.b.c`.
    pub fn package(&self) -> String {
        self.module.package.join(".")
    }

    /// The id and the aliases, if the package has them.
    pub fn ids(&self) -> Vec<&str> {
        match &self.role {
            Role::Control(control) => std::iter::once(&control.about.id)
                .chain(&control.aliases)
                .map(String::as_str)
                .collect(),
            Role::Boundary(boundary) => vec![&boundary.id],
            Role::Library | Role::Types => Vec::new(),
        }
    }

    /// The edition that it is, if it is one.
    pub fn edition(&self) -> Option<&EditionMetadata> {
        match &self.role {
            Role::Boundary(boundary) => boundary.edition.as_ref(),
            Role::Control(_) | Role::Library | Role::Types => None,
        }
    }
}

/// An engine's error as a load error.
pub fn engine_error(document: &Arc<Document>, error: EngineError) -> LoadError {
    match error {
        EngineError::Rego { message, place } => {
            let start = place.map(|(_, line, column)| {
                engine::offset(document.text(), line, column).min(document.text().len())
            });
            let word = start.map_or(0..0, |start| {
                let rest = document.text().get(start..).unwrap_or_default();
                let length = rest
                    .find(|c: char| c.is_whitespace())
                    .unwrap_or(rest.len())
                    .max(1);
                start..(start + length).min(document.text().len())
            });
            let explained =
                start.and_then(|start| syntax_hints::explain(document.text(), start, &message));
            let (mistake, place) =
                explained.map_or((None, None), |(mistake, place)| (Some(mistake), place));
            let span = place.unwrap_or(word);
            LoadError::at(LoadErrorKind::Syntax { message, mistake }, document, span)
        }
        EngineError::Unreadable { why, span } => {
            LoadError::at(LoadErrorKind::Unparsed(why), document, span)
        }
        other => LoadError::at(
            LoadErrorKind::Engine {
                message: other.to_string(),
                mistake: None,
            },
            document,
            0..0,
        ),
    }
}
