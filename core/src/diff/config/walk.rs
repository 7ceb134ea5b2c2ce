//! The walk over both versions.

use serde_json::{Map, Value};

use super::at::{At, Rule, same};
use super::environment;
use super::level::{self, Effect};
use super::names::{Role, holds_inputs, is_ordered, role};
use super::note::{Direction, Sides, Verdict, called, draft, show};
use super::options::{ConfigOptions, FieldPolarity, fits};
use super::polarity::{self, Guard};
use super::rbac;
use super::rename::{self, Announced};
use super::resource::Resource;
use super::rule::applies_by;
use crate::diff::Class;
use crate::diff::condition::Budget;
use crate::diff::draft::Draft;
use crate::finding::codes::diff::config as codes;

/// Most comparisons of conditions, which cost more than others.
const MOST_CONDITIONS: usize = 4096;

/// What a comparison knows and finds.
pub(super) struct Walk<'o> {
    pub(super) options: &'o ConfigOptions,
    pub(super) found: Vec<Draft>,
    pub(super) incomplete: bool,
    /// Comparisons of conditions that are left.
    pub(super) conditions: usize,
    /// Steps that these may take.
    pub(super) budget: Budget,
    /// The resource of Kubernetes around.
    resource: Resource,
}

impl<'o> Walk<'o> {
    pub(super) fn new(options: &'o ConfigOptions) -> Self {
        Self {
            options,
            found: Vec::new(),
            incomplete: false,
            conditions: MOST_CONDITIONS,
            budget: Budget::new(),
            resource: Resource::None,
        }
    }

    pub(super) fn note(&mut self, at: &At, verdict: Verdict, sides: Sides<'_>, message: String) {
        self.found.push(draft(at, reporting(at, verdict), sides, message));
    }

    /// Notes a change of a value that both versions have.
    pub(super) fn changed(
        &mut self,
        at: &At,
        verdict: Verdict,
        (before, after): (&Value, &Value),
        message: String,
    ) {
        self.note(at, verdict, Sides { before: Some(before), after: Some(after) }, message);
    }

    /// Takes one from the comparisons of conditions that are left.
    pub(super) fn may_compare(&mut self) -> bool {
        let left = self.conditions.checked_sub(1);
        self.conditions = left.unwrap_or_default();
        self.incomplete |= left.is_none();
        left.is_some()
    }

    pub(super) fn is_cosmetic(&self, at: &At) -> bool {
        let fits = |glob: &String| fits(glob, &at.after, &at.key);
        let annotates =
            role(&at.key) == Role::Annotation && !(self.is_in_resource() && is_metadata(&at.key));
        !at.item && (self.options.cosmetic.iter().any(fits) || annotates && !self.in_metadata(at))
    }

    /// Tells whether a place is an annotation or label of a resource: controllers act on them.
    pub(super) fn in_metadata(&self, at: &At) -> bool {
        self.is_in_resource() && is_metadata(&at.parent)
    }

    fn is_in_resource(&self) -> bool {
        self.resource != Resource::None
    }

    pub(super) fn is_ordered(&self, at: &At) -> bool {
        !self.is_set(at) && (is_listed(&self.options.ordered, at) || is_ordered(&at.key))
    }

    pub(super) fn is_set(&self, at: &At) -> bool {
        is_listed(&self.options.sets, at)
    }

    /// Returns which way the field at a place guards.
    pub(super) fn guard(&self, at: &At) -> Option<Guard> {
        self.guard_of(at, false)
    }

