//! Types: which there are, what kind they are of, and what they implement.

use std::fmt::Write;

use super::{Comparison, Shown};
use crate::diff::Class;
use crate::diff::graphql::model::{Aspect, At, Named, Schema, TypeDef, TypeKind};
use crate::diff::graphql::path::{Path, Side};
use crate::diff::graphql::print::{Signed, short};
use crate::diff::graphql::rename::LIKELY;
use crate::finding::Code;
use crate::finding::codes::diff::{graphql as codes, graphql_inputs};

/// What happens to a list of names, and the words for it.
struct Names {
    list: &'static str,
    added: (&'static Code, &'static str),
    removed: (&'static Code, &'static str),
}

const INTERFACES: Names = Names {
    list: "interfaces",
    added: (codes::INTERFACE_ADDED, "implements"),
    removed: (codes::INTERFACE_REMOVED, "does not implement"),
};

const MEMBERS: Names = Names {
    list: "members",
    added: (codes::UNION_MEMBER_ADDED, "may be"),
    removed: (codes::UNION_MEMBER_REMOVED, "cannot be"),
};

impl<'a> Comparison<'a> {
    pub(super) fn types(&mut self) {
        let (before, after) = (self.before, self.after);
        let path = Path::root("types");
        for (old, was) in &before.types {
            let new = self.names.after(old);
            let reachable = self.reachable.as_ref().is_none_or(|it| it.contains(old.as_str()));
            self.unreachable = !reachable;
            match after.types.get_key_value(new) {
                Some((new, is)) => self.type_pair(&path.pair(old, new), (old, was), (new, is)),
                None => self.type_gone(&path.at(old), old, was),
            }
        }
        self.unreachable = false;
        for (name, is) in &after.types {
            if !before.types.contains_key(self.names.before(name)) {
                self.type_new(&path.at(name), name, is);
            }
        }
    }

    fn type_gone(&mut self, path: &Path<'_>, name: &'a str, was: &TypeDef) {
        let shown = Shown(was.element.at, short(Signed(name, was)));
        let mut message = format!("{} `{name}` is gone", word(was.kind));
        if let Some(operation) = root_of(self.before, name) {
            let _ = write!(message, ", and with it every {operation}");
        }
        let draft = self.gone((codes::TYPE_REMOVED, Class::Breaking), path, shown, message);
        let draft = self.orphaned(name, draft);
        self.push(draft);
    }

    fn type_new(&mut self, path: &Path<'_>, name: &str, is: &TypeDef) {
        let shown = Shown(is.element.at, short(Signed(name, is)));
        let mut message = format!("{} `{name}` is new", word(is.kind));
        if let Some(operation) = root_of(self.after, name) {
            let _ = write!(message, ": a {operation} starts from it");
        }
        let draft = self.came((codes::TYPE_ADDED, Class::Additive), path, shown, message);
        self.push(draft);
    }

