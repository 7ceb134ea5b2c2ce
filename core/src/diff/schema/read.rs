//! From the text of a schema to its normal form: which schemas there are, and what each asks with all that
//! applies at its place.

use std::collections::BTreeSet;
use std::rc::Rc;

use foldhash::HashMap;
use serde_json::Value;

use super::dialect::Dialect;
use super::keywords::Keywords;
use super::merge;
use super::node::{Members, Node, NodeId, Type};
use super::nullable;
use super::refs::{Schemas, Target};
use crate::document::pointer;

/// What a node is read from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Origin {
    /// The schema at a JSON Pointer.
    At(Rc<str>),
    /// Everything that several schemas ask.
    All(Vec<NodeId>),
    /// Null alone, by the `nullable` of the schema at a JSON Pointer.
    Null(String),
    /// What another one asks, without what stands around it as well.
    Less(NodeId, Less),
}

/// What of a schema is looked at elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Less {
    /// All types but this one.
    pub(crate) only: Option<Type>,
    /// Words about it.
    pub(crate) notes: Vec<String>,
}

/// The schemas of one side, read as they are asked for.
pub(crate) struct Side<'a> {
    pub(crate) schemas: Schemas<'a>,
    origins: Vec<Origin>,
    ids: HashMap<Origin, NodeId>,
    nodes: Vec<Option<Rc<Node>>>,
    /// Schemas that are being read: one that contains itself by `allOf` asks nothing more.
    reading: BTreeSet<NodeId>,
    /// Parts of all schemas that are made of several.
    parts: usize,
    /// What was copied from schemas into others that ask the same.
    copied: usize,
    /// Whether a limit was met.
    pub(crate) incomplete: bool,
}

/// Schemas that are read inside of each other, as `allOf` nests them.
const MOST_DEPTH: usize = 64;

/// Schemas of one side, those included that `allOf` makes of others.
const MOST_NODES: usize = 1_000_000;

/// Parts of all schemas of one side that are made of several: each of many may ask something of whatever
/// the others list.
const MOST_PARTS: usize = 1_000_000;

/// Values and names of one side that are copied: many schemas may ask what one large one asks.
const MOST_COPIED: usize = 1_000_000;

/// References that are followed one after the other.
const MOST_STEPS: usize = 100;

impl<'a> Side<'a> {
    pub(crate) fn new(root: &'a Value, dialect: Dialect) -> Self {
        Self {
            schemas: Schemas::new(root, dialect),
            origins: Vec::new(),
            ids: HashMap::default(),
            nodes: Vec::new(),
            reading: BTreeSet::new(),
            parts: 0,
            copied: 0,
            incomplete: false,
        }
    }

    /// Returns the number of the schema at `at`, or of what it refers to when it does nothing else.
    pub(crate) fn id(&mut self, at: &str) -> NodeId {
        let mut at = at.to_owned();
        for _ in 0..MOST_STEPS {
            match self.plain_reference(&at) {
                Some(target) => at = target,
                None => break,
            }
        }
        self.number(Origin::At(at.into()))
    }

    /// Returns the number of the schema that asks what all of `parts` ask.
    pub(crate) fn all(&mut self, parts: Vec<NodeId>) -> NodeId {
        if self.parts > MOST_PARTS
            && let Some(first) = parts.first()
        {
            self.incomplete = true;
            return *first;
        }
        let inner = |part: NodeId| match self.origins.get(part.0 as usize) {
            Some(Origin::All(inner)) => inner.clone(),
            _ => vec![part],
        };
        let mut parts: Vec<NodeId> = parts.into_iter().flat_map(inner).collect();
        parts.sort_unstable();
        parts.dedup();
        match parts.as_slice() {
            [only] => *only,
            _ => self.number(Origin::All(parts)),
        }
    }

    /// Returns the number of a schema that accepts null alone.
    pub(crate) fn null(&mut self, at: &str) -> NodeId {
        self.number(Origin::Null(at.to_owned()))
    }

    fn number(&mut self, origin: Origin) -> NodeId {
        if let Some(id) = self.ids.get(&origin) {
            return *id;
        }
        if let Origin::All(parts) = &origin {
            self.parts += parts.len();
        }
        let id = NodeId(u32::try_from(self.origins.len()).unwrap_or(u32::MAX));
        self.ids.insert(origin.clone(), id);
        self.origins.push(origin);
        self.nodes.push(None);
        id
    }

    /// Returns where the schema at `at` leads, when it is a reference and nothing else that counts.
    fn plain_reference(&self, at: &str) -> Option<String> {
        let members = self.schemas.at(at)?.as_object()?;
        let reference = members.get("$ref")?.as_str()?;
        if self.schemas.dialect.keeps_ref_siblings() && members.len() > 1 {
            return None;
        }
        match self.schemas.target(reference, at) {
            Target::Here(target) if target != at => Some(target),
            _ => None,
        }
    }

