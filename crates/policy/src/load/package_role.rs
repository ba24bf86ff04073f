//! The role of a package by its METADATA, and the keys that are missing for it.

use std::ops::Range;
use std::sync::Arc;

use crate::engine::{Module, Span};
use onus_core::decision::ControlRef;
use onus_core::document::Document;

use crate::load::error::{Instead, LoadError, LoadErrorKind};
use crate::load::role::{BoundaryRole, ControlRole, Role};
use crate::metadata;
use crate::metadata::{Block, Custom, Fault, Kind, Metadata, MisplacedKey, Resources, Tier};
use crate::remediation::Fixes;
use crate::type_globs::TypeGlobs;

/// Whether only comments are between a block and the package clause.
pub(crate) fn is_above_package(document: &Document, block: &Block, module: &Module) -> bool {
    document
        .text()
        .get(block.end..module.package_span.start)
        .is_some_and(|between| {
            between
                .lines()
                .map(str::trim)
                .all(|line| line.is_empty() || line.starts_with('#') || line == "package")
        })
}

/// Works out a file's role.
pub(crate) struct Roles<'a> {
    /// The file.
    pub document: &'a Arc<Document>,
    /// Its syntax tree.
    pub module: &'a Module,
    /// Its METADATA blocks.
    pub blocks: &'a [Block],
}

