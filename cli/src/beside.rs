//! Policies beside the built-in rules of a command.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;

use meta_core::Result;
use meta_core::document::{Limits, Source};
use meta_rules::platform::BesideInput;
use meta_rules::{CompileInput, Timings};
use serde_json::Value;

use crate::arguments::BesideArguments;
use crate::workspace;

/// Reads the policies that were named, and what they are told besides.
pub(crate) fn read(arguments: &BesideArguments) -> Result<BesideInput> {
    let mut files = BTreeMap::new();
    for folder in &arguments.policies {
        files.extend(workspace::policies(folder)?);
    }
    let policies = CompileInput { files, ..CompileInput::default() };
    Ok(BesideInput {
        policies: (!arguments.policies.is_empty()).then_some(policies),
        data: arguments.data.as_deref().map(data).transpose()?.unwrap_or_default(),
        timeout_ms: arguments.time.timeout_ms,
        timings: arguments.time.timings,
    })
}

/// Reads what policies are told besides.
pub(crate) fn data(path: &Path) -> Result<Value> {
    let name = path.display().to_string();
    let text = workspace::text(path).map_err(|error| error.in_file(&name))?;
    Ok(Source::named(name, text).load("data", &Limits::default())?.value)
}

/// Takes out of a report how long asking policies took, and tells it on standard error: reports stay the same from run
/// to run.
pub(crate) fn tell(timings: Option<Timings>) {
    let Some(timings) = timings else { return };
    let phases = [
        ("compile", timings.compile_ms),
        ("parse", timings.parse_ms),
        ("facts", timings.facts_ms),
        ("evaluate", timings.evaluate_ms),
        ("settle", timings.settle_ms),
    ];
    let known = phases.into_iter().filter_map(|(name, took)| Some((name, took?)));
    let text: String = known.map(|(name, took)| format!("{name}: {took:.3} ms\n")).collect();
    // Where even that cannot be written there is nobody to tell.
    let _ = std::io::stderr().write_all(text.as_bytes());
}

/// Lists the documents of policies; their names are seen from the current folder, and not from the workspace.
pub(crate) fn names(beside: &BesideInput) -> BTreeSet<String> {
    let policies = beside.policies.iter();
    policies.flat_map(|policies| policies.files.keys().cloned()).collect()
}
