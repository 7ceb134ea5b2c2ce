//! Where a comparison stands, and what is around it.

use serde_json::Value;

use super::level::Effect;
use super::names::Role;
use crate::document::pointer;

/// A place in both versions, and what is known from around it.
#[derive(Clone, Debug, Default)]
pub(super) struct At {
    pub(super) before: String,
    pub(super) after: String,
    /// Name of the member, or of the list for an item.
    pub(super) key: String,
    /// Name of the member around.
    pub(super) parent: String,
    /// How sure it is that both sides stand for the same.
    pub(super) sure: f64,
    /// The rule around, when there is one.
    pub(super) rule: Option<Rule>,
    pub(super) environment: Option<String>,
    /// Name of the nearest item around, as messages show it.
    pub(super) of: Option<String>,
    /// The role of the list or map around.
    pub(super) within: Option<Role>,
    /// Whether the values are items of a list.
    pub(super) item: bool,
}

/// The rule around a place.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub(super) name: Option<String>,
    pub(super) before: Effect,
    pub(super) after: Effect,
    /// Whether it only reports now, or does nothing.
    pub(super) reports: bool,
}

impl Rule {
    /// Tells whether the rule permits, when it does so in both versions or in neither.
    pub(super) fn is_permissive(&self) -> Option<bool> {
        let (before, after) = (self.before.is_permissive(), self.after.is_permissive());
        (before == after).then_some(after)
    }
}

impl At {
    pub(super) fn root(environment: Option<String>) -> Self {
        Self { sure: 1.0, environment, ..Self::default() }
    }

    /// Returns the place of a member, which may have another name before.
    pub(super) fn member(&self, before: &str, after: &str) -> Self {
        Self {
            before: pointer::push(&self.before, before),
            after: pointer::push(&self.after, after),
            key: after.to_owned(),
            parent: self.key.clone(),
            item: false,
            ..self.clone()
        }
    }

    /// Returns the place of an item of this list.
    pub(super) fn item(&self, before: usize, after: usize) -> Self {
        Self {
            before: pointer::push(&self.before, &before.to_string()),
            after: pointer::push(&self.after, &after.to_string()),
            item: true,
            ..self.clone()
        }
    }

    pub(super) fn likely(mut self, sure: f64) -> Self {
        self.sure = self.sure.min(sure);
        self
    }
}

/// Tells whether two values say the same: `1` and `1.0` do.
pub(super) fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => {
            a == b || (a.is_f64() != b.is_f64() && a.as_f64() == b.as_f64())
        }
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        _ => a == b,
    }
}
