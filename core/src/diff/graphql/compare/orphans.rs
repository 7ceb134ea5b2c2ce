//! What was announced before it went: deprecated parts, and the types that only they led to.

use std::collections::BTreeMap;

use super::Comparison;
use crate::diff::Class;
use crate::diff::draft::Draft;
use crate::diff::graphql::model::{Element, Schema, TypeDef};
use crate::document::pointer;

/// Types that are gone, with the pointers of the deprecated parts that led to them and are gone too.
pub(super) type Orphans<'a> = BTreeMap<&'a str, Vec<String>>;

/// An orphan may have led to another type; so many times this is followed.
const ROUNDS: usize = 16;

/// Lists the types that are gone because the last deprecated part that led to them is.
pub(super) fn orphans<'a>(before: &'a Schema, after: &Schema) -> Orphans<'a> {
    let is_gone = |name: &str| before.types.contains_key(name) && !after.types.contains_key(name);
    let mut users: BTreeMap<&str, Vec<User<'a>>> = BTreeMap::new();
    for (name, def) in &before.types {
        each_use(name, def, |used, user| {
            if used != name && is_gone(used) {
                users.entry(used).or_default().push(user);
            }
        });
    }
    let mut orphans = Orphans::new();
    for _ in 0..ROUNDS {
        let more: Orphans<'a> = users
            .iter()
            .filter(|(name, _)| !orphans.contains_key(**name))
            .filter_map(|(name, users)| {
                let went = users.iter().all(|user| user.went(after, &orphans));
                went.then(|| (*name, users.iter().map(User::pointer).collect()))
            })
            .collect();
        if more.is_empty() {
            break;
        }
        orphans.extend(more);
    }
    orphans
}

/// A field or an argument that leads to a type, or a union that does.
struct User<'a> {
    around: &'a str,
    field: Option<&'a str>,
    arg: Option<&'a str>,
    deprecated: bool,
}

impl User<'_> {
    /// Tells whether this was deprecated and is gone, or is part of an orphan.
    fn went(&self, after: &Schema, orphans: &Orphans<'_>) -> bool {
        if orphans.contains_key(self.around) {
            return true;
        }
        let Some(field) = self.field.filter(|_| self.deprecated) else { return false };
        let Some(def) = after.types.get(self.around) else { return true };
        let inputs = || def.inputs.contains_key(field);
        match (def.fields.get(field), self.arg) {
            (Some(field), Some(arg)) => !field.args.contains_key(arg),
            (field, _) => field.is_none() && !inputs(),
        }
    }

    fn pointer(&self) -> String {
        let mut whole = pointer::push("/types", self.around);
        for (list, name) in [("/fields", self.field), ("/args", self.arg)] {
            if let Some(name) = name {
                whole.push_str(list);
                pointer::append(&mut whole, name);
            }
        }
        whole
    }
}

fn each_use<'a>(around: &'a str, def: &'a TypeDef, mut found: impl FnMut(&'a str, User<'a>)) {
    let user = |field: Option<&'a str>, arg: Option<&'a str>, deprecated: bool| User {
        around,
        field,
        arg,
        deprecated,
    };
    let old = |element: &Element| element.deprecated.is_some();
    for (name, field) in &def.fields {
        let deprecated = old(&field.element);
        found(field.ty.value.name(), user(Some(name), None, deprecated));
        for (arg, input) in &field.args {
            let deprecated = deprecated || old(&input.element);
            found(input.ty.value.name(), user(Some(name), Some(arg), deprecated));
        }
    }
    for (name, input) in &def.inputs {
        found(input.ty.value.name(), user(Some(name), None, old(&input.element)));
    }
    for name in def.members.keys() {
        found(name, user(None, None, false));
    }
}

impl<'a> Comparison<'a> {
    /// Notes on the removal of a type which deprecated parts led to it, when nothing else did.
    pub(super) fn orphaned(&self, name: &'a str, draft: Draft) -> Draft {
        /// More pointers tell no more.
        const MOST: usize = 5;
        let Some(users) = self.orphans.get(name) else { return draft };
        let users: Vec<&str> = users.iter().take(MOST).map(String::as_str).collect();
        let draft = draft.detail("orphaned_by", users);
        self.announced(draft, "only deprecated parts led to it, and they are gone")
    }

    /// Notes on a removal that it was announced.
    pub(super) fn announce(&self, draft: Draft, element: &Element) -> Draft {
        if element.deprecated.is_none() {
            return draft;
        }
        self.announced(draft.detail("was_deprecated", true), "it was deprecated before it went")
    }

    fn announced(&self, mut draft: Draft, why: &str) -> Draft {
        if self.options.allow_removal_of_deprecated && draft.class == Class::Breaking {
            draft.class = Class::Behavioral;
            return draft.because(why);
        }
        draft
    }
}
