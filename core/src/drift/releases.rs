//! Code that changed without a new version, and services that nobody updates.

use super::Facts;
use super::inputs::{Commit, ServiceHistory};
use crate::catalog::Service;
use crate::finding::{Finding, Severity, codes};

/// Reports a service whose code changed since the release of the version it still declares.
pub(super) fn not_bumped(
    service: &Service,
    history: &ServiceHistory,
    facts: &Facts<'_>,
) -> Option<Finding> {
    if service.version.as_deref() != Some(history.released_version.as_str()) {
        return None;
    }
    let ignored = &facts.rules.drift.ignored_paths;
    let touching: Vec<&Commit> =
        history.commits.iter().filter(|commit| touches_code(commit, ignored)).collect();
    let first = touching.first()?;
    let breaking = touching.iter().any(|commit| is_breaking(&commit.message));
    let message = format!(
        "{} since the release of {}",
        if touching.len() == 1 {
            "1 commit touches code".to_owned()
        } else {
            format!("{} commits touch code", touching.len())
        },
        history.released_version
    );
    let severity = if breaking { Severity::Moderate } else { Severity::Low };
    Some(
        Finding::new(codes::drift::VERSION_NOT_BUMPED, &service.name, &[], message)
            .severity(severity)
            .at(service.place("/version"))
            .evidence("current", history.released_version.as_str())
            .evidence("expected", "a higher version")
            .evidence("commits", touching.len())
            .evidence("first_commit", first.sha.as_str())
            .evidence("breaking", breaking),
    )
}

/// Tells whether a commit changes what is released: by its files, or by its type when they are not
/// known.
fn touches_code(commit: &Commit, ignored: &[String]) -> bool {
    if commit.paths.is_empty() {
        return is_releasable(&commit.message);
    }
    let is_ignored =
        |path: &String| ignored.iter().any(|glob| wildmatch::WildMatch::new(glob).matches(path));
    !commit.paths.iter().all(is_ignored)
}

/// Tells whether the type of a Conventional Commit (1.0.0) asks for a release. A message without a
/// type may change anything.
fn is_releasable(message: &str) -> bool {
    const QUIET: [&str; 7] = ["build", "chore", "ci", "docs", "refactor", "style", "test"];
    let Some((head, _)) = header(message).split_once(':') else { return true };
    let kind = head.split('(').next().unwrap_or(head).trim_end_matches('!').to_ascii_lowercase();
    is_breaking(message) || !QUIET.contains(&kind.as_str())
}

/// Tells whether a Conventional Commit breaks something: `!` before the colon, or a footer.
fn is_breaking(message: &str) -> bool {
    let marked = header(message).split_once(':').is_some_and(|(head, _)| head.ends_with('!'));
    let footer =
        |line: &str| line.starts_with("BREAKING CHANGE: ") || line.starts_with("BREAKING-CHANGE: ");
    marked || message.lines().skip(1).any(footer)
}

fn header(message: &str) -> &str {
    message.lines().next().unwrap_or_default()
}

/// Reports a service that has not been updated for a long time.
pub(super) fn stale(service: &Service, facts: &Facts<'_>) -> Option<Finding> {
    let rules = &facts.rules.drift;
    let days = service.last_update?.whole_days_until(facts.now);
    let severity = match days {
        days if days > i64::from(rules.abandoned_after_days) => Severity::High,
        days if days > i64::from(rules.stale_after_days) => Severity::Moderate,
        _ => return None,
    };
    let message = format!("last updated {days} days ago");
    Some(
        Finding::new(codes::drift::STALE_ENTRY, &service.name, &[], message)
            .severity(severity)
            .at(service.place("/last_update"))
            .evidence("age_days", days)
            .evidence("limit_days", rules.stale_after_days),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commit_types_decide() {
        for text in
            ["feat: x", "fix(api): x", "chore!: x", "Merge it", "docs: x\n\nBREAKING CHANGE: y"]
        {
            assert!(is_releasable(text), "{text}");
        }
        for text in ["docs: x", "chore(deps): x", "test: breaking change: none"] {
            assert!(!is_releasable(text), "{text}");
        }
        assert!(is_breaking("feat(api)!: x") && !is_breaking("feat: wow!"));
    }
}
