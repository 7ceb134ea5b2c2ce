//! Values → types. One reader serves every type, in place of one for values that are owned, one for those that are
//! shared, and one around each of them that notes the place of a fault: the code of each type is in the module of
//! a browser once. It asks only for what a type can be, so that none of it is for objects written as lists.

mod access;

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _, Expected, Unexpected, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::{Number, Value};

use super::pointer;
use access::{Choice, Items, Members};

/// Why a value is none of a type.
#[derive(Debug)]
pub(crate) struct Mismatch {
    /// Names and numbers on the way to the part that does not fit, the last one first.
    way: Vec<String>,
    reason: serde_json::Error,
}

impl Mismatch {
    /// Returns the JSON Pointer of the part that does not fit.
    pub(crate) fn pointer(&self) -> String {
        let mut pointer = String::new();
        for segment in self.way.iter().rev() {
            pointer::append(&mut pointer, segment);
        }
        pointer
    }

    #[inline(never)]
    fn within(mut self, segment: Cow<'_, str>) -> Self {
        self.way.push(segment.into_owned());
        self
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.reason.fmt(out)
    }
}

impl std::error::Error for Mismatch {}

impl serde::de::Error for Mismatch {
    #[inline(never)]
    fn custom<T: fmt::Display>(message: T) -> Self {
        serde_json::Error::custom(message).into()
    }

    #[inline(never)]
    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        serde_json::Error::invalid_type(found, expected).into()
    }

    #[inline(never)]
    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        serde_json::Error::invalid_value(found, expected).into()
    }
}

impl From<serde_json::Error> for Mismatch {
    fn from(reason: serde_json::Error) -> Self {
        Self { way: Vec::new(), reason }
    }
}

/// Reads a value that nobody needs any more as `T`.
pub(crate) fn from_owned<T: for<'de> Deserialize<'de>>(value: Value) -> Result<T, Mismatch> {
    T::deserialize(Reader::Owned(value))
}

/// Reads a value as `T`.
pub(crate) fn from_shared<'de, T: Deserialize<'de>>(value: &'de Value) -> Result<T, Mismatch> {
    T::deserialize(Reader::Shared(value))
}

/// A value that is to become a type.
enum Reader<'de> {
    Owned(Value),
    Shared(&'de Value),
    /// The key of a member.
    Name(Cow<'de, str>),
}

/// What a value is.
enum Parts<'de> {
    Null,
    Bool(bool),
    Unsigned(u64),
    Signed(i64),
    Float(f64),
    Text(Cow<'de, str>),
    List(Items<'de>),
    Object(Members<'de>),
}

impl<'de> Reader<'de> {
    fn is_null(&self) -> bool {
        matches!(self, Self::Owned(Value::Null) | Self::Shared(Value::Null))
    }

    #[inline(never)]
    fn parts(self) -> Parts<'de> {
        match self {
            Self::Name(name) => Parts::Text(name),
            Self::Owned(Value::String(text)) => Parts::Text(Cow::Owned(text)),
            Self::Shared(Value::String(text)) => Parts::Text(Cow::Borrowed(text)),
            Self::Owned(Value::Array(items)) => Parts::List(Items::owned(items)),
            Self::Shared(Value::Array(items)) => Parts::List(Items::shared(items)),
            Self::Owned(Value::Object(members)) => Parts::Object(Members::owned(members)),
            Self::Shared(Value::Object(members)) => Parts::Object(Members::shared(members)),
            Self::Owned(Value::Null) | Self::Shared(Value::Null) => Parts::Null,
            Self::Owned(Value::Bool(held)) | Self::Shared(&Value::Bool(held)) => Parts::Bool(held),
            Self::Owned(Value::Number(number)) => Parts::number(&number),
            Self::Shared(Value::Number(number)) => Parts::number(number),
        }
    }

    /// Returns what it is where a number is expected; keys are numbers in quotes.
    #[inline(never)]
    fn numeric(self) -> Result<Parts<'de>, Mismatch> {
        let Self::Name(name) = self else { return Ok(self.parts()) };
        let bare = name.starts_with(|first: char| first.is_ascii_digit() || first == '-')
            && name.ends_with(|last: char| last.is_ascii_digit());
        match serde_json::from_str(&name) {
            Ok(number) if bare => Ok(Parts::number(&number)),
            _ => Err(Mismatch::custom("invalid value: expected key to be a number in quotes")),
        }
    }
}

impl Parts<'_> {
    fn number(number: &Number) -> Self {
        let whole = number.as_u64().map(Self::Unsigned);
        let whole = whole.or_else(|| number.as_i64().map(Self::Signed));
        whole.unwrap_or_else(|| Self::Float(number.as_f64().unwrap_or_default()))
    }

    #[inline(never)]
    fn is_not(&self, expected: &dyn Expected) -> Mismatch {
        let found = match self {
            Self::Null => Unexpected::Unit,
            Self::Bool(held) => Unexpected::Bool(*held),
            Self::Unsigned(number) => Unexpected::Unsigned(*number),
            Self::Signed(number) => Unexpected::Signed(*number),
            Self::Float(number) => Unexpected::Float(*number),
            Self::Text(text) => Unexpected::Str(text),
            Self::List(_) => Unexpected::Seq,
            Self::Object(_) => Unexpected::Map,
        };
        Mismatch::invalid_type(found, expected)
    }
}

