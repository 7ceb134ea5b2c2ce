//! What can be asked of policies.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueHint};

use super::testing::{
    PolicyExplainArguments, PolicyListArguments, PolicyMutateArguments, PolicyNewArguments,
    PolicyTestArguments,
};
use super::{AnswerArguments, FolderArguments};

#[derive(Debug, Subcommand)]
pub(crate) enum PolicyCommand {
    /// Tell every fault of the policies in a folder; where there is none, list them.
    Check(PolicyCheckArguments),
    /// Ask policies about every service and dependency of a workspace.
    Eval(PolicyEvalArguments),
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
}
