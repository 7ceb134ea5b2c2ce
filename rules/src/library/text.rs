//! Texts.

#![expect(clippy::needless_pass_by_value, reason = "the engine hands values over")]

use rhai::{Array, Dynamic, EvalAltResult, INT, ImmutableString, NativeCallContext};

use super::check_text;
use super::compare::is_same;
use crate::decision::charge;
use crate::engine::api::{Api, Gives};
use crate::engine::fault::failed;
use crate::facts::List;

type Answer<T> = Result<T, Box<EvalAltResult>>;

/// Declares functions of texts.
pub(super) fn declare(api: &mut Api<'_>) {
    searching(api);
    changing(api);
    taking_apart(api);
}

fn searching(api: &mut Api<'_>) {
    use Gives::Boolean;
    api.function(
        "starts_with",
        &["text", "start"],
        Boolean,
        "whether a text starts with another",
        |text: ImmutableString, start: ImmutableString| text.starts_with(start.as_str()),
    )
    .function(
        "ends_with",
        &["text", "end"],
        Boolean,
        "whether a text ends with another",
        |text: ImmutableString, end: ImmutableString| text.ends_with(end.as_str()),
    )
    .function(
        "contains",
        &["whole", "part"],
        Boolean,
        "whether a text has another in it, or an array a value",
        |context: NativeCallContext, text: ImmutableString, part: ImmutableString| {
            charge(&context, text.len())?;
            Answer::Ok(text.contains(part.as_str()))
        },
    )
    .also("contains", |context: NativeCallContext, items: Array, wanted: Dynamic| {
        charge(&context, items.len())?;
        for item in &items {
            if is_same(item, &wanted)? {
                return Answer::Ok(true);
            }
        }
        Ok(false)
    });
}

fn changing(api: &mut Api<'_>) {
    type Change = fn(&str) -> ImmutableString;
    let changes: [(&'static str, Change, &'static str); 3] = [
        ("trim", |text| text.trim().into(), "the text without blanks around it"),
        ("to_lower", |text| text.to_lowercase().into(), "the text in lower case"),
        ("to_upper", |text| text.to_uppercase().into(), "the text in upper case"),
    ];
    for (name, change, doc) in changes {
        api.function(
            name,
            &["text"],
            Gives::Text,
            doc,
            move |context: NativeCallContext, text: ImmutableString| {
                charge(&context, text.len())?;
                Answer::Ok(change(&text))
            },
        );
    }
    let doc = "the text with another part in place of each part";
    api.function("replace", &["text", "part", "other"], Gives::Text, doc, replace);
}

fn taking_apart(api: &mut Api<'_>) {
    let doc = "the parts of a text between separators";
    api.function("split", &["text", "separator"], Gives::List, doc, split)
        .function(
            "is_empty",
            &["text"],
            Gives::Boolean,
            "whether a text has no characters",
            |text: ImmutableString| text.is_empty(),
        )
        .also("is_empty", |items: &mut Array| items.is_empty())
        .also("len", |items: &mut Array| INT::try_from(items.len()).unwrap_or(INT::MAX));
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
