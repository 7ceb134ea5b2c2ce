//! Which way a field guards.

use super::names::words;
use super::options::{ConfigOptions, FieldPolarity, fits};
use super::polarity_table::{
    BOUNDS, CAPACITY, EMPTY, JOINED, LISTS, MEASURES, NEGATORS, NOUNS, Table, VERBS, WINDOWS,
};

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

/// A field, by its name and the name of the block around it.
#[derive(Clone, Copy)]
pub(super) struct Field<'f> {
    pub(super) name: &'f str,
    pub(super) parent: &'f str,
    pub(super) pointer: &'f str,
    /// Whether it is a list: what a list holds, other nouns tell.
    pub(super) list: bool,
}

/// Returns which way a field guards, when anything tells.
pub(super) fn of(field: Field<'_>, options: &ConfigOptions) -> Option<Guard> {
    let told = options.polarity.iter().find(|(glob, _)| fits(glob, field.pointer, field.name));
    if let Some((_, polarity)) = told {
        return Some(Guard { polarity: *polarity, sure: 1.0 });
    }
    let (own, around) = (joined(field.name), joined(field.parent));
    let own: Vec<&str> = own.iter().map(String::as_str).collect();
    let around: Vec<&str> = around.iter().map(String::as_str).collect();
    if is_window(&own, &around) {
        return Some(Guard { polarity: FieldPolarity::HigherIsTighter, sure: 0.7 });
    }
    if let Some(polarity) = of_words(&own, field.list) {
        let by_noun = field.list && plain(&own, false) != Some(polarity);
        return Some(Guard { polarity, sure: if by_noun { 0.7 } else { 0.9 } });
    }
    let polarity =
        of_words(&around, field.list).filter(|polarity| *polarity != FieldPolarity::Neutral)?;
    let negated = own.iter().any(|word| NEGATORS.contains(word));
    let bare = own.iter().all(|word| EMPTY.contains(word) || NEGATORS.contains(word));
    // What stands in a block about something need not be about the same: `auth.workers`.
    let passes_on = of_tables(&around, &[BOUNDS, VERBS]).is_some()
        || around.iter().any(|word| MEASURES.contains(word));
    let polarity = if negated { turned(polarity) } else { polarity };
    (bare || passes_on).then_some(Guard { polarity, sure: if bare { 0.9 } else { 0.7 } })
}

/// Returns the words of a name, with those that are one word in two joined.
fn joined(name: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for word in words(name) {
        let whole = found.last().and_then(|before| {
            JOINED.iter().find(|(a, b, _)| before == a && word == *b).map(|(_, _, whole)| *whole)
        });
        match (whole, found.last_mut()) {
            (Some(whole), Some(last)) => whole.clone_into(last),
            _ => found.push(word),
        }
    }
    found
}

/// Tells whether a field is the time that a limit is for.
fn is_window(own: &[&str], around: &[&str]) -> bool {
    let limited = |words: &[&str]| {
        words.iter().any(|word| ["rate", "limit", "limits", "quota", "quotas"].contains(word))
            && !words.iter().any(|word| ["max", "min", "maximum", "minimum"].contains(word))
    };
    own.last().is_some_and(|head| WINDOWS.contains(head)) && (limited(own) || limited(around))
}

/// Tells whether a name, or else the one around, speaks of a bound.
pub(super) fn is_bound(name: &str, parent: &str) -> bool {
    let bound = |name: &str| {
        words(name).iter().any(|w| BOUNDS.iter().any(|(_, names)| names.contains(&w.as_str())))
    };
    bound(name) || bound(parent)
}

fn of_words(words: &[&str], list: bool) -> Option<FieldPolarity> {
    let negator = words.iter().position(|word| NEGATORS.contains(word));
    if let Some((at, rest)) = negator.and_then(|at| Some((at, words.get(at + 1..)?))) {
        let before = words.get(..at).and_then(|before| plain(before, list));
        return match (before, of_words(rest, list)) {
            (Some(polarity), _) => Some(polarity),
            // `disabled` alone is about what stands around it.
            (None, None) if rest.is_empty() => None,
            (None, None) => Some(FieldPolarity::HigherIsLooser),
            (None, Some(FieldPolarity::Neutral)) => Some(FieldPolarity::Neutral),
            (None, Some(polarity)) => Some(turned(polarity)),
        };
    }
    plain(words, list)
}

fn plain(words: &[&str], list: bool) -> Option<FieldPolarity> {
    let verb = words.first().and_then(|first| of_tables(&[first], &[VERBS]));
    let amount = words.last().is_some_and(|head| CAPACITY.contains(head));
    let nouns = if list { LISTS } else { NOUNS };
    // The last noun is what the others describe.
    let noun = || words.iter().rev().find_map(|word| of_tables(&[word], &[nouns]));
    verb.or_else(|| amount.then_some(FieldPolarity::Neutral))
        .or_else(|| of_tables(words, &[BOUNDS, VERBS]))
        .or_else(noun)
}

/// Returns the polarity of the first word that is in a table, table by table.
fn of_tables(words: &[&str], tables: &[Table]) -> Option<FieldPolarity> {
    tables.iter().find_map(|table| {
        words.iter().find_map(|word| {
            table.iter().find(|(_, names)| names.contains(word)).map(|(polarity, _)| *polarity)
        })
    })
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
            let field = Field { name, parent, pointer: "", list: false };
            of(field, &ConfigOptions::default()).and_then(Guard::tightens)
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
        ] {
            assert_eq!(tighter(name, parent), expected, "{parent} {name}");
        }
    }

    #[test]
    fn the_last_noun_tells() {
        let tighter = |name: &str, parent: &str| {
            let field = Field { name, parent, pointer: "", list: false };
            of(field, &ConfigOptions::default()).and_then(Guard::tightens)
        };
        for (name, parent, expected) in [
            ("auth_token_ttl", "", Some(false)),
            ("ssl_session_timeout", "", Some(false)),
            ("mfa_grace_period", "", Some(false)),
            ("tls_port", "", None),
            ("http_port", "", None),
            ("workers", "auth", None),
            ("session_cache_size", "tls", None),
            ("minReplicas", "", None),
            ("runAsNonRoot", "", Some(true)),
            ("readOnlyRootFilesystem", "", Some(true)),
            ("run_as_root", "", Some(false)),
            ("hostNetwork", "", Some(false)),
            ("drop_privileges", "", Some(true)),
            ("window", "rate_limit", Some(true)),
            ("requests", "rate_limit", Some(false)),
            ("ignore_case", "", None),
            ("maxWindowSize", "", Some(false)),
            ("flavour", "", None),
        ] {
            assert_eq!(tighter(name, parent), expected, "{parent} {name}");
        }
    }

    #[test]
    fn lists_by_what_they_hold() {
        let tighter = |name: &str, parent: &str| {
            let field = Field { name, parent, pointer: "", list: true };
            of(field, &ConfigOptions::default()).and_then(Guard::tightens)
        };
        for (name, parent, expected) in [
            ("ssl_protocols", "", Some(false)),
            ("ssl_ciphers", "", Some(false)),
            ("providers", "auth", Some(false)),
            ("drop", "capabilities", Some(true)),
            ("add", "capabilities", Some(false)),
            ("sinks", "audit_log", None),
            ("required_checks", "", Some(true)),
            ("deny", "", Some(true)),
            ("auth_hosts", "", None),
        ] {
            assert_eq!(tighter(name, parent), expected, "{parent} {name}");
        }
    }
}
