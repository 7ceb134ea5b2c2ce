//! Any document, seen through: nothing of it is copied until a script reads it.

#![expect(clippy::needless_pass_by_value, reason = "the engine hands values over")]

use std::sync::Arc;

use meta_core::document::pointer;
use rhai::{Dynamic, EvalAltResult, INT, ImmutableString, NativeCallContext};
use serde_json::{Number, Value};

use super::List;
use crate::decision::charge;
use crate::engine::api::{Api, Facts, Gives};
use crate::engine::fault::{failed, missing};
use crate::library::check_text;
use crate::observe::{FactRead, Recorder};

/// A value of a document, or a part of it.
#[derive(Clone, Debug)]
pub(crate) struct Data {
    node: Node,
    way: Option<Arc<Way>>,
}

/// A value whose parts can be had without copying the whole.
#[derive(Clone, Debug)]
pub(crate) enum Node {
    Null,
    Boolean(bool),
    Number(Number),
    Text(ImmutableString),
    List(Arc<Vec<Node>>),
    /// Sorted by name, so that a script goes through it in steps of one length.
    Object(Arc<Vec<(Box<str>, Node)>>),
}

/// How a part was reached.
#[derive(Debug)]
struct Way {
    before: Option<Arc<Way>>,
    key: Box<str>,
}

impl Facts for Data {
    const NAME: &'static str = "Data";
}

impl Node {
    pub(crate) fn new(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(flag) => Self::Boolean(*flag),
            Value::Number(number) => Self::Number(number.clone()),
            Value::String(text) => Self::Text(text.as_str().into()),
            Value::Array(items) => Self::List(Arc::new(items.iter().map(Self::new).collect())),
            Value::Object(members) => {
                let mut members: Vec<(Box<str>, Self)> = members
                    .iter()
                    .map(|(key, value)| (key.as_str().into(), Self::new(value)))
                    .collect();
                members.sort_by(|(a, _), (b, _)| a.cmp(b));
                Self::Object(Arc::new(members))
            }
        }
    }

    /// Returns about how many bytes the value has as JSON, or more than `most` as soon as it is more.
    fn weight(&self, most: usize) -> usize {
        let parts = |weights: &mut dyn Iterator<Item = (usize, &Self)>| {
            let mut sum = 2_usize;
            for (key, node) in weights {
                sum = sum.saturating_add(key).saturating_add(node.weight(most)).saturating_add(1);
                if sum > most {
                    break;
                }
            }
            sum
        };
        match self {
            Self::Null | Self::Boolean(_) => 5,
            Self::Number(_) => 20,
            Self::Text(text) => text.len().saturating_add(2),
            Self::List(items) => parts(&mut items.iter().map(|item| (0, item))),
            Self::Object(members) => {
                parts(&mut members.iter().map(|(key, node)| (key.len().saturating_add(3), node)))
            }
        }
    }

    fn to_json(&self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Boolean(flag) => (*flag).into(),
            Self::Number(number) => number.clone().into(),
            Self::Text(text) => text.as_str().into(),
            Self::List(items) => items.iter().map(Self::to_json).collect(),
            Self::Object(members) => {
                members.iter().map(|(key, node)| (key.to_string(), node.to_json())).collect()
            }
        }
    }
}

impl Data {
    pub(crate) fn new(value: &Value) -> Self {
        Self { node: Node::new(value), way: None }
    }

    /// Returns the part as JSON, when that is no longer than a text may be.
    pub(crate) fn to_json(
        &self,
        context: &NativeCallContext<'_>,
    ) -> Result<Value, Box<EvalAltResult>> {
        let weight = self.node.weight(context.engine().max_string_size());
        check_text(context, weight)?;
        charge(context, weight)?;
        Ok(self.node.to_json())
    }

    /// Returns its length as JSON, or so.
    pub(crate) fn weight(&self) -> usize {
        self.node.weight(usize::MAX)
    }

    /// Returns the text of the member `key`, when it is one.
    pub(crate) fn text(&self, key: &str) -> Option<String> {
        match self.member(key)?.node {
            Node::Text(text) => Some(text.to_string()),
            _ => None,
        }
    }

    /// Returns the part as JSON, when that is no longer than `most` bytes or so.
    pub(crate) fn shown_whole(&self, most: usize) -> Option<Value> {
        (self.node.weight(most) <= most).then(|| self.node.to_json())
    }

    /// Tells whether the part has members.
    pub(crate) fn is_object(&self) -> bool {
        matches!(self.node, Node::Object(_))
    }

