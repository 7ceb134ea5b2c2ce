//! Numbers that look random and are the same in every run.

/// A `splitmix64` generator: the same seed gives the same numbers on every machine.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// Returns a generator that starts at `seed`.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Returns the next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Returns a number below `limit`; 0 when `limit` is 0.
    pub fn below(&mut self, limit: usize) -> usize {
        let wide = u128::from(self.bits()) * limit as u128;
        usize::try_from(wide >> 64).unwrap_or(0)
    }

    /// Returns a number below `limit`; small ones are far more frequent than large ones, as a few
    /// services of a platform are used by nearly all others.
    pub fn skewed(&mut self, limit: usize) -> usize {
        let outer = self.below(limit) + 1;
        let inner = self.below(outer) + 1;
        self.below(inner)
    }

    /// Tells whether an event happens that happens once in `times` draws.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// Returns one of `items`; the default when there is none.
    pub fn one_of<T: Copy + Default>(&mut self, items: &[T]) -> T {
        let index = self.below(items.len());
        items.get(index).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::Random;

    #[test]
    fn numbers_are_the_same_every_time() {
        let draw = |seed| {
            let mut random = Random::new(seed);
            (0..100).map(|_| random.below(1000)).collect::<Vec<_>>()
        };
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1), draw(2));
        assert!(draw(1).iter().all(|number| *number < 1000));
    }

    #[test]
    fn skewed_numbers_are_mostly_small() {
        let mut random = Random::new(7);
        let small = (0..10_000).filter(|_| random.skewed(1000) < 100).count();
        assert!(small > 3000, "{small}");
    }
}
