//! What a change reaches: the services that depend on it, call its contracts or consume its events.
//!
//! A change goes against the edges, one hop at a time; the first way to a service explains it.
//! Contracts and events are passed through without a hop of their own.

mod scope;
mod types;
mod walk;

use std::collections::BTreeMap;

use super::EdgeKind;
use super::ids::NodeId;
use super::model::Graph;
use crate::catalog::split_dependency;
use crate::document::Limits;
use crate::error::{Error, Result};
use crate::stats::round_half_even;
use crate::suggest;

pub(crate) use types::all_kinds;
pub use types::{
    BlastRadius, ChangeImpact, ChangedThing, FindImpactInput, ImpactChange, ImpactOptions,
    ImpactReport, ImpactScoring, ImpactedService, KindCounts, ScopedTie, TestScope,
};
pub(crate) use walk::{Seed, Walker};

/// Names that a path shows.
const MOST_PATH: usize = 32;

/// Finds the services that changes of services, contracts or events reach, each with the way that
/// explains it, and what to test.
///
/// # Errors
/// `input_invalid` when a document is no YAML or JSON, when a change names nothing that is there
/// (with the nearest name), or when a weight is out of range; `limit_exceeded` when a document is
/// too large.
pub fn find_impact(input: &FindImpactInput) -> Result<ImpactReport> {
    let (catalog, file) = super::read(&input.catalog, input.graph.as_ref(), &Limits::default())?;
    let graph = Graph::new(&catalog.catalog, file.given.then_some(&file.value));
    let options = ImpactOptions {
        max_hops: input.max_hops,
        edge_kinds: input.edge_kinds.clone(),
        scoring: input.scoring.clone(),
    };
    graph.impact(&input.changes, &options)
}

impl Graph {
    /// Finds the services that `changes` reach, as [`find_impact`] does.
    ///
    /// # Errors
    /// `input_invalid`, as [`find_impact`].
    pub fn impact(
        &self,
        changes: &[ImpactChange],
        options: &ImpactOptions,
    ) -> Result<ImpactReport> {
        options.check()?;
        if changes.is_empty() {
            return Err(Error::invalid("/changes", "no change is given"));
        }
        let seeds = self.seeds(changes)?;
        let mut walker = Walker::new(self);
        let mut reports = Vec::with_capacity(changes.len());
        for (index, (seed, change)) in seeds.iter().zip(changes).enumerate() {
            let (impacted, blast_radius) =
                self.reach(&mut walker, &[(*seed, index)], changes, options);
            let origins = self.named(seed.services(self));
            reports.push(ChangeImpact { change: change.clone(), origins, blast_radius, impacted });
        }
        let all: Vec<(Seed, usize)> = seeds.iter().copied().zip(0..).collect();
        let (impacted, blast_radius) = self.reach(&mut walker, &all, changes, options);
        let test_scope = scope::scope(self, &seeds, &impacted);
        Ok(ImpactReport { blast_radius, impacted, test_scope, changes: reports })
    }

    fn seeds(&self, changes: &[ImpactChange]) -> Result<Vec<Seed>> {
        let seed = |(index, change)| {
            self.seed(change).map_err(|error| error.at(format!("/changes/{index}/name")))
        };
        changes.iter().enumerate().map(seed).collect()
    }

    fn seed(&self, change: &ImpactChange) -> Result<Seed> {
        let kind = match change.kind {
            ChangedThing::Service => return self.node(&change.name).map(Seed::Service),
            ChangedThing::Contract => EdgeKind::Contract,
            ChangedThing::Event => EdgeKind::Event,
        };
        let (name, _) = split_dependency(&change.name);
        let hubs = self.hubs(kind);
        if let Some(hub) = hubs.and_then(|hubs| hubs.find(name)) {
            return Ok(Seed::Hub(kind, hub));
        }
        let thing = if kind == EdgeKind::Contract { "contract" } else { "event" };
        let error = Error::invalid("", format!("no service provides or uses the {thing} `{name}`"));
        let names = hubs.iter().flat_map(|hubs| hubs.names.iter()).map(|(_, name)| name.as_str());
        Err(match suggest::nearest(name, names) {
            Some(near) => error.help(format!("did you mean `{near}`?")),
            None => error,
        })
    }

    fn reach(
        &self,
        walker: &mut Walker<'_>,
        seeds: &[(Seed, usize)],
        changes: &[ImpactChange],
        options: &ImpactOptions,
    ) -> (Vec<ImpactedService>, BlastRadius) {
        let reached = walker.run(seeds, &options.edge_kinds, options.max_hops);
        let blast_radius = self.blast_radius(walker, &reached, &options.scoring);
        let impacted = reached.iter().map(|node| self.impacted(walker, *node, changes)).collect();
        (impacted, blast_radius)
    }

