//! Policies beside the built-in rules of the check of a workspace.

use std::collections::BTreeSet;

use meta_core::document::Source;
use meta_core::drift::{DriftIssue, Weighed, Weighing};
use meta_core::error::{Error, ErrorCode};
use meta_core::finding::{Finding, PackExceptions, Severity, Texts, codes};
use meta_core::platform::{Advisor, Facts};
use meta_core::quality::{ScoreAdjustment, ServiceQuality};
use meta_core::{Result, suggest};
use serde::Serialize;
use serde_json::Value;

use super::combine::{Combining, Wish, by_key, strictest, tags};
use super::report::PoliciesReport;
use crate::engine::clock;
use crate::evaluate::{Collected, Opinion, Stopwatch, placed};
use crate::policy::Hook;
use crate::{Catalog, Deadline, EvaluateInput, PolicySet, Timings};

/// The most points that a policy may add to a score, or take from it.
const MOST_POINTS: f64 = 100.0;

/// Policies, and what they said so far.
pub(super) struct Policies<'a> {
    set: &'a PolicySet,
    context: EvaluateInput,
    deadline: Option<Deadline>,
    stopwatch: Stopwatch,
    timings: Timings,
    /// The catalog as policies see it, once it is known.
    catalog: Option<Catalog>,
    said: Collected,
}

impl<'a> Policies<'a> {
    /// Prepares policies to be asked; the time they have begins.
    ///
    /// # Errors
    /// `input_unsupported` when a time is stated and no clock lent.
    pub(super) fn new(set: &'a PolicySet, context: EvaluateInput) -> Result<Self> {
        Ok(Self {
            set,
            deadline: clock::deadline(context.timeout_ms)?,
            stopwatch: Stopwatch::asked(context.timings)?,
            timings: Timings { compile_ms: set.compile_ms(), ..Timings::default() },
            context,
            catalog: None,
            said: Collected::default(),
        })
    }

    /// Returns what policies said besides their findings.
    pub(super) fn report(mut self, catalog: &str, texts: &Texts<'_>) -> PoliciesReport {
        self.said.sum_skipped();
        let mut skipped = self.said.skipped;
        skipped.extend(self.set.not_asked());
        PoliciesReport {
            decisions: self.said.decisions,
            shadow: placed(self.said.shadow, texts, &self.context),
            skipped,
            policies: self.said.uses,
            digests: self.set.digests_with(catalog),
            timings: self.stopwatch.runs().then_some(self.timings),
        }
    }

    /// Asks by one hook about subjects, which are called by their member `key`.
    fn ask<T: Serialize>(&mut self, hook: Hook, subjects: &[T], key: &str) -> Result<Vec<Opinion>> {
        if !self.set.has(hook) {
            return Ok(Vec::new());
        }
        let subjects = subjects.iter().map(serde_json::to_value);
        let subjects: Vec<Value> =
            subjects.collect::<std::result::Result<_, _>>().map_err(|error| no_json(&error))?;
        self.ask_by(&[hook], (hook, subjects), key)
    }

    fn ask_by(
        &mut self,
        hooks: &[Hook],
        (hook, subjects): (Hook, Vec<Value>),
        key: &str,
    ) -> Result<Vec<Opinion>> {
        let Some(catalog) = &self.catalog else { return Ok(Vec::new()) };
        let mut input = self.context.clone();
        input.subjects.insert(hook, subjects);
        let ask = || self.set.ask_by((catalog, &input), hooks, key, self.deadline.as_ref());
        let (said, opinions) = self.stopwatch.time(&mut self.timings.evaluate_ms, ask)?;
        self.said.add(said);
        Ok(opinions)
    }
}

