//! YAML 1.2 text → value, from the events of `saphyr-parser`, with limits, aliases and merge keys.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, StrInput, Tag};
use serde_json::{Map, Value};

use super::items::Batches;
use super::yaml_fault::{complex_key, explain, tab_indents};
use super::{Form, Limits, duplicate, pointer, saturate, scalar, yaml_quick};
use crate::error::{Error, ErrorCode, Result};

pub(super) fn parse(text: &str, limits: &Limits) -> Result<Value> {
    read(text, limits, None, false).map(|(value, _)| value)
}

/// Reads `text` as [`parse`]; several documents in it become a list, and it is told that they were several.
pub(super) fn parse_stream(text: &str, limits: &Limits) -> Result<(Value, bool)> {
    read(text, limits, None, true)
}

/// Reads `text` as [`parse`], and hands items of the list under the key `list` of the document to
/// `batches`, rather than to keep them; the last ones stay.
pub(super) fn parse_batched(
    text: &str,
    limits: &Limits,
    list: &str,
    batches: &mut dyn Batches,
) -> Result<Value> {
    let long = Long { list, batches, handed: 0 };
    read(text, limits, Some(long), false).map(|(value, _)| value)
}

/// The list whose items are handed on.
struct Long<'b> {
    list: &'b str,
    batches: &'b mut dyn Batches,
    /// Items that were handed on.
    handed: usize,
}

fn read(
    text: &str,
    limits: &Limits,
    long: Option<Long<'_>>,
    several: bool,
) -> Result<(Value, bool)> {
    let mut quick = Builder::new(text, limits, long, several);
    if yaml_quick::read_values(text, |event| quick.take(event, Marker::default()).is_ok()) {
        return Ok(quick.finish());
    }
    let mut long = quick.long;
    if let Some(long) = &mut long {
        long.batches.restart();
        long.handed = 0;
    }
    let mut builder = Builder::new(text, limits, long, several);
    let mut events: Parser<'_, StrInput<'_>> = Parser::new_from_str(text);
    while let Some(event) = events.next_event() {
        let (event, span) = event.map_err(|fault| explain(text, &fault, builder.path(), limits))?;
        builder.take(event, span.start)?;
    }
    Ok(builder.finish())
}

/// Builds the value; collections that are still open stand on a stack of our own, so that depth
/// costs no machine stack.
struct Builder<'t, 'l, 'b> {
    text: &'t str,
    long: Option<Long<'b>>,
    limits: &'l Limits,
    nodes: usize,
    alias_nodes: usize,
    open: Vec<Open>,
    /// Finished anchored values, with the number of values in them.
    anchors: BTreeMap<usize, (Value, usize)>,
    root: Option<Value>,
    /// Whether a document has begun.
    begun: bool,
    /// Whether there may be several documents.
    several: bool,
    /// The documents before this one.
    earlier: Vec<Value>,
    /// The last line that was looked for, and the offset at which it begins.
    seen: (usize, usize),
}

struct Open {
    collection: Collection,
    anchor: usize,
    nodes_before: usize,
}

enum Collection {
    List(Vec<Value>),
    Map { members: Map<String, Value>, key: Option<String>, merged: Vec<Value> },
}

/// Items of a long list that are handed on together.
const BATCH: usize = 512;

/// The key under which YAML 1.1 merges mappings; still common in hand-written files.
const MERGE: &str = "<<";

impl<'t, 'l, 'b> Builder<'t, 'l, 'b> {
    fn new(text: &'t str, limits: &'l Limits, long: Option<Long<'b>>, several: bool) -> Self {
        Self {
            text,
            long,
            limits,
            nodes: 0,
            alias_nodes: 0,
            open: Vec::new(),
            anchors: BTreeMap::new(),
            root: None,
            begun: false,
            several,
            earlier: Vec::new(),
            seen: (1, 0),
        }
    }

    /// Returns what was read, and whether it is a list of several documents.
    fn finish(mut self) -> (Value, bool) {
        let last = self.root.unwrap_or(Value::Null);
        if self.earlier.is_empty() {
            return (last, false);
        }
        self.earlier.push(last);
        (Value::Array(self.earlier), true)
    }

