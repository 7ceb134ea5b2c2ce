//! Rollouts: how users are shared out between variants, and who switches.
//!
//! Users are hashed to a point between 0 and 1, and buckets cut that line in their order. While key,
//! salt and order stay, a user stays where the old and the new bucket of a variant lie over each other.
//! When the hash changes, old and new bucket of a user are independent.

use std::collections::BTreeMap;

use super::Comparison;
use super::environments::{View, at_once};
use crate::diff::Class;
use crate::diff::draft::{Draft, Part};
use crate::diff::flags::model::{Outcome, Rollout};
use crate::diff::flags::show;
use crate::finding::codes::diff::flags as codes;
use crate::finding::{Code, Severity};

/// Shares below this are none.
const NOTHING: f64 = 1e-9;

/// Compares what everybody gets whom no rule names.
pub(super) fn otherwise(
    comparison: &mut Comparison<'_>,
    was: &View<'_>,
    is: &View<'_>,
    renames: &BTreeMap<String, String>,
) {
    if was.setting.otherwise.is_none() && is.setting.otherwise.is_none() {
        return;
    }
    let ((old, before), (new, after)) = (was.otherwise(), is.otherwise());
    let old = old.renamed(renames);
    let whom = format!("flag `{}`{}", is.flag.key, show::place(is.environment));
    let control = |name: &str| is.is_control(name, was);
    let Some(change) = compare(&old, &new, &control) else { return };
    let draft = Draft::new(change.code, Class::Behavioral, change.message(&whom));
    let draft = change.finish(draft, before, after);
    let single = matches!((&old, &new), (Outcome::Variant(_), Outcome::Variant(_)));
    let draft = if single { at_once(draft, is.flag.purpose) } else { draft };
    comparison.drafts.push(draft);
}

/// How what is served changed.
pub(super) struct Change {
    pub(super) code: &'static Code,
    what: String,
    /// Share of users that switch.
    moved: Option<f64>,
    details: Vec<(&'static str, serde_json::Value)>,
    confidence: f64,
    urgent: bool,
    /// Whether more users switch than the shares need.
    needless: bool,
}

impl Change {
    pub(super) fn message(&self, whom: &str) -> String {
        let moved = self.moved.filter(|moved| *moved > NOTHING);
        let needless = if self.needless { ", more than the shares need" } else { "" };
        let moved =
            moved.map(|moved| format!("; {} of users switch{needless}", show::percent(moved)));
        format!("{whom} serves {}{}", self.what, moved.unwrap_or_default())
    }

