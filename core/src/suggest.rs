//! The nearest known name to an unknown one.

/// Returns the candidate nearest to `name`, when it is near enough to be meant: at most a third of
/// the letters differ (Damerau-Levenshtein), or only case and separators do. Ties go to the first in
/// byte order.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = folded(name);
    let most = (name.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .filter(|candidate| *candidate != name)
        // A difference in length is a lower bound of the distance, and cheap.
        .filter(|candidate| candidate.len().abs_diff(name.len()) <= most * 4)
        .map(|candidate| (strsim::damerau_levenshtein(&wanted, &folded(candidate)), candidate))
        .filter(|(distance, _)| *distance <= most)
        .min()
        .map(|(_, candidate)| candidate)
}

fn folded(name: &str) -> String {
    name.chars()
        .filter(|c| !matches!(c, '-' | '_' | '.' | ' '))
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn near_names_are_suggested() {
        let known = ["entitlements", "gateway", "metrics"];
        assert_eq!(nearest("gatway", known), Some("gateway"));
        assert_eq!(nearest("entitlement", known), Some("entitlements"));
        assert_eq!(nearest("Metrics", known), Some("metrics"));
        assert_eq!(nearest("curve", known), None);
        assert_eq!(nearest("x", ["ab", "b"]), Some("b"));
    }
}
