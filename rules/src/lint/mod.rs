//! What can be told of policies without running them.
//!
//! 1. policies are read and parsed as for use; what keeps one from being used is a finding, too;
//! 2. each lint looks at one policy (`reading`), and `overlap` at all of them;
//! 3. comments accept findings with a reason (`suppressions`), and those that accept nothing are findings.

mod collections;
mod comparisons;
mod decisions;
mod facts;
mod flow;
mod functions;
mod header;
mod manifest;
mod overlap;
mod parameters;
mod reading;
mod shape;
mod suppressions;
mod types;

use std::collections::{BTreeMap, BTreeSet};

use meta_core::Result;
use meta_core::error::Error;
use meta_core::finding::{Finding, Location, Texts, codes, sort, summarize};

pub use types::{LintPoliciesInput, LintReport};

use crate::engine::Host;
use crate::policy::kinds::Kinds;
use crate::policy::{Parsed, Written, declare_parameters};
use crate::{CompileInput, PolicySet, is_policy, testing};
use reading::{Found, Reading};

/// Tells what is wrong, or probably not meant, in policies.
///
/// # Errors
/// `input_invalid` when a limit is none. Policies that cannot be used are findings.
pub fn lint_policies(input: &LintPoliciesInput) -> Result<LintReport> {
    if let Some(fault) = input.limits.fault() {
        return Err(fault);
    }
    let mut findings = linted(input);
    let compiled = CompileInput { files: input.files.clone(), limits: input.limits.clone() };
    let faults: Vec<Finding> = PolicySet::faults(&compiled)
        .iter()
        .map(invalid)
        // What a lint says more of is said once.
        .filter(|fault| !findings.iter().any(|known| place(known) == place(fault)))
        .collect();
    findings.extend(faults);
    sort(&mut findings);
    let failing = |finding: &&Finding| finding.is_open() && finding.severity >= input.fail_on;
    Ok(LintReport {
        schema_version: "1".to_owned(),
        pass: !findings.iter().any(|finding| failing(&finding)),
        summary: summarize(&findings),
        policies: input.files.keys().filter(|path| is_policy(path)).count(),
        findings,
    })
}

fn place(finding: &Finding) -> Option<(&str, Option<u32>, Option<u32>)> {
    let place = finding.location.as_ref()?;
    Some((place.path.as_str(), place.line, place.column))
}

/// Returns what lints find in the policies that can be parsed.
fn linted(input: &LintPoliciesInput) -> Vec<Finding> {
    let texts = input.files.iter().filter(|(path, _)| is_policy(path));
    let texts = texts.filter_map(|(path, source)| Some((path.as_str(), source.as_text()?)));
    let written: Vec<Written<'_>> =
        texts.filter_map(|(path, text)| Written::read(path, text).ok()).collect();
    let mut host = Host::new(&input.limits);
    declare_parameters(&mut host, written.iter().map(|policy| &policy.header));
    let parsed: Vec<(&Written<'_>, Parsed)> = written
        .iter()
        .filter_map(|written| Some((written, written.inspect(&host).ok()?.0)))
        .collect();
    let kinds: Vec<Kinds<'_>> = parsed
        .iter()
        .map(|(written, parsed)| Kinds::new(&parsed.functions, &written.header, &host))
        .collect();
    let readings: Vec<Reading<'_>> = parsed
        .iter()
        .zip(&kinds)
        .map(|((written, parsed), kinds)| Reading::new(written, parsed, kinds, &host))
        .collect();
    let mut overlaps: BTreeMap<usize, Vec<Found>> = BTreeMap::new();
    for (index, found) in overlap::lint(&readings) {
        overlaps.entry(index).or_default().push(found);
    }
    let tested = testing::tested(&input.files);
    let each = readings.iter().enumerate();
    each.flat_map(|(index, reading)| {
        one(reading, overlaps.remove(&index).unwrap_or_default(), &tested)
    })
    .collect()
}

/// Returns what lints find in one policy, with what its comments accept.
fn one(reading: &Reading<'_>, overlaps: Vec<Found>, tested: &BTreeSet<String>) -> Vec<Finding> {
    let lints = [
        collections::lint,
        comparisons::lint,
        decisions::lint,
        facts::lint,
        flow::lint,
        functions::lint,
        parameters::lint,
    ];
    let mut found: Vec<Found> = lints.into_iter().flat_map(|lint| lint(reading)).collect();
    found.extend(header::lint(reading, tested));
    found.extend(overlaps);
    let mut findings: Vec<Finding> = found.into_iter().map(|one| reading.finding(one)).collect();
    let source = reading.written.header_source();
    let mut texts = Texts::default();
    texts.add(reading.written.path, Some(&source));
    texts.locate(&mut findings);
    let unused = suppressions::apply(reading, &mut findings);
    findings.extend(unused.into_iter().map(|one| reading.finding(one)));
    findings
}

/// Returns the finding of a fault that keeps a policy from being used.
fn invalid(fault: &Error) -> Finding {
    let path = fault.file().unwrap_or_default();
    let finding = Finding::new(codes::policy::INVALID, path, &[fault.message()], fault.message());
    let mut place = Location::new(path, fault.path());
    (place.line, place.column) = (fault.line(), fault.column());
    let finding = finding.at(place);
    match fault.help_text() {
        Some(help) => finding.remedy(help),
        None => finding,
    }
}
