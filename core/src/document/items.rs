//! Reading a document that is little but one long list, such as a service index: its items are
//! handed on as they are read, so that the whole never stands in memory.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::json_locate::Key;
use super::{Format, Limits, json, looks_like, parse, without_mark, yaml};
use crate::error::Result;
use crate::parallel;

/// Takes the items of the list, in order, some at a time.
pub(super) trait Batches {
    /// Forgets what was taken: the text is read once more from its start.
    fn restart(&mut self);
    fn take(&mut self, items: Vec<Value>);
}

/// Reads `text` as [`parse`] does, but for the list under the key `list` of the document: it is left
/// empty, and its items, with their positions, are given to `each`, on several threads where the
/// build has them. Returns the document and what `each` made of the items, in their order.
///
/// # Errors
/// As [`parse`].
pub(crate) fn parse_items<R: Send>(
    text: &str,
    limits: &Limits,
    list: &str,
    each: impl Fn(usize, Value) -> R + Sync + Send,
) -> Result<(Value, Vec<R>)> {
    limits.check_bytes(text.len())?;
    let body = without_mark(text);
    let mut made = Made { each: &each, made: Vec::new() };
    let document = match looks_like(body) {
        Some(Format::Yaml) => yaml::parse_batched(body, limits, list, &mut made)?,
        _ => match json_items(body, limits, list, &each) {
            Some(read) => return Ok(read),
            // Another shape, or a fault, which the plain reader explains.
            None => parse(text, limits)?,
        },
    };
    Ok(made.with_rest(document, list))
}

/// Gives the items of the list under the key `list` of `document` to `each`, as [`parse_items`].
pub(crate) fn map_items<R: Send>(
    document: Value,
    list: &str,
    each: impl Fn(usize, Value) -> R + Sync + Send,
) -> (Value, Vec<R>) {
    Made { each: &each, made: Vec::new() }.with_rest(document, list)
}

/// What was made of the items.
struct Made<'e, E, R> {
    each: &'e E,
    made: Vec<R>,
}

impl<E: Fn(usize, Value) -> R + Sync + Send, R: Send> Made<'_, E, R> {
    /// Takes the items that are still in the document.
    fn with_rest(mut self, mut document: Value, list: &str) -> (Value, Vec<R>) {
        if let Some(Value::Array(items)) = document.get_mut(list) {
            self.take(std::mem::take(items));
        }
        (document, self.made)
    }
}

impl<E: Fn(usize, Value) -> R + Sync + Send, R: Send> Batches for Made<'_, E, R> {
    fn restart(&mut self) {
        self.made.clear();
    }

    fn take(&mut self, items: Vec<Value>) {
        let first = self.made.len();
        let items = items.into_iter().enumerate().collect();
        let each = self.each;
        self.made.extend(parallel::map(items, |(index, item)| each(first + index, item)));
    }
}

/// Reads the items of a JSON object on several threads; none when it is not one with such a list,
/// has a fault or exceeds `limits`.
fn json_items<R: Send>(
    text: &str,
    limits: &Limits,
    list: &str,
    each: &(impl Fn(usize, Value) -> R + Sync + Send),
) -> Option<(Value, Vec<R>)> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let root = Root { list, most: limits.nodes }.deserialize(&mut reader).ok()?;
    reader.end().ok()?;
    let mut document = Map::new();
    let mut nodes = 2;
    for (key, member) in root.others {
        let inner = Limits { depth: limits.depth.checked_sub(1)?, ..*limits };
        let (value, inside) = json::parse_counted(member.get(), &inner).ok()?;
        nodes += inside;
        document.insert(key, value);
    }
    document.insert(list.to_owned(), Value::Array(Vec::new()));
    let inner = Limits { depth: limits.depth.checked_sub(2)?, ..*limits };
    let items = root.items.into_iter().enumerate().collect();
    let read = parallel::map(items, |(index, item): (usize, &RawValue)| {
        let (value, inside) = json::parse_counted(item.get(), &inner).ok()?;
        Some((each(index, value), inside))
    });
    let mut made = Vec::with_capacity(read.len());
    for item in read {
        let (item, inside) = item?;
        nodes += inside;
        made.push(item);
    }
    (nodes <= limits.nodes).then_some((Value::Object(document), made))
}

/// An object with a list among its members, as raw text.
struct Raw<'t> {
    others: BTreeMap<String, &'t RawValue>,
    items: Vec<&'t RawValue>,
}

struct Root<'k> {
    list: &'k str,
    /// Items beyond this are too many for any document.
    most: usize,
}

/// A list of at most so many items.
struct List {
    most: usize,
}

