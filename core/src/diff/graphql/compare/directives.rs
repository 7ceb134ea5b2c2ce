//! Directives as they are defined.

use super::inputs::DIRECTIVE_ARGUMENT;
use super::{Comparison, Shown};
use crate::diff::Class;
use crate::diff::graphql::model::{Aspect, BUILT_IN_DIRECTIVES, DirectiveDef};
use crate::diff::graphql::path::{Path, Side};
use crate::diff::graphql::print::{Signed, short};
use crate::diff::graphql::rename::{Aligned, Pair, align};
use crate::finding::codes::diff::graphql_inputs as codes;

impl<'a> Comparison<'a> {
    pub(super) fn directives(&mut self) {
        let aligned = align(&self.before.directives, &self.after.directives, &self.names);
        let Aligned { pairs, aliases: _, gone, new } = aligned;
        let list = Path::root("directives");
        for (name, def) in gone {
            let message = format!("directive `@{name}` is gone");
            let shown = Shown(def.element.at, short(Signed(name, def)));
            let rule = (codes::DIRECTIVE_REMOVED, Class::Breaking);
            let draft = self.gone(rule, &list.at(name), shown, message);
            self.defined(name, draft);
        }
        for (name, def) in new {
            let message = format!("directive `@{name}` is new");
            let shown = Shown(def.element.at, short(Signed(name, def)));
            let rule = (codes::DIRECTIVE_ADDED, Class::Additive);
            let draft = self.came(rule, &list.at(name), shown, message);
            self.defined(name, draft);
        }
        for Pair { names: (old, new), .. } in
            pairs.iter().filter(|pair| pair.names.0 != pair.names.1)
        {
            self.directive_names.insert(old, new);
        }
        for pair in pairs {
            self.directive(&list, &pair);
        }
    }

    /// Reports a directive, unless every schema has it whether it says so or not.
    fn defined(&mut self, name: &str, draft: crate::diff::draft::Draft) {
        if !BUILT_IN_DIRECTIVES.contains(&name) {
            self.push(draft);
        }
    }

    fn directive(&mut self, list: &Path<'_>, pair: &Pair<'a, DirectiveDef>) {
        let (was, is) = (pair.was, pair.is);
        let (old, new) = pair.names;
        let path = list.pair(old, new);
        if old != new {
            let before = Shown(was.element.at, short(Signed(old, was)));
            let after = Shown(is.element.at, short(Signed(new, is)));
            self.renamed(codes::DIRECTIVE_RENAMED, &path, (before, after), pair.names, false);
        }
        self.element(&path, &was.element, &is.element);
        self.inputs(&path.at("args"), &DIRECTIVE_ARGUMENT, &was.args, &is.args);
        self.locations(&path, was, is);
        self.repeatable(&path, was, is);
    }

    fn locations(&mut self, path: &Path<'_>, was: &DirectiveDef, is: &DirectiveDef) {
        let list = path.at("locations");
        for (name, at) in was.locations.iter().filter(|(name, _)| !is.locations.contains_key(*name))
        {
            let whole = path.coordinate(Side::Before);
            let message = format!("`{whole}` may not stand on `{name}` any more");
            let rule = (codes::DIRECTIVE_LOCATION_REMOVED, Class::Breaking);
            let draft = self.gone(rule, &list.at(name), Shown::name(*at, name), message);
            self.push(draft);
        }
        for (name, at) in is.locations.iter().filter(|(name, _)| !was.locations.contains_key(*name))
        {
            let message = format!("`{}` may stand on `{name}` now", path.coordinate(Side::After));
            let rule = (codes::DIRECTIVE_LOCATION_ADDED, Class::Additive);
            let draft = self.came(rule, &list.at(name), Shown::name(*at, name), message);
            self.push(draft);
        }
    }

    fn repeatable(&mut self, path: &Path<'_>, was: &DirectiveDef, is: &DirectiveDef) {
        if self.unknown(Aspect::Repeatable) {
            return;
        }
        let here = path.at("repeatable");
        let name = path.coordinate(Side::After);
        let draft = match (&was.repeatable, &is.repeatable) {
            (Some(said), None) => {
                let message = format!("`{name}` may stand only once in one place now");
                let rule = (codes::DIRECTIVE_REPEATABLE_REMOVED, Class::Breaking);
                self.gone(rule, &here, Shown::name(said.at, "repeatable"), message)
            }
            (None, Some(said)) => {
                let message = format!("`{name}` may stand several times in one place now");
                let rule = (codes::DIRECTIVE_REPEATABLE_ADDED, Class::Additive);
                self.came(rule, &here, Shown::name(said.at, "repeatable"), message)
            }
            _ => return,
        };
        self.push(draft);
    }
}
