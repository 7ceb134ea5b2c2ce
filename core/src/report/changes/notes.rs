//! Release notes for people who use the artifact: what breaks, what to do, what is new.

use std::fmt::Write as _;

use super::{Shown, words};
use crate::config::Class;
use crate::diff::Change;
use crate::report::markup::{Within, code, message, plain};

const SECTIONS: [(Class, &str); 3] = [
    (Class::Breaking, "What breaks"),
    (Class::Behavioral, "What behaves differently"),
    (Class::Additive, "What is new"),
];

/// Writes the notes.
pub(super) fn render(report: &Shown) -> String {
    let name = words::artifact(report).map(|name| format!(" of {}", code(name, Within::Text)));
    let version = report.version.as_ref().map(|step| format!(" {}", plain(&step.after)));
    let mut out =
        format!("# Release notes{}{}\n\n", name.unwrap_or_default(), version.unwrap_or_default());
    let summary = &report.summary;
    if report.incomplete {
        let _ = writeln!(out, "{}.\n", words::capital(words::incomplete(report)));
    }
    let partial = words::is_partial(report);
    out.push_str(match (summary.breaking, summary.behavioral) {
        (0, 0) if partial => "Nothing was found that breaks.\n",
        (0, 0) => "You can take this version as it is.\n",
        (0, _) if partial => {
            "Nothing was found that breaks, but look at what behaves differently.\n"
        }
        (0, _) => "Nothing breaks, but look at what behaves differently.\n",
        _ => "Read what breaks before you take this version.\n",
    });
    for (class, title) in SECTIONS {
        let changes = words::open(report, class);
        if changes.is_empty() {
            continue;
        }
        let _ = writeln!(out, "\n## {title}\n");
        for change in changes {
            note(&mut out, report, change);
        }
    }
    if summary.cosmetic > 0 {
        let noun = if summary.cosmetic == 1 { "change is" } else { "changes are" };
        let _ = writeln!(out, "\n{} more {noun} cosmetic.", summary.cosmetic);
    }
    out
}

fn note(out: &mut String, report: &Shown, change: &Change) {
    let text = message(&words::capital(&change.message), Within::Text);
    let _ =
        writeln!(out, "- {text} ({}).", code(&words::whereabouts(report, change), Within::Text));
    if let Some(fix) = &change.remediation {
        let _ = writeln!(out, "  - What to do: {}.", message(fix, Within::Text));
    }
    let names: Vec<String> =
        change.consumers.iter().flatten().map(|one| plain(&one.name)).collect();
    if change.class >= Class::Behavioral && !names.is_empty() {
        let _ = writeln!(out, "  - Concerns: {}.", names.join(", "));
    }
    if change.confidence < 0.6 && change.class >= Class::Behavioral {
        out.push_str("  - It could not be decided for certain.\n");
    }
}
