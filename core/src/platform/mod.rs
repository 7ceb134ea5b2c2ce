//! The whole check of a workspace in one pass over one parsed model.
//!
//! 1. `workspace` tells which file is read as what;
//! 2. `read` reads them; a broken one is a finding, and the rest is still checked;
//! 3. the catalog, graph, drift and quality rules run over the same model, and an advisor beside them has its say;
//! 4. severities, waivers and places are settled once, and the verdict follows.

mod advice;
mod read;
mod risks;
mod settling;
mod types;
mod workspace;

use std::collections::BTreeMap;

use crate::canonical;
use crate::catalog::{self, Catalog, EntryChange, EntryChangeKind, INDEX_PATH};
use crate::drift::{self, DegradedInput, DriftReport};
use crate::error::Result;
use crate::finding::{Finding, Location, Severity, Texts, codes, sort, summarize};
use crate::graph::{self, Analysis, Check, Graph, GraphReport};
use crate::parallel;
use crate::quality::{self, Evidence, QualityReport};
use crate::time::Timestamp;

use advice::NoAdvice;
pub use advice::{Advisor, Facts};
use read::Model;
use settling::{Besides, Settling, is_late};
pub use types::{
    Degraded, InputFile, PlatformInput, PlatformReport, PlatformSummary, Risk, Verdict,
};

/// Checks a workspace: its catalog, graph, drift, quality and security.
///
/// # Errors
/// None for broken documents, which are findings; a finding is what this operation is for.
pub fn check_platform(input: &PlatformInput) -> Result<PlatformReport> {
    check_platform_with(input, &mut NoAdvice)
}

/// As [`check_platform`], with somebody who has a say besides the built-in rules.
///
/// # Errors
/// Those of the advisor.
pub fn check_platform_with(
    input: &PlatformInput,
    advisor: &mut dyn Advisor,
) -> Result<PlatformReport> {
    let mut workspace = workspace::sort(&input.files);
    let mut model = read::read(&mut workspace, input.now)?;
    let mut texts = Texts::default();
    texts.add_all(&input.files);
    let mut findings = std::mem::take(&mut model.findings);
    let besides = Besides { codes: advisor.codes(), pack: advisor.accepted() };
    let (late, early): (Vec<_>, Vec<_>) =
        advisor.check(&facts(&model))?.into_iter().partition(is_late);
    findings.extend(early);
    let settling = Settling::new(&model, &besides, texts, input.now);
    let (mut judged, digest) = parallel::both(
        || judge(&model, findings, &settling, input),
        || canonical::digest_list(&model.catalog.services),
    );
    weigh(advisor, &mut judged)?;
    let mut findings = judged.findings;
    let mut quality = score(&model, &judged.drift, &findings, input, advisor)?;
    let mut scored = std::mem::take(&mut quality.findings);
    scored.extend(late.into_iter().chain(advisor.findings()));
    findings.extend(settling.late(scored));
    sort(&mut findings);
    quality.summary = summarize(of_rules(&findings, "quality/"));
    Ok(PlatformReport {
        schema_version: "1".to_owned(),
        generated_at: input.now,
        verdict: verdict(&findings, input.fail_on),
        summary: summary(&model.catalog, &findings),
        degraded: degraded(&findings, &judged.drift, &model.changes),
        top_risks: risks::top(&model.catalog, &judged.services, &findings),
        inputs: inputs(&workspace),
        catalog_digest: digest?,
        catalog: model.catalog,
        changes: model.changes,
        graph: judged.graph,
        drift: judged.drift,
        security: quality.security.clone(),
        quality,
        findings,
    })
}

/// Returns what an advisor is told.
fn facts(model: &Model) -> Facts<'_> {
    let graph = model.graph.as_ref().map(|file| &file.value);
    Facts { catalog: &model.catalog, graph, rules: &model.rules.value }
}

