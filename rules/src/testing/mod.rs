//! Tests of policies: facts, and everything a policy says of them.
//!
//! 1. `suite` reads test files, the facts they begin with, and which policy each is about;
//! 2. `facts` changes the facts for a case, and makes a catalog of them;
//! 3. `run` asks the policy under test and every other one;
//! 4. `compare` holds what was said against what was expected;
//! 5. `coverage` tells what of the policies the cases reach, and `mutation` which changes of them no case notices.

mod compare;
mod coverage;
mod expectation;
mod facts;
mod file;
mod mutation;
mod mutations;
mod places;
mod run;
#[cfg(test)]
pub(crate) mod shipped;
mod suite;
mod types;

use meta_core::Result;
use meta_core::error::Error;

pub use coverage::{
    CoverageReport, CoveredShare, PolicyCoverage, UncoveredCondition, UncoveredOutcome,
};
pub use expectation::{Expectation, FailureCause};
pub use facts::Facts;
pub use file::{TestCase, TestFile};
pub use mutation::{
    MutantCounts, MutatePoliciesInput, MutatePoliciesReport, MutatedPolicy, MutationKind, Survivor,
    mutate_policies,
};
pub use suite::{bases, is_test};
pub(crate) use suite::{plain, tested};
pub use types::{
    CaseFailure, CaseReport, FailureKind, Statement, Stop, TestCounts, TestFileReport,
    TestPoliciesInput, TestPoliciesReport, Told, UntestedPolicy,
};

use crate::{CompileInput, PolicySet};
use suite::Suite;

/// Tests policies by the test files beside them.
///
/// # Errors
/// `policy_invalid` for the first fault of a policy, its pack or a test, with its document, line and column;
/// [`test_faults`] lists all.
pub fn test_policies(input: &TestPoliciesInput) -> Result<TestPoliciesReport> {
    let set = PolicySet::compile(&compile_input(input))?;
    let suite = Suite::read(&input.files, &set).map_err(first)?;
    run::report(&suite, &set, input)
}

/// Counts the cases of each policy, by its identifier.
///
/// # Errors
/// As [`test_policies`].
pub fn count_tests(input: &TestPoliciesInput) -> Result<std::collections::BTreeMap<String, usize>> {
    let set = PolicySet::compile(&compile_input(input))?;
    let suite = Suite::read(&input.files, &set).map_err(first)?;
    let ids: Vec<&str> = set.headers().map(|header| header.id.as_str()).collect();
    let mut counts = std::collections::BTreeMap::new();
    for test in &suite.tests {
        if let Some(id) = ids.get(test.policy) {
            *counts.entry((*id).to_owned()).or_default() += test.cases.len();
        }
    }
    Ok(counts)
}

/// Lists what is wrong with policies and their tests, by document and line.
pub fn test_faults(input: &TestPoliciesInput) -> Vec<Error> {
    match PolicySet::try_compile(&compile_input(input)) {
        Ok(set) => Suite::read(&input.files, &set).err().unwrap_or_default(),
        Err(faults) => faults,
    }
}

fn compile_input(input: &TestPoliciesInput) -> CompileInput {
    CompileInput { files: input.files.clone(), limits: input.limits.clone() }
}

fn first(faults: Vec<Error>) -> Error {
    let none = || Error::new(meta_core::ErrorCode::PolicyInvalid, "the tests cannot be used");
    faults.into_iter().next().unwrap_or_else(none)
}
