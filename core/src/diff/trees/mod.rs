//! What changed in meaning between two trees of files.
//!
//! 1. `claim` tells by its name whether the content of a file is asked for, `wholes` which files are one schema.
//! 2. `pairs` finds which file is which: as told, by name, by content; `alike` by likeness.
//! 3. `file` compares each pair as `diff_artifacts` does; what came or went is a change of its own.
//! 4. What was found in all files is put together, and settled once.

mod alike;
mod claim;
mod file;
mod pairs;
mod parts;
mod types;
mod unreadable;
mod wholes;

use std::cmp::Reverse;
use std::collections::BTreeSet;

use smol_str::SmolStr;

use super::consumers::{self, CONSUMERS_PATH, Consumers};
use super::{Change, Class, Classifier, settled, summary, versions};
use crate::config::{Loaded, RULES_PATH, Rules};
use crate::document::{Limits, Source};
use crate::error::{Error, Result};
use crate::finding::{Finding, Location, Texts, codes, sort};
use crate::parallel;

use alike::Single;
pub use claim::is_asked;
use claim::{Claim, Said, said};
use file::{Alone, Differs, Outcome};
use pairs::Pairs;
use parts::Parts;
pub use types::{DiffTreesInput, FileCounts, FileDiff, FileStatus, TreesDiff};
use wholes::Wholes;

/// Tells what changed in meaning between two trees of files: every artifact that changed, came, went or
/// got another name.
///
/// ```
/// let report = meta_core::call("diff_trees", r#"{
///     "before": {"order.json": "{\"type\": \"object\", \"properties\": {\"id\": {\"maximum\": 9}}}"},
///     "after": {"order.json": "{\"type\": \"object\", \"properties\": {\"id\": {\"maximum\": 5}}}"},
///     "now": "2026-11-21T00:00:00Z"
/// }"#)?;
/// assert!(report.contains("maximum_lowered") && report.contains(r#""changed":1"#));
/// # Ok::<(), meta_core::Error>(())
/// ```
///
/// # Errors
/// `input_invalid` when `renames` name files that are not there; as `diff_artifacts` for rules and
/// consumers. A file that cannot be read is a finding.
pub fn diff_trees(input: &DiffTreesInput) -> Result<TreesDiff> {
    diff_trees_with(input, None)
}

/// As [`diff_trees`], with somebody who has a say in what changes count for.
///
/// # Errors
/// As [`diff_trees`], and those of the classifier.
pub fn diff_trees_with(
    input: &DiffTreesInput,
    classifier: Option<&dyn Classifier>,
) -> Result<TreesDiff> {
    let limits = Limits::default();
    let rules = Rules::load(input.rules.as_ref(), &limits).map_err(|e| e.within("/rules"))?;
    let consumers = consumers::load(input.consumers.as_ref(), &limits)?;
    let stated = |error: Error| error.within("/rules/diff/artifacts");
    claim::check(&rules.value.diff.artifacts).map_err(stated)?;
    claim::check(&input.artifacts).map_err(|error| error.within("/artifacts"))?;
    let asked = |name: &str| said_of(name, input, &rules).claim != Claim::Skip;
    let parts = Parts::of(input, asked);
    let wholes = Wholes::of(input, |name| said_of(name, input, &rules));
    let tree = Tree { input, rules: &rules, consumers, classifier, parts, wholes };
    let mut pairs = Pairs::of(input, &tree.wholes, |name| tree.claim(name) != Claim::Skip)?;
    let (removed, added) = tree.singles(&mut pairs);
    let compared = parallel::map(pairs.pairs, |pair| tree.pair(&pair));
    let gone = parallel::map(removed, |alone| tree.single(alone, false));
    let new = parallel::map(added, |alone| tree.single(alone, true));
    let mut sum = Sum::default();
    sum.counts.skipped = pairs.removed.len() + pairs.added.len() + tree.wholes.parts();
    for outcome in compared.into_iter().chain(gone).chain(new) {
        sum.add(tree.with_parts(outcome?));
    }
    Ok(sum.report(&tree))
}

/// Two trees, and the rules for them.
struct Tree<'a> {
    input: &'a DiffTreesInput,
    rules: &'a Loaded<Rules>,
    consumers: Option<Loaded<Consumers>>,
    classifier: Option<&'a dyn Classifier>,
    parts: Parts<'a>,
    wholes: Wholes<'a>,
}

/// Returns what the rules file says about a file, or else the caller.
fn said_of(name: &str, input: &DiffTreesInput, rules: &Loaded<Rules>) -> Said {
    said(name, rules.value.diff.artifacts.iter().chain(&input.artifacts))
}

