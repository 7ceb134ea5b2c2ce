//! Lists in which the first that applies decides: what moved, and whether it matters.

use serde_json::Value;

use super::at::{At, Rule};
use super::level::Effect;
use super::note::{Direction, Sides, Verdict, show};
use super::rule::applies as applies_in_all;
use super::walk::{Walk, rule_of};
use crate::diff::Class;
use crate::diff::condition::{Condition, overlaps};
use crate::finding::codes::diff::config as codes;

/// Most pairs of rules of one list that are looked at.
const MOST_PAIRS: usize = 1 << 18;

/// Most parts of the conditions of one list of rules.
const MOST_PARTS: usize = 1 << 20;

/// An item that both versions have.
struct Entry {
    before: usize,
    after: usize,
    rule: Option<(String, Effect)>,
    applies: Option<Condition>,
}

/// Notes the items that moved; `places` are those before and after, sorted by those before.
pub(super) fn moves(
    walk: &mut Walk<'_>,
    at: &At,
    before: &[Value],
    after: &[Value],
    places: &[(usize, usize)],
) {
    let mut parts = MOST_PARTS;
    let entries: Vec<Entry> = places.iter().map(|place| entry(after, *place, &mut parts)).collect();
    walk.incomplete |= parts == 0;
    let stays = longest_run(places);
    let mut pairs = MOST_PAIRS;
    for (index, moved) in entries.iter().enumerate().filter(|(index, _)| !stays.contains(index)) {
        let mut judged = Judged::default();
        for other in entries.iter().enumerate().filter(|(o, _)| *o != index).map(|(_, e)| e) {
            let Some(left) = pairs.checked_sub(1) else {
                walk.incomplete = true;
                judged.undecided = true;
                break;
            };
            pairs = left;
            if (moved.before < other.before) == (moved.after < other.after) {
                continue;
            }
            judged.crossed(walk, moved, other);
        }
        let sides = Sides { before: before.get(moved.before), after: after.get(moved.after) };
        let (verdict, message) = judged.verdict(moved, after);
        let rule = moved.rule.clone().map(|(name, effect)| Rule {
            name: Some(name),
            before: effect,
            after: effect,
            reports: false,
        });
        let at = At { rule, ..at.item(moved.before, moved.after) };
        walk.note(&at, verdict, sides, message);
    }
}

fn entry(after: &[Value], (was, is): (usize, usize), parts: &mut usize) -> Entry {
    let value = after.get(is);
    let rule = value.and_then(rule_of);
    let rule = rule.map(|(name, effect)| (name.unwrap_or_else(|| format!("#{is}")), effect));
    let applies = value.filter(|_| rule.is_some() && *parts > 0);
    let applies = applies.and_then(Value::as_object).and_then(applies_in_all);
    *parts = parts.saturating_sub(applies.as_ref().map_or(0, Condition::size));
    Entry { before: was, after: is, rule, applies }
}

/// What the rules that a rule crossed say about its move.
#[derive(Default)]
struct Judged {
    tightened: Option<String>,
    loosened: Option<String>,
    /// A rule that overlaps and does something else of the same kind.
    other: Option<String>,
    undecided: bool,
}

impl Judged {
    /// Looks at a rule that stands on the other side now.
    fn crossed(&mut self, walk: &mut Walk<'_>, moved: &Entry, other: &Entry) {
        let (Some((_, effect)), Some((name, its))) = (&moved.rule, &other.rule) else { return };
        if effect == its {
            return;
        }
        let meet = match (&moved.applies, &other.applies) {
            (Some(a), Some(b)) if walk.may_compare() => overlaps(a, b, &walk.budget),
            _ => None,
        };
        let first = if moved.after < other.after { effect } else { its };
        match meet {
            Some(false) => {}
            None => self.undecided = true,
            Some(true) if effect.is_permissive() == its.is_permissive() => {
                self.other = Some(name.clone());
            }
            Some(true) if first.is_permissive() => self.loosened = Some(name.clone()),
            Some(true) => self.tightened = Some(name.clone()),
        }
    }

    fn verdict(self, moved: &Entry, after: &[Value]) -> (Verdict, String) {
        let Some((name, _)) = &moved.rule else {
            let verdict = Verdict::new(codes::ITEM_MOVED, Class::Behavioral, 0.9);
            let item = after.get(moved.after).map(show).unwrap_or_default();
            let (was, is) = (moved.before + 1, moved.after + 1);
            return (verdict, format!("an item moved from place {was} to {is}: {item}"));
        };
        let side = if moved.after < moved.before { "ahead of" } else { "behind" };
        let over = |other: &str| {
            format!("rule `{name}` moved {side} `{other}`, which overlaps and does something else")
        };
        if let Some(other) = &self.tightened {
            let direction = Direction::Tightened;
            return (Verdict::guard(codes::RULE_ORDER_TIGHTENED, direction, 0.9), over(other));
        }
        if let Some(other) = &self.loosened {
            let direction = Direction::Loosened;
            return (Verdict::guard(codes::RULE_ORDER_LOOSENED, direction, 0.9), over(other));
        }
        if let Some(other) = &self.other {
            return (Verdict::new(codes::RULE_ORDER_CHANGED, Class::Behavioral, 0.9), over(other));
        }
        if self.undecided {
            let message = format!("rule `{name}` moved; whether it overlaps others is not known");
            return (Verdict::new(codes::RULE_ORDER_CHANGED, Class::Behavioral, 0.5), message);
        }
        let message = format!("rule `{name}` moved past rules that it does not meet");
        (Verdict::new(codes::RULE_MOVED, Class::Cosmetic, 0.9), message)
    }
}

/// Returns the indices of a longest run of places that kept their order.
fn longest_run(places: &[(usize, usize)]) -> std::collections::BTreeSet<usize> {
    // Patience sorting: the last index of the best run of each length, and what stood before each.
    let mut tails: Vec<(usize, usize)> = Vec::new();
    let mut previous: Vec<Option<usize>> = Vec::with_capacity(places.len());
    for (index, (_, after)) in places.iter().enumerate() {
        let length = tails.partition_point(|(value, _)| value < after);
        previous.push(length.checked_sub(1).and_then(|i| tails.get(i)).map(|(_, index)| *index));
        match tails.get_mut(length) {
            Some(tail) => *tail = (*after, index),
            None => tails.push((*after, index)),
        }
    }
    let last = tails.last().map(|(_, index)| *index);
    std::iter::successors(last, |index| previous.get(*index).copied().flatten()).collect()
}
