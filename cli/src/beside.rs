//! Policies beside the built-in rules of a command.

use std::collections::{BTreeMap, BTreeSet};

use meta_core::Result;
use meta_core::document::{Limits, Source};
use meta_rules::CompileInput;
use meta_rules::platform::BesideInput;
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
        data: data(arguments)?,
    })
}

/// Reads what policies are told besides.
fn data(arguments: &BesideArguments) -> Result<Value> {
    let Some(path) = &arguments.data else { return Ok(Value::Null) };
    let name = path.display().to_string();
    let text = workspace::text(path).map_err(|error| error.in_file(&name))?;
    Ok(Source::named(name, text).load("data", &Limits::default())?.value)
}

/// Lists the documents of policies; their names are seen from the current folder, and not from the workspace.
pub(crate) fn names(beside: &BesideInput) -> BTreeSet<String> {
    let policies = beside.policies.iter();
    policies.flat_map(|policies| policies.files.keys().cloned()).collect()
}
