//! A page of HTML that needs nothing else: no script is needed to read it, and one to filter it.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde_json::Value;

use super::{Shown, words};
use crate::config::Class;
use crate::diff::{Change, Kind};
use crate::finding::{Finding, Location};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
/// Nothing is loaded, whatever a text of the report says.
const SECURITY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// Writes the page.
pub(super) fn render(report: &Shown) -> String {
    let title = match words::artifact(report) {
        Some(name) => format!("Changes of {name}"),
        None => "Changes".to_owned(),
    };
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(SECURITY);
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    h1 { (title) }
                    p { strong { (words::capital(&words::headline(report))) } ": " (words::bump(report)) "." }
                    @if let Some(counts) = &report.counts { p { (words::capital(&words::files(counts))) "." } }
                    @if report.incomplete { p role="note" { (words::capital(words::incomplete(report))) "." } }
                }
                nav aria-label="Summary" { (summary(report)) }
                search role="search" { (filter()) }
                main { (sections(report)) }
            }
            script { (PreEscaped(SCRIPT)) }
        }
    };
    page.into_string() + "\n"
}

fn summary(report: &Shown) -> Markup {
    html! {
        table {
            caption { "Changes that count" }
            thead { tr { th scope="col" { "Class" } th scope="col" { "Changes" } } }
            tbody {
                @for class in Class::WORST_FIRST {
                    @let count = words::open(report, class).len();
                    tr {
                        th scope="row" {
                            @if count > 0 { a href={ "#" (class.as_str()) } { (class.as_str()) } }
                            @else { (class.as_str()) }
                        }
                        td.count { (count) }
                    }
                }
            }
        }
    }
}

/// The controls are of no use without the script, which shows them.
fn filter() -> Markup {
    html! {
        form #filter hidden {
            fieldset {
                legend { "Classes" }
                @for class in Class::WORST_FIRST {
                    label {
                        input type="checkbox" name="class" value=(class.as_str()) checked;
                        " " (class.as_str()) " "
                    }
                }
            }
            label { "Search " input type="search" name="words"; }
            output #told aria-live="polite" {}
        }
    }
}

fn sections(report: &Shown) -> Markup {
    let ignored: Vec<&Change> =
        report.changes.iter().filter(|change| change.ignored.is_some()).collect();
    let undone: Vec<&Change> = report.undone.iter().collect();
    html! {
        @for class in Class::WORST_FIRST {
            (section(class.as_str(), &words::capital(class.as_str()), &words::open(report, class)))
        }
        (section("ignored", "Ignored", &ignored))
        (section("undone", "Undone", &undone))
        @if report.changes.is_empty() {
            p { "Nothing changed" @if words::is_partial(report) { " in what was compared" } "." }
        }
        @if !report.findings.is_empty() { (findings(&report.findings)) }
        @if !report.tree().is_empty() { (files(report)) }
    }
}

fn section(id: &str, title: &str, changes: &[&Change]) -> Markup {
    html! {
        @if !changes.is_empty() {
            section id=(id) aria-labelledby={ (id) "-title" } {
                h2 id={ (id) "-title" } { (title) " (" (changes.len()) ")" }
                @for change in changes { (article(change)) }
            }
        }
    }
}

fn article(change: &Change) -> Markup {
    html! {
        article class=(change.class.as_str()) data-class=(change.class.as_str()) {
            h3 { (inline(&change.message)) }
            p.place {
                span.class { (change.class.as_str()) } ", " (change.severity.as_str()) ", "
                code { (words::pointer(change)) }
                @if let Some(at) = words::location(change) { ", " code { (words::place(at)) } }
            }
            (facts(change))
            div.sides {
                (side("Before", change.before.as_ref(), change.before_location.as_ref()))
                (side("After", change.after.as_ref(), change.after_location.as_ref()))
            }
        }
    }
}

