//! Dependencies of services on services.

use std::sync::Arc;

use meta_core::catalog::split_dependency;
use rhai::{EvalAltResult, ImmutableString, NativeCallContext};

use super::{Service, World};
use crate::decision::{charge, world};
use crate::engine::api::{Api, Facts, Gives};

/// A dependency of one service on another.
#[derive(Clone, Debug)]
pub(crate) struct Edge(Arc<EdgeFacts>);

#[derive(Debug)]
struct EdgeFacts {
    from: Service,
    /// Its number among the internal dependencies of `from`.
    item: usize,
    target: ImmutableString,
    /// What it leads to, when the catalog has it.
    to: Option<Service>,
    range: Option<ImmutableString>,
    /// Whether it leads to a higher layer: kept here, because services lie far apart in memory.
    leads_up: bool,
}

impl Facts for Edge {
    const NAME: &'static str = "Edge";

    fn owner(&self) -> Option<ImmutableString> {
        Some(self.subject().into())
    }
}

impl Edge {
    fn new(world: &World, from: &Service, item: usize, target: &ImmutableString) -> Self {
        let written = from.written_internal(item);
        let range =
            written.and_then(|written| split_dependency(&written).1.map(ImmutableString::from));
        let to = world.find(target).cloned();
        let layers = from.0.layer.zip(to.as_ref().and_then(|to| to.0.layer));
        let leads_up = layers.is_some_and(|(from, to)| to > from);
        let (from, target) = (from.clone(), target.clone());
        Self(Arc::new(EdgeFacts { from, item, target, to, range, leads_up }))
    }

    /// Returns the name findings give it.
    pub(crate) fn subject(&self) -> String {
        format!("{} -> {}", self.0.from.0.name, self.0.target)
    }

    pub(crate) fn from(&self) -> &Service {
        &self.0.from
    }

    /// Returns what it leads to, when the catalog has it.
    pub(super) fn to(&self) -> Option<&Service> {
        self.0.to.as_ref()
    }

    /// Returns its number among the internal dependencies of the service that depends.
    pub(crate) fn item(&self) -> usize {
        self.0.item
    }

    /// Tells whether it leads to a higher layer.
    pub(super) fn leads_up(&self) -> bool {
        self.0.leads_up
    }
}

/// A list of dependencies; none is empty.
#[derive(Clone, Debug, Default)]
pub(crate) struct Edges(Option<Arc<[Edge]>>);

impl Facts for Edges {
    const NAME: &'static str = "Edges";
}

impl Edges {
    /// Returns the internal dependencies of `service`.
    pub(super) fn new(world: &World, service: &Service) -> Self {
        let targets = service.internal().iter().enumerate();
        targets.map(|(item, target)| Edge::new(world, service, item, target)).collect()
    }

    pub(super) fn of(
        context: &NativeCallContext<'_>,
        service: &Service,
    ) -> Result<Self, Box<EvalAltResult>> {
        charge(context, service.internal().len())?;
        Ok(world(context)?.edges(service).clone())
    }

    pub(super) fn filter(&self, keep: impl Fn(&Edge) -> bool) -> Self {
        self.iter().filter(|edge| keep(edge)).cloned().collect()
    }

    fn items(&self) -> &[Edge] {
        self.0.as_deref().unwrap_or_default()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Edge> {
        self.items().iter()
    }
}

impl FromIterator<Edge> for Edges {
    fn from_iter<I: IntoIterator<Item = Edge>>(edges: I) -> Self {
        let edges: Vec<Edge> = edges.into_iter().collect();
        Self((!edges.is_empty()).then(|| edges.into()))
    }
}

/// The dependencies of a list that a script goes through.
pub(crate) struct EachEdge {
    edges: Edges,
    next: usize,
}

impl IntoIterator for Edges {
    type Item = Edge;
    type IntoIter = EachEdge;

    fn into_iter(self) -> EachEdge {
        EachEdge { edges: self, next: 0 }
    }
}

impl Iterator for EachEdge {
    type Item = Edge;

    fn next(&mut self) -> Option<Edge> {
        let edge = self.edges.items().get(self.next).cloned();
        self.next += 1;
        edge
    }
}

/// Declares dependencies.
pub(super) fn declare(api: &mut Api<'_>) {
    api.iterable::<Edges>();
    api.facts::<Edges>("a list of dependencies; `for edge in edges` works")
        .method("len", &[], Gives::Integer, "the number of dependencies", |edges: &mut Edges| {
            rhai::INT::try_from(edges.items().len()).unwrap_or(rhai::INT::MAX)
        })
        .method("is_empty", &[], Gives::Boolean, "whether there are none", |edges: &mut Edges| {
            edges.items().is_empty()
        });
    api.facts::<Edge>("a dependency of one service on another")
        .field("from", Gives::Facts("Service"), "the service that depends", |edge| {
            edge.from().clone()
        })
        .field("target", Gives::Text, "the name of what it depends on", |edge| {
            edge.0.target.clone()
        })
        .optional(
            "to",
            Gives::Facts("Service"),
            "what it depends on, when the catalog has it",
            |edge| edge.to().cloned(),
        )
        .optional("range", Gives::Text, "the range behind the name, when there is one", |edge| {
            edge.0.range.clone()
        })
        .field("is_known", Gives::Boolean, "whether the catalog has what it depends on", |edge| {
            edge.to().is_some()
        })
        .shown(|edge| edge.subject().into());
}
