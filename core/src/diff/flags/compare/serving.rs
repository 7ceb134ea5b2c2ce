//! Whether a flag is on, and what it serves where nothing else decides.

use std::collections::BTreeMap;

use super::Comparison;
use super::environments::{View, at_once};
use super::notes::part_of;
use crate::diff::Class;
use crate::diff::draft::{Draft, Part};
use crate::diff::flags::model::{Named, Outcome};
use crate::diff::flags::show;
use crate::finding::Code;
use crate::finding::codes::diff::flags as codes;

/// Compares state, default and off variant.
pub(super) fn compare(
    comparison: &mut Comparison<'_>,
    was: &View<'_>,
    is: &View<'_>,
    renames: &BTreeMap<String, String>,
) {
    comparison.drafts.extend(state(was, is));
    let overrides = was.setting.default.is_some() || is.setting.default.is_some();
    // Where no rollout for all stands on either side, the default is what everybody gets.
    if overrides {
        let (old, new) = (was.default(), is.default());
        comparison.drafts.extend(default(was, is, old, new, renames));
    }
    if was.setting.off.is_some() || is.setting.off.is_some() {
        let changed = named(codes::OFF_VARIANT_CHANGED, is, was.off(), is.off(), renames);
        comparison.drafts.extend(changed);
    }
}

fn state(was: &View<'_>, is: &View<'_>) -> Option<Draft> {
    let (old, new) = (was.setting.state.as_ref(), is.setting.state.as_ref());
    if old.is_none() && new.is_none() || was.on() == is.on() {
        return None;
    }
    let place = show::place(is.environment);
    let key = &is.flag.key;
    let (code, what): (&'static Code, String) = if is.on() {
        let (outcome, _) = is.otherwise();
        (
            codes::FLAG_ENABLED,
            format!("flag `{key}` was switched on{place}: it serves {}", show::outcome(&outcome)),
        )
    } else {
        let off = is.off().map(|named| format!(": everybody gets `{}`", named.variant));
        let off = off.unwrap_or_default();
        (codes::FLAG_DISABLED, format!("flag `{key}` was switched off{place}{off}"))
    };
    let mut draft = Draft::new(code, Class::Behavioral, what);
    draft.before = Some(old.map_or_else(|| whole(was), |state| state.at.part()));
    draft.after = Some(new.map_or_else(|| whole(is), |state| state.at.part()));
    Some(at_once(draft, is.flag.purpose))
}

/// Stands for what is inherited.
fn whole(view: &View<'_>) -> Part {
    let state = view.flag.own.state.as_ref().filter(|_| view.environment.is_some());
    state.map_or_else(|| view.setting.at.part(), |state| state.at.part())
}

fn default(
    was: &View<'_>,
    is: &View<'_>,
    old: Option<&Named<'_>>,
    new: Option<&Named<'_>>,
    renames: &BTreeMap<String, String>,
) -> Option<Draft> {
    let draft = named(codes::DEFAULT_CHANGED, is, old, new, renames)?;
    let replaced = |view: &View<'_>| match view.otherwise().0 {
        Outcome::Variant(name) => view.default().is_none_or(|named| named.variant != name),
        Outcome::Default => false,
        Outcome::Rollout(_) | Outcome::Unknown(_) => true,
    };
    if replaced(was) || replaced(is) {
        let why =
            "a rollout for everybody takes its place, on both sides or on the one that tells more";
        return Some(Draft { class: Class::Behavioral, severity: None, ..draft }.because(why));
    }
    Some(draft)
}

fn named(
    code: &'static Code,
    is: &View<'_>,
    old: Option<&Named<'_>>,
    new: Option<&Named<'_>>,
    renames: &BTreeMap<String, String>,
) -> Option<Draft> {
    let renamed = old.map(|named| renames.get(&named.variant).unwrap_or(&named.variant));
    if renamed == new.map(|named| &named.variant) {
        return None;
    }
    let what = if code == codes::DEFAULT_CHANGED { "default" } else { "off variant" };
    let whose = format!("the {what} of flag `{}`{}", is.flag.key, show::place(is.environment));
    let message = match (old, new) {
        (Some(old), Some(new)) => {
            format!("{whose} went from `{}` to `{}`", old.variant, new.variant)
        }
        (None, Some(new)) => format!("{whose} was set to `{}`", new.variant),
        (Some(old), None) => format!("{whose}, `{}`, was removed", old.variant),
        (None, None) => return None,
    };
    let mut draft = Draft::new(code, Class::Behavioral, message);
    draft.before = part_of(old);
    draft.after = part_of(new);
    Some(at_once(draft, is.flag.purpose))
}
