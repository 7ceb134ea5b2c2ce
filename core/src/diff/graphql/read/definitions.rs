//! Definitions and extensions: an extension adds to the definition, wherever it stands.

use apollo_parser::SyntaxKind;
use apollo_parser::cst::{self, CstNode, Definition};

use super::{members, parts};
use crate::diff::graphql::model::{
    At, BUILT_IN_SCALARS, DirectiveDef, Named, Odd, Said, Schema, TypeDef, TypeKind,
};
use crate::finding::codes::diff::graphql as codes;

/// Reads one definition after the other.
#[derive(Default)]
pub(super) struct Reader {
    schema: Schema,
    /// What extensions say, until all definitions are known.
    extensions: Vec<(String, TypeDef)>,
    /// Whether the schema lists its operations: there are no others then.
    listed: bool,
}

/// The parts of a definition or an extension of a type.
struct Parts {
    kind: TypeKind,
    extends: bool,
    name: Option<cst::Name>,
    description: Option<cst::Description>,
    directives: Option<cst::Directives>,
    interfaces: Option<cst::ImplementsInterfaces>,
    fields: Option<cst::FieldsDefinition>,
    inputs: Option<cst::InputFieldsDefinition>,
    members: Option<cst::UnionMemberTypes>,
    values: Option<cst::EnumValuesDefinition>,
}

/// Lists the parts that this definition has; the others are none.
macro_rules! parts {
    ($node:ident, $kind:ident, $extends:literal $(, $part:ident = $value:expr)*) => {
        Parts {
            name: $node.name(),
            directives: $node.directives(),
            $($part: $value,)*
            ..Parts::none(TypeKind::$kind, $extends)
        }
    };
}

impl Parts {
    fn none(kind: TypeKind, extends: bool) -> Self {
        Self {
            kind,
            extends,
            name: None,
            description: None,
            directives: None,
            interfaces: None,
            fields: None,
            inputs: None,
            members: None,
            values: None,
        }
    }

    /// Returns the parts of what defines or extends a type.
    fn of(definition: &Definition) -> Option<Self> {
        Some(match definition {
            Definition::ScalarTypeDefinition(it) => {
                parts!(it, Scalar, false, description = it.description())
            }
            Definition::ObjectTypeDefinition(it) => parts!(
                it,
                Object,
                false,
                description = it.description(),
                interfaces = it.implements_interfaces(),
                fields = it.fields_definition()
            ),
            Definition::InterfaceTypeDefinition(it) => parts!(
                it,
                Interface,
                false,
                description = it.description(),
                interfaces = it.implements_interfaces(),
                fields = it.fields_definition()
            ),
            other => return Self::of_list(other),
        })
    }

    /// Returns the parts of what lists members, values or inputs.
    fn of_list(definition: &Definition) -> Option<Self> {
        Some(match definition {
            Definition::UnionTypeDefinition(it) => parts!(
                it,
                Union,
                false,
                description = it.description(),
                members = it.union_member_types()
            ),
            Definition::EnumTypeDefinition(it) => parts!(
                it,
                Enum,
                false,
                description = it.description(),
                values = it.enum_values_definition()
            ),
            Definition::InputObjectTypeDefinition(it) => parts!(
                it,
                Input,
                false,
                description = it.description(),
                inputs = it.input_fields_definition()
            ),
            other => return Self::of_extension(other),
        })
    }

    fn of_extension(definition: &Definition) -> Option<Self> {
        Some(match definition {
            Definition::ScalarTypeExtension(it) => parts!(it, Scalar, true),
            Definition::ObjectTypeExtension(it) => parts!(
                it,
                Object,
                true,
                interfaces = it.implements_interfaces(),
                fields = it.fields_definition()
            ),
            Definition::InterfaceTypeExtension(it) => parts!(
                it,
                Interface,
                true,
                interfaces = it.implements_interfaces(),
                fields = it.fields_definition()
            ),
            Definition::UnionTypeExtension(it) => {
                parts!(it, Union, true, members = it.union_member_types())
            }
            Definition::EnumTypeExtension(it) => {
                parts!(it, Enum, true, values = it.enum_values_definition())
            }
            Definition::InputObjectTypeExtension(it) => {
                parts!(it, Input, true, inputs = it.input_fields_definition())
            }
            _ => return None,
        })
    }
}

impl Reader {
    /// Reads one definition; the message tells why it is none of a schema.
    pub(super) fn read(&mut self, definition: &Definition) -> Result<(), String> {
        match definition {
            Definition::OperationDefinition(_) | Definition::FragmentDefinition(_) => {
                return Err("this is an operation, and defines nothing".to_owned());
            }
            Definition::DirectiveDefinition(it) => self.directive(it),
            Definition::SchemaDefinition(it) => {
                self.schema.element.description = parts::description(it.description());
                self.schema.element.at = parts::token(it.syntax(), SyntaxKind::schema_KW);
                self.usages(it.directives());
                self.roots(it.root_operation_type_definitions());
                self.listed = true;
            }
            Definition::SchemaExtension(it) => {
                self.usages(it.directives());
                self.roots(it.root_operation_type_definitions());
            }
            other => {
                if let Some(parts) = Parts::of(other) {
                    self.type_def(parts);
                }
            }
        }
        Ok(())
    }

    fn usages(&mut self, directives: Option<cst::Directives>) {
        let (element, special) = parts::element(None, None, directives);
        self.schema.element.usages.extend(element.usages.into_iter().chain(special));
    }

