//! Values of scripts as JSON, for evidence.

use rhai::{Dynamic, EvalAltResult, FLOAT, INT, ImmutableString};
use serde_json::{Number, Value};

use crate::engine::fault::failed;
use crate::facts::{Data, List, Time};

/// Returns `value` as JSON.
///
/// # Errors
/// When it is no JSON: a number that is infinite or none, or facts that have no form of their own.
pub(crate) fn to_json(value: &Dynamic) -> Result<Value, Box<EvalAltResult>> {
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
        return Ok(text.as_str().into());
    }
    if let Some(items) = value.read_lock::<rhai::Array>() {
        return items.iter().map(to_json).collect::<Result<_, _>>().map(Value::Array);
    }
    if let Some(members) = value.read_lock::<rhai::Map>() {
        let members = members.iter().map(|(name, value)| Ok((name.to_string(), to_json(value)?)));
        return members.collect::<Result<_, _>>().map(Value::Object);
    }
    facts(value)
}

fn float(number: FLOAT) -> Result<Value, Box<EvalAltResult>> {
    let number = Number::from_f64(number)
        .ok_or_else(|| failed("a number that is infinite or none is no evidence"))?;
    Ok(Value::Number(number))
}

fn facts(value: &Dynamic) -> Result<Value, Box<EvalAltResult>> {
    if let Some(list) = value.read_lock::<List>() {
        return Ok(list.iter().map(rhai::ImmutableString::as_str).collect());
    }
    if let Some(time) = value.read_lock::<Time>() {
        return Ok(time.0.to_string().into());
    }
    if let Some(data) = value.read_lock::<Data>() {
        return Ok(data.to_json());
    }
    Err(failed(format!("a value of type `{}` is no evidence", value.type_name())))
}
