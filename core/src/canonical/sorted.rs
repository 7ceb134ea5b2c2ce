//! Canonical JSON (RFC 8785) of whatever can be serialized, without a value in between: members are written as they
//! come, and put in order when their object ends. `serde_json_canonicalizer`, with which tests compare it, keeps each
//! member in buffers of its own, which takes ten times as long.

use std::cell::RefCell;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, Serializer};

use super::write::EcmaScript;

/// Writes canonical JSON, in the same memory every time.
#[derive(Default)]
pub(crate) struct Canonicalizer {
    text: RefCell<Vec<u8>>,
    members: Vec<Member>,
    objects: Vec<usize>,
    spare: Vec<u8>,
}

impl Canonicalizer {
    /// Returns the canonical JSON of a value without floats of its own: one that is not finite would be written as
    /// `null`. The numbers of a `serde_json::Value` are finite.
    ///
    /// # Errors
    /// When a key is no text.
    pub(super) fn write(&mut self, value: &impl Serialize) -> serde_json::Result<&[u8]> {
        self.text.get_mut().clear();
        self.members.clear();
        self.objects.clear();
        let Self { text, members, objects, spare } = self;
        let sorted = Sorted { text, members, objects, spare };
        value.serialize(&mut Serializer::with_formatter(Sink(text), sorted))?;
        Ok(self.text.get_mut())
    }
}

/// What is written, which the formatter has to see, too.
struct Sink<'t>(&'t RefCell<Vec<u8>>);

impl Write for Sink<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Where a member stands in the text.
#[derive(Clone, Copy, Default)]
struct Member {
    start: usize,
    /// Where its key ends.
    key: usize,
    end: usize,
    /// Whether the bytes of the key are in the order of UTF-16: it is ASCII, and nothing in it is escaped.
    is_plain: bool,
}

struct Sorted<'t> {
    text: &'t RefCell<Vec<u8>>,
    /// The members of the objects that are open, each behind those of the one around it.
    members: &'t mut Vec<Member>,
    /// Where the members of each open object begin.
    objects: &'t mut Vec<usize>,
    spare: &'t mut Vec<u8>,
}

impl Sorted<'_> {
    fn place(&self) -> usize {
        self.text.borrow().len()
    }

    /// Puts the members of the object that ends in order.
    fn sort(&mut self) {
        let first = self.objects.pop().unwrap_or_default();
        let mut text = self.text.borrow_mut();
        let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
        let members = self.members.get_mut(first..).unwrap_or_default();
        let Some(start) = members.first().map(|member| member.start) else { return };
        let order = |a: &Member, b: &Member| {
            let key = |one: &Member| part(one.start + 1, one.key.saturating_sub(1));
            let (one, two) = (key(a), key(b));
            if a.is_plain && b.is_plain { one.cmp(two) } else { by_utf16(one).cmp(&by_utf16(two)) }
        };
        if members.is_sorted_by(|a, b| order(a, b).is_le()) {
            self.members.truncate(first);
            return;
        }
        members.sort_by(order);
        self.spare.clear();
        for (index, member) in members.iter().enumerate() {
            if index > 0 {
                self.spare.push(b',');
            }
            self.spare.extend_from_slice(part(member.start, member.end));
        }
        text.truncate(start);
        text.extend_from_slice(self.spare);
        self.members.truncate(first);
    }
}

/// Returns what a key that stands between quotes sorts by (RFC 8785 section 3.2.3).
fn by_utf16(key: &[u8]) -> Vec<u16> {
    let text = [b"\"", key, b"\""].concat();
    let key: String = serde_json::from_slice(&text).unwrap_or_default();
    key.encode_utf16().collect()
}

impl Formatter for Sorted<'_> {
    fn write_f64<W: ?Sized + Write>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        EcmaScript.write_f64(writer, value)
    }

    fn write_i64<W: ?Sized + Write>(&mut self, writer: &mut W, value: i64) -> io::Result<()> {
        EcmaScript.write_i64(writer, value)
    }

    fn write_u64<W: ?Sized + Write>(&mut self, writer: &mut W, value: u64) -> io::Result<()> {
        EcmaScript.write_u64(writer, value)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.objects.push(self.members.len());
        CompactFormatter.begin_object(writer)
    }

    fn begin_object_key<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        CompactFormatter.begin_object_key(writer, first)?;
        let start = self.place();
        self.members.push(Member { start, ..Member::default() });
        Ok(())
    }

    fn end_object_key<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        let text = self.text.borrow();
        if let Some(member) = self.members.last_mut() {
            member.key = text.len();
            let key = text.get(member.start..member.key).unwrap_or_default();
            member.is_plain = key.is_ascii() && !key.contains(&b'\\');
        }
        Ok(())
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        let end = self.place();
        if let Some(member) = self.members.last_mut() {
            member.end = end;
        }
        Ok(())
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.sort();
        CompactFormatter.end_object(writer)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use serde::Serialize;
    use serde_json::Value;

    use super::Canonicalizer;
    use crate::canonical::write::tests::values;

    /// Members out of order, left out, and inside of each other.
    #[derive(Debug, Serialize)]
    struct Record {
        zone: Option<u64>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        list: Vec<Value>,
        #[serde(rename = "\u{1f600}")]
        face: i64,
        #[serde(rename = "\u{e000}")]
        private: (),
        #[serde(rename = "a b")]
        spaced: BTreeMap<String, Value>,
        a: Value,
    }

    proptest! {
        #[test]
        fn the_library_writes_the_same(
            zone in any::<Option<u64>>(),
            list in prop::collection::vec(values(), 0..3),
            face in any::<i64>(),
            spaced in prop::collection::btree_map("[a-cé\u{e000}\u{1f600}\"\\\\ ]{0,3}", values(), 0..4),
            a in values(),
        ) {
            let record = Record { zone, list, face, private: (), spaced, a };
            let text = String::from_utf8(Canonicalizer::default().write(&record).unwrap().to_vec()).unwrap();
            prop_assert_eq!(text, serde_json_canonicalizer::to_string(&record).unwrap());
        }
    }
}
