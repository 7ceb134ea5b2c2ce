//! The state machines that come with this library.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::machine::{MachineReport, check_machine};
use super::{CheckMachineInput, StateMachine};
use crate::document::{Limits, Source};
use crate::error::{Error, ErrorCode, Result};
use crate::schema;
use crate::suggest;

/// Names and texts, sorted by name.
const MACHINES: &[(&str, &str)] = &[
    ("artifact", include_str!("machines/artifact.yaml")),
    ("project", include_str!("machines/project.yaml")),
    ("task", include_str!("machines/task.yaml")),
];

/// What `list_machines` reads.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListMachinesInput {
    /// Name of the machine, such as `artifact`. Absent: all.
    #[serde(default)]
    pub name: Option<String>,
}

/// What `list_machines` returns.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct MachineList {
    /// The machines, sorted by name.
    pub machines: Vec<ShippedMachine>,
}

/// A state machine that comes with this library.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ShippedMachine {
    /// Its name.
    pub name: String,
    /// Version of its definition.
    pub version: u64,
    /// SHA-256 of the canonical JSON (RFC 8785) of its definition, in hexadecimal.
    pub digest: String,
    /// The events it answers, sorted.
    pub events: Vec<String>,
    /// Its definition: extend it, and give it as `machine` to other operations.
    pub definition: StateMachine,
}

/// Lists the state machines that come with this library, with their definitions.
///
/// # Errors
/// `operation_unknown` when there is none of this name.
pub fn list_machines(input: &ListMachinesInput) -> Result<MachineList> {
    let wanted = |name: &str| input.name.as_deref().is_none_or(|wanted| wanted == name);
    let texts = MACHINES.iter().filter(|(name, _)| wanted(name));
    let machines = texts.map(|(_, text)| shipped(text)).collect::<Result<Vec<_>>>()?;
    match &input.name {
        Some(name) if machines.is_empty() => Err(unknown(name)),
        _ => Ok(MachineList { machines }),
    }
}

fn shipped(text: &'static str) -> Result<ShippedMachine> {
    let source = Source::text(text);
    let document = source.load("machine.yaml", &Limits::default())?;
    let definition = schema::read::<StateMachine>(&document)?.value;
    let MachineReport { name, version, digest, events, .. } =
        check_machine(&CheckMachineInput { machine: source })?;
    Ok(ShippedMachine { name, version, digest, events, definition })
}

/// Returns the text of the machine that comes with this library by the name `name`.
///
/// # Errors
/// `operation_unknown` when there is none.
pub fn shipped_machine(name: &str) -> Result<&'static str> {
    let found = MACHINES.iter().find(|(known, _)| *known == name);
    found.map(|(_, text)| *text).ok_or_else(|| unknown(name))
}

fn unknown(name: &str) -> Error {
    let message = format!("no state machine of this library is called `{name}`");
    let known = || MACHINES.iter().map(|(name, _)| *name);
    let help = match suggest::nearest(name, known()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are: {}", known().collect::<Vec<_>>().join(", ")),
    };
    Error::new(ErrorCode::OperationUnknown, message).at("/name").help(help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shipped_machines_have_no_findings() {
        for (name, text) in MACHINES {
            let report =
                check_machine(&CheckMachineInput { machine: Source::text(*text) }).unwrap();
            assert_eq!(report.name, *name);
            assert!(report.usable && report.findings.is_empty(), "{name}: {:?}", report.findings);
        }
    }
}
