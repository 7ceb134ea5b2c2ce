//! Lists that items were taken out of, and where the items behind them stood before.

use std::collections::{BTreeMap, BTreeSet};

/// The positions of the items that were taken out, by the JSON Pointer of their list.
#[derive(Clone, Debug, Default)]
pub(crate) struct Gaps(BTreeMap<String, BTreeSet<usize>>);

impl Gaps {
    /// Notes that the value at `pointer` was taken out; anything but an item of a list leaves no gap.
    pub(crate) fn add(&mut self, pointer: &str) {
        if let Some((list, Ok(index))) = pointer.rsplit_once('/').map(|(l, i)| (l, i.parse())) {
            self.0.entry(list.to_owned()).or_default().insert(index);
        }
    }

    /// Tells whether nothing was taken out.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the JSON Pointer that the value now at `pointer` had before.
    pub(crate) fn restore(&self, pointer: &str) -> String {
        let mut before = String::with_capacity(pointer.len() + 1);
        for segment in pointer.split('/').skip(1) {
            let moved = self.0.get(&before).zip(segment.parse::<usize>().ok());
            before.push('/');
            match moved {
                Some((gaps, index)) => {
                    let place = gaps.iter().fold(index, |at, gap| at + usize::from(*gap <= at));
                    before.push_str(&place.to_string());
                }
                None => before.push_str(segment),
            }
        }
        before
    }
}

#[cfg(test)]
mod tests {
    use super::Gaps;

    #[test]
    fn items_behind_gaps_find_their_place() {
        let mut gaps = Gaps::default();
        for pointer in ["/a/0", "/a/2", "/a/3/b/1", "/a/name", ""] {
            gaps.add(pointer);
        }
        for (now, before) in [
            ("", ""),
            ("/a", "/a"),
            ("/a/0", "/a/1"),
            ("/a/1", "/a/3"),
            ("/a/1/b/0", "/a/3/b/0"),
            ("/a/1/b/1/c", "/a/3/b/2/c"),
            ("/a/2/b/1", "/a/4/b/1"),
            ("/a/b~1c", "/a/b~1c"),
            ("/b/0", "/b/0"),
        ] {
            assert_eq!(gaps.restore(now), before, "{now}");
        }
    }
}
