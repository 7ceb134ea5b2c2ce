//! The life of operations and parameters: how stable they are, whether they are deprecated, and when they go.

use super::{Comparison, Moment, both, is_true, named};
use crate::diff::Class;
use crate::diff::draft::Draft;
use crate::diff::fields::Spot;
use crate::finding::Code;
use crate::finding::codes::diff::openapi as codes;
use crate::time::Timestamp;

/// Levels in rising order; below `beta` nothing is promised.
const LEVELS: [&str; 4] = ["draft", "alpha", "beta", "stable"];

const BETA: usize = 2;

/// The codes of what may be deprecated.
pub(super) struct LifeCodes {
    pub(super) deprecated: &'static Code,
    pub(super) reactivated: &'static Code,
}

/// When something goes.
enum Sunset {
    Unstated,
    At(Timestamp),
    Unreadable,
}

fn sunset(spot: &Spot<'_>) -> Sunset {
    let Some(stated) = spot.member("x-sunset") else { return Sunset::Unstated };
    let text = stated.text().unwrap_or_default();
    let whole = if text.contains('T') { text.to_owned() } else { format!("{text}T00:00:00Z") };
    Timestamp::parse(&whole).map_or(Sunset::Unreadable, Sunset::At)
}

fn level(spot: &Spot<'_>) -> Option<usize> {
    let stated = spot.member("x-stability-level")?;
    LEVELS.iter().position(|level| Some(*level) == stated.text())
}

/// Tells whether nothing is promised of an operation yet.
pub(super) fn is_unstable(spot: &Spot<'_>) -> bool {
    level(spot).is_some_and(|level| level < BETA)
}

/// Judges that something went: whether it was announced, and the day has come.
pub(super) fn gone(spot: &Spot<'_>, now: Timestamp) -> (Class, &'static str) {
    if is_unstable(spot) {
        return (Class::Additive, "nothing was promised of it yet");
    }
    if !is_true(spot, "deprecated") {
        return (Class::Breaking, "it was not announced by `deprecated`");
    }
    match sunset(spot) {
        Sunset::Unstated => (Class::Additive, "it was deprecated before"),
        Sunset::At(day) if day <= now => (Class::Additive, "its sunset is over"),
        Sunset::At(_) => (Class::Breaking, "its sunset is still to come"),
        Sunset::Unreadable => (Class::Breaking, "its sunset cannot be read"),
    }
}

impl<'a> Comparison<'_, 'a> {
    /// Compares the life of something that is there on both sides.
    pub(super) fn life(
        &mut self,
        name: &str,
        before: &Spot<'a>,
        after: &Spot<'a>,
        codes: &LifeCodes,
    ) {
        match (is_true(before, "deprecated"), is_true(after, "deprecated")) {
            (false, true) => {
                let message = format!("{name} is deprecated");
                let draft = Draft::new(codes.deprecated, Class::Additive, message);
                self.report(draft.before(named(before)).after(named(after)));
                self.announced(name, before, after);
            }
            (true, false) => {
                let message = format!("{name} is not deprecated any more");
                let draft = Draft::new(codes.reactivated, Class::Additive, message);
                self.report(draft.before(named(before)).after(named(after)));
            }
            _ => {}
        }
        self.sunset(name, before, after);
    }

    /// Checks whether what becomes deprecated leaves clients the time that is asked for.
    fn announced(&mut self, name: &str, before: &Spot<'a>, after: &Spot<'a>) {
        let Moment { now, options } = self.moment;
        let is_beta = level(before) == Some(BETA);
        let grace = options.beta_grace_days.filter(|_| is_beta).unwrap_or(options.grace_days);
        let draft = match sunset(after) {
            Sunset::Unstated if options.require_sunset => {
                let message = format!("{name} is deprecated without a sunset");
                Draft::new(codes::SUNSET_MISSING, Class::Breaking, message)
            }
            Sunset::At(day) if now.days_until(day) < f64::from(grace) => {
                let message = format!("{name} goes in less than {grace} days");
                Draft::new(codes::SUNSET_TOO_SOON, Class::Breaking, message)
            }
            _ => return,
        };
        self.report(draft.before(named(before)).after(named(after)));
    }

    fn sunset(&mut self, name: &str, before: &Spot<'a>, after: &Spot<'a>) {
        let (code, class, message) = match (sunset(before), sunset(after)) {
            (Sunset::Unstated, Sunset::Unstated) | (Sunset::Unreadable, Sunset::Unreadable) => {
                return;
            }
            (_, Sunset::Unreadable) => {
                let message = format!("the sunset of {name} cannot be read");
                (codes::SUNSET_INVALID, Class::Breaking, message)
            }
            (_, Sunset::Unstated) if is_true(after, "deprecated") => {
                let message = format!("the sunset of {name} was taken away");
                (codes::SUNSET_REMOVED, Class::Breaking, message)
            }
            (_, Sunset::Unstated) => return,
            (Sunset::At(was), Sunset::At(is)) if is < was => {
                let message = format!("{name} goes earlier than was announced");
                (codes::SUNSET_EARLIER, Class::Breaking, message)
            }
            (Sunset::At(was), Sunset::At(is)) if is == was => return,
            (Sunset::At(_), Sunset::At(_)) => {
                let message = format!("{name} goes later than was announced");
                (codes::SUNSET_LATER, Class::Additive, message)
            }
            (_, Sunset::At(_)) => {
                let message = format!("{name} has a sunset");
                (codes::SUNSET_ADDED, Class::Additive, message)
            }
        };
        let [was, is] = [before, after].map(|spot| spot.member("x-sunset"));
        let (was, is) = (was.as_ref().or(Some(before)), is.as_ref().or(Some(after)));
        self.report(both(code, class, message, was, is));
    }

    /// Compares how stable an operation is.
    pub(super) fn stability(&mut self, name: &str, before: &Spot<'a>, after: &Spot<'a>) {
        let [was, is] = [before, after].map(|spot| spot.member("x-stability-level"));
        if was.as_ref().map(|spot| spot.value) == is.as_ref().map(|spot| spot.value) {
            return;
        }
        // What states no level is stable.
        let known = |stated: &Option<Spot<'_>>, spot: &Spot<'_>| match stated {
            None => Some(LEVELS.len() - 1),
            Some(_) => level(spot),
        };
        let (code, class, message) = match (known(&was, before), known(&is, after)) {
            (_, None) => {
                let message = format!("the stability level of {name} is none that is known");
                (codes::STABILITY_INVALID, Class::Breaking, message)
            }
            (Some(was), Some(is)) if is < was => {
                let message = format!("{name} is less stable than before");
                (codes::STABILITY_LOWERED, Class::Breaking, message)
            }
            _ => {
                let message = format!("{name} is more stable than before");
                (codes::STABILITY_RAISED, Class::Additive, message)
            }
        };
        self.report(both(code, class, message, was.as_ref(), is.as_ref()));
    }
}
