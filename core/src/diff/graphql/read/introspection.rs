//! The result of an introspection query. It tells nothing of the directives that are used.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::diff::graphql::literal::{self, Literal};
use crate::diff::graphql::model::{
    Aspect, DirectiveDef, Element, Field, Input, Named, Said, Schema, TypeDef, TypeKind,
    is_built_in,
};
use crate::diff::graphql::read::parts::NO_REASON;
use crate::diff::graphql::type_ref::{TypeRef, Wrapper};
use crate::document::{Limits, pointer};
use crate::error::{Error, Result};

/// Reads `{"__schema": …}`, or the answer of a server that has it under `data`.
pub(super) fn read(document: &Value, limits: &Limits) -> Result<Schema> {
    let found = [("/__schema", document.get("__schema")), ("/data/__schema", data(document))]
        .into_iter()
        .find_map(|(at, value)| value.map(|value| (at, value)));
    let Some((at, value)) = found else {
        return Err(Error::invalid(
            "",
            "this is neither a GraphQL schema nor the result of an introspection",
        )
        .help("give SDL as text, or the answer of a server to an introspection query"));
    };
    Reader { depth: limits.depth }.schema(value, at)
}

fn data(document: &Value) -> Option<&Value> {
    document.get("data")?.get("__schema")
}

struct Reader {
    depth: usize,
}

fn said<T>(value: T) -> Said<T> {
    Said { value, at: None }
}

fn text<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value.get(key)?.as_str()
}

