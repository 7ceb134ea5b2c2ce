//! What can be asked about audit trails.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum, ValueHint};
use meta_core::time::Timestamp;

use super::{AnswerArguments, OutputArguments, time};

#[derive(Debug, Subcommand)]
pub(crate) enum AuditCommand {
    /// Add events to a trail, and return when they are on the disk.
    Append(AppendArguments),
    /// Verify a trail, and tell the first entry that is wrong.
    Verify(VerifyArguments),
    /// Prove that an entry is in a trail, or that the trail only grew.
    Prove(ProveArguments),
    /// Write entries of a trail as JSON Lines or CSV, all of them or some.
    Export(ExportArguments),
}

#[derive(Args, Debug)]
pub(crate) struct AppendArguments {
    /// File of the trail, JSON Lines; one that is not there is begun.
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) trail: PathBuf,
    /// File with the events: JSON Lines, or a document with one or a list of them; `-` or nothing for standard input.
    /// An event without `at` happens now, one without `salt` gets a random one.
    #[arg(default_value = "-", value_hint = ValueHint::FilePath)]
    pub(crate) events: PathBuf,
    /// Whose trail it is.
    #[arg(long, value_name = "NAME")]
    pub(crate) tenant: String,
    /// File with the head, kept apart from the trail; written behind every addition. Without it, entries that are
    /// missing at the end are not found.
    #[arg(long, value_hint = ValueHint::FilePath, value_name = "FILE")]
    pub(crate) head: Option<PathBuf>,
    /// Move a last line that is cut off to a file of its own first.
    #[arg(long)]
    pub(crate) repair: bool,
    #[command(flatten)]
    pub(crate) answer: AnswerArguments,
}

#[derive(Args, Debug)]
pub(crate) struct VerifyArguments {
    /// File of the trail, JSON Lines.
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) trail: PathBuf,
    /// Whose trail it is.
    #[arg(long, value_name = "NAME")]
    pub(crate) tenant: Option<String>,
    /// File with a head that is known to be right.
    #[arg(long, value_hint = ValueHint::FilePath, value_name = "FILE")]
    pub(crate) head: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) answer: AnswerArguments,
}

#[derive(Args, Debug)]
#[command(group = clap::ArgGroup::new("what").required(true))]
pub(crate) struct ProveArguments {
    /// File of the trail, JSON Lines.
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) trail: PathBuf,
    /// Prove that the entry of this number is in the trail.
    #[arg(long, group = "what", value_name = "NUMBER")]
    pub(crate) seq: Option<u64>,
    /// Prove that the trail of so many entries is how it began.
    #[arg(long, group = "what", value_name = "COUNT")]
    pub(crate) from: Option<u64>,
    /// Number of entries of the trail it is proved against; all when absent.
    #[arg(long, value_name = "COUNT")]
    pub(crate) size: Option<u64>,
    #[command(flatten)]
    pub(crate) output: OutputArguments,
}

#[derive(Args, Debug)]
pub(crate) struct ExportArguments {
    /// File of the trail, JSON Lines.
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) trail: PathBuf,
    /// What to write.
    #[arg(long, short, value_enum, default_value_t = ExportFormat::JsonLines)]
    pub(crate) format: ExportFormat,
    /// Only what this actor did.
    #[arg(long, value_name = "NAME")]
    pub(crate) actor: Option<String>,
    /// Only events of this type.
    #[arg(long = "type", value_name = "NAME")]
    pub(crate) kind: Option<String>,
    /// Only what belongs to this project.
    #[arg(long, value_name = "NAME")]
    pub(crate) project: Option<String>,
    /// Only what is about this subject.
    #[arg(long, value_name = "NAME")]
    pub(crate) subject: Option<String>,
    /// The earliest time, in RFC 3339.
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub(crate) from: Option<Timestamp>,
    /// The time before which it happened, in RFC 3339.
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub(crate) until: Option<Timestamp>,
    /// Leave out what is said about this subject: the trail verifies still.
    #[arg(long, value_name = "NAME")]
    pub(crate) erase_subject: Option<String>,
    #[command(flatten)]
    pub(crate) output: OutputArguments,
}

/// What entries are written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    /// JSON Lines, which `verify` reads.
    JsonLines,
    /// CSV, for people and spreadsheets.
    Csv,
}
