//! A blocking report for people and for tables.

use std::fmt::Write as _;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::RenderedReport;
use super::markup::{Within, message, plain};
use crate::document::CsvTable;
use crate::error::Result;
use crate::lifecycle::{BlockingConflict, BlockingReport};

/// What `render_blocking_report` reads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RenderBlockingReportInput {
    /// A report of `build_blocking_report`.
    pub report: BlockingReport,
    /// What to write. Absent: Markdown.
    #[serde(default)]
    pub format: BlockingFormat,
}

/// What a blocking report is written as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BlockingFormat {
    /// Markdown, for pull requests and pages.
    #[default]
    Markdown,
    /// CSV by RFC 4180: a row for everything that is blocked and each conflict it waits for. Cells that look like a
    /// formula begin with `'`.
    Csv,
}

/// Writes a blocking report as Markdown or CSV.
///
/// # Errors
/// None so far.
pub fn render_blocking_report(input: &RenderBlockingReportInput) -> Result<RenderedReport> {
    let (text, media_type) = match input.format {
        BlockingFormat::Markdown => (markdown(&input.report), "text/markdown; charset=utf-8"),
        BlockingFormat::Csv => (csv(&input.report), "text/csv; charset=utf-8; header=present"),
    };
    Ok(RenderedReport { text, media_type: media_type.to_owned() })
}

fn markdown(report: &BlockingReport) -> String {
    let mut out = String::from("# What is blocked\n\n");
    let of = report.project.as_ref().map(|name| format!(", project {}", plain(name)));
    let at = report.at.map(|at| format!(", {at}")).unwrap_or_default();
    let _ =
        writeln!(out, "Tenant {}{}{}", plain(&report.tenant), of.unwrap_or_default(), plain(&at));
    if report.is_blocked {
        blocked(&mut out, report);
        order(&mut out, report);
        out.push_str("\n## Conflicts\n");
        report.conflicts.iter().for_each(|one| conflict(&mut out, one));
    } else {
        out.push_str("\nNothing is blocked.\n");
    }
    if !report.undecided.is_empty() {
        out.push_str("\n## Not decided\n\n");
        for asked in &report.undecided {
            let (subject, text) = (plain(&asked.subject), message(&asked.message, Within::Text));
            let _ = writeln!(out, "- {} of {}: {text}", subject, plain(&asked.project));
        }
    }
    out
}

/// Returns an id as code, so that an `@` in it mentions nobody.
fn id_of(id: &str) -> String {
    message(&format!("`{id}`"), Within::Cell)
}

fn blocked(out: &mut String, report: &BlockingReport) {
    out.push_str(
        "\n| blocked | state | since | conflicts | waits for |\n| --- | --- | --- | --- | --- |\n",
    );
    for one in &report.blocked {
        let waits: Vec<String> = one.waits_for.iter().map(|id| id_of(id)).collect();
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} |",
            id_of(&one.subject),
            plain(&one.state),
            plain(&one.since.to_string()),
            one.conflicts.join(", "),
            waits.join(", "),
        );
    }
}

fn order(out: &mut String, report: &BlockingReport) {
    out.push_str("\n## In which order it can go on\n\n");
    for (number, step) in report.unblock_order.iter().enumerate() {
        let subjects: Vec<String> = step.subjects.iter().map(|id| id_of(id)).collect();
        let settle = if step.settle.is_empty() {
            String::new()
        } else {
            format!("settle {}, then ", step.settle.join(", "))
        };
        let _ = writeln!(out, "{}. {settle}{}", number + 1, subjects.join(", "));
    }
}

fn conflict(out: &mut String, one: &BlockingConflict) {
    let _ = writeln!(out, "\n### {} ({}, {})\n", one.id, plain(&one.code), one.severity);
    let _ = writeln!(out, "{}: {}.\n", message(&one.message, Within::Text), plain(&one.why));
    let _ = writeln!(out, "- since {}", plain(&one.since.to_string()));
    if !one.waiting_for.is_empty() {
        let names: Vec<String> = one.waiting_for.iter().map(|name| plain(name)).collect();
        let _ = writeln!(out, "- waits for {}", names.join(", "));
    }
    for suggestion in &one.suggestions {
        let tried = if suggestion.verified { " (tried: this mends it)" } else { "" };
        let _ = writeln!(out, "- {}{tried}", message(&suggestion.message, Within::Text));
    }
    if one.suggestions.is_empty() {
        let _ = writeln!(out, "- {}", plain(&one.remediation));
    }
}

const COLUMNS: [&str; 11] = [
    "blocked",
    "state",
    "since",
    "waits_for",
    "conflict",
    "code",
    "severity",
    "conflict_since",
    "waiting_for",
    "message",
    "remediation",
];

fn csv(report: &BlockingReport) -> String {
    let mut table = CsvTable::new(&COLUMNS, true);
    for one in &report.blocked {
        let (since, waits) = (one.since.to_string(), one.waits_for.join(" "));
        let mut row = |cells: [&str; 7]| {
            let head: [&str; 4] = [&one.subject, &one.state, &since, &waits];
            table.row(&head.iter().chain(&cells).copied().collect::<Vec<_>>());
        };
        let is_own = |conflict: &&BlockingConflict| one.conflicts.contains(&conflict.id);
        let mut own = report.conflicts.iter().filter(is_own).peekable();
        if own.peek().is_none() {
            row([""; 7]);
        }
        for conflict in own {
            let (severity, since) = (conflict.severity.to_string(), conflict.since.to_string());
            let people = conflict.waiting_for.join(" ");
            let mended = conflict.suggestions.first().map(|one| one.message.as_str());
            row([
                &conflict.id,
                &conflict.code,
                &severity,
                &since,
                &people,
                &conflict.message,
                mended.unwrap_or(&conflict.remediation),
            ]);
        }
    }
    table.text
}
