//! Targeting rules: the first that fits decides.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_json::Value;

use super::environments::View;
use super::{Comparison, notes, rollout};
use crate::diff::Class;
use crate::diff::condition::{Condition, Relation};
use crate::diff::draft::Draft;
use crate::diff::fields::shown;
use crate::diff::flags::model::Rule;
use crate::diff::flags::show;
use crate::diff::order::longest_rising;
use crate::finding::codes::diff::flags as codes;

/// The rules of one setting on one side.
struct Rules<'s> {
    rules: &'s [Rule<'s>],
    conditions: Vec<Option<Condition>>,
}

/// Compares the rules of two settings.
pub(super) fn compare(
    comparison: &mut Comparison<'_>,
    was: &View<'_>,
    is: &View<'_>,
    renames: &BTreeMap<String, String>,
) {
    if was.setting.rules.is_none() && is.setting.rules.is_none() {
        return;
    }
    let read = |manifest, view: &View<'_>| -> Vec<Option<Condition>> {
        view.rules().iter().map(|rule| comparison.conditions.read(manifest, rule)).collect()
    };
    let old = Rules { rules: was.rules(), conditions: read(comparison.before, was) };
    let new = Rules { rules: is.rules(), conditions: read(comparison.after, is) };
    let pairs = align(old.rules, new.rules, renames);
    let whose = format!("flag `{}`{}", is.flag.key, show::place(is.environment));
    let mut drafts = Vec::new();
    for (from, to) in &pairs {
        let sides = old.rules.get(*from).zip(new.rules.get(*to));
        let Some((a, b)) = sides else { continue };
        let conditions = (condition(&old, *from), condition(&new, *to));
        drafts.extend(rewritten(comparison, a, b, conditions, &whose));
        drafts.extend(outcome(a, b, (was, is), renames, &whose));
        drafts.extend(notes::unknown(&a.rest, &b.rest, &whose));
    }
    drafts.extend(moved(comparison, &old, &new, &pairs, &whose));
    let (kept_old, kept_new): (BTreeSet<usize>, BTreeSet<usize>) = pairs.into_iter().unzip();
    drafts.extend(lone(comparison, &old, &kept_old, &whose, false));
    drafts.extend(lone(comparison, &new, &kept_new, &whose, true));
    comparison.drafts.extend(drafts);
}

fn condition<'r>(rules: &'r Rules<'_>, index: usize) -> Option<&'r Condition> {
    rules.conditions.get(index)?.as_ref()
}

