//! What can be asked about state machines.

use clap::{Args, Subcommand, ValueEnum, ValueHint};

use super::protocol::{
    AdvanceArguments, AvailableArguments, ExplainTransitionArguments, GuardArguments,
    ReplayArguments,
};
use super::{AnswerArguments, CheckArguments, OutputArguments};

#[derive(Debug, Subcommand)]
pub(crate) enum LifecycleCommand {
    /// Have events happen to artifacts, projects and tasks, and store where everything is then.
    Advance(AdvanceArguments),
    /// List what may happen to artifacts, projects and tasks, and what it needs.
    Available(AvailableArguments),
    /// Tell what an event would do, and why it would not.
    Explain(ExplainTransitionArguments),
    /// Rebuild the state from a journal.
    Replay(ReplayArguments),
    /// Check the rules, and tell what holds where.
    Check(CheckRulesArguments),
    /// Tell which states of a machine are never reached or left, and which transitions are never taken or compete.
    Lint(LintMachineArguments),
    /// Draw a machine as a diagram of Mermaid or Graphviz.
    Diagram(DiagramArguments),
    /// List the machines that come along.
    List(ListMachinesArguments),
}

#[derive(Args, Debug)]
pub(crate) struct CheckRulesArguments {
    /// File with the rules, YAML or JSON.
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) config: std::path::PathBuf,
    #[command(flatten)]
    pub(crate) guard: GuardArguments,
    #[command(flatten)]
    pub(crate) check: CheckArguments,
}

#[derive(Args, Debug)]
pub(crate) struct LintMachineArguments {
    /// File with the machine, or the name of one that comes along, such as `artifact`; `-` for standard input.
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) machine: String,
    #[command(flatten)]
    pub(crate) check: CheckArguments,
}

#[derive(Args, Debug)]
pub(crate) struct DiagramArguments {
    /// File with the machine, or the name of one that comes along, such as `artifact`; `-` for standard input.
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) machine: String,
    /// A state to mark.
    #[arg(long, value_name = "STATE")]
    pub(crate) current: Option<String>,
    /// The language of the picture.
    #[arg(long, short, value_enum, default_value_t = PictureFormat::Mermaid)]
    pub(crate) format: PictureFormat,
    #[command(flatten)]
    pub(crate) output: OutputArguments,
}

/// A language of pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PictureFormat {
    /// A state diagram of Mermaid, which GitHub and GitLab draw in Markdown.
    Mermaid,
    /// The language of Graphviz: `dot -Tsvg` draws it.
    Dot,
}

#[derive(Args, Debug)]
pub(crate) struct ListMachinesArguments {
    /// Name of one, whose definition is printed: a file to begin with.
    pub(crate) name: Option<String>,
    #[command(flatten)]
    pub(crate) answer: AnswerArguments,
}
