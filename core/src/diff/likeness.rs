//! How alike two names are.

/// Returns 1 for names that differ in case and separators only, 0 for names without anything alike.
pub(super) fn likeness(one: &str, other: &str) -> f64 {
    /// Longer names are alike only when they are equal: comparing costs the square of the length.
    const LONGEST: usize = 100;
    if one.len().max(other.len()) > LONGEST {
        return 0.0;
    }
    let (one, other) = (folded(one), folded(other));
    strsim::normalized_damerau_levenshtein(&one, &other)
}

fn folded(name: &str) -> String {
    let letters = name.chars().filter(|c| !matches!(c, '_' | '-' | '.' | ' '));
    letters.flat_map(char::to_lowercase).collect()
}
