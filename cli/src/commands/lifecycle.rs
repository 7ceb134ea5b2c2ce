//! State machines: what is odd about them, and how they look.

use std::collections::BTreeMap;
use std::path::Path;

use clap::ColorChoice;
use meta_core::Result;
use meta_core::document::Source;
use meta_core::lifecycle::{
    CheckMachineInput, DiagramFormat, ListMachinesInput, MachineReport, RenderMachineInput,
    check_machine, list_machines, render_machine, shipped_machine,
};

use crate::answer::{self, Answer, Root};
use crate::arguments::{
    AnswerFormat, DiagramArguments, LintMachineArguments, ListMachinesArguments, PictureFormat,
};
use crate::text::{machines, summary};
use crate::{Status, output, workspace};

/// Tells what is odd about a machine.
pub(crate) fn lint(arguments: &LintMachineArguments, color: ColorChoice) -> Result<Status> {
    let machine = machine(&arguments.machine)?;
    let report = check_machine(&CheckMachineInput { machine: machine.clone() })?;
    let files = BTreeMap::from([(machine.path_or("machine.yaml").to_owned(), machine)]);
    let findings = &report.findings;
    let answer = Answer::<MachineReport> { report: &report, findings, summary: summary::machine };
    answer.write(&files, &Root::new(Path::new(".")), &arguments.check, color)
}

/// Draws a machine.
pub(crate) fn diagram(arguments: &DiagramArguments, color: ColorChoice) -> Result<Status> {
    let format = match arguments.format {
        PictureFormat::Mermaid => DiagramFormat::Mermaid,
        PictureFormat::Dot => DiagramFormat::Dot,
    };
    let machine = machine(&arguments.machine)?;
    let input = RenderMachineInput { machine, current: arguments.current.clone(), format };
    let picture = render_machine(&input)?;
    output::write(&picture.text, arguments.output.output.as_deref(), color)?;
    Ok(Status::Clean)
}

/// Lists the machines that come along, or prints one.
pub(crate) fn list(arguments: &ListMachinesArguments, color: ColorChoice) -> Result<Status> {
    if let (Some(name), AnswerFormat::Text) = (&arguments.name, arguments.answer.format) {
        output::write(shipped_machine(name)?, arguments.answer.output.output.as_deref(), color)?;
        return Ok(Status::Clean);
    }
    let list = list_machines(&ListMachinesInput { name: arguments.name.clone() })?;
    answer::plain(&list, machines::list(&list), &arguments.answer, color)
}

/// Reads a machine: a file, standard input, or one that comes along. A file of the same name comes first.
fn machine(name: &str) -> Result<Source> {
    if name == "-" {
        return Ok(Source::named("machine.yaml", workspace::text_of(std::io::stdin())?));
    }
    let path = Path::new(name);
    if let (false, Ok(text)) = (path.exists(), shipped_machine(name)) {
        return Ok(Source::named(format!("{name}.yaml"), text));
    }
    let text = workspace::text(path).map_err(|error| error.in_file(name))?;
    Ok(Source::named(name, text))
}