    fn take(&mut self, event: Event<'_>, at: Marker) -> Result<()> {
        let taken = match event {
            Event::DocumentStart(_) => self.start_document(),
            Event::Scalar(text, style, anchor, tag) => {
                self.scalar(&text, style, anchor, tag.as_deref(), at)
            }
            Event::SequenceStart(anchor, tag) => check_tag(tag.as_deref(), "seq")
                .and_then(|()| self.start(Collection::List(Vec::new()), anchor, at)),
            Event::MappingStart(anchor, tag) => check_tag(tag.as_deref(), "map").and_then(|()| {
                let members = Map::new();
                self.start(Collection::Map { members, key: None, merged: Vec::new() }, anchor, at)
            }),
            Event::SequenceEnd | Event::MappingEnd => self.end(),
            Event::Alias(anchor) => self.alias(anchor, at),
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Ok(()),
        };
        taken.map_err(|error| if error.line().is_some() { error } else { self.place(error, at) })
    }

    fn place(&self, error: Error, at: Marker) -> Error {
        error.at(self.path()).on(saturate(at.line()), saturate(at.col() + 1))
    }

    fn start_document(&mut self) -> Result<()> {
        if !std::mem::replace(&mut self.begun, true) {
            return Ok(());
        }
        if !self.several {
            return Err(Error::new(ErrorCode::InputUnsupported, "a second document begins here")
                .help("keep one document in a file"));
        }
        self.earlier.push(self.root.take().unwrap_or(Value::Null));
        // An anchor is known up to the end of its document (YAML 1.2, section 3.2.2.2).
        self.anchors.clear();
        Ok(())
    }

    fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        at: Marker,
    ) -> Result<()> {
        if style == ScalarStyle::Plain && tag.is_none() && text == MERGE && self.key_expected() {
            return self.key(MERGE.to_owned(), at);
        }
        if self.key_expected() {
            return self.key(text.to_owned(), at);
        }
        let value = match tag {
            Some(tag) if tag.is_yaml_core_schema() => scalar::tagged(&tag.suffix, text)?,
            Some(tag) if tag.handle == "!" && tag.suffix.is_empty() => {
                Value::String(text.to_owned())
            }
            Some(tag) => return Err(scalar::unknown_tag(&format!("{}{}", tag.handle, tag.suffix))),
            None if style == ScalarStyle::Plain => scalar::plain(text)?,
            None => Value::String(text.to_owned()),
        };
        self.count(1)?;
        self.remember(anchor, &value, 1);
        self.add(value)
    }

    fn start(&mut self, collection: Collection, anchor: usize, at: Marker) -> Result<()> {
        if self.open.is_empty() {
            self.check_indentation(at)?;
        }
        if self.key_expected() {
            return Err(complex_key());
        }
        if self.open.len() >= self.limits.depth {
            return Err(self.limits.too_deep());
        }
        self.count(1)?;
        self.open.push(Open { collection, anchor, nodes_before: self.nodes });
        Ok(())
    }

    /// The parser takes a tab before the outermost block for white space; YAML 1.2 (section 6.1)
    /// forbids it there as everywhere in indentation.
    fn check_indentation(&mut self, at: Marker) -> Result<()> {
        // Documents come one after the other: the lines before the last one are not counted again.
        let (known, rest) = self.seen;
        let rest = self.text.get(rest..).unwrap_or_default();
        let ahead = rest.split_inclusive('\n').take(at.line().saturating_sub(known));
        let start = self.seen.1 + ahead.map(str::len).sum::<usize>();
        self.seen = (at.line().max(known), start);
        let line = self.text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        let before: String = line.chars().take(at.col()).collect();
        let flow = line.chars().nth(at.col()).is_some_and(|first| matches!(first, '[' | '{'));
        match before.find('\t') {
            Some(tab) if !flow && before.trim().is_empty() => Err(tab_indents(at.line(), tab)),
            _ => Ok(()),
        }
    }

    fn end(&mut self) -> Result<()> {
        let Some(Open { collection, anchor, nodes_before }) = self.open.pop() else {
            return Ok(());
        };
        let value = match collection {
            Collection::List(items) => Value::Array(items),
            Collection::Map { members, merged, .. } => Value::Object(merge(members, merged)?),
        };
        self.remember(anchor, &value, self.nodes - nodes_before + 1);
        if let (Some(long), 1) = (&mut self.long, self.open.len()) {
            long.handed = 0;
        }
        self.add(value)
    }

    fn alias(&mut self, anchor: usize, at: Marker) -> Result<()> {
        let Some((value, nodes)) = self.anchors.get(&anchor) else {
            return Err(Error::new(
                ErrorCode::InputInvalid,
                "an alias stands inside its own anchor",
            ));
        };
        let (value, nodes) = (value.clone(), *nodes);
        self.alias_nodes += nodes;
        if self.alias_nodes > self.limits.alias_nodes {
            return Err(self.limits.too_many_aliases());
        }
        if self.key_expected() {
            return match value {
                Value::String(key) => self.key(key, at),
                _ => Err(complex_key()),
            };
        }
        self.count(nodes)?;
        self.add(value)
    }

    fn count(&mut self, nodes: usize) -> Result<()> {
        self.nodes += nodes;
        if self.nodes > self.limits.nodes { Err(self.limits.too_many()) } else { Ok(()) }
    }

    fn remember(&mut self, anchor: usize, value: &Value, nodes: usize) {
        // Anchor 0 means none.
        if anchor != 0 {
            self.anchors.insert(anchor, (value.clone(), nodes));
        }
    }

    fn key_expected(&self) -> bool {
        matches!(self.open.last(), Some(Open { collection: Collection::Map { key: None, .. }, .. }))
    }

    fn key(&mut self, text: String, at: Marker) -> Result<()> {
        let Some(Open { collection: Collection::Map { members, key, .. }, .. }) =
            self.open.last_mut()
        else {
            return Ok(());
        };
        if members.contains_key(&text) {
            let path = pointer::push(&self.path(), &text);
            let form = if self.earlier.is_empty() { Form::Plain } else { Form::Stream };
            let at = (saturate(at.line()), saturate(at.col() + 1));
            return Err(duplicate(self.text, form, &path, at));
        }
        *key = Some(text);
        Ok(())
    }

    fn add(&mut self, value: Value) -> Result<()> {
        match self.open.last_mut().map(|open| &mut open.collection) {
            None => self.root = Some(value),
            Some(Collection::List(items)) => {
                items.push(value);
                if items.len() >= BATCH {
                    self.hand_on();
                }
            }
            Some(Collection::Map { members, key, merged }) => match key.take() {
                Some(key) if key == MERGE => merged.push(value),
                Some(key) => {
                    members.insert(key, value);
                }
                None => return Err(complex_key()),
            },
        }
        Ok(())
    }

    /// Hands on the items of the innermost list, when it is the long one; not when an alias may
    /// stand for it.
    fn hand_on(&mut self) {
        let (Some(long), [outer, inner]) = (&mut self.long, &mut self.open[..]) else { return };
        let under = match &outer.collection {
            Collection::Map { key, .. } => key.as_deref(),
            Collection::List(_) => None,
        };
        let unnamed = outer.anchor == 0 && inner.anchor == 0;
        if let (true, true, Collection::List(items)) =
            (unnamed, under == Some(long.list), &mut inner.collection)
        {
            long.handed += items.len();
            long.batches.take(std::mem::take(items));
        }
    }

    /// Returns the JSON Pointer of the value that is being read.
    fn path(&self) -> String {
        let mut path = String::new();
        if !self.earlier.is_empty() {
            pointer::append(&mut path, &self.earlier.len().to_string());
        }
        for (depth, open) in self.open.iter().enumerate() {
            match &open.collection {
                Collection::List(items) => {
                    let handed = self.long.as_ref().filter(|_| depth == 1).map_or(0, |l| l.handed);
                    pointer::append(&mut path, &(handed + items.len()).to_string());
                }
                Collection::Map { key: Some(key), .. } => pointer::append(&mut path, key),
                Collection::Map { key: None, .. } => {}
            }
        }
        path
    }
}

/// Adds the members of merged mappings; what the mapping says itself, and what an earlier merged
/// mapping says, stands.
fn merge(mut members: Map<String, Value>, merged: Vec<Value>) -> Result<Map<String, Value>> {
    let sources = merged.into_iter().flat_map(|value| match value {
        Value::Array(items) => items,
        other => vec![other],
    });
    for source in sources {
        let Value::Object(source) = source else {
            return Err(Error::new(
                ErrorCode::InputInvalid,
                "`<<` merges something else than a mapping",
            )
            .help("put a mapping, or a list of mappings, behind `<<`"));
        };
        for (key, value) in source {
            members.entry(key).or_insert(value);
        }
    }
    Ok(members)
}

fn check_tag(tag: Option<&Tag>, kind: &str) -> Result<()> {
    match tag {
        Some(tag) if !(tag.is_yaml_core_schema() && tag.suffix == kind) => {
            Err(scalar::unknown_tag(&format!("{}{}", tag.handle, tag.suffix)))
        }
        _ => Ok(()),
    }
}
