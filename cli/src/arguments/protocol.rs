//! What can be asked about where artifacts, projects and tasks are.

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};
use meta_core::time::Timestamp;

use super::{AnswerArguments, OutputArguments, time};

/// The rules, and where everything is.
#[derive(Args, Debug)]
pub(crate) struct StateArguments {
    /// File with the state, JSON; one that is not there is empty.
    #[arg(long, short, value_hint = ValueHint::FilePath, value_name = "FILE")]
    pub(crate) state: PathBuf,
    #[command(flatten)]
    pub(crate) rules: RulesArguments,
}

/// The rules.
#[derive(Args, Debug)]
pub(crate) struct RulesArguments {
    /// File with the rules, YAML or JSON. Without it: the machines that come along, and the mode `adaptive`.
    #[arg(long, short, value_hint = ValueHint::FilePath, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) guard: GuardArguments,
}

/// Policies that are asked whether something may change its state: a part of the rules.
#[derive(Args, Debug)]
pub(crate) struct GuardArguments {
    /// Folder with policies that have a `guard`, and the manifest of their pack; may be repeated.
    #[arg(long, value_hint = ValueHint::DirPath, value_name = "DIR")]
    pub(crate) policies: Vec<PathBuf>,
    /// A YAML or JSON file that policies read as `ctx.data`.
    #[arg(long, value_hint = ValueHint::FilePath, value_name = "FILE", requires = "policies")]
    pub(crate) data: Option<PathBuf>,
    /// Where it all happens, such as `production`; policies read it as `ctx.environment`.
    #[arg(long, value_name = "NAME", requires = "policies")]
    pub(crate) environment: Option<String>,
    /// File with the service index that policies read as `ctx.catalog`.
    #[arg(long, value_hint = ValueHint::FilePath, value_name = "FILE", requires = "policies")]
    pub(crate) catalog: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(crate) struct AdvanceArguments {
    /// File with the events: JSON Lines, or a document with one or a list of them; `-` or nothing for standard input.
    #[arg(default_value = "-", value_hint = ValueHint::FilePath)]
    pub(crate) events: PathBuf,
    #[command(flatten)]
    pub(crate) state: StateArguments,
    /// File of JSON Lines to which every event is added that was decided.
    #[arg(long, short, value_hint = ValueHint::FilePath, value_name = "FILE")]
    pub(crate) journal: Option<PathBuf>,
    /// Tell what would come of it, and write nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) answer: AnswerArguments,
}

/// Who asks, and when.
#[derive(Args, Debug)]
pub(crate) struct AskerArguments {
    /// Tenant.
    #[arg(long, default_value = "default", value_name = "NAME")]
    pub(crate) tenant: String,
    /// Who would have it happen.
    #[arg(long, value_name = "NAME")]
    pub(crate) actor: String,
    /// The time it is asked about, in RFC 3339; now when absent.
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub(crate) now: Option<Timestamp>,
}

/// What machines of one's own read.
#[derive(Args, Debug)]
pub(crate) struct FactArguments {
    /// File with what conditions of machines read; `-` is standard input.
    #[arg(long, value_name = "FILE")]
    pub(crate) facts: Option<PathBuf>,
    /// A guard that a machine declares, and whether it holds: `signed=true`; may be repeated.
    #[arg(long, value_name = "NAME=BOOL", value_parser = guard)]
    pub(crate) guard: Vec<(String, bool)>,
}

fn guard(text: &str) -> Result<(String, bool), String> {
    let (name, holds) = text.split_once('=').ok_or("write NAME=true or NAME=false")?;
    let holds = holds.parse().map_err(|_| format!("`{holds}` is neither true nor false"))?;
    Ok((name.to_owned(), holds))
}

#[derive(Args, Debug)]
pub(crate) struct AvailableArguments {
    /// One artifact (`project/kind/name@version`), task (`project/name`) or project; all when absent.
    pub(crate) subject: Option<String>,
    #[command(flatten)]
    pub(crate) state: StateArguments,
    #[command(flatten)]
    pub(crate) asker: AskerArguments,
    /// Only what belongs to this project.
    #[arg(long, value_name = "NAME")]
    pub(crate) project: Option<String>,
    /// Only what may happen now.
    #[arg(long)]
    pub(crate) allowed_only: bool,
    #[command(flatten)]
    pub(crate) facts: FactArguments,
    #[command(flatten)]
    pub(crate) answer: AnswerArguments,
}

#[derive(Args, Debug)]
pub(crate) struct ExplainTransitionArguments {
    /// An artifact (`project/kind/name@version`), a task (`project/name`) or a project.
    pub(crate) subject: String,
    /// The event of its machine, such as `activate`.
    pub(crate) event: String,
    #[command(flatten)]
    pub(crate) state: StateArguments,
    #[command(flatten)]
    pub(crate) asker: AskerArguments,
    /// An artifact to which the event happens, too; may be repeated.
    #[arg(long, value_name = "ID")]
    pub(crate) cascade: Vec<String>,
    #[command(flatten)]
    pub(crate) facts: FactArguments,
    #[command(flatten)]
    pub(crate) answer: AnswerArguments,
}

#[derive(Args, Debug)]
pub(crate) struct ReplayArguments {
    /// File with the journal, JSON Lines.
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) journal: PathBuf,
    #[command(flatten)]
    pub(crate) rules: RulesArguments,
    /// File with the state to begin with; nothing has happened when absent.
    #[arg(long, value_hint = ValueHint::FilePath, value_name = "FILE")]
    pub(crate) snapshot: Option<PathBuf>,
    /// Digest that the state has to have behind it.
    #[arg(long, value_name = "SHA256")]
    pub(crate) expect: Option<String>,
    /// Move a last line that is cut off to a file of its own, and go on without it.
    #[arg(long)]
    pub(crate) repair: bool,
    /// File to write the state to.
    #[arg(long, short, value_hint = ValueHint::FilePath, value_name = "FILE")]
    pub(crate) state: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) answer: AnswerArguments,
}