    /// Returns which way the field at a place guards, which may be a list.
    pub(super) fn guard_of(&self, at: &At, list: bool) -> Option<Guard> {
        if at.within == Some(Role::Exemptions) && at.item {
            return Some(Guard { polarity: FieldPolarity::HigherIsLooser, sure: 0.9 });
        }
        if let Some(guard) = self.of_resource(&at.key).filter(|_| list) {
            return Some(guard);
        }
        let name = at.key.to_ascii_lowercase();
        let rule = at.rule.as_ref().and_then(Rule::is_permissive);
        if let (Some(permissive), "enabled" | "enable" | "active" | "disabled") =
            (rule, name.as_str())
        {
            let tighter = permissive == (name == "disabled");
            let polarity = if tighter {
                FieldPolarity::HigherIsTighter
            } else {
                FieldPolarity::HigherIsLooser
            };
            return Some(Guard { polarity, sure: 0.9 });
        }
        let field = polarity::Field { name: &at.key, parent: &at.parent, pointer: &at.after, list };
        polarity::of(field, self.options)
    }

    /// Returns which way a list of a resource guards. Of a network policy: whoever is not named may not talk, but for
    /// exceptions, and only in the directions that the policy is about.
    fn of_resource(&self, key: &str) -> Option<Guard> {
        let polarity = match (self.resource, key) {
            (Resource::NetworkPolicy, "ingress" | "egress" | "from" | "to" | "ports")
            | (Resource::Binding, "subjects") => FieldPolarity::HigherIsLooser,
            (Resource::NetworkPolicy, "except" | "policyTypes") => FieldPolarity::HigherIsTighter,
            _ => return None,
        };
        Some(Guard { polarity, sure: 0.9 })
    }

    /// Tells whether without a list of a network policy everybody is meant.
    pub(super) fn is_open_without(&self, key: &str) -> bool {
        self.resource == Resource::NetworkPolicy && matches!(key, "from" | "to" | "ports")
    }

    /// Compares two values.
    pub(super) fn pair(&mut self, at: &At, before: &Value, after: &Value) {
        if same(before, after) {
            return;
        }
        match (before, after) {
            (Value::Object(b), Value::Object(a)) => {
                let around = self.resource;
                self.resource = Resource::of(a).unwrap_or(around);
                self.map(&rule_around(at, b, a), b, a);
                self.resource = around;
            }
            (Value::Array(b), Value::Array(a)) => self.list(at, (before, b), (after, a)),
            _ => self.scalar(at, before, after),
        }
    }

    fn map(&mut self, at: &At, before: &Map<String, Value>, after: &Map<String, Value>) {
        let renames = rename::find(before, after);
        let announced = Announced::of(before, after);
        let told = self.reach(at, before, after);
        for (key, value) in before {
            if told && applies_by(key, value) {
                continue;
            }
            if let Some(rename) = renames.iter().find(|rename| rename.before == *key) {
                let inner = self.enter(&at.member(key, &rename.after), value);
                let Some(new) = after.get(&rename.after) else { continue };
                self.renamed(&inner, rename, (value, new), &announced);
                self.pair(&inner.likely(0.7), value, new);
                continue;
            }
            let inner = self.enter(&at.member(key, key), value);
            match after.get(key) {
                Some(new) => self.member(&inner, value, new),
                None => self.gone(&inner, value, &announced),
            }
        }
        for (key, value) in after {
            let known =
                before.contains_key(key) || renames.iter().any(|rename| rename.after == *key);
            let said = told && applies_by(key, value);
            if !known && !said {
                self.new_member(&self.enter(&at.member(key, key), value), value);
            }
        }
    }

    /// Adds what the name of a member tells: its environment and role.
    fn enter(&self, at: &At, value: &Value) -> At {
        let mut inner = at.clone();
        if let Some(name) = environment::named(&at.key, &at.parent, value, self.options) {
            inner.environment = Some(name.to_owned());
        }
        if role(&at.key) == Role::Exemptions {
            inner.within = Some(Role::Exemptions);
        }
        inner
    }

