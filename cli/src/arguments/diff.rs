//! What can be asked of `diff`.

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};
use meta_core::diff::{Class, Direction, Kind};
use meta_core::finding::Severity;
use meta_core::time::Timestamp;

use super::{OutputArguments, severity, time};

#[derive(Args, Debug)]
pub(crate) struct DiffArguments {
    /// File with the artifact as it was; `-` for standard input.
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) before: PathBuf,
    /// File with the artifact as it is; `-` for standard input.
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) after: PathBuf,
    /// What the artifact is; told from its content when absent.
    #[arg(long, value_parser = kind, value_name = "KIND")]
    pub(crate) kind: Option<Kind>,
    /// Which side of a plain schema may be upgraded first: backward (readers), forward (writers) or full.
    #[arg(long, value_enum, default_value_t = DirectionName::Backward)]
    pub(crate) direction: DirectionName,
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

fn kind(text: &str) -> Result<Kind, String> {
    let known = Kind::ALL.into_iter();
    known.clone().find(|kind| kind.as_str() == text).ok_or_else(|| {
        let names: Vec<&str> = known.map(Kind::as_str).collect();
        format!("one of {}", names.join(", "))
    })
}
