//! What is odd about one schema: names that lead nowhere.

use std::collections::BTreeSet;

use super::federation::Links;
use super::literal::Literal;
use super::model::{At, Field, Input, Named, Said};
use super::model::{BUILT_IN_DIRECTIVES, Element, Odd, Schema, TypeDef};
use super::type_ref::TypeRef;
use crate::finding::codes::diff::graphql as codes;

/// Adds to `schema.odd` the names of types and directives that are not defined.
pub(super) fn check(schema: &mut Schema) {
    let links = Links::of(schema);
    let mut check = Check { schema: &*schema, links, told: BTreeSet::new(), odd: Vec::new() };
    check.element("/schema", &schema.element);
    for (operation, root) in &schema.roots {
        check.name(|| format!("/schema/{operation}"), &root.value, root.at);
    }
    for (name, def) in &schema.types {
        check.type_def(&format!("/types/{name}"), def);
    }
    for (name, def) in &schema.directives {
        check.inputs(&format!("/directives/{name}/args"), &def.args);
    }
    let odd = check.odd;
    schema.odd.extend(odd);
}

struct Check<'s> {
    schema: &'s Schema,
    links: Links,
    /// Directives that were told already: one that is not defined may be used a thousand times.
    told: BTreeSet<&'s str>,
    odd: Vec<Odd>,
}

impl<'s> Check<'s> {
    fn type_def(&mut self, pointer: &str, def: &'s TypeDef) {
        self.element(pointer, &def.element);
        for (list, names) in [("interfaces", &def.interfaces), ("members", &def.members)] {
            for (name, at) in names {
                self.name(|| format!("{pointer}/{list}/{name}"), name, *at);
            }
        }
        self.inherited(pointer, def);
        self.fields(&format!("{pointer}/fields"), &def.fields);
        self.inputs(&format!("{pointer}/fields"), &def.inputs);
        for (name, value) in &def.values {
            if !value.usages.is_empty() {
                self.element(&format!("{pointer}/values/{name}"), value);
            }
        }
    }

    /// Notes the first field of each interface that the type does not state itself.
    fn inherited(&mut self, pointer: &str, def: &TypeDef) {
        for (name, at) in &def.interfaces {
            let Some(interface) = self.schema.types.get(name) else { continue };
            let missing = interface.fields.keys().find(|field| !def.fields.contains_key(*field));
            if let Some(field) = missing {
                self.odd.push(Odd {
                    code: codes::INTERFACE_FIELD_MISSING,
                    pointer: format!("{pointer}/interfaces/{name}"),
                    at: *at,
                    message: format!("the type lacks `{field}` of its interface `{name}`"),
                });
            }
        }
    }

    fn fields(&mut self, around: &str, fields: &'s Named<Field>) {
        for (name, field) in fields {
            let pointer = || format!("{around}/{name}");
            self.type_ref(pointer, &field.ty);
            if !field.element.usages.is_empty() {
                self.element(&pointer(), &field.element);
            }
            if !field.args.is_empty() {
                self.inputs(&format!("{around}/{name}/args"), &field.args);
            }
        }
    }

    fn inputs(&mut self, around: &str, inputs: &'s Named<Input>) {
        for (name, input) in inputs {
            let pointer = || format!("{around}/{name}");
            self.type_ref(pointer, &input.ty);
            if let Some(Said { value: Literal::Invalid(text), at }) = &input.default {
                self.odd.push(Odd {
                    code: codes::INVALID_DEFAULT,
                    pointer: format!("{}/default", pointer()),
                    at: *at,
                    message: format!("the default `{text}` is no value of GraphQL"),
                });
            }
            if !input.element.usages.is_empty() {
                self.element(&pointer(), &input.element);
            }
        }
    }

    fn type_ref(&mut self, pointer: impl Fn() -> String, ty: &Said<TypeRef>) {
        self.name(|| format!("{}/type", pointer()), ty.value.name(), ty.at);
    }

    fn name(&mut self, pointer: impl Fn() -> String, name: &str, at: Option<At>) {
        if !self.schema.has_type(name) {
            self.odd.push(Odd {
                code: codes::UNKNOWN_TYPE,
                pointer: pointer(),
                at,
                message: format!("`{name}` is no type of this schema"),
            });
        }
    }

    fn element(&mut self, pointer: &str, element: &'s Element) {
        for usage in &element.usages {
            let name = usage.name.as_str();
            let known = self.schema.directives.contains_key(name)
                || BUILT_IN_DIRECTIVES.contains(&name)
                || self.links.knows(name);
            if !known && self.told.insert(name) {
                self.odd.push(Odd {
                    code: codes::UNKNOWN_DIRECTIVE,
                    pointer: format!("{pointer}/directives/{name}"),
                    at: usage.at,
                    message: format!("`@{name}` is not defined in this schema"),
                });
            }
        }
    }
}
