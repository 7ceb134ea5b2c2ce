//! Parts that are not as the specification has them: they are told, because tools pass them over, or read them
//! each in its own way.

use serde_json::Value;

use super::description::Description;
use super::model::same_paths;
use crate::diff::schema::{Inside, inside, is_type};
use crate::document::pointer;
use crate::finding::codes::diff::openapi as codes;
use crate::finding::{Finding, Location};

/// Parts that are told of one description.
const MOST: usize = 100;

/// What the value of a member has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Flag,
    List,
    Object,
    Schema,
}

impl Shape {
    /// Returns what a member of a part that is no schema has to be.
    pub(super) fn of(member: &str) -> Option<Self> {
        match member {
            "required" | "deprecated" | "allowEmptyValue" | "explode" | "allowReserved" => {
                Some(Self::Flag)
            }
            "parameters" | "servers" => Some(Self::List),
            "requestBody" | "responses" | "content" | "headers" | "callbacks" | "links"
            | "encoding" => Some(Self::Object),
            "schema" | "itemSchema" => Some(Self::Schema),
            _ => None,
        }
    }

    /// Tells whether a value can be read as what it has to be.
    pub(super) fn fits(self, value: &Value) -> bool {
        match self {
            Self::Flag => value.is_boolean() || value == "true" || value == "false",
            Self::List => value.is_array(),
            Self::Object => value.is_object(),
            Self::Schema => value.is_object() || value.is_boolean(),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Flag => "true or false",
            Self::List => "a list",
            Self::Object => "an object",
            Self::Schema => "a schema",
        }
    }
}

/// What a value is taken for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// A part of a description around schemas, or a list of such.
    Around,
    Schema,
    /// Parts by name.
    Named,
    Components,
    Schemas,
    /// A list of requirements of security.
    Security,
}

/// Lists what is odd about a description, with places in the document.
pub(super) fn findings(description: &Description<'_>) -> Vec<Finding> {
    let mut odd = Vec::new();
    for (_, path) in same_paths(&description.root) {
        let at = pointer::push("/paths", &path);
        odd.push((at, format!("`{path}` is the same path as another, but for names in it")));
    }
    let mut waiting = vec![(String::new(), &*description.root, Part::Around)];
    while let Some((at, value, part)) = waiting.pop() {
        if odd.len() > MOST {
            break;
        }
        look(&at, value, part, &mut odd, &mut waiting);
    }
    odd.sort_unstable();
    odd.truncate(MOST);
    let finding = |(mut at, message): (String, String)| {
        description.trace(&mut at);
        Finding::new(codes::MALFORMED, at.as_str(), &[], message)
            .at(Location::new("", at.as_str()))
            .remedy(codes::MALFORMED.fix)
    };
    odd.into_iter().map(finding).collect()
}

type Waiting<'v> = Vec<(String, &'v Value, Part)>;

fn look<'v>(
    at: &str,
    value: &'v Value,
    part: Part,
    odd: &mut Vec<(String, String)>,
    waiting: &mut Waiting<'v>,
) {
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let at = format!("{at}/{index}");
                if part == Part::Security && !item.is_object() {
                    odd.push((at.clone(), "a requirement of security is not an object".to_owned()));
                }
                waiting.push((at, item, part));
            }
        }
        Value::Object(members) => {
            for (key, member) in members.iter().filter(|(key, _)| !key.starts_with("x-")) {
                let place = pointer::push(at, key);
                if let Some(message) = wrong(key, member, part) {
                    odd.push((place.clone(), message));
                }
                if let Some(part) = inner(key, part) {
                    waiting.push((place, member, part));
                }
            }
        }
        Value::Null | Value::Bool(_) => {}
        _ if part == Part::Schema => {
            odd.push((at.to_owned(), "what stands here is not a schema".to_owned()));
        }
        _ => {}
    }
}

/// Tells what is wrong with a member.
fn wrong(key: &str, value: &Value, part: Part) -> Option<String> {
    match (part, key) {
        (Part::Schema, "type") => {
            let names = match value {
                Value::Array(names) => names.as_slice(),
                one => std::slice::from_ref(one),
            };
            let strange = names.iter().find(|name| !name.as_str().is_some_and(is_type))?;
            Some(format!("{strange} is no type that is known"))
        }
        (Part::Schema, "required") if !value.is_array() => {
            Some("`required` of a schema is not a list of names".to_owned())
        }
        (Part::Schema, "nullable" | "readOnly" | "writeOnly") if !value.is_boolean() => {
            Some(format!("`{key}` is not true or false"))
        }
        (Part::Around, "security") if !value.is_array() => {
            Some("`security` is not a list".to_owned())
        }
        (Part::Around, _) => {
            let shape = Shape::of(key)?;
            let is_odd = match (shape, value) {
                // What is no schema is told where it stands.
                (_, Value::Null) | (Shape::Schema, _) => false,
                // It can be read, but not all tools do so.
                (Shape::Flag, value) => !value.is_boolean(),
                (shape, value) => !shape.fits(value),
            };
            is_odd.then(|| format!("`{key}` is not {}", shape.name()))
        }
        _ => None,
    }
}

/// Tells what the value of a member is; nothing, when it is data.
fn inner(key: &str, part: Part) -> Option<Part> {
    match part {
        Part::Schemas | Part::Security => {
            return (part == Part::Schemas).then_some(Part::Schema);
        }
        Part::Named => return Some(Part::Around),
        Part::Components => {
            return match key {
                "schemas" => Some(Part::Schemas),
                "securitySchemes" | "examples" | "links" => None,
                _ => Some(Part::Named),
            };
        }
        Part::Schema => {
            return match (inside(key), key) {
                (Inside::Data, _) | (_, "required" | "discriminator" | "xml" | "type") => None,
                (Inside::Names, _) => Some(Part::Schemas),
                (
                    Inside::Parts,
                    "items" | "additionalProperties" | "not" | "allOf" | "anyOf" | "oneOf",
                ) => Some(Part::Schema),
                (Inside::Parts, _) => None,
            };
        }
        Part::Around => {}
    }
    match (inside(key), key) {
        (Inside::Data, _) | (_, "info" | "tags" | "servers" | "links") => None,
        (_, "components") => Some(Part::Components),
        (_, "schema" | "itemSchema") => Some(Part::Schema),
        (_, "security") => Some(Part::Security),
        (Inside::Names, _) => Some(Part::Named),
        (Inside::Parts, _) => Some(Part::Around),
    }
}