fn facts(change: &Change) -> Markup {
    html! {
        dl {
            dt { "Why" } dd { (inline(&change.rationale)) }
            @if let Some(fix) = &change.remediation { dt { "What to do" } dd { (inline(fix)) } }
            @if let Some(consumers) = change.consumers.as_ref().filter(|list| !list.is_empty()) {
                dt { "Concerns" }
                dd { (consumers.iter().map(words::consumer).collect::<Vec<_>>().join(", ")) }
            }
            @if let Some(witness) = &change.witness {
                dt { "Shown by" }
                dd {
                    code { (words::value(&witness.value)) }
                    @if let Some(part) = witness.part() { " at " code { (part) } }
                    " (before: " (verdict(witness.valid_before)) ", after: " (verdict(witness.valid_after)) ")"
                }
            }
            @if let Some(ignored) = &change.ignored {
                dt { "Ignored" }
                dd {
                    (inline(&ignored.reason))
                    @if let Some(owner) = &ignored.owner { ", by " (owner) }
                    @if let Some(until) = &ignored.until { ", until " (until.to_string()) }
                }
            }
            @for one in &change.adjustments {
                dt { "Adjusted" }
                dd {
                    "was " (one.from_class.as_str()) ", " (one.from_severity.as_str())
                    @if let Some(policy) = &one.policy { ", by " code { (policy) } }
                    ": " (inline(&one.reason))
                }
            }
            @if !change.tags.is_empty() {
                dt { "Tags" } dd { (change.tags.join(", ")) }
            }
            dt { "Confidence" } dd { (change.confidence.to_string()) }
            dt { "Code" } dd { code { (change.code) } }
            dt { "Fingerprint" } dd { code { (change.fingerprint) } }
        }
    }
}

fn verdict(valid: bool) -> &'static str {
    if valid { "accepted" } else { "rejected" }
}

fn side(title: &str, value: Option<&Value>, at: Option<&Location>) -> Markup {
    html! {
        div {
            h4 { (title) @if let Some(at) = at { ": " code { (words::place(at)) } } }
            @if let Some(value) = value { pre { (words::value(value)) } }
            @else { p.soft { "nothing" } }
        }
    }
}

fn findings(findings: &[Finding]) -> Markup {
    html! {
        section #findings aria-labelledby="findings-title" {
            h2 #findings-title { "Findings (" (findings.len()) ")" }
            table {
                thead {
                    tr {
                        th scope="col" { "Severity" } th scope="col" { "Message" }
                        th scope="col" { "Place" } th scope="col" { "Code" }
                    }
                }
                tbody {
                    @for finding in findings {
                        tr {
                            td { (finding.severity.as_str()) }
                            td { (inline(&finding.message)) @if !finding.is_open() { " (accepted)" } }
                            td { @if let Some(at) = &finding.location { code { (words::place(at)) } } }
                            td { code { (finding.code) } }
                        }
                    }
                }
            }
        }
    }
}

fn files(report: &Shown) -> Markup {
    let files = report.tree();
    html! {
        section #files aria-labelledby="files-title" {
            h2 #files-title { "Files (" (files.len()) ")" }
            table {
                thead {
                    tr {
                        th scope="col" { "File" } th scope="col" { "Kind" }
                        th scope="col" { "What became of it" } th scope="col" { "Changes" }
                    }
                }
                tbody {
                    @for file in files {
                        tr {
                            td { code { (words::file(file)) } }
                            td { (file.kind.map_or("", Kind::as_str)) }
                            td { (inline(words::status(report, file))) }
                            td { (words::changes(file)) }
                        }
                    }
                }
            }
        }
    }
}

/// Returns a message: what stands between backticks is code.
fn inline(text: &str) -> Markup {
    let parts: Vec<&str> = text.split('`').collect();
    // A backtick without a partner is a plain one.
    let last = parts.len() - 1;
    let paired = last - last % 2;
    html! {
        @for (index, part) in parts.iter().enumerate() {
            @if index > paired { "`" (part) }
            @else if index % 2 == 1 { code { (part) } }
            @else { (part) }
        }
    }
}
