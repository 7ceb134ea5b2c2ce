//! The commands: each reads what it needs, asks the core, and writes the answer.

mod check;
mod diff;
mod init;
mod reach;
mod reference;

use clap::CommandFactory;
use meta_core::Result;

use crate::arguments::{Arguments, CallArguments, Command};
use crate::{Status, output, workspace};

/// Runs the command that was asked for.
///
/// # Errors
/// When its input cannot be read or its answer cannot be written.
pub(crate) fn run(arguments: Arguments) -> Result<Status> {
    let color = arguments.color;
    match arguments.command {
        Command::Check(arguments) => check::run(check::Part::All, &arguments, color),
        Command::Validate(arguments) => check::validate(&arguments, color),
        Command::Build(arguments) => check::build(&arguments, color),
        Command::Graph(arguments) => check::run(check::Part::Graph, &arguments, color),
        Command::Drift(arguments) => check::run(check::Part::Drift, &arguments, color),
        Command::Quality(arguments) => check::run(check::Part::Quality, &arguments, color),
        Command::Impact(arguments) => reach::impact(&arguments, color),
        Command::Order(arguments) => reach::order(&arguments, color),
        Command::Diff(arguments) => diff::run(&arguments, color),
        Command::Explain(arguments) => reference::explain(&arguments, color),
        Command::Schema(arguments) => reference::schema(&arguments, color),
        Command::Operations(arguments) => reference::operations(&arguments, color),
        Command::Init(arguments) => init::run(&arguments, color),
        Command::Call(arguments) => call(&arguments, color),
        Command::Completions { shell } => {
            let mut text = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "meta-core", &mut text);
            output::write(&String::from_utf8_lossy(&text), None, color)?;
            Ok(Status::Clean)
        }
    }
}

/// Runs one operation; its report is written as the core returned it, in the same bytes as in every
/// other host, and a line end.
fn call(arguments: &CallArguments, color: clap::ColorChoice) -> Result<Status> {
    // A misspelt name is told before anything is read.
    meta_core::operations::find(&arguments.name)?;
    let input = if arguments.input.as_os_str() == "-" {
        workspace::text_of(std::io::stdin().lock())?
    } else {
        let name = arguments.input.display().to_string();
        workspace::text(&arguments.input).map_err(|error| error.in_file(name))?
    };
    let report = meta_core::call(&arguments.name, &input)?;
    output::write(&(report + "\n"), arguments.output.output.as_deref(), color)?;
    Ok(Status::Clean)
}
