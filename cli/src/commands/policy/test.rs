//! The tests beside policies.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::ColorChoice;
use meta_core::Result;
use meta_core::document::Source;
use meta_rules::{
    TestPoliciesInput, bases, is_pack, is_policy, is_test, test_faults, test_policies,
};

use super::Files;
use crate::arguments::{PolicyTestArguments, TestFormat};
use crate::text::{error, tests};
use crate::{Status, answer, output, shipped, workspace};

/// Runs the tests, and tells which cases have failed.
pub(crate) fn run(arguments: &PolicyTestArguments, color: ColorChoice) -> Result<Status> {
    let files = files(&arguments.policies)?;
    let input = TestPoliciesInput {
        files,
        filter: arguments.filter.clone(),
        coverage: arguments.coverage,
        threshold: arguments.threshold,
        ..TestPoliciesInput::default()
    };
    let faults = test_faults(&input);
    let to = arguments.output.output.as_deref();
    if let (false, TestFormat::Text) = (faults.is_empty(), arguments.format) {
        let text: String = faults.iter().map(error::render).collect();
        output::write(&text, to, color)?;
        return Ok(Status::Findings);
    }
    let report = test_policies(&input)?;
    let text = match arguments.format {
        TestFormat::Text => tests::render(&report),
        TestFormat::Json => answer::json(&report)?,
        TestFormat::Junit => tests::junit(&report)?,
    };
    output::write(&text, to, color)?;
    Ok(if report.pass { Status::Clean } else { Status::Findings })
}

/// Returns the policies in `folders`, their packs and tests, and the facts that these begin with, wherever they are.
pub(super) fn files(folders: &[PathBuf]) -> Result<Files> {
    let mut files = BTreeMap::new();
    for folder in folders {
        let wanted = |path: &str| is_policy(path) || is_pack(path) || is_test(path);
        files.extend(match shipped::policies(folder) {
            Some(shipped) => shipped?,
            None => workspace::documents(folder, wanted)?,
        });
    }
    if let (false, Some(first)) = (workspace::has_policies(&files), folders.first()) {
        return Err(super::none(first));
    }
    for base in bases(&files) {
        let path = Path::new(&base);
        // What is not there is a fault of the test, which tells its place.
        if path.is_file() && !files.contains_key(&base) {
            let source = workspace::text(path).map(Source::text);
            let source = source.unwrap_or_else(|error| Source::unreadable(base.clone(), error));
            files.insert(base, source);
        }
    }
    Ok(files)
}
