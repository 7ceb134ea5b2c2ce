//! What can be asked of policies.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum, ValueHint};
use meta_core::finding::Severity;
use meta_core::time::Timestamp;

use super::testing::{
    PolicyExplainArguments, PolicyListArguments, PolicyMutateArguments, PolicyNewArguments,
    PolicyTestArguments,
};
use super::{AnswerArguments, CheckArguments, FolderArguments, OutputArguments, severity, time};

#[derive(Debug, Subcommand)]
pub(crate) enum PolicyCommand {
    /// Tell every fault of the policies in a folder; where there is none, list them.
    Check(PolicyCheckArguments),
    /// Ask policies about every service and dependency of a workspace.
    Eval(PolicyEvalArguments),
    /// Tell what a change of policies does to what they find in a workspace.
    Diff(PolicyDiffArguments),
    /// Tell what is wrong, or probably not meant, in the policies of a folder, without asking them.
    Lint(PolicyLintArguments),
    /// Run the tests beside policies.
    Test(PolicyTestArguments),
    /// Change policies a little, and tell which changes their tests do not notice.
    Mutate(PolicyMutateArguments),
    /// Explain what a policy says of a subject, and which change of a fact would change that.
    Explain(PolicyExplainArguments),
    /// List policies, with what they are about and whether they have tests.
    List(PolicyListArguments),
    /// Write a new policy and a test of it, which passes.
    New(PolicyNewArguments),
}

/// Policies beside the built-in rules of a command.
#[derive(Args, Debug)]
pub(crate) struct BesideArguments {
    /// Folder with policies, and the manifest of their pack, that judge beside the built-in rules; may be repeated.
    #[arg(long, value_hint = ValueHint::DirPath, value_name = "DIR")]
    pub(crate) policies: Vec<PathBuf>,
    /// A YAML or JSON file that policies read as `ctx.data`.
    #[arg(long, value_hint = ValueHint::FilePath, value_name = "FILE", requires = "policies")]
    pub(crate) data: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) time: TimeArguments,
}

/// The time that policies have, and take.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct TimeArguments {
    /// Milliseconds after which policies are asked nothing more; what was not judged is a finding.
    #[arg(long, value_name = "MILLISECONDS")]
    pub(crate) timeout_ms: Option<u64>,
    /// Tell on standard error how long asking policies took.
    #[arg(long)]
    pub(crate) timings: bool,
}

#[derive(Args, Debug)]
pub(crate) struct PlatformArguments {
    #[command(flatten)]
    pub(crate) folder: FolderArguments,
    #[command(flatten)]
    pub(crate) beside: BesideArguments,
    /// Where the decisions of policies count, such as `production`; they read it as `ctx.environment`.
    #[arg(long, value_name = "NAME", requires = "policies")]
    pub(crate) environment: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct PolicyCheckArguments {
    /// Folder of the policies and of the manifest of their pack; `shipped`, `shipped/DOMAIN` and `shipped:PACK` are
    /// those that come with the program.
    #[arg(value_hint = ValueHint::DirPath, value_name = "POLICIES")]
    pub(crate) policies: PathBuf,
    #[command(flatten)]
    pub(crate) answer: AnswerArguments,
}

#[derive(Args, Debug)]
pub(crate) struct PolicyLintArguments {
    /// Folder of the policies, of the manifest of their pack and of their tests.
    #[arg(value_hint = ValueHint::DirPath, value_name = "POLICIES")]
    pub(crate) policies: PathBuf,
    #[command(flatten)]
    pub(crate) check: CheckArguments,
}

#[derive(Args, Debug)]
pub(crate) struct PolicyEvalArguments {
    /// Folder of the policies and of the manifest of their pack; `shipped`, `shipped/DOMAIN` and `shipped:PACK` are
    /// those that come with the program.
    #[arg(value_hint = ValueHint::DirPath, value_name = "POLICIES")]
    pub(crate) policies: PathBuf,
    #[command(flatten)]
    pub(crate) folder: FolderArguments,
    /// Where the decisions count, such as `production`; policies read it as `ctx.environment`.
    #[arg(long, value_name = "NAME")]
    pub(crate) environment: Option<String>,
    /// A YAML or JSON file that policies read as `ctx.data`.
    #[arg(long, value_hint = ValueHint::FilePath, value_name = "FILE")]
    pub(crate) data: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) time: TimeArguments,
}

#[derive(Args, Debug)]
pub(crate) struct PolicyDiffArguments {
    /// Folders of the policies before and after; with `--base`, the folder of those after.
    #[arg(value_hint = ValueHint::DirPath, value_name = "POLICIES", num_args = 1..=2, required = true)]
    pub(crate) policies: Vec<PathBuf>,
    /// Branch, tag or commit that has the policies before. Runs git, and changes nothing in the repository.
    #[arg(long, value_name = "REF")]
    pub(crate) base: Option<String>,
    /// Folder of a workspace that both are asked about; may be repeated.
    #[arg(long, value_hint = ValueHint::DirPath, value_name = "DIR", default_value = ".")]
    pub(crate) workspace: Vec<PathBuf>,
    /// Where the decisions count, such as `production`; policies read it as `ctx.environment`.
    #[arg(long, value_name = "NAME")]
    pub(crate) environment: Option<String>,
    /// A YAML or JSON file that policies read as `ctx.data`.
    #[arg(long, value_hint = ValueHint::FilePath, value_name = "FILE")]
    pub(crate) data: Option<PathBuf>,
    /// How to write the report.
    #[arg(long, short, value_enum, default_value_t = EffectFormat::Text)]
    pub(crate) format: EffectFormat,
    /// Least severity of a finding, new or worse than it was, that fails: info, low, moderate, high or critical. Absent:
    /// nothing fails.
    #[arg(long, value_name = "SEVERITY", value_parser = severity)]
    pub(crate) fail_on: Option<Severity>,
    /// Time of both evaluations in RFC 3339; now when absent.
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub(crate) now: Option<Timestamp>,
    /// Milliseconds after which policies are asked nothing more; what was not judged is a finding.
    #[arg(long, value_name = "MILLISECONDS")]
    pub(crate) timeout_ms: Option<u64>,
    #[command(flatten)]
    pub(crate) output: OutputArguments,
}

/// How a report of effects is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum EffectFormat {
    /// For people.
    Text,
    /// The report as JSON.
    Json,
    /// Markdown, for pull requests.
    #[value(alias = "markdown")]
    Md,
}
