//! What a change of policies does, for people.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use meta_core::document::Source;
use meta_core::finding::Finding;
use meta_rules::Catalog;
use meta_rules::effect::{CatalogEffect, EffectReport, FindingChange, PolicyChangeKind};

use super::findings;
use super::table::{BAD, GOOD, HEADING, styled};
use crate::answer::Root;

/// Returns a report as text.
pub(crate) fn render(
    report: &EffectReport,
    workspaces: &[(String, BTreeMap<String, Source>, Catalog)],
) -> String {
    let mut out = String::new();
    for (effect, (name, files, _)) in report.effects.iter().zip(workspaces) {
        catalog(&mut out, effect, files, &Root::new(Path::new(name)));
    }
    for change in &report.policies {
        let kind = match change.kind {
            PolicyChangeKind::Added => "added",
            PolicyChangeKind::Removed => "removed",
            PolicyChangeKind::Changed => "changed",
        };
        let what = if change.what.is_empty() {
            String::new()
        } else {
            format!(": {}", change.what.join(", "))
        };
        let _ = writeln!(out, "{}: {} {kind}{what}", styled(HEADING, "policy"), change.id);
    }
    let summary = &report.summary;
    let _ = writeln!(
        out,
        "{}: {} gained, {} lost, {} changed, {} unchanged",
        styled(HEADING, "findings"),
        summary.gained,
        summary.lost,
        summary.changed,
        summary.unchanged
    );
    out
}

fn catalog(
    out: &mut String,
    effect: &CatalogEffect,
    files: &BTreeMap<String, Source>,
    root: &Root,
) {
    let word = |passes: bool| if passes { styled(GOOD, "passes") } else { styled(BAD, "fails") };
    let (was, is) = (word(effect.passed), word(effect.passes));
    let verdict = if effect.passed == effect.passes { is } else { format!("{was}, now {is}") };
    let _ = writeln!(out, "{} {verdict}\n", styled(HEADING, &effect.catalog));
    let mut list = |title: &str, list: &[Finding]| {
        if !list.is_empty() {
            let _ = writeln!(out, "{}\n", styled(HEADING, title));
            out.push_str(&findings::render(list, files, root));
        }
    };
    list("gained", &effect.gained);
    list("lost", &effect.lost);
    for FindingChange { what, before, after } in &effect.changed {
        let told = |finding: &Finding| {
            let accepted = if finding.is_open() { "" } else { ", accepted" };
            format!("{}{accepted}: {}", finding.severity, finding.message)
        };
        let (title, what) = (styled(HEADING, "changed"), what.join(", "));
        let _ = writeln!(out, "{title} ({what}) {} {}", after.code, after.subject);
        let _ = writeln!(out, "  was {}\n  is  {}\n", told(before), told(after));
    }
    for said in &effect.decisions_gained {
        let _ = writeln!(out, "said now: {} {} ({})", said.subject, said.message, said.policy);
    }
    for said in &effect.decisions_lost {
        let _ = writeln!(out, "said no more: {} {} ({})", said.subject, said.message, said.policy);
    }
}
