//! What a change of policies, or of a catalog, does: findings gained, lost and changed.
//!
//! Both sides are evaluated with the same time and context. Findings are the same when their fingerprints are: a rule that
//! is worded anew, or found elsewhere, is a finding that changed, and not one that is gone.

mod compare;
mod markdown;
mod policies;
mod types;

use meta_core::report::{RenderReportInput, RenderedReport, ReportFormat};
use meta_core::{Result, parallel};

pub use types::{
    CatalogEffect, DiffFindingsInput, DiffPoliciesInput, EffectReport, EffectSummary,
    FindingChange, GateChange, PolicyChange, PolicyChangeKind, PolicyState,
};

use crate::engine::clock;
use crate::{Catalog, EvaluateInput, PolicySet};
use compare::compare;

/// Tells what a change of policies does to the findings of catalogs.
///
/// # Errors
/// `policy_invalid` when a policy cannot be used, `input_invalid` when a document cannot be read.
pub fn diff_policies(input: &DiffPoliciesInput) -> Result<EffectReport> {
    let before = PolicySet::compile(&input.before).map_err(|error| error.within("/before"))?;
    let after = PolicySet::compile(&input.after).map_err(|error| error.within("/after"))?;
    let catalogs = parallel::map(input.catalogs.iter().collect(), |(name, catalog)| {
        let opened = Catalog::open(catalog).map_err(|error| error.within(&format!("/{name}")))?;
        Ok((name.as_str(), opened))
    });
    let catalogs: Vec<(&str, Catalog)> =
        catalogs.into_iter().collect::<Result<_>>().map_err(|error| error.within("/catalogs"))?;
    let sides: Vec<Sides<'_>> = catalogs
        .iter()
        .map(|(name, catalog)| Sides { name, catalogs: [catalog, catalog] })
        .collect();
    effect_of([&before, &after], sides, &input.context)
}

/// Tells what a change of a catalog does to the findings of policies.
///
/// # Errors
/// As [`diff_policies`].
pub fn diff_findings(input: &DiffFindingsInput) -> Result<EffectReport> {
    let set = PolicySet::compile(&input.policies).map_err(|error| error.within("/policies"))?;
    let before = Catalog::open(&input.before).map_err(|error| error.within("/before"))?;
    let after = Catalog::open(&input.after).map_err(|error| error.within("/after"))?;
    let sides = vec![Sides { name: "catalog", catalogs: [&before, &after] }];
    effect_of([&set, &set], sides, &input.context)
}

/// A catalog before and after.
#[derive(Clone, Copy, Debug)]
pub struct Sides<'a> {
    /// What the report calls it.
    pub name: &'a str,
    /// The catalog before, and the one after; the same where only policies changed.
    pub catalogs: [&'a Catalog; 2],
}

/// Evaluates both sides of each catalog, and compares what was found.
///
/// # Errors
/// As [`PolicySet::evaluate`].
pub fn effect_of(
    [before, after]: [&PolicySet; 2],
    sides: Vec<Sides<'_>>,
    context: &EvaluateInput,
) -> Result<EffectReport> {
    let clock = clock::current();
    let evaluate = |set: &PolicySet, catalog: &Catalog| {
        clock::with(clock.as_ref(), || set.evaluate(catalog, context))
    };
    let effects = parallel::map(sides, |Sides { name, catalogs: [old, new] }| {
        let (was, is) = parallel::both(|| evaluate(before, old), || evaluate(after, new));
        let within = |error: meta_core::Error| error.within("/context");
        Ok(compare(name, was.map_err(within)?, is.map_err(within)?))
    });
    let effects: Vec<CatalogEffect> = effects.into_iter().collect::<Result<_>>()?;
    Ok(EffectReport {
        schema_version: "1".to_owned(),
        generated_at: context.now,
        summary: summary(&effects),
        policies: policies::changes(before, after),
        effects,
        policies_before: before.digest().to_owned(),
        policies_after: after.digest().to_owned(),
        engine: crate::evaluate::engine(),
    })
}

fn summary(effects: &[CatalogEffect]) -> EffectSummary {
    let sum = |count: fn(&CatalogEffect) -> usize| effects.iter().map(count).sum();
    EffectSummary {
        gained: sum(|effect| effect.gained.len()),
        lost: sum(|effect| effect.lost.len()),
        changed: sum(|effect| effect.changed.len()),
        unchanged: sum(|effect| effect.unchanged),
        gates: sum(|effect| effect.gates.len()),
        newly_failing: sum(|effect| usize::from(effect.passed && !effect.passes)),
        newly_passing: sum(|effect| usize::from(!effect.passed && effect.passes)),
    }
}

/// Writes a report in one of the formats: one of the core, or one of effects as Markdown.
///
/// # Errors
/// As [`meta_core::report::render_report`].
pub fn render_report(input: &RenderReportInput) -> Result<RenderedReport> {
    if input.format == ReportFormat::Markdown
        && let Some(report) = markdown::read(&input.report)
    {
        let text = render_effect(&report);
        return Ok(RenderedReport { text, media_type: "text/markdown".to_owned() });
    }
    meta_core::report::render_report(input)
}

/// Writes a report of effects as Markdown.
pub fn render_effect(report: &EffectReport) -> String {
    markdown::render(report)
}
