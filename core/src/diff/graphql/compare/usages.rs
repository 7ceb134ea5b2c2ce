//! Directives that are used on a part.

use std::collections::BTreeMap;

use super::{Comparison, Shown};
use crate::diff::Class;
use crate::diff::draft::Draft;
use crate::diff::graphql::model::Usage;
use crate::diff::graphql::path::{Path, Side};
use crate::diff::graphql::print::short;
use crate::diff::graphql::rename::LIKELY;
use crate::finding::codes::diff::graphql_inputs as codes;

impl Comparison<'_> {
    /// Compares the uses of each directive: equal ones first, then in their order.
    pub(super) fn usages(&mut self, path: &Path<'_>, was: &[Usage], is: &[Usage]) {
        let unknown = self.before.introspected != self.after.introspected;
        if unknown || (was.is_empty() && is.is_empty()) {
            return;
        }
        let (mut before, mut after) =
            (by_name(was, &self.directive_names), by_name(is, &BTreeMap::new()));
        for (name, gone) in &mut before {
            let new = after.entry(name).or_default();
            cancel(gone, new);
        }
        let none = Vec::new();
        let list = path.at("directives");
        for (name, new) in &after {
            let here = list.at(name);
            let gone = before.get(name).unwrap_or(&none);
            let both = gone.len().min(new.len());
            for (was, is) in gone.iter().zip(new) {
                self.usage(path, &here, (Some(was), Some(is)));
            }
            for was in gone.iter().skip(both) {
                self.usage(path, &here, (Some(was), None));
            }
            for is in new.iter().skip(both) {
                self.usage(path, &here, (None, Some(is)));
            }
        }
    }

    fn usage(
        &mut self,
        around: &Path<'_>,
        here: &Path<'_>,
        (was, is): (Option<&Usage>, Option<&Usage>),
    ) {
        let name = is.or(was).map_or("", |usage| usage.name.as_str());
        let at = around.coordinate(if is.is_some() { Side::After } else { Side::Before });
        let guards = guards(name);
        let (code, message) = match (was, is) {
            (Some(_), Some(_)) => {
                (codes::DIRECTIVE_USAGE_CHANGED, format!("`@{name}` on `{at}` has other arguments"))
            }
            (None, _) => (codes::DIRECTIVE_USAGE_ADDED, format!("`@{name}` is used on `{at}` now")),
            (_, None) => (
                codes::DIRECTIVE_USAGE_REMOVED,
                format!("`@{name}` is not used on `{at}` any more"),
            ),
        };
        let closes = guards && code == codes::DIRECTIVE_USAGE_ADDED;
        let class = if closes { Class::Breaking } else { Class::Behavioral };
        let mut draft = Draft::new(code, class, message);
        if closes {
            draft =
                draft.because("by its name, the directive asks for rights that were not asked for");
        }
        if guards {
            draft = draft.sure(LIKELY).detail("security_relevant", true);
        }
        let shown = |usage: &Usage| Shown(usage.at, short(usage));
        draft.before = was.map(|usage| self.part(Side::Before, here, shown(usage)));
        draft.after = is.map(|usage| self.part(Side::After, here, shown(usage)));
        self.push(draft);
    }
}

/// Groups the uses by directive, under the name that it has after.
fn by_name<'u>(
    usages: &'u [Usage],
    renamed: &BTreeMap<&str, &'u str>,
) -> BTreeMap<&'u str, Vec<&'u Usage>> {
    let mut all: BTreeMap<&str, Vec<&Usage>> = BTreeMap::new();
    for usage in usages {
        let name = renamed.get(usage.name.as_str()).copied().unwrap_or(&usage.name);
        all.entry(name).or_default().push(usage);
    }
    all
}

/// Takes out what both have.
fn cancel(gone: &mut Vec<&Usage>, new: &mut Vec<&Usage>) {
    let mut left: BTreeMap<_, usize> = BTreeMap::new();
    for usage in new.iter() {
        *left.entry(&usage.args).or_default() += 1;
    }
    let mut both: BTreeMap<_, usize> = BTreeMap::new();
    gone.retain(|usage| match left.get_mut(&usage.args) {
        Some(count) if *count > 0 => {
            *count -= 1;
            *both.entry(&usage.args).or_default() += 1;
            false
        }
        _ => true,
    });
    new.retain(|usage| match both.get_mut(&usage.args) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    });
}

/// Tells whether a directive of this name decides who may use something.
fn guards(name: &str) -> bool {
    const WORDS: [&str; 11] = [
        "auth",
        "role",
        "scope",
        "permission",
        "policy",
        "guard",
        "private",
        "internal",
        "inaccessible",
        "capabilit",
        "restrict",
    ];
    let name = name.to_lowercase();
    WORDS.iter().any(|word| name.contains(word))
}
