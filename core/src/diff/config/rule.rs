//! What changed about rules: what they do, when, and where.

use serde_json::{Map, Value};

use super::at::{At, Rule, same};
use super::level::Effect;
use super::names::{Role, role};
use super::note::{Direction, Sides, Verdict, called, draft, show};
use super::walk::{Walk, acts, reporting};
use crate::diff::Class;
use crate::diff::condition::{Condition, Relation, relation};
use crate::finding::codes::diff::config as codes;

impl Walk<'_> {
    /// Compares what a rule does.
    pub(super) fn effect(&mut self, at: &At, before: &Value, after: &Value) {
        let (Some(was), Some(is)) = (Effect::of(before), Effect::of(after)) else { return };
        let message = format!("{} went from {} to {}", called(at), show(before), show(after));
        let verdict = if was == is {
            Verdict::new(codes::VALUE_REWRITTEN, Class::Cosmetic, 0.9)
        } else {
            let direction = Direction::tightened(is > was);
            let code = direction.pick(codes::EFFECT_TIGHTENED, codes::EFFECT_LOOSENED);
            Verdict::guard(code, direction, 1.0)
        };
        self.changed(at, verdict, (before, after), message);
    }

    /// Compares when or where a rule applies; a side that says nothing applies always.
    pub(super) fn condition(&mut self, at: &At, negated: bool, sides: Sides<'_>) {
        let read = |side: Option<&Value>| match side {
            Some(value) => read_part(&at.key, value, negated),
            None => Some(Condition::always()),
        };
        let (before, after) = (read(sides.before), read(sides.after));
        let understood = before.is_some() && after.is_some();
        let relation = match before.zip(after) {
            Some((before, after)) if self.may_compare() => relation(&before, &after, &self.budget),
            _ => Relation::Unknown,
        };
        let (verdict, how) = judge_condition(at, relation);
        let message = match sides {
            Sides { before: None, .. } => format!("{} was added: {how}", called(at)),
            Sides { after: None, .. } => format!("{} was removed: {how}", called(at)),
            _ => format!("{} changed: {how}", called(at)),
        };
        let mut change = draft(at, reporting(at, verdict), sides, message);
        if !understood {
            change = change.because("the condition could be compared as text only");
        }
        self.found.push(change);
    }

    /// Compares when and where a rule applies in all, where several members that say so changed: what
    /// one of them lost another may have taken over. Tells whether that says it all.
    pub(super) fn reach(
        &mut self,
        at: &At,
        before: &Map<String, Value>,
        after: &Map<String, Value>,
    ) -> bool {
        if at.rule.is_none() || !changed_together(before, after) {
            return false;
        }
        let (Some(was), Some(is)) = (applies(before), applies(after)) else { return false };
        if !self.may_compare() {
            return false;
        }
        let relation = relation(&was, &is, &self.budget);
        // What each of several members says on its own says more than that they differ.
        if matches!(relation, Relation::Overlapping | Relation::Unknown) {
            return false;
        }
        let (verdict, how) = judge_condition(at, relation);
        let name = at.rule.as_ref().and_then(|rule| rule.name.as_ref());
        let whose = name.map_or_else(|| "a rule".to_owned(), |name| format!("rule `{name}`"));
        let message = format!("when and where {whose} applies is told otherwise: {how}");
        let whole = |members: &Map<String, Value>| Value::Object(members.clone());
        self.changed(at, verdict, (&whole(before), &whole(after)), message);
        true
    }

    /// Judges a rule that is new or gone.
    pub(super) fn rule_came_or_went(
        &mut self,
        at: &At,
        (name, effect): &(Option<String>, Effect),
        sides: Sides<'_>,
    ) {
        let Some(value) = sides.before.or(sides.after) else { return };
        let added = sides.after.is_some();
        let acting = value.as_object().and_then(|members| acts(members, *effect));
        let verdict = match acting {
            None => {
                let code = if added { codes::RULE_ADDED } else { codes::RULE_REMOVED };
                Verdict::new(code, Class::Additive, 0.9)
            }
            Some(effect) if effect.only_reports() => {
                let code = if added { codes::RULE_ADDED } else { codes::RULE_REMOVED };
                let direction = Direction::tightened(added);
                Verdict { class: Class::Behavioral, ..Verdict::guard(code, direction, 0.9) }
            }
            Some(effect) => {
                let direction = Direction::tightened(added != effect.is_permissive());
                let code = match (effect, added) {
                    (Effect::Exempt, true) => codes::EXEMPTION_ADDED,
                    (Effect::Exempt, false) => codes::EXEMPTION_REMOVED,
                    (Effect::Allow, true) => codes::PERMISSION_ADDED,
                    (Effect::Allow, false) => codes::PERMISSION_REMOVED,
                    (_, true) => codes::RESTRICTION_ADDED,
                    (_, false) => codes::RESTRICTION_REMOVED,
                };
                Verdict::guard(code, direction, 0.9)
            }
        };
        let name = name.clone().or_else(|| (!at.item).then(|| at.key.clone()));
        let called = match &name {
            Some(name) => format!("rule `{name}`"),
            None => "a rule".to_owned(),
        };
        let verb = if added { "was added" } else { "was removed" };
        let state = if acting.is_none() { ", switched off" } else { "" };
        let rule = Rule { name, before: *effect, after: *effect, reports: false };
        let at = At { rule: Some(rule), ..at.clone() };
        let message = format!("{called} that {} {verb}{state}", does(*effect));
        self.note(&at, verdict, sides, message);
    }

    /// Judges a list of exemptions, or one, that is new or gone.
    pub(super) fn exemptions(&mut self, at: &At, sides: Sides<'_>) {
        let Some(value) = sides.before.or(sides.after) else { return };
        let added = sides.after.is_some();
        let verb = if added { "was added" } else { "was removed" };
        let message = match (&at.of, at.item) {
            (Some(name), true) => format!("{name} of `{}` {verb}", at.key),
            _ => format!("{} {verb}: {}", called(at), show(value)),
        };
        self.note(at, Self::exemption(at, added), sides, message);
    }

    /// An exemption from what permits restricts.
    pub(super) fn exemption(at: &At, added: bool) -> Verdict {
        let permissive = at.rule.as_ref().and_then(Rule::is_permissive) == Some(true);
        let direction = Direction::tightened(added == permissive);
        let code = if added { codes::EXEMPTION_ADDED } else { codes::EXEMPTION_REMOVED };
        Verdict::guard(code, direction, 0.9)
    }
}

