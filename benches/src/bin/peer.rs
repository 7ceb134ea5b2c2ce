//! Our part in the comparison with other tools, and the inputs of all: `peer prepare FOLDER`,
//! `peer catalog INDEX`, `peer graph EDGES`.

use std::path::Path;

use meta_benches::clock::Clock;
use meta_benches::graph::{EdgeList, domain, graph};
use meta_benches::model::{DOMAINS, Fault};
use meta_benches::platform::{NOW, platform};
use meta_core::catalog::{Catalog, Service, ValidateCatalogInput, validate_catalog};
use meta_core::config::Rules;
use meta_core::document::{Limits, Source};
use meta_core::graph::Graph;
use serde::{Deserialize, Serialize};
use serde_json::json;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["prepare", folder] => prepare(Path::new(folder)),
        ["catalog", index] => check_catalog(&read(index)?),
        ["graph", edges] => check_graph(&read(edges)?),
        _ => Err("prepare FOLDER, catalog INDEX or graph EDGES".into()),
    }
}

/// What is asked of every graph library.
#[derive(Serialize, Deserialize)]
struct GraphWork {
    nodes: usize,
    /// Who depends, on whom.
    edges: Vec<(usize, usize)>,
    /// Rank of the domain of each node; a lower one must not depend on a higher one.
    layers: Vec<Option<usize>>,
    /// Nodes whose dependents are wanted, directly or not.
    queries: Vec<usize>,
}

#[expect(clippy::disallowed_methods, reason = "the inputs are files")]
fn read(path: &str) -> Outcome<String> {
    Ok(std::fs::read_to_string(path)?)
}

/// Writes an index of 10,000 entries, of which some break the schema, and two graphs.
fn prepare(folder: &Path) -> Outcome<()> {
    std::fs::create_dir_all(folder)?;
    let mut index = platform(10_000, 1);
    // Only faults that a schema can tell.
    for (place, service) in index.services.iter_mut().enumerate() {
        service.fault = match place % 300 {
            0 => Fault::MissingKey,
            100 => Fault::UnknownKey,
            200 => Fault::WrongType,
            _ => Fault::None,
        };
    }
    std::fs::write(folder.join("index.json"), index.index_json())?;
    for (name, nodes, edges) in [("10k", 10_000, 50_000), ("100k", 100_000, 500_000)] {
        let EdgeList { nodes, edges } = graph(nodes, edges, 1);
        let rank = |node| DOMAINS.iter().position(|name| *name == domain(node, nodes));
        let layers: Vec<Option<usize>> = (0..nodes).map(rank).collect();
        // The most popular nodes, whose changes reach furthest, and some others.
        let queries: Vec<usize> = (0..25).map(|query| query * query * nodes / 1250).collect();
        let work = GraphWork { nodes, edges, layers, queries };
        std::fs::write(folder.join(format!("graph-{name}.json")), serde_json::to_string(&work)?)?;
    }
    Ok(())
}

fn check_catalog(text: &str) -> Outcome<()> {
    let input = |index: &str| -> Outcome<_> {
        let now = serde_json::from_value(NOW.into())?;
        let index = Source::text(index);
        Ok(ValidateCatalogInput { index, rules: None, extension_schema: None, now })
    };
    let (empty, full) = (input("services: []")?, input(text)?);
    let mut clock = Clock::start();
    validate_catalog(&empty)?;
    clock.lap("compile");
    let report = validate_catalog(&full)?;
    clock.lap("check");
    let faults = report.findings.iter().filter(|finding| finding.code.starts_with("document/"));
    let places = faults.filter_map(|fault| {
        fault.location.as_ref()?.pointer.split('/').nth(2)?.parse::<usize>().ok()
    });
    let places: Vec<usize> = places.collect();
    let broken: std::collections::BTreeSet<usize> = places.iter().copied().collect();
    clock.report(&json!({"errors": places.len(), "broken": broken}))
}

fn check_graph(text: &str) -> Outcome<()> {
    let GraphWork { nodes, edges, queries, .. } = serde_json::from_str(text)?;
    let catalog = catalog(nodes, &edges);
    let rules = Rules::load(None, &Limits::default())?;
    let now = serde_json::from_value(NOW.into())?;
    let mut clock = Clock::start();
    let graph = Graph::new(&catalog, None);
    clock.lap("build");
    let cycles = graph.cycles();
    clock.lap("cycles");
    graph.order(None)?;
    clock.lap("order");
    let mut reach = Vec::new();
    for query in queries {
        reach.push(graph.all_dependents(&format!("n{query}"))?.len());
    }
    clock.lap("impact");
    let report = graph.judge(&catalog, None, &rules, now);
    clock.lap("rules");
    let in_cycles: usize = cycles.iter().map(|cycle| cycle.members.len()).sum();
    let upward = report.findings.iter().filter(|f| f.code == "graph/layer_violation").count();
    clock.report(&json!({
        "cycles": cycles.len(),
        "in_cycles": in_cycles,
        "parts": nodes - in_cycles + cycles.len(),
        "reach": reach,
        "upward": upward,
    }))
}

/// Returns services that depend on each other as `edges` say.
fn catalog(nodes: usize, edges: &[(usize, usize)]) -> Catalog {
    let service = |node: usize| Service {
        name: format!("n{node}"),
        domain: Some(domain(node, nodes).to_owned()),
        ..Service::default()
    };
    let mut services: Vec<Service> = (0..nodes).map(service).collect();
    for (from, to) in edges {
        if let Some(service) = services.get_mut(*from) {
            service.dependencies.internal.push(format!("n{to}"));
        }
    }
    Catalog { services, ..Catalog::default() }
}
