//! Texts.

#![expect(clippy::needless_pass_by_value, reason = "the engine hands values over")]

use regex_lite::Regex;
use rhai::{Array, Dynamic, EvalAltResult, ImmutableString, NativeCallContext};
use wildmatch::WildMatch;

use super::check_text;
use super::compare::is_same;
use crate::decision::charge;
use crate::engine::api::{Api, Gives};
use crate::engine::fault::failed;
use crate::facts::List;

type Answer<T> = Result<T, Box<EvalAltResult>>;

/// Bytes of a compiled regular expression.
const PATTERN_SIZE: usize = 256 << 10;

/// Declares functions of texts.
pub(super) fn declare(api: &mut Api<'_>) {
    use Gives::{Boolean, List as Texts, Text};
    api.function("starts_with", &["text", "start"], Boolean, "whether a text starts with another", |text: ImmutableString, start: ImmutableString| text.starts_with(start.as_str()))
        .function("ends_with", &["text", "end"], Boolean, "whether a text ends with another", |text: ImmutableString, end: ImmutableString| text.ends_with(end.as_str()))
        .function("contains", &["whole", "part"], Boolean, "whether a text has another in it, or an array a value", |context: NativeCallContext, text: ImmutableString, part: ImmutableString| -> Answer<bool> {
            charge(&context, text.len())?;
            Ok(text.contains(part.as_str()))
        })
        .also("contains", |context: NativeCallContext, items: Array, wanted: Dynamic| -> Answer<bool> {
            charge(&context, items.len())?;
            for item in &items {
                if is_same(item, &wanted)? {
                    return Ok(true);
                }
            }
            Ok(false)
        })
        .function("trim", &["text"], Text, "the text without blanks around it", |text: ImmutableString| ImmutableString::from(text.trim()))
        .function("to_lower", &["text"], Text, "the text in lower case", |text: ImmutableString| ImmutableString::from(text.to_lowercase()))
        .function("to_upper", &["text"], Text, "the text in upper case", |text: ImmutableString| ImmutableString::from(text.to_uppercase()))
        .function("split", &["text", "separator"], Texts, "the parts of a text between separators", split)
        .function("replace", &["text", "part", "other"], Text, "the text with another part in place of each part", replace)
        .function("matches_glob", &["text", "pattern"], Boolean, "whether the whole text matches a pattern, in which `*` stands for any text and `?` for a character", |context: NativeCallContext, text: ImmutableString, pattern: ImmutableString| -> Answer<bool> {
            charge(&context, text.len().saturating_mul(pattern.len()))?;
            Ok(WildMatch::new(&pattern).matches(&text))
        })
        .function("matches", &["text", "regex"], Boolean, "whether a regular expression is found in a text; it takes time in proportion to the text", matches)
        .function("is_empty", &["text"], Boolean, "whether a text has no characters", |text: ImmutableString| text.is_empty());
}

fn split(
    context: NativeCallContext<'_>,
    text: ImmutableString,
    separator: ImmutableString,
) -> Answer<List> {
    charge(&context, text.len())?;
    if separator.is_empty() {
        return Err(failed("the separator is empty"));
    }
    Ok(text.split(separator.as_str()).map(ImmutableString::from).collect())
}

fn replace(
    context: NativeCallContext<'_>,
    text: ImmutableString,
    part: ImmutableString,
    other: ImmutableString,
) -> Answer<ImmutableString> {
    if part.is_empty() {
        return Err(failed("the part to replace is empty"));
    }
    charge(&context, text.len())?;
    let times = text.matches(part.as_str()).count();
    let bytes = text.len().saturating_add(times.saturating_mul(other.len()));
    check_text(&context, bytes)?;
    charge(&context, bytes)?;
    Ok(text.replace(part.as_str(), &other).into())
}

fn matches(
    context: NativeCallContext<'_>,
    text: ImmutableString,
    pattern: ImmutableString,
) -> Answer<bool> {
    // Each step of a search may pass every state of the expression.
    charge(&context, text.len().saturating_add(1).saturating_mul(pattern.len().saturating_add(1)))?;
    let built = regex_lite::RegexBuilder::new(&pattern).size_limit(PATTERN_SIZE).build();
    let regex: Regex =
        built.map_err(|error| failed(format!("`{pattern}` is no regular expression: {error}")))?;
    Ok(regex.is_match(&text))
}
