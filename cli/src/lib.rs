//! The command line of meta-core: reads files, asks the core, prints reports.
//!
//! `arguments` says what can be asked; `workspace` reads a folder, `trees` and `git` read two; each of
//! `commands` asks the core; `answer` writes what came out in the wanted format; `text` is the format for
//! people. Exit status: 0 clean, 1 findings at or above the threshold, 2 an error.

mod answer;
mod arguments;
mod asked;
mod beside;
mod clock;
mod commands;
mod git;
mod journal;
mod output;
mod progress;
mod shipped;
mod text;
mod trees;
mod workspace;

use std::process::ExitCode;

use clap::Parser;
use meta_core::{Error, Result};
use meta_rules::with_clock;

use arguments::{AnswerFormat, Arguments, DiffProgram, GlobalArguments};

/// A check makes millions of small values; this takes a quarter off its time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The status of a run, where findings are no errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Status {
    Clean,
    Findings,
}

/// Runs `meta-core` with the arguments of the process.
#[must_use]
pub fn meta_core() -> ExitCode {
    let arguments = Arguments::parse();
    let global = arguments.global;
    finish(global, with_clock(&clock::start(), || commands::run(arguments)))
}

/// Runs `semantic-diff` with the arguments of the process.
#[must_use]
pub fn semantic_diff() -> ExitCode {
    let arguments = DiffProgram::of_process();
    let global = arguments.global;
    finish(global, with_clock(&clock::start(), || commands::run_diff_program(arguments)))
}

fn finish(global: GlobalArguments, done: Result<Status>) -> ExitCode {
    match done {
        Ok(Status::Clean) => ExitCode::SUCCESS,
        Ok(Status::Findings) => ExitCode::from(1),
        Err(error) => {
            report(&error, global.error_format, global.color);
            ExitCode::from(2)
        }
    }
}

/// Writes an error to standard error. When even that fails there is nobody left to tell.
fn report(error: &Error, format: AnswerFormat, color: clap::ColorChoice) {
    let text = match format {
        AnswerFormat::Text => text::error::render(error),
        AnswerFormat::Json => error.to_json().to_string() + "\n",
    };
    let _ = output::write_to(std::io::stderr(), &text, output::auto(color));
}
