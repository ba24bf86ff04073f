//! The `.tf` files of a plan: the places of resource blocks and of their arguments.
//!
//! Modules with a relative path as source are followed; modules of a registry or a
//! repository are not available.

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::fs;
use std::ops::Range;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use hcl_edit::Span;
use hcl_edit::expr::{Expression, ObjectKey};
use hcl_edit::structure::{Block, Body};

use onus_core::diagnostic::{Diagnostic, Spot};
use onus_core::document::Document;
use onus_core::file_kind::require_folder;
use onus_core::json_pointer::Pointer;

use crate::formats::terraform::address::Address;
use crate::resource::Place;
use crate::source::{Source, unreadable};

/// Modules nested deeper than this are not followed; no real configuration comes near.
const DEEPEST: usize = 64;

/// An index of a folder of `.tf` files.
#[derive(Debug, Default)]
pub struct TerraformSource {
    root: PathBuf,
    /// By real path.
    folders: HashMap<PathBuf, Folder>,
}

/// One module.
#[derive(Debug, Default)]
struct Folder {
    resources: HashMap<(String, String), Written>,
    /// The folders of the modules that it calls.
    calls: HashMap<String, PathBuf>,
}

/// A resource's block.
#[derive(Debug)]
struct Written {
    block: Stretch,
    arguments: HashMap<Pointer, Stretch>,
}

type Stretch = (Arc<Document>, Range<usize>);

impl TerraformSource {
    /// Reads the module in `folder` and the modules that it calls. Unreadable files are
    /// problems; the rest is still found.
    pub fn read(folder: &Path) -> (Self, Vec<Diagnostic>) {
        let mut source = Self::default();
        let mut problems = Vec::new();
        match source.folder(folder, 0, &mut problems) {
            Ok(root) => source.root = root,
            Err(error) => problems.push(
                unreadable(&folder.display().to_string(), &error)
                    .help("name the folder that `terraform plan` is run in"),
            ),
        }
        let nothing = |folder: &Folder| folder.resources.is_empty() && folder.calls.is_empty();
        if problems.is_empty() && source.folders.values().all(nothing) {
            problems.push(
                Diagnostic::warning(format!(
                    "there is no resource in the `.tf` files of `{}`",
                    folder.display()
                ))
                .help("name the folder that `terraform plan` is run in"),
            );
        }
        (source, problems)
    }

    /// The place of the resource at `address`, or of `pointer`, a place in the policy's
    /// input; where that is not written, the place that encloses it. None when there is
    /// no such block.
    pub fn place(&self, address: &str, pointer: Option<&Pointer>) -> Option<Place> {
        let address = Address::parse(address)?;
        let mut folder = self.folders.get(&self.root)?;
        for (call, _) in &address.modules {
            folder = self.folders.get(folder.calls.get(*call)?)?;
        }
        let written = folder
            .resources
            .get(&(address.kind.to_owned(), address.name.to_owned()))?;
        let requested = pointer.and_then(argument);
        let mut at = requested.clone();
        while let Some(argument) = at.filter(|argument| argument.depth() > 0) {
            // Blocks of one type are a list for policies; a single block in the file was
            // kept without its index.
            let without: Pointer = argument
                .segments()
                .filter(|segment| segment.parse::<usize>().is_err())
                .collect();
            let found = written.arguments.get(&argument);
            if let Some((document, range)) = found.or_else(|| written.arguments.get(&without)) {
                return Some(Place {
                    document: Arc::clone(document),
                    range: range.clone(),
                    exact: requested.as_ref() == Some(&argument),
                });
            }
            at = argument.parent();
        }
        let (document, range) = &written.block;
        Some(Place {
            document: Arc::clone(document),
            range: range.clone(),
            exact: pointer.is_none() || requested.is_some_and(|requested| requested.depth() == 0),
        })
    }

    /// Reads a folder unless it was read before; returns its real path.
    fn folder(
        &mut self,
        folder: &Path,
        depth: usize,
        problems: &mut Vec<Diagnostic>,
    ) -> std::io::Result<PathBuf> {
        let real = fs::canonicalize(folder)?;
        if self.folders.contains_key(&real) {
            return Ok(real);
        }
        let files = files(folder)?;
        self.folders.insert(real.clone(), Folder::default());
        let mut read = Folder::default();
        for file in files {
            match parse(file) {
                Ok((document, body)) => {
                    for block in body.blocks() {
                        self.block(block, &document, folder, depth, &mut read, problems);
                    }
                }
                Err(problem) => problems.push(*problem),
            }
        }
        self.folders.insert(real.clone(), read);
        Ok(real)
    }

