//! Regular expressions and globs.

#![expect(clippy::needless_pass_by_value, reason = "the engine hands values over")]

use std::sync::Arc;

use meta_core::graph::Selector;
use regex_lite::{Regex, RegexBuilder};
use rhai::{Array, EvalAltResult, ImmutableString, NativeCallContext};
use wildmatch::WildMatch;

use super::prepared::prepared;
use crate::decision::charge;
use crate::engine::api::{Api, Gives};
use crate::engine::fault::failed;
use crate::facts::{List, texts_of};

type Answer<T> = Result<T, Box<EvalAltResult>>;

/// Sizes in bytes that a compiled expression is tried to fit in, which tells how many states it has about. What is
/// larger than the last is refused.
const SIZES: [usize; 5] = [1 << 10, 4 << 10, 16 << 10, 64 << 10, 256 << 10];
/// Bytes of a state of a compiled expression.
const STATE: usize = 32;
/// Steps that making a state is charged for.
const MAKING: usize = 8;

/// A regular expression, and about how many states it has: a search may pass all of them at each step.
struct Expression {
    regex: Regex,
    states: usize,
}

/// Declares patterns.
pub(super) fn declare(api: &mut Api<'_>) {
    use Gives::Boolean;
    api.function("matches", &["text", "regex"], Boolean, "whether a regular expression is found in a text; it takes time in proportion to the text", matches)
        .function("matches_glob", &["text", "pattern"], Boolean, "whether the whole text matches a pattern, in which `*` stands for any text and `?` for a character", matches_glob);
    api.more::<List>()
        .method(
            "matching",
            &["patterns"],
            Gives::List,
            "the items that match one of a list of patterns, as `matches_glob` does",
            |context: NativeCallContext, list: &mut List, patterns: List| {
                matching(&context, list, &patterns, true)
            },
        )
        .method(
            "not_matching",
            &["patterns"],
            Gives::List,
            "the items that match none of a list of patterns",
            |context: NativeCallContext, list: &mut List, patterns: List| {
                matching(&context, list, &patterns, false)
            },
        );
    api.also("matching", |context: NativeCallContext, list: &mut List, patterns: Array| {
        matching(&context, list, &texts_of(&context, &patterns)?, true)
    })
    .also("not_matching", |context: NativeCallContext, list: &mut List, patterns: Array| {
        matching(&context, list, &texts_of(&context, &patterns)?, false)
    });
}

fn matches(
    context: NativeCallContext<'_>,
    text: ImmutableString,
    pattern: ImmutableString,
) -> Answer<bool> {
    let expression = prepared(&context, "expression", &pattern, || expression(&pattern))?;
    charge(&context, text.len().saturating_add(1).saturating_mul(expression.states))?;
    Ok(expression.regex.is_match(&text))
}

fn expression(pattern: &str) -> Result<(Expression, usize), String> {
    let mut why = String::new();
    for size in SIZES {
        match RegexBuilder::new(pattern).size_limit(size).build() {
            Ok(regex) => {
                let states = size / STATE;
                return Ok((Expression { regex, states }, states.saturating_mul(MAKING)));
            }
            Err(error) => why = error.to_string(),
        }
    }
    Err(format!("`{pattern}` is no regular expression: {why}"))
}

fn matches_glob(
    context: NativeCallContext<'_>,
    text: ImmutableString,
    pattern: ImmutableString,
) -> Answer<bool> {
    is_like(&context, &text, &pattern)
}

fn is_like(context: &NativeCallContext<'_>, text: &str, pattern: &str) -> Answer<bool> {
    let glob = prepared(context, "glob", pattern, || Ok((WildMatch::new(pattern), pattern.len())))?;
    charge(context, text.len().saturating_add(1).saturating_mul(pattern.len()))?;
    Ok(glob.matches(text))
}

/// Returns the items that match one of `patterns`, or those that match none.
fn matching(
    context: &NativeCallContext<'_>,
    list: &List,
    patterns: &List,
    wanted: bool,
) -> Answer<List> {
    let mut found = Vec::new();
    for item in list.iter() {
        let mut is_matched = false;
        for pattern in patterns.iter() {
            is_matched = is_like(context, item, pattern)?;
            if is_matched {
                break;
            }
        }
        if is_matched == wanted {
            found.push(item.clone());
        }
    }
    Ok(found.into_iter().collect())
}

/// Returns the selector that `text` is.
pub(crate) fn selector(context: &NativeCallContext<'_>, text: &str) -> Answer<Arc<Selector>> {
    prepared(context, "selector", text, || {
        Selector::parse(text).map(|selector| (selector, text.len()))
    })
}

/// Returns the selectors on both sides of `from -> to`.
pub(crate) fn selectors(
    context: &NativeCallContext<'_>,
    text: &str,
) -> Answer<(Arc<Selector>, Arc<Selector>)> {
    let sides = text.split_once("->");
    let (from, to) = sides
        .ok_or_else(|| failed(format!("`{text}` is not written as `selector -> selector`")))?;
    Ok((selector(context, from.trim())?, selector(context, to.trim())?))
}
