//! What operations write: arguments, fields of inputs, arguments of directives.

use super::{Comparison, Shown};
use crate::diff::graphql::model::{Aspect, Input, Named};
use crate::diff::graphql::path::{Path, Side};
use crate::diff::graphql::print::{Signed, short};
use crate::diff::graphql::rename::{Aligned, LIKELY, Pair, align};
use crate::diff::graphql::type_ref::Step;
use crate::diff::{Class, Effect, Polarity};
use crate::finding::Code;
use crate::finding::codes::diff::graphql_inputs as codes;

/// The codes of one kind of input, and how much an optional new one asks.
pub(super) struct InputCodes {
    added: &'static Code,
    required_added: &'static Code,
    removed: &'static Code,
    renamed: &'static Code,
    tightened: &'static Code,
    loosened: &'static Code,
    changed: &'static Code,
    default_added: &'static Code,
    default_removed: &'static Code,
    default_changed: &'static Code,
    /// The class of a new one that may be null and has no default, and of one with a default.
    optional: (Class, Class),
}

pub(super) const ARGUMENT: InputCodes = InputCodes {
    added: codes::ARGUMENT_ADDED,
    required_added: codes::REQUIRED_ARGUMENT_ADDED,
    removed: codes::ARGUMENT_REMOVED,
    renamed: codes::ARGUMENT_RENAMED,
    tightened: codes::ARGUMENT_TYPE_TIGHTENED,
    loosened: codes::ARGUMENT_TYPE_LOOSENED,
    changed: codes::ARGUMENT_TYPE_CHANGED,
    default_added: codes::ARGUMENT_DEFAULT_ADDED,
    default_removed: codes::ARGUMENT_DEFAULT_REMOVED,
    default_changed: codes::ARGUMENT_DEFAULT_CHANGED,
    optional: (Class::Behavioral, Class::Behavioral),
};

const INPUT_FIELD: InputCodes = InputCodes {
    added: codes::INPUT_FIELD_ADDED,
    required_added: codes::REQUIRED_INPUT_FIELD_ADDED,
    removed: codes::INPUT_FIELD_REMOVED,
    renamed: codes::INPUT_FIELD_RENAMED,
    tightened: codes::INPUT_FIELD_TYPE_TIGHTENED,
    loosened: codes::INPUT_FIELD_TYPE_LOOSENED,
    changed: codes::INPUT_FIELD_TYPE_CHANGED,
    default_added: codes::INPUT_FIELD_DEFAULT_ADDED,
    default_removed: codes::INPUT_FIELD_DEFAULT_REMOVED,
    default_changed: codes::INPUT_FIELD_DEFAULT_CHANGED,
    optional: (Class::Additive, Class::Behavioral),
};

pub(super) const DIRECTIVE_ARGUMENT: InputCodes = InputCodes {
    added: codes::DIRECTIVE_ARGUMENT_ADDED,
    required_added: codes::REQUIRED_DIRECTIVE_ARGUMENT_ADDED,
    removed: codes::DIRECTIVE_ARGUMENT_REMOVED,
    renamed: codes::DIRECTIVE_ARGUMENT_RENAMED,
    tightened: codes::DIRECTIVE_ARGUMENT_TYPE_TIGHTENED,
    loosened: codes::DIRECTIVE_ARGUMENT_TYPE_LOOSENED,
    changed: codes::DIRECTIVE_ARGUMENT_TYPE_CHANGED,
    default_added: codes::DIRECTIVE_ARGUMENT_DEFAULT_ADDED,
    default_removed: codes::DIRECTIVE_ARGUMENT_DEFAULT_REMOVED,
    default_changed: codes::DIRECTIVE_ARGUMENT_DEFAULT_CHANGED,
    optional: (Class::Additive, Class::Additive),
};

impl<'a> Comparison<'a> {
    pub(super) fn input_fields(
        &mut self,
        path: &Path<'_>,
        was: &'a Named<Input>,
        is: &'a Named<Input>,
    ) {
        self.inputs(&path.at("fields"), &INPUT_FIELD, was, is);
    }

    /// Compares the inputs in the list at `list`.
    pub(super) fn inputs(
        &mut self,
        list: &Path<'_>,
        codes: &InputCodes,
        was: &'a Named<Input>,
        is: &'a Named<Input>,
    ) {
        let Aligned { pairs, aliases, gone, new } = align(was, is, &self.names);
        for (name, input) in gone {
            let here = list.at(name);
            let message = format!("`{}` is gone", here.coordinate(Side::Before));
            let draft = self.gone(
                (codes.removed, Class::Breaking),
                &here,
                Shown(input.element.at, short(Signed(name, input))),
                message,
            );
            let mut draft = self.announce(draft, &input.element);
            let untold = self.after.unknown.contains(&Aspect::DeprecatedInputs);
            if untold && input.element.deprecated.is_some() {
                draft.class = Class::Behavioral;
                draft = draft
                    .because("it was deprecated, and the introspection did not ask for such")
                    .sure(0.5);
            }
            self.push(draft);
        }
        for (name, input) in new {
            self.input_new(&list.at(name), codes, name, input);
        }
        for pair in aliases {
            self.input_renamed(list, codes, &pair);
        }
        for pair in pairs {
            if pair.names.0 != pair.names.1 {
                self.input_renamed(list, codes, &pair);
            }
            self.input(&list.pair(pair.names.0, pair.names.1), codes, &pair);
        }
    }

