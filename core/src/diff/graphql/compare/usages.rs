//! Directives that are used on a part.

use std::collections::BTreeMap;

use super::{Comparison, Shown};
use crate::diff::Class;
use crate::diff::draft::Draft;
use crate::diff::graphql::literal::Literal;
use crate::diff::graphql::model::{Named, Schema, Usage};
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
        let (mut before, mut after) = (
            by_name(was, &self.directive_names, self.before),
            by_name(is, &BTreeMap::new(), self.after),
        );
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
                self.usage(path, &here, (Some(was.usage), Some(is.usage)));
            }
            for was in gone.iter().skip(both) {
                self.usage(path, &here, (Some(was.usage), None));
            }
            for is in new.iter().skip(both) {
                self.usage(path, &here, (None, Some(is.usage)));
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

/// A use of a directive, with the defaults of the arguments that it leaves out.
struct Filled<'u> {
    usage: &'u Usage,
    args: Named<Literal>,
}

/// Groups the uses by directive, under the name that it has after.
fn by_name<'u>(
    usages: &'u [Usage],
    renamed: &BTreeMap<&str, &'u str>,
    schema: &Schema,
) -> BTreeMap<&'u str, Vec<Filled<'u>>> {
    let mut all: BTreeMap<&str, Vec<Filled<'_>>> = BTreeMap::new();
    for usage in usages {
        let name = renamed.get(usage.name.as_str()).copied().unwrap_or(&usage.name);
        let mut args = usage.args.clone();
        for (arg, input) in schema.directives.get(&usage.name).iter().flat_map(|def| &def.args) {
            if let Some(default) = &input.default {
                args.entry(arg.clone()).or_insert_with(|| default.value.clone());
            }
        }
        all.entry(name).or_default().push(Filled { usage, args });
    }
    all
}

/// Takes out what both have.
fn cancel(gone: &mut Vec<Filled<'_>>, new: &mut Vec<Filled<'_>>) {
    let mut left: BTreeMap<Named<Literal>, usize> = BTreeMap::new();
    for usage in new.iter() {
        *left.entry(usage.args.clone()).or_default() += 1;
    }
    let mut both: BTreeMap<Named<Literal>, usize> = BTreeMap::new();
    gone.retain(|usage| match left.get_mut(&usage.args) {
        Some(count) if *count > 0 => {
            *count -= 1;
            *both.entry(usage.args.clone()).or_default() += 1;
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

/// Words of the names of directives that decide who may use something.
#[rustfmt::skip]
const GUARDS: [&str; 33] = [
    "admin", "auth", "authenticate", "authenticated", "authentication", "authorization", "authorize",
    "authorized", "authz", "capabilities", "capability", "cognito", "guard", "guarded", "guards",
    "iam", "inaccessible", "login", "oidc", "permission", "permissions", "permit", "protect",
    "protected", "restrict", "restricted", "role", "roles", "scope", "scopes", "secure",
    "secured", "unauthorized",
];
/// Words that tell this alone, and something else beside others: `@cachePolicy`, `@internalName`.
const GUARDS_ALONE: [&str; 6] = ["access", "internal", "owner", "policies", "policy", "private"];

/// Tells whether a directive of this name decides who may use something.
fn guards(name: &str) -> bool {
    let words = words(name);
    match words.as_slice() {
        [word] if GUARDS_ALONE.contains(&word.as_str()) => true,
        words => words.iter().any(|word| GUARDS.contains(&word.as_str())),
    }
}

/// Returns the words of a name in lower case: those of `aws_iam` and `isAdmin`.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut parted = true;
    for c in name.chars() {
        if !c.is_alphanumeric() {
            parted = true;
            continue;
        }
        // Within an abbreviation in capitals no word begins.
        let capitals = words.last().is_some_and(|word| word.len() == 1 && !parted);
        if parted || c.is_uppercase() && !capitals {
            words.push(String::new());
        }
        parted = false;
        if let Some(word) = words.last_mut() {
            word.extend(c.to_lowercase());
        }
    }
    words
}
