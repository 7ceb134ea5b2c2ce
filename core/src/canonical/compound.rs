//! Lists and objects of canonical JSON while they are written.

use serde::Serialize;
use serde::ser::{
    SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant,
};

use super::Canonicalizer;

type Result<T> = serde_json::Result<T>;

/// A list or an object that is open.
pub(crate) struct Compound<'a> {
    out: &'a mut Canonicalizer,
    /// Where the members of the object begin among those that are open.
    first: usize,
    is_empty: bool,
    closes: &'static [u8],
}

impl<'a> Compound<'a> {
    pub(super) fn new(out: &'a mut Canonicalizer, closes: &'static [u8]) -> Self {
        let first = out.members.len();
        Self { out, first, is_empty: true, closes }
    }

    fn comma(&mut self) {
        if !std::mem::replace(&mut self.is_empty, false) {
            self.out.text.push(b',');
        }
    }

    fn item<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<()> {
        self.comma();
        value.serialize(&mut *self.out)
    }

    fn value<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<()> {
        value.serialize(&mut *self.out)?;
        let end = self.out.text.len();
        if let Some(member) = self.out.members.last_mut() {
            member.end = end;
        }
        Ok(())
    }

    fn field<T: ?Sized + Serialize>(&mut self, key: &'static str, value: &T) -> Result<()> {
        self.comma();
        self.out.named(key)?;
        self.value(value)
    }

    #[expect(clippy::unnecessary_wraps, reason = "every end has this form")]
    fn close(self) -> Result<()> {
        self.out.sort(self.first);
        self.out.text.extend_from_slice(self.closes);
        Ok(())
    }
}

macro_rules! lists {
    ($($trait:ident, $method:ident;)*) => {
        $(impl $trait for Compound<'_> {
            type Ok = ();
            type Error = serde_json::Error;

            fn $method<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<()> {
                self.item(value)
            }

            fn end(self) -> Result<()> {
                self.close()
            }
        })*
    };
}

lists! {
    SerializeSeq, serialize_element;
    SerializeTuple, serialize_element;
    SerializeTupleStruct, serialize_field;
    SerializeTupleVariant, serialize_field;
}

macro_rules! objects {
    ($($trait:ident;)*) => {
        $(impl $trait for Compound<'_> {
            type Ok = ();
            type Error = serde_json::Error;

            fn serialize_field<T: ?Sized + Serialize>(&mut self, key: &'static str, value: &T) -> Result<()> {
                self.field(key, value)
            }

            fn end(self) -> Result<()> {
                self.close()
            }
        })*
    };
}

objects! {
    SerializeStruct;
    SerializeStructVariant;
}

impl SerializeMap for Compound<'_> {
    type Ok = ();
    type Error = serde_json::Error;

    fn serialize_key<T: ?Sized + Serialize>(&mut self, key: &T) -> Result<()> {
        self.comma();
        self.out.key(|out| key.serialize(out))
    }

    fn serialize_value<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<()> {
        self.value(value)
    }

    fn end(self) -> Result<()> {
        self.close()
    }
}
