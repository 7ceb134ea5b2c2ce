//! Who writes the messages of a call, and what a change of a message asks of the others. Everything that parts
//! of messages have in common is judged here, so that webhooks and callbacks, where the owner calls and others
//! answer, are the exact reverse.

use super::Comparison;
use crate::diff::draft::Draft;
use crate::diff::{Class, Polarity};
use crate::finding::Code;

/// A message of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Message {
    Request,
    Response,
}

/// What became of a part of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Became {
    /// It must be there, and need not have been.
    Asked,
    /// It may be there, and was not described.
    Offered,
    /// It may be absent, and could not be.
    Released,
    /// It is not described any more; `always` it was there.
    Dropped { always: bool },
    /// Fewer forms are possible.
    Fewer,
    /// More forms are possible.
    More,
    /// What was free has a schema.
    Described,
    /// What had a schema is free.
    Free,
    /// It is written in another way.
    Rewritten,
}

/// A class, and how sure it is.
type Judgement = (Class, f64);

/// Judges what others meet who write a message to the owner.
fn written(became: Became) -> Judgement {
    match became {
        Became::Asked | Became::Fewer | Became::Rewritten => (Class::Breaking, 1.0),
        Became::Described => (Class::Breaking, 0.7),
        Became::Dropped { .. } => (Class::Behavioral, 0.7),
        Became::Offered | Became::Released | Became::More | Became::Free => (Class::Additive, 1.0),
    }
}

/// Judges what others meet who read a message of the owner.
fn read(became: Became) -> Judgement {
    match became {
        Became::Released | Became::More | Became::Rewritten | Became::Dropped { always: true } => {
            (Class::Breaking, 1.0)
        }
        Became::Dropped { always: false } => (Class::Breaking, 0.7),
        Became::Free => (Class::Behavioral, 0.7),
        Became::Asked | Became::Offered | Became::Fewer | Became::Described => {
            (Class::Additive, 1.0)
        }
    }
}

/// Says why, where the owner calls and `writer` sends the message: the words of the codes are about clients.
fn why(became: Became, writer: Polarity) -> &'static str {
    match (writer, became) {
        (Polarity::Input, Became::Asked) => "receivers that answer without it are not understood",
        (Polarity::Input, Became::Offered | Became::Released) => {
            "no receiver has to answer with it"
        }
        (Polarity::Input, Became::Dropped { .. }) => {
            "the owner ignores it in answers, or rejects it"
        }
        (Polarity::Input, Became::Fewer | Became::Described) => {
            "answers that were accepted may be rejected now"
        }
        (Polarity::Input, Became::More | Became::Free) => "whatever was accepted still is",
        (Polarity::Input, Became::Rewritten) => "the owner reads what receivers answer otherwise",
        (_, Became::Asked | Became::Offered) => "the owner sends it; receivers need not read it",
        (_, Became::Released | Became::Dropped { .. }) => {
            "receivers that rely on it may find nothing"
        }
        (_, Became::Fewer | Became::Described) => {
            "whatever the owner sends now could be sent before"
        }
        (_, Became::More | Became::Free) => "receivers may meet what they do not know",
        (_, Became::Rewritten) => "receivers read what the owner sends otherwise",
    }
}

impl Comparison<'_, '_> {
    /// Returns who writes a message.
    pub(super) fn writer(&self, message: Message) -> Polarity {
        match (message, self.turned) {
            (Message::Request, false) | (Message::Response, true) => Polarity::Input,
            (Message::Request, true) | (Message::Response, false) => Polarity::Output,
        }
    }

    /// Starts a change of a part of a message.
    pub(super) fn judged(
        &self,
        code: &'static Code,
        text: impl Into<String>,
        became: Became,
        message: Message,
    ) -> Draft {
        self.judged_for(self.writer(message), code, text, became)
    }

    /// Starts a change of the media types of a message. Those of a response are asked for by who calls, so that
    /// one more hurts nobody, whoever answers.
    pub(super) fn judged_form(
        &self,
        code: &'static Code,
        text: impl Into<String>,
        became: Became,
        message: Message,
    ) -> Draft {
        let chooser = match message {
            Message::Request => self.writer(message),
            Message::Response => Polarity::Input,
        };
        self.judged_for(chooser, code, text, became)
    }

    fn judged_for(
        &self,
        writer: Polarity,
        code: &'static Code,
        text: impl Into<String>,
        became: Became,
    ) -> Draft {
        let (class, confidence) =
            if writer == Polarity::Input { written(became) } else { read(became) };
        let draft = Draft::new(code, class, text).sure(confidence);
        if self.turned { draft.because(why(became, writer)) } else { draft }
    }
}
