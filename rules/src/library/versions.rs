//! Versions and ranges, in the dialects of the core.

#![expect(clippy::needless_pass_by_value, reason = "the engine hands values over")]

use std::cmp::Ordering;
use std::sync::Arc;

use meta_core::catalog::split_dependency;
use meta_core::version::{ChangeClass, Dialect, DiffVersionsInput, Range, Version, diff_versions};
use rhai::{Dynamic, EvalAltResult, INT, ImmutableString, NativeCallContext};

use super::prepared::prepared;
use crate::decision::charge;
use crate::engine::api::{Api, Gives, or_unit};
use crate::engine::fault::failed;

type Answer<T> = Result<T, Box<EvalAltResult>>;

/// Steps that reading a version or a range is charged for, for each byte.
const STEPS: usize = 16;

/// Declares functions of versions.
pub(super) fn declare(api: &mut Api<'_>) {
    use Gives::{Boolean, Integer, Text};
    let doc = "-1, 0 or 1 as the first version is before, the same as or behind the second; the dialect is `semver`, `cargo`, `npm` or `pep440`";
    api.function("compare_versions", &["dialect", "a", "b"], Integer, doc, compare);
    let doc = "whether a range admits a version, in the words of a dialect such as `npm`";
    api.function("satisfies", &["dialect", "version", "range"], Boolean, doc, satisfies);
    let doc = "whether a text is a version of a dialect";
    api.function("is_version", &["dialect", "text"], Boolean, doc, is_version);
    let doc = "whether a version comes before the release of its numbers, such as `1.0.0-rc.1`";
    api.function("is_prerelease", &["dialect", "version"], Boolean, doc, is_prerelease);
    let doc = "the step from one version to another: `none`, `patch`, `minor`, `major`, or `down` where it leads back";
    api.function("version_step", &["dialect", "before", "after"], Text, doc, step);
    ranges(api);
    names(api);
}

fn ranges(api: &mut Api<'_>) {
    let doc = "whether every version of a range is in another one; a version is a range of itself in `npm` and behind `==` in `pep440`";
    api.function("is_within", &["dialect", "range", "outer"], Gives::Boolean, doc, is_within);
    let doc = "whether a text is a range of a dialect";
    api.function("is_range", &["dialect", "text"], Gives::Boolean, doc, is_range);
    let doc = "whether a range admits every release, as `*` does";
    api.function("is_any_version", &["dialect", "range"], Gives::Boolean, doc, is_any);
}

/// Declares the parts of `name@version`.
fn names(api: &mut Api<'_>) {
    let doc = "the name of `name` or `name@version`, as dependencies and contracts are written";
    api.function(
        "name_of",
        &["text"],
        Gives::Text,
        doc,
        |context: NativeCallContext, text: ImmutableString| -> Answer<ImmutableString> {
            charge(&context, text.len())?;
            Ok(split_dependency(&text).0.into())
        },
    );
    let doc = "the version or range of `name@version`, or `()`";
    api.function(
        "version_of",
        &["text"],
        Gives::Any,
        doc,
        |context: NativeCallContext, text: ImmutableString| -> Answer<Dynamic> {
            charge(&context, text.len())?;
            Ok(or_unit(split_dependency(&text).1.map(ImmutableString::from)))
        },
    );
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
    wanted: ImmutableString,
) -> Answer<bool> {
    let dialect = of(&context, &dialect, &[&text])?;
    Ok(range(&context, dialect, &wanted)?.admits(&version(dialect, &text)?))
}

fn is_version(
    context: NativeCallContext<'_>,
    dialect: ImmutableString,
    text: ImmutableString,
) -> Answer<bool> {
    Ok(Version::parse(of(&context, &dialect, &[&text])?, &text).is_ok())
}

fn is_prerelease(
    context: NativeCallContext<'_>,
    dialect: ImmutableString,
    text: ImmutableString,
) -> Answer<bool> {
    Ok(version(of(&context, &dialect, &[&text])?, &text)?.is_prerelease())
}

fn step(
    context: NativeCallContext<'_>,
    dialect: ImmutableString,
    before: ImmutableString,
    after: ImmutableString,
) -> Answer<ImmutableString> {
    let dialect = of(&context, &dialect, &[&before, &after])?;
    if version(dialect, &before)?.compare(&version(dialect, &after)?) == Ordering::Greater {
        return Ok("down".into());
    }
    let input = DiffVersionsInput { dialect, before: before.to_string(), after: after.to_string() };
    let diff = diff_versions(&input).map_err(|error| failed(error.message()))?;
    Ok(match diff.class {
        ChangeClass::None => "none",
        ChangeClass::Patch => "patch",
        ChangeClass::Minor => "minor",
        ChangeClass::Major => "major",
    }
    .into())
}

fn is_within(
    context: NativeCallContext<'_>,
    dialect: ImmutableString,
    inner: ImmutableString,
    outer: ImmutableString,
) -> Answer<bool> {
    let dialect = of(&context, &dialect, &[])?;
    Ok(range(&context, dialect, &inner)?.subset_of(&*range(&context, dialect, &outer)?))
}

fn is_range(
    context: NativeCallContext<'_>,
    dialect: ImmutableString,
    text: ImmutableString,
) -> Answer<bool> {
    Ok(Range::parse(of(&context, &dialect, &[&text])?, &text).is_ok())
}

fn is_any(
    context: NativeCallContext<'_>,
    dialect: ImmutableString,
    text: ImmutableString,
) -> Answer<bool> {
    let dialect = of(&context, &dialect, &[])?;
    Ok(range(&context, dialect, &text)?.is_any())
}

fn version(dialect: Dialect, text: &str) -> Answer<Version> {
    Version::parse(dialect, text).map_err(|error| failed(error.message()))
}

fn range(context: &NativeCallContext<'_>, dialect: Dialect, text: &str) -> Answer<Arc<Range>> {
    prepared(context, dialect.as_str(), text, || {
        let range = Range::parse(dialect, text).map_err(|error| error.message().to_owned())?;
        Ok((range, text.len().saturating_mul(STEPS)))
    })
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
