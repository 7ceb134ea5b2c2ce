//! What policies said that is no finding, as a table of Markdown.

use std::fmt::Write as _;

use serde::Deserialize;

use super::markdown::escape;

/// Something a policy said of a subject.
#[derive(Clone, Debug, Deserialize)]
pub struct Said {
    /// Identifier of the policy.
    pub policy: String,
    /// Name of the subject.
    pub subject: String,
    /// What was said, such as `raise`.
    pub outcome: String,
    /// Why; the word of a tag.
    pub message: String,
    /// Class or severity that `raise` and `lower` give.
    #[serde(default)]
    pub class: Option<String>,
    /// Points of `adjust`.
    #[serde(default)]
    pub points: Option<f64>,
}

/// Returns a section with a table of what policies said; nothing when they said nothing.
pub fn said_section(title: &str, said: &[Said]) -> String {
    let mut out = String::new();
    if said.is_empty() {
        return out;
    }
    let _ = writeln!(out, "## {title}\n\n| policy | subject | | why |\n| --- | --- | --- | --- |");
    for one in said {
        let class = one.class.iter().map(|class| format!(" to {}", escape(class)));
        let points = one.points.iter().map(|points| format!(" by {points}"));
        let how: String = class.chain(points).collect();
        let (subject, outcome, why) =
            (escape(&one.subject), escape(&one.outcome), escape(&one.message));
        let _ = writeln!(out, "| `{}` | {subject} | {outcome}{how} | {why} |", one.policy);
    }
    out.push('\n');
    out
}