    /// Compares a member that both versions have.
    fn member(&mut self, at: &At, before: &Value, after: &Value) {
        if same(before, after) {
            return;
        }
        if self.is_cosmetic(at) {
            let verdict = Verdict::new(codes::DESCRIPTION_CHANGED, Class::Cosmetic, 0.9);
            return self.changed(at, verdict, (before, after), format!("{} changed", called(at)));
        }
        match role(&at.key) {
            Role::Owner => {
                let verdict = Verdict::new(codes::OWNER_CHANGED, Class::Additive, 0.9);
                let message =
                    format!("{} went from {} to {}", called(at), show(before), show(after));
                self.changed(at, verdict, (before, after), message);
            }
            Role::Effect if at.rule.is_some() && does_something(before, after) => {
                self.effect(at, before, after);
            }
            // In access policies an `Action` is what a statement is about.
            Role::Effect if at.rule.is_some() => {
                self.condition(at, false, Sides { before: Some(before), after: Some(after) });
            }
            Role::Condition { negated } | Role::Scope { negated } if at.rule.is_some() => {
                self.condition(at, negated, Sides { before: Some(before), after: Some(after) });
            }
            Role::Version if at.parent.is_empty() => self.version(at, before, after),
            _ => self.pair(at, before, after),
        }
    }

    /// Notes a member that is gone.
    fn gone(&mut self, at: &At, value: &Value, announced: &Announced) {
        let sides = Sides { before: Some(value), after: None };
        if self.came_or_went(at, sides) {
            return;
        }
        let noticed = announced.has(&at.key, value);
        let (class, sure) = if noticed { (Class::Behavioral, 0.9) } else { (Class::Breaking, 0.9) };
        let verdict = Verdict::new(codes::KEY_REMOVED, class, sure);
        let mut change = draft(at, verdict, sides, format!("{} was removed", called(at)));
        if noticed {
            change = change.because("its removal was announced, or an alias takes its place");
        }
        self.found.push(change);
    }

    /// Notes a member that is new.
    fn new_member(&mut self, at: &At, value: &Value) {
        let sides = Sides { before: None, after: Some(value) };
        if self.came_or_went(at, sides) {
            return;
        }
        let required = holds_inputs(&at.parent)
            && value.get("required").and_then(Value::as_bool) == Some(true)
            && value.get("default").is_none();
        let verdict = if required {
            Verdict::new(codes::REQUIRED_KEY_ADDED, Class::Breaking, 0.9)
        } else {
            Verdict::new(codes::KEY_ADDED, Class::Additive, 0.9)
        };
        let what = if required { " is required and new" } else { " was added" };
        self.note(at, verdict, sides, format!("{}{what}: {}", called(at), show(value)));
    }

    /// Judges a member that is new or gone by what it is; tells whether it did.
    fn came_or_went(&mut self, at: &At, sides: Sides<'_>) -> bool {
        let Some(value) = sides.before.or(sides.after) else { return false };
        let added = sides.after.is_some();
        let verb = if added { "was added" } else { "was removed" };
        if self.is_cosmetic(at) || role(&at.key) == Role::Aliases {
            let verdict = Verdict::new(codes::DESCRIPTION_CHANGED, Class::Cosmetic, 0.9);
            self.note(at, verdict, sides, format!("{} {verb}", called(at)));
            return true;
        }
        match role(&at.key) {
            _ if self.in_metadata(at) || self.is_in_resource() && is_metadata(&at.key) => {
                let verdict = Verdict::new(codes::VALUE_CHANGED, Class::Behavioral, 0.5);
                self.note(at, verdict, sides, format!("{} {verb}: {}", called(at), show(value)));
                return true;
            }
            Role::Owner => {
                let verdict = Verdict::new(codes::OWNER_CHANGED, Class::Additive, 0.9);
                self.note(at, verdict, sides, format!("{} {verb}", called(at)));
                return true;
            }
            Role::Condition { negated } | Role::Scope { negated } if at.rule.is_some() => {
                self.condition(at, negated, sides);
                return true;
            }
            Role::Effect if at.rule.is_some() && Effect::of(value).is_none() => {
                self.condition(at, false, sides);
                return true;
            }
            Role::Exemptions if is_filled(value) => {
                self.exemptions(at, sides);
                return true;
            }
            _ => {}
        }
        if let Some(rule) = rule_of(value) {
            self.rule_came_or_went(at, &rule, sides);
            return true;
        }
        self.stated(at, value, sides) || self.guard_came_or_went(at, value, sides)
    }
}