impl<'de> DeserializeSeed<'de> for List {
    type Value = Vec<&'de RawValue>;

    fn deserialize<D: Deserializer<'de>>(
        self,
        reader: D,
    ) -> std::result::Result<Self::Value, D::Error> {
        reader.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for List {
    type Value = Vec<&'de RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(
        self,
        mut items: A,
    ) -> std::result::Result<Self::Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            if list.len() == self.most {
                return Err(A::Error::custom("the list is too long"));
            }
            list.push(item);
        }
        Ok(list)
    }
}

impl<'de> DeserializeSeed<'de> for Root<'_> {
    type Value = Raw<'de>;

    fn deserialize<D: Deserializer<'de>>(
        self,
        reader: D,
    ) -> std::result::Result<Raw<'de>, D::Error> {
        reader.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Root<'_> {
    type Value = Raw<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(
        self,
        mut members: A,
    ) -> std::result::Result<Raw<'de>, A::Error> {
        let mut raw = Raw { others: BTreeMap::new(), items: Vec::new() };
        let mut found = false;
        while let Some(Key(key)) = members.next_key()? {
            let repeated = if key == self.list {
                raw.items = members.next_value_seed(List { most: self.most })?;
                std::mem::replace(&mut found, true)
            } else {
                raw.others.insert(key.into_owned(), members.next_value()?).is_some()
            };
            if repeated {
                return Err(A::Error::custom("a key stands twice"));
            }
        }
        if found { Ok(raw) } else { Err(A::Error::custom("there is no such list")) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::parse_items;
    use crate::document::{Limits, parse};

    /// Reads `text` both ways; the items of the one must be the list of the other.
    fn agree(text: &str, limits: &Limits) {
        let plain = parse(text, limits);
        let parts = parse_items(text, limits, "items", |index, item| (index, item));
        match (plain, parts) {
            (Ok(plain), Ok((mut rest, items))) => {
                assert!(items.iter().enumerate().all(|(place, (index, _))| place == *index));
                if let Some(Value::Array(list)) = rest.get_mut("items") {
                    assert!(list.is_empty(), "{text}");
                    list.extend(items.into_iter().map(|(_, item)| item));
                }
                assert_eq!(rest, plain, "{text}");
            }
            (Err(plain), Err(parts)) => assert_eq!(plain, parts, "{text}"),
            (plain, parts) => panic!("{text}\n{plain:?}\n{parts:?}"),
        }
    }

    #[test]
    fn what_is_special_is_read_alike() {
        let many: String = (0..1500).map(|index| format!("- name: n{index}\n")).collect();
        let few = Limits { nodes: 3000, ..Limits::default() };
        let flat = Limits { depth: 2, ..Limits::default() };
        let doubles = r#"{"items": [{"a": 1, "a": 2}]}"#;
        for text in [
            &format!("items:\n{many}"),
            &format!("other:\n{many}items:\n{many}"),
            &format!("items: &all\n{many}again: *all\n"),
            &format!("items:\n{many}more: &x 1\nlast: *x\n"),
            &format!("items:\n{many}items: []\n"),
            &format!("items:\n{many}- name: a\n  name: b\n"),
            &format!("items:\n{many}other:\n- name: a\n  name: b\n"),
            &format!("- items:\n{many}"),
            "items: text",
            "items:",
            "[]",
            "",
            "{}",
            r#"{"items": [1, {"a": 2}], "x": {"items": [1]}, "y": 3}"#,
            r#"{"items": {"a": 1}}"#,
            r#"{"items": 1}"#,
            r#"{"items": [1], "items": [2]}"#,
            r#"{"x": [1], "x": [2], "items": []}"#,
            r#"{"items": [1, [2, [3]]]}"#,
            r#"{"items": [1, 2,]}"#,
            r#"{"items": [1, 2]} 3"#,
            doubles,
            "\u{feff}{\"items\": [1e999]}",
            &format!("{{\"items\": [{}0]}}", "0,".repeat(4000)),
        ] {
            for limits in [Limits::default(), few, flat] {
                agree(text, &limits);
            }
        }
    }

    proptest! {
        #[test]
        fn documents_are_read_alike(
            items in prop::collection::vec("[a-z]{0,3}", 0..5),
            others in prop::collection::btree_map("[a-z]{1,3}", 0..3_u8, 0..3),
            nodes in 1..20_usize,
        ) {
            let mut document = json!(others);
            document["items"] = json!(items);
            agree(&document.to_string(), &Limits::default());
            agree(&document.to_string(), &Limits { nodes, ..Limits::default() });
        }
    }
}