/// Returns the findings of the built-in rules of a domain. Policies may call theirs so, too; these count as findings, but
/// are no issues of drift and no part of a score.
fn of_rules<'f>(findings: &'f [Finding], domain: &str) -> impl Iterator<Item = &'f Finding> {
    findings.iter().filter(move |f| f.policy.is_none() && f.code.starts_with(domain))
}

/// Gives issues of drift the severities that the advisor wants.
fn weigh(advisor: &mut dyn Advisor, judged: &mut Judged) -> Result<()> {
    let weighings = advisor.weigh(&judged.drift.issues)?;
    if !weighings.is_empty() {
        judged.drift.weigh(&weighings, &mut judged.findings);
    }
    Ok(())
}

/// What is known before quality is scored.
struct Judged {
    findings: Vec<Finding>,
    services: Graph,
    graph: GraphReport,
    drift: DriftReport,
}

/// Runs the rules over catalog, graph and drift, and settles what they find.
fn judge(
    model: &Model,
    mut findings: Vec<Finding>,
    settling: &Settling<'_>,
    input: &PlatformInput,
) -> Judged {
    if model.catalog.services.is_empty() {
        findings.push(read::no_services());
    }
    findings.extend(index_outdated(&model.changes, input));
    let Analyzed { findings: analyzed, services, graph, degraded } = analyze(model, input.now);
    findings.extend(analyzed);
    let findings = settling.early(findings);
    let of = |domain: &str| -> Vec<Finding> { of_rules(&findings, domain).cloned().collect() };
    // The findings stand in the report once, with those of every other domain.
    let mut graph = GraphReport::new(graph, of("graph/"));
    graph.findings.clear();
    let mut drift = DriftReport::new(of("drift/"), degraded);
    drift.findings.clear();
    Judged { findings, services, graph, drift }
}

/// What the rules make of catalog, graph and drift.
struct Analyzed {
    findings: Vec<Finding>,
    services: Graph,
    graph: Analysis,
    degraded: Vec<DegradedInput>,
}

/// Runs the rules over catalog, graph and drift, which do not need each other.
fn analyze(model: &Model, now: Timestamp) -> Analyzed {
    let (rules, catalog) = (&model.rules, &model.catalog);
    let file = model.graph.as_ref().map(|file| (&file.value, file.path.as_str()));
    let judge_graph = || {
        let graph = Graph::new(catalog, file.map(|(file, _)| file));
        let analysis =
            graph::analyze(&Check::new(&graph, catalog, file, (&rules.value, &rules.path)));
        (graph, analysis)
    };
    let judge_drift = || drift::analyze(catalog, &model.drift, &rules.value, now);
    let judge_entries = || catalog::check_entries(catalog, &rules.value, now);
    let ((services, mut graph), ((drift, degraded), mut findings)) =
        parallel::both(judge_graph, || parallel::both(judge_drift, judge_entries));
    findings.append(&mut graph.findings);
    findings.extend(drift);
    Analyzed { findings, services, graph, degraded }
}

fn score(
    model: &Model,
    drift: &DriftReport,
    findings: &[Finding],
    input: &PlatformInput,
    advisor: &mut dyn Advisor,
) -> Result<QualityReport> {
    let mut graph = BTreeMap::new();
    for finding in of_rules(findings, "graph/").filter(|finding| finding.is_open()) {
        let service = finding.subject.split(" -> ").next().unwrap_or_default();
        *graph.entry(service.to_owned()).or_default() += 1;
    }
    let evidence = Evidence {
        drift: Some(&drift.by_service),
        graph: &graph,
        thresholds: &model.thresholds,
        rules: &model.rules.value,
        previous: model.previous.as_ref(),
        now: input.now,
    };
    let mut scores = quality::score_all(&model.catalog, &evidence);
    let adjustments = advisor.adjust(&scores)?;
    quality::adjust(&model.catalog, &mut scores, &adjustments, &evidence);
    Ok(quality::conclude(&model.catalog, scores, &evidence))
}

