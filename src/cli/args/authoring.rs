//! Arguments of the commands that look at policies as they are written.

use std::path::PathBuf;

use clap::Args;
use onus::vocabulary::{Layer, Severity};

use crate::cli::options::outputs_help;

use crate::cli::arg_groups::{
    Color, EngineArgs, PolicyArgs, ReadingArgs, layer, percent, severity,
};

/// `onus check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Policies and their tests: files, folders or globs [default: the folder policies, if there is one, or this folder]
    #[arg(value_name = "PATH")]
    pub paths: Vec<String>,
    /// Take every property that an inventory shows for known; repeatable
    #[arg(long, value_name = "FILE", value_delimiter = ',')]
    pub against: Vec<String>,
    /// Mend what is sure to be meant otherwise: takes unused imports out
    #[arg(long)]
    pub fix: bool,
    /// Leave the embedded catalogue out, so that its names are free
    #[arg(long, env = "ONUS_NO_BUILTIN", value_parser = clap::builder::FalseyValueParser::new())]
    pub no_builtin: bool,
    /// Print what a rule finds, and why
    #[arg(long, value_name = "RULE", conflicts_with = "paths")]
    pub explain: Option<String>,
    #[command(flatten)]
    pub reading: ReadingArgs,
    /// The configuration file [default: onus.toml, if there is one]
    #[arg(long, value_name = "FILE", env = "ONUS_CONFIG")]
    pub config: Option<PathBuf>,
    #[arg(
        short,
        long = "output",
        help = outputs_help(),
        value_name = "FORMAT[=FILE]",
        value_delimiter = ','
    )]
    pub outputs: Vec<String>,
    /// When to use colours
    #[arg(long, value_enum, default_value_t = Color::Auto, env = "ONUS_COLOR")]
    pub color: Color,
}

/// `onus test`.
#[derive(Debug, Args)]
pub struct TestArgs {
    /// Policies with their tests: files, folders or globs [default: the policies of
    /// onus.toml, or the folder `policies`, or this one]
    #[arg(value_name = "PATH")]
    pub paths: Vec<String>,
    /// Run only tests whose `package.test_name` has this text in it, or whose name
    /// matches this glob
    #[arg(long, value_name = "GLOB|TEXT")]
    pub filter: Option<String>,
    /// Run again whenever a policy, a test, a data document or the configuration changes
    #[arg(short, long)]
    pub watch: bool,
    /// Don't look for packages in the embedded catalogue
    #[arg(long, env = "ONUS_NO_BUILTIN", value_parser = clap::builder::FalseyValueParser::new())]
    pub no_builtin: bool,
    /// The configuration file [default: onus.toml, if there is one]
    #[arg(long, value_name = "FILE", env = "ONUS_CONFIG")]
    pub config: Option<PathBuf>,
    #[command(flatten)]
    pub coverage: CoverageArgs,
    #[arg(
        short,
        long = "output",
        help = outputs_help(),
        value_name = "FORMAT[=FILE]",
        value_delimiter = ','
    )]
    pub outputs: Vec<String>,
    /// Only the counts
    #[arg(short, long, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Also the tests that pass
    #[arg(short, long)]
    pub verbose: bool,
    /// When to use colours
    #[arg(long, value_enum, default_value_t = Color::Auto, env = "ONUS_COLOR")]
    pub color: Color,
    #[command(flatten)]
    pub engine: EngineArgs,
}

/// Which lines of the policies the tests evaluate.
#[derive(Debug, Args)]
pub struct CoverageArgs {
    /// Also say which lines of the policies no test evaluates
    #[arg(long)]
    pub coverage: bool,
    /// The least share of lines, in percent; with less, the run fails
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    pub coverage_threshold: Option<f64>,
    /// Write the lines to a file: lcov or html; repeatable
    #[arg(
        long = "coverage-output",
        value_name = "FORMAT=FILE",
        value_delimiter = ','
    )]
    pub coverage_outputs: Vec<String>,
}

impl CoverageArgs {
    /// Whether any of the options asks for it.
    pub fn is_wanted(&self) -> bool {
        self.coverage || self.coverage_threshold.is_some() || !self.coverage_outputs.is_empty()
    }
}

/// `onus new`.
#[derive(Debug, Args)]
pub struct NewArgs {
    /// The control's id, or its words without a number [default: the next free one]
    #[arg(value_name = "ID")]
    pub id: Option<String>,
    /// The types that it looks at [default: that of the resource of --from]; repeatable
    #[arg(long = "type", value_name = "TYPE", value_delimiter = ',')]
    pub types: Vec<String>,
    /// The layer that the duty sits at, such as data or network.controls
    #[arg(long, value_name = "LAYER", value_parser = layer)]
    pub layer: Layer,
    /// How bad a violation is
    #[arg(long, value_name = "SEVERITY", default_value = "medium", value_parser = severity)]
    pub severity: Severity,
    /// A resource of an inventory to try it on, by its id or name
    #[arg(long, value_name = "FILE#ID")]
    pub from: Option<String>,
    /// What has to hold [default: a setting of the resource, as it is]
    #[arg(long, value_name = "KEY[.KEY...]=VALUE")]
    pub setting: Option<String>,
    /// Where to write: below it, in `policies` and `inputs`
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub folder: PathBuf,
    #[command(flatten)]
    pub reading: ReadingArgs,
    #[command(flatten)]
    pub policies: PolicyArgs,
    /// When to use colours
    #[arg(long, value_enum, default_value_t = Color::Auto, env = "ONUS_COLOR")]
    pub color: Color,
}