/// What a rule restricts that only reports after the change, or does nothing, breaks nobody.
pub(super) fn reporting(at: &At, verdict: Verdict) -> Verdict {
    let reports = at.rule.as_ref().is_some_and(|rule| rule.reports);
    let tightens = verdict.direction == Some(Direction::Tightened);
    if reports && tightens {
        return Verdict { class: verdict.class.min(Class::Behavioral), ..verdict };
    }
    verdict
}

/// Tells whether a member of a resource holds what controllers read.
fn is_metadata(key: &str) -> bool {
    matches!(key, "annotations" | "labels")
}

fn is_listed(globs: &[String], at: &At) -> bool {
    globs.iter().any(|glob| fits(glob, &at.after, &at.key))
}

/// Tells whether both values are effects.
fn does_something(before: &Value, after: &Value) -> bool {
    Effect::of(before).is_some() && Effect::of(after).is_some()
}

/// Tells whether a value names something: a text, or a list that is not empty.
fn is_filled(value: &Value) -> bool {
    match value {
        Value::Array(items) => !items.is_empty(),
        Value::String(text) => !text.is_empty(),
        _ => false,
    }
}

/// Returns the rule that an object is, when it is one.
pub(super) fn rule_of(value: &Value) -> Option<(Option<String>, Effect)> {
    of_members(value.as_object()?)
}

fn of_members(members: &Map<String, Value>) -> Option<(Option<String>, Effect)> {
    let effect = members
        .iter()
        .filter(|(key, _)| role(key) == Role::Effect)
        .find_map(|(_, value)| Effect::of(value));
    let has = |wanted: fn(Role) -> bool| members.keys().any(|key| wanted(role(key)));
    let judges = has(|role| matches!(role, Role::Severity | Role::Mode));
    let applies = has(|role| matches!(role, Role::Condition { .. }));
    // What has a condition and a severity is a check: it demands something.
    let effect = effect
        .or_else(|| (judges && applies).then_some(Effect::Require))
        .or_else(|| rbac::is_grant(members).then_some(Effect::Allow))?;
    let name = ["id", "name", "rule", "sid", "Sid", "key"]
        .iter()
        .find_map(|key| members.get(*key)?.as_str().map(str::to_owned));
    Some((name, effect))
}

fn rule_around(at: &At, before: &Map<String, Value>, after: &Map<String, Value>) -> At {
    let (Some((_, was)), Some((name, is))) = (of_members(before), of_members(after)) else {
        return at.clone();
    };
    let name = name.or_else(|| (!at.item && !at.key.is_empty()).then(|| at.key.clone()));
    let reports = acts(after, is).is_none_or(Effect::only_reports);
    At { rule: Some(Rule { name, before: was, after: is, reports }), ..at.clone() }
}

/// Tells how strictly a rule acts: not at all when it is switched off.
pub(super) fn acts(members: &Map<String, Value>, effect: Effect) -> Option<Effect> {
    let off = members.get("enabled").and_then(Value::as_bool) == Some(false)
        || members.get("disabled").and_then(Value::as_bool) == Some(true);
    let mode = members
        .iter()
        .filter(|(key, _)| role(key) == Role::Mode)
        .find_map(|(_, value)| level::mode(value));
    match mode {
        _ if off => None,
        Some(0) => None,
        Some(1) => Some(effect.min(Effect::Audit)),
        Some(2) => Some(effect.min(Effect::Warn)),
        _ => Some(effect),
    }
}
