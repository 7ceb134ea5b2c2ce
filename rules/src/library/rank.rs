//! The order of severities and of classes of changes, for policies that raise and lower them.

#![expect(clippy::needless_pass_by_value, reason = "the engine hands values over")]

use meta_core::config::Class;
use meta_core::finding::Severity;
use rhai::{EvalAltResult, ImmutableString};

use crate::engine::api::{Api, Gives};
use crate::engine::fault::failed;

/// Declares the order.
pub(super) fn declare(api: &mut Api<'_>) {
    let doc = "whether a severity, or a class of changes, is worse than another; both are severities (`info`, `low`, `moderate`, `high`, `critical`) or classes (`cosmetic`, `additive`, `behavioral`, `breaking`)";
    api.function("is_worse", &["a", "b"], Gives::Boolean, doc, is_worse);
}

fn is_worse(a: ImmutableString, b: ImmutableString) -> Result<bool, Box<EvalAltResult>> {
    if let (Some(a), Some(b)) = (severity(&a), severity(&b)) {
        return Ok(a > b);
    }
    if let (Some(a), Some(b)) = (class(&a), class(&b)) {
        return Ok(a > b);
    }
    Err(failed(format!("`{a}` and `{b}` are neither two severities nor two classes")))
}

fn severity(name: &str) -> Option<Severity> {
    Severity::ALL.into_iter().find(|severity| severity.as_str() == name)
}

fn class(name: &str) -> Option<Class> {
    Class::WORST_FIRST.into_iter().find(|class| class.as_str() == name)
}
