//! Texts with values in them.

use rhai::{Dynamic, EvalAltResult, EvalContext, ImmutableString, Position};

use super::{Answer, Node, native_context};
use crate::engine::natives::{self, Native};

/// A part of a text.
pub(crate) struct Part {
    pub(crate) value: Node,
    pub(crate) position: Position,
    /// What writes values as texts.
    pub(crate) writers: Vec<Native>,
}

/// Returns the parts as one text.
pub(super) fn joined(parts: &[Part], context: &mut EvalContext<'_, '_, '_, '_, '_, '_>) -> Answer {
    let most = context.engine().max_string_size();
    let mut text = String::new();
    for part in parts {
        let mut value = part.value.evaluate(context)?;
        match value.read_lock::<ImmutableString>() {
            Some(known) => text.push_str(&known),
            None => text.push_str(&part.written(&mut value, context)),
        }
        if most > 0 && text.len() > most {
            let what = "Length of string".to_owned();
            return Err(EvalAltResult::ErrorDataTooLarge(what, part.position).into());
        }
    }
    Ok(text.into())
}

impl Part {
    /// Returns a value as the engine writes it: what cannot be written as a text is written as its type.
    fn written(
        &self,
        value: &mut Dynamic,
        context: &EvalContext<'_, '_, '_, '_, '_, '_>,
    ) -> String {
        let native = native_context(context, "to_string", self.position);
        let answer = natives::call(&self.writers, native, &mut [&mut *value]);
        let engine = context.engine();
        match answer {
            Some(Ok(text)) => match text.read_lock::<ImmutableString>() {
                Some(text) => text.to_string(),
                None => engine.map_type_name(text.type_name()).to_owned(),
            },
            Some(Err(_)) | None => engine.map_type_name(&value.to_string()).to_owned(),
        }
    }
}