/// Asks a visitor for a text.
fn visit_text<'de, V: Visitor<'de>>(text: Cow<'de, str>, visitor: V) -> Result<V::Value, Mismatch> {
    match text {
        Cow::Owned(text) => visitor.visit_string(text),
        Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
    }
}

/// Methods that take texts only.
macro_rules! texts {
    ($($method:ident)*) => {
        $(
            fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
                match self.parts() {
                    Parts::Text(text) => visit_text(text, visitor),
                    other => Err(other.is_not(&visitor)),
                }
            }
        )*
    };
}

/// Methods that take numbers only.
macro_rules! numbers {
    ($($method:ident)*) => {
        $(
            fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
                match self.numeric()? {
                    Parts::Unsigned(number) => visitor.visit_u64(number),
                    Parts::Signed(number) => visitor.visit_i64(number),
                    Parts::Float(number) => visitor.visit_f64(number),
                    other => Err(other.is_not(&visitor)),
                }
            }
        )*
    };
}

impl<'de> Deserializer<'de> for Reader<'de> {
    type Error = Mismatch;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match self.parts() {
            Parts::Null => visitor.visit_unit(),
            Parts::Bool(held) => visitor.visit_bool(held),
            Parts::Unsigned(number) => visitor.visit_u64(number),
            Parts::Signed(number) => visitor.visit_i64(number),
            Parts::Float(number) => visitor.visit_f64(number),
            Parts::Text(text) => visit_text(text, visitor),
            Parts::List(items) => items.visit(visitor),
            Parts::Object(members) => visitor.visit_map(members),
        }
    }

    texts! { deserialize_char deserialize_str deserialize_string deserialize_identifier }

    numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
        deserialize_f32 deserialize_f64
    }

    forward_to_deserialize_any! { bytes byte_buf unit_struct }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match self.parts() {
            Parts::Bool(held) => visitor.visit_bool(held),
            other => Err(other.is_not(&visitor)),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match self.parts() {
            Parts::Null => visitor.visit_unit(),
            other => Err(other.is_not(&visitor)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        if self.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match self.parts() {
            Parts::List(items) => items.visit(visitor),
            other => Err(other.is_not(&visitor)),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match self.parts() {
            Parts::Object(members) => visitor.visit_map(members),
            other => Err(other.is_not(&visitor)),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        visitor.visit_enum(Choice::of(self.parts())?)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_unit()
    }
}

#[cfg(test)]
mod tests;
