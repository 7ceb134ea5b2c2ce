//! What stands in lists, objects and choices.

use std::borrow::Cow;
use std::{slice, vec};

use serde::Deserialize;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error as _, MapAccess, SeqAccess, Unexpected,
    VariantAccess, Visitor,
};
use serde_json::{Map, Value, map};

use super::{Mismatch, Parts, Reader};

/// The items of a list.
pub(super) struct Items<'de> {
    values: Values<'de>,
    /// How many were read.
    read: usize,
}

enum Values<'de> {
    Owned(vec::IntoIter<Value>),
    Shared(slice::Iter<'de, Value>),
}

impl<'de> Items<'de> {
    pub(super) fn owned(items: Vec<Value>) -> Self {
        Self { values: Values::Owned(items.into_iter()), read: 0 }
    }

    pub(super) fn shared(items: &'de [Value]) -> Self {
        Self { values: Values::Shared(items.iter()), read: 0 }
    }

    /// Asks a visitor for the list; all of it is to be read.
    pub(super) fn visit<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Mismatch> {
        let list = visitor.visit_seq(&mut self)?;
        self.ended().map(|()| list)
    }

    #[inline(never)]
    fn ended(self) -> Result<(), Mismatch> {
        match self.left() {
            0 => Ok(()),
            left => Err(Mismatch::invalid_length(self.read + left, &"fewer elements in array")),
        }
    }

    fn left(&self) -> usize {
        match &self.values {
            Values::Owned(values) => values.len(),
            Values::Shared(values) => values.len(),
        }
    }

    #[inline(never)]
    fn next(&mut self) -> Option<Reader<'de>> {
        let item = match &mut self.values {
            Values::Owned(values) => values.next().map(Reader::Owned),
            Values::Shared(values) => values.next().map(Reader::Shared),
        };
        self.read += usize::from(item.is_some());
        item
    }
}

impl<'de> SeqAccess<'de> for &mut Items<'de> {
    type Error = Mismatch;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Mismatch> {
        let Some(item) = self.next() else { return Ok(None) };
        match seed.deserialize(item) {
            Ok(item) => Ok(Some(item)),
            Err(error) => Err(error.within(Cow::Owned((self.read - 1).to_string()))),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left())
    }
}

/// The members of an object.
pub(super) struct Members<'de> {
    rest: Rest<'de>,
    /// The key that was read last, and its value until it is read.
    key: Cow<'de, str>,
    value: Option<Reader<'de>>,
}

enum Rest<'de> {
    Owned(map::IntoIter),
    Shared(map::Iter<'de>),
}

impl<'de> Members<'de> {
    pub(super) fn owned(members: Map<String, Value>) -> Self {
        Self::new(Rest::Owned(members.into_iter()))
    }

    pub(super) fn shared(members: &'de Map<String, Value>) -> Self {
        Self::new(Rest::Shared(members.iter()))
    }

    fn new(rest: Rest<'de>) -> Self {
        Self { rest, key: Cow::Borrowed(""), value: None }
    }

    /// Goes to the next member.
    #[inline(never)]
    fn next(&mut self) -> Option<Reader<'de>> {
        let (key, value) = match &mut self.rest {
            Rest::Owned(rest) => {
                rest.next().map(|(key, value)| (Cow::Owned(key), Reader::Owned(value)))?
            }
            Rest::Shared(rest) => rest
                .next()
                .map(|(key, value)| (Cow::Borrowed(key.as_str()), Reader::Shared(value)))?,
        };
        self.value = Some(value);
        self.key = key.clone();
        Some(Reader::Name(key))
    }

    /// Returns the only member.
    fn only(mut self) -> Option<(Reader<'de>, Option<Reader<'de>>)> {
        let name = self.next()?;
        let value = self.value.take();
        self.next().is_none().then_some((name, value))
    }

    #[inline(never)]
    fn failed(&mut self, error: Mismatch) -> Mismatch {
        error.within(std::mem::take(&mut self.key))
    }
}

impl<'de> MapAccess<'de> for Members<'de> {
    type Error = Mismatch;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Mismatch> {
        let Some(name) = self.next() else { return Ok(None) };
        seed.deserialize(name).map(Some).map_err(|error| self.failed(error))
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Mismatch> {
        let value = self.value.take().unwrap_or(Reader::Shared(&Value::Null));
        seed.deserialize(value).map_err(|error| self.failed(error))
    }
}

/// One of the variants of an enum, with what it holds.
pub(super) struct Choice<'de> {
    name: Reader<'de>,
    value: Option<Reader<'de>>,
}

impl<'de> Choice<'de> {
    #[inline(never)]
    pub(super) fn of(parts: Parts<'de>) -> Result<Self, Mismatch> {
        match parts {
            Parts::Text(name) => Ok(Self { name: Reader::Name(name), value: None }),
            Parts::Object(members) => match members.only() {
                Some((name, value)) => Ok(Self { name, value }),
                None => Err(Mismatch::invalid_value(Unexpected::Map, &"map with a single key")),
            },
            other => Err(other.is_not(&"string or map")),
        }
    }
}

impl<'de> EnumAccess<'de> for Choice<'de> {
    type Error = Mismatch;
    type Variant = Held<'de>;

    fn variant_seed<T: DeserializeSeed<'de>>(
        self,
        seed: T,
    ) -> Result<(T::Value, Held<'de>), Mismatch> {
        Ok((seed.deserialize(self.name)?, Held(self.value)))
    }
}

/// What a variant of an enum holds.
pub(super) struct Held<'de>(Option<Reader<'de>>);

impl<'de> Held<'de> {
    #[inline(never)]
    fn expect(self, what: &'static str) -> Result<Reader<'de>, Mismatch> {
        self.0.ok_or_else(|| Mismatch::invalid_type(Unexpected::UnitVariant, &what))
    }
}

impl<'de> VariantAccess<'de> for Held<'de> {
    type Error = Mismatch;

    fn unit_variant(self) -> Result<(), Mismatch> {
        self.0.map_or(Ok(()), <()>::deserialize)
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Mismatch> {
        seed.deserialize(self.expect("newtype variant")?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Mismatch> {
        self.expect("tuple variant")?.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        self.expect("struct variant")?.deserialize_map(visitor)
    }
}
