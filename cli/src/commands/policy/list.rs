//! The policies of folders.

use std::collections::BTreeMap;

use clap::ColorChoice;
use meta_core::Result;
use meta_rules::{CompileInput, PolicySet, TestPoliciesInput, count_tests};
use serde::Serialize;

use super::test::files;
use crate::arguments::PolicyListArguments;
use crate::text::table::table;
use crate::{Status, answer};

/// A policy, as the list shows it.
#[derive(Serialize)]
struct Row {
    id: String,
    title: String,
    severity: String,
    domain: String,
    hooks: Vec<String>,
    mode: String,
    tests: usize,
    path: String,
}

/// Lists the policies, with what they are about and how many tests they have.
pub(crate) fn run(arguments: &PolicyListArguments, color: ColorChoice) -> Result<Status> {
    let files = files(&arguments.policies)?;
    let input = TestPoliciesInput { files, ..TestPoliciesInput::default() };
    let tests: BTreeMap<String, usize> = count_tests(&input)?;
    let set = PolicySet::compile(&CompileInput { files: input.files, limits: input.limits })?;
    let row = |policy: meta_rules::operations::PolicySummary| Row {
        title: policy.header.title.clone(),
        severity: policy.header.severity.to_string(),
        domain: policy.header.domain().to_owned(),
        hooks: policy.hooks.iter().map(|hook| hook.as_str().to_owned()).collect(),
        mode: policy.mode.as_str().to_owned(),
        tests: tests.get(&policy.header.id).copied().unwrap_or_default(),
        id: policy.header.id,
        path: policy.path,
    };
    let rows: Vec<Row> = set.summaries().into_iter().map(row).collect();
    let cells = |row: &Row| {
        let tests = if row.tests == 0 { "none".to_owned() } else { row.tests.to_string() };
        let (id, title, severity) = (row.id.clone(), row.title.clone(), row.severity.clone());
        vec![id, title, severity, row.hooks.join(", "), row.mode.clone(), tests]
    };
    let header = ["policy", "what it finds", "severity", "hooks", "mode", "tests"];
    let text = table("policies", &header, rows.iter().map(cells).collect());
    answer::plain(&rows, text, &arguments.answer, color)
}
