//! Work on several threads where the build allows it. Results stand in the order of the work, so that
//! no report depends on who was first.

/// Returns what `each` makes of each of `items`, in their order.
pub fn map<T, R, F>(items: Vec<T>, each: F) -> Vec<R>
where
    T: Send,
    R: Send,
    F: Fn(T) -> R + Sync + Send,
{
    #[cfg(feature = "parallel")]
    {
        use rayon::prelude::*;
        items.into_par_iter().map(each).collect()
    }
    #[cfg(not(feature = "parallel"))]
    {
        items.into_iter().map(each).collect()
    }
}

/// Returns what both return.
pub fn both<A: Send, B: Send>(
    first: impl FnOnce() -> A + Send,
    second: impl FnOnce() -> B + Send,
) -> (A, B) {
    #[cfg(feature = "parallel")]
    {
        rayon::join(first, second)
    }
    #[cfg(not(feature = "parallel"))]
    {
        (first(), second())
    }
}

/// Returns what both return; one after the other where it is not worth a thread.
pub fn both_if<A: Send, B: Send>(
    is_worth: bool,
    first: impl FnOnce() -> A + Send,
    second: impl FnOnce() -> B + Send,
) -> (A, B) {
    if is_worth { both(first, second) } else { (first(), second()) }
}

#[cfg(test)]
mod tests {
    use super::{both, both_if, map};

    #[test]
    fn results_keep_the_order_of_the_work() {
        let doubled = map((0..1000).collect(), |number: u32| number * 2);
        assert!(doubled.iter().zip(0..).all(|(double, number)| *double == number * 2));
        assert_eq!(both(|| 1, || "b"), (1, "b"));
        assert_eq!(both_if(false, || 1, || "b"), (1, "b"));
    }
}
