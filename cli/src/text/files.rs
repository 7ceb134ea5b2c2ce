//! What became of the files of two trees.

use std::fmt::Write as _;

use meta_core::diff::{FileStatus, TreesDiff};

use super::table::{HEADING, styled};

/// How many files that were not compared are named.
const MOST: usize = 10;

/// Returns a line about the files, and what to do about those that were not compared.
pub(crate) fn render(report: &TreesDiff) -> String {
    let counts = &report.counts;
    let named = [
        (counts.changed, "changed"),
        (counts.added, "added"),
        (counts.removed, "removed"),
        (counts.renamed, "renamed"),
        (counts.unreadable, "cannot be read"),
    ];
    let known: Vec<String> = named
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    let text = if known.is_empty() { "none differs".to_owned() } else { known.join(", ") };
    let mut out = format!("{}: {text}\n", styled(HEADING, "artifacts"));
    if counts.untold == 0 {
        return out;
    }
    let untold = report.files.iter().filter(|file| file.status == FileStatus::Untold);
    let names = untold.filter_map(|file| file.after.as_deref().or(file.before.as_deref()));
    let mut list: Vec<&str> = names.take(MOST).collect();
    if counts.untold > MOST {
        list.push("…");
    }
    let _ = writeln!(
        out,
        "{} ({}), because nothing tells what they are: {}\n  name them to compare them as configuration, \
         or say what they are under `diff.artifacts` in the rules file",
        styled(HEADING, "not compared"),
        counts.untold,
        list.join(", ")
    );
    out
}
