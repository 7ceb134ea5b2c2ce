//! One range that says the same as several together.

use std::collections::BTreeSet;

use crate::version::Range;

/// Most alternatives of a merged range of npm.
const MOST_ALTERNATIVES: usize = 64;

/// Returns one range that admits what all of `ranges` admit; none when no such range can be written.
pub(super) fn merged(ranges: &[&Range]) -> Option<String> {
    let within = |one: &Range| ranges.iter().all(|other| one.subset_of(other));
    if let Some(least) = ranges.iter().find(|one| within(one)) {
        return Some(least.to_string());
    }
    let dialect = ranges.first()?.dialect();
    let texts: BTreeSet<String> = ranges.iter().map(ToString::to_string).collect();
    let mut alternatives = vec![String::new()];
    for text in &texts {
        let parts: Vec<&str> = text.split("||").map(str::trim).collect();
        if alternatives.len() * parts.len() > MOST_ALTERNATIVES {
            return None;
        }
        let joined = alternatives.iter().flat_map(|before| {
            parts.iter().map(move |part| match before.as_str() {
                "" => (*part).to_owned(),
                before => format!("{before}{}{part}", dialect.joint()),
            })
        });
        let satisfiable = joined.filter(|text| {
            Range::parse(dialect, text).is_ok_and(|range| !range.is_unsatisfiable())
        });
        alternatives = satisfiable.collect();
    }
    // Joined conditions may open prereleases that each range alone does not.
    let whole = Range::parse(dialect, &alternatives.join(" || ")).ok()?;
    (!whole.is_unsatisfiable() && within(&whole)).then(|| whole.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::version::Dialect;

    fn merge(dialect: Dialect, texts: &[&str]) -> Option<String> {
        let ranges: Vec<Range> =
            texts.iter().map(|text| Range::parse(dialect, text).unwrap()).collect();
        merged(&ranges.iter().collect::<Vec<_>>())
    }

    #[test]
    fn ranges_are_merged_to_one() {
        let npm = |texts: &[&str]| merge(Dialect::Npm, texts);
        assert_eq!(npm(&["^1.2.0", "^1"]).as_deref(), Some(">=1.2.0 <2.0.0-0"));
        assert_eq!(npm(&[">=1.2.0", "<3"]).as_deref(), Some("<3.0.0-0 >=1.2.0"));
        let python = merge(Dialect::Pep440, &[">=1.20", "<2", "!=1.24"]);
        assert_eq!(python.as_deref(), Some("!=1.24,<2,>=1.20"));
        let cargo = merge(Dialect::Cargo, &[">=1.2", "<1.9"]);
        assert!(cargo.is_some());
    }

    #[test]
    fn alternatives_without_versions_go() {
        let merged = merge(Dialect::Npm, &["^1 || ^2", "^2.1 || ^3"]).unwrap();
        let range = Range::parse(Dialect::Npm, &merged).unwrap();
        assert!(range.same_versions(&Range::parse(Dialect::Npm, "^2.1").unwrap()), "{merged}");
    }

    #[test]
    fn what_would_admit_more_is_not_written() {
        // 1.2.3-b lies in both by order, but the second range names no prerelease.
        assert_eq!(merge(Dialect::Npm, &[">=1.2.3-a", "<2.0.0"]), None);
    }
}