impl Advisor for Policies<'_> {
    fn codes(&self) -> Vec<String> {
        self.set.headers().map(|header| header.id.clone()).collect()
    }

    fn accepted(&self) -> Option<(PackExceptions, Source)> {
        self.set.accepted()
    }

    fn check(&mut self, facts: &Facts<'_>) -> Result<Vec<Finding>> {
        // The check has a digest of its own, which the report names.
        let (catalog, graph) = (facts.catalog.clone(), facts.graph.cloned());
        let read = || Catalog::with_digest(String::new(), catalog, graph, facts.rules);
        self.catalog = Some(self.stopwatch.time(&mut self.timings.facts_ms, read));
        let hooks = [Hook::Check, Hook::CheckCatalog, Hook::CheckEdge];
        self.ask_by(&hooks, (Hook::Check, Vec::new()), "")?;
        Ok(std::mem::take(&mut self.said.findings))
    }

    fn weigh(&mut self, issues: &[DriftIssue]) -> Result<Vec<Weighing>> {
        let opinions = self.ask(Hook::Weigh, issues, "fingerprint")?;
        let combining = Combining::new(self.set, Hook::Weigh);
        let mut opinions_of = by_key(&opinions);
        let mut weighings = Vec::new();
        for issue in issues {
            let Some(opinions) = opinions_of.remove(issue.fingerprint.as_str()) else { continue };
            let opinions = combining.heard(opinions);
            weighings.push(weighing(issue, &opinions, &mut self.said.findings));
        }
        Ok(weighings)
    }

    fn adjust(&mut self, scores: &[ServiceQuality]) -> Result<Vec<ScoreAdjustment>> {
        let opinions = self.ask(Hook::Adjust, scores, "service")?;
        let combining = Combining::new(self.set, Hook::Adjust);
        let heard = by_key(&opinions).into_values().flat_map(|of| combining.heard(of));
        let mut adjustments = Vec::new();
        for opinion in heard {
            let Some(points) = opinion.points else { continue };
            if points.abs() > MOST_POINTS {
                let message = format!("{points} points are more than the {MOST_POINTS} of a score");
                self.said.findings.push(unusable(opinion, &message));
                continue;
            }
            adjustments.push(ScoreAdjustment {
                service: opinion.key.clone(),
                policy: opinion.policy.id.to_string(),
                points,
                reason: opinion.reason.clone(),
            });
        }
        Ok(adjustments)
    }

    fn findings(&mut self) -> Vec<Finding> {
        each_once(std::mem::take(&mut self.said.findings))
    }
}

/// Returns what is made of one issue; opinions that cannot be used are reported.
fn weighing(issue: &DriftIssue, opinions: &[&Opinion], findings: &mut Vec<Finding>) -> Weighing {
    let (mut weighed, mut wishes) = (Vec::new(), Vec::new());
    for opinion in opinions {
        let Some(class) = &opinion.class else { continue };
        let Some(severity) = severity(class) else {
            findings.push(no_class(opinion, class, &severities()));
            continue;
        };
        wishes.push(Wish { outcome: opinion.outcome, to: severity });
        let (policy, reason) = (opinion.policy.id.to_string(), opinion.reason.clone());
        weighed.push(Weighed { policy, severity, reason });
    }
    let severity = strictest(issue.severity, &wishes);
    Weighing {
        fingerprint: issue.fingerprint.clone(),
        severity: (severity != issue.severity).then_some(severity),
        weighed,
        tags: tags(opinions),
    }
}

/// Leaves out what was found again: a service has many issues, and the same is wrong with each.
pub(super) fn each_once(mut findings: Vec<Finding>) -> Vec<Finding> {
    let mut seen = BTreeSet::new();
    findings.retain(|f| seen.insert((f.fingerprint.clone(), f.message.clone())));
    findings
}

/// Returns the severity of a name.
pub(super) fn severity(name: &str) -> Option<Severity> {
    Severity::ALL.into_iter().find(|severity| severity.as_str() == name)
}

/// Lists the names of severities.
pub(super) fn severities() -> Vec<&'static str> {
    Severity::ALL.into_iter().map(Severity::as_str).collect()
}

/// Returns the finding of a class that does not exist.
pub(super) fn no_class(opinion: &Opinion, class: &str, known: &[&str]) -> Finding {
    let finding = unusable(opinion, &format!("`{class}` is none of {}", known.join(", ")));
    match suggest::nearest(class, known.iter().copied()) {
        Some(near) => finding.remedy(format!("did you mean `{near}`?")),
        None => finding,
    }
}

/// Returns the finding of a policy that wants what cannot be.
fn unusable(opinion: &Opinion, why: &str) -> Finding {
    let (policy, hook) = (&opinion.policy, opinion.hook.as_str());
    let message = format!("`{}` failed: {why}", policy.id);
    let key = [policy.id.as_str(), hook];
    let mut finding = Finding::new(codes::policy::FAILED, &opinion.subject, &key, message);
    finding.policy = Some(policy.clone());
    finding
}

/// Returns the error of a subject that has no JSON form.
pub(super) fn no_json(error: &serde_json::Error) -> Error {
    Error::new(ErrorCode::InputInvalid, error.to_string())
}
