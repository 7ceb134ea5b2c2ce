//! Fields, arguments, values and members of a type.

use apollo_parser::cst::{self, CstNode};

use super::parts::{element, literal, name, named, type_ref};
use crate::diff::graphql::model::{At, Element, Field, Input, Named, Odd};
use crate::document::pointer;
use crate::finding::codes::diff::graphql as codes;

/// Adds a part; one of the same name gives way, and is reported.
pub(super) fn add<T>(
    parts: &mut Named<T>,
    (name, at): (String, At),
    part: T,
    around: &str,
    odd: &mut Vec<Odd>,
) {
    if parts.contains_key(&name) {
        odd.push(Odd {
            code: codes::DUPLICATE_DEFINITION,
            pointer: pointer::push(around, &name),
            at: Some(at),
            message: format!("`{name}` is defined twice; the last definition counts"),
        });
    }
    parts.insert(name, part);
}

/// Reads the fields of an object or an interface at the pointer `around`.
pub(super) fn fields(
    node: Option<&cst::FieldsDefinition>,
    fields: &mut Named<Field>,
    around: &str,
    odd: &mut Vec<Odd>,
) {
    for definition in node.into_iter().flat_map(cst::FieldsDefinition::field_definitions) {
        let Some((name, at)) = name(definition.name()) else { continue };
        let Some(ty) = type_ref(definition.ty()) else { continue };
        let (mut element, special) =
            element(Some(at), definition.description(), definition.directives());
        element.usages.extend(special);
        element.order = fields.len();
        let mut args = Named::new();
        let arguments = definition.arguments_definition();
        let list = arguments.iter().flat_map(cst::ArgumentsDefinition::input_value_definitions);
        let inside = format!("{around}/{name}/args");
        inputs(list, &mut args, &inside, odd);
        add(fields, (name, at), Field { element, ty, args }, around, odd);
    }
}

/// Reads arguments, or fields of an input object.
pub(super) fn inputs(
    list: impl Iterator<Item = cst::InputValueDefinition>,
    inputs: &mut Named<Input>,
    around: &str,
    odd: &mut Vec<Odd>,
) {
    for definition in list {
        let Some((name, at)) = name(definition.name()) else { continue };
        let Some(ty) = type_ref(definition.ty()) else { continue };
        let (mut element, special) =
            element(Some(at), definition.description(), definition.directives());
        element.usages.extend(special);
        element.order = inputs.len();
        let default = literal(definition.default_value().and_then(|default| default.value()));
        add(inputs, (name, at), Input { element, ty, default }, around, odd);
    }
}

/// Reads the values of an enum.
pub(super) fn values(
    node: Option<&cst::EnumValuesDefinition>,
    values: &mut Named<Element>,
    around: &str,
    odd: &mut Vec<Odd>,
) {
    for definition in node.into_iter().flat_map(cst::EnumValuesDefinition::enum_value_definitions) {
        let Some((name, at)) = name(definition.enum_value().and_then(|value| value.name())) else {
            continue;
        };
        let (mut element, special) =
            element(Some(at), definition.description(), definition.directives());
        element.usages.extend(special);
        element.order = values.len();
        add(values, (name, at), element, around, odd);
    }
}

/// Reads names of types: interfaces, or members of a union.
pub(super) fn names(
    list: impl Iterator<Item = cst::NamedType>,
    names: &mut Named<Option<At>>,
    around: &str,
    odd: &mut Vec<Odd>,
) {
    for node in list {
        if let Some((name, at)) = named(&node) {
            add(names, (name, at), Some(at), around, odd);
        }
    }
}

/// Reads where a directive may stand.
pub(super) fn locations(node: Option<cst::DirectiveLocations>) -> Named<Option<At>> {
    let list = node.into_iter().flat_map(|all| all.directive_locations().collect::<Vec<_>>());
    let place = |location: cst::DirectiveLocation| {
        let at = super::parts::trimmed(location.syntax());
        Some((location.text()?.to_string(), Some(at)))
    };
    list.filter_map(place).collect()
}