    /// Keeps that what stands at `key` was read, where policies are watched.
    fn record(&self, recorder: Option<&Recorder>, key: &str, value: &Dynamic) {
        let Some(recorder) = recorder else { return };
        let pointer = if key.starts_with('/') {
            self.pointer() + key
        } else {
            pointer::push(&self.pointer(), key)
        };
        recorder.read(FactRead { of: None, pointer, value: value.clone() });
    }

    /// Returns the member `key`, when there is one.
    fn member(&self, key: &str) -> Option<Self> {
        let Node::Object(members) = &self.node else { return None };
        let index = members.binary_search_by(|(name, _)| (**name).cmp(key)).ok()?;
        members.get(index).map(|(_, node)| self.part(node, key))
    }

    fn part(&self, node: &Node, key: &str) -> Self {
        let way = Arc::new(Way { before: self.way.clone(), key: key.into() });
        Self { node: node.clone(), way: Some(way) }
    }

    fn item(&self, index: usize) -> Option<Self> {
        let Node::List(items) = &self.node else { return None };
        items.get(index).map(|node| self.part(node, &index.to_string()))
    }

    /// Returns the number of items of a list.
    pub(super) fn items(&self) -> Result<usize, Box<EvalAltResult>> {
        match &self.node {
            Node::List(items) => Ok(items.len()),
            _ => Err(failed(format!("`{}` is no list", self.pointer()))),
        }
    }

    /// Returns an item of a list, or what stands at a key of it; what is not there is an error.
    pub(super) fn read_item(&self, index: usize, key: &str) -> Result<Dynamic, Box<EvalAltResult>> {
        let found = self.item(index);
        let mut item =
            found.ok_or_else(|| missing(&pointer::push(&self.pointer(), &index.to_string())))?;
        if key.is_empty() { item.shown() } else { read(&mut item, key) }
    }

    fn len(&self) -> usize {
        match &self.node {
            Node::List(items) => items.len(),
            Node::Object(members) => members.len(),
            _ => 0,
        }
    }

    /// Returns the JSON Pointer of the part in its document.
    fn pointer(&self) -> String {
        let mut keys = Vec::new();
        let mut way = self.way.as_deref();
        while let Some(step) = way {
            keys.push(&*step.key);
            way = step.before.as_deref();
        }
        keys.iter().rev().fold(String::new(), |pointer, key| pointer::push(&pointer, key))
    }

    /// Returns the part as scripts know it: plain values as theirs, the others as data.
    fn shown(self) -> Result<Dynamic, Box<EvalAltResult>> {
        Ok(match &self.node {
            Node::Null => Dynamic::UNIT,
            Node::Boolean(flag) => (*flag).into(),
            Node::Text(text) => text.clone().into(),
            Node::Number(number) => return self.number(number),
            Node::List(_) | Node::Object(_) => Dynamic::from(self),
        })
    }

    /// Returns what stands at a path with dots or a JSON Pointer, or the unit.
    pub(crate) fn stated(&self, path: &str) -> Result<Dynamic, Box<EvalAltResult>> {
        if path.starts_with('/') {
            return at(self, path).map_or(Ok(Dynamic::UNIT), Self::shown);
        }
        let part = path.split('.').try_fold(self.clone(), |data, key| data.member(key));
        part.map_or(Ok(Dynamic::UNIT), Self::shown)
    }

    fn number(&self, number: &Number) -> Result<Dynamic, Box<EvalAltResult>> {
        if let Some(whole) = number.as_i64() {
            return Ok(whole.into());
        }
        // A whole number that does not fit would lose digits silently.
        match number.as_f64().filter(|_| !number.is_u64()) {
            Some(number) => Ok(number.into()),
            None => {
                Err(failed(format!("the number {number} at `{}` is too large", self.pointer())))
            }
        }
    }
}

/// Returns the member `key` of `data`, as scripts know it.
fn read(data: &mut Data, key: &str) -> Result<Dynamic, Box<EvalAltResult>> {
    match data.member(key) {
        Some(part) => part.shown(),
        None => Err(missing(&pointer::push(&data.pointer(), key))),
    }
}

/// The parts of data that a script goes through.
pub(crate) struct Parts {
    data: Data,
    next: usize,
}

impl IntoIterator for Data {
    type Item = Dynamic;
    type IntoIter = Parts;

    fn into_iter(self) -> Parts {
        Parts { data: self, next: 0 }
    }
}

impl Iterator for Parts {
    type Item = Dynamic;

    fn next(&mut self) -> Option<Dynamic> {
        let part = match &self.data.node {
            Node::Object(members) => {
                let (key, _) = members.get(self.next)?;
                Some(ImmutableString::from(&**key).into())
            }
            // A number that is too large is data still, which no comparison takes.
            _ => self
                .data
                .item(self.next)
                .map(|part| part.clone().shown().unwrap_or(Dynamic::from(part))),
        };
        self.next += 1;
        part
    }
}

