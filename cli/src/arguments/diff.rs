//! What can be asked of `diff`.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;
use meta_core::diff::{Class, Direction, Kind, OpenContent};
use meta_core::finding::Severity;
use meta_core::time::Timestamp;

use super::{BesideArguments, ExplainArguments, GlobalArguments, OutputArguments, severity, time};

/// Returns how a `command` that compares is called.
fn usage(command: &str) -> String {
    let forms =
        ["BEFORE AFTER", "--base REF [--head REF] [PATH]...", "--staged [--base REF] [PATH]..."];
    forms.map(|form| format!("{command} [OPTIONS] {form}")).join("\n       ")
}

impl DiffProgram {
    /// Returns the arguments of the process, or ends it with what is wrong with them.
    pub(crate) fn of_process() -> Self {
        let named = |run: clap::Command| run.override_usage(usage("semantic-diff run"));
        let matches = Self::command().mut_subcommand("run", named).get_matches();
        Self::from_arg_matches(&matches).unwrap_or_else(|error| error.exit())
    }
}

/// The program `semantic-diff`.
///
/// Tells what changed in meaning between two versions of schemas, configuration, feature flags and prompts,
/// and how much each change asks of those who rely on it.
#[derive(Debug, Parser)]
#[command(name = "semantic-diff", version, arg_required_else_help = true)]
pub(crate) struct DiffProgram {
    #[command(flatten)]
    pub(crate) global: GlobalArguments,
    #[command(subcommand)]
    pub(crate) command: DiffCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum DiffCommand {
    /// Tell what changed in meaning between two versions: files, folders, or states of a git repository.
    Run(Box<DiffArguments>),
    /// Say what a code of changes means; without one, list all codes.
    Explain(ExplainArguments),
    /// Print completions for a shell.
    Completions {
        /// The shell.
        shell: Shell,
    },
}

/// With two files or two folders, the first is the version before. With more files, the last one is held against
/// each before it. With `--base` or `--staged`, two states
/// of the git repository are compared: all files that differ, in the folders and files that are named.
///
/// In folders and repositories the content of a file tells what it is. Documents that are none of the kinds
/// count as configuration where they are named: on the command line, or under `diff.artifacts` in the rules
/// file. The exit status is 0 when nothing fails, 1 when a change or a finding does, 2 after an error.
#[derive(Args, Debug)]
#[command(override_usage = usage("meta-core diff"))]
pub(crate) struct DiffArguments {
    /// Two files or more, `-` for standard input, or two folders; with `--base` or `--staged`, the files and folders
    /// to compare, all when absent.
    #[arg(value_hint = ValueHint::AnyPath, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Branch, tag or commit that is the version before. Runs git, and changes nothing in the repository.
    #[arg(long, value_name = "REF")]
    pub(crate) base: Option<String>,
    /// Branch, tag or commit that is the version after; the files of the working tree that git knows when
    /// absent.
    #[arg(long, value_name = "REF", requires = "base")]
    pub(crate) head: Option<String>,
    /// Take what is staged as the version after, and the last commit as the version before when no
    /// `--base` is named.
    #[arg(long, conflicts_with = "head")]
    pub(crate) staged: bool,
    /// Compare with where the two branches parted, as `git diff BASE...HEAD` does.
    #[arg(long, requires = "base")]
    pub(crate) merge_base: bool,
    /// What the files are that are named; without names, compare files of this kind alone. Of two folders with
    /// `graphql`, all files are one schema. Told from the content when absent.
    #[arg(long, value_parser = kind(), value_name = "KIND")]
    pub(crate) kind: Option<Kind>,
    /// Which side of a plain schema may be upgraded first: backward (readers), forward (writers) or full.
    #[arg(long, value_enum, default_value_t = DirectionName::Backward)]
    pub(crate) direction: DirectionName,
    /// What is expected of open objects when a plain schema lists a new name: lenient (nobody used it for
    /// something else) or strict (somebody may have).
    #[arg(long, value_enum, default_value_t = OpenContentName::Lenient)]
    pub(crate) open_content: OpenContentName,
    /// File that tells who uses what of the artifact.
    #[arg(long, value_hint = ValueHint::FilePath, value_name = "FILE")]
    pub(crate) consumers: Option<PathBuf>,
    /// Rules file, with overrides and ignores in its section `diff`.
    #[arg(long, value_hint = ValueHint::FilePath, value_name = "FILE")]
    pub(crate) rules: Option<PathBuf>,
    /// Environment the artifact goes to, such as production.
    #[arg(long, value_name = "NAME")]
    pub(crate) environment: Option<String>,
    /// Version of the artifact as it was; what it says itself when absent.
    #[arg(long, value_name = "VERSION")]
    pub(crate) before_version: Option<String>,
    /// Version of the artifact as it is; what it says itself when absent.
    #[arg(long, value_name = "VERSION")]
    pub(crate) after_version: Option<String>,
    /// File with operations or fragments that clients send to a GraphQL server; may be repeated. Changes
    /// that concern none of them ask one step less.
    #[arg(long, value_hint = ValueHint::FilePath, value_name = "FILE")]
    pub(crate) graphql_operations: Vec<PathBuf>,
    /// JSON or YAML file that tells how often fields of a GraphQL schema were asked for, by `Type.field`.
    #[arg(long, value_hint = ValueHint::FilePath, value_name = "FILE")]
    pub(crate) graphql_usage: Option<PathBuf>,
    /// What was deprecated in a GraphQL schema may go: behavioral instead of breaking.
    #[arg(long)]
    pub(crate) graphql_allow_deprecated_removal: bool,
    /// What becomes deprecated in an `OpenAPI` description must state when it goes.
    #[arg(long)]
    pub(crate) openapi_require_sunset: bool,
    /// Days until what becomes deprecated in an `OpenAPI` description may go.
    #[arg(long, value_name = "DAYS", default_value_t = 0)]
    pub(crate) openapi_grace_days: u32,
    /// JSON or YAML file that tells how configuration is compared: `identity_keys`, `ordered`, `sets`,
    /// `polarity`, `cosmetic`, `environments`.
    #[arg(long, value_hint = ValueHint::FilePath, value_name = "FILE")]
    pub(crate) config_options: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) beside: BesideArguments,
    /// How to write the report.
    #[arg(long, short, value_enum, default_value_t = DiffFormat::Text)]
    pub(crate) format: DiffFormat,
    /// Least class of change that fails: cosmetic, additive, behavioral, breaking, or none of them.
    #[arg(long, alias = "risk-threshold", value_enum, default_value_t = Threshold::Breaking, value_name = "CLASS")]
    pub(crate) fail_on: Threshold,
    /// Least severity of a finding about the documents, the rules or the versions that fails.
    #[arg(long, default_value_t = Severity::High, value_name = "SEVERITY", value_parser = severity)]
    pub(crate) fail_on_findings: Severity,
    /// Time of the comparison in RFC 3339; now when absent.
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub(crate) now: Option<Timestamp>,
    #[command(flatten)]
    pub(crate) output: OutputArguments,
}

