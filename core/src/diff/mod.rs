//! What changed in meaning between two versions of an artifact, and whom it concerns.
//!
//! 1. `kind` tells what the artifact is, and each kind finds its changes with their effects.
//! 2. A kind judges each by who writes the values ([`Class`], rationale) and hands in a `draft`.
//! 3. `place` fills in lines and columns; each change gets its fingerprint.
//! 4. `policy` applies what the team states and accepts, `consumers` tells whom each change concerns.
//!    `classify` lets others have their say behind them.
//! 5. `versions` holds the step of the version against the changes.
//!    `earlier` does all this again for each version before that one.
//! 6. `trees` pairs the files of two trees, and does all this for each pair.
//! 7. `reports` answers questions about reports: a part of one, the difference of two, a sum of many.

mod classify;
mod condition;
mod config;
mod consumers;
mod draft;
mod earlier;
mod effect;
mod fields;
mod files;
mod flags;
mod graphql;
mod kind;
mod likeness;
mod openapi;
mod order;
mod place;
mod policy;
mod prompts;
mod quantity;
mod reports;
mod schema;
mod trees;
mod types;
mod versions;

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::canonical;
use crate::config::{Loaded, RULES_PATH, Rules, settlement};
use crate::document::Limits;
use crate::error::Result;
use crate::finding::{Finding, Settlement, Texts, settle};
use crate::time::Timestamp;

pub use classify::{Classification, Classifier};
pub use config::{ConfigOptions, FieldPolarity};
use consumers::Registry;
pub use consumers::{Affected, CONSUMERS_PATH, Consumer, Consumers};
use draft::Found;
pub use effect::Effect;
pub use files::references;
pub use graphql::is_schema_name;
use kind::Versions;
use policy::Scope;
pub use policy::{AdjustedBy, Adjustment, Ignored, IgnoredBy};
pub use reports::{
    ChangesReport, DiffReportsInput, FindChangesInput, FoundChanges, MergeReportsInput,
    ReclassifiedChange, ReportsDiff, RiskTrend, diff_reports, find_changes, merge_reports,
};
pub use trees::{
    DiffTreesInput, FileCounts, FileDiff, FileStatus, TreesDiff, diff_trees, diff_trees_with,
    is_asked,
};
pub use types::{
    Change, ChangeStep, Class, DiffArtifactsInput, DiffReport, DiffSummary, Direction,
    GraphqlOptions, GraphqlUsage, Kind, OpenContent, OpenapiOptions, Polarity, StepAction, Witness,
};
pub use versions::VersionStep;

/// Tells what changed in meaning between two versions of an artifact.
///
/// # Errors
/// `input_invalid` or `limit_exceeded` when a version cannot be read; `input_unsupported` when it is
/// not told what the artifact is, and its content does not tell either.
pub fn diff_artifacts(input: &DiffArtifactsInput) -> Result<DiffReport> {
    diff_artifacts_with(input, None)
}

/// As [`diff_artifacts`], with somebody who has a say in what changes count for.
///
/// # Errors
/// As [`diff_artifacts`], and those of the classifier.
pub fn diff_artifacts_with(
    input: &DiffArtifactsInput,
    classifier: Option<&dyn Classifier>,
) -> Result<DiffReport> {
    let limits = Limits::default();
    let versions = Versions::load(input, &limits)?;
    let rules = Rules::load(input.rules.as_ref(), &limits).map_err(|e| e.within("/rules"))?;
    let consumers = consumers::load(input.consumers.as_ref(), &limits)?;
    let pair = Pair { input, rules: &rules, consumers: consumers.as_ref(), classifier };
    let last = pair.concluded(&versions)?;
    let mut report = earlier::since(&pair, &versions, last)?;
    let mut texts = Texts::default();
    texts.add("before", Some(&input.before));
    texts.add("after", Some(&input.after));
    texts.add_all(&input.after_files);
    texts.add(RULES_PATH, input.rules.as_ref());
    texts.add(CONSUMERS_PATH, input.consumers.as_ref());
    report.findings = settled(report.findings, (&rules, classifier), input.now, texts);
    Ok(report)
}

/// What two versions are compared with.
struct Pair<'a> {
    input: &'a DiffArtifactsInput,
    rules: &'a Loaded<Rules>,
    consumers: Option<&'a Loaded<Consumers>>,
    classifier: Option<&'a dyn Classifier>,
}

impl Pair<'_> {
    fn concluded(&self, versions: &Versions) -> Result<Concluded> {
        let mut found = compare(versions, self.input)?;
        files::unseen(versions, &mut found);
        let with = With { consumers: self.consumers, classifier: self.classifier };
        conclude(self.input, versions, self.rules, with, found)
    }
}

/// Who has a say in what changes count for, besides the rules file.
#[derive(Clone, Copy)]
struct With<'a> {
    consumers: Option<&'a Loaded<Consumers>>,
    classifier: Option<&'a dyn Classifier>,
}

/// The report of a comparison whose findings are not settled yet.
struct Concluded {
    report: DiffReport,
    /// Places of the entries of the rules file that accepted a change.
    used: BTreeSet<String>,
}