    fn input_new(&mut self, path: &Path<'_>, codes: &InputCodes, name: &str, input: &Input) {
        let shown = Shown(input.element.at, short(Signed(name, input)));
        let whole = path.coordinate(Side::After);
        let (rule, message) = if input.is_required() {
            let rule = (codes.required_added, Class::Breaking);
            (rule, format!("`{whole}` is new, and must be given"))
        } else {
            let (plain, with_default) = codes.optional;
            let class = if input.default.is_some() { with_default } else { plain };
            ((codes.added, class), format!("`{whole}` is new"))
        };
        let draft = self.came(rule, path, shown, message);
        self.push(draft);
    }

    fn input_renamed(&mut self, list: &Path<'_>, codes: &InputCodes, pair: &Pair<'_, Input>) {
        let (old, new) = pair.names;
        let was = Shown(pair.was.element.at, short(Signed(old, pair.was)));
        let is = Shown(pair.is.element.at, short(Signed(new, pair.is)));
        self.renamed(codes.renamed, &list.pair(old, new), (was, is), pair.names, pair.kept);
    }

    fn input(&mut self, path: &Path<'_>, codes: &InputCodes, pair: &Pair<'_, Input>) {
        let (was, is) = (pair.was, pair.is);
        self.description(path, was.element.description.as_ref(), is.element.description.as_ref());
        if !pair.kept {
            self.deprecation(path, &was.element, &is.element);
        }
        self.usages(path, &was.element.usages, &is.element.usages);
        self.input_type(path, codes, was, is);
        self.default(path, codes, was, is);
    }

    fn input_type(&mut self, path: &Path<'_>, codes: &InputCodes, was: &Input, is: &Input) {
        let (old, new) = (&was.ty, &is.ty);
        let same_name = self.names.after(old.value.name()) == new.value.name();
        let Some(step) = old.value.step(&new.value, same_name) else { return };
        let (code, class, effect) = match step {
            Step::Tightened => (codes.tightened, Class::Breaking, Effect::Narrowed),
            Step::Loosened => (codes.loosened, Class::Additive, Effect::Widened),
            Step::Listed | Step::Changed => (codes.changed, Class::Breaking, Effect::Both),
        };
        let name = path.coordinate(Side::After);
        let (from, to) = (short(&old.value), short(&new.value));
        let message = format!("the type of `{name}` went from `{from}` to `{to}`");
        let shown = (Shown(old.at, from), Shown(new.at, to));
        let mut draft = self.changed((code, class), &path.at("type"), shown, message);
        draft.effect = Some(effect);
        draft.polarity = Some(Polarity::Input);
        if step == Step::Listed {
            draft = draft
                .because(
                    "a single value still counts as a list, but variables of the old type do not",
                )
                .sure(LIKELY);
        }
        self.push(draft);
    }

    fn default(&mut self, path: &Path<'_>, codes: &InputCodes, was: &Input, is: &Input) {
        let name = path.coordinate(Side::After);
        let here = path.at("default");
        let shown =
            |input: &Input| input.default.as_ref().map(|said| Shown(said.at, short(&said.value)));
        let draft = match (&was.default, &is.default) {
            (None, None) => return,
            (Some(old), Some(new)) => {
                let ty = &is.ty.value;
                if old.value.means(&new.value, (self.after, ty.name()), ty.is_list()) {
                    return;
                }
                let (from, to) = (short(&old.value), short(&new.value));
                let message = format!("the default of `{name}` went from `{from}` to `{to}`");
                let both = (Shown(old.at, from), Shown(new.at, to));
                self.changed((codes.default_changed, Class::Behavioral), &here, both, message)
            }
            (None, Some(new)) => {
                let message = format!("`{name}` has the default `{}` now", short(&new.value));
                let Some(shown) = shown(is) else { return };
                self.came((codes.default_added, Class::Additive), &here, shown, message)
            }
            (Some(_), None) => {
                let Some(shown) = shown(was) else { return };
                let required = is.is_required();
                let class = if required { Class::Breaking } else { Class::Behavioral };
                let must = if required { ", and must be given" } else { "" };
                let message = format!("`{name}` has no default any more{must}");
                self.gone((codes.default_removed, class), &here, shown, message)
            }
        };
        self.push(draft);
    }
}
