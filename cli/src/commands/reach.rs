//! What changes reach, and the order of services.

use std::path::Path;

use clap::ColorChoice;
use meta_core::document::Source;
use meta_core::finding::Severity;
use meta_core::finding::codes::document::UNREADABLE;
use meta_core::graph::{
    ChangedThing, EdgeKind, FindImpactInput, ImpactChange, ImpactScoring, PlanOrderInput,
    find_impact, plan_order,
};
use meta_core::platform::{PlatformInput, check_platform};
use meta_core::{Error, ErrorCode, Result};

use super::check::current;
use crate::arguments::{ImpactArguments, OrderArguments};
use crate::text::summary;
use crate::{Status, answer, workspace};

/// Finds what changes reach.
pub(crate) fn impact(arguments: &ImpactArguments, color: ColorChoice) -> Result<Status> {
    let changes = changes(arguments)?;
    let (catalog, graph) = model(&arguments.path)?;
    let input = FindImpactInput {
        catalog,
        graph,
        changes,
        max_hops: arguments.max_hops,
        edge_kinds: EdgeKind::ALL.to_vec(),
        scoring: ImpactScoring::default(),
    };
    let report = find_impact(&input)?;
    answer::plain(&report, summary::impact(&report), &arguments.answer, color)
}

fn changes(arguments: &ImpactArguments) -> Result<Vec<ImpactChange>> {
    let named = [
        (ChangedThing::Service, &arguments.service),
        (ChangedThing::Contract, &arguments.contract),
        (ChangedThing::Event, &arguments.event),
    ];
    let of = |(kind, names): (ChangedThing, &Vec<String>)| -> Vec<ImpactChange> {
        names.iter().map(|name| ImpactChange { kind, name: name.clone() }).collect()
    };
    let changes: Vec<ImpactChange> = named.into_iter().flat_map(of).collect();
    if changes.is_empty() {
        return Err(Error::new(ErrorCode::InputInvalid, "nothing is said to change")
            .help("name it with `--service`, `--contract` or `--event`"));
    }
    Ok(changes)
}

/// Orders services in waves.
pub(crate) fn order(arguments: &OrderArguments, color: ColorChoice) -> Result<Status> {
    let (catalog, graph) = model(&arguments.path)?;
    let services = (!arguments.service.is_empty()).then(|| arguments.service.clone());
    let report = plan_order(&PlanOrderInput { catalog, graph, services })?;
    answer::plain(&report, summary::order(&report), &arguments.answer, color)
}

/// Returns the service index of a workspace, as the check builds it, and its graph file.
fn model(path: &Path) -> Result<(Source, Option<Source>)> {
    let mut files = workspace::read(path)?;
    let graph = ["yaml", "yml", "json"]
        .iter()
        .find_map(|ending| files.remove(&format!("catalog/dependency-graph.{ending}")));
    let input = PlatformInput { files, now: current()?, fail_on: Severity::Critical };
    let report = check_platform(&input)?;
    if let Some(broken) = report.findings.iter().find(|f| f.code == UNREADABLE.id) {
        // What is missing from the index would be missing from the answer, without a word.
        let message = format!("the answer would be incomplete: {}", broken.message);
        return Err(Error::new(ErrorCode::InputInvalid, message)
            .in_file(path.join(&broken.subject).display().to_string())
            .help("`meta-core check` shows the place"));
    }
    let catalog = serde_json::to_value(&report.catalog).map_err(|error| {
        Error::new(ErrorCode::InputInvalid, format!("the index has no JSON form: {error}"))
    })?;
    Ok((Source::from(catalog), graph))
}
