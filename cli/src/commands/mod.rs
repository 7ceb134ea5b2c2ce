//! The commands: each reads what it needs, asks the core, and writes the answer.

mod audit;
mod check;
mod diff;
mod init;
mod lifecycle;
mod policy;
mod protocol;
mod reach;
mod reference;

use std::path::Path;

use clap::CommandFactory;
use clap_complete::Shell;
use meta_core::Result;
use meta_core::document::Source;

use crate::arguments::{
    Arguments, AuditCommand, CallArguments, Command, DiffCommand, DiffProgram, LifecycleCommand,
    PolicyCommand, RenderArguments,
};
use crate::{Status, answer, output, workspace};

/// Runs the command that was asked for.
///
/// # Errors
/// When its input cannot be read or its answer cannot be written.
pub(crate) fn run(arguments: Arguments) -> Result<Status> {
    let color = arguments.global.color;
    match arguments.command {
        Command::Check(arguments) => check::platform(&arguments, color),
        Command::Validate(arguments) => check::validate(&arguments, color),
        Command::Build(arguments) => check::build(&arguments, color),
        Command::Graph(arguments) => check::run(check::Part::Graph, &arguments, color),
        Command::Drift(arguments) => check::run(check::Part::Drift, &arguments, color),
        Command::Quality(arguments) => check::run(check::Part::Quality, &arguments, color),
        Command::Impact(arguments) => reach::impact(&arguments, color),
        Command::Order(arguments) => reach::order(&arguments, color),
        Command::Diff(arguments) => diff::run(&arguments, color),
        Command::Render(arguments) => render(&arguments, color),
        Command::Explain(arguments) => reference::explain(&arguments, color),
        Command::Schema(arguments) => reference::schema(&arguments, color),
        Command::Operations(arguments) => reference::operations(&arguments, color),
        Command::Init(arguments) => init::run(&arguments, color),
        Command::Call(arguments) => call(&arguments, color),
        Command::BlockingReport(arguments) => protocol::blocking(&arguments, color),
        Command::Conflicts(arguments) => protocol::conflicts(&arguments, color),
        Command::Audit { command } => audit(&command, color),
        Command::Lifecycle { command } => lifecycle(&command, color),
        Command::Policy { command } => match command {
            PolicyCommand::Check(arguments) => policy::check::run(&arguments, color),
            PolicyCommand::Eval(arguments) => policy::eval::run(&arguments, color),
            PolicyCommand::Diff(arguments) => policy::diff::run(&arguments, color),
            PolicyCommand::Lint(arguments) => policy::lint::run(&arguments, color),
            PolicyCommand::Test(arguments) => policy::test::run(&arguments, color),
            PolicyCommand::Mutate(arguments) => policy::mutate::run(&arguments, color),
            PolicyCommand::Explain(arguments) => policy::explain::run(&arguments, color),
            PolicyCommand::List(arguments) => policy::list::run(&arguments, color),
            PolicyCommand::New(arguments) => policy::new::run(&arguments, color),
        },
        Command::Completions { shell } => {
            completions(shell, &mut Arguments::command(), "meta-core", color)
        }
    }
}

fn lifecycle(command: &LifecycleCommand, color: clap::ColorChoice) -> Result<Status> {
    match command {
        LifecycleCommand::Advance(arguments) => protocol::advance(arguments, color),
        LifecycleCommand::Available(arguments) => protocol::available(arguments, color),
        LifecycleCommand::Explain(arguments) => protocol::explain(arguments, color),
        LifecycleCommand::Replay(arguments) => protocol::replay(arguments, color),
        LifecycleCommand::Check(arguments) => protocol::rules(arguments, color),
        LifecycleCommand::Lint(arguments) => lifecycle::lint(arguments, color),
        LifecycleCommand::Diagram(arguments) => lifecycle::diagram(arguments, color),
        LifecycleCommand::List(arguments) => lifecycle::list(arguments, color),
    }
}

fn audit(command: &AuditCommand, color: clap::ColorChoice) -> Result<Status> {
    match command {
        AuditCommand::Append(arguments) => audit::append(arguments, color),
        AuditCommand::Verify(arguments) => audit::verify(arguments, color),
        AuditCommand::Prove(arguments) => audit::prove(arguments, color),
        AuditCommand::Export(arguments) => audit::export(arguments, color),
    }
}

pub(crate) use policy::none as no_policies;

/// Runs what was asked of `semantic-diff`.
///
/// # Errors
/// As [`run`].
pub(crate) fn run_diff_program(arguments: DiffProgram) -> Result<Status> {
    let color = arguments.global.color;
    match arguments.command {
        DiffCommand::Run(arguments) => diff::run(&arguments, color),
        DiffCommand::Explain(arguments) => reference::explain(&arguments, color),
        DiffCommand::Completions { shell } => {
            completions(shell, &mut DiffProgram::command(), "semantic-diff", color)
        }
    }
}

fn completions(
    shell: Shell,
    command: &mut clap::Command,
    name: &str,
    color: clap::ColorChoice,
) -> Result<Status> {
    let mut text = Vec::new();
    clap_complete::generate(shell, command, name, &mut text);
    output::write(&String::from_utf8_lossy(&text), None, color)?;
    Ok(Status::Clean)
}

/// Writes a saved report in another format.
fn render(arguments: &RenderArguments, color: clap::ColorChoice) -> Result<Status> {
    let report = Source::named(arguments.report.display().to_string(), input(&arguments.report)?);
    let text = answer::rendered(report, arguments.format)?;
    output::write(&text, arguments.output.output.as_deref(), color)?;
    Ok(Status::Clean)
}

/// Returns the text of a file, or of standard input.
fn input(path: &Path) -> Result<String> {
    if path.as_os_str() == "-" {
        return workspace::text_of(std::io::stdin().lock());
    }
    workspace::text(path).map_err(|error| error.in_file(path.display().to_string()))
}

/// Runs one operation; its report is written as the core returned it, in the same bytes as in every
/// other host, and a line end.
fn call(arguments: &CallArguments, color: clap::ColorChoice) -> Result<Status> {
    // A misspelt name is told before anything is read.
    meta_rules::operations::find(&arguments.name)?;
    let input = input(&arguments.input)?;
    let report = meta_rules::call(&arguments.name, &input)?;
    output::write(&(report + "\n"), arguments.output.output.as_deref(), color)?;
    Ok(Status::Clean)
}
