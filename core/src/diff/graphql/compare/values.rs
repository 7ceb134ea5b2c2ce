//! Values of enums.

use super::{Comparison, Shown};
use crate::diff::graphql::model::{Element, Named};
use crate::diff::graphql::path::{Path, Side};
use crate::diff::graphql::rename::{Aligned, align};
use crate::diff::{Class, Effect, Polarity};
use crate::finding::codes::diff::graphql as codes;

impl<'a> Comparison<'a> {
    pub(super) fn values(
        &mut self,
        path: &Path<'_>,
        names: [&str; 2],
        was: &'a Named<Element>,
        is: &'a Named<Element>,
    ) {
        let Aligned { pairs, aliases, gone, new } = align(was, is, &self.names);
        let list = path.at("values");
        let polarity = self.uses.polarity(names);
        for (name, element) in gone {
            let here = list.at(name);
            let message = format!("`{}` is gone", here.coordinate(Side::Before));
            let shown = Shown::name(element.at, name);
            let rule = (codes::ENUM_VALUE_REMOVED, Class::Breaking);
            let mut draft = self.gone(rule, &here, shown, message);
            draft.effect = Some(Effect::Narrowed);
            draft.polarity = polarity;
            let draft = self.announce(draft, element);
            self.push(draft);
        }
        for (name, element) in new {
            self.value_new(&list.at(name), name, element, polarity);
        }
        for pair in aliases.iter().chain(&pairs) {
            let (old, new) = pair.names;
            if old != new {
                let here = list.pair(old, new);
                let shown = (Shown::name(pair.was.at, old), Shown::name(pair.is.at, new));
                self.renamed(codes::ENUM_VALUE_RENAMED, &here, shown, pair.names, pair.kept);
            }
        }
        for pair in pairs {
            let here = list.pair(pair.names.0, pair.names.1);
            let (was, is) = (pair.was, pair.is);
            self.description(&here, was.description.as_ref(), is.description.as_ref());
            if !pair.kept {
                self.deprecation(&here, was, is);
            }
            self.usages(&here, &was.usages, &is.usages);
        }
    }

    fn value_new(
        &mut self,
        path: &Path<'_>,
        name: &str,
        element: &Element,
        polarity: Option<Polarity>,
    ) {
        let message = format!("`{}` is new", path.coordinate(Side::After));
        let shown = Shown::name(element.at, name);
        let written = polarity == Some(Polarity::Input);
        let class = if written { Class::Additive } else { Class::Behavioral };
        let mut draft = self.came((codes::ENUM_VALUE_ADDED, class), path, shown, message);
        if written {
            draft = draft.because("clients only write the enum, and never meet the value");
        }
        draft.effect = Some(Effect::Widened);
        draft.polarity = polarity;
        self.push(draft);
    }
}
