//! Fields of objects and interfaces.

use super::inputs::ARGUMENT;
use super::{Comparison, Shown};
use crate::diff::graphql::model::{Field, TypeDef};
use crate::diff::graphql::path::{Path, Side};
use crate::diff::graphql::print::{Signed, short};
use crate::diff::graphql::rename::{Aligned, LIKELY, Pair, align};
use crate::diff::graphql::type_ref::Step;
use crate::diff::{Class, Effect, Polarity};
use crate::finding::codes::diff::graphql as codes;

impl<'a> Comparison<'a> {
    pub(super) fn fields(&mut self, path: &Path<'_>, was: &'a TypeDef, is: &'a TypeDef) {
        let Aligned { pairs, aliases, gone, new } = align(&was.fields, &is.fields, &self.names);
        let list = path.at("fields");
        for (name, field) in gone {
            self.field_gone(&list.at(name), (name, field), was, is);
        }
        for (name, field) in new {
            let here = list.at(name);
            let message = format!("`{}` is new", here.coordinate(Side::After));
            let shown = Shown(field.element.at, short(Signed(name, field)));
            let draft = self.came((codes::FIELD_ADDED, Class::Additive), &here, shown, message);
            self.push(draft);
        }
        for pair in aliases {
            self.field_renamed(&list, &pair);
        }
        for pair in pairs {
            if pair.names.0 != pair.names.1 {
                self.field_renamed(&list, &pair);
            }
            self.field(&list.pair(pair.names.0, pair.names.1), &pair);
        }
    }

    fn field_gone(
        &mut self,
        path: &Path<'_>,
        (name, field): (&str, &Field),
        was: &TypeDef,
        is: &TypeDef,
    ) {
        let shown = Shown(field.element.at, short(Signed(name, field)));
        let whole = path.coordinate(Side::Before);
        let mut interfaces = is
            .interfaces
            .keys()
            .filter(|interface| !was.interfaces.contains_key(self.names.before(interface)));
        let heir = interfaces.find_map(|interface| {
            let field = self.after.types.get(interface)?.fields.get(name)?;
            Some((interface, field))
        });
        let draft = if let Some((interface, now)) = heir {
            let message = format!("`{whole}` is left to the interface `{interface}`");
            let rule = (codes::FIELD_MOVED_TO_INTERFACE, Class::Breaking);
            let (types, fields) = (Path::root("types"), "fields");
            let there = types.at(interface);
            let there = there.at(fields);
            let shown_there = Shown(now.element.at, short(Signed(name, now)));
            let part = self.part(Side::After, &there.at(name), shown_there);
            self.gone(rule, path, shown, message).after(part)
        } else {
            let message = format!("`{whole}` is gone");
            self.gone((codes::FIELD_REMOVED, Class::Breaking), path, shown, message)
        };
        let draft = self.announce(draft, &field.element);
        self.push(draft);
    }

    fn field_renamed(&mut self, list: &Path<'_>, pair: &Pair<'_, Field>) {
        let (old, new) = pair.names;
        let path = list.pair(old, new);
        let was = Shown(pair.was.element.at, short(Signed(old, pair.was)));
        let is = Shown(pair.is.element.at, short(Signed(new, pair.is)));
        self.renamed(codes::FIELD_RENAMED, &path, (was, is), pair.names, pair.kept);
    }

    /// Reports that a part has another name; `kept` when it has both for a while.
    pub(super) fn renamed(
        &mut self,
        code: &'static crate::finding::Code,
        path: &Path<'_>,
        shown: (Shown, Shown),
        (_, new): (&str, &str),
        kept: bool,
    ) {
        let name = path.coordinate(Side::Before);
        let draft = if kept {
            let message = format!("`{name}` is deprecated in favour of the new `{new}`");
            self.changed((code, Class::Behavioral), path, shown, message)
                .because("the old name still works, and is deprecated")
                .detail("old_name_kept", true)
        } else {
            let message = format!("`{name}` is called `{new}` now");
            self.changed((code, Class::Breaking), path, shown, message)
        };
        self.push(draft.sure(LIKELY));
    }

    fn field(&mut self, path: &Path<'_>, pair: &Pair<'a, Field>) {
        let (was, is) = (pair.was, pair.is);
        self.description(path, was.element.description.as_ref(), is.element.description.as_ref());
        if !pair.kept {
            self.deprecation(path, &was.element, &is.element);
        }
        self.usages(path, &was.element.usages, &is.element.usages);
        self.field_type(path, was, is);
        if !(was.args.is_empty() && is.args.is_empty()) {
            self.inputs(&path.at("args"), &ARGUMENT, &was.args, &is.args);
        }
    }

    fn field_type(&mut self, path: &Path<'_>, was: &Field, is: &Field) {
        let (old, new) = (&was.ty, &is.ty);
        let same_name = self.names.after(old.value.name()) == new.value.name();
        let Some(step) = old.value.step(&new.value, same_name) else { return };
        let (code, class, effect) = match step {
            Step::Tightened => (codes::FIELD_TYPE_TIGHTENED, Class::Additive, Effect::Narrowed),
            Step::Loosened => (codes::FIELD_TYPE_LOOSENED, Class::Breaking, Effect::Widened),
            Step::Listed | Step::Changed => {
                (codes::FIELD_TYPE_CHANGED, Class::Breaking, Effect::Both)
            }
        };
        let name = path.coordinate(Side::After);
        let (from, to) = (short(&old.value), short(&new.value));
        let message = format!("the type of `{name}` went from `{from}` to `{to}`");
        let shown = (Shown(old.at, from), Shown(new.at, to));
        let mut draft = self.changed((code, class), &path.at("type"), shown, message);
        draft.effect = Some(effect);
        draft.polarity = Some(Polarity::Output);
        self.push(draft);
    }
}
