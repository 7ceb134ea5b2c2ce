//! Services that depend on each other in a circle.

use std::sync::Arc;

use meta_core::graph;
use rhai::{EvalAltResult, INT, ImmutableString, NativeCallContext};

use super::{CatalogFacts, List, World};
use crate::decision::charge;
use crate::engine::api::{Api, Facts, Gives};

/// Services that depend on each other in a circle.
#[derive(Clone, Debug)]
pub(super) struct Cycle(Arc<CycleFacts>);

#[derive(Debug)]
struct CycleFacts {
    members: List,
    path: List,
    cut: List,
}

impl Facts for Cycle {
    const NAME: &'static str = "Cycle";
}

/// Every circle of a catalog.
#[derive(Clone, Debug)]
pub(super) struct Cycles(Arc<[Cycle]>);

impl Facts for Cycles {
    const NAME: &'static str = "Cycles";
}

impl Cycle {
    fn new(cycle: &graph::Cycle) -> Self {
        let names = |names: &[String]| names.iter().map(|name| name.as_str().into()).collect();
        let cut = cycle.cut.iter().map(|edge| format!("{} -> {}", edge.from, edge.to).into());
        Self(Arc::new(CycleFacts {
            members: names(&cycle.members),
            path: names(&cycle.path),
            cut: cut.collect(),
        }))
    }

    fn shown(&self) -> ImmutableString {
        let path: Vec<&str> = self.0.path.iter().map(ImmutableString::as_str).collect();
        path.join(" -> ").into()
    }
}

impl World {
    fn cycles(&self) -> &Cycles {
        self.cycles.get_or_init(|| Cycles(self.graph().cycles().iter().map(Cycle::new).collect()))
    }
}

/// The circles that a script goes through.
pub(super) struct EachCycle {
    cycles: Cycles,
    next: usize,
}

impl IntoIterator for Cycles {
    type Item = Cycle;
    type IntoIter = EachCycle;

    fn into_iter(self) -> EachCycle {
        EachCycle { cycles: self, next: 0 }
    }
}

impl Iterator for EachCycle {
    type Item = Cycle;

    fn next(&mut self) -> Option<Cycle> {
        let cycle = self.cycles.0.get(self.next).cloned();
        self.next += 1;
        cycle
    }
}

/// Declares circles.
pub(super) fn declare(api: &mut Api<'_>) {
    use Gives::{Integer, List, Many};
    api.iterable::<Cycles>();
    api.facts::<Cycles>(
        "circles of a catalog, by their least service; `for cycle in cycles` works",
    )
    .method("len", &[], Integer, "the number of circles", |cycles: &mut Cycles| {
        INT::try_from(cycles.0.len()).unwrap_or(INT::MAX)
    });
    api.facts::<Cycle>("services that depend on each other in a circle")
        .field("members", List, "every service of the circle, sorted", |cycle| {
            cycle.0.members.clone()
        })
        .field("path", List, "the shortest way around, from a service back to it", |cycle| {
            cycle.0.path.clone()
        })
        .field(
            "cut",
            List,
            "dependencies without which there is no circle, as `from -> to`",
            |cycle| cycle.0.cut.clone(),
        )
        .shown(Cycle::shown);
    let doc = "services that depend on each other in circles";
    api.more::<CatalogFacts>().method(
        "cycles",
        &[],
        Many("Cycle"),
        doc,
        |context: NativeCallContext, catalog: &mut CatalogFacts| {
            charge(&context, catalog.0.services.len())?;
            Ok::<Cycles, Box<EvalAltResult>>(catalog.0.cycles().clone())
        },
    );
}
