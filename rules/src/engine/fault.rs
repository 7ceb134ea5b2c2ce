//! What stops a policy: errors of the engine, and our own, as one kind.

#![expect(
    clippy::unnecessary_box_returns,
    reason = "the engine's functions return errors in boxes"
)]

use rhai::{Dynamic, EvalAltResult, NativeCallContext, Position};

/// A fact that a policy reads and nobody states.
#[derive(Clone, Debug)]
pub(crate) struct Missing {
    /// JSON Pointer of the fact in the document of its subject.
    pub(crate) pointer: String,
}

/// A limit that our own functions met. The engine cannot catch it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Halt {
    /// Work of native functions.
    Work,
    /// The time that the host gave.
    Deadline,
    /// Decisions in all.
    Decisions,
    /// The length of a text.
    Text,
    /// The length of what is said.
    Said,
}

/// What stopped a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A fact is not stated.
    Missing { pointer: String },
    /// A limit was met: which.
    Limit(String),
    /// The script is wrong: how.
    Failed(String),
}

/// Returns the error of reading a fact that nobody states.
pub(crate) fn missing(pointer: &str) -> Box<EvalAltResult> {
    let payload = Dynamic::from(Missing { pointer: pointer.to_owned() });
    EvalAltResult::ErrorRuntime(payload, Position::NONE).into()
}

/// Returns the error of meeting a limit.
pub(crate) fn halt(halt: Halt) -> Box<EvalAltResult> {
    EvalAltResult::ErrorTerminated(Dynamic::from(halt), Position::NONE).into()
}

/// Returns the error of a function that cannot answer.
pub(crate) fn failed(message: impl Into<String>) -> Box<EvalAltResult> {
    EvalAltResult::ErrorRuntime(message.into().into(), Position::NONE).into()
}

/// Returns the error of arguments that no function takes, as the engine words it.
pub(crate) fn none_takes(
    name: &str,
    context: &NativeCallContext<'_>,
    arguments: &[&mut Dynamic],
) -> Box<EvalAltResult> {
    let engine = context.engine();
    let types = arguments.iter().map(|value| engine.map_type_name(Dynamic::type_name(value)));
    let signature = format!("{name} ({})", types.collect::<Vec<_>>().join(", "));
    EvalAltResult::ErrorFunctionNotFound(signature, context.call_position()).into()
}

/// Returns an error with its place, when it has none.
pub(crate) fn placed(mut error: Box<EvalAltResult>, position: Position) -> Box<EvalAltResult> {
    if error.position().is_none() {
        error.set_position(position);
    }
    error
}

impl Fault {
    /// Returns what `error` is, and the innermost place it names.
    pub(crate) fn of(error: &EvalAltResult) -> (Self, Position) {
        if let EvalAltResult::ErrorInFunctionCall(_, _, inner, outer) = error {
            let (fault, position) = Self::of(inner);
            return (fault, if position.is_none() { *outer } else { position });
        }
        (Self::kind(error), error.position())
    }

    fn kind(error: &EvalAltResult) -> Self {
        use EvalAltResult as E;
        match error {
            E::ErrorRuntime(payload, _) => match payload.read_lock::<Missing>() {
                Some(missing) => Self::Missing { pointer: missing.pointer.clone() },
                None => Self::Failed(payload.to_string()),
            },
            E::ErrorTerminated(token, _) => {
                Self::Limit(match token.read_lock::<Halt>().as_deref() {
                    Some(Halt::Work) => "the work of native functions".to_owned(),
                    Some(Halt::Decisions) => "the number of decisions".to_owned(),
                    Some(Halt::Said) => "the length of what it says".to_owned(),
                    Some(Halt::Text) => "the length of texts".to_owned(),
                    Some(Halt::Deadline) | None => "the time that the host gave".to_owned(),
                })
            }
            E::ErrorTooManyOperations(_) => Self::Limit("the number of operations".to_owned()),
            E::ErrorStackOverflow(_) => Self::Limit("the depth of calls".to_owned()),
            E::ErrorTooManyVariables(_) => Self::Limit("the number of variables".to_owned()),
            E::ErrorDataTooLarge(what, _) => Self::Limit(size(what).to_owned()),
            E::ErrorFunctionNotFound(signature, _) => {
                Self::Failed(format!("no function takes `{}`", in_words(signature)))
            }
            E::ErrorPropertyNotFound(name, _) => {
                Self::Failed(format!("there is no property `{name}`"))
            }
            E::ErrorDotExpr(message, _) => Self::Failed(message.clone()),
            other => Self::Failed(sentence(&other.to_string())),
        }
    }
}

/// Returns what authors call a type of the engine.
pub(crate) fn type_word(name: &str) -> &str {
    match name {
        "i64" => "integer",
        "f64" => "number",
        "bool" => "boolean",
        "string" | "&str | ImmutableString | String" => "text",
        other => other,
    }
}

/// Returns a signature of the engine, `name (types)`, with the names of types that authors know.
fn in_words(signature: &str) -> String {
    let parts =
        signature.split_once(" (").and_then(|(name, rest)| Some((name, rest.strip_suffix(')')?)));
    let Some((name, types)) = parts else { return signature.to_owned() };
    let types: Vec<&str> = types.split(", ").map(type_word).collect();
    format!("{name} ({})", types.join(", "))
}

fn size(what: &str) -> &'static str {
    match what {
        "Length of string" => "the length of texts",
        "Size of object map" => "the size of maps",
        _ => "the size of arrays",
    }
}

/// Returns a message of the engine as ours are written: one line, lower case, without its place.
fn sentence(message: &str) -> String {
    let message = message.split(" (line ").next().unwrap_or(message).replace('\n', " ");
    let mut letters = message.chars();
    let first = letters.next().map(|letter| letter.to_lowercase().to_string()).unwrap_or_default();
    format!("{first}{}", letters.as_str())
}