/// Declares data.
pub(super) fn declare(api: &mut Api<'_>) {
    api.iterable::<Data>();
    let recorder = api.recorder.clone();
    api.engine.register_indexer_get(move |data: &mut Data, key: ImmutableString| {
        let value = read(data, &key);
        data.record(recorder.as_ref(), &key, value.as_ref().unwrap_or(&Dynamic::UNIT));
        value
    });
    let recorder = api.recorder.clone();
    api.engine.register_indexer_get(move |data: &mut Data, index: INT| {
        let item = usize::try_from(index).ok().and_then(|index| data.item(index));
        let item =
            item.ok_or_else(|| missing(&pointer::push(&data.pointer(), &index.to_string())))?;
        let value = item.shown()?;
        data.record(recorder.as_ref(), &index.to_string(), &value);
        Ok::<Dynamic, Box<EvalAltResult>>(value)
    });
    api.also("len", |text: ImmutableString| {
        INT::try_from(text.chars().count()).unwrap_or(INT::MAX)
    });
    reading(api);
    searching(api);
}

fn reading(api: &mut Api<'_>) {
    let (asked, got) = (api.recorder.clone(), api.recorder.clone());
    let mut facts = api.facts::<Data>(
        "a part of any document: `data.key`, `data[\"key\"]` and `data[0]` read it, and what is not there is an error",
    );
    facts
        .method(
            "has",
            &["key"],
            Gives::Boolean,
            "whether a member is there and not null",
            move |data: &mut Data, key: ImmutableString| {
                let part = data.member(&key).filter(|part| !matches!(part.node, Node::Null));
                if asked.is_some() {
                    let value = part.clone().and_then(|part| part.shown().ok());
                    data.record(asked.as_ref(), &key, &value.unwrap_or(Dynamic::UNIT));
                }
                part.is_some()
            },
        )
        .method(
            "get",
            &["pointer"],
            Gives::Any,
            "what stands at a key or a JSON Pointer, or `()`",
            move |data: &mut Data, way: ImmutableString| {
                let value = at(data, &way).map_or(Ok(Dynamic::UNIT), Data::shown)?;
                data.record(got.as_ref(), &way, &value);
                Ok::<Dynamic, Box<EvalAltResult>>(value)
            },
        );
    api.also("to_string", |context: NativeCallContext, data: &mut Data| {
        Ok::<ImmutableString, Box<EvalAltResult>>(data.to_json(&context)?.to_string().into())
    });
}

fn searching(api: &mut Api<'_>) {
    api.more::<Data>()
        .method("len", &[], Gives::Integer, "the number of items or members", |data: &mut Data| {
            INT::try_from(data.len()).unwrap_or(INT::MAX)
        })
        .method("keys", &[], Gives::List, "the names of the members, sorted", keys)
        .method(
            "contains",
            &["value"],
            Gives::Boolean,
            "whether a text is an item of a list, or a member of an object",
            |context: NativeCallContext, data: &mut Data, text: ImmutableString| {
                let Node::List(items) = &data.node else { return Ok(data.member(&text).is_some()) };
                charge(&context, items.len())?;
                let is_it = |item: &Node| matches!(item, Node::Text(item) if *item == text);
                Ok::<bool, Box<EvalAltResult>>(items.iter().any(is_it))
            },
        )
        .method("texts", &[], Gives::List, "the items of a list of texts", texts);
}

fn keys(context: NativeCallContext<'_>, data: &mut Data) -> Result<List, Box<EvalAltResult>> {
    let Node::Object(members) = &data.node else { return Ok(List::default()) };
    charge(&context, members.len())?;
    Ok(members.iter().map(|(key, _)| ImmutableString::from(&**key)).collect())
}

fn at(data: &Data, way: &str) -> Option<Data> {
    if !way.starts_with('/') {
        return if way.is_empty() { Some(data.clone()) } else { data.member(way) };
    }
    pointer::segments(way).try_fold(data.clone(), |data, segment| match &data.node {
        Node::List(_) => data.item(segment.parse().ok()?),
        _ => data.member(&segment),
    })
}

fn texts(context: NativeCallContext<'_>, data: &mut Data) -> Result<List, Box<EvalAltResult>> {
    charge(&context, data.len())?;
    let Node::List(items) = &data.node else {
        return Err(failed(format!("`{}` is no list", data.pointer())));
    };
    let text = |item: &Node| match item {
        Node::Text(text) => Ok(text.clone()),
        _ => Err(failed(format!("`{}` has items that are no text", data.pointer()))),
    };
    items.iter().map(text).collect()
}
