//! What the parser says of invalid text, in the words of this project.

use super::Lines;
use crate::document::Limits;
use crate::error::{Error, ErrorCode};

/// Turns the first fault into an error with its place.
pub(in crate::diff::graphql) fn explain(
    text: &str,
    fault: &apollo_parser::Error,
    limits: &Limits,
) -> Error {
    let (line, column) = Lines::of(text).place(fault.index().min(text.len()));
    let error = if fault.is_limit() {
        limit(fault.message(), limits)
    } else {
        Error::new(ErrorCode::InputInvalid, message(fault)).help(help(fault))
    };
    error.on(line, column)
}

fn limit(message: &str, limits: &Limits) -> Error {
    if message.contains("recursion") {
        Error::limit(format!("values or types are nested more than {} deep", limits.depth))
            .help("flatten the value or the type")
    } else {
        Error::limit(format!("the schema has more than {} words and signs", limits.nodes))
            .help("split the schema")
    }
}

/// Returns the message in lower case, on one line, with the text it is about in backticks.
fn message(fault: &apollo_parser::Error) -> String {
    if fault.is_eof() || fault.message().contains("<EOF>") {
        return match fault.message().split_once(", got") {
            Some((expected, _)) => format!("the text ends: {}", plain(expected)),
            None if fault.message().starts_with("Unexpected") => {
                "the text defines nothing".to_owned()
            }
            None => format!("the text ends: {}", plain(fault.message())),
        };
    }
    let expected = fault.message().split_once(", got").map_or(fault.message(), |(what, _)| what);
    if expected.contains('"') {
        // It shows the character already.
        return plain(&expected.replace('"', "`"));
    }
    match shown(fault.data()) {
        Some(found) => format!("{}, found `{found}`", plain(expected)),
        None => plain(expected),
    }
}

/// Returns the names of signs as signs, and the first letter in lower case.
fn plain(message: &str) -> String {
    const SIGNS: [(&str, &str); 14] = [
        ("L_CURLY", "`{`"),
        ("R_CURLY", "`}`"),
        ("L_PAREN", "`(`"),
        ("R_PAREN", "`)`"),
        ("L_BRACK", "`[`"),
        ("R_BRACK", "`]`"),
        ("COLON", "`:`"),
        ("EQ", "`=`"),
        ("AT", "`@`"),
        ("on_KW", "`on`"),
        ("schema_KW", "`schema`"),
        ("type_KW", "`type`"),
        ("StringValue", "a description"),
        ("OperationDefinition", "a definition"),
    ];
    let words: Vec<String> = message
        .trim_end_matches('.')
        .split_whitespace()
        .map(|word| {
            let found = SIGNS.iter().find(|(name, _)| *name == word.trim_end_matches(','));
            found.map_or_else(|| word.to_owned(), |(_, sign)| (*sign).to_owned())
        })
        .collect();
    let text = words.join(" ").replace('\n', " ");
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// Returns the start of what was found, on one line.
fn shown(data: &str) -> Option<String> {
    const LONGEST: usize = 40;
    let line = data.lines().next().unwrap_or_default();
    let short: String = line.chars().take(LONGEST).collect();
    let more = if short.len() < data.len() { "…" } else { "" };
    (!short.is_empty()).then(|| format!("{short}{more}"))
}

fn help(fault: &apollo_parser::Error) -> &'static str {
    let message = fault.message();
    if message.contains("unterminated") || message.contains("string") {
        "close the string: `\"` on the same line, or `\"\"\"` around several lines"
    } else if message.contains("<EOF>") {
        "define at least the type `Query`"
    } else if fault.is_eof() {
        "close what was opened last"
    } else if message.contains("definition") {
        "a schema consists of `schema`, `scalar`, `type`, `interface`, `union`, `enum`, `input`, \
         `directive` and `extend`"
    } else {
        "write it as the GraphQL specification has it: https://spec.graphql.org/September2025/"
    }
}
