//! Single values that changed.

use std::cmp::Ordering;

use serde_json::Value;

use super::at::{At, Rule};
use super::level::{self, Effect};
use super::names::{Role, role, words};
use super::note::{Direction, Verdict, called, show};
use super::pins;
use super::polarity::Guard;
use super::walk::Walk;
use crate::diff::condition::{Budget, Condition, Relation, relation};
use crate::diff::{Class, quantity};
use crate::finding::Code;
use crate::finding::codes::diff::config as codes;
use crate::version::{Dialect, Range};

/// Code for tightening, and for loosening.
type Codes = (&'static Code, &'static Code);

impl Walk<'_> {
    /// Compares two values that are not both maps or both lists.
    pub(super) fn scalar(&mut self, at: &At, before: &Value, after: &Value) {
        let both = (before, after);
        if let Some((tightened, codes)) = leveled(at, before, after) {
            let direction = Direction::tightened(tightened);
            let verdict = Verdict::guard(direction.pick(codes.0, codes.1), direction, 0.9);
            return self.changed(at, verdict, both, went(at, both));
        }
        if let Some(order) = quantity::compare(before, after, &at.key) {
            return self.amount(at, both, order);
        }
        if let Some((was, is)) = pins::truths(before, after) {
            return self.word(at, both, was == is);
        }
        match both {
            (Value::Bool(_), Value::Bool(on)) => self.switch(at, both, *on),
            (Value::Null, other) | (other, Value::Null) if !other.is_object() => {
                self.null(at, both);
            }
            (Value::String(a), Value::String(b)) => self.text(at, both, (a, b)),
            _ => {
                let verdict = Verdict::new(codes::TYPE_CHANGED, Class::Breaking, 0.9);
                let message =
                    format!("{} went from {} to {}", called(at), kind(before), kind(after));
                self.changed(at, verdict, both, message);
            }
        }
    }

    /// Judges an amount that was raised or lowered.
    fn amount(&mut self, at: &At, both: (&Value, &Value), order: Ordering) {
        if order == Ordering::Equal {
            let verdict = Verdict::new(codes::VALUE_REWRITTEN, Class::Cosmetic, 0.9);
            let message =
                format!("{} says the same: {} and {}", called(at), show(both.0), show(both.1));
            return self.changed(at, verdict, both, message);
        }
        if let (Some(_), true) = (both.0.as_str().and_then(quantity::date), ends(&at.key)) {
            return self.end(at, both, order);
        }
        let guard = self.guard(at);
        let Some((sure, tightens)) = guard.and_then(|g| Some((g.sure, g.tightens()?))) else {
            return self.value(at, both);
        };
        if may_be_none(at) && [both.0, both.1].into_iter().any(quantity::is_zero) {
            let verdict = Verdict::new(codes::VALUE_CHANGED, Class::Behavioral, 0.5);
            return self.changed(at, verdict, both, went(at, both));
        }
        let raised = order == Ordering::Less;
        let direction = Direction::tightened(raised == tightens);
        let code = direction.pick(codes::LIMIT_TIGHTENED, codes::LIMIT_LOOSENED);
        let verb = if raised { "raised" } else { "lowered" };
        let message =
            format!("{} was {verb} from {} to {}", called(at), show(both.0), show(both.1));
        self.changed(at, Verdict::guard(code, direction, sure), both, message);
    }

    /// Judges the day on which something ends: a restriction that ends later restricts more.
    fn end(&mut self, at: &At, both: (&Value, &Value), order: Ordering) {
        let later = order == Ordering::Less;
        let direction = Direction::tightened(later == restricts(at));
        let (code, verb) = if later {
            (codes::EXPIRY_POSTPONED, "postponed")
        } else {
            (codes::EXPIRY_BROUGHT_FORWARD, "brought forward")
        };
        let message =
            format!("{} was {verb} from {} to {}", called(at), show(both.0), show(both.1));
        self.changed(at, Verdict::guard(code, direction, 0.9), both, message);
    }

    /// Compares words for yes and no, which readers of YAML 1.1 take for booleans, and others for texts.
    fn word(&mut self, at: &At, both: (&Value, &Value), same: bool) {
        if same {
            let verdict = Verdict::new(codes::VALUE_REWRITTEN, Class::Cosmetic, 0.7);
            return self.changed(at, verdict, both, went(at, both));
        }
        let on = pins::truths(both.1, &Value::String("on".to_owned())).is_some_and(|(on, _)| on);
        self.switch(at, both, on);
    }

    fn text(&mut self, at: &At, both: (&Value, &Value), (before, after): (&str, &str)) {
        if let Some(verdict) = pins::judge(at, before, after) {
            return self.changed(at, verdict, both, went(at, both));
        }
        if let Some(verdict) = network(at, both, &self.budget) {
            return self.changed(at, verdict, both, went(at, both));
        }
        match ranges(&at.key, before, after) {
            Some((before, after)) => self.range(at, both, &before, &after),
            None => self.value(at, both),
        }
    }

    fn switch(&mut self, at: &At, both: (&Value, &Value), on: bool) {
        let guard = self.guard(at);
        let Some((sure, tightens)) = guard.and_then(|g| Some((g.sure, g.tightens()?))) else {
            return self.value(at, both);
        };
        let direction = Direction::tightened(on == tightens);
        let code = direction.pick(codes::SWITCH_TIGHTENED, codes::SWITCH_LOOSENED);
        let verb = if on { "switched on" } else { "switched off" };
        let message = format!("{} was {verb}", called(at));
        self.changed(at, Verdict::guard(code, direction, sure), both, message);
    }

    /// Judges a value that is null on one side: as good as none.
    fn null(&mut self, at: &At, both: (&Value, &Value)) {
        let amount = |value: &Value| quantity::compare(value, value, "").is_some();
        let bounded = (amount(both.0), amount(both.1));
        let guards = self.guard(at).and_then(Guard::tightens).is_some();
        if !guards || bounded.0 == bounded.1 {
            return self.value(at, both);
        }
        let direction = Direction::tightened(bounded.1);
        let code = direction.pick(codes::LIMIT_TIGHTENED, codes::LIMIT_LOOSENED);
        self.changed(at, Verdict::guard(code, direction, 0.7), both, went(at, both));
    }

    /// Notes a value whose change nothing tells more about.
    fn value(&mut self, at: &At, both: (&Value, &Value)) {
        let known = self.guard(at).is_some_and(|guard| guard.tightens().is_none());
        let sure = if known { 0.9 } else { 0.5 };
        let verdict = Verdict::new(codes::VALUE_CHANGED, Class::Behavioral, sure);
        self.changed(at, verdict, both, went(at, both));
    }

    fn range(&mut self, at: &At, both: (&Value, &Value), before: &Range, after: &Range) {
        let (narrower, wider) = (after.subset_of(before), before.subset_of(after));
        let verdict = match (narrower, wider) {
            (true, true) => Verdict::new(codes::VALUE_REWRITTEN, Class::Cosmetic, 1.0),
            (true, false) => {
                Verdict::guard(codes::VERSION_RANGE_NARROWED, Direction::Tightened, 0.9)
            }
            (false, true) => Verdict::guard(codes::VERSION_RANGE_WIDENED, Direction::Loosened, 0.9),
            (false, false) => Verdict::new(codes::VERSION_RANGE_MOVED, Class::Behavioral, 0.9),
        };
        self.changed(at, verdict, both, went(at, both));
    }

    /// Compares the version that a file states of itself.
    pub(super) fn version(&mut self, at: &At, before: &Value, after: &Value) {
        let major = |value: &Value| {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            // `policies.example.com/v2` states the version behind the slash.
            let text = text.rsplit('/').next().unwrap_or_default().to_owned();
            let digits: String = text
                .chars()
                .skip_while(|c| !c.is_ascii_digit())
                .take_while(char::is_ascii_digit)
                .collect();
            digits.parse::<u64>().ok()
        };
        let jumped = matches!((major(before), major(after)), (Some(b), Some(a)) if a != b);
        let verdict = if jumped {
            Verdict::new(codes::MAJOR_VERSION_CHANGED, Class::Breaking, 0.9)
        } else {
            Verdict::new(codes::VERSION_CHANGED, Class::Behavioral, 0.9)
        };
        self.changed(at, verdict, (before, after), went(at, (before, after)));
    }
}

