//! What can be asked on the command line.

mod audit;
mod diff;
mod lifecycle;
mod policy;
mod protocol;
mod testing;

use std::path::PathBuf;

use clap::{Args, ColorChoice, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;
use meta_core::finding::Severity;
use meta_core::report::ReportFormat;
use meta_core::time::Timestamp;

pub(crate) use audit::{
    AppendArguments, AuditCommand, ExportArguments, ExportFormat, ProveArguments, VerifyArguments,
};
pub(crate) use diff::{DiffArguments, DiffCommand, DiffFormat, DiffProgram};
pub(crate) use lifecycle::{
    CheckRulesArguments, DiagramArguments, LifecycleCommand, LintMachineArguments,
    ListMachinesArguments, PictureFormat,
};
pub(crate) use policy::{
    BesideArguments, EffectFormat, PlatformArguments, PolicyCheckArguments, PolicyCommand,
    PolicyDiffArguments, PolicyEvalArguments, PolicyLintArguments,
};
pub(crate) use protocol::{
    AdvanceArguments, AskerArguments, AvailableArguments, BlockingArguments, BlockingReportFormat,
    ConflictsArguments, ExplainTransitionArguments, FactArguments, GuardArguments, ReplayArguments,
    RulesArguments,
};
pub(crate) use testing::{
    PolicyExplainArguments, PolicyListArguments, PolicyMutateArguments, PolicyNewArguments,
    PolicyTestArguments, TestFormat,
};

/// Checks a platform of services from plain documents: what exists, what breaks which rule, what
/// drifted, how good it is, and what to do.
#[derive(Debug, Parser)]
#[command(name = "meta-core", version, arg_required_else_help = true)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) global: GlobalArguments,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What can be asked of every command.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct GlobalArguments {
    /// When to use colours.
    #[arg(long, global = true, value_enum, default_value_t = ColorChoice::Auto, value_name = "WHEN")]
    pub(crate) color: ColorChoice,
    /// How to write an error to standard error.
    #[arg(long, global = true, value_enum, default_value_t = AnswerFormat::Text, value_name = "FORMAT")]
    pub(crate) error_format: AnswerFormat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check a whole workspace: catalog, graph, drift, quality and security, and what policies say of it.
    Check(PlatformArguments),
    /// Check the manifests and the service index of a workspace, or one index file.
    Validate(FolderArguments),
    /// Build the service index of a workspace from its manifests.
    Build(FolderArguments),
    /// Judge the dependencies between the services of a workspace.
    Graph(FolderArguments),
    /// Find what a change of services, contracts or events reaches.
    Impact(ImpactArguments),
    /// Order the services of a workspace in waves, dependencies first.
    Order(OrderArguments),
    /// Compare what services declare with what is published.
    Drift(FolderArguments),
    /// Score the quality of every service.
    Quality(FolderArguments),
    /// Tell what changed in meaning between two versions: files, folders, or states of a git repository.
    Diff(Box<DiffArguments>),
    /// Check policies, and ask them about the services of a workspace.
    Policy {
        #[command(subcommand)]
        command: PolicyCommand,
    },
    /// Have artifacts, projects and tasks move through their states; check and draw state machines.
    Lifecycle {
        #[command(subcommand)]
        command: LifecycleCommand,
    },
    /// Report what is blocked, by what, waiting for whom, and in which order it can go on.
    BlockingReport(BlockingArguments),
    /// Find what does not go together among artifacts of several actors.
    Conflicts(ConflictsArguments),
    /// Add to audit trails, verify them, prove what is in them.
    Audit {
        #[command(subcommand)]
        command: AuditCommand,
    },
    /// Write a report that was saved as JSON in another format.
    Render(RenderArguments),
    /// Say what a code of findings means; without one, list them all.
    Explain(ExplainArguments),
    /// Print the JSON Schema of a shape of documents; without one, list them all.
    Schema(SchemaArguments),
    /// Write a commented starter workspace.
    Init(InitArguments),
    /// List every operation, or say what one reads and returns.
    Operations(OperationsArguments),
    /// Run one operation on a JSON or YAML input.
    Call(CallArguments),
    /// Print completions for a shell.
    Completions {
        /// The shell.
        shell: Shell,
    },
}

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people, with the source line of each finding.
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
}

#[derive(Args, Debug)]
pub(crate) struct FolderArguments {
    /// Folder of the workspace.
    #[arg(default_value = ".", value_hint = ValueHint::AnyPath, value_name = "DIR")]
    pub(crate) path: PathBuf,
    #[command(flatten)]
    pub(crate) check: CheckArguments,
}

#[derive(Args, Debug)]
pub(crate) struct CheckArguments {
    /// How to write the report.
    #[arg(long, short, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    /// Least severity that fails the check: info, low, moderate, high or critical.
    #[arg(long, default_value_t = Severity::High, value_name = "SEVERITY", value_parser = severity)]
    pub(crate) fail_on: Severity,
    /// Exit with 0 although findings fail the check.
    #[arg(long)]
    pub(crate) exit_zero: bool,
    /// Time of the check in RFC 3339; now when absent.
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub(crate) now: Option<Timestamp>,
    #[command(flatten)]
    pub(crate) output: OutputArguments,
}