    fn impacted(
        &self,
        walker: &Walker<'_>,
        node: NodeId,
        changes: &[ImpactChange],
    ) -> ImpactedService {
        let visit = walker.visit(node);
        let hub = visit.hub.and_then(|hub| Some(self.hubs(visit.kind)?.names[hub].clone()));
        ImpactedService {
            service: self.name(node).to_owned(),
            hop: visit.hop,
            kind: visit.kind,
            through: hub,
            path: self.way(walker, node, changes),
            change: visit.change,
        }
    }

    /// Names the way from the change to `node`.
    fn way(&self, walker: &Walker<'_>, node: NodeId, changes: &[ImpactChange]) -> Vec<String> {
        let mut way = Vec::new();
        let mut node = node;
        while way.len() < MOST_PATH {
            way.push(self.name(node).to_owned());
            let visit = walker.visit(node);
            if visit.via == node {
                // The way starts at a service, or at the contract or event before this one.
                let start = changes.get(visit.change).filter(|_| visit.hop > 0);
                way.extend(start.map(|change| split_dependency(&change.name).0.to_owned()));
                break;
            }
            node = visit.via;
        }
        way.truncate(MOST_PATH);
        way.reverse();
        way
    }

    fn blast_radius(
        &self,
        walker: &Walker<'_>,
        reached: &[NodeId],
        scoring: &ImpactScoring,
    ) -> BlastRadius {
        let mut radius = BlastRadius { services: reached.len(), ..BlastRadius::default() };
        // Services by hop and tier, so that the sum does not depend on the order of names.
        let mut counts: BTreeMap<(u32, Option<u8>), usize> = BTreeMap::new();
        let mut domains: BTreeMap<&str, usize> = BTreeMap::new();
        for node in reached {
            let visit = walker.visit(*node);
            let entry = &self.nodes[*node];
            *counts.entry((visit.hop, entry.tier)).or_default() += 1;
            *domains.entry(entry.domain.as_deref().unwrap_or("unknown")).or_default() += 1;
            match visit.kind {
                EdgeKind::Dependency => radius.by_kind.dependency += 1,
                EdgeKind::Contract => radius.by_kind.contract += 1,
                EdgeKind::Event => radius.by_kind.event += 1,
            }
        }
        for ((hop, _), count) in &counts {
            radius.by_hop.resize(*hop as usize, 0);
            if let Some(last) = radius.by_hop.last_mut() {
                *last += count;
            }
        }
        radius.by_domain =
            domains.into_iter().map(|(domain, count)| (domain.to_owned(), count)).collect();
        let known = |node: &NodeId| self.nodes[*node].service.is_some();
        let all = self.nodes.ids().filter(known).count();
        let part = reached.iter().filter(|node| known(node)).count();
        radius.share = round_half_even(ratio(part, all), 6);
        radius.score = round_half_even(scoring.sum(&counts), 6);
        radius
    }
}

impl ImpactScoring {
    /// Sums the weights of services counted by hop and tier. The decay is multiplied hop by hop,
    /// because powers of floats may differ between hosts.
    fn sum(&self, counts: &BTreeMap<(u32, Option<u8>), usize>) -> f64 {
        let (mut sum, mut left, mut at) = (0.0, 1.0, 1);
        for ((hop, tier), count) in counts {
            while at < *hop {
                left *= self.decay;
                at += 1;
            }
            let weight = tier.and_then(|tier| self.tier_weights.get(&tier).copied());
            sum += weight.unwrap_or(self.default_weight) * left * number(*count);
        }
        sum
    }
}

impl ImpactOptions {
    fn check(&self) -> Result<()> {
        let scoring = &self.scoring;
        if !(0.0..=1.0).contains(&scoring.decay) {
            return Err(Error::invalid("/scoring/decay", "the decay is not between 0 and 1"));
        }
        let weight = |weight: f64| weight.is_finite() && weight >= 0.0;
        if let Some(tier) = scoring.tier_weights.iter().find(|(_, w)| !weight(**w)) {
            let path = format!("/scoring/tier_weights/{}", tier.0);
            return Err(Error::invalid(path, "a weight is not a number of at least 0"));
        }
        if !weight(scoring.default_weight) {
            let path = "/scoring/default_weight";
            return Err(Error::invalid(path, "a weight is not a number of at least 0"));
        }
        if self.max_hops == Some(0) {
            return Err(Error::invalid("/max_hops", "the search needs at least 1 hop"));
        }
        if self.edge_kinds.is_empty() {
            return Err(Error::invalid("/edge_kinds", "no kind of edge is given"));
        }
        Ok(())
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { number(part) / number(whole) }
}

#[expect(clippy::cast_precision_loss, reason = "counts of services are far below 2^52")]
fn number(count: usize) -> f64 {
    count as f64
}