    pub(super) fn finish(self, draft: Draft, before: Part, after: Part) -> Draft {
        let mut draft = draft.before(before).after(after).sure(self.confidence);
        for (name, value) in self.details {
            draft = draft.detail(name, value);
        }
        if let Some(moved) = self.moved {
            draft = draft.detail("moved_share", show::rounded(moved));
        }
        if self.urgent { draft.severity(Severity::High) } else { draft }
    }
}

/// Compares two outcomes; `control` tells which variants stand for what was there before.
pub(super) fn compare(
    was: &Outcome,
    is: &Outcome,
    control: &dyn Fn(&str) -> bool,
) -> Option<Change> {
    if was == is {
        return None;
    }
    let single = |outcome: &Outcome| matches!(outcome, Outcome::Variant(_));
    if single(was) && single(is) {
        let what = format!("{} instead of {}", show::outcome(is), show::outcome(was));
        return Some(plain(codes::DEFAULT_CHANGED, what, Some(1.0), 1.0));
    }
    let (Some(old), Some(new)) = (Line::of(was), Line::of(is)) else {
        let what = format!("{} instead of {}", show::outcome(is), show::outcome(was));
        let known = |outcome: &Outcome| !matches!(outcome, Outcome::Unknown(_));
        let confidence = if known(was) && known(is) { 1.0 } else { 0.5 };
        return Some(plain(codes::ROLLOUT_CHANGED, what, None, confidence));
    };
    shifted(was, is, &old, &new, control)
}

fn plain(code: &'static Code, what: String, moved: Option<f64>, confidence: f64) -> Change {
    Change { code, what, moved, details: Vec::new(), confidence, urgent: false, needless: false }
}

fn shifted(
    was: &Outcome,
    is: &Outcome,
    old: &Line,
    new: &Line,
    control: &dyn Fn(&str) -> bool,
) -> Option<Change> {
    let rehashed = match (was, is) {
        (Outcome::Rollout(was), Outcome::Rollout(is)) => hash_change(was, is),
        _ => None,
    };
    let independent = 1.0 - old.sum(new, |a, b| a * b);
    let least = (1.0 - old.sum(new, f64::min)).max(0.0);
    let moved = if rehashed.is_some() { independent } else { old.moved(new) };
    let same_shares = least < NOTHING;
    if let Some(hash) = rehashed {
        let still = if same_shares { show::outcome(is) } else { shares(old, new) };
        let what = format!("other users under another {hash}: {still}");
        return Some(shuffled(what, hash, moved, least));
    }
    if same_shares && moved > NOTHING {
        let what = format!("other users in another order of buckets: {}", show::outcome(is));
        return Some(shuffled(what, "order".to_owned(), moved, 0.0));
    }
    if same_shares {
        return extra(was, is);
    }
    let reach = |line: &Line| line.share(|name| !control(name));
    let code = match reach(new) - reach(old) {
        more if more > NOTHING => codes::ROLLOUT_RAISED,
        less if less < -NOTHING => codes::ROLLOUT_LOWERED,
        _ => codes::ROLLOUT_CHANGED,
    };
    let keeps = moved - least < NOTHING;
    let what = shares(old, new);
    let mut change = plain(code, what, Some(moved), 1.0);
    change.needless = !keeps;
    change.details =
        vec![("keeps_members", keeps.into()), ("least_moved_share", show::rounded(least).into())];
    Some(change)
}

/// Returns the change of what decides who is in which bucket.
fn shuffled(what: String, by: String, moved: f64, least: f64) -> Change {
    let mut change = plain(codes::BUCKETING_CHANGED, what, Some(moved), 1.0);
    change.urgent = true;
    change.details =
        vec![("bucketing", by.into()), ("least_moved_share", show::rounded(least).into())];
    change
}

/// Returns what changed that nobody understands, while all shares stay.
fn extra(was: &Outcome, is: &Outcome) -> Option<Change> {
    let text = |outcome: &Outcome| match outcome {
        Outcome::Rollout(rollout) => rollout.extra.clone(),
        _ => String::new(),
    };
    let what = "the same shares under a setting that is not known here".to_owned();
    (text(was) != text(is)).then(|| plain(codes::SETTING_CHANGED, what, None, 0.5))
}

/// Tells which variants have another share.
fn shares(was: &Line, is: &Line) -> String {
    let (old, new) = (was.by_variant(), is.by_variant());
    let names: std::collections::BTreeSet<&&str> = old.keys().chain(new.keys()).collect();
    let share = |line: &BTreeMap<&str, f64>, name: &str| line.get(name).copied().unwrap_or(0.0);
    let differ = names
        .into_iter()
        .map(|name| (*name, share(&old, name), share(&new, name)))
        .filter(|(_, was, is)| (was - is).abs() > NOTHING);
    let told = differ.map(|(name, was, is)| {
        format!("`{name}` to {} instead of {}", show::percent(is), show::percent(was))
    });
    told.collect::<Vec<_>>().join(", ")
}

/// Tells what decides the bucket of a user otherwise.
fn hash_change(was: &Rollout, is: &Rollout) -> Option<String> {
    match (was.by != is.by, was.salt != is.salt) {
        (true, true) => Some(format!("key and salt (`{}` instead of `{}`)", is.by, was.by)),
        (true, false) => Some(format!("key (`{}` instead of `{}`)", is.by, was.by)),
        (false, true) => Some("salt".to_owned()),
        (false, false) => None,
    }
}

/// The line from 0 to 1, cut into buckets.
struct Line(Vec<(String, f64, f64)>);

impl Line {
    fn of(outcome: &Outcome) -> Option<Self> {
        match outcome {
            Outcome::Variant(name) => Some(Self(vec![(name.clone(), 0.0, 1.0)])),
            Outcome::Rollout(rollout) => {
                let total = rollout.total();
                let mut at = 0.0;
                let mut line = Vec::new();
                for bucket in rollout.buckets.iter().filter(|_| total > 0.0) {
                    let end = at + bucket.weight.max(0.0) / total;
                    line.push((bucket.variant.clone(), at, end));
                    at = end;
                }
                (!line.is_empty()).then_some(Self(line))
            }
            Outcome::Default | Outcome::Unknown(_) => None,
        }
    }

    fn share(&self, of: impl Fn(&str) -> bool) -> f64 {
        self.0.iter().filter(|(name, ..)| of(name)).map(|(_, from, to)| to - from).sum()
    }

    fn by_variant(&self) -> BTreeMap<&str, f64> {
        let mut shares = BTreeMap::new();
        for (name, from, to) in &self.0 {
            *shares.entry(name.as_str()).or_insert(0.0) += to - from;
        }
        shares
    }

    /// Adds up what `part` makes of the shares of each variant.
    fn sum(&self, other: &Self, part: impl Fn(f64, f64) -> f64) -> f64 {
        let new = other.by_variant();
        let parts = self.by_variant();
        parts.iter().map(|(name, share)| part(*share, new.get(name).copied().unwrap_or(0.0))).sum()
    }

    /// Returns the share of users whose variant differs, in one walk over both lines.
    fn moved(&self, other: &Self) -> f64 {
        let (mut old, mut new) = (self.0.iter().peekable(), other.0.iter().peekable());
        let (mut at, mut stay) = (0.0_f64, 0.0);
        while let (Some((was, _, a)), Some((is, _, b))) = (old.peek(), new.peek()) {
            let end = a.min(*b);
            if was == is {
                stay += (end - at).max(0.0);
            }
            at = at.max(end);
            let (first, second) = (*a <= end, *b <= end);
            if first {
                old.next();
            }
            if second {
                new.next();
            }
        }
        (1.0 - stay).max(0.0)
    }
}
