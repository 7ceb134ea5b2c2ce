//! Flags that must serve a variant before another flag is looked at.

use std::collections::{BTreeMap, BTreeSet};

use super::Comparison;
use super::environments::View;
use crate::diff::Class;
use crate::diff::draft::Draft;
use crate::diff::flags::model::Prerequisite;
use crate::diff::flags::show;
use crate::finding::codes::diff::flags as codes;

type Prerequisites<'m> = BTreeMap<String, Prerequisite<'m>>;

/// Compares the prerequisites of two settings.
pub(super) fn compare(
    comparison: &mut Comparison<'_>,
    before: Option<&Prerequisites<'_>>,
    after: Option<&Prerequisites<'_>>,
    is: &View<'_>,
) {
    let none = Prerequisites::new();
    let (before, after) = (before.unwrap_or(&none), after.unwrap_or(&none));
    let keys: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let whose = format!("flag `{}`{}", is.flag.key, show::place(is.environment));
    for key in keys {
        let draft = match (before.get(key), after.get(key)) {
            (None, Some(new)) => {
                let message = format!("{whose} depends on flag `{key}`{}", asked(new));
                Draft::new(codes::PREREQUISITE_ADDED, Class::Behavioral, message)
                    .detail("effect", "tightening")
                    .after(new.at.part())
            }
            (Some(old), None) => {
                let message = format!("{whose} does not depend on flag `{key}` any more");
                Draft::new(codes::PREREQUISITE_REMOVED, Class::Behavioral, message)
                    .detail("effect", "loosening")
                    .before(old.at.part())
            }
            (Some(old), Some(new)) if old.variant != new.variant => {
                let message =
                    format!("{whose} depends on flag `{key}`{}, before{}", asked(new), asked(old));
                Draft::new(codes::PREREQUISITE_CHANGED, Class::Behavioral, message)
                    .before(old.at.part())
                    .after(new.at.part())
            }
            _ => continue,
        };
        comparison.drafts.push(draft);
    }
}

fn asked(prerequisite: &Prerequisite<'_>) -> String {
    let variant = prerequisite.variant.as_ref();
    variant.map(|variant| format!(" serving `{variant}`")).unwrap_or_default()
}
