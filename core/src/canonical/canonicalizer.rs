//! Canonical JSON (RFC 8785) of whatever can be serialized, without a value in between: members are written as they
//! come, and put in order when their object ends. `serde_json_canonicalizer`, with which tests compare it, keeps each
//! member in buffers of its own and encodes every key in UTF-16, which takes ten times as long.

use std::fmt::{self, Display, Write as _};

use serde::Serialize;
use serde::ser::{Error as _, Serializer};

use super::compound::Compound;
use super::{numbers, plain};

type Result<T> = serde_json::Result<T>;

/// Writes canonical JSON, in the same memory every time.
#[derive(Default)]
pub(crate) struct Canonicalizer {
    pub(super) text: Vec<u8>,
    /// The members of the objects that are open, each behind those of the one around it.
    pub(super) members: Vec<Member>,
    spare: Vec<u8>,
}

/// Where a member stands in the text.
#[derive(Clone, Copy)]
pub(super) struct Member {
    pub(super) start: usize,
    /// Where its key ends, with the quotes.
    pub(super) key: usize,
    pub(super) end: usize,
    /// Whether the bytes of the key are in the order of UTF-16: it is ASCII, and nothing in it is escaped.
    is_plain: bool,
}

impl Canonicalizer {
    /// Returns the canonical JSON of a value.
    ///
    /// # Errors
    /// When a key is no text, or a number is not finite.
    pub(crate) fn write(&mut self, value: &impl Serialize) -> Result<&[u8]> {
        self.text.clear();
        self.members.clear();
        value.serialize(&mut *self)?;
        Ok(&self.text)
    }

    /// Returns the canonical JSON of a value, and is done.
    ///
    /// # Errors
    /// As [`Canonicalizer::write`].
    pub(super) fn into_bytes(mut self, value: &impl Serialize) -> Result<Vec<u8>> {
        self.write(value)?;
        Ok(self.text)
    }

    fn raw(&mut self, bytes: &[u8]) {
        self.text.extend_from_slice(bytes);
    }

    /// Writes a text. RFC 8785 section 3.2.2.2 escapes what `serde_json` does, in the same form.
    fn string(&mut self, text: &str) -> Result<()> {
        if plain::look(text.as_bytes()).is_escaped {
            return serde_json::to_writer(&mut self.text, text);
        }
        self.quoted(text);
        Ok(())
    }

    /// Writes a text in which nothing is escaped.
    fn quoted(&mut self, text: &str) {
        self.text.reserve(text.len() + 3);
        self.text.push(b'"');
        self.raw(text.as_bytes());
        self.text.push(b'"');
    }

    /// Begins a member, whose key is what `write` writes.
    ///
    /// # Errors
    /// When the key is neither text nor a number nor a truth value.
    pub(super) fn key(&mut self, write: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        let start = self.text.len();
        write(self)?;
        match self.text.get(start) {
            Some(b'"') => {}
            Some(b'-' | b'0'..=b'9' | b't' | b'f') => {
                self.text.insert(start, b'"');
                self.text.push(b'"');
            }
            _ => return Err(serde_json::Error::custom("a key is no text")),
        }
        let inside = self.text.get(start + 1..self.text.len() - 1).unwrap_or_default();
        let seen = plain::look(inside);
        self.member(start, seen.is_ascii && !seen.is_escaped);
        Ok(())
    }

    /// Begins a member with a key that is known.
    pub(super) fn named(&mut self, key: &'static str) -> Result<()> {
        let (start, seen) = (self.text.len(), plain::look(key.as_bytes()));
        if seen.is_escaped {
            return self.key(|out| out.string(key));
        }
        self.quoted(key);
        self.member(start, seen.is_ascii);
        Ok(())
    }

    /// Notes a member whose key is written.
    fn member(&mut self, start: usize, is_plain: bool) {
        let key = self.text.len();
        self.members.push(Member { start, key, end: key, is_plain });
        self.text.push(b':');
    }

    /// Puts the members from the place `first` on in order: those of the object that ends.
    pub(super) fn sort(&mut self, first: usize) {
        let Self { text, members, spare } = self;
        let own = members.get_mut(first..).unwrap_or_default();
        let Some(start) = own.first().map(|member| member.start) else { return };
        if !own.is_sorted_by(|a, b| a.order(b, text).is_le()) {
            own.sort_by(|a, b| a.order(b, text));
            spare.clear();
            for (index, member) in own.iter().enumerate() {
                if index > 0 {
                    spare.push(b',');
                }
                spare.extend_from_slice(text.get(member.start..member.end).unwrap_or_default());
            }
            text.truncate(start);
            text.extend_from_slice(spare);
        }
        members.truncate(first);
    }

