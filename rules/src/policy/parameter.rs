//! Parameters of policies: what a pack may set in place of a constant.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A value that a pack may set.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields, extend("required" = ["type", "default", "doc"]))]
pub struct Parameter {
    /// What kind of value it is.
    #[serde(rename = "type")]
    pub kind: ParameterKind,
    /// The value where no pack sets one.
    pub default: Value,
    /// What it is for, in a line.
    #[schemars(length(min = 1))]
    pub doc: String,
}

/// What kind of value a parameter is.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ParameterKind {
    /// True or false.
    Boolean,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// A text.
    #[default]
    Text,
    /// A list of texts.
    List,
    /// Values by name: each a boolean, a number, a text or a list of texts.
    Table,
}

impl ParameterKind {
    /// Returns the name authors write.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Text => "text",
            Self::List => "list",
            Self::Table => "table",
        }
    }

    /// Says why `value` is none of this kind.
    pub(crate) fn check(self, value: &Value) -> Result<(), String> {
        if let Some(number) = too_large(value) {
            return Err(format!("the number {number} is too large to be told exactly"));
        }
        let fits = match self {
            Self::Boolean => value.is_boolean(),
            Self::Integer => value.is_i64(),
            Self::Number => value.is_number(),
            Self::Text => value.is_string(),
            Self::List => is_list(value),
            Self::Table => value.as_object().is_some_and(|members| members.values().all(is_cell)),
        };
        if fits {
            return Ok(());
        }
        let what = match self {
            Self::List => "a list of texts",
            Self::Table => "a table of booleans, numbers, texts or lists of texts",
            Self::Integer => "an integer",
            _ => return Err(format!("{value} is no {}", self.as_str())),
        };
        Err(format!("the value is not {what}"))
    }
}

/// Returns a whole number that scripts have no whole number for, here or in a cell of a table.
fn too_large(value: &Value) -> Option<&Value> {
    match value {
        Value::Number(number) => (number.is_u64() && !number.is_i64()).then_some(value),
        Value::Object(members) => members.values().find_map(too_large),
        _ => None,
    }
}

fn is_list(value: &Value) -> bool {
    value.as_array().is_some_and(|items| items.iter().all(Value::is_string))
}

fn is_cell(value: &Value) -> bool {
    value.is_boolean() || value.is_number() || value.is_string() || is_list(value)
}

impl Parameter {
    /// Says what is wrong with the declaration of the parameter `name`.
    pub(super) fn check_declaration(&self, name: &str) -> Result<(), String> {
        let mut bytes = name.bytes();
        let starts = bytes.next().is_some_and(|byte| byte.is_ascii_lowercase());
        if !starts || !bytes.all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_') {
            return Err(format!("the parameter `{name}` is not in snake_case"));
        }
        let misfit = |message| format!("the default of the parameter `{name}`: {message}");
        self.kind.check(&self.default).map_err(misfit)
    }
}
