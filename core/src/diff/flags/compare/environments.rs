//! The settings of a flag, environment by environment.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Comparison, notes, prerequisites, rollout, rules, serving, unserved};
use crate::diff::Class;
use crate::diff::draft::{Draft, Part};
use crate::diff::flags::model::{Flag, Named, Outcome, Purpose, Rule, Setting};
use crate::diff::flags::show;
use crate::finding::codes::diff::flags as codes;

/// A setting with what it inherits from its flag.
pub(super) struct View<'s> {
    pub(super) flag: &'s Flag<'s>,
    pub(super) setting: &'s Setting<'s>,
    pub(super) environment: Option<&'s str>,
}

impl<'s> View<'s> {
    pub(super) fn on(&self) -> bool {
        let state = self.setting.state.as_ref().or(self.flag.own.state.as_ref());
        state.is_none_or(|state| state.on)
    }

    pub(super) fn default(&self) -> Option<&'s Named<'s>> {
        self.setting.default.as_ref().or(self.flag.own.default.as_ref())
    }

    pub(super) fn off(&self) -> Option<&'s Named<'s>> {
        self.setting.off.as_ref().or(self.flag.own.off.as_ref())
    }

    pub(super) fn rules(&self) -> &'s [Rule<'s>] {
        self.setting.rules.as_deref().or(self.flag.own.rules.as_deref()).unwrap_or_default()
    }

    /// Returns what everybody gets whom no rule names, and where that is told.
    pub(super) fn otherwise(&self) -> (Outcome, Part) {
        let told = self.setting.otherwise.as_ref();
        // A default of the environment's own takes the place of a rollout for all.
        let inherits = self.setting.default.is_none();
        let told = told.or(self.flag.own.otherwise.as_ref().filter(|_| inherits));
        if let Some(serve) = told.filter(|serve| serve.outcome != Outcome::Default) {
            return (serve.outcome.clone(), serve.at.part());
        }
        match self.default() {
            Some(named) => (Outcome::Variant(named.variant.clone()), named.at.part()),
            None => (Outcome::Default, self.setting.at.part()),
        }
    }

    /// Tells whether a variant stands for what users had before there was the flag; `other` is the
    /// same setting on the other side.
    pub(super) fn is_control(&self, variant: &str, other: &View<'_>) -> bool {
        let is = |named: Option<&Named<'_>>| named.is_some_and(|named| named.variant == variant);
        is(self.off())
            || super::flags::is_nothing(self.flag, variant)
            || is(self.default()) && is(other.default())
    }

    /// Returns what this setting serves, without where and by which hash.
    fn signature(&self) -> String {
        let served = |outcome: &Outcome| show::outcome(outcome);
        let rules: Vec<String> = self
            .rules()
            .iter()
            .map(|r| format!("{} {}", r.logic, served(&r.serve.outcome)))
            .collect();
        let off = self.off().map(|named| named.variant.as_str());
        format!("{} {off:?} {rules:?} {}", self.on(), served(&self.otherwise().0))
    }
}

/// Lists the settings of a flag: its own, and those of its environments.
pub(in crate::diff::flags) fn all<'s>(
    flag: &'s Flag<'s>,
) -> Vec<(Option<&'s str>, &'s Setting<'s>)> {
    let own = std::iter::once((None, &flag.own));
    own.chain(flag.environments.iter().map(|(name, setting)| (Some(name.as_str()), setting)))
        .collect()
}

/// Tells whether a setting names a variant, or may do so.
pub(super) fn mentions(setting: &Setting<'_>, variant: &str) -> bool {
    let rules = setting.rules.iter().flatten().map(|rule| &rule.serve.outcome);
    let otherwise = setting.otherwise.iter().map(|serve| &serve.outcome);
    let told = [&setting.default, &setting.off];
    rules.chain(otherwise).any(|outcome| outcome.mentions(variant))
        || told.into_iter().flatten().any(|named| named.variant == variant)
}

/// Compares the settings of a flag; `renames` are the new names of variants.
pub(super) fn compare(
    comparison: &mut Comparison<'_>,
    was: &Flag<'_>,
    is: &Flag<'_>,
    renames: &BTreeMap<String, String>,
) {
    let own = |flag| View { flag, setting: &flag.own, environment: None };
    settings(
        comparison,
        &own(was),
        &View { flag: is, setting: &is.own, environment: None },
        renames,
    );
    let keys: BTreeSet<&String> = was.environments.keys().chain(is.environments.keys()).collect();
    for key in keys {
        let view = |flag| environment(flag, key);
        let first = comparison.drafts.len();
        match (view(was), environment(is, key)) {
            (Some(old), Some(new)) => {
                settings(comparison, &old, &new, renames);
                promoted(comparison, was, &old, &new, first);
            }
            (None, Some(new)) => {
                let draft = added(was, &new);
                comparison.drafts.push(draft);
            }
            (Some(old), None) => comparison.drafts.push(removed(&old)),
            (None, None) => {}
        }
        for draft in comparison.drafts.iter_mut().skip(first) {
            draft.details.insert("environment".to_owned(), Value::from(key.as_str()));
        }
    }
}