/// Judges the block of addresses that somebody may come from.
fn network(at: &At, (before, after): (&Value, &Value), budget: &Budget) -> Option<Verdict> {
    if at.key != "cidr" || at.parent != "ipBlock" {
        return None;
    }
    let block = |value: &Value| Condition::field("cidr", value);
    let (was, is) = (block(before)?, block(after)?);
    Some(match relation(&was, &is, budget) {
        Relation::Equal => Verdict::new(codes::VALUE_REWRITTEN, Class::Cosmetic, 1.0),
        Relation::Implies => Verdict::guard(codes::ACCESS_WIDENED, Direction::Loosened, 0.9),
        Relation::ImpliedBy => Verdict::guard(codes::ACCESS_NARROWED, Direction::Tightened, 0.9),
        _ => Verdict::new(codes::VALUE_CHANGED, Class::Behavioral, 0.9),
    })
}

/// Tells whether zero may stand for no bound at all, as it does for many timeouts.
fn may_be_none(at: &At) -> bool {
    let ends = ["timeout", "timeouts", "ttl", "lifetime", "deadline"];
    words(&at.key).last().is_some_and(|word| ends.contains(&word.as_str()))
}

fn went(at: &At, (before, after): (&Value, &Value)) -> String {
    format!("{} went from {} to {}", called(at), show(before), show(after))
}