/// Judges how the situations in which a rule applies differ.
fn judge_condition(at: &At, relation: Relation) -> (Verdict, &'static str) {
    let permissive = at.rule.as_ref().and_then(Rule::is_permissive);
    let (broadened, how) = match relation {
        Relation::Equal => {
            let verdict = Verdict::new(codes::CONDITION_REWRITTEN, Class::Cosmetic, 1.0);
            return (verdict, "it says the same in other words");
        }
        Relation::Implies => (true, "the rule applies in more situations"),
        Relation::ImpliedBy => (false, "the rule applies in fewer situations"),
        Relation::Overlapping => {
            let verdict = Verdict::new(codes::CONDITION_CHANGED, Class::Behavioral, 0.9);
            return (verdict, "the rule applies in some situations more, and in others no more");
        }
        Relation::Disjoint => {
            let verdict = Verdict::new(codes::CONDITION_CHANGED, Class::Behavioral, 0.9);
            return (verdict, "the rule applies in entirely different situations");
        }
        Relation::Unknown => {
            let verdict = Verdict::new(codes::CONDITION_CHANGED, Class::Behavioral, 0.5);
            return (verdict, "how the situations differ cannot be decided");
        }
    };
    let Some(permissive) = permissive else {
        // The rule turned from one that permits into one that restricts, or back.
        return (Verdict::new(codes::CONDITION_CHANGED, Class::Behavioral, 0.5), how);
    };
    let direction = Direction::tightened(broadened != permissive);
    let code = direction.pick(codes::CONDITION_TIGHTENED, codes::CONDITION_LOOSENED);
    (Verdict::guard(code, direction, 0.9), how)
}

fn does(effect: Effect) -> &'static str {
    match effect {
        Effect::Exempt => "exempts",
        Effect::Allow => "allows",
        Effect::Audit => "reports",
        Effect::Warn => "warns",
        Effect::Require => "requires",
        Effect::Deny => "denies",
    }
}