/// Returns the items of a list, with their pointers; none when the list is absent or null.
fn items<'v>(
    value: &'v Value,
    key: &str,
    at: &str,
) -> impl Iterator<Item = (String, &'v Value)> + use<'v> {
    let list = pointer::push(at, key);
    let items = value.get(key).and_then(Value::as_array).into_iter().flatten().enumerate();
    items.map(move |(index, item)| (format!("{list}/{index}"), item))
}

fn name(value: &Value, at: &str) -> Result<String> {
    match text(value, "name") {
        Some(name) => Ok(name.to_owned()),
        None => Err(Error::invalid(at, "a `name` is missing")),
    }
}

fn element(value: &Value, order: usize) -> Element {
    let flag = value.get("isDeprecated").and_then(Value::as_bool).unwrap_or_default();
    let reason = text(value, "deprecationReason").map(str::to_owned);
    let deprecated = reason.or_else(|| flag.then(|| NO_REASON.to_owned()));
    let description = text(value, "description").filter(|text| !text.is_empty());
    Element {
        description: description.map(|text| said(text.to_owned())),
        deprecated: deprecated.map(said),
        order,
        ..Element::default()
    }
}

/// Lists what the query did not ask for: what no part of its kind has, not even as null.
fn unknown(schema: &Value) -> BTreeSet<Aspect> {
    let types = || each(schema, "types");
    let fields = || types().flat_map(|def| each(def, "fields"));
    let inputs = || {
        fields()
            .flat_map(|it| each(it, "args"))
            .chain(types().flat_map(|it| each(it, "inputFields")))
    };
    let has = |key: &'static str| move |value: &Value| value.get(key).is_some();
    let asked = [
        (Aspect::Descriptions, types().any(has("description"))),
        (Aspect::SpecifiedBy, types().any(has("specifiedByURL"))),
        (Aspect::OneOf, types().any(has("isOneOf"))),
        (Aspect::Repeatable, each(schema, "directives").any(has("isRepeatable"))),
        (Aspect::DeprecatedInputs, inputs().any(has("isDeprecated"))),
    ];
    asked.into_iter().filter(|(_, asked)| !asked).map(|(aspect, _)| aspect).collect()
}

/// Returns the items of a list; none when it is absent or null.
fn each<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> + use<'v> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

impl Reader {
    fn schema(&self, value: &Value, at: &str) -> Result<Schema> {
        let mut schema =
            Schema { element: element(value, 0), introspected: true, ..Schema::default() };
        schema.unknown = unknown(value);
        for (operation, key) in [
            ("query", "queryType"),
            ("mutation", "mutationType"),
            ("subscription", "subscriptionType"),
        ] {
            if let Some(root) = value.get(key).filter(|root| !root.is_null()) {
                let name = name(root, &pointer::push(at, key))?;
                schema.roots.insert(operation.to_owned(), said(name));
            }
        }
        for (at, def) in items(value, "types", at) {
            let name = name(def, &at)?;
            if !is_built_in(&name) {
                schema.types.insert(name, self.type_def(def, &at)?);
            }
        }
        for (at, def) in items(value, "directives", at) {
            schema.directives.insert(name(def, &at)?, self.directive(def, &at)?);
        }
        Ok(schema)
    }

    fn type_def(&self, value: &Value, at: &str) -> Result<TypeDef> {
        let kind = match text(value, "kind") {
            Some("SCALAR") => TypeKind::Scalar,
            Some("OBJECT") => TypeKind::Object,
            Some("INTERFACE") => TypeKind::Interface,
            Some("UNION") => TypeKind::Union,
            Some("ENUM") => TypeKind::Enum,
            Some("INPUT_OBJECT") => TypeKind::Input,
            _ => return Err(Error::invalid(at, "the `kind` of the type is missing or unknown")),
        };
        let mut def = TypeDef::new(kind);
        def.element = element(value, 0);
        def.specified_by = text(value, "specifiedByURL").map(|url| said(url.to_owned()));
        let one_of = value.get("isOneOf").and_then(Value::as_bool).unwrap_or_default();
        def.one_of = one_of.then(|| said(()));
        for (at, interface) in items(value, "interfaces", at) {
            def.interfaces.insert(name(interface, &at)?, None);
        }
        if kind == TypeKind::Union {
            for (at, member) in items(value, "possibleTypes", at) {
                def.members.insert(name(member, &at)?, None);
            }
        }
        for (order, (at, value)) in items(value, "enumValues", at).enumerate() {
            def.values.insert(name(value, &at)?, element(value, order));
        }
        for (order, (at, field)) in items(value, "fields", at).enumerate() {
            let ty = self.type_ref(field, &at)?;
            let args = self.inputs(field, "args", &at)?;
            let field_def = Field { element: element(field, order), ty: said(ty), args };
            def.fields.insert(name(field, &at)?, field_def);
        }
        def.inputs = self.inputs(value, "inputFields", at)?;
        Ok(def)
    }

    fn directive(&self, value: &Value, at: &str) -> Result<DirectiveDef> {
        let locations = value.get("locations").and_then(Value::as_array).into_iter().flatten();
        let locations = locations.filter_map(Value::as_str).map(|name| (name.to_owned(), None));
        let repeatable = value.get("isRepeatable").and_then(Value::as_bool).unwrap_or_default();
        Ok(DirectiveDef {
            element: element(value, 0),
            args: self.inputs(value, "args", at)?,
            locations: locations.collect(),
            repeatable: repeatable.then(|| said(())),
        })
    }

    fn inputs(&self, value: &Value, key: &str, at: &str) -> Result<Named<Input>> {
        let mut inputs = Named::new();
        for (order, (at, input)) in items(value, key, at).enumerate() {
            let ty = said(self.type_ref(input, &at)?);
            let default = match text(input, "defaultValue") {
                None => None,
                Some(text) => {
                    let literal = literal::parse(text, self.depth);
                    Some(said(literal.unwrap_or_else(|| Literal::Invalid(text.to_owned()))))
                }
            };
            let element = element(input, order);
            inputs.insert(name(input, &at)?, Input { element, ty, default });
        }
        Ok(inputs)
    }

    /// Returns the type of a field or an input; its depth is bounded by the reader of JSON.
    fn type_ref(&self, value: &Value, at: &str) -> Result<TypeRef> {
        let mut wrappers = Vec::new();
        let mut ty = value.get("type").filter(|ty| !ty.is_null());
        while let Some(here) = ty {
            match text(here, "kind") {
                Some("LIST") => wrappers.push(Wrapper::List),
                Some("NON_NULL") => wrappers.push(Wrapper::NonNull),
                _ => return Ok(TypeRef::new(name(here, &pointer::push(at, "type"))?, wrappers)),
            }
            if wrappers.len() > 2 * self.depth {
                return Err(Error::limit("the type is nested too deep").at(at));
            }
            ty = here.get("ofType").filter(|ty| !ty.is_null());
        }
        Err(Error::invalid(at, "a `type` is missing, or the query did not ask deep enough")
            .help("ask for `ofType` at least seven times"))
    }
}
