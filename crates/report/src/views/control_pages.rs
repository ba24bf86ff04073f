//! Pages of controls for `onus doc`: a page for each control and an index, made from templates
//! that users can replace.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior, Value, context};

use onus_policy::Control;

use crate::sanitize::clean;
use crate::views::controls::{Listed, cell};

/// The template of a control's page, unless another one is given.
pub const PAGE: &str = include_str!("../pages/control.md.j2");
/// The template of the list, unless another one is given.
pub const INDEX: &str = include_str!("../pages/index.md.j2");

/// Writes pages with two templates.
pub struct Pages<'t> {
    environment: Environment<'t>,
}

/// A template that can't be used, and where.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct BadTemplate {
    /// What is wrong.
    pub message: String,
    /// The line, from 1, if it has one.
    pub line: Option<usize>,
    /// Which of the two it is.
    pub template: Template,
}

/// Which template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Template {
    /// Of a control's page.
    Page,
    /// Of the list.
    Index,
}

impl Template {
    fn name(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Index => "index",
        }
    }

    fn bad(self, error: &minijinja::Error) -> BadTemplate {
        let message = match error.detail() {
            Some(detail) => format!("{}: {detail}", error.kind()),
            None => error.kind().to_string(),
        };
        BadTemplate {
            message,
            line: error.line(),
            template: self,
        }
    }
}

impl<'t> Pages<'t> {
    /// Takes templates in Jinja's language. What they name and is not there is an
    /// error, never nothing.
    ///
    /// # Errors
    /// One of them is not in that language.
    pub fn new(page: &'t str, index: &'t str) -> Result<Self, BadTemplate> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        // A line with nothing but a tag leaves no line behind.
        let lines = SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .keep_trailing_newline(true)
            .build();
        environment.set_syntax(lines.map_err(|error| Template::Page.bad(&error))?);
        environment.add_filter("text", |text: String| clean(&text).into_owned());
        environment.add_filter("cell", |text: String| cell(&text));
        environment.add_filter("code", |text: String| code(&text));
        for (which, source) in [(Template::Page, page), (Template::Index, index)] {
            environment
                .add_template(which.name(), source)
                .map_err(|error| which.bad(&error))?;
        }
        Ok(Self { environment })
    }

    /// The page of a control. The template sees it as `control`, as `onus list -o
    /// json` shows it, with `commands` as pairs of a tool and what to do with it.
    ///
    /// # Errors
    /// The template asks for what is not there.
    pub fn page(&self, control: &Control) -> Result<String, BadTemplate> {
        let page = Page::of(control);
        self.render(
            Template::Page,
            context! { control => Value::from(Serde(page)) },
        )
    }

    /// The list. The template sees `controls`, each with its `page`, the name of its
    /// file.
    ///
    /// # Errors
    /// The template asks for what is not there.
    pub fn index(&self, controls: &[&Control]) -> Result<String, BadTemplate> {
        let controls: Vec<Page<'_>> = controls.iter().map(|control| Page::of(control)).collect();
        let onus = env!("CARGO_PKG_VERSION");
        self.render(
            Template::Index,
            context! { controls => Value::from(Serde(controls)), onus },
        )
    }

    fn render(&self, which: Template, with: Value) -> Result<String, BadTemplate> {
        self.environment
            .get_template(which.name())
            .and_then(|template| template.render(with))
            .map_err(|error| which.bad(&error))
    }
}

/// A control as templates see it.
#[derive(serde::Serialize)]
struct Page<'c> {
    #[serde(flatten)]
    listed: Listed<'c>,
    commands: Vec<(&'c str, &'c str)>,
    page: String,
}

impl<'c> Page<'c> {
    fn of(control: &'c Control) -> Self {
        let commands = control.remediation.commands.iter();
        Self {
            listed: Listed::of(control),
            commands: commands
                .map(|(tool, command)| (tool.as_str(), command.as_str()))
                .collect(),
            page: file_name(control),
        }
    }
}

/// The name of a control's page: ids of users can hold anything.
pub fn file_name(control: &Control) -> String {
    let kept = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    let name: String = control
        .about
        .id
        .chars()
        .map(|c| if kept(c) { c } else { '_' })
        .collect();
    format!("{name}.md")
}

/// Text that can't end its block of code; lines stay lines.
fn code(text: &str) -> String {
    text.lines()
        .map(|line| clean(line).replace("```", "` ` `"))
        .collect::<Vec<_>>()
        .join("\n")
}
