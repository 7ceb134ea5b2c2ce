//! Versions and ranges, in the dialects of the core.

#![expect(clippy::needless_pass_by_value, reason = "the engine hands values over")]

use meta_core::version::{Dialect, Range, Version};
use rhai::{EvalAltResult, INT, ImmutableString, NativeCallContext};

use crate::decision::charge;
use crate::engine::api::{Api, Gives};
use crate::engine::fault::failed;

type Answer<T> = Result<T, Box<EvalAltResult>>;

/// Steps that reading a version or a range is charged for, for each byte.
const STEPS: usize = 16;

/// Declares functions of versions.
pub(super) fn declare(api: &mut Api<'_>) {
    let doc = "-1, 0 or 1 as the first version is before, the same as or behind the second; the dialect is `semver`, `cargo`, `npm` or `pep440`";
    api.function("compare_versions", &["dialect", "a", "b"], Gives::Integer, doc, compare);
    let doc = "whether a range admits a version, in the words of a dialect such as `npm`";
    api.function("satisfies", &["dialect", "version", "range"], Gives::Boolean, doc, satisfies);
    let doc = "whether a text is a version of a dialect";
    api.function("is_version", &["dialect", "text"], Gives::Boolean, doc, is_version);
}

fn compare(
    context: NativeCallContext<'_>,
    dialect: ImmutableString,
    a: ImmutableString,
    b: ImmutableString,
) -> Answer<INT> {
    let dialect = of(&context, &dialect, &[&a, &b])?;
    Ok(version(dialect, &a)?.compare(&version(dialect, &b)?) as INT)
}

fn satisfies(
    context: NativeCallContext<'_>,
    dialect: ImmutableString,
    text: ImmutableString,
    range: ImmutableString,
) -> Answer<bool> {
    let dialect = of(&context, &dialect, &[&text, &range])?;
    let range = Range::parse(dialect, &range).map_err(|error| failed(error.message()))?;
    Ok(range.admits(&version(dialect, &text)?))
}

fn is_version(
    context: NativeCallContext<'_>,
    dialect: ImmutableString,
    text: ImmutableString,
) -> Answer<bool> {
    Ok(Version::parse(of(&context, &dialect, &[&text])?, &text).is_ok())
}

fn version(dialect: Dialect, text: &str) -> Answer<Version> {
    Version::parse(dialect, text).map_err(|error| failed(error.message()))
}

/// Returns the dialect, and charges for reading `texts`.
fn of(context: &NativeCallContext<'_>, name: &str, texts: &[&str]) -> Answer<Dialect> {
    charge(context, texts.iter().map(|text| text.len()).sum::<usize>().saturating_mul(STEPS))?;
    Ok(match name {
        "semver" => Dialect::Semver,
        "cargo" => Dialect::Cargo,
        "npm" => Dialect::Npm,
        "pep440" => Dialect::Pep440,
        _ => {
            return Err(failed(format!(
                "no dialect is called `{name}`; there are semver, cargo, npm and pep440"
            )));
        }
    })
}