    fn roots(&mut self, list: impl Iterator<Item = cst::RootOperationTypeDefinition>) {
        for root in list {
            let Some((value, at)) = root.named_type().and_then(|it| parts::named(&it)) else {
                continue;
            };
            let operation = root.operation_type().map(|it| {
                let query = it.query_token().is_some();
                let other = if it.mutation_token().is_some() { "mutation" } else { "subscription" };
                if query { "query" } else { other }
            });
            let Some(operation) = operation else { continue };
            let root = Said { value, at: Some(at) };
            let name = (operation.to_owned(), at);
            members::add(&mut self.schema.roots, name, root, "/schema", &mut self.schema.odd);
        }
    }

    fn directive(&mut self, it: &cst::DirectiveDefinition) {
        let Some((name, at)) = parts::name(it.name()) else { return };
        let (element, _) = parts::element(Some(at), it.description(), None);
        let around = format!("/directives/{name}/args");
        let mut args = Named::new();
        let arguments = it.arguments_definition();
        let list = arguments.iter().flat_map(cst::ArgumentsDefinition::input_value_definitions);
        members::inputs(list, &mut args, &around, &mut self.schema.odd);
        let repeatable = it
            .repeatable_token()
            .map(|token| Said { value: (), at: Some(parts::range(token.text_range())) });
        let locations = members::locations(it.directive_locations());
        let def = DirectiveDef { element, args, locations, repeatable };
        let Schema { directives, odd, .. } = &mut self.schema;
        members::add(directives, (name, at), def, "/directives", odd);
    }

    fn type_def(&mut self, parts: Parts) {
        let Some((name, at)) = parts::name(parts.name.clone()) else { return };
        if BUILT_IN_SCALARS.contains(&name.as_str()) && parts.kind == TypeKind::Scalar {
            return;
        }
        let extends = parts.extends;
        let odd = &mut self.schema.odd;
        let def = body(parts, at, &format!("/types/{name}"), odd);
        if extends {
            self.extensions.push((name, def));
        } else {
            members::add(&mut self.schema.types, (name, at), def, "/types", odd);
        }
    }

    /// Adds what extensions say. One of a type that is not defined here stands for it: the schema is
    /// part of a larger one.
    pub(super) fn finish(mut self) -> Schema {
        let Schema { types, odd, .. } = &mut self.schema;
        for (name, extension) in self.extensions {
            match types.get_mut(&name) {
                None => {
                    types.insert(name, extension);
                }
                Some(def) if def.kind == extension.kind => {
                    extend(def, extension, &format!("/types/{name}"), odd);
                }
                Some(def) => odd.push(Odd {
                    code: codes::EXTENSION_IGNORED,
                    pointer: format!("/types/{name}"),
                    at: extension.element.at,
                    message: format!(
                        "`{name}` is defined by `{}` and extended by `{}`; the extension is ignored",
                        def.kind.keyword(),
                        extension.kind.keyword(),
                    ),
                }),
            }
        }
        if !self.listed {
            self.schema.default_roots();
        }
        self.schema
    }
}

fn body(parts: Parts, at: At, pointer: &str, odd: &mut Vec<Odd>) -> TypeDef {
    let mut def = TypeDef::new(parts.kind);
    let (element, special) = parts::element(Some(at), parts.description, parts.directives);
    def.element = element;
    parts::specials(&mut def, special);
    let interfaces = parts.interfaces.iter().flat_map(cst::ImplementsInterfaces::named_types);
    members::names(interfaces, &mut def.interfaces, &format!("{pointer}/interfaces"), odd);
    let union = parts.members.iter().flat_map(cst::UnionMemberTypes::named_types);
    members::names(union, &mut def.members, &format!("{pointer}/members"), odd);
    members::fields(parts.fields.as_ref(), &mut def.fields, &format!("{pointer}/fields"), odd);
    let inputs = parts.inputs.iter().flat_map(cst::InputFieldsDefinition::input_value_definitions);
    members::inputs(inputs, &mut def.inputs, &format!("{pointer}/fields"), odd);
    members::values(parts.values.as_ref(), &mut def.values, &format!("{pointer}/values"), odd);
    def
}

fn extend(def: &mut TypeDef, more: TypeDef, pointer: &str, odd: &mut Vec<Odd>) {
    def.element.usages.extend(more.element.usages);
    def.specified_by = more.specified_by.or(def.specified_by.take());
    def.one_of = more.one_of.or(def.one_of.take());
    join(&mut def.interfaces, more.interfaces, |at| *at, &format!("{pointer}/interfaces"), odd);
    join(&mut def.members, more.members, |at| *at, &format!("{pointer}/members"), odd);
    join(&mut def.fields, more.fields, |it| it.element.at, &format!("{pointer}/fields"), odd);
    join(&mut def.inputs, more.inputs, |it| it.element.at, &format!("{pointer}/fields"), odd);
    join(&mut def.values, more.values, |it| it.at, &format!("{pointer}/values"), odd);
}

fn join<T>(
    parts: &mut Named<T>,
    more: Named<T>,
    at: impl Fn(&T) -> Option<At>,
    around: &str,
    odd: &mut Vec<Odd>,
) {
    for (name, part) in more {
        if let Some(place) = at(&part) {
            members::add(parts, (name, place), part, around, odd);
        }
    }
}
