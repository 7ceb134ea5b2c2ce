//! Work in waves: of what is linked one behind the other, all that can be known beforehand is found out by other threads
//! meanwhile, a wave ahead.

use std::ops::ControlFlow;

use crate::parallel;

/// Gives what `read` makes of each wave to `take`, in order, until it says to stop. Two waves are in memory at a time.
pub(super) fn ahead<W: Send, R: Send>(
    mut waves: impl Iterator<Item = W>,
    read: impl Fn(W) -> R + Sync + Send,
    mut take: impl FnMut(R) -> ControlFlow<()> + Send,
) {
    let mut current = waves.next().map(&read);
    while let Some(reading) = current {
        let Some(next) = waves.next() else {
            let _ = take(reading);
            return;
        };
        let (behind, flow) = parallel::both(|| read(next), || take(reading));
        current = flow.is_continue().then_some(behind);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waves_are_taken_in_order_until_it_is_enough() {
        for (count, enough) in [(0, 9), (1, 9), (5, 9), (9, 3), (9, 9)] {
            let mut taken = Vec::new();
            ahead(
                0..count,
                |wave| wave * 2,
                |reading| {
                    taken.push(reading);
                    if taken.len() < enough {
                        ControlFlow::Continue(())
                    } else {
                        ControlFlow::Break(())
                    }
                },
            );
            assert_eq!(taken, (0..count).map(|wave| wave * 2).take(enough).collect::<Vec<_>>());
        }
    }
}
