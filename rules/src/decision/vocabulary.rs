//! The words a policy decides with.

use rhai::{EvalAltResult, FLOAT, INT, ImmutableString, NativeCallContext};

use super::sink::{say, sink};
use super::{Decision, Details, Outcome, to_json};
use crate::engine::api::{Api, Facts, Gives, TypeApi};
use crate::engine::fault::failed;

type Answer<T> = Result<T, Box<EvalAltResult>>;

/// Something that was said; more can be said of it.
#[derive(Clone, Copy, Debug)]
struct Said(usize);

impl Facts for Said {
    const NAME: &'static str = "Decision";
}

const SAID: Gives = Gives::Facts("Decision");

/// Declares the words.
pub(crate) fn declare(api: &mut Api<'_>) {
    said(api);
    let words: [(&'static str, Outcome, &'static str); 4] = [
        (
            "deny",
            Outcome::Deny,
            "the subject must not be as it is; a finding with the severity of the policy",
        ),
        (
            "warn",
            Outcome::Warn,
            "the subject should not be as it is; a finding that is at most moderate",
        ),
        ("info", Outcome::Info, "something worth knowing; a finding of severity `info`"),
        ("require", Outcome::Require, "the subject may pass after this has happened"),
    ];
    for (name, outcome, doc) in words {
        api.function(
            name,
            &["message"],
            SAID,
            doc,
            move |context: NativeCallContext, message: ImmutableString| {
                speak(&context, outcome, message, Details::default())
            },
        );
    }
    api.function("allow", &[], SAID, "the subject may pass", |context: NativeCallContext| {
        speak(&context, Outcome::Allow, ImmutableString::new(), Details::default())
    });
    api.function(
        "tag",
        &["word"],
        SAID,
        "the subject carries a word",
        |context: NativeCallContext, word: ImmutableString| {
            speak(&context, Outcome::Tag, word, Details::default())
        },
    );
    changes(api);
}

/// Declares the words that change what was decided elsewhere.
fn changes(api: &mut Api<'_>) {
    let doc = "the score counts so many points more, or less when negative";
    api.function(
        "adjust",
        &["points", "reason"],
        SAID,
        doc,
        |context: NativeCallContext, points: FLOAT, reason: ImmutableString| {
            adjust(&context, points, reason)
        },
    );
    api.also("adjust", |context: NativeCallContext, points: INT, reason: ImmutableString| {
        #[expect(clippy::cast_precision_loss, reason = "points of a score are small")]
        adjust(&context, points as FLOAT, reason)
    });
    let words = [
        (
            "raise",
            Outcome::Raise,
            "the subject matters more: it has this class or severity, with the reason",
        ),
        (
            "lower",
            Outcome::Lower,
            "the subject matters less: it has this class or severity, with the reason",
        ),
    ];
    for (name, outcome, doc) in words {
        api.function(
            name,
            &["class", "reason"],
            SAID,
            doc,
            move |context: NativeCallContext, class: ImmutableString, reason: ImmutableString| {
                let details = Details { class: Some(class), ..Details::default() };
                speak(&context, outcome, reason, details)
            },
        );
    }
}

/// Declares what more can be said of a decision.
fn said(api: &mut Api<'_>) {
    let mut said = api.facts::<Said>("something that was decided, of which more can be said");
    said.method(
        "at",
        &["pointer"],
        SAID,
        "tells where it lies: a JSON Pointer into the document of the subject",
        |context: NativeCallContext, said: &mut Said, pointer: ImmutableString| {
            let pointer = checked(pointer)?;
            more(&context, *said, pointer.len(), |details| details.pointer = Some(pointer))
        },
    );
    said.method(
        "about",
        &["name"],
        SAID,
        "names what it is about, which tells it from others of the policy and the subject",
        |context: NativeCallContext, said: &mut Said, name: ImmutableString| {
            more(&context, *said, name.len(), |details| details.about = Some(name))
        },
    );
    shown(&mut said);
}

/// Declares what shows a decision, and what to do about it.
fn shown(said: &mut TypeApi<'_, '_, Said>) {
    said.method(
        "evidence",
        &["name", "value"],
        SAID,
        "adds a fact that shows it",
        |context: NativeCallContext,
         said: &mut Said,
         name: ImmutableString,
         value: rhai::Dynamic| {
            let value = to_json(&context, &value)?;
            more(&context, *said, name.len(), |details| {
                details.evidence.insert(name.to_string(), value);
            })
        },
    );
    said.method(
        "fix",
        &["text"],
        SAID,
        "tells what to do about it, in place of the fix of the policy",
        |context: NativeCallContext, said: &mut Said, text: ImmutableString| {
            more(&context, *said, text.len(), |details| details.fix = Some(text))
        },
    );
}

fn checked(pointer: ImmutableString) -> Answer<ImmutableString> {
    if pointer.is_empty() || pointer.starts_with('/') {
        return Ok(pointer);
    }
    Err(failed(format!("`{pointer}` is no JSON Pointer; it begins with `/`")))
}

fn adjust(context: &NativeCallContext<'_>, points: FLOAT, reason: ImmutableString) -> Answer<Said> {
    if !points.is_finite() {
        return Err(failed("the points are no number"));
    }
    speak(context, Outcome::Adjust, reason, Details { points: Some(points), ..Details::default() })
}

fn speak(
    context: &NativeCallContext<'_>,
    outcome: Outcome,
    message: ImmutableString,
    details: Details,
) -> Answer<Said> {
    let position = context.call_position();
    say(context, Decision { outcome, message, position, details }).map(Said)
}

/// Adds so many bytes to what was said.
fn more(
    context: &NativeCallContext<'_>,
    said: Said,
    bytes: usize,
    add: impl FnOnce(&mut Details),
) -> Answer<Said> {
    sink(context, |sink| {
        sink.spend(bytes)?;
        if let Some(decision) = sink.decisions.get_mut(said.0) {
            add(&mut decision.details);
        }
        Ok(said)
    })?
}
