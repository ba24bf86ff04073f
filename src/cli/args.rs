//! What the user typed, as it was typed; see `settings` for what it means.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use onus::vocabulary::{Layer, Severity};

/// Is every deployed resource locked down, and whose job is that?
///
/// onus evaluates JSON deployment inventories (Azure Resource Graph exports, ARM
/// templates, Terraform plans, ...) against Rego policies, and says for every
/// resource and control: allow or deny, why, where, what to do, and who has to.
#[derive(Debug, Parser)]
#[command(version, propagate_version = true, disable_help_subcommand = true)]
#[command(after_help = "\
Exit codes:
  0  every decision allows, or its denial is waived or below --fail-on
  1  at least one decision denies
  2  it could not run, or not wholly; what could be read was still evaluated
  3  nothing was evaluated: no resource or no control matched")]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Decide every control for every resource of an inventory
    #[command(after_help = "\
Examples:
  onus eval inventory.json
  az graph query -q resources --first 1000 -o json | onus eval -
  onus eval plan.json --select network.controls --fail-on high
  onus eval prod/*.json -o pretty -o json=decisions.json

Exit codes: 0 clean, 1 denied, 2 could not run wholly, 3 nothing was evaluated")]
    Eval(EvalArgs),
    /// Run the tests of policies
    #[command(after_help = "\
Examples:
  onus test                              everything in `policies`
  onus test policies/acme --filter tls   tests whose package or name has `tls` in it
  onus test -o pretty -o junit=tests.xml
  onus test --coverage-threshold 90 --coverage-output html=coverage.html

Exit codes: 0 all passed, 1 some failed or too few lines are covered, 2 something
could not be loaded or run to its end, 3 there was no test to run")]
    Test(TestArgs),
    /// Show who is responsible, layer by layer
    #[command(after_help = "\
Examples:
  onus who                                              all editions, summarised
  onus who Microsoft.ContainerService/managedClusters   one resource type
  onus who Microsoft.Web/sites --edition azure=msft-2016-press
  onus who inventory.json --compare msft-2019           every resource of a file")]
    Who(WhoArgs),
    /// Begin a control: the policy, its tests, and a resource to try it on
    #[command(after_help = "\
Examples:
  onus new ACME-STORAGE --from inventory.json#stpaymentsprod --layer network.controls
  onus new ACME-STORAGE-007 --type microsoft.storage/storageaccounts --layer data \\
    --setting minimumTlsVersion=TLS1_2

Files that are there already are never overwritten.
Exit codes: 0 written, 2 nothing was written, or not all")]
    New(NewArgs),
    /// List controls, the embedded ones and those of --policy
    #[command(after_help = "\
Examples:
  onus list                                             all controls
  onus list high network.controls                       by severity and layer
  onus list 'AZ-STORAGE-*' -v                           with remedy, links and the file
  onus list --type Microsoft.KeyVault/vaults            what looks at key vaults
  onus list --framework mcsb=NS-2 -o markdown

Exit codes: 0 some are listed, 2 something could not be loaded, 3 none matches")]
    List(ListArgs),
    /// Write a page for each control
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
    Doc(DocArgs),
    /// Find what policies say that can't be meant
    #[command(after_help = "\
Examples:
  onus check                                the folder policies/, or this one
  onus check acme/ --against inventory.json also take what this inventory shows for known
  onus check --explain unknown-property     what a rule finds, and why
  onus check -o sarif=findings.sarif         for code scanning

Exit codes: 0 nothing was found, 1 something was, 2 something could not be read or
parsed (the rest was still checked), 3 there was no policy")]
    Check(CheckArgs),
}

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
    /// pretty, json or sarif, to standard output or to a file
    #[arg(short, long, value_name = "FORMAT[=FILE]", default_value = "pretty")]
    pub output: String,
    /// When to use colours
    #[arg(long, value_enum, default_value_t = Color::Auto, env = "ONUS_COLOR")]
    pub color: Color,
}

/// The formats of `onus check`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckFormat {
    /// For people.
    Pretty,
    /// For programs.
    Json,
    /// For code scanning.
    Sarif,
}

impl CheckFormat {
    /// All of them, by name.
    pub const ALL: [(&'static str, Self); 3] = [
        ("pretty", Self::Pretty),
        ("json", Self::Json),
        ("sarif", Self::Sarif),
    ];
}

/// `onus eval`.
#[derive(Debug, Args)]
pub struct EvalArgs {
    /// Inventories: files, folders, globs, or - for standard input
    #[arg(value_name = "FILE")]
    pub inputs: Vec<String>,
    #[command(flatten)]
    pub reading: ReadingArgs,
    /// The folder that a Terraform plan was made in: findings then also name the
    /// `.tf` file and the line
    #[arg(long, value_name = "DIR", env = "ONUS_SOURCE")]
    pub source: Option<PathBuf>,
    #[command(flatten)]
    pub policies: PolicyArgs,
    #[command(flatten)]
    pub selection: SelectionArgs,
    #[command(flatten)]
    pub waivers: WaiverArgs,
    #[command(flatten)]
    pub output: OutputArgs,
    /// The least severity that makes the run fail
    #[arg(long, value_name = "SEVERITY", env = "ONUS_FAIL_ON", value_parser = severity)]
    pub fail_on: Option<Severity>,
    /// Show only decisions whose accountable party is customer, provider, third_party, or has this name
    #[arg(long, value_name = "PARTY", env = "ONUS_PARTY", value_delimiter = ',')]
    pub party: Vec<String>,
    /// The longest that one evaluation may take, in milliseconds [default: 5000]
    #[arg(long, value_name = "MS", env = "ONUS_TIME_LIMIT")]
    pub time_limit: Option<u64>,
    /// Worker threads [default: one a core]
    #[arg(long, value_name = "N", env = "ONUS_THREADS", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Ask every policy about every resource anew, even where the answer is known; the decisions are the same
    #[arg(long, hide_short_help = true)]
    pub plain: bool,
    /// The instant that policies and waivers take for now, such as 2026-11-21 or 2026-11-21T08:00:00Z [default: the start]
    #[arg(long, value_name = "TIME", env = "ONUS_NOW")]
    pub now: Option<String>,
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
    /// Don't look for packages in the embedded catalogue
    #[arg(long, env = "ONUS_NO_BUILTIN", value_parser = clap::builder::FalseyValueParser::new())]
    pub no_builtin: bool,
    /// The configuration file [default: onus.toml, if there is one]
    #[arg(long, value_name = "FILE", env = "ONUS_CONFIG")]
    pub config: Option<PathBuf>,
    #[command(flatten)]
    pub coverage: CoverageArgs,
    /// pretty, json or junit, to standard output or to a file; repeatable [default: pretty]
    #[arg(
        short,
        long = "output",
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
    /// The longest that one test may take, in milliseconds [default: 5000]
    #[arg(long, value_name = "MS", env = "ONUS_TIME_LIMIT")]
    pub time_limit: Option<u64>,
    /// Worker threads [default: one a core]
    #[arg(long, value_name = "N", env = "ONUS_THREADS", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// The instant that policies take for now, such as 2026-11-21 or 2026-11-21T08:00:00Z [default: the start]
    #[arg(long, value_name = "TIME", env = "ONUS_NOW")]
    pub now: Option<String>,
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

/// `onus who`.
#[derive(Debug, Args)]
pub struct WhoArgs {
    /// A resource type, or inventories: files, folders, globs, or - for standard input
    #[arg(value_name = "TYPE|FILE")]
    pub subjects: Vec<String>,
    /// Show also the layers that differ in this edition
    #[arg(long, value_name = "EDITION")]
    pub compare: Option<String>,
    #[command(flatten)]
    pub reading: ReadingArgs,
    #[command(flatten)]
    pub policies: PolicyArgs,
    /// Output format
    #[arg(short, long, value_enum, default_value_t = WhoFormat::Pretty)]
    pub output: WhoFormat,
    /// When to use colours
    #[arg(long, value_enum, default_value_t = Color::Auto, env = "ONUS_COLOR")]
    pub color: Color,
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

/// `onus list`.
#[derive(Debug, Args)]
pub struct ListArgs {
    #[command(flatten)]
    pub listing: ListingArgs,
    /// Output format
    #[arg(short, long, value_enum, default_value_t = ListFormat::Pretty)]
    pub output: ListFormat,
    /// Also why, the remedy, links and where each one stands
    #[arg(short, long)]
    pub verbose: bool,
}

/// `onus doc`.
#[derive(Debug, Args)]
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

/// Which controls to show.
#[derive(Debug, Args)]
pub struct ListingArgs {
    /// Only these controls: ids, globs over ids, severities, layers; each kind narrows the others
    #[arg(value_name = "WORD")]
    pub words: Vec<String>,
    /// Only controls that look at resources of this type
    #[arg(long = "type", value_name = "TYPE")]
    pub kind: Option<String>,
    /// Only controls that a framework asks for, such as mcsb or mcsb=NS-2
    #[arg(long, value_name = "FRAMEWORK[=ID]")]
    pub framework: Option<String>,
    #[command(flatten)]
    pub policies: PolicyArgs,
    /// When to use colours
    #[arg(long, value_enum, default_value_t = Color::Auto, env = "ONUS_COLOR")]
    pub color: Color,
}

/// How inventories are read.
#[derive(Debug, Args)]
pub struct ReadingArgs {
    /// The inventories' format [default: found from the content]
    #[arg(long, value_name = "FORMAT", env = "ONUS_FORMAT")]
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
    /// The most that one compressed inventory may unpack to, in bytes [default:
    /// 250 times its size, at least 64 MiB and at most 8 GiB]
    #[arg(
        long,
        value_name = "BYTES",
        env = "ONUS_MAX_UNPACKED",
        hide_short_help = true
    )]
    pub max_unpacked: Option<u64>,
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
#[derive(Debug, Args)]
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
    /// pretty, json or ndjson, to standard output or to a file; repeatable [default: pretty]
    #[arg(
        short,
        long = "output",
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

/// The formats of `onus who`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum WhoFormat {
    /// For people.
    Pretty,
    /// For programs.
    Json,
}

/// The formats of `onus list`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// For people.
    Pretty,
    /// For programs.
    Json,
    /// A table for a page.
    Markdown,
}

fn severity(text: &str) -> Result<Severity, String> {
    text.parse()
        .map_err(|error: onus::vocabulary::UnknownWord| error.to_string())
}

fn layer(text: &str) -> Result<Layer, String> {
    text.parse()
        .map_err(|error: onus::vocabulary::UnknownWord| error.to_string())
}

fn percent(text: &str) -> Result<f64, String> {
    text.trim_end_matches('%')
        .parse()
        .ok()
        .filter(|percent| (0.0..=100.0).contains(percent))
        .ok_or_else(|| format!("`{text}` is not a percentage from 0 to 100"))
}

fn pair(text: &str) -> Result<(String, String), String> {
    text.split_once('=')
        .filter(|(provider, edition)| !provider.is_empty() && !edition.is_empty())
        .map(|(provider, edition)| (provider.to_owned(), edition.to_owned()))
        .ok_or_else(|| format!("`{text}` is not PROVIDER=EDITION, such as azure=msft-2017"))
}
