//! `onus doc`.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use onus::diagnostic::{Diagnostic, Spot};
use onus::document::{Document, read_text};
use onus::policy::Control;
use onus::report::{BadTemplate, INDEX, PAGE, Pages, Template, file_name};

use crate::cli::commands::list;
use crate::cli::commands::list::ListingArgs;
use crate::cli::conclude::concluded;
use crate::cli::exit::Exit;
use crate::cli::{options, policies, terminal};

/// Write a page for each control
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onus doc AZ-STORAGE-001                               one page, to standard output
  onus doc --out docs/controls                          the catalogue
  onus doc --no-builtin --policy policies --out docs    your own
  onus doc --out docs --template page.md.j2

Templates see `control` with what `onus list -o json` shows of it, and `commands` as
pairs; the one of README.md sees `controls`, each with its `page`. What is not there is
an error.
Exit codes: 0 written, 2 something could not be loaded or written, 3 no control matches")]
pub struct DocArgs {
    #[command(flatten)]
    pub listing: ListingArgs,
    /// The folder to write to: README.md and a page for each control, which replace those of before
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// A template for the pages, in Jinja's language
    #[arg(long, value_name = "FILE")]
    pub template: Option<PathBuf>,
    /// A template for README.md
    #[arg(long, value_name = "FILE", requires = "out")]
    pub index_template: Option<PathBuf>,
}

/// Runs the command.
pub fn run(arguments: &DocArgs) -> Exit {
    concluded(arguments.listing.color, |problems| {
        document(arguments, problems)
    })
}

/// Where the templates come from.
struct Templates {
    page: Arc<Document>,
    index: Arc<Document>,
}

fn document(arguments: &DocArgs, problems: &mut Vec<Diagnostic>) -> Result<Exit, Box<Diagnostic>> {
    let templates = Templates {
        page: template(arguments.template.as_deref(), PAGE)?,
        index: template(arguments.index_template.as_deref(), INDEX)?,
    };
    let pages = Pages::new(templates.page.text(), templates.index.text())
        .map_err(|bad| templates.problem(&bad))?;
    let config = policies::config(&arguments.listing.policies)?;
    let now = options::now(None)?;
    let loaded = policies::load(
        &arguments.listing.policies,
        config,
        None,
        None,
        now.nanoseconds,
    )?;
    problems.extend(loaded.problems);
    let controls = list::chosen(&arguments.listing, &loaded.set, problems)?;
    if controls.is_empty() {
        return Ok(Exit::NothingEvaluated);
    }
    let page = |control: &Control| pages.page(control).map_err(|bad| templates.problem(&bad));
    let Some(folder) = &arguments.out else {
        let mut out = terminal::stdout(arguments.listing.color);
        for control in &controls {
            let text = page(control)?;
            match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
                Err(error) if !terminal::gone(&error) => {
                    return Err(unwritable("standard output", &error));
                }
                _ => {}
            }
        }
        return Ok(Exit::Clean);
    };
    let index = pages
        .index(&controls)
        .map_err(|bad| templates.problem(&bad))?;
    std::fs::create_dir_all(folder)
        .map_err(|error| unwritable(&folder.display().to_string(), &error))?;
    let mut files = vec![("README.md".to_owned(), index)];
    for control in &controls {
        let name = file_name(control);
        // Some systems don't tell files apart by their case.
        if files
            .iter()
            .any(|(known, _)| known.eq_ignore_ascii_case(&name))
        {
            return Err(Box::new(
                Diagnostic::error(format!(
                    "the page of `{}` would be called `{name}`, as another one is",
                    control.about.id
                ))
                .help("give the control an id that differs in letters, digits, `-` or `_`"),
            ));
        }
        files.push((name, page(control)?));
    }
    for (name, text) in &files {
        let path = folder.join(name);
        std::fs::write(&path, text)
            .map_err(|error| unwritable(&path.display().to_string(), &error))?;
    }
    let mut out = terminal::stdout(arguments.listing.color);
    // Nothing can be done about a terminal that is gone.
    let _ = writeln!(
        out,
        "{} pages in {}, which {} lists",
        controls.len(),
        folder.display(),
        folder.join("README.md").display()
    )
    .and_then(|()| out.flush());
    Ok(Exit::Clean)
}

fn template(path: Option<&Path>, default: &str) -> Result<Arc<Document>, Box<Diagnostic>> {
    let Some(path) = path else {
        return Ok(Arc::new(Document::new("template", default)));
    };
    let name = path.display().to_string();
    match read_text(path) {
        Ok(text) => Ok(Arc::new(Document::new(name, text))),
        Err(error) => Err(Box::new(
            Diagnostic::error(format!("the template `{name}` can't be read: {error}"))
                .help("templates are text in Jinja's language; see `onus doc --help`"),
        )),
    }
}

impl Templates {
    fn problem(&self, bad: &BadTemplate) -> Box<Diagnostic> {
        let document = match bad.template {
            Template::Page => &self.page,
            Template::Index => &self.index,
        };
        let problem = Diagnostic::error(format!("the template can't be used: {bad}"))
            .help("pages see `control`, as `onus list -o json` shows it; the list sees `controls`");
        Box::new(match bad.line {
            Some(line) => {
                let start = document.offset(line, 1);
                let end = document.line_range(start).end;
                problem.at(Spot::new(document, start..end))
            }
            None => problem,
        })
    }
}

fn unwritable(what: &str, error: &io::Error) -> Box<Diagnostic> {
    Box::new(
        Diagnostic::error(format!("`{what}` can't be written: {error}"))
            .help("check the path and the space that is left, or choose another `--out`"),
    )
}
