//! Variants that nobody gets any more where it matters: in production.

use std::collections::{BTreeMap, BTreeSet};

use super::Comparison;
use super::environments::View;
use crate::diff::Class;
use crate::diff::draft::Draft;
use crate::diff::fields::Spot;
use crate::diff::flags::model::Outcome;
use crate::diff::flags::show;
use crate::finding::Severity;
use crate::finding::codes::diff::flags as codes;

/// Finds variants that somebody got before and nobody gets now.
pub(super) fn compare(
    comparison: &mut Comparison<'_>,
    was: &View<'_>,
    is: &View<'_>,
    renames: &BTreeMap<String, String>,
) {
    let told = |view: &View<'_>| view.environment.is_some() || view.flag.environments.is_empty();
    if !(was.on() && is.on() && told(was) && told(is) && is.environment.is_none_or(is_production)) {
        return;
    }
    // What is not understood may serve anything.
    let (Some(old), Some(new)) = (served(was), served(is)) else { return };
    // Where there was one only, the change of it says the same.
    if old.len() < 2 {
        return;
    }
    for name in old {
        let name = renames.get(&name).cloned().unwrap_or(name);
        let Some(variant) = is.flag.variants.get(&name) else { continue };
        // That nobody gets what there was before the flag is how a rollout ends.
        if new.contains(&name) || is.is_control(&name, was) {
            continue;
        }
        let place = show::place(is.environment);
        let message =
            format!("nobody gets variant `{name}` of flag `{}`{place} any more", is.flag.key);
        let mut draft = Draft::new(codes::VARIANT_UNSERVED, Class::Behavioral, message)
            .severity(Severity::High)
            .after(variant.part());
        draft.before = was.flag.variants.get(&name).map(Spot::part);
        comparison.drafts.push(draft);
    }
}

fn is_production(environment: &str) -> bool {
    let name = environment.to_ascii_lowercase();
    name.starts_with("prod") || name.ends_with("prod") || name == "live"
}

/// Lists the variants that somebody gets; none when something is served that no reader understands.
fn served(view: &View<'_>) -> Option<BTreeSet<String>> {
    let (otherwise, _) = view.otherwise();
    let rules = view.rules().iter().map(|rule| &rule.serve.outcome);
    let all: Vec<&Outcome> = rules.chain([&otherwise]).collect();
    if all.iter().any(|outcome| matches!(outcome, Outcome::Unknown(_))) {
        return None;
    }
    let mut served: BTreeSet<String> =
        all.iter().flat_map(|outcome| outcome.variants()).map(str::to_owned).collect();
    if all.contains(&&Outcome::Default) {
        served.extend(view.default().map(|named| named.variant.clone()));
    }
    Some(served)
}
