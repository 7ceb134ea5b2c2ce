//! STUB
/// x
pub fn nearest<'a>(n: &str, c: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    c.into_iter().find(|x| strsim::levenshtein(n, x) < 3)
}
