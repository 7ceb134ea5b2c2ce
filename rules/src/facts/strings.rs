//! Texts that many services share are kept once.

use foldhash::{HashSet, HashSetExt};
use rhai::ImmutableString;

use super::List;

/// The texts seen so far.
#[derive(Debug)]
pub(super) struct Strings(HashSet<ImmutableString>);

impl Strings {
    pub(super) fn new() -> Self {
        Self(HashSet::new())
    }

    /// Returns the texts of a list.
    pub(super) fn list(&mut self, texts: &[String]) -> List {
        texts.iter().map(|text| self.get(text)).collect()
    }

    pub(super) fn get(&mut self, text: &str) -> ImmutableString {
        if let Some(known) = self.0.get(text) {
            return known.clone();
        }
        let text = ImmutableString::from(text);
        self.0.insert(text.clone());
        text
    }
}
