//! Names for things of which several have the same.

use std::collections::BTreeMap;

/// Gives the second of a name a number, and each that follows.
#[derive(Default)]
pub(super) struct Numbered {
    times: BTreeMap<String, usize>,
}

impl Numbered {
    /// Returns a name that is not `taken`: `a`, `a (2)`, `a (3)`.
    pub(super) fn unique(&mut self, name: String, taken: impl Fn(&str) -> bool) -> String {
        if !taken(&name) {
            return name;
        }
        let times = self.times.entry(name.clone()).or_insert(1);
        loop {
            *times += 1;
            let numbered = format!("{name} ({times})");
            if !taken(&numbered) {
                return numbered;
            }
        }
    }
}