/// Finishes what a kind found: places, fingerprints, policy, consumers and the step of the version.
fn conclude(
    input: &DiffArtifactsInput,
    versions: &Versions,
    rules: &Loaded<Rules>,
    with: With<'_>,
    found: Found,
) -> Result<Concluded> {
    let environment = input.environment.as_deref();
    let registry = with.consumers.map(|loaded| Registry::of(loaded, versions, environment));
    let mut changes = place::place(found.changes, &versions.before, &versions.after);
    for change in &mut changes {
        change.fingerprint = fingerprint(change)?;
    }
    let scope = Scope { versions, rules, environment, now: input.now };
    let mut findings = place::in_version(found.findings, &versions.after);
    let applied = policy::apply(&scope, &mut changes);
    findings.extend(applied.findings);
    if let Some(registry) = &registry {
        registry.apply(&mut changes, rules.value.diff.consider_usage)?;
        findings.extend(registry.findings(versions, found.schemas.as_ref()));
    }
    if let Some(classifier) = with.classifier {
        classify_all(classifier, versions, &mut changes)?;
    }
    sort(&mut changes);
    let judged = versions::judge(input, versions, &changes);
    findings.extend(judged.findings);
    files::restore(versions, &mut changes);
    let report = DiffReport {
        schema_version: "1".to_owned(),
        kind: versions.kind,
        direction: input.direction,
        summary: summary(&changes),
        required_bump: judged.required,
        version: judged.step,
        incomplete: found.incomplete,
        changes,
        steps: None,
        undone: Vec::new(),
        findings,
    };
    Ok(Concluded { report, used: applied.used })
}

/// Asks about the changes that count, with the places that people see.
fn classify_all(
    classifier: &dyn Classifier,
    versions: &Versions,
    changes: &mut [Change],
) -> Result<()> {
    let mut shown: Vec<Change> =
        changes.iter().filter(|change| change.ignored.is_none()).cloned().collect();
    files::restore(versions, &mut shown);
    classify::apply(changes, &classifier.classify(&shown)?);
    Ok(())
}

/// Applies the rules file, and what else accepts findings, to the findings, and fills in their lines.
fn settled(
    mut findings: Vec<Finding>,
    (rules, classifier): (&Loaded<Rules>, Option<&dyn Classifier>),
    now: Timestamp,
    texts: Texts<'_>,
) -> Vec<Finding> {
    findings.extend(rules.findings.iter().cloned());
    findings.extend(classifier.map(Classifier::findings).unwrap_or_default());
    let exceptions = rules.value.exceptions();
    let codes = classifier.map(Classifier::codes).unwrap_or_default();
    let accepted = classifier.and_then(Classifier::accepted);
    let mut texts = texts;
    if let Some((pack, source)) = &accepted {
        texts.add(&pack.path, Some(source));
    }
    let policies: Vec<&str> = codes.iter().map(String::as_str).collect();
    let mut domains = vec!["diff", "document", "exception"];
    if classifier.is_some() {
        domains.push("policy");
    }
    domains.extend(policies.iter().filter_map(|code| code.split('/').next()));
    let by_rules = settlement(rules, &exceptions, &domains, now);
    let pack = accepted.as_ref().map(|(pack, _)| pack);
    settle(findings, &Settlement { policies: &policies, pack, ..by_rules }, &texts)
}

/// Sorts changes: worst first, then by place, code and wording.
fn sort(changes: &mut [Change]) {
    changes.sort_by_cached_key(|change| {
        let pointers = (change.after_pointer.clone(), change.before_pointer.clone());
        (Reverse(change.class), pointers, change.code.clone(), change.message.clone())
    });
}

fn compare(versions: &Versions, input: &DiffArtifactsInput) -> Result<Found> {
    let Versions { before, after, .. } = versions;
    match versions.kind {
        Kind::Config => {
            Ok(config::changes(before, after, &input.config.clone().unwrap_or_default()))
        }
        Kind::JsonSchema => {
            let polarity = input.direction.polarity();
            Ok(schema::changes(&before.value, &after.value, polarity, input.open_content))
        }
        Kind::Openapi => openapi::changes(before, after, input.openapi, input.now),
        Kind::Graphql => graphql::changes(before, after, &input.graphql, &Limits::default()),
        Kind::Prompts => Ok(prompts::changes(before, after)),
        Kind::Flags => Ok(flags::changes(&before.value, &after.value, input.now)),
    }
}

/// Returns a name that outlives wording and lines: of code, places and values.
fn fingerprint(change: &Change) -> Result<String> {
    let parts = (
        &change.code,
        &change.before_pointer,
        &change.after_pointer,
        &change.before,
        &change.after,
    );
    let mut digest = canonical::digest_hex(&parts)?;
    digest.truncate(16);
    Ok(digest)
}

fn summary(changes: &[Change]) -> DiffSummary {
    let counts = changes.iter().filter(|change| change.ignored.is_none());
    let count = |class: Class| counts.clone().filter(|change| change.class == class).count();
    DiffSummary {
        breaking: count(Class::Breaking),
        behavioral: count(Class::Behavioral),
        additive: count(Class::Additive),
        cosmetic: count(Class::Cosmetic),
        ignored: changes.iter().filter(|change| change.ignored.is_some()).count(),
    }
}
