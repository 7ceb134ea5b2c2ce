//! Markdown for a pull request: a table to look over, and the details to open.

use std::fmt::Write as _;

use super::{Shown, words};
use crate::config::Class;
use crate::diff::{Adjustment, Change, Kind};
use crate::finding::Finding;
use crate::report::markup::{Within, block, code, html, message, plain};

/// How many changes of a class are listed one by one: comments have a greatest length.
const MOST: usize = 200;

/// Writes the summary, a table for each class, and the details of each change.
pub(super) fn render(report: &Shown) -> String {
    let mut out = String::from("# Changes");
    if let Some(name) = words::artifact(report) {
        let _ = write!(out, " of {}", code(name, Within::Text));
    }
    let _ = writeln!(
        out,
        "\n\n**{}**: {}.\n",
        plain(&words::capital(&words::headline(report))),
        plain(&words::bump(report))
    );
    if let Some(counts) = &report.counts {
        let _ = writeln!(out, "{}.\n", plain(&words::capital(&words::files(counts))));
    }
    if report.incomplete {
        let _ = writeln!(out, "{}.\n", words::capital(words::incomplete(report)));
    }
    for class in Class::WORST_FIRST {
        let changes = words::open(report, class);
        section(&mut out, report, &words::capital(class.as_str()), &changes);
    }
    let ignored: Vec<&Change> =
        report.changes.iter().filter(|change| change.ignored.is_some()).collect();
    section(&mut out, report, "Ignored", &ignored);
    section(&mut out, report, "Undone", &report.undone.iter().collect::<Vec<_>>());
    findings(&mut out, &report.findings);
    files(&mut out, report);
    out
}

fn files(out: &mut String, report: &Shown) {
    let files = report.tree();
    if files.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n## Files ({})\n", files.len());
    out.push_str("| file | kind | what became of it | changes |\n| --- | --- | --- | --- |\n");
    for file in files.iter().take(MOST) {
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} |",
            code(&words::file(file), Within::Cell),
            file.kind.map_or("", Kind::as_str),
            message(words::status(report, file), Within::Cell),
            words::changes(file),
        );
    }
    if let Some(more) = files.len().checked_sub(MOST).filter(|more| *more > 0) {
        let _ = writeln!(out, "\n… and {more} more.");
    }
}

fn findings(out: &mut String, findings: &[Finding]) {
    if findings.is_empty() {
        return;
    }
    out.push_str(
        "## Findings\n\n| severity | message | place | code |\n| --- | --- | --- | --- |\n",
    );
    for finding in findings.iter().take(MOST) {
        let place = finding.location.as_ref().map(words::place).unwrap_or_default();
        let accepted = finding.suppression.as_ref().map(|one| format!("accepted: {}", one.reason));
        let _ = writeln!(
            out,
            "| {} | {}{} | {} | {} |",
            finding.severity,
            message(&finding.message, Within::Cell),
            accepted.map(|text| format!(" ({})", message(&text, Within::Cell))).unwrap_or_default(),
            code(&place, Within::Cell),
            code(&finding.code, Within::Cell),
        );
    }
    more(out, findings.len());
}

/// Tells how many are not listed.
fn more(out: &mut String, count: usize) {
    if let Some(more) = count.checked_sub(MOST).filter(|more| *more > 0) {
        let _ = writeln!(out, "\n… and {more} more.");
    }
}

fn section(out: &mut String, report: &Shown, title: &str, changes: &[&Change]) {
    if changes.is_empty() {
        return;
    }
    let _ = writeln!(out, "## {title} ({})\n", changes.len());
    out.push_str(
        "| severity | change | place | concerns | code |\n| --- | --- | --- | --- | --- |\n",
    );
    for change in changes.iter().take(MOST) {
        let place = words::location(change).map(words::place).unwrap_or_default();
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} |",
            change.severity,
            message(&change.message, Within::Cell),
            code(&place, Within::Cell),
            concerned(change),
            code(&change.code, Within::Cell),
        );
    }
    more(out, changes.len());
    out.push('\n');
    for change in changes.iter().take(MOST) {
        details(out, report, change);
    }
}

fn concerned(change: &Change) -> String {
    let names = change.consumers.iter().flatten().map(|one| plain(&one.name));
    names.collect::<Vec<_>>().join(", ")
}

fn details(out: &mut String, report: &Shown, change: &Change) {
    let _ = writeln!(
        out,
        "<details><summary>{} at <code>{}</code></summary>\n",
        html(&change.message.replace('`', "")),
        html(&words::whereabouts(report, change))
    );
    let mut item = |name: &str, text: String| {
        let _ = writeln!(out, "- {name}: {text}");
    };
    item("Why", message(&change.rationale, Within::Text));
    if let Some(fix) = &change.remediation {
        item("What to do", message(fix, Within::Text));
    }
    item("Confidence", change.confidence.to_string());
    if let Some(consumers) = change.consumers.as_ref().filter(|list| !list.is_empty()) {
        let list: Vec<String> = consumers
            .iter()
            .map(|one| format!("{}, confidence {}", plain(&words::consumer(one)), one.confidence))
            .collect();
        item("Concerns", list.join("; "));
    }
    if let Some(ignored) = &change.ignored {
        let owner = ignored.owner.iter().map(|owner| format!(", by {}", plain(owner)));
        let until =
            ignored.until.iter().map(|until| format!(", until {}", plain(&until.to_string())));
        item(
            "Ignored",
            message(&ignored.reason, Within::Text) + &owner.chain(until).collect::<String>(),
        );
    }
    for one in &change.adjustments {
        item("Adjusted", adjusted(one));
    }
    if !change.tags.is_empty() {
        item("Tags", plain(&change.tags.join(", ")));
    }
    item("Fingerprint", code(&change.fingerprint, Within::Text));
    values(out, change);
    out.push_str("\n</details>\n\n");
}

fn adjusted(one: &Adjustment) -> String {
    let by = one.policy.iter().map(|id| format!(", by {}", code(id, Within::Text)));
    let was = format!("was {}, {}", one.from_class.as_str(), one.from_severity);
    format!("{was}{}: {}", by.collect::<String>(), message(&one.reason, Within::Text))
}

fn values(out: &mut String, change: &Change) {
    for (title, value) in [("Before", &change.before), ("After", &change.after)] {
        if let Some(value) = value {
            let _ = write!(out, "\n{title}:\n\n{}", block(&words::value(value)));
        }
    }
    if let Some(witness) = &change.witness {
        let told = |valid: bool| if valid { "accepts" } else { "rejects" };
        let _ = write!(
            out,
            "\nA value{} that shows it (the version before {} it, the version after {} it):\n\n{}",
            witness
                .part()
                .map_or(String::new(), |part| format!(" of {}", code(part, Within::Text))),
            told(witness.valid_before),
            told(witness.valid_after),
            block(&words::value(&witness.value))
        );
    }
}
