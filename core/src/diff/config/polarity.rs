//! Which way a field guards.

use super::names::words;
use super::options::{ConfigOptions, FieldPolarity, fits};
use super::polarity_table::{BOUNDS, EMPTY, NEGATORS, NOUNS, Table, VERBS};

/// Which way a field guards, and how sure that is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Guard {
    pub(super) polarity: FieldPolarity,
    pub(super) sure: f64,
}

impl Guard {
    /// Tells whether more restricts more; none for what guards nothing.
    pub(super) fn tightens(self) -> Option<bool> {
        match self.polarity {
            FieldPolarity::HigherIsTighter => Some(true),
            FieldPolarity::HigherIsLooser => Some(false),
            FieldPolarity::Neutral => None,
        }
    }
}

/// Returns which way the field `name` at `pointer` inside of `parent` guards, when anything tells.
pub(super) fn of(
    name: &str,
    parent: &str,
    pointer: &str,
    options: &ConfigOptions,
) -> Option<Guard> {
    let told = options.polarity.iter().find(|(glob, _)| fits(glob, pointer, name));
    if let Some((_, polarity)) = told {
        return Some(Guard { polarity: *polarity, sure: 1.0 });
    }
    let own = words(name);
    let own: Vec<&str> = own.iter().map(String::as_str).collect();
    if let Some(polarity) = of_words(&own) {
        return Some(Guard { polarity, sure: 0.9 });
    }
    let around = words(parent);
    let around: Vec<&str> = around.iter().map(String::as_str).collect();
    let polarity = of_words(&around).filter(|polarity| *polarity != FieldPolarity::Neutral)?;
    let negated = own.iter().any(|word| NEGATORS.contains(word));
    let bare = own.iter().all(|word| EMPTY.contains(word) || NEGATORS.contains(word));
    let polarity = if negated { turned(polarity) } else { polarity };
    Some(Guard { polarity, sure: if bare { 0.9 } else { 0.7 } })
}

/// Tells whether a name, or else the one around, speaks of a bound.
pub(super) fn is_bound(name: &str, parent: &str) -> bool {
    let bound = |name: &str| {
        words(name).iter().any(|w| BOUNDS.iter().any(|(_, names)| names.contains(&w.as_str())))
    };
    bound(name) || bound(parent)
}

fn of_words(words: &[&str]) -> Option<FieldPolarity> {
    let negator = words.iter().position(|word| NEGATORS.contains(word));
    if let Some((at, rest)) = negator.and_then(|at| Some((at, words.get(at + 1..)?))) {
        let before = words.get(..at).and_then(plain);
        return match (before, of_words(rest)) {
            (Some(polarity), _) => Some(polarity),
            // `disabled` alone is about what stands around it.
            (None, None) if rest.is_empty() => None,
            (None, None) => Some(FieldPolarity::HigherIsLooser),
            (None, Some(FieldPolarity::Neutral)) => Some(FieldPolarity::Neutral),
            (None, Some(polarity)) => Some(turned(polarity)),
        };
    }
    plain(words)
}

fn plain(words: &[&str]) -> Option<FieldPolarity> {
    let find = |table: Table| {
        words.iter().find_map(|word| {
            table.iter().find(|(_, names)| names.contains(word)).map(|(polarity, _)| *polarity)
        })
    };
    let verb = words.first().and_then(|first| {
        VERBS.iter().find(|(_, names)| names.contains(first)).map(|(polarity, _)| *polarity)
    });
    verb.or_else(|| find(BOUNDS)).or_else(|| find(VERBS)).or_else(|| find(NOUNS))
}

fn turned(polarity: FieldPolarity) -> FieldPolarity {
    match polarity {
        FieldPolarity::HigherIsTighter => FieldPolarity::HigherIsLooser,
        FieldPolarity::HigherIsLooser => FieldPolarity::HigherIsTighter,
        FieldPolarity::Neutral => FieldPolarity::Neutral,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_which_way_they_guard() {
        let tighter = |name: &str, parent: &str| {
            of(name, parent, "", &ConfigOptions::default()).and_then(Guard::tightens)
        };
        for (name, parent, expected) in [
            ("maxRetryCount", "", Some(false)),
            ("min_tls_version", "", Some(true)),
            ("require-mfa", "", Some(true)),
            ("allowedHosts", "", Some(false)),
            ("insecure_skip_tls_verify", "", Some(false)),
            ("disable_tls", "", Some(false)),
            ("disable_public_access", "", Some(true)),
            ("no_new_privileges", "", Some(true)),
            ("required_approvals", "", Some(true)),
            ("enabled", "mfa", Some(true)),
            ("disabled", "mfa", Some(false)),
            ("read", "timeouts", Some(false)),
            ("max_denied_requests", "", Some(false)),
            ("require_limits", "", Some(true)),
            ("port", "", None),
            ("flavour", "", None),
        ] {
            assert_eq!(tighter(name, parent), expected, "{parent} {name}");
        }
    }
}
