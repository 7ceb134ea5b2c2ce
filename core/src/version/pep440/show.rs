//! Intervals of places as text.

use super::place::Place;

/// Returns an interval as comparators of the plain order: `<1.0` has `1.0rc1`.
pub(crate) fn interval(from: &Place, to: Option<&Place>) -> String {
    let whole = *from == Place::least();
    let Some(to) = to else {
        return if whole { "*".to_owned() } else { lower(from) };
    };
    let end = if from.local.is_some() { from.after_label() } else { from.after_locals() };
    if from.is_version() && end == *to {
        return format!("=={from}");
    }
    if from.local.is_none() && from.after_label() == *to {
        return format!("==={from}");
    }
    if whole { upper(to) } else { format!("{} {}", lower(from), upper(to)) }
}

fn lower(from: &Place) -> String {
    format!("{}{from}", if from.is_version() { ">=" } else { ">" })
}

fn upper(to: &Place) -> String {
    if let Some(last) = to.before_posts() {
        return format!("<={last}");
    }
    format!("{}{to}", if to.is_version() { "<" } else { "<=" })
}
