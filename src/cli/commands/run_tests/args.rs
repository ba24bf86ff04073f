//! Arguments and help of `onus test`.

use std::path::PathBuf;

use clap::Args;

use crate::cli::arg_groups::{Color, EngineArgs, percent};
use crate::cli::output_formats::outputs_help;

/// Run the tests of policies
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onus test                              everything in `policies`
  onus test --watch                      again after every change
  onus test policies/acme --filter tls   tests whose package or name has `tls` in it
  onus test -o pretty -o junit=tests.xml
  onus test --coverage-threshold 90 --coverage-output html=coverage.html

Exit codes: 0 all passed, 1 some failed or too few lines are covered, 2 something
could not be loaded or run to its end, 3 there was no test to run")]
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
    /// Whether any of the options requires it.
    pub fn is_wanted(&self) -> bool {
        self.coverage || self.coverage_threshold.is_some() || !self.coverage_outputs.is_empty()
    }
}