/// How a report of changes is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    /// For people, with the source lines of both versions.
    Text,
    /// The report as JSON.
    Json,
    /// Markdown, for pull requests and pages.
    #[value(alias = "markdown")]
    Md,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// JUnit XML, for test dashboards.
    Junit,
    /// Annotations of GitHub Actions.
    Github,
    /// A page of HTML that needs nothing else.
    Html,
    /// A section in the form of Keep a Changelog.
    Changelog,
    /// Notes for those who use the artifact.
    ReleaseNotes,
}

/// The least class of change that fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Threshold {
    /// Any change.
    Cosmetic,
    /// What is new.
    Additive,
    /// What means or does something else.
    Behavioral,
    /// What breaks those who rely on the artifact.
    Breaking,
    /// Nothing fails.
    None,
}

impl Threshold {
    /// Tells whether a change of `class` fails.
    pub(crate) fn fails(self, class: Class) -> bool {
        match self {
            Self::Cosmetic => true,
            Self::Additive => class >= Class::Additive,
            Self::Behavioral => class >= Class::Behavioral,
            Self::Breaking => class >= Class::Breaking,
            Self::None => false,
        }
    }
}

/// Which side may be upgraded first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DirectionName {
    /// Readers first: what was written under the old schema is valid under the new one.
    Backward,
    /// Writers first: what is written under the new schema is valid under the old one.
    Forward,
    /// Either.
    Full,
}

impl From<DirectionName> for Direction {
    fn from(name: DirectionName) -> Self {
        match name {
            DirectionName::Backward => Self::Backward,
            DirectionName::Forward => Self::Forward,
            DirectionName::Full => Self::Full,
        }
    }
}

/// What is expected of open objects.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum OpenContentName {
    /// Nobody has used a name so far that is listed from now on.
    Lenient,
    /// Somebody may have.
    Strict,
}

impl From<OpenContentName> for OpenContent {
    fn from(name: OpenContentName) -> Self {
        match name {
            OpenContentName::Lenient => Self::Lenient,
            OpenContentName::Strict => Self::Strict,
        }
    }
}

/// Returns what reads a kind, and lists the kinds in the help.
fn kind() -> impl TypedValueParser<Value = Kind> {
    PossibleValuesParser::new(Kind::ALL.map(Kind::as_str)).try_map(|name| {
        Kind::ALL.into_iter().find(|kind| kind.as_str() == name).ok_or("this is no kind")
    })
}