#[derive(Args, Debug)]
pub(crate) struct OutputArguments {
    /// File to write to instead of standard output.
    #[arg(long, short, value_hint = ValueHint::FilePath, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// How a plain answer is written.
#[derive(Args, Debug)]
pub(crate) struct AnswerArguments {
    /// How to write the answer.
    #[arg(long, short, value_enum, default_value_t = AnswerFormat::Text)]
    pub(crate) format: AnswerFormat,
    #[command(flatten)]
    pub(crate) output: OutputArguments,
}

/// How an answer without findings is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum AnswerFormat {
    /// For people.
    Text,
    /// JSON.
    Json,
}

#[derive(Args, Debug)]
pub(crate) struct ImpactArguments {
    /// Folder of the workspace.
    #[arg(default_value = ".", value_hint = ValueHint::DirPath, value_name = "DIR")]
    pub(crate) path: PathBuf,
    /// A service that changes; may be repeated.
    #[arg(long, short, value_name = "NAME")]
    pub(crate) service: Vec<String>,
    /// A contract that changes, `name` or `name@version`; may be repeated.
    #[arg(long, short, value_name = "NAME")]
    pub(crate) contract: Vec<String>,
    /// An event that changes; may be repeated.
    #[arg(long, short, value_name = "NAME")]
    pub(crate) event: Vec<String>,
    /// Hops after which the search ends.
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) max_hops: Option<u32>,
    #[command(flatten)]
    pub(crate) answer: AnswerArguments,
}

#[derive(Args, Debug)]
pub(crate) struct OrderArguments {
    /// Folder of the workspace.
    #[arg(default_value = ".", value_hint = ValueHint::DirPath, value_name = "DIR")]
    pub(crate) path: PathBuf,
    /// A service to order; may be repeated. All when absent.
    #[arg(long, short, value_name = "NAME")]
    pub(crate) service: Vec<String>,
    #[command(flatten)]
    pub(crate) answer: AnswerArguments,
}

#[derive(Args, Debug)]
pub(crate) struct RenderArguments {
    /// File with the report; `-` or nothing for standard input.
    #[arg(default_value = "-", value_hint = ValueHint::FilePath)]
    pub(crate) report: PathBuf,
    /// What to write: md, sarif, junit or github; of changes also html, changelog or release-notes.
    #[arg(long, short, value_parser = report_format, value_name = "FORMAT")]
    pub(crate) format: ReportFormat,
    #[command(flatten)]
    pub(crate) output: OutputArguments,
}

#[derive(Args, Debug)]
pub(crate) struct ExplainArguments {
    /// Code of a finding, such as `graph/cycle`.
    pub(crate) code: Option<String>,
    #[command(flatten)]
    pub(crate) answer: AnswerArguments,
}

#[derive(Args, Debug)]
pub(crate) struct SchemaArguments {
    /// Name of the shape, such as `service-manifest`.
    pub(crate) name: Option<String>,
    #[command(flatten)]
    pub(crate) output: OutputArguments,
}

#[derive(Args, Debug)]
pub(crate) struct InitArguments {
    /// Folder to write to; it may exist, but no file of the starter.
    #[arg(default_value = ".", value_hint = ValueHint::DirPath, value_name = "DIR")]
    pub(crate) path: PathBuf,
}

#[derive(Args, Debug)]
pub(crate) struct OperationsArguments {
    /// Name of an operation.
    pub(crate) name: Option<String>,
    #[command(flatten)]
    pub(crate) answer: AnswerArguments,
}

#[derive(Args, Debug)]
pub(crate) struct CallArguments {
    /// Name of the operation.
    pub(crate) name: String,
    /// File with the input; `-` or nothing for standard input.
    #[arg(default_value = "-", value_hint = ValueHint::FilePath)]
    pub(crate) input: PathBuf,
    #[command(flatten)]
    pub(crate) output: OutputArguments,
}

fn severity(text: &str) -> Result<Severity, String> {
    let known = Severity::ALL.into_iter();
    known.clone().find(|severity| severity.to_string() == text).ok_or_else(|| {
        let names: Vec<String> = known.map(|severity| severity.to_string()).collect();
        format!("one of {}", names.join(", "))
    })
}

fn report_format(text: &str) -> Result<ReportFormat, String> {
    let known = [
        ("md", ReportFormat::Markdown),
        ("sarif", ReportFormat::Sarif),
        ("junit", ReportFormat::Junit),
        ("github", ReportFormat::Github),
        ("html", ReportFormat::Html),
        ("changelog", ReportFormat::Changelog),
        ("release-notes", ReportFormat::ReleaseNotes),
    ];
    known.iter().find(|(name, _)| *name == text).map(|(_, format)| *format).ok_or_else(|| {
        let names = known.map(|(name, _)| name);
        format!("one of {}", names.join(", "))
    })
}

fn time(text: &str) -> Result<Timestamp, String> {
    Timestamp::parse(text).map_err(|error| error.message().to_owned())
}

#[cfg(test)]
mod tests {
    use super::Arguments;
    use clap::CommandFactory;

    #[test]
    fn the_arguments_are_sound() {
        Arguments::command().debug_assert();
        super::DiffProgram::command().debug_assert();
    }
}