/// Reads what one member says of when or where a rule applies.
fn read_part(key: &str, value: &Value, negated: bool) -> Option<Condition> {
    let scope = matches!(role(key), Role::Scope { .. } | Role::Effect);
    // Without names, a rule of a role is about all resources.
    if key == "resourceNames" && value.as_array().is_some_and(Vec::is_empty) {
        return Some(Condition::always());
    }
    let condition = match value {
        Value::Array(items) if scope && items.iter().any(Value::is_object) => {
            let parts = items.iter().map(Condition::parse);
            Condition::any(parts.collect::<Option<Vec<_>>>()?)
        }
        Value::Array(items) if scope || negated && items.iter().all(Value::is_string) => {
            let items: Vec<Value> = items.iter().map(everything).collect();
            Condition::field(key, &Value::Array(items))?
        }
        // Whether all or any of bare words are asked for, nothing tells.
        Value::Array(items) if items.len() > 1 && items.iter().all(is_word) => return None,
        Value::Object(_) | Value::Array(_) => Condition::parse(value)?,
        single if scope => Condition::field(key, &everything(single))?,
        single => match Condition::parse(single) {
            None if negated => Condition::field(key, single)?,
            condition => condition?,
        },
    };
    Some(if negated { condition.negated() } else { condition })
}

/// `all` and `any` stand for everything, as `*` does.
fn everything(value: &Value) -> Value {
    match value.as_str() {
        Some("all" | "any" | "ALL") => Value::from("*"),
        _ => value.clone(),
    }
}

fn is_word(value: &Value) -> bool {
    value.as_str().is_some_and(|text| {
        text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '/' | '.' | '*'))
    })
}

/// Tells whether a member says when or where a rule applies.
pub(super) fn applies_by(key: &str, value: &Value) -> bool {
    match role(key) {
        Role::Condition { .. } | Role::Scope { .. } => true,
        // In access policies an `Action` is what a statement is about.
        Role::Effect => Effect::of(value).is_none(),
        _ => false,
    }
}

/// Tells whether two or more members that say when a rule applies differ.
fn changed_together(before: &Map<String, Value>, after: &Map<String, Value>) -> bool {
    let gone = before.iter().filter(|(key, value)| {
        applies_by(key, value) && after.get(*key).is_none_or(|other| !same(value, other))
    });
    let new =
        after.iter().filter(|(key, value)| applies_by(key, value) && !before.contains_key(*key));
    gone.chain(new).nth(1).is_some()
}

/// Reads when and where a rule applies, in all.
pub(super) fn applies(rule: &Map<String, Value>) -> Option<Condition> {
    let mut scopes = rule.keys().filter(|key| matches!(role(key), Role::Scope { negated: false }));
    let scope = scopes.next().filter(|_| scopes.next().is_none());
    let mut all = Condition::always();
    for (key, value) in rule {
        let (subject, negated) = match role(key) {
            // Bare words that are excepted are some of what the only scope of the rule lists.
            Role::Condition { negated: true } if is_words(value) => {
                (scope.unwrap_or(key).as_str(), true)
            }
            Role::Condition { negated } | Role::Scope { negated: negated @ false } => {
                (key.as_str(), negated)
            }
            Role::Scope { negated: true } => (without_not(key), true),
            Role::Effect if Effect::of(value).is_none() => (key.as_str(), false),
            _ => continue,
        };
        let part = if negated && subject != key {
            Condition::field(subject, &words_of(value))?.negated()
        } else {
            read_part(key, value, negated)?
        };
        all = all.and(part);
    }
    Some(all)
}

/// Returns what a name such as `NotAction` or `excluded_paths` says no to.
fn without_not(key: &str) -> &str {
    let starts = ["Not", "not_", "excluded_", "exclude_"];
    starts.iter().find_map(|start| key.strip_prefix(start)).unwrap_or(key)
}

fn is_words(value: &Value) -> bool {
    value.as_array().is_some_and(|items| items.iter().all(is_word))
}

/// Returns a list or a single value, where words may stand for everything.
fn words_of(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(everything).collect(),
        single => everything(single),
    }
}
