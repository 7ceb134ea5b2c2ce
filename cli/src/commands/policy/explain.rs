//! Why a policy says what it says.

use std::collections::BTreeMap;
use std::path::Path;

use clap::ColorChoice;
use meta_core::{Error, ErrorCode, Result};
use meta_rules::policy::Hook;
use meta_rules::{CompileInput, ExplainInput, PolicySet};
use serde_json::Value;

use super::catalog;
use crate::arguments::PolicyExplainArguments;
use crate::commands::check::current;
use crate::text::explanation;
use crate::{Status, answer, beside, workspace};

/// Explains what a policy says of a subject.
pub(crate) fn run(arguments: &PolicyExplainArguments, color: ColorChoice) -> Result<Status> {
    let policies = workspace::policies(&arguments.policies)?;
    let set = PolicySet::compile(&CompileInput { files: policies, ..CompileInput::default() })?;
    let now = arguments.now.map_or_else(current, Ok)?;
    let catalog = catalog(&workspace::read(&arguments.workspace)?, now)?;
    let explanation = set.explain(
        &catalog,
        &ExplainInput {
            policy: arguments.policy.clone(),
            subject: arguments.subject.clone(),
            hook: arguments.hook,
            now,
            environment: arguments.environment.clone(),
            data: arguments.data.as_deref().map(beside::data).transpose()?.unwrap_or_default(),
            subjects: arguments.subjects.as_deref().map(subjects).transpose()?.unwrap_or_default(),
        },
    )?;
    let path = set.path_of(&arguments.policy).unwrap_or_default();
    let text = explanation::render(&explanation, path);
    answer::plain(&explanation, text, &arguments.answer, color)
}

/// Reads the subjects of hooks that are about other things than the catalog.
fn subjects(path: &Path) -> Result<BTreeMap<Hook, Vec<Value>>> {
    serde_json::from_value(beside::data(path)?).map_err(|error| {
        Error::new(ErrorCode::InputInvalid, format!("these are no subjects: {error}"))
            .in_file(path.display().to_string())
            .help("write a list of objects with a `name` under the name of each hook")
    })
}
