//! What can be asked about tests of policies.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum, ValueHint};

use meta_core::time::Timestamp;
use meta_rules::policy::Hook;

use super::{AnswerArguments, OutputArguments, time};

#[derive(Args, Debug)]
pub(crate) struct PolicyTestArguments {
    /// Folders of the policies and their tests.
    #[arg(required = true, value_hint = ValueHint::DirPath, value_name = "POLICIES")]
    pub(crate) policies: Vec<PathBuf>,
    /// How to write the report.
    #[arg(long, short, value_enum, default_value_t = TestFormat::Text)]
    pub(crate) format: TestFormat,
    /// Run only cases with this text in the name of their file or their own.
    #[arg(long, value_name = "TEXT")]
    pub(crate) filter: Option<String>,
    /// Tell which lines, conditions and decisions of the policies the cases reach.
    #[arg(long)]
    pub(crate) coverage: bool,
    /// Fail unless so many percent of the lines, the conditions and the decisions are reached.
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    pub(crate) threshold: Option<f64>,
    #[command(flatten)]
    pub(crate) output: OutputArguments,
}

#[derive(Args, Debug)]
pub(crate) struct PolicyMutateArguments {
    /// Folders of the policies and their tests.
    #[arg(required = true, value_hint = ValueHint::DirPath, value_name = "POLICIES")]
    pub(crate) policies: Vec<PathBuf>,
    /// Change only policies with this text in their identifier.
    #[arg(long, value_name = "TEXT")]
    pub(crate) filter: Option<String>,
    /// The most mutants of each policy.
    #[arg(long, value_name = "COUNT", default_value_t = 1000)]
    pub(crate) most: usize,
    #[command(flatten)]
    pub(crate) answer: AnswerArguments,
}

#[derive(Args, Debug)]
pub(crate) struct PolicyExplainArguments {
    /// Folder of the policies and of the manifest of their pack.
    #[arg(value_hint = ValueHint::DirPath, value_name = "POLICIES")]
    pub(crate) policies: PathBuf,
    /// Folder of the workspace.
    #[arg(long, default_value = ".", value_hint = ValueHint::DirPath, value_name = "DIR")]
    pub(crate) workspace: PathBuf,
    /// Identifier of the policy.
    #[arg(long, value_name = "ID")]
    pub(crate) policy: String,
    /// Name of a service, a dependency `from -> to`, `catalog`, or the name of a subject in `--subjects`.
    #[arg(long, value_name = "NAME")]
    pub(crate) subject: String,
    /// The hook that is explained, when several are asked about the subject; the first when absent.
    #[arg(long, value_parser = hook(), value_name = "HOOK")]
    pub(crate) hook: Option<Hook>,
    /// A YAML or JSON file with the subjects of other hooks: lists by the name of the hook.
    #[arg(long, value_hint = ValueHint::FilePath, value_name = "FILE")]
    pub(crate) subjects: Option<PathBuf>,
    /// Where the decisions count, such as `production`; policies read it as `ctx.environment`.
    #[arg(long, value_name = "NAME")]
    pub(crate) environment: Option<String>,
    /// A YAML or JSON file that policies read as `ctx.data`.
    #[arg(long, value_hint = ValueHint::FilePath, value_name = "FILE")]
    pub(crate) data: Option<PathBuf>,
    /// Time of the check in RFC 3339; now when absent.
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub(crate) now: Option<Timestamp>,
    #[command(flatten)]
    pub(crate) answer: AnswerArguments,
}

#[derive(Args, Debug)]
pub(crate) struct PolicyListArguments {
    /// Folders of the policies and their tests.
    #[arg(required = true, value_hint = ValueHint::DirPath, value_name = "POLICIES")]
    pub(crate) policies: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) answer: AnswerArguments,
}

#[derive(Args, Debug)]
pub(crate) struct PolicyNewArguments {
    /// Identifier of the policy: `<domain>/<problem>` in `snake_case`.
    #[arg(value_name = "ID")]
    pub(crate) id: String,
    /// Folder to write to; the policy goes into the folder of its domain there.
    #[arg(long, default_value = "policies", value_hint = ValueHint::DirPath, value_name = "DIR")]
    pub(crate) to: PathBuf,
}

fn percent(text: &str) -> Result<f64, String> {
    let percent = text.trim_end_matches('%').trim_end().parse::<f64>().ok();
    percent
        .filter(|percent| (0.0..=100.0).contains(percent))
        .ok_or_else(|| "a number from 0 to 100".to_owned())
}

/// How a report of tests is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TestFormat {
    /// For people.
    Text,
    /// The report as JSON.
    Json,
    /// JUnit XML, for test dashboards.
    Junit,
}

fn hook() -> impl TypedValueParser<Value = Hook> {
    PossibleValuesParser::new(Hook::ALL.map(Hook::as_str)).try_map(|name| {
        Hook::ALL.into_iter().find(|hook| hook.as_str() == name).ok_or("this is no hook")
    })
}
