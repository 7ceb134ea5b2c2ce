//! Small statistics over finite numbers. Callers pass values in a stated order, so that sums have the
//! same bits everywhere.

/// Returns the arithmetic mean; none for no values.
pub fn mean(values: &[f64]) -> Option<f64> {
    if values.is_empty() {
        return None;
    }
    Some(values.iter().sum::<f64>() / count(values.len()))
}

/// Returns the median: the middle value, or the mean of the two middle ones; none for no values.
pub fn median(values: &[f64]) -> Option<f64> {
    let sorted = sorted(values);
    let upper = *sorted.get(sorted.len() / 2)?;
    if sorted.len() % 2 == 1 {
        return Some(upper);
    }
    sorted.get(sorted.len() / 2 - 1).map(|lower| f64::midpoint(*lower, upper))
}

/// Returns the upper median: the value at index `n / 2` of the sorted values; none for no values.
pub fn upper_median(values: &[f64]) -> Option<f64> {
    let sorted = sorted(values);
    sorted.get(sorted.len() / 2).copied()
}

/// Returns the `percent` percentile by nearest rank: the least value with at least that share of
/// values at or below it. `percent` runs from 0 to 100; none for no values.
pub fn percentile(values: &[f64], percent: u8) -> Option<f64> {
    let sorted = sorted(values);
    let rank = (usize::from(percent.min(100)) * sorted.len()).div_ceil(100);
    sorted.get(rank.saturating_sub(1)).copied()
}

/// Returns the median absolute deviation from the median; none for no values.
pub fn median_absolute_deviation(values: &[f64]) -> Option<f64> {
    let middle = median(values)?;
    let deviations: Vec<f64> = values.iter().map(|value| (value - middle).abs()).collect();
    median(&deviations)
}

/// Returns the population standard deviation; none for no values.
pub fn standard_deviation(values: &[f64]) -> Option<f64> {
    let middle = mean(values)?;
    let squares: f64 = values.iter().map(|value| (value - middle).powi(2)).sum();
    Some((squares / count(values.len())).sqrt())
}

/// Returns the slope of the least-squares line through `(0, values[0]), (1, values[1]) …`; none for
/// fewer than two values.
pub fn slope(values: &[f64]) -> Option<f64> {
    if values.len() < 2 {
        return None;
    }
    let middle_x = (count(values.len()) - 1.0) / 2.0;
    let middle_y = mean(values)?;
    let points = values.iter().enumerate().map(|(x, y)| (count(x) - middle_x, y - middle_y));
    let (top, bottom) =
        points.fold((0.0, 0.0), |(top, bottom), (x, y)| (top + x * y, bottom + x * x));
    Some(top / bottom)
}

/// Returns `value` rounded to `digits` decimals, halves of its exact decimal value to even, as
/// Python's `round` does.
pub fn round_half_even(value: f64, digits: usize) -> f64 {
    if let Some(rounded) = round_clear(value, digits) {
        return rounded;
    }
    // Rust prints a double from its exact decimal value and rounds halves to even.
    format!("{value:.digits$}").parse().unwrap_or(value)
}

/// Rounds what lies clearly off the middle between two results; none for the rest. The quotient of
/// two whole numbers below 2^53 is the double nearest to the decimal, as reading it would give.
fn round_clear(value: f64, digits: usize) -> Option<f64> {
    const SCALES: [f64; 4] = [1.0, 10.0, 100.0, 1000.0];
    const MOST: f64 = 1e9;
    let scale = SCALES.get(digits)?;
    let scaled = value * scale;
    let off_middle = (scaled.abs().fract() - 0.5).abs();
    (scaled.abs() < MOST && off_middle > 1e-6).then(|| scaled.round() / scale)
}

fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn count(number: usize) -> f64 {
    number as f64
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "the results are exact")]
mod tests {
    use super::*;

    #[test]
    fn rounding_is_python_s() {
        let cases = [
            (2.675, 2, 2.67),
            (0.5, 0, 0.0),
            (1.5, 0, 2.0),
            (2.5, 0, 2.0),
            (81.5, 0, 82.0),
            (0.125, 2, 0.12),
            (0.375, 2, 0.38),
            (-2.5, 0, -2.0),
            (81.25, 1, 81.2),
            (81.35, 1, 81.3),
        ];
        for (value, digits, rounded) in cases {
            assert_eq!(round_half_even(value, digits), rounded, "{value} to {digits}");
        }
    }

    #[test]
    fn middles_and_spreads() {
        let values = [4.0, 1.0, 3.0, 2.0];
        assert_eq!(mean(&values), Some(2.5));
        assert_eq!(median(&values), Some(2.5));
        assert_eq!(upper_median(&values), Some(3.0));
        assert_eq!(percentile(&values, 10), Some(1.0));
        assert_eq!(percentile(&values, 50), Some(2.0));
        assert_eq!(percentile(&values, 100), Some(4.0));
        assert_eq!(median_absolute_deviation(&values), Some(1.0));
        assert_eq!(standard_deviation(&[2.0, 4.0]), Some(1.0));
        assert_eq!(slope(&[1.0, 3.0, 5.0]), Some(2.0));
        assert_eq!(mean(&[]), None);
        assert_eq!(slope(&[1.0]), None);
    }
}
