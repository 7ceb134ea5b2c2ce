//! Values of scripts as JSON, for evidence.

use rhai::{Dynamic, EvalAltResult, FLOAT, INT, ImmutableString, NativeCallContext};
use serde_json::{Number, Value};

use super::charge;
use super::sink::spend;
use crate::engine::fault::failed;
use crate::facts::{Data, List, Time};
use crate::library::check_text;

/// Bytes of a number, a flag or the marks around a value, or so.
const SMALL: usize = 8;

/// Returns `value` as JSON, which is said.
///
/// # Errors
/// When more is said than may be, or it is no JSON: a number that is infinite or none, or facts that have no form of
/// their own.
pub(crate) fn to_json(
    context: &NativeCallContext<'_>,
    value: &Dynamic,
) -> Result<Value, Box<EvalAltResult>> {
    spend(context, SMALL)?;
    if value.is_unit() {
        return Ok(Value::Null);
    }
    if let Ok(flag) = value.as_bool() {
        return Ok(flag.into());
    }
    if let Ok(number) = value.as_int() {
        return Ok(INT::into(number));
    }
    if let Ok(number) = value.as_float() {
        return float(number);
    }
    if let Some(text) = value.read_lock::<ImmutableString>() {
        spend(context, text.len())?;
        return Ok(text.as_str().into());
    }
    if let Some(items) = value.read_lock::<rhai::Array>() {
        return items
            .iter()
            .map(|item| to_json(context, item))
            .collect::<Result<_, _>>()
            .map(Value::Array);
    }
    if let Some(members) = value.read_lock::<rhai::Map>() {
        let members = members.iter().map(|(name, value)| {
            spend(context, name.len())?;
            Ok((name.to_string(), to_json(context, value)?))
        });
        return members.collect::<Result<_, _>>().map(Value::Object);
    }
    facts(context, value)
}

fn float(number: FLOAT) -> Result<Value, Box<EvalAltResult>> {
    let number = Number::from_f64(number)
        .ok_or_else(|| failed("a number that is infinite or none is no evidence"))?;
    Ok(Value::Number(number))
}

fn facts(context: &NativeCallContext<'_>, value: &Dynamic) -> Result<Value, Box<EvalAltResult>> {
    if let Some(list) = value.read_lock::<List>() {
        let bytes = list.iter().map(|item| item.len() + 3).sum();
        check_text(context, bytes)?;
        charge(context, bytes)?;
        spend(context, bytes)?;
        return Ok(list.iter().map(ImmutableString::as_str).collect());
    }
    if let Some(time) = value.read_lock::<Time>() {
        return Ok(time.0.to_string().into());
    }
    if let Some(data) = value.read_lock::<Data>() {
        let value = data.to_json(context)?;
        spend(context, data.weight())?;
        return Ok(value);
    }
    Err(failed(format!("a value of type `{}` is no evidence", value.type_name())))
}
