//! What changed in one file of a tree.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::claim::Claim;
use super::pairs::{Link, Pair};
use super::unreadable::{Loss, unreadable_file};
use super::{FileDiff, FileStatus, Tree};
use crate::diff::draft::{Draft, Found, Part};
use crate::diff::{
    Change, Class, Concluded, DiffArtifactsInput, DiffSummary, Kind, Versions, With, compare,
    conclude, files, graphql,
};
use crate::document::{Limits, Source, Span};
use crate::error::{Error, Result};
use crate::finding::{Finding, codes};
use crate::version::ChangeClass;

/// What became of a file.
#[derive(Debug)]
pub(super) enum Outcome {
    /// It is no artifact that was asked for.
    Skipped,
    /// It is the same.
    Unchanged,
    /// It is not.
    Differs(Box<Differs>),
}

/// A file that differs.
#[derive(Debug)]
pub(super) struct Differs {
    pub(super) file: FileDiff,
    pub(super) changes: Vec<Change>,
    pub(super) findings: Vec<Finding>,
    /// Places of the entries of the rules file that accepted a change.
    pub(super) used: BTreeSet<String>,
}

/// The sides of a file: one of them may be absent.
#[derive(Clone, Copy)]
pub(super) struct Sides<'a> {
    pub(super) before: Option<(&'a str, &'a Source)>,
    pub(super) after: Option<(&'a str, &'a Source)>,
}

/// A file that stands in one tree alone, read.
pub(super) struct Alone<'a> {
    pub(super) name: &'a str,
    pub(super) read: Result<Option<Versions>>,
}

