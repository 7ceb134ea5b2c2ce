//! Whether a machine can be run, and what is odd about it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::compile::Machine;
use super::definition::StateMachine;
use super::{faults, lints};
use crate::canonical;
use crate::document::{Limits, Source};
use crate::error::{Error, ErrorCode, Result};
use crate::finding::{Finding, Severity, SeverityCounts, Texts, sort, summarize};
use crate::schema;

/// What a machine is called in findings when its document has no name.
const PATH: &str = "lifecycle/machine.yaml";

/// What `check_machine` reads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckMachineInput {
    /// The state machine.
    pub machine: Source,
}

/// What `check_machine` found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MachineReport {
    /// Name of the machine.
    pub name: String,
    /// Version of its definition.
    pub version: u64,
    /// Whether it can be run: it has no finding that is critical, and its document could be read.
    pub usable: bool,
    /// SHA-256 of the canonical JSON (RFC 8785) of its definition, in hexadecimal.
    pub digest: String,
    /// Its states, sorted.
    pub states: Vec<String>,
    /// The events it answers, sorted.
    pub events: Vec<String>,
    /// Number of findings by severity.
    pub summary: SeverityCounts,
    /// Every finding, worst first.
    pub findings: Vec<Finding>,
}

/// Checks a state machine: whether it can be run, which states are never reached or never left, and which transitions
/// are never taken or compete.
///
/// # Errors
/// `input_invalid` when the document is no YAML or JSON, `limit_exceeded` when it is too large.
///
/// # Examples
/// ```
/// use meta_core::document::Source;
/// use meta_core::lifecycle::{CheckMachineInput, check_machine};
///
/// let machine = "name: door\ninitial: open\nstates: { open: {}, shut: {} }\n\
///                transitions: [{ event: shut, from: open, to: shut }]\n";
/// let report = check_machine(&CheckMachineInput { machine: Source::text(machine) })?;
/// assert!(report.usable);
/// assert_eq!(report.findings[0].code, "lifecycle/dead_end"); // nothing opens it again
/// # Ok::<(), meta_core::Error>(())
/// ```
pub fn check_machine(input: &CheckMachineInput) -> Result<MachineReport> {
    let mut checked = read(&input.machine).map_err(|error| error.within("/machine"))?;
    if let Some(machine) = &checked.machine {
        let path = input.machine.path_or(PATH);
        checked.findings.extend(lints::find(machine, path));
    }
    let mut findings = checked.findings;
    let mut texts = Texts::default();
    texts.add(PATH, Some(&input.machine));
    texts.locate(&mut findings);
    sort(&mut findings);
    let usable =
        checked.machine.is_some() && findings.iter().all(|f| f.severity < Severity::Critical);
    let definition = checked.definition;
    let mut events: Vec<String> =
        definition.transitions.into_iter().filter_map(|t| t.event).collect();
    events.sort();
    events.dedup();
    Ok(MachineReport {
        name: definition.name,
        version: definition.version.unwrap_or(1),
        usable,
        digest: checked.digest,
        states: definition.states.into_keys().collect(),
        events,
        summary: summarize(&findings),
        findings,
    })
}

/// A machine that was read.
pub(crate) struct Checked {
    pub(crate) definition: StateMachine,
    pub(crate) digest: String,
    pub(crate) findings: Vec<Finding>,
    /// The machine, when it can be run.
    pub(crate) machine: Option<Machine>,
}

/// Reads a machine, and tells its faults.
///
/// # Errors
/// `input_invalid` when the document is no YAML or JSON, `limit_exceeded` when it is too large.
pub(crate) fn read(source: &Source) -> Result<Checked> {
    let document = source.load(PATH, &Limits::default())?;
    let read = schema::read::<StateMachine>(&document)?;
    let definition = read.value;
    let digest = canonical::digest_hex(&definition)?;
    let mut findings = read.findings;
    if document.value.is_object() {
        findings.extend(faults::find(&definition, &document.path));
    }
    let is_sound = findings.iter().all(|finding| {
        finding.severity < Severity::Critical && !finding.code.starts_with("document/")
    });
    let machine = is_sound.then(|| Machine::new(&definition, digest.clone()));
    Ok(Checked { definition, digest, findings, machine })
}

/// Reads a machine that is to be run.
///
/// # Errors
/// As [`read`], and `policy_invalid` for the worst of its faults.
pub(crate) fn load(source: &Source) -> Result<(StateMachine, Machine)> {
    let mut checked = read(source)?;
    if let Some(machine) = checked.machine {
        return Ok((checked.definition, machine));
    }
    let mut texts = Texts::default();
    texts.add(PATH, Some(source));
    texts.locate(&mut checked.findings);
    sort(&mut checked.findings);
    Err(refusal(&checked.findings))
}

fn refusal(findings: &[Finding]) -> Error {
    let Some(worst) = findings.first() else {
        return Error::new(ErrorCode::PolicyInvalid, "the state machine cannot be run");
    };
    let more = findings.len() - 1;
    let rest = if more == 0 { String::new() } else { format!(", and {more} more") };
    let error = Error::new(ErrorCode::PolicyInvalid, format!("{}{rest}", worst.message));
    let error = error.help(match &worst.remediation {
        Some(remedy) => remedy.to_string(),
        None => "`check_machine` tells every fault".to_owned(),
    });
    let Some(at) = &worst.location else { return error };
    let error = error.at(at.pointer.as_str());
    match (at.line, at.column) {
        (Some(line), Some(column)) => error.in_file(at.path.as_str()).on(line, column),
        _ => error,
    }
}
