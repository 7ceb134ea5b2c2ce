//! JSON text → value, through `serde_json`, with limits and without duplicate keys.

use std::cell::{Cell, RefCell};
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::map::Entry;
use serde_json::{Map, Number, Value};

use super::{Form, Limits, duplicate, pointer, saturate};
use crate::error::{Error, Result};

pub(super) fn parse(text: &str, limits: &Limits) -> Result<Value> {
    parse_counted(text, limits).map(|(value, _)| value)
}

/// Returns the value and the number of values in it.
pub(super) fn parse_counted(text: &str, limits: &Limits) -> Result<(Value, usize)> {
    let state = State {
        limits,
        nodes: Cell::new(0),
        fault: RefCell::new(None),
        trail: RefCell::new(Vec::new()),
    };
    let mut reader = serde_json::Deserializer::from_str(text);
    let read = Node { state: &state, depth: 0 }.deserialize(&mut reader);
    match read.and_then(|value| reader.end().map(|()| value)) {
        Ok(value) => Ok((value, state.nodes.get())),
        Err(error) => Err(explain(text, &error, &state)),
    }
}

/// What the readers of all values share. A fault of our own is left here, because `serde_json` has
/// room for a text only.
struct State<'l> {
    limits: &'l Limits,
    nodes: Cell<usize>,
    fault: RefCell<Option<Fault>>,
    /// Keys from the fault outwards.
    trail: RefCell<Vec<String>>,
}

enum Fault {
    Duplicate,
    Limit(Error),
}

fn explain(text: &str, error: &serde_json::Error, state: &State<'_>) -> Error {
    let mut path = String::new();
    for key in state.trail.take().iter().rev() {
        pointer::append(&mut path, key);
    }
    let (line, column) = place(text, error);
    match state.fault.take() {
        Some(Fault::Duplicate) => duplicate(text, Form::Plain, &path, (line, column)),
        Some(Fault::Limit(limit)) => limit.at(path).on(line, column),
        // Only `serde_json`'s own guard of the stack says this.
        None if error.to_string().starts_with("recursion limit") => {
            state.limits.too_deep().at(path).on(line, column)
        }
        None => Error::invalid(path, message(error)).on(line, column),
    }
}

/// Returns the message without the place, which the error carries on its own.
fn message(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let end = text.rfind(" at line ").unwrap_or(text.len());
    let bare = text.get(..end).unwrap_or(&text);
    if bare.starts_with("EOF") {
        return bare.replacen("EOF", "the text ends", 1);
    }
    bare.to_owned()
}

/// Returns the place of an error with the column in characters; `serde_json` counts bytes.
fn place(text: &str, error: &serde_json::Error) -> (u32, u32) {
    let line = text.split('\n').nth(error.line().saturating_sub(1)).unwrap_or_default();
    let before = line.as_bytes().get(..error.column().saturating_sub(1)).unwrap_or(line.as_bytes());
    (saturate(error.line().max(1)), saturate(String::from_utf8_lossy(before).chars().count() + 1))
}

/// Reads one value at a depth.
#[derive(Clone, Copy)]
struct Node<'s, 'l> {
    state: &'s State<'l>,
    depth: usize,
}

impl Node<'_, '_> {
    fn count<E: serde::de::Error>(self) -> std::result::Result<(), E> {
        let nodes = self.state.nodes.get() + 1;
        self.state.nodes.set(nodes);
        if nodes > self.state.limits.nodes {
            return Err(self.fail(Fault::Limit(self.state.limits.too_many())));
        }
        Ok(())
    }

    fn deeper<E: serde::de::Error>(self) -> std::result::Result<Self, E> {
        if self.depth >= self.state.limits.depth {
            return Err(self.fail(Fault::Limit(self.state.limits.too_deep())));
        }
        Ok(Self { state: self.state, depth: self.depth + 1 })
    }

    fn fail<E: serde::de::Error>(self, fault: Fault) -> E {
        *self.state.fault.borrow_mut() = Some(fault);
        E::custom("rejected")
    }

    fn trail(self, key: String) {
        self.state.trail.borrow_mut().push(key);
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_, '_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> std::result::Result<Value, D::Error> {
        self.count()?;
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_, '_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> std::result::Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> std::result::Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> std::result::Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> std::result::Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> std::result::Result<Value, E> {
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("number out of range"))
    }

    fn visit_str<E>(self, value: &str) -> std::result::Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> std::result::Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> std::result::Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut list = Vec::new();
        loop {
            match items.next_element_seed(inner) {
                Ok(Some(item)) => list.push(item),
                Ok(None) => return Ok(Value::Array(list)),
                Err(error) => {
                    self.trail(list.len().to_string());
                    return Err(error);
                }
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> std::result::Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut map = Map::new();
        while let Some(key) = members.next_key::<String>()? {
            let vacant = match map.entry(key) {
                Entry::Vacant(vacant) => vacant,
                Entry::Occupied(first) => {
                    self.trail(first.key().clone());
                    return Err(self.fail(Fault::Duplicate));
                }
            };
            match members.next_value_seed(inner) {
                Ok(value) => vacant.insert(value),
                Err(error) => {
                    self.trail(vacant.key().clone());
                    return Err(error);
                }
            };
        }
        Ok(Value::Object(map))
    }
}