impl Tree<'_> {
    fn claim(&self, name: &str) -> Claim {
        said_of(name, self.input, self.rules).claim
    }

    /// Adds the other files of a schema of several files.
    fn with_parts(&self, mut outcome: Outcome) -> Outcome {
        if let Outcome::Differs(differs) = &mut outcome {
            let file = &mut differs.file;
            file.parts = self.wholes.others(file.before.as_deref(), file.after.as_deref());
        }
        outcome
    }

    /// Reads the files that have no partner, and adds those that are likely to be one to `pairs`.
    /// Returns the others, removed and added; what is left in `pairs` is no artifact.
    fn singles<'i>(&self, pairs: &mut Pairs<'i>) -> (Vec<Alone<'i>>, Vec<Alone<'i>>) {
        let read = |names: &BTreeSet<&'i str>, is_new: bool| -> Vec<Alone<'i>> {
            let files = if is_new { &self.input.after } else { &self.input.before };
            let found = parallel::map(names.iter().copied().collect(), |name: &'i str| {
                self.alone(name, files.get(name)?, is_new)
            });
            found.into_iter().flatten().collect()
        };
        let mut removed = read(&pairs.removed, false);
        let mut added = read(&pairs.added, true);
        let singles = |list: &[Alone<'i>], is_new: bool| -> Vec<Single<'i>> {
            list.iter().filter_map(|alone| self.single_of(alone, is_new)).collect()
        };
        let likely = alike::pairs(&singles(&removed, false), &singles(&added, true));
        for (before, after, link) in likely {
            pairs.join(before, after, link);
        }
        removed.retain(|alone| pairs.removed.remove(alone.name));
        added.retain(|alone| pairs.added.remove(alone.name));
        (removed, added)
    }

    fn single_of<'i>(&self, alone: &Alone<'i>, is_new: bool) -> Option<Single<'i>> {
        let versions = alone.read.as_ref().ok()?.as_ref()?;
        let files = if is_new { &self.input.after } else { &self.input.before };
        let value = if is_new { &versions.after.value } else { &versions.before.value };
        let document = if is_new { &versions.after } else { &versions.before };
        let text = match files.get(alone.name)? {
            // All of its files.
            _ if !document.sections.is_empty() => document.text.as_deref()?.to_owned(),
            Source::Value(value) => serde_json::to_string_pretty(value).unwrap_or_default(),
            source => source.as_text().unwrap_or_default().to_owned(),
        };
        let identifier = alike::identifier(value);
        Some(Single { name: alone.name, kind: versions.kind, identifier, text })
    }
}

/// What was found in all files.
#[derive(Default)]
struct Sum {
    counts: FileCounts,
    files: Vec<FileDiff>,
    changes: Vec<Change>,
    findings: Vec<Finding>,
    used: BTreeSet<String>,
}

impl Sum {
    fn add(&mut self, outcome: Outcome) {
        let Differs { file, changes, findings, used } = match outcome {
            Outcome::Skipped => return self.counts.skipped += 1,
            Outcome::Unchanged => return self.counts.unchanged += 1,
            Outcome::Differs(differs) => *differs,
        };
        let counts = &mut self.counts;
        *match file.status {
            FileStatus::Added => &mut counts.added,
            FileStatus::Removed => &mut counts.removed,
            FileStatus::Renamed => &mut counts.renamed,
            FileStatus::Changed => &mut counts.changed,
            FileStatus::Untold => &mut counts.untold,
            FileStatus::Unreadable => &mut counts.unreadable,
        } += 1;
        self.files.push(file);
        self.changes.extend(changes);
        self.findings.extend(findings);
        self.used.extend(used);
    }

    fn report(mut self, tree: &Tree<'_>) -> TreesDiff {
        let input = tree.input;
        sort_files(&mut self.files);
        sort_by_file(&mut self.changes);
        // What changed in a part is found again in each artifact that is made of it.
        let mut seen = BTreeSet::new();
        self.changes.retain(|change| seen.insert(identity(change)));
        let mut required = self.files.iter().map(|file| file.required_bump).max();
        let mut version = None;
        if let (Some(before), Some(after)) = (&input.before_version, &input.after_version) {
            let judged = versions::judge_told(before, after, &self.changes);
            required = Some(judged.required);
            version = judged.step;
            self.findings.extend(judged.findings);
        }
        TreesDiff {
            schema_version: "1".to_owned(),
            direction: input.direction,
            summary: summary(&self.changes),
            required_bump: required.unwrap_or_default(),
            version,
            incomplete: self.files.iter().any(|file| file.incomplete),
            findings: self.findings(tree),
            counts: self.counts,
            files: self.files,
            changes: self.changes,
        }
    }

    /// Returns the findings of all files, each once.
    fn findings(&mut self, tree: &Tree<'_>) -> Vec<Finding> {
        let mut findings = std::mem::take(&mut self.findings);
        // Whether an entry is of use, and whether a part that is used exists, only all files can tell.
        findings.retain(|finding| {
            let used = |used: &BTreeSet<String>| {
                let at = finding.location.as_ref();
                at.is_some_and(|at| {
                    at.path == tree.rules.path && used.contains(at.pointer.as_str())
                })
            };
            let unused = finding.code == codes::diff::policy::IGNORE_UNUSED.id;
            finding.code != codes::diff::policy::USE_UNKNOWN.id && !(unused && used(&self.used))
        });
        sort(&mut findings);
        findings.dedup();
        let input = tree.input;
        let mut texts = Texts::default();
        texts.add_all(&input.before);
        texts.add_all(&input.after);
        texts.add(RULES_PATH, input.rules.as_ref());
        texts.add(CONSUMERS_PATH, input.consumers.as_ref());
        settled(findings, (tree.rules, tree.classifier), input.now, texts)
    }
}

/// Sorts files by name.
pub(super) fn sort_files(files: &mut [FileDiff]) {
    let name =
        |file: &FileDiff| (file.after.clone().or_else(|| file.before.clone()), file.before.clone());
    files.sort_by_cached_key(name);
}

/// Sorts changes: worst first, then by file. Those of a file keep the order they have in it.
pub(super) fn sort_by_file(changes: &mut [Change]) {
    changes.sort_by_cached_key(|change| (Reverse(change.class), path(change)));
}

/// What names a change among those of all files.
type Identity = (Class, [String; 2], [Option<(SmolStr, SmolStr)>; 2]);

fn identity(change: &Change) -> Identity {
    let place = |at: &Option<Location>| at.as_ref().map(|at| (at.path.clone(), at.pointer.clone()));
    let places = [place(&change.before_location), place(&change.after_location)];
    (change.class, [change.code.clone(), change.message.clone()], places)
}

/// Returns the file that a change is in.
fn path(change: &Change) -> SmolStr {
    let place = change.after_location.as_ref().or(change.before_location.as_ref());
    place.map(|place| place.path.clone()).unwrap_or_default()
}
