//! Values as they stand in a schema: defaults, and arguments of directives.

use std::collections::BTreeSet;
use std::fmt;

use apollo_parser::cst::{self, CstNode};

use super::model::{Named, Schema};

/// A value. Fields of an object have no order, so `{a: 1, b: 2}` is `{b: 2, a: 1}`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Literal {
    Null,
    Boolean(bool),
    Int(String),
    Float(String),
    Text(String),
    Enum(String),
    /// Only in operations.
    Variable(String),
    /// What is no value of GraphQL, as some servers give defaults.
    Invalid(String),
    List(Vec<Literal>),
    Object(Named<Literal>),
}

impl Literal {
    /// Reads a value; its depth is bounded by the parser.
    pub(super) fn read(value: &cst::Value) -> Self {
        let text = |node: &dyn Fn() -> Option<String>| node().unwrap_or_default();
        match value {
            cst::Value::Variable(it) => {
                Self::Variable(text(&|| Some(it.name()?.text().to_string())))
            }
            cst::Value::StringValue(it) => Self::Text(String::from(it)),
            cst::Value::FloatValue(it) => {
                Self::Float(text(&|| Some(it.float_token()?.text().to_owned())))
            }
            cst::Value::IntValue(it) => {
                Self::Int(text(&|| Some(it.int_token()?.text().to_owned())))
            }
            cst::Value::BooleanValue(it) => Self::Boolean(it.true_token().is_some()),
            cst::Value::NullValue(_) => Self::Null,
            cst::Value::EnumValue(it) => Self::Enum(text(&|| Some(it.name()?.text().to_string()))),
            cst::Value::ListValue(it) => {
                Self::List(it.values().map(|item| Self::read(&item)).collect())
            }
            cst::Value::ObjectValue(it) => {
                let field = |field: cst::ObjectField| {
                    Some((field.name()?.text().to_string(), Self::read(&field.value()?)))
                };
                Self::Object(it.object_fields().filter_map(field).collect())
            }
        }
    }

    /// Tells whether two values mean the same for the type `name` of a schema: `1` is `1.0` for floats, a
    /// single value is a list of it, and a field of an input that is left out has its default.
    pub(super) fn means(&self, other: &Self, (schema, name): (&Schema, &str), list: bool) -> bool {
        match (self, other) {
            (Self::Object(was), Self::Object(is)) => {
                let Some(def) = schema.types.get(name) else { return was == is };
                let fields: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
                fields.into_iter().all(|field| {
                    let input = def.inputs.get(field);
                    let default = input.and_then(|it| it.default.as_ref()).map(|it| &it.value);
                    match (was.get(field).or(default), is.get(field).or(default), input) {
                        (Some(a), Some(b), Some(input)) => {
                            let ty = &input.ty.value;
                            a.means(b, (schema, ty.name()), ty.is_list())
                        }
                        (a, b, _) => a == b,
                    }
                })
            }
            (Self::Int(_) | Self::Float(_), Self::Int(_) | Self::Float(_)) if name == "Float" => {
                self == other || self.number().is_some_and(|it| Some(it) == other.number())
            }
            (Self::Int(id), Self::Text(text)) | (Self::Text(text), Self::Int(id))
                if name == "ID" =>
            {
                id == text
            }
            (Self::List(was), Self::List(is)) => {
                was.len() == is.len()
                    && was.iter().zip(is).all(|(a, b)| a.means(b, (schema, name), list))
            }
            (Self::List(items), one) | (one, Self::List(items)) if list && *one != Self::Null => {
                matches!(items.as_slice(), [item] if item.means(one, (schema, name), list))
            }
            _ => self == other,
        }
    }

    /// Returns digits and exponent, without zeros behind; none for what is too long to be meant.
    fn number(&self) -> Option<(String, i64)> {
        const LONGEST: usize = 100;
        let (Self::Int(text) | Self::Float(text)) = self else { return None };
        let number: bigdecimal::BigDecimal =
            Some(text).filter(|text| text.len() <= LONGEST)?.parse().ok()?;
        let (digits, exponent) = number.normalized().into_bigint_and_exponent();
        Some((digits.to_string(), exponent))
    }
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Boolean(yes) => write!(f, "{yes}"),
            Self::Int(text) | Self::Float(text) | Self::Enum(text) | Self::Invalid(text) => {
                f.write_str(text)
            }
            Self::Variable(name) => write!(f, "${name}"),
            Self::Text(text) => f.write_str(&serde_json::Value::from(text.as_str()).to_string()),
            Self::List(items) => {
                f.write_str("[")?;
                for (index, item) in items.iter().enumerate() {
                    let comma = if index > 0 { ", " } else { "" };
                    write!(f, "{comma}{item}")?;
                }
                f.write_str("]")
            }
            Self::Object(fields) => {
                f.write_str("{")?;
                write_pairs(f, fields)?;
                f.write_str("}")
            }
        }
    }
}

/// Writes `a: 1, b: 2`.
pub(super) fn write_pairs(f: &mut fmt::Formatter<'_>, pairs: &Named<Literal>) -> fmt::Result {
    for (index, (name, value)) in pairs.iter().enumerate() {
        let comma = if index > 0 { ", " } else { "" };
        write!(f, "{comma}{name}: {value}")?;
    }
    Ok(())
}

/// Reads the text of one value, as introspection gives defaults.
pub(super) fn parse(text: &str, depth: usize) -> Option<Literal> {
    // There is no parser of single values: a field that has the value and nothing else is one.
    let around = format!("input I{{f:T={text}\n}}");
    let tree = apollo_parser::Parser::new(&around).recursion_limit(depth).parse();
    if tree.errors().next().is_some() {
        return None;
    }
    let document = tree.document();
    let mut definitions = document.definitions();
    let (first, second) = (definitions.next()?, definitions.next());
    let cst::Definition::InputObjectTypeDefinition(input) = first else { return None };
    let fields = input.input_fields_definition()?;
    let (field, more) = {
        let mut fields = fields.input_value_definitions();
        (fields.next()?, fields.next())
    };
    let bare = second.is_none() && more.is_none() && field.directives().is_none();
    let value = field.default_value()?.value()?;
    (bare && field.syntax().text_range().len() > value.syntax().text_range().len())
        .then(|| Literal::read(&value))
}