/// Compares steps of a scale; tells whether the change tightens.
fn leveled(at: &At, before: &Value, after: &Value) -> Option<(bool, Codes)> {
    let permissive = at.rule.as_ref().and_then(Rule::is_permissive).unwrap_or(false);
    let by = |scale: fn(&Value) -> Option<usize>| {
        let (b, a) = (scale(before)?, scale(after)?);
        (a != b).then_some(a > b)
    };
    match role(&at.key) {
        // The level of a log is no severity.
        Role::Severity if at.key != "level" || at.rule.is_some() => {
            let codes = (codes::SEVERITY_RAISED, codes::SEVERITY_LOWERED);
            by(level::severity).map(|raised| (raised, codes))
        }
        Role::Mode => {
            let codes = (codes::ENFORCEMENT_TIGHTENED, codes::ENFORCEMENT_LOOSENED);
            by(level::mode).map(|raised| (raised != permissive, codes))
        }
        Role::DefaultEffect => {
            let codes = (codes::DEFAULT_EFFECT_TIGHTENED, codes::DEFAULT_EFFECT_LOOSENED);
            let (b, a) = (Effect::of(before)?, Effect::of(after)?);
            (a != b).then_some((a > b, codes))
        }
        // A map from the names of rules to how bad it is to break them.
        _ if at.parent == "rules" && by(level::severity).is_some() => {
            let codes = (codes::SEVERITY_RAISED, codes::SEVERITY_LOWERED);
            by(level::severity).map(|raised| (raised, codes))
        }
        _ => {
            let codes = (codes::ACCESS_NARROWED, codes::ACCESS_WIDENED);
            by(access_scale(at)?).map(|looser| (!looser, codes))
        }
    }
}

/// Returns the scale of access that a field is measured on, where its name tells of one.
pub(super) fn access_scale(at: &At) -> Option<fn(&Value) -> Option<usize>> {
    let names = words(&at.key);
    let has = |wanted: &[&str]| names.last().is_some_and(|word| wanted.contains(&word.as_str()));
    if at.parent == "roleRef" && at.key == "name" {
        Some(level::cluster_role)
    } else if has(&["permission", "permissions", "access", "role", "privilege"])
        || words(&at.parent).last().is_some_and(|word| word == "permissions")
    {
        Some(level::access)
    } else if has(&["visibility", "exposure"]) {
        Some(level::visibility)
    } else {
        None
    }
}

/// Tells whether what is around a place restricts: a rule does, and not an exemption from it.
pub(super) fn restricts(at: &At) -> bool {
    at.rule.as_ref().and_then(Rule::is_permissive) == Some(false)
        && at.within != Some(Role::Exemptions)
}

/// Tells whether a field says when something ends.
pub(super) fn ends(name: &str) -> bool {
    let plain = words(name).join("_");
    let ends = ["expir", "until", "not_after", "sunset", "deadline", "valid_to", "end_date"];
    ends.iter().any(|word| plain.contains(word))
}

/// Reads two ranges of versions, where they are apparent.
fn ranges(name: &str, before: &str, after: &str) -> Option<(Range, Range)> {
    let apparent = |text: &str| {
        text.starts_with(['^', '~', '>', '<', '='])
            || text.contains("||")
            || text.contains("!=")
            || text.strip_suffix(".x").is_some()
    };
    if !apparent(before) && !apparent(after) {
        return None;
    }
    let of_python = words(name).iter().any(|word| word == "python");
    let dialects = if of_python {
        &[Dialect::Pep440][..]
    } else {
        &[Dialect::Npm, Dialect::Cargo, Dialect::Pep440]
    };
    dialects.iter().find_map(|dialect| {
        let read = |text| Range::parse(*dialect, text).ok();
        read(before).zip(read(after))
    })
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "a map",
    }
}