/// Reports an index that says something else than the manifests.
fn index_outdated(changes: &[EntryChange], input: &PlatformInput) -> Option<Finding> {
    let path = ["yaml", "yml", "json"]
        .map(|ending| INDEX_PATH.replace("yaml", ending))
        .into_iter()
        .find(|path| input.files.contains_key(path))?;
    let differ = [EntryChangeKind::Added, EntryChangeKind::Updated];
    let services: Vec<&str> = changes
        .iter()
        .filter(|change| differ.contains(&change.kind))
        .map(|change| change.service.as_str())
        .collect();
    if services.is_empty() {
        return None;
    }
    let message = format!("the index differs from the manifests of {}", services.join(", "));
    let finding = Finding::new(codes::catalog::INDEX_OUTDATED, &path, &[], message);
    Some(finding.at(Location::new(&path, "")).evidence("services", services))
}

/// Names what was missing, old or broken.
fn degraded(findings: &[Finding], drift: &DriftReport, changes: &[EntryChange]) -> Vec<Degraded> {
    let mut degraded = unreadable(findings);
    let drift = drift.degraded.iter();
    degraded.extend(
        drift.map(|input| Degraded { input: input.input.clone(), reason: input.reason.clone() }),
    );
    degraded.extend(kept(changes));
    degraded
}

/// Names the documents that could not be read: what they say is not known.
fn unreadable(findings: &[Finding]) -> Vec<Degraded> {
    let broken = findings.iter().filter(|finding| finding.code == codes::document::UNREADABLE.id);
    broken
        .map(|finding| Degraded {
            input: finding.subject.to_string(),
            reason: format!("cannot be read: {}", finding.message),
        })
        .collect()
}

/// Names the services whose facts are old because they were not collected.
fn kept(changes: &[EntryChange]) -> Option<Degraded> {
    let count = changes.iter().filter(|change| change.kind == EntryChangeKind::Kept).count();
    let words = if count == 1 { "service was" } else { "services were" };
    let reason = format!("{count} {words} not collected; old facts stand in for them");
    (count > 0).then(|| Degraded { input: "manifests".to_owned(), reason })
}

fn verdict(findings: &[Finding], fail_on: Severity) -> Verdict {
    let mut failing: BTreeMap<&str, (Severity, usize)> = BTreeMap::new();
    for finding in findings.iter().filter(|f| f.is_open() && f.severity >= fail_on) {
        let entry = failing.entry(&finding.code).or_insert((finding.severity, 0));
        *entry = (entry.0.max(finding.severity), entry.1 + 1);
    }
    let reasons = failing.iter().map(|(code, (worst, count))| format!("{count} {code} ({worst})"));
    let reasons: Vec<String> = reasons.collect();
    let pass = reasons.is_empty();
    Verdict { pass, exit_status: u8::from(!pass), fail_on, reasons }
}

fn summary(catalog: &Catalog, findings: &[Finding]) -> PlatformSummary {
    let tally = |field: fn(&catalog::Service) -> Option<&String>| {
        let mut counts = BTreeMap::new();
        for service in &catalog.services {
            let name = field(service).cloned().unwrap_or_else(|| "unknown".to_owned());
            *counts.entry(name).or_default() += 1;
        }
        counts
    };
    PlatformSummary {
        services: catalog.services.len(),
        by_domain: tally(|service| service.domain.as_ref()),
        by_maturity: tally(|service| service.maturity.as_ref()),
        findings: summarize(findings),
        suppressed: findings.iter().filter(|finding| !finding.is_open()).count(),
    }
}

fn inputs(workspace: &workspace::Workspace<'_>) -> Vec<InputFile> {
    let file = |(path, shape): &(&str, Option<&'static str>)| InputFile {
        path: (*path).to_owned(),
        shape: shape.map(str::to_owned),
    };
    workspace.shapes.iter().map(file).collect()
}
