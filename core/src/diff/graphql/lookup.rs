//! Whether a schema has a part at a place.

use super::model::{BUILT_IN_DIRECTIVES, Named};
use super::model::{DirectiveDef, Element, Field, Input, Schema, TypeDef, is_built_in};
use crate::document::pointer;

/// Both versions of a schema.
pub(in crate::diff) struct Schemas {
    pub(super) before: Schema,
    pub(super) after: Schema,
}

impl Schemas {
    /// Tells whether one version has a part at a JSON Pointer.
    pub(in crate::diff) fn have(&self, place: &str) -> bool {
        let names: Vec<String> = pointer::segments(place).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        has(&self.before, &names) || has(&self.after, &names)
    }
}

fn has(schema: &Schema, names: &[&str]) -> bool {
    match names {
        [] | ["types" | "directives" | "schema"] => true,
        ["schema", rest @ ..] => {
            matches!(rest, [operation] if schema.roots.contains_key(*operation))
                || of_element(&schema.element, rest)
        }
        ["types", name] if is_built_in(name) => true,
        ["types", name, rest @ ..] => schema.types.get(*name).is_some_and(|def| of_type(def, rest)),
        ["directives", name] if BUILT_IN_DIRECTIVES.contains(name) => true,
        ["directives", name, rest @ ..] => {
            schema.directives.get(*name).is_some_and(|def| of_directive(def, rest))
        }
        _ => false,
    }
}

fn of_type(def: &TypeDef, names: &[&str]) -> bool {
    match names {
        [] | ["fields" | "values" | "members" | "interfaces"] => true,
        ["fields", name, rest @ ..] => {
            def.fields.get(*name).is_some_and(|field| of_field(field, rest))
                || def.inputs.get(*name).is_some_and(|input| of_input(input, rest))
        }
        ["values", name, rest @ ..] => {
            def.values.get(*name).is_some_and(|value| of_element(value, rest))
        }
        ["members", name] => def.members.contains_key(*name),
        ["interfaces", name] => def.interfaces.contains_key(*name),
        ["specified_by"] => def.specified_by.is_some(),
        ["one_of"] => def.one_of.is_some(),
        rest => of_element(&def.element, rest),
    }
}

fn of_field(field: &Field, names: &[&str]) -> bool {
    match names {
        ["type"] => true,
        ["args", rest @ ..] => of_arguments(&field.args, rest),
        rest => of_element(&field.element, rest),
    }
}

fn of_directive(def: &DirectiveDef, names: &[&str]) -> bool {
    match names {
        ["locations"] => true,
        ["locations", name] => def.locations.contains_key(*name),
        ["repeatable"] => def.repeatable.is_some(),
        ["args", rest @ ..] => of_arguments(&def.args, rest),
        rest => of_element(&def.element, rest),
    }
}

fn of_arguments(args: &Named<Input>, names: &[&str]) -> bool {
    match names {
        [] => true,
        [name, rest @ ..] => args.get(*name).is_some_and(|input| of_input(input, rest)),
    }
}

fn of_input(input: &Input, names: &[&str]) -> bool {
    match names {
        ["type"] => true,
        ["default"] => input.default.is_some(),
        rest => of_element(&input.element, rest),
    }
}

fn of_element(element: &Element, names: &[&str]) -> bool {
    match names {
        [] | ["directives"] => true,
        ["description"] => element.description.is_some(),
        ["deprecated"] => element.deprecated.is_some(),
        ["directives", name] => element.usages.iter().any(|usage| usage.name == *name),
        _ => false,
    }
}
