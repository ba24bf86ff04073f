//! Arguments that commands have in common.

use std::ffi::OsStr;
use std::path::PathBuf;
use std::time::Duration;

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::{Args, ValueEnum};
use jiff::SignedDuration;
use onus::inventory::READERS;
use onus::vocabulary::{Layer, Severity};

use crate::cli::output_formats::outputs_help;

/// How policies are evaluated.
#[derive(Debug, Args)]
pub struct EngineArgs {
    /// The longest that one evaluation, or one test, may take, in milliseconds [default: 5000]
    #[arg(long, value_name = "MS", env = "ONUS_TIME_LIMIT")]
    pub time_limit: Option<u64>,
    /// Worker threads [default: one a core]
    #[arg(long, value_name = "N", env = "ONUS_THREADS", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// The instant that policies and waivers use as the current time, such as 2026-11-21 or 2026-11-21T08:00:00Z [default: the start]
    #[arg(long, value_name = "TIME", env = "ONUS_NOW")]
    pub now: Option<String>,
}

/// Lists the input formats in help and completions. The reader of inventories reports
/// unknown names, with the most similar one.
#[derive(Debug, Clone)]
struct InputFormat;

impl TypedValueParser for InputFormat {
    type Value = String;

    fn parse_ref(
        &self,
        command: &clap::Command,
        arg: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(READERS.iter().map(|reader| {
            let format = reader.description();
            PossibleValue::new(format.name).help(format.purpose.replace('`', ""))
        })))
    }
}

/// How inventories are read.
#[derive(Debug, Clone, Args)]
pub struct ReadingArgs {
    /// The inventories' format [default: found from the content]
    #[arg(long, value_name = "FORMAT", env = "ONUS_FORMAT", value_parser = InputFormat)]
    pub format: Option<String>,
    /// Values for the parameters of templates: a parameter file of ARM or
    /// CloudFormation; repeatable, the last one counts
    #[arg(
        long,
        value_name = "FILE",
        env = "ONUS_PARAMETERS",
        value_delimiter = ','
    )]
    pub parameters: Vec<PathBuf>,
    /// Where records of no known format have their id, such as /arn
    #[arg(
        long,
        value_name = "POINTER",
        env = "ONUS_ID_PATH",
        requires = "type_path"
    )]
    pub id_path: Option<String>,
    /// Where records of no known format have their type, such as /kind
    #[arg(
        long,
        value_name = "POINTER",
        env = "ONUS_TYPE_PATH",
        requires = "id_path"
    )]
    pub type_path: Option<String>,
    /// The most that one compressed inventory may unpack to, or that a pipe may give, in
    /// bytes [default: 250 times its size, at least 64 MiB and at most 8 GiB, which is also
    /// what a pipe may give]
    #[arg(
        long,
        value_name = "BYTES",
        env = "ONUS_MAX_UNPACKED",
        hide_short_help = true
    )]
    pub max_unpacked: Option<u64>,
    /// The inventories are a part of the estate: controls with `resources: inventory` are unknown
    #[arg(long, env = "ONUS_PART", value_parser = clap::builder::FalseyValueParser::new())]
    pub part: bool,
    /// Read inventories larger than this in pieces, in bytes [default: 64 MiB]
    #[arg(
        long,
        value_name = "BYTES",
        env = "ONUS_STREAM_ABOVE",
        hide_short_help = true
    )]
    pub stream_above: Option<u64>,
}

/// Where policies and settings come from.
#[derive(Debug, Clone, Args)]
pub struct PolicyArgs {
    /// Policies to add: a file, a folder or a glob; repeatable
    #[arg(
        long = "policy",
        value_name = "PATH",
        env = "ONUS_POLICY",
        value_delimiter = ','
    )]
    pub paths: Vec<String>,
    /// Leave the embedded catalogue out
    #[arg(long, env = "ONUS_NO_BUILTIN", value_parser = clap::builder::FalseyValueParser::new())]
    pub no_builtin: bool,
    /// The edition of a provider's responsibility matrix, such as azure=msft-2017; repeatable
    #[arg(long = "edition", value_name = "PROVIDER=EDITION", env = "ONUS_EDITION", value_delimiter = ',', value_parser = pair)]
    pub editions: Vec<(String, String)>,
    /// The configuration file [default: onus.toml, if there is one]
    #[arg(long, value_name = "FILE", env = "ONUS_CONFIG")]
    pub config: Option<PathBuf>,
}

/// Which controls take part.
#[derive(Debug, Clone, Args)]
pub struct SelectionArgs {
    /// Take only these controls: ids, globs over ids, severities, layers; repeatable
    #[arg(long, value_name = "WORD", env = "ONUS_SELECT", value_delimiter = ',')]
    pub select: Vec<String>,
    /// Leave these controls out; the same words
    #[arg(long, value_name = "WORD", env = "ONUS_IGNORE", value_delimiter = ',')]
    pub ignore: Vec<String>,
}

/// Accepted denials.
#[derive(Debug, Args)]
pub struct WaiverArgs {
    /// A TOML file with waivers, beside those of onus.toml; repeatable
    #[arg(
        long = "waivers",
        value_name = "FILE",
        env = "ONUS_WAIVERS",
        value_delimiter = ','
    )]
    pub files: Vec<PathBuf>,
    /// Ignore all waivers
    #[arg(long, env = "ONUS_NO_WAIVERS", value_parser = clap::builder::FalseyValueParser::new())]
    pub no_waivers: bool,
}

/// What is written, and where to.
#[derive(Debug, Args)]
pub struct OutputArgs {
    #[arg(
        short,
        long = "output",
        help = outputs_help(),
        value_name = "FORMAT[=FILE]",
        env = "ONUS_OUTPUT",
        value_delimiter = ','
    )]
    pub outputs: Vec<String>,
    /// Only the counts
    #[arg(short, long, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Also what is allowed and what was not assessed, by name
    #[arg(short, long)]
    pub verbose: bool,
    /// When to use colours
    #[arg(long, value_enum, default_value_t = Color::Auto, env = "ONUS_COLOR")]
    pub color: Color,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

pub(crate) fn severity(text: &str) -> Result<Severity, String> {
    text.parse()
        .map_err(|error: onus::vocabulary::UnknownWord| error.to_string())
}

pub(crate) fn layer(text: &str) -> Result<Layer, String> {
    text.parse()
        .map_err(|error: onus::vocabulary::UnknownWord| error.to_string())
}

pub(crate) fn percent(text: &str) -> Result<f64, String> {
    text.trim_end_matches('%')
        .parse()
        .ok()
        .filter(|percent| (0.0..=100.0).contains(percent))
        .ok_or_else(|| format!("`{text}` is not a percentage from 0 to 100"))
}

/// Longer than anybody waits, and short enough to be counted with.
const LONGEST: Duration = Duration::from_secs(366 * 24 * 3600);

pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    text.parse::<SignedDuration>()
        .ok()
        .and_then(|duration| Duration::try_from(duration).ok())
        .filter(|duration| !duration.is_zero() && *duration <= LONGEST)
        .ok_or_else(|| format!("`{text}` is not a time, such as 30s, 15m or 2h"))
}

pub(crate) fn pair(text: &str) -> Result<(String, String), String> {
    text.split_once('=')
        .filter(|(provider, edition)| !provider.is_empty() && !edition.is_empty())
        .map(|(provider, edition)| (provider.to_owned(), edition.to_owned()))
        .ok_or_else(|| format!("`{text}` is not PROVIDER=EDITION, such as azure=msft-2017"))
}