    /// Returns the schema of a number.
    pub(crate) fn node(&mut self, id: NodeId) -> Rc<Node> {
        let index = id.0 as usize;
        if let Some(Some(node)) = self.nodes.get(index) {
            return Rc::clone(node);
        }
        let Some(origin) = self.origins.get(index).cloned() else { return Rc::default() };
        if self.reading.len() > MOST_DEPTH || self.origins.len() > MOST_NODES {
            self.incomplete = true;
            return Rc::default();
        }
        if !self.reading.insert(id) {
            return Rc::default();
        }
        let node = Rc::new(match origin {
            Origin::At(at) => self.read(&at),
            Origin::All(parts) => self.together(parts),
            Origin::Null(at) => nullable::null(&at),
            Origin::Less(id, less) => self.lessened(id, &less),
        });
        self.reading.remove(&id);
        if let Some(slot) = self.nodes.get_mut(index) {
            *slot = Some(Rc::clone(&node));
        }
        node
    }

    /// Returns where a schema stands, unless it is made of several.
    pub(crate) fn place(&self, id: NodeId) -> Option<&str> {
        match self.origins.get(id.0 as usize)? {
            Origin::At(at) => Some(at),
            Origin::All(_) | Origin::Null(_) | Origin::Less(..) => None,
        }
    }

    /// Returns where the schemas of the list at `list` stand, themselves or as references to them.
    pub(crate) fn places_in(&mut self, list: &str) -> HashMap<NodeId, String> {
        let count = self.schemas.at(list).and_then(Value::as_array).map_or(0, Vec::len);
        let places = (0..count).map(|index| pointer::push(list, &index.to_string()));
        places.map(|at| (self.id(&at), at)).collect()
    }

    /// Returns where the member `name` stands, itself or as a reference to `id`.
    pub(crate) fn place_of_member(&mut self, members: &Members, name: &str, id: NodeId) -> String {
        let place = |schema: &String| pointer::push(&pointer::push(schema, "properties"), name);
        let mut places = members.listed_at.iter().map(place);
        places.find(|at| self.schemas.at(at).is_some()).unwrap_or_else(|| self.node(id).at.clone())
    }

    /// Returns a schema as it is written, unless it is made of several.
    pub(crate) fn value(&self, id: NodeId) -> Option<&'a Value> {
        self.schemas.at(self.place(id)?)
    }

    /// Returns the number of a schema of which a part is looked at elsewhere.
    pub(crate) fn less(&mut self, id: NodeId, less: Less) -> NodeId {
        if less == Less::default() { id } else { self.number(Origin::Less(id, less)) }
    }

    fn lessened(&mut self, id: NodeId, less: &Less) -> Node {
        let mut node = Node::clone(&self.node(id));
        self.copied += node.size();
        node.notes.retain(|keyword, _| !less.notes.contains(keyword));
        less.only.map_or(node.clone(), |only| node.of_type(only))
    }

    /// Returns what several schemas ask together, at the place of the first.
    fn together(&mut self, parts: Vec<NodeId>) -> Node {
        let Some(first) = parts.first().map(|first| self.node(*first)) else {
            return Node::default();
        };
        if merge::stands_apart(&first) {
            let alone = Node { at: first.at.clone(), ..Node::default() };
            return self.merged(alone, parts);
        }
        self.merged(Node::clone(&first), parts.into_iter().skip(1).collect())
    }

    fn merged(&mut self, first: Node, others: Vec<NodeId>) -> Node {
        others.into_iter().fold(first, |mut node, id| {
            let other = self.node(id);
            self.copied += other.size();
            if self.copied > MOST_COPIED {
                self.incomplete = true;
                return node;
            }
            if merge::stands_apart(&other) {
                merge::set_apart(&mut node, id, &other);
                return node;
            }
            merge::merge(self, node, &other)
        })
    }

    fn read(&mut self, at: &str) -> Node {
        let mut node = Node { at: at.to_owned(), ..Node::default() };
        match self.schemas.at(at) {
            Some(Value::Bool(accepts)) => node.never = !accepts,
            Some(Value::Object(members)) => {
                let (node, also) = Keywords::of(self, members, node);
                let mut node = self.merged(node, also);
                if self.schemas.dialect.has_nullable()
                    && members.get("nullable") == Some(&Value::Bool(true))
                {
                    nullable::accept(self, &mut node, members.contains_key("type"));
                }
                let newest = self.schemas.dialect >= Dialect::Draft202012;
                merge::settle_unevaluated(&mut node, newest);
                return nullable::collapse(self, node);
            }
            _ => {}
        }
        node
    }
}
