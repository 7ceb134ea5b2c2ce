//! Policies that say what changes of artifacts count for.

use std::sync::{Mutex, MutexGuard, PoisonError};

use meta_core::Result;
use meta_core::diff::{Change, Class, Classification, Classifier};
use meta_core::document::Source;
use meta_core::finding::{Finding, PackExceptions, Texts};
use serde_json::Value;

use super::advisor::{each_once, no_class, no_json, severities, severity};
use super::combine::{Combining, Wish, by_key, strictest, tags};
use super::report::PoliciesReport;
use crate::engine::clock;
use crate::evaluate::{Collected, Opinion, Stopwatch, placed};
use crate::policy::Hook;
use crate::{Catalog, Deadline, EvaluateInput, PolicySet, Timings};

/// Policies, and what they said of the artifacts that they were asked about so far, from several threads.
pub(super) struct Policies<'a> {
    set: &'a PolicySet,
    context: EvaluateInput,
    deadline: Option<Deadline>,
    stopwatch: Stopwatch,
    /// A comparison has no catalog: it is empty.
    catalog: Catalog,
    said: Mutex<(Collected, Timings)>,
}

impl<'a> Policies<'a> {
    /// Prepares policies to be asked; the time they have begins.
    ///
    /// # Errors
    /// `input_unsupported` when a time is stated and no clock lent.
    pub(super) fn new(set: &'a PolicySet, context: EvaluateInput) -> Result<Self> {
        let timings = Timings { compile_ms: set.compile_ms(), ..Timings::default() };
        Ok(Self {
            set,
            deadline: clock::deadline(context.timeout_ms)?,
            stopwatch: Stopwatch::asked(context.timings)?,
            context,
            catalog: Catalog::empty()?,
            said: Mutex::new((Collected::default(), timings)),
        })
    }

    fn said(&self) -> MutexGuard<'_, (Collected, Timings)> {
        // A panic while it was held leaves whole answers behind.
        self.said.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns what policies said besides their findings. Artifacts were asked about in any order.
    pub(super) fn report(self) -> PoliciesReport {
        let (mut said, timings) = self.said.into_inner().unwrap_or_else(PoisonError::into_inner);
        said.sum_skipped();
        let mut skipped = said.skipped;
        skipped.extend(self.set.not_asked());
        let uses = if said.uses.is_empty() { self.set.uses() } else { said.uses };
        said.decisions.sort_by(|a, b| {
            let key = |d: &crate::DecisionReport| (d.subject.clone(), d.policy.clone(), d.line);
            key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message))
        });
        // What changed in a part is found again in each artifact that is made of it.
        said.decisions.dedup();
        PoliciesReport {
            decisions: said.decisions,
            shadow: placed(said.shadow, &Texts::default(), &self.context),
            skipped,
            policies: uses,
            digests: self.set.digests_with(self.catalog.digest()),
            timings: self.stopwatch.runs().then_some(timings),
        }
    }
}

impl Classifier for Policies<'_> {
    fn codes(&self) -> Vec<String> {
        self.set.headers().map(|header| header.id.clone()).collect()
    }

    fn accepted(&self) -> Option<(PackExceptions, Source)> {
        self.set.accepted()
    }

    fn classify(&self, changes: &[Change]) -> Result<Vec<Classification>> {
        if changes.is_empty() || !self.set.has(Hook::Classify) {
            return Ok(Vec::new());
        }
        let subjects = changes.iter().map(subject).collect::<Result<_>>()?;
        let mut input = self.context.clone();
        input.subjects.insert(Hook::Classify, subjects);
        let about = (&self.catalog, &input);
        let hooks = [Hook::Classify];
        let mut took = None;
        let deadline = self.deadline.as_ref();
        let ask = || self.set.ask_by(about, &hooks, "fingerprint", deadline);
        let (mut said, opinions) = self.stopwatch.time(&mut took, ask)?;
        let combining = Combining::new(self.set, Hook::Classify);
        let mut opinions_of = by_key(&opinions);
        let mut classifications = Vec::new();
        for change in changes {
            let Some(opinions) = opinions_of.remove(change.fingerprint.as_str()) else { continue };
            let opinions = combining.heard(opinions);
            classifications.push(classification(change, &opinions, &mut said.findings));
        }
        let mut all = self.said();
        all.0.add(said);
        // Artifacts are asked about at the same time: it is the sum over them.
        all.1.evaluate_ms = took.map(|took| took + all.1.evaluate_ms.unwrap_or_default());
        drop(all);
        Ok(classifications)
    }

    fn findings(&self) -> Vec<Finding> {
        each_once(std::mem::take(&mut self.said().0.findings))
    }
}

/// Returns a change as policies see it: with a name that people find it by.
fn subject(change: &Change) -> Result<Value> {
    let mut value = serde_json::to_value(change).map_err(|error| no_json(&error))?;
    let place = change.after_location.as_ref().or(change.before_location.as_ref());
    let name = match place {
        Some(place) if !place.pointer.is_empty() => format!("{}#{}", place.path, place.pointer),
        Some(place) => place.path.to_string(),
        None => change.fingerprint.clone(),
    };
    if let Some(members) = value.as_object_mut() {
        members.insert("name".to_owned(), name.into());
    }
    Ok(value)
}

/// Returns what is made of one change; opinions that cannot be used are reported.
fn classification(
    change: &Change,
    opinions: &[&Opinion],
    findings: &mut Vec<Finding>,
) -> Classification {
    let (mut classes, mut levels) = (Vec::new(), Vec::new());
    for opinion in opinions {
        let Some(name) = &opinion.class else { continue };
        let outcome = opinion.outcome;
        match (class(name), severity(name)) {
            (Some(to), _) => classes.push((opinion, Wish { outcome, to })),
            (None, Some(to)) => levels.push((opinion, Wish { outcome, to })),
            (None, None) => {
                let known = Class::WORST_FIRST.map(Class::as_str);
                let known: Vec<&str> = known.into_iter().chain(severities()).collect();
                findings.push(no_class(opinion, name, &known));
            }
        }
    }
    let (class, by_class) = decided(change.class, &classes);
    let (severity, by_severity) = decided(change.severity, &levels);
    let mut by: Vec<(String, String)> = by_class.into_iter().chain(by_severity).collect();
    by.dedup();
    Classification {
        fingerprint: change.fingerprint.clone(),
        class,
        severity,
        by,
        tags: tags(opinions),
    }
}

/// Returns where a change is put, and who decided that, with their reasons; none when it stays.
fn decided<T: Copy + Ord>(
    current: T,
    wishes: &[(&&Opinion, Wish<T>)],
) -> (Option<T>, Vec<(String, String)>) {
    let only: Vec<Wish<T>> = wishes.iter().map(|(_, wish)| *wish).collect();
    let to = strictest(current, &only);
    if to == current {
        return (None, Vec::new());
    }
    let won = wishes.iter().filter(|(_, wish)| wish.to == to);
    let by = won.map(|(opinion, _)| (opinion.policy.id.to_string(), opinion.reason.clone()));
    (Some(to), by.collect())
}

/// Returns the class of a name.
fn class(name: &str) -> Option<Class> {
    Class::WORST_FIRST.into_iter().find(|class| class.as_str() == name)
}
