//! Marks the changes that an entry accepts, and reports the entries that are of no use.

use std::collections::BTreeMap;

use super::entries::{Entry, Reach, Side};
use super::types::{Ignored, IgnoredBy};
use super::{Applied, Scope};
use crate::diff::Change;
use crate::document::{Document, pointer};
use crate::finding::{
    Code, EntryCheck, EntryFault, EntryProblem, Finding, SeverityOverride, codes, matches,
};

/// How many inline entries of one line or object have an effect: all changes there look at each.
const MOST_OF_ONE_PLACE: usize = 100;

/// Marks `changes`, inline entries first, and returns what is wrong with the entries.
pub(super) fn accept(
    scope: &Scope<'_>,
    check: &EntryCheck<'_>,
    entries: &[Entry],
    changes: &mut [Change],
) -> Applied {
    let index = Index::of(entries, scope, changes);
    let mut used = vec![false; entries.len()];
    for change in changes.iter_mut() {
        for number in index.meaning(change, entries) {
            let Some(entry) = entries.get(number) else { continue };
            if let Some(used) = used.get_mut(number) {
                *used = true;
            }
            if change.ignored.is_none() && !check.is_over(entry.expires) {
                change.ignored = ignored(entry);
            }
        }
        if change.ignored.is_none() {
            change.ignored = switched_off(scope, change);
        }
    }
    let mut applied = Applied::default();
    for (entry, used) in entries.iter().zip(used) {
        applied.findings.extend(judge(check, entry, used));
        if used && entry.by() == IgnoredBy::Rules {
            applied.used.insert(entry.at.pointer.to_string());
        }
    }
    applied
}

/// Returns why an entry accepts a change; nothing accepts one without a reason.
fn ignored(entry: &Entry) -> Option<Ignored> {
    let reason = entry.reason.clone().filter(|reason| !reason.trim().is_empty())?;
    Some(Ignored { by: entry.by(), reason, owner: entry.owner.clone(), until: entry.expires })
}

fn switched_off(scope: &Scope<'_>, change: &Change) -> Option<Ignored> {
    let stated = scope.rules.value.severities.get(&change.code)?;
    (*stated == SeverityOverride::Off).then(|| Ignored {
        by: IgnoredBy::Rules,
        reason: "`severities` switches its code off".to_owned(),
        owner: None,
        until: None,
    })
}

fn judge(check: &EntryCheck<'_>, entry: &Entry, used: bool) -> Option<Finding> {
    // Nobody can mend the version before: what it says matters only where it had an effect.
    if !used && entry.is_past() {
        return None;
    }
    let key = [entry.code.as_str(), entry.at.pointer.as_str()];
    let finding = |code: &'static Code, message: String| {
        Finding::new(code, &entry.code, &key, message).at(entry.at.clone())
    };
    let unreasoned = entry.reason.as_ref().is_none_or(|reason| reason.trim().is_empty());
    let fault = match check.judge(&entry.code, entry.expires, used) {
        Some(fault) if fault.problem != EntryProblem::Unused => fault,
        _ if unreasoned => {
            let message = format!("the entry for `{}` has no reason", entry.code);
            return Some(finding(codes::diff::policy::IGNORE_WITHOUT_REASON, message));
        }
        unused => unused?,
    };
    let EntryFault { problem, message, remedy } = fault;
    let code = match problem {
        EntryProblem::UnknownCode => codes::diff::policy::UNKNOWN_CODE,
        EntryProblem::Expired => codes::diff::policy::IGNORE_EXPIRED,
        EntryProblem::Unused => codes::diff::policy::IGNORE_UNUSED,
    };
    let found = finding(code, message);
    Some(match remedy {
        Some(remedy) => found.remedy(remedy),
        None => found,
    })
}

/// Which entries a change may be meant by, so that not every pair of the two is looked at.
struct Index {
    /// Entries by the line they are about.
    lines: BTreeMap<(Side, u32), Vec<usize>>,
    /// Entries by the object they stand in.
    objects: BTreeMap<(Side, String), Vec<usize>>,
    /// Entries of the rules file by the fingerprint they state.
    prints: BTreeMap<String, Vec<usize>>,
    /// The other entries of the rules file.
    open: Vec<usize>,
    /// Lines of the keys of what changed, by place.
    keys: BTreeMap<(Side, String), u32>,
}

impl Index {
    fn of(entries: &[Entry], scope: &Scope<'_>, changes: &[Change]) -> Self {
        let mut index = Self {
            lines: BTreeMap::new(),
            objects: BTreeMap::new(),
            prints: BTreeMap::new(),
            open: Vec::new(),
            keys: BTreeMap::new(),
        };
        for (number, entry) in entries.iter().enumerate() {
            let list = match &entry.reach {
                Reach::Line(side, _, line) => index.lines.entry((*side, *line)).or_default(),
                Reach::Within(side, at) => index.objects.entry((*side, at.clone())).or_default(),
                Reach::Stated { fingerprint: Some(print), .. } => {
                    index.prints.entry(print.clone()).or_default()
                }
                Reach::Stated { .. } => &mut index.open,
            };
            // Inline entries come from the artifact, which may be hostile; those of the team do not.
            if list.len() < MOST_OF_ONE_PLACE || entry.by() == IgnoredBy::Rules {
                list.push(number);
            }
        }
        if !index.lines.is_empty() {
            index.find_keys(Side::Before, &scope.versions.before, changes);
            index.find_keys(Side::After, &scope.versions.after, changes);
        }
        index
    }

    /// The value of a key may start on a later line than the key, which is what people see.
    fn find_keys(&mut self, side: Side, document: &Document, changes: &[Change]) {
        let pointers: Vec<&str> =
            changes.iter().filter_map(|change| pointer_of(side, change)).collect();
        for (at, place) in document.locate(&pointers) {
            self.keys.insert((side, at.to_owned()), place.key_or_value().line);
        }
    }

    /// Returns the entries that mean `change`: inline ones first.
    fn meaning(&self, change: &Change, entries: &[Entry]) -> Vec<usize> {
        let side = if change.after_pointer.is_some() { Side::After } else { Side::Before };
        let at = pointer_of(side, change).unwrap_or_default();
        let location = match side {
            Side::Before => &change.before_location,
            Side::After => &change.after_location,
        };
        let value_line = location.as_ref().and_then(|location| location.line);
        let key_line = self.keys.get(&(side, at.to_owned())).copied();
        let mut inline: Vec<usize> = Vec::new();
        for line in [key_line, value_line].into_iter().flatten() {
            inline.extend(self.lines.get(&(side, line)).into_iter().flatten());
        }
        if !self.objects.is_empty() {
            for around in pointer::ancestors(at) {
                let key = (side, around.to_owned());
                inline.extend(self.objects.get(&key).into_iter().flatten());
            }
        }
        let of_code = |number: &usize| {
            entries.get(*number).is_some_and(|entry| {
                let here = location.as_ref().is_none_or(|at| entry.is_in(&at.path));
                here && matches(&entry.code, &change.code)
            })
        };
        let named = self.prints.get(&change.fingerprint).into_iter().flatten().chain(&self.open);
        let stated = named.filter(|number| entries.get(**number).is_some_and(|e| e.states(change)));
        inline.into_iter().filter(of_code).chain(stated.copied()).collect()
    }
}

fn pointer_of(side: Side, change: &Change) -> Option<&str> {
    match side {
        Side::Before => change.before_pointer.as_deref(),
        Side::After => change.after_pointer.as_deref(),
    }
}
