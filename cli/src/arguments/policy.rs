//! What can be asked of policies.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueHint};

use super::{AnswerArguments, FolderArguments};

#[derive(Debug, Subcommand)]
pub(crate) enum PolicyCommand {
    /// Tell every fault of the policies in a folder; where there is none, list them.
    Check(PolicyCheckArguments),
    /// Ask policies about every service and dependency of a workspace.
    Eval(PolicyEvalArguments),
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
    /// Folder of the policies and of the manifest of their pack.
    #[arg(value_hint = ValueHint::DirPath, value_name = "POLICIES")]
    pub(crate) policies: PathBuf,
    #[command(flatten)]
    pub(crate) answer: AnswerArguments,
}

#[derive(Args, Debug)]
pub(crate) struct PolicyEvalArguments {
    /// Folder of the policies and of the manifest of their pack.
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
}