#[derive(Args, Debug)]
pub(crate) struct BlockingArguments {
    #[command(flatten)]
    pub(crate) state: StateArguments,
    /// Tenant.
    #[arg(long, default_value = "default", value_name = "NAME")]
    pub(crate) tenant: String,
    /// Only what belongs to this project.
    #[arg(long, value_name = "NAME")]
    pub(crate) project: Option<String>,
    /// The time it is asked about, in RFC 3339; that of the state when absent.
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub(crate) now: Option<Timestamp>,
    /// How to write the report.
    #[arg(long, short, value_enum, default_value_t = BlockingReportFormat::Md)]
    pub(crate) format: BlockingReportFormat,
    /// Exit with 0 although something is blocked.
    #[arg(long)]
    pub(crate) exit_zero: bool,
    #[command(flatten)]
    pub(crate) output: OutputArguments,
}

/// How a blocking report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum BlockingReportFormat {
    /// Markdown, for people, pull requests and pages.
    #[value(alias = "markdown", alias = "text")]
    Md,
    /// JSON.
    Json,
    /// CSV, for tables.
    Csv,
}

#[derive(Args, Debug)]
pub(crate) struct ConflictsArguments {
    /// File with the artifacts: JSON Lines, a list, or a document with `artifacts`, `config` and `overrides`; `-` or
    /// nothing for standard input.
    #[arg(default_value = "-", value_hint = ValueHint::FilePath)]
    pub(crate) artifacts: PathBuf,
    /// The time of the search, in RFC 3339; now when absent.
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub(crate) now: Option<Timestamp>,
    /// Exit with 0 although something is blocked.
    #[arg(long)]
    pub(crate) exit_zero: bool,
    #[command(flatten)]
    pub(crate) answer: AnswerArguments,
}