impl Tree<'_> {
    /// Compares two files that are one.
    pub(super) fn pair(&self, pair: &Pair<'_>) -> Result<Outcome> {
        let (Some(before), Some(after)) =
            (self.input.before.get(pair.before), self.input.after.get(pair.after))
        else {
            return Ok(Outcome::Skipped);
        };
        let renamed = pair.link != Link::Name;
        let same =
            is_same(before, after) && self.wholes.are_same(self.input, pair.before, pair.after);
        // What the file is said to be under one of its names, it is under the other one, too.
        let claim = match (self.claim(pair.before), self.claim(pair.after)) {
            (before, Claim::Skip) => before,
            (before, Claim::Ask) if before.is_stated() => before,
            (_, after) => after,
        };
        let unreadable = [before, after].iter().any(|s| matches!(s, Source::Unreadable { .. }));
        if claim == Claim::Skip && !unreadable {
            return Ok(Outcome::Skipped);
        }
        if same && !renamed && !self.parts.may_differ(after) {
            return Ok(Outcome::Unchanged);
        }
        if self.is_part(Some(pair.before), Some(pair.after), claim) {
            return Ok(Outcome::Skipped);
        }
        self.compared(pair, [before, after], claim, same)
    }

    /// Compares two files that are one and ask for it; `same` when only what they refer to may differ.
    fn compared(
        &self,
        pair: &Pair<'_>,
        [before, after]: [&Source; 2],
        claim: Claim,
        same: bool,
    ) -> Result<Outcome> {
        let renamed = pair.link != Link::Name;
        let sides = Sides { before: Some((pair.before, before)), after: Some((pair.after, after)) };
        let input = self.input_of(sides, claim);
        let told = self.told(sides, &input, claim);
        let told = told.and_then(|told| self.parts.joined(told, [pair.before, pair.after]));
        let same = same && !self.parts.differ(&told);
        if same && !renamed {
            return Ok(Outcome::Unchanged);
        }
        let versions = match told {
            Ok(Some(versions)) => versions,
            Ok(None) => return Ok(self.untold(sides, before, after)),
            Err(error) => return Ok(self.unreadable_pair(sides, claim, error)),
        };
        if !self.is_wanted(versions.kind) {
            return Ok(Outcome::Skipped);
        }
        let found = if same { Ok(Found::default()) } else { compare(&versions, &input) };
        let found = found.map(|mut found| {
            files::unseen(&versions, &mut found);
            if renamed {
                found.changes.push(rename(pair));
            }
            found
        });
        let status = if renamed { FileStatus::Renamed } else { FileStatus::Changed };
        self.finish(sides, &input, &versions, found, status)
    }

    /// Reads a file that stands in one tree alone; none when it is no artifact.
    pub(super) fn alone<'a>(
        &self,
        name: &'a str,
        source: &Source,
        is_new: bool,
    ) -> Option<Alone<'a>> {
        let claim = self.claim(name);
        let unreadable = matches!(source, Source::Unreadable { .. });
        let [old, new] = [Some(name).filter(|_| !is_new), Some(name).filter(|_| is_new)];
        let part = self.is_part(old, new, claim);
        if part || claim == Claim::Skip && !unreadable {
            return None;
        }
        let side = Some((name, source));
        let sides = if is_new {
            Sides { before: None, after: side }
        } else {
            Sides { before: side, after: None }
        };
        let read = self.told(sides, &self.input_of(sides, claim), claim);
        let wanted = |versions: &Versions| self.is_wanted(versions.kind);
        match read {
            Ok(Some(versions)) if !wanted(&versions) => None,
            Ok(None) if self.input.kind.is_some() || is_operations(source) => None,
            read => Some(Alone { name, read }),
        }
    }

    /// Tells that a file came or went.
    pub(super) fn single(&self, alone: Alone<'_>, is_new: bool) -> Result<Outcome> {
        let name = alone.name;
        let files = if is_new { &self.input.after } else { &self.input.before };
        let Some(source) = files.get(name) else { return Ok(Outcome::Skipped) };
        let side = Some((name, source));
        let sides = if is_new {
            Sides { before: None, after: side }
        } else {
            Sides { before: side, after: None }
        };
        let claim = self.claim(name);
        let versions = match alone.read {
            Ok(Some(versions)) => versions,
            Ok(None) => return Ok(differs(sides, FileStatus::Untold)),
            Err(error) => {
                let loss = if claim.is_stated() { Loss::Artifact } else { Loss::Unknown };
                return Ok(unreadable_file(sides, None, loss, &error));
            }
        };
        let (draft, status) = if is_new {
            let message = format!("`{name}` is new");
            let draft = Draft::new(codes::diff::tree::FILE_ADDED, Class::Additive, message);
            (draft.after(whole(name)), FileStatus::Added)
        } else {
            let message = format!("`{name}` is gone");
            let draft = Draft::new(codes::diff::tree::FILE_REMOVED, Class::Breaking, message);
            (draft.before(whole(name)), FileStatus::Removed)
        };
        let found = Found { changes: vec![draft], ..Found::default() };
        self.finish(sides, &self.input_of(sides, claim), &versions, Ok(found), status)
    }

    /// Applies policy, consumers and versions to what was found in a file.
    fn finish(
        &self,
        sides: Sides<'_>,
        input: &DiffArtifactsInput,
        versions: &Versions,
        found: Result<Found>,
        status: FileStatus,
    ) -> Result<Outcome> {
        let concluded = found.and_then(|found| {
            let with = With { consumers: self.consumers.as_ref(), classifier: self.classifier };
            conclude(input, versions, self.rules, with, found)
        });
        let Concluded { report, used } = match concluded {
            Ok(concluded) => concluded,
            // What the caller said of all files is not the fault of this one.
            Err(error) if error.path().starts_with("/consumers") => return Err(error),
            Err(error) => {
                let past = error.path().starts_with("/before");
                let loss = if past { Loss::Past } else { Loss::Artifact };
                return Ok(unreadable_file(sides, Some(versions.kind), loss, &error));
            }
        };
        let file = FileDiff {
            kind: Some(report.kind),
            summary: report.summary,
            required_bump: report.required_bump,
            version: report.version,
            incomplete: report.incomplete,
            ..file(sides, status)
        };
        let (changes, findings) = (report.changes, report.findings);
        Ok(Outcome::Differs(Box::new(Differs { file, changes, findings, used })))
    }

    /// Reads both sides; none when nothing tells what they are.
    fn told(
        &self,
        sides: Sides<'_>,
        input: &DiffArtifactsInput,
        claim: Claim,
    ) -> Result<Option<Versions>> {
        let or_config = claim == Claim::Artifact || self.input.kind == Some(Kind::Config);
        if claim == Claim::Ask && [&input.before, &input.after].into_iter().any(is_operations) {
            return Ok(None);
        }
        let told = Versions::told(input, or_config, &Limits::default())?;
        let told = told.map(|mut versions| {
            // Values have no names of their own, and a side that is absent has that of the other.
            let name = |side: Option<(&str, &Source)>| {
                side.map(|(name, source)| source.path_or(name).to_owned())
            };
            let (before, after) = (name(sides.before), name(sides.after));
            versions.before.path = before.clone().or_else(|| after.clone()).unwrap_or_default();
            versions.after.path = after.or(before).unwrap_or_default();
            self.wholes.join(self.input, sides, &mut versions).map(|()| versions)
        });
        told.transpose()
    }

    /// Reports two sides of which one cannot be read, or both.
    fn unreadable_pair(&self, sides: Sides<'_>, claim: Claim, error: Error) -> Outcome {
        let alone = |side: Option<(&str, &Source)>| {
            let sides = Sides { before: None, after: side };
            self.told(sides, &self.input_of(sides, claim), claim)
        };
        let is_artifact = |read: &Result<Option<Versions>>| {
            read.as_ref().is_ok_and(|told| told.as_ref().is_some_and(|v| self.is_wanted(v.kind)))
        };
        let (before, after) = (alone(sides.before), alone(sides.after));
        let loss = match (is_artifact(&before), is_artifact(&after)) {
            _ if claim.is_stated() && after.is_err() => Loss::Artifact,
            (true, _) => Loss::Artifact,
            (_, true) => Loss::Past,
            _ if claim.is_stated() => Loss::Past,
            _ => Loss::Unknown,
        };
        // What is wrong now can be mended.
        unreadable_file(sides, None, loss, &after.err().unwrap_or(error))
    }

    fn untold(&self, sides: Sides<'_>, before: &Source, after: &Source) -> Outcome {
        let other = self.input.kind.is_some() || is_operations(before) || is_operations(after);
        if other { Outcome::Skipped } else { differs(sides, FileStatus::Untold) }
    }

    fn is_wanted(&self, kind: Kind) -> bool {
        self.input.kind.is_none_or(|wanted| wanted == kind)
    }

    /// Returns what `diff_artifacts` would read for a file; a side that is absent is null.
    fn input_of(&self, sides: Sides<'_>, claim: Claim) -> DiffArtifactsInput {
        let tree = self.input;
        let source = |side: Option<(&str, &Source)>| match side {
            Some((name, Source::Text(text))) => Source::named(name, text.clone()),
            Some((_, source)) => source.clone(),
            None => Source::Value(Value::Null),
        };
        DiffArtifactsInput {
            before: source(sides.before),
            after: source(sides.after),
            before_files: BTreeMap::new(),
            after_files: BTreeMap::new(),
            earlier: Vec::new(),
            kind: if let Claim::Kind(kind) = claim { Some(kind) } else { None },
            direction: tree.direction,
            open_content: tree.open_content,
            consumers: None,
            rules: None,
            environment: tree.environment.clone(),
            before_version: None,
            after_version: None,
            graphql: tree.graphql.clone(),
            openapi: tree.openapi,
            config: tree.config.clone(),
            now: tree.now,
        }
    }
}