    #[expect(clippy::unnecessary_wraps, reason = "every beginning has this form")]
    fn compound(&mut self, opens: &[u8], closes: &'static [u8]) -> Result<Compound<'_>> {
        self.raw(opens);
        Ok(Compound::new(self, closes))
    }

    /// Opens the list or object of a variant.
    fn variant_of(
        &mut self,
        name: &'static str,
        opens: &[u8],
        closes: &'static [u8],
    ) -> Result<Compound<'_>> {
        self.variant(name)?;
        self.compound(opens, closes)
    }

    /// Opens the object of a variant with something inside, `{"name":`.
    fn variant(&mut self, name: &'static str) -> Result<()> {
        self.text.push(b'{');
        self.string(name)?;
        self.text.push(b':');
        Ok(())
    }
}

impl Member {
    fn order(&self, other: &Self, text: &[u8]) -> std::cmp::Ordering {
        let key = |one: &Self| text.get(one.start + 1..one.key - 1).unwrap_or_default();
        let (one, two) = (key(self), key(other));
        if self.is_plain && other.is_plain {
            // Most keys begin with different letters.
            return one.first().cmp(&two.first()).then_with(|| one.cmp(two));
        }
        by_utf16(one).cmp(&by_utf16(two))
    }
}

/// Returns what a key that stands between quotes sorts by (RFC 8785 section 3.2.3).
fn by_utf16(key: &[u8]) -> Vec<u16> {
    let text = [b"\"", key, b"\""].concat();
    let key: String = serde_json::from_slice(&text).unwrap_or_default();
    key.encode_utf16().collect()
}

impl fmt::Write for Canonicalizer {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.raw(text.as_bytes());
        Ok(())
    }
}

/// Writes what is a whole number.
macro_rules! whole {
    ($($name:ident, $type:ty, $as:ty, $write:ident;)*) => {
        $(fn $name(self, value: $type) -> Result<()> {
            numbers::$write(&mut self.text, <$as>::from(value))
        })*
    };
}

impl<'a> Serializer for &'a mut Canonicalizer {
    type Ok = ();
    type Error = serde_json::Error;
    type SerializeSeq = Compound<'a>;
    type SerializeTuple = Compound<'a>;
    type SerializeTupleStruct = Compound<'a>;
    type SerializeTupleVariant = Compound<'a>;
    type SerializeMap = Compound<'a>;
    type SerializeStruct = Compound<'a>;
    type SerializeStructVariant = Compound<'a>;

    whole! {
        serialize_i8, i8, i64, integer;
        serialize_i16, i16, i64, integer;
        serialize_i32, i32, i64, integer;
        serialize_i64, i64, i64, integer;
        serialize_u8, u8, u64, natural;
        serialize_u16, u16, u64, natural;
        serialize_u32, u32, u64, natural;
        serialize_u64, u64, u64, natural;
        serialize_f32, f32, f64, double;
        serialize_f64, f64, f64, double;
    }

    fn serialize_bool(self, value: bool) -> Result<()> {
        self.raw(if value { b"true" } else { b"false" });
        Ok(())
    }

    fn serialize_char(self, value: char) -> Result<()> {
        self.string(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<()> {
        self.string(value)
    }

    fn collect_str<T: ?Sized + Display>(self, value: &T) -> Result<()> {
        let start = self.text.len();
        self.text.push(b'"');
        write!(self, "{value}").map_err(serde_json::Error::custom)?;
        if !plain::look(self.text.get(start + 1..).unwrap_or_default()).is_escaped {
            self.text.push(b'"');
            return Ok(());
        }
        self.text.truncate(start);
        self.string(&value.to_string())
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<()> {
        value.serialize(self)
    }

    fn serialize_none(self) -> Result<()> {
        self.serialize_unit()
    }

    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Result<()> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<()> {
        self.raw(b"null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<()> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<()> {
        self.string(variant)
    }

    fn serialize_newtype_struct<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<()> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<()> {
        self.variant(variant)?;
        value.serialize(&mut *self)?;
        self.text.push(b'}');
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Compound<'a>> {
        self.compound(b"[", b"]")
    }

    fn serialize_tuple(self, _: usize) -> Result<Compound<'a>> {
        self.compound(b"[", b"]")
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Compound<'a>> {
        self.compound(b"[", b"]")
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Compound<'a>> {
        self.variant_of(variant, b"[", b"]}")
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Compound<'a>> {
        self.compound(b"{", b"}")
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Compound<'a>> {
        self.compound(b"{", b"}")
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Compound<'a>> {
        self.variant_of(variant, b"{", b"}}")
    }
}
