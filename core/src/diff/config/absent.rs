//! Members that one version does not have, and what stands for them there.

use serde_json::Value;

use super::at::{At, Rule};
use super::level::{self, Effect};
use super::names::{Role, role, words};
use super::note::{Direction, Sides, Verdict, called, show};
use super::walk::Walk;
use super::{polarity, scalar};
use crate::diff::{Class, quantity};
use crate::finding::Code;
use crate::finding::codes::diff::config as codes;

impl Walk<'_> {
    /// Judges a member whose absence means something; tells whether it did.
    ///
    /// A rule without a switch is on, and what has no mode is enforced; an end that is not stated
    /// never comes.
    pub(super) fn stated(&mut self, at: &At, value: &Value, sides: Sides<'_>) -> bool {
        let permissive = at.rule.as_ref().and_then(Rule::is_permissive) == Some(true);
        let switch =
            matches!(at.key.to_ascii_lowercase().as_str(), "enabled" | "enable" | "active");
        match role(&at.key) {
            Role::Effect | Role::DefaultEffect => {
                let Some(effect) = Effect::of(value) else { return false };
                let codes = if role(&at.key) == Role::Effect {
                    (codes::EFFECT_TIGHTENED, codes::EFFECT_LOOSENED)
                } else {
                    (codes::DEFAULT_EFFECT_TIGHTENED, codes::DEFAULT_EFFECT_LOOSENED)
                };
                self.state(at, !effect.is_permissive(), codes, sides)
            }
            Role::Mode => {
                let codes = (codes::ENFORCEMENT_TIGHTENED, codes::ENFORCEMENT_LOOSENED);
                match level::mode(value) {
                    Some(3) => self.state_default(at, sides),
                    Some(_) => self.state(at, permissive, codes, sides),
                    None => false,
                }
            }
            _ if switch && at.rule.is_some() => {
                let codes = (codes::SWITCH_TIGHTENED, codes::SWITCH_LOOSENED);
                match value.as_bool() {
                    Some(true) => self.state_default(at, sides),
                    Some(false) => self.state(at, permissive, codes, sides),
                    None => false,
                }
            }
            _ if scalar::ends(&at.key) && value.as_str().and_then(quantity::date).is_some() => {
                let added = sides.after.is_some();
                let code =
                    if added { codes::EXPIRY_BROUGHT_FORWARD } else { codes::EXPIRY_POSTPONED };
                self.state(at, !scalar::restricts(at), (code, code), sides)
            }
            _ => self.permission(at, value, sides),
        }
    }

    /// Judges a permission: what is not named in a map of permissions is not permitted.
    fn permission(&mut self, at: &At, value: &Value, sides: Sides<'_>) -> bool {
        if words(&at.parent).last().is_none_or(|word| word != "permissions") {
            return false;
        }
        let given = scalar::access_scale(at).and_then(|scale| scale(value));
        let codes = (codes::ACCESS_NARROWED, codes::ACCESS_WIDENED);
        given.is_some_and(|level| level > 0) && self.state(at, false, codes, sides)
    }

    /// Notes a member that restricts more than nothing, or less.
    fn state(
        &mut self,
        at: &At,
        restricts: bool,
        (tightened, loosened): (&'static Code, &'static Code),
        sides: Sides<'_>,
    ) -> bool {
        let added = sides.after.is_some();
        let direction = Direction::tightened(restricts == added);
        let verdict = Verdict::guard(direction.pick(tightened, loosened), direction, 0.7);
        let value = sides.before.or(sides.after).map(show).unwrap_or_default();
        let verb = if added { "was added" } else { "was removed" };
        self.note(at, verdict, sides, format!("{} {verb}: {value}", called(at)));
        true
    }

    /// Notes a member that says what holds without it.
    fn state_default(&mut self, at: &At, sides: Sides<'_>) -> bool {
        let verdict = Verdict::new(codes::VALUE_REWRITTEN, Class::Cosmetic, 0.7);
        let message = format!("{} says what holds without it", called(at));
        self.note(at, verdict, sides, message);
        true
    }

    /// Judges a guard that is new or gone: a limit, a list or a switch that is on.
    pub(super) fn guard_came_or_went(&mut self, at: &At, value: &Value, sides: Sides<'_>) -> bool {
        let guard = self.guard_of(at, value.is_array());
        let Some((guard, tightens)) = guard.and_then(|g| Some((g, g.tightens()?))) else {
            return false;
        };
        let added = sides.after.is_some();
        let bound = polarity::is_bound(&at.key, &at.parent);
        let more_tightens = match value {
            // A switch that is off is as good as none.
            Value::Bool(on) if *on => tightens,
            Value::Array(items) if !items.is_empty() => tightens || self.is_open_without(&at.key),
            // Any bound restricts more than none.
            Value::Number(_) => true,
            Value::String(text) if quantity::is_amount(text) => true,
            Value::Object(_) if bound => true,
            Value::Object(_) if tightens => true,
            _ => return false,
        };
        let direction = Direction::tightened(more_tightens == added);
        let (tightened, loosened) = match value {
            Value::Bool(_) => (codes::SWITCH_TIGHTENED, codes::SWITCH_LOOSENED),
            Value::Array(_) if tightens => {
                (codes::DENY_LIST_LENGTHENED, codes::DENY_LIST_SHORTENED)
            }
            Value::Array(_) => (codes::ALLOW_LIST_SHORTENED, codes::ALLOW_LIST_LENGTHENED),
            Value::Object(_) => (codes::GUARD_ADDED, codes::GUARD_REMOVED),
            _ => (codes::LIMIT_TIGHTENED, codes::LIMIT_LOOSENED),
        };
        let verdict =
            Verdict::guard(direction.pick(tightened, loosened), direction, 0.7_f64.min(guard.sure));
        let verb = if added { "was added" } else { "was removed" };
        self.note(at, verdict, sides, format!("{} {verb}: {}", called(at), show(value)));
        true
    }
}