fn environment<'s>(flag: &'s Flag<'s>, key: &'s str) -> Option<View<'s>> {
    let setting = flag.environments.get(key)?;
    Some(View { flag, setting, environment: Some(key) })
}

fn settings(
    comparison: &mut Comparison<'_>,
    was: &View<'_>,
    is: &View<'_>,
    renames: &BTreeMap<String, String>,
) {
    if was.environment.is_some() && was.setting.at.value == is.setting.at.value {
        return;
    }
    let first = comparison.drafts.len();
    serving::compare(comparison, was, is, renames);
    rollout::otherwise(comparison, was, is, renames);
    rules::compare(comparison, was, is, renames);
    let (old, new) = (&was.setting.prerequisites, &is.setting.prerequisites);
    prerequisites::compare(comparison, old.as_ref(), new.as_ref(), is);
    let without_effect = !was.on() && !is.on();
    for draft in comparison.drafts.iter_mut().skip(first) {
        quiet(draft, without_effect);
    }
    unserved::compare(comparison, was, is, renames);
    let whose = format!("flag `{}`{}", is.flag.key, show::place(is.environment));
    comparison.drafts.extend(notes::unknown(&was.setting.rest, &is.setting.rest, &whose));
}

/// Lowers what has no effect while the flag is off.
fn quiet(draft: &mut Draft, without_effect: bool) {
    if without_effect
        && draft.class == Class::Behavioral
        && draft.code != codes::OFF_VARIANT_CHANGED
    {
        draft.class = Class::Additive;
        draft.severity = None;
        "the flag is off in both versions: it takes effect when it is switched on"
            .clone_into(&mut draft.rationale);
    }
}

/// Notes where the settings of another environment took the place of what was there.
fn promoted(
    comparison: &mut Comparison<'_>,
    was: &Flag<'_>,
    old: &View<'_>,
    new: &View<'_>,
    first: usize,
) {
    let now = new.signature();
    if old.signature() == now {
        return;
    }
    let Some(from) = source(was, new, &now) else { return };
    for draft in comparison.drafts.iter_mut().skip(first) {
        draft.details.insert("promoted_from".to_owned(), Value::from(from.as_str()));
    }
}

/// Returns the environment that already had what `view` has now.
fn source(was: &Flag<'_>, view: &View<'_>, now: &str) -> Option<String> {
    let others = was.environments.keys().filter(|key| Some(key.as_str()) != view.environment);
    others
        .filter_map(|key| environment(was, key))
        .find(|other| other.signature() == now)
        .and_then(|other| other.environment.map(str::to_owned))
}

fn added(was: &Flag<'_>, view: &View<'_>) -> Draft {
    let key = &view.flag.key;
    let message = format!("flag `{key}` has settings of its own{}", show::place(view.environment));
    let draft = if view.on() {
        let (outcome, _) = view.otherwise();
        let why = format!("it is on there, and serves {}", show::outcome(&outcome));
        Draft::new(codes::ENVIRONMENT_ADDED, Class::Behavioral, message).because(why)
    } else {
        Draft::new(codes::ENVIRONMENT_ADDED, Class::Additive, message).because("it is off there")
    };
    let draft = draft.after(view.setting.at.part());
    match source(was, view, &view.signature()) {
        Some(from) => draft.detail("promoted_from", from),
        None => draft,
    }
}

fn removed(view: &View<'_>) -> Draft {
    let key = &view.flag.key;
    let place = show::place(view.environment);
    let message = format!("flag `{key}` has no settings of its own{place} any more");
    Draft::new(codes::ENVIRONMENT_REMOVED, Class::Behavioral, message)
        .severity(crate::finding::Severity::High)
        .before(view.setting.at.part())
}

/// Judges a change that switches everybody at once: of flags that are there for emergencies or
/// rights, it breaks what people rely on.
pub(super) fn at_once(draft: Draft, purpose: Purpose) -> Draft {
    let (what, name) = match purpose {
        Purpose::Other => return draft.severity(crate::finding::Severity::High),
        Purpose::KillSwitch => ("the flag is a kill switch", "kill_switch"),
        Purpose::Permission => ("the flag tells who may do something", "permission"),
    };
    let why = format!("{what}: {}", draft.rationale);
    Draft { class: Class::Breaking, ..draft }.because(why).sure(0.7).detail("purpose", name)
}