/// Pairs rules: by name, by condition and outcome, by condition, and at last by outcome, in their order.
fn align(
    old: &[Rule<'_>],
    new: &[Rule<'_>],
    renames: &BTreeMap<String, String>,
) -> Vec<(usize, usize)> {
    type Key<'k> = &'k dyn Fn(&Rule<'_>, bool) -> Option<String>;
    let served = |rule: &Rule<'_>, is_new: bool| {
        if is_new { rule.serve.outcome.clone() } else { rule.serve.outcome.renamed(renames) }
    };
    let keys: [Key<'_>; 4] = [
        &|rule, _| rule.id.clone(),
        &|rule, is_new| Some(format!("{} {:?}", rule.logic, served(rule, is_new))),
        &|rule, _| Some(rule.logic.to_string()),
        &|rule, is_new| Some(format!("{:?}", served(rule, is_new))),
    ];
    let mut pairs = Vec::new();
    let (mut free_old, mut free_new) =
        ((0..old.len()).collect::<BTreeSet<_>>(), (0..new.len()).collect::<BTreeSet<_>>());
    for key in keys {
        let mut waiting: BTreeMap<String, VecDeque<usize>> = BTreeMap::new();
        for index in &free_new {
            if let Some(key) = new.get(*index).and_then(|rule| key(rule, true)) {
                waiting.entry(key).or_default().push_back(*index);
            }
        }
        for index in free_old.clone() {
            let key = old.get(index).and_then(|rule| key(rule, false));
            let Some(to) = key.and_then(|key| waiting.get_mut(&key)?.pop_front()) else { continue };
            free_old.remove(&index);
            free_new.remove(&to);
            pairs.push((index, to));
        }
    }
    pairs.sort_unstable();
    pairs
}

/// Compares the conditions of a rule.
fn rewritten(
    comparison: &Comparison<'_>,
    was: &Rule<'_>,
    is: &Rule<'_>,
    (old, new): (Option<&Condition>, Option<&Condition>),
    whose: &str,
) -> Option<Draft> {
    if was.logic == is.logic {
        return None;
    }
    let name = name(is);
    let (what, why, confidence) = match comparison.conditions.relation(old, new) {
        Relation::Equal => {
            let message = format!("the condition of {name} of {whose} is written otherwise");
            let draft = Draft::new(codes::REWRITTEN, Class::Cosmetic, message);
            let draft = draft.because("it holds for the same users");
            return Some(draft.before(was.condition.part()).after(is.condition.part()));
        }
        Relation::Implies => ("more users", "whoever it fitted it still fits, and others too", 1.0),
        Relation::ImpliedBy => ("fewer users", "some users fall out of the rule", 1.0),
        Relation::Overlapping | Relation::Disjoint => {
            ("other users", "some users fall out of the rule, and others come under it", 1.0)
        }
        Relation::Unknown => {
            ("perhaps other users", "whether it fits more or fewer users cannot be told", 0.5)
        }
    };
    let message = format!("{name} of {whose} fits {what} than before");
    let draft = Draft::new(codes::RULE_CONDITION_CHANGED, Class::Behavioral, message);
    let draft = draft.because(why).sure(confidence);
    Some(draft.before(was.condition.part()).after(is.condition.part()))
}

/// Compares what a rule serves.
fn outcome(
    was: &Rule<'_>,
    is: &Rule<'_>,
    (old, new): (&View<'_>, &View<'_>),
    renames: &BTreeMap<String, String>,
    whose: &str,
) -> Option<Draft> {
    let control = |name: &str| new.is_control(name, old);
    let change =
        rollout::compare(&was.serve.outcome.renamed(renames), &is.serve.outcome, &control)?;
    let whom = format!("{} of {whose}", name(is));
    let code = if change.code == codes::DEFAULT_CHANGED {
        codes::RULE_OUTCOME_CHANGED
    } else {
        change.code
    };
    let draft = Draft::new(
        code,
        Class::Behavioral,
        change.message(&whom).replace(" of users switch", " of those whom it fits switch"),
    );
    Some(change.finish(draft, was.serve.at.part(), is.serve.at.part()))
}

/// Returns how a message calls a rule.
fn name(rule: &Rule<'_>) -> String {
    match &rule.id {
        Some(id) => format!("rule `{id}`"),
        None => format!("the rule {}", shown(&rule.logic)),
    }
}

/// Finds the rules that are on one side only.
fn lone(
    comparison: &Comparison<'_>,
    side: &Rules<'_>,
    paired: &BTreeSet<usize>,
    whose: &str,
    is_new: bool,
) -> Vec<Draft> {
    let lone = side.rules.iter().enumerate().filter(|(index, _)| !paired.contains(index));
    let drafts = lone.map(|(index, rule)| {
        let (code, what) = if is_new {
            (codes::RULE_ADDED, "was added")
        } else {
            (codes::RULE_REMOVED, "was removed")
        };
        let served = show::outcome(&rule.serve.outcome);
        let message = format!("{} of {whose} {what}, which serves {served}", name(rule));
        let part = rule.at.part();
        let hidden = hidden_by(comparison, side, index);
        let draft = match hidden {
            Some(other) => Draft::new(code, Class::Additive, message)
                .because(format!("{} stands before it and fits whomever it fits", name(other))),
            None => Draft::new(code, Class::Behavioral, message),
        };
        if is_new { draft.after(part) } else { draft.before(part) }
    });
    drafts.collect()
}

/// Returns a rule before the one at `index` that fits whomever it fits.
fn hidden_by<'r>(
    comparison: &Comparison<'_>,
    side: &Rules<'r>,
    index: usize,
) -> Option<&'r Rule<'r>> {
    let own = condition(side, index);
    let earlier = side.rules.iter().zip(&side.conditions).take(index);
    earlier
        .take_while(|_| comparison.conditions.may_look())
        .filter(|(_, other)| {
            let relation = comparison.conditions.relation(own, other.as_ref());
            matches!(relation, Relation::Equal | Relation::Implies)
        })
        .map(|(rule, _)| rule)
        .next()
}

/// Finds rules that stand elsewhere among those that are on both sides.
fn moved(
    comparison: &Comparison<'_>,
    old: &Rules<'_>,
    new: &Rules<'_>,
    pairs: &[(usize, usize)],
    whose: &str,
) -> Vec<Draft> {
    let order: Vec<usize> = pairs.iter().map(|(_, to)| *to).collect();
    let still = longest_rising(&order);
    let jumped = pairs.iter().filter(|(_, to)| !still.contains(to));
    let drafts = jumped.filter_map(|(from, to)| {
        let rule = new.rules.get(*to)?;
        let mut met = Met { rules: Vec::new(), count: 0, sure: true };
        for (a, b) in pairs.iter().filter(|(a, _)| a != from) {
            if !comparison.conditions.may_look() {
                met.sure = false;
                break;
            }
            let Some(other) = new.rules.get(*b) else { continue };
            // Those that it stood before and stands behind now, or the other way round.
            let passed = (a < from) != (b < to);
            if !passed || other.serve.outcome == rule.serve.outcome {
                continue;
            }
            let overlap = comparison.conditions.overlap(condition(new, *to), condition(new, *b));
            met.sure &= overlap.is_some();
            if overlap != Some(false) {
                met.count += 1;
                met.rules.extend((met.count <= 3).then_some(other));
            }
        }
        let was = old.rules.get(*from)?;
        Some(move_of(was, rule, &met, whose))
    });
    drafts.collect()
}

/// The rules that a rule passed, and that may fit the same users.
struct Met<'m, 'a> {
    /// The first few.
    rules: Vec<&'m Rule<'a>>,
    count: usize,
    /// Whether all that it passed were looked at and understood.
    sure: bool,
}

fn move_of(was: &Rule<'_>, is: &Rule<'_>, met: &Met<'_, '_>, whose: &str) -> Draft {
    let message = format!("{} of {whose} stands elsewhere among the rules", name(is));
    let draft = Draft::new(codes::RULE_MOVED, Class::Behavioral, message);
    let others: Vec<String> = met.rules.iter().map(|rule| name(rule)).collect();
    let draft = if met.count > 0 {
        let can =
            if met.sure { "fits some of the same users" } else { "may fit some of the same users" };
        let passed = others.join(", ");
        draft
            .because(format!("it passed {passed}, which {can} and serves another variant"))
            .sure(if met.sure { 1.0 } else { 0.5 })
            .detail("passed", others.into_iter().map(Value::from).collect::<Vec<_>>())
    } else if met.sure {
        Draft { class: Class::Cosmetic, ..draft }
            .because("no rule that it passed serves another variant to the same users")
    } else {
        draft.because("whether it passed a rule for the same users is not known").sure(0.5)
    };
    draft.before(was.at.part()).after(is.at.part())
}