    fn type_pair(
        &mut self,
        path: &Path<'_>,
        (old, was): (&str, &'a TypeDef),
        (new, is): (&str, &'a TypeDef),
    ) {
        let shown = || {
            let was = Shown(was.element.at, short(Signed(old, was)));
            (was, Shown(is.element.at, short(Signed(new, is))))
        };
        if was.kind != is.kind {
            let message =
                format!("`{old}` was {}, and is {} now", article(was.kind), article(is.kind));
            let rule = (codes::TYPE_KIND_CHANGED, Class::Breaking);
            let draft = self.changed(rule, path, shown(), message);
            return self.push(draft);
        }
        if old != new {
            let message = format!("{} `{old}` is called `{new}` now", word(was.kind));
            let rule = (codes::TYPE_RENAMED, Class::Breaking);
            let draft = self.changed(rule, path, shown(), message).sure(LIKELY);
            self.push(draft);
        }
        self.element(path, &was.element, &is.element);
        self.type_names(path, &INTERFACES, &was.interfaces, &is.interfaces);
        self.type_names(path, &MEMBERS, &was.members, &is.members);
        self.specification(path, was, is);
        self.one_of(path, was, is);
        self.fields(path, was, is);
        self.input_fields(path, &was.inputs, &is.inputs);
        self.values(path, [old, new], &was.values, &is.values);
    }

    fn type_names(
        &mut self,
        path: &Path<'_>,
        names: &Names,
        was: &Named<Option<At>>,
        is: &Named<Option<At>>,
    ) {
        let list = path.at(names.list);
        for (name, at) in was {
            if is.contains_key(self.names.after(name)) {
                continue;
            }
            let (code, verb) = names.removed;
            let message = format!("`{}` {verb} `{name}` any more", path.coordinate(Side::Before));
            let shown = Shown::name(*at, name);
            let draft = self.gone((code, Class::Breaking), &list.at(name), shown, message);
            self.push(draft);
        }
        for (name, at) in is {
            if was.contains_key(self.names.before(name)) {
                continue;
            }
            let (code, verb) = names.added;
            let message = format!("`{}` {verb} `{name}` now", path.coordinate(Side::After));
            let shown = Shown::name(*at, name);
            let draft = self.came((code, Class::Behavioral), &list.at(name), shown, message);
            self.push(draft);
        }
    }

    fn specification(&mut self, path: &Path<'_>, was: &TypeDef, is: &TypeDef) {
        if self.unknown(Aspect::SpecifiedBy) {
            return;
        }
        let (before, after) = (was.specified_by.as_ref(), is.specified_by.as_ref());
        let name = path.coordinate(Side::After);
        let (code, message) = match (before, after) {
            (Some(was), Some(is)) if was.value != is.value => {
                (codes::SPECIFIED_BY_CHANGED, format!("`{name}` is specified by another document"))
            }
            (None, Some(_)) => {
                (codes::SPECIFIED_BY_ADDED, format!("`{name}` names its specification"))
            }
            (Some(_), None) => (
                codes::SPECIFIED_BY_REMOVED,
                format!("`{name}` does not name its specification any more"),
            ),
            _ => return,
        };
        let here = path.at("specified_by");
        let draft = self.said((code, Class::Behavioral), &here, before, after, message);
        self.push(draft.sure(LIKELY));
    }

    fn one_of(&mut self, path: &Path<'_>, was: &TypeDef, is: &TypeDef) {
        if self.unknown(Aspect::OneOf) {
            return;
        }
        let here = path.at("one_of");
        let name = path.coordinate(Side::After);
        let shown = |at: Option<At>| Shown::name(at, "@oneOf");
        let draft = match (&was.one_of, &is.one_of) {
            (None, Some(said)) => {
                let message = format!("exactly one field of `{name}` must be given now");
                let rule = (graphql_inputs::ONE_OF_ADDED, Class::Breaking);
                self.came(rule, &here, shown(said.at), message)
            }
            (Some(said), None) => {
                let message = format!("any fields of `{name}` may be given now");
                let rule = (graphql_inputs::ONE_OF_REMOVED, Class::Behavioral);
                self.gone(rule, &here, shown(said.at), message)
            }
            _ => return,
        };
        self.push(draft);
    }
}

/// Returns the operation that starts from a type.
fn root_of<'s>(schema: &'s Schema, name: &str) -> Option<&'s str> {
    let (operation, _) = schema.roots.iter().find(|(_, root)| root.value == name)?;
    Some(operation)
}

/// Returns what people call a type of this kind.
fn word(kind: TypeKind) -> &'static str {
    match kind {
        TypeKind::Scalar => "scalar",
        TypeKind::Object => "type",
        TypeKind::Interface => "interface",
        TypeKind::Union => "union",
        TypeKind::Enum => "enum",
        TypeKind::Input => "input",
    }
}

fn article(kind: TypeKind) -> &'static str {
    match kind {
        TypeKind::Scalar => "a scalar",
        TypeKind::Object => "an object type",
        TypeKind::Interface => "an interface",
        TypeKind::Union => "a union",
        TypeKind::Enum => "an enum",
        TypeKind::Input => "an input",
    }
}
