//! How parts of manifests are put in messages.

use super::model::Outcome;

/// Returns a share of 1 in per cent.
pub(super) fn percent(share: f64) -> String {
    let text = format!("{:.2}", share * 100.0);
    format!("{} %", text.trim_end_matches('0').trim_end_matches('.'))
}

/// Returns a share with four digits.
pub(super) fn rounded(share: f64) -> f64 {
    (share * 10_000.0).round() / 10_000.0
}

/// Returns what is served.
pub(super) fn outcome(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Variant(name) => format!("`{name}`"),
        Outcome::Default => "the default".to_owned(),
        Outcome::Unknown(_) => "something unknown".to_owned(),
        Outcome::Rollout(rollout) => {
            let total = rollout.total();
            let share = |weight: f64| if total > 0.0 { weight / total } else { 0.0 };
            let parts = rollout.buckets.iter().take(5);
            let parts: Vec<String> =
                parts.map(|b| format!("`{}` to {}", b.variant, percent(share(b.weight)))).collect();
            parts.join(", ")
        }
    }
}

/// Returns an environment as a message has it, with a space before.
pub(super) fn place(environment: Option<&str>) -> String {
    environment.map(|name| format!(" in `{name}`")).unwrap_or_default()
}

/// Returns names in backticks, cut where they are many.
pub(super) fn names<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let all: Vec<&str> = names.into_iter().collect();
    let shown: Vec<String> = all.iter().take(5).map(|name| format!("`{name}`")).collect();
    match all.len().saturating_sub(5) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// Returns a number with as few digits as it needs.
pub(super) fn number(number: f64) -> String {
    let text = format!("{number:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