    fn block(
        &mut self,
        block: &Block,
        document: &Arc<Document>,
        folder: &Path,
        depth: usize,
        read: &mut Folder,
        problems: &mut Vec<Diagnostic>,
    ) {
        let labels: Vec<&str> = block.labels.iter().map(|label| label.as_str()).collect();
        match (block.ident.as_str(), labels.as_slice()) {
            ("resource", [kind, name]) => {
                let start = block.span().unwrap_or_default().start;
                let end = document.line_range(start).end.max(start);
                let mut arguments = HashMap::new();
                walk(&block.body, &Pointer::root(), document, &mut arguments);
                // Override files replace the content of the others.
                read.resources
                    .entry(((*kind).to_owned(), (*name).to_owned()))
                    .or_insert_with(|| Written {
                        block: (Arc::clone(document), start..end),
                        arguments: HashMap::new(),
                    })
                    .arguments
                    .extend(arguments);
            }
            ("module", [name]) => {
                let source = block.body.get_attribute("source");
                let Some((path, spot)) = source.and_then(|source| {
                    let path = source.value.as_str()?;
                    let spot = Spot::new(document, source.value.span()?);
                    (path.starts_with("./") || path.starts_with("../")).then_some((path, spot))
                }) else {
                    return;
                };
                if depth >= DEEPEST {
                    return;
                }
                match self.folder(&tidy(&folder.join(path)), depth + 1, problems) {
                    Ok(real) => {
                        read.calls.insert((*name).to_owned(), real);
                    }
                    Err(_) => problems.push(
                        Diagnostic::warning(format!(
                            "the module `{name}` is not at `{path}`, so where its resources are written is not known"
                        ))
                        .at(spot)
                        .help("give `--source` the folder with all modules below it"),
                    ),
                }
            }
            _ => {}
        }
    }
}

/// The `.tf` files of a folder: by name, override files last.
fn files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    require_folder(folder)?;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let is_source = path
            .extension()
            .is_some_and(|ending| ending == "tf" || ending == "tofu");
        if is_source && path.is_file() {
            files.push(tidy(&path));
        }
    }
    files.sort_by_cached_key(|path| {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let overrides = stem == "override" || stem.ends_with("_override");
        (overrides, path.clone())
    });
    Ok(files)
}

fn parse(file: PathBuf) -> Result<(Arc<Document>, Body), Box<Diagnostic>> {
    let document = Source::File(file).load(&mut std::io::empty())?;
    match hcl_edit::parser::parse_body(document.text()) {
        Ok(body) => Ok((document, body)),
        Err(error) => {
            let at = error.location().offset().min(document.text().len());
            let end = (at + 1).min(document.text().len());
            let message = error.message().lines().collect::<Vec<_>>().join("; ");
            Err(Box::new(
                Diagnostic::warning(format!("this is not Terraform's language: {message}"))
                    .at(Spot::new(&document, at..end))
                    .help("findings of what this file writes are not traced to it; see what `terraform validate` says"),
            ))
        }
    }
}

/// Notes the places of arguments at or below `at`.
fn walk(
    body: &Body,
    at: &Pointer,
    document: &Arc<Document>,
    found: &mut HashMap<Pointer, Stretch>,
) {
    for attribute in body.attributes() {
        let here = at.child(attribute.key.as_str());
        if let Some(span) = attribute.key.span() {
            found.insert(here.clone(), (Arc::clone(document), span));
        }
        values(&attribute.value, &here, document, found);
    }
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for block in body.blocks() {
        *counts.entry(name_of(block)).or_default() += 1;
    }
    for block in body.blocks() {
        let name = name_of(block);
        // Policies see several blocks in the provider's order, not in the file's.
        if counts.get(name) != Some(&1) {
            continue;
        }
        let here = at.child(name);
        if let Some(span) = block.ident.span() {
            found.insert(here.clone(), (Arc::clone(document), span));
        }
        if block.ident.as_str() == "dynamic" {
            for content in block.body.get_blocks("content") {
                walk(&content.body, &here, document, found);
            }
        } else {
            walk(&block.body, &here, document, found);
        }
    }
}

/// The name of a block in the values: the name of a dynamic block is its label.
fn name_of(block: &Block) -> &str {
    match (block.ident.as_str(), block.labels.first()) {
        ("dynamic", Some(label)) => label.as_str(),
        (name, _) => name,
    }
}

/// Notes the places of the parts of a literal value.
fn values(
    value: &Expression,
    at: &Pointer,
    document: &Arc<Document>,
    found: &mut HashMap<Pointer, Stretch>,
) {
    match value {
        Expression::Object(object) => {
            for (key, value) in object.iter() {
                let name = match key {
                    ObjectKey::Ident(name) => Some(name.as_str()),
                    ObjectKey::Expression(name) => name.as_str(),
                };
                let Some(name) = name else {
                    continue;
                };
                let here = at.child(name);
                if let Some(span) = key.span() {
                    found.insert(here.clone(), (Arc::clone(document), span));
                }
                values(value.expr(), &here, document, found);
            }
        }
        Expression::Array(array) => {
            for (index, value) in array.iter().enumerate() {
                let here = at.child(index.to_string());
                if let Some(span) = value.span() {
                    found.insert(here.clone(), (Arc::clone(document), span));
                }
                values(value, &here, document, found);
            }
        }
        _ => {}
    }
}

/// The argument that a place in the policy's input comes from.
fn argument(input: &Pointer) -> Option<Pointer> {
    for head in ["/properties", "/raw/change/after", "/raw/values"] {
        if let Some(tail) = input.strip(&Pointer::parse(head)) {
            return Some(tail);
        }
    }
    // The header is made of the values.
    matches!(input.segments().next(), Some("tags" | "location")).then(|| input.clone())
}

/// A path without `.` and, as far as possible, `..`, for people.
fn tidy(path: &Path) -> PathBuf {
    let mut tidied = PathBuf::new();
    for component in path.components() {
        match (component, tidied.components().next_back()) {
            (Component::CurDir, _) => {}
            (Component::ParentDir, Some(Component::Normal(_))) => {
                tidied.pop();
            }
            _ => tidied.push(component),
        }
    }
    if tidied.as_os_str().is_empty() {
        tidied.push(".");
    }
    tidied
}