impl Roles<'_> {
    /// What the package is for, by the block above its package clause.
    ///
    /// # Errors
    /// Everything that is wrong with what it says about itself.
    pub fn role(&self, package: Option<(&Block, Metadata)>) -> Result<Role, Vec<LoadError>> {
        let rule = ["deny", "responsibility"]
            .into_iter()
            .find(|rule| self.has(rule) && !self.is_library_package());
        let Some((block, metadata)) = package else {
            return match rule {
                Some(rule) => Err(vec![self.silent(rule)]),
                None => Ok(Role::Library),
            };
        };
        let nothing = Custom::default();
        let custom = metadata.custom.as_ref().unwrap_or(&nothing);
        let says_what_it_is =
            custom.id.is_some() || custom.severity.is_some() || custom.kind != Kind::Control;
        match custom.kind {
            Kind::Control if !says_what_it_is && rule.is_none() => Ok(Role::Library),
            Kind::Types => self
                .needs_rule(block, "types", "table")
                .map(|()| Role::Types),
            Kind::Boundary => {
                self.needs_rule(block, "boundary", "responsibility")?;
                self.boundary(block, &metadata, custom)
                    .map(|boundary| Role::Boundary(Box::new(boundary)))
            }
            Kind::Control if rule == Some("responsibility") => {
                Err(self.missing(block, &["custom.kind"]))
            }
            Kind::Control => {
                self.needs_rule(block, "control", "deny")?;
                self.control(block, &metadata, custom)
                    .map(|control| Role::Control(Box::new(control)))
            }
        }
    }

    /// A package that says nothing about itself, or not where it is read.
    fn silent(&self, rule: &'static str) -> LoadError {
        let (place, range) = if let Some(block) = self.blocks.first() {
            (Instead::AboveRule, block.heading())
        } else if let Some(line) = self.heading() {
            (Instead::Misspelled, line)
        } else {
            (Instead::Nothing, self.module.package_span.clone())
        };
        LoadError::at(
            LoadErrorKind::MissingMetadata {
                package: self.package(),
                rule,
                instead: place,
            },
            self.document,
            range,
        )
    }

    /// A comment that was intended to start a block.
    fn heading(&self) -> Option<Span> {
        let text = self.document.text();
        text.lines().find_map(|line| {
            let word = line.trim().strip_prefix('#')?.trim().trim_end_matches(':');
            let range = self.document.range_of(line.trim())?;
            word.eq_ignore_ascii_case("metadata").then_some(range)
        })
    }

    fn package(&self) -> String {
        self.module.package.join(".")
    }

    fn has(&self, rule: &str) -> bool {
        self.module
            .rules
            .iter()
            .any(|known| known.path.first().is_some_and(|name| name == rule))
    }

    /// Helpers of the catalogue may be called anything.
    fn is_library_package(&self) -> bool {
        self.module
            .package
            .get(..2)
            .is_some_and(|start| start == ["onus", "lib"])
    }

    fn needs_rule(
        &self,
        block: &Block,
        kind: &'static str,
        rule: &'static str,
    ) -> Result<(), Vec<LoadError>> {
        if self.has(rule) {
            return Ok(());
        }
        Err(vec![LoadError::at(
            LoadErrorKind::MissingRule {
                package: self.package(),
                kind,
                rule,
                instead: ["violation", "warn", "allow"]
                    .into_iter()
                    .find(|other| self.has(other))
                    .map(str::to_owned),
            },
            self.document,
            block.key("id"),
        )])
    }

    /// Keys that have to be there; those that are only misspelled, or stand in the wrong
    /// place, are told there.
    fn missing(&self, block: &Block, keys: &[&'static str]) -> Vec<LoadError> {
        let mut errors = Vec::new();
        let mut absent = Vec::new();
        let mut outside: Vec<MisplacedKey> = Vec::new();
        for key in keys {
            match block.misplaced(key) {
                Some(misplaced) if misplaced.fault == Fault::Misplaced && key.contains('.') => {
                    outside.push(misplaced);
                }
                Some(MisplacedKey { name, fault, range }) => errors.push(LoadError::at(
                    LoadErrorKind::MisplacedKey { name, key, fault },
                    self.document,
                    range,
                )),
                None => absent.push(*key),
            }
        }
        if let Some(first) = outside.first() {
            let range = first.range.clone();
            let names = outside
                .into_iter()
                .map(|misplaced| misplaced.name)
                .collect();
            let kind = LoadErrorKind::Outside { names };
            errors.push(LoadError::at(kind, self.document, range));
        }
        if !absent.is_empty() {
            let kind = LoadErrorKind::MissingKeys {
                package: self.package(),
                keys: absent,
                gap: self.gap(block),
            };
            errors.push(LoadError::at(kind, self.document, block.heading()));
        }
        errors
    }

    /// The line that ends a block although comments like those of the block follow.
    fn gap(&self, block: &Block) -> Option<usize> {
        let between = block.end..self.module.package_span.start;
        let goes_on = self.document.slice(&between).lines().any(|line| {
            line.trim()
                .strip_prefix('#')
                .and_then(|rest| rest.split_once(':'))
                .is_some_and(|(key, _)| metadata::is_key(key.trim()))
        });
        goes_on.then(|| self.document.position(block.end).line)
    }

    fn globs(&self, block: &Block, resources: &Resources) -> Result<TypeGlobs, LoadError> {
        TypeGlobs::of(resources).map_err(|bad| self.bad_glob(bad, block.key("resources")))
    }

    fn bad_glob(&self, (glob, reason): (String, String), range: Range<usize>) -> LoadError {
        LoadError::at(
            LoadErrorKind::BadGlob { glob, reason },
            self.document,
            range,
        )
    }

    fn inventory_wide(&self, block: &Block, key: &str, with: &'static str) -> LoadError {
        let kind = LoadErrorKind::InventoryWide { with };
        LoadError::at(kind, self.document, block.key(key))
    }

    fn control(
        &self,
        block: &Block,
        metadata: &Metadata,
        custom: &Custom,
    ) -> Result<ControlRole, Vec<LoadError>> {
        let lacking: Vec<&'static str> = [
            ("title", metadata.title.is_some()),
            ("custom.id", custom.id.is_some()),
            ("custom.severity", custom.severity.is_some()),
            ("custom.layer", custom.layer.is_some()),
            ("custom.resources", !custom.resources.is_empty()),
            ("custom.remediation", custom.remediation.is_some()),
        ]
        .into_iter()
        .filter_map(|(key, is_there)| (!is_there).then_some(key))
        .collect();
        let mut errors = self.missing(block, &lacking);
        let mut needs = Vec::new();
        for need in &custom.needs {
            match need.parse() {
                Ok(need) => needs.push(need),
                Err(bad) => errors.push(LoadError::at(
                    LoadErrorKind::InvalidRelationPath(bad),
                    self.document,
                    block.key("needs"),
                )),
            }
        }
        if custom.resources == Resources::Inventory && !custom.needs.is_empty() {
            errors.push(self.inventory_wide(block, "needs", "needs"));
        }
        if custom.resources == Resources::Inventory && !custom.changes.is_empty() {
            errors.push(self.inventory_wide(block, "changes", "changes"));
        }
        let globs = self.globs(block, &custom.resources);
        let fixes = match &custom.remediation {
            None => None,
            Some(remediation) => match Fixes::of(remediation) {
                Ok(fixes) => Some(fixes),
                Err(bad) => {
                    errors.push(self.bad_glob(bad, block.key("variants")));
                    None
                }
            },
        };
        let (Some(title), Some(id), Some(severity), Some(layer), Some(remediation), Ok(resources)) = (
            &metadata.title,
            &custom.id,
            custom.severity,
            custom.layer,
            fixes,
            &globs,
        ) else {
            errors.extend(globs.err());
            return Err(errors);
        };
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(ControlRole {
            about: ControlRef {
                id: id.clone(),
                title: title.trim().to_owned(),
                severity,
                layer,
                package: self.package(),
                links: metadata
                    .related_resources
                    .iter()
                    .map(|related| related.reference.clone())
                    .collect(),
                frameworks: custom.frameworks.clone(),
            },
            description: metadata
                .description
                .as_deref()
                .map(str::trim)
                .unwrap_or_default()
                .to_owned(),
            remediation,
            aliases: custom.aliases.clone(),
            deprecated: custom.deprecated,
            on_request: custom.on_request,
            resources: resources.clone(),
            needs,
            changes: custom.changes.clone(),
        })
    }

    fn boundary(
        &self,
        block: &Block,
        metadata: &Metadata,
        custom: &Custom,
    ) -> Result<BoundaryRole, Vec<LoadError>> {
        let tier = custom.tier.unwrap_or(Tier::Organisation);
        let needs_edition = tier == Tier::Edition;
        let lacking: Vec<&'static str> = [
            ("title", metadata.title.is_some()),
            ("custom.id", custom.id.is_some()),
            ("custom.resources", !custom.resources.is_empty()),
            ("custom.edition", custom.edition.is_some() || !needs_edition),
        ]
        .into_iter()
        .filter_map(|(key, is_there)| (!is_there).then_some(key))
        .collect();
        let mut errors = self.missing(block, &lacking);
        if custom.resources == Resources::Inventory {
            errors.push(self.inventory_wide(block, "resources", "kind: boundary"));
        }
        let globs = self
            .globs(block, &custom.resources)
            .map_err(|error| errors.push(error));
        let (Some(id), Some(title), Ok(resources), true) =
            (&custom.id, &metadata.title, globs, errors.is_empty())
        else {
            return Err(errors);
        };
        Ok(BoundaryRole {
            id: id.clone(),
            title: title.trim().to_owned(),
            tier,
            edition: custom.edition.clone().filter(|_| tier == Tier::Edition),
            resources,
            links: metadata
                .related_resources
                .iter()
                .map(|related| related.reference.clone())
                .collect(),
        })
    }
}
