//! One policy, or one subject.

use meta_core::error::{Error, Result};
use meta_core::finding::{Severity, codes, summarize};
use meta_core::suggest;
use schemars::JsonSchema;
use serde::Deserialize;

use super::subjects::Subjects;
use super::{Catalog, EvaluateInput, PolicyReport, PolicySet, passes};

/// What one policy is asked, or what is asked about one subject.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EvaluateOneInput {
    /// Identifier of the policy. Absent: all.
    #[serde(default)]
    pub policy: Option<String>,
    /// Name of the subject; of a service, its dependencies are meant, too. Absent: all.
    #[serde(default)]
    pub subject: Option<String>,
    /// The time, and what policies are told besides.
    pub context: EvaluateInput,
}

/// Which policies are asked about which subjects.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Part<'a> {
    pub(super) policy: Option<&'a str>,
    pub(super) subject: Option<&'a str>,
}

impl Part<'_> {
    pub(super) fn is_narrower(&self) -> bool {
        self.policy.is_some() || self.subject.is_some()
    }

    /// Says that nothing has the name that was asked for.
    pub(super) fn check(&self, set: &PolicySet, subjects: &Subjects<'_>) -> Result<()> {
        if let Some(policy) = self.policy {
            let ids: Vec<&str> = set.headers().map(|header| header.id.as_str()).collect();
            known("/policy", "policy", policy, &ids)?;
        }
        if let Some(subject) = self.subject {
            let names = subjects.names();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            known("/subject", "subject", subject, &names)?;
        }
        Ok(())
    }

    /// Leaves out what a part of the policies or subjects cannot tell: whether an exception is of use.
    pub(super) fn forget_others(&self, report: &mut PolicyReport, fail_on: Severity) {
        report.findings.retain(|finding| finding.code != codes::exception::UNUSED.id);
        report.summary = summarize(&report.findings);
        report.pass = passes(&report.findings, &report.gates, fail_on);
        let is_meant = |id: &str| self.policy.is_none_or(|only| only == id);
        report.policies.retain(|used| is_meant(&used.id));
        report.skipped.retain(|skipped| is_meant(&skipped.policy));
    }
}

fn known(at: &str, what: &str, name: &str, known: &[&str]) -> Result<()> {
    if known.contains(&name) {
        return Ok(());
    }
    let error = Error::invalid(at, format!("no {what} is called `{name}`"));
    Err(match suggest::nearest(name, known.iter().copied()) {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error,
    })
}

impl PolicySet {
    /// Asks one policy, or about one subject, or both. Whether exceptions are of use is not told.
    ///
    /// # Errors
    /// `input_invalid` when nothing has the name; as [`PolicySet::evaluate`].
    pub fn evaluate_one(
        &self,
        catalog: &Catalog,
        input: &EvaluateOneInput,
    ) -> Result<PolicyReport> {
        let part = Part { policy: input.policy.as_deref(), subject: input.subject.as_deref() };
        self.evaluate_part((catalog, &input.context), &part, None)
    }
}