pub(super) fn is_same(before: &Source, after: &Source) -> bool {
    match (before, after) {
        // Of what cannot be read nobody knows whether it is the same.
        (Source::Unreadable { .. }, _) | (_, Source::Unreadable { .. }) => false,
        (Source::Value(before), Source::Value(after)) => before == after,
        _ => before.as_text().is_some() && before.as_text() == after.as_text(),
    }
}

/// Tells whether a text is what clients send to a GraphQL server: its name ends like that of a schema.
fn is_operations(source: &Source) -> bool {
    source.as_text().is_some_and(graphql::starts_as_operations)
}

/// Returns the place of a whole file: its beginning.
fn whole(name: &str) -> Part {
    Part::new("", name).on(Span { line: 1, column: 1, end_line: 1, end_column: 1 })
}

fn rename(pair: &Pair<'_>) -> Draft {
    let Pair { before, after, link } = pair;
    let code = codes::diff::tree::FILE_RENAMED;
    let message = format!("`{before}` is called `{after}` now");
    let draft =
        Draft::new(code, Class::Cosmetic, message).before(whole(before)).after(whole(after));
    match link {
        Link::Name | Link::Stated => draft,
        Link::Content => draft.because("both have the same content"),
        Link::Identifier => draft.because("both have the same identifier").sure(0.9),
        Link::Likeness(part) => draft
            .because("both have much of their text in common, and no other file is as near")
            .sure(0.7)
            .detail("likeness", *part),
    }
}

fn file(sides: Sides<'_>, status: FileStatus) -> FileDiff {
    let name = |side: Option<(&str, &Source)>| side.map(|(name, _)| name.to_owned());
    FileDiff {
        before: name(sides.before),
        after: name(sides.after),
        status,
        kind: None,
        summary: DiffSummary::default(),
        required_bump: ChangeClass::None,
        version: None,
        incomplete: false,
        parts: Vec::new(),
    }
}

pub(super) fn differs(sides: Sides<'_>, status: FileStatus) -> Outcome {
    Outcome::Differs(Box::new(Differs {
        file: file(sides, status),
        changes: Vec::new(),
        findings: Vec::new(),
        used: BTreeSet::new(),
    }))
}
