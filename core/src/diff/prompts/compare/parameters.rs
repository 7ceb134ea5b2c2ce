//! Parameters of the model.

use serde_json::Value;

use super::Comparison;
use crate::diff::Class;
use crate::diff::draft::Draft;
use crate::diff::fields::{Members, Spot, compared, sides, told};
use crate::diff::prompts::model::Entry;
use crate::finding::codes::diff::prompts as codes;

/// Compares parameters by name.
pub(super) fn compare(was: &Entry<'_>, is: &Entry<'_>, comparison: &mut Comparison) {
    let (mut before, mut after) = (was.parameters.clone(), is.parameters.clone());
    // An output schema that came or went tells that answers are JSON, too.
    let json = |name: &String, spot: &Spot<'_>| {
        let plain = |kind: &Value| kind.as_str() == Some("json_object");
        name == "response_format" && spot.value.get("type").is_some_and(plain)
    };
    match (&was.output, &is.output) {
        (None, Some(schema)) => {
            before.retain(|name, spot| after.contains_key(name) || !json(name, spot));
            after.retain(|_, spot| !beside(spot, schema));
        }
        (Some(schema), None) => {
            after.retain(|name, spot| before.contains_key(name) || !json(name, spot));
            before.retain(|_, spot| !beside(spot, schema));
        }
        _ => {}
    }
    let dropped = |all: &Members<'_>, kept: &Members<'_>| -> Vec<String> {
        let gone = all.iter().filter(|(name, _)| !kept.contains_key(*name));
        gone.map(|(_, spot)| spot.pointer.clone()).collect()
    };
    comparison.explained.extend(dropped(&was.parameters, &before));
    comparison.explained.extend(dropped(&is.parameters, &after));
    let drafts = compared(&before, &after, |name, old, new| {
        if old.zip(new).is_some_and(|(old, new)| means(old.value, new.value)) {
            return Some(sides(written_otherwise(name, is), old, new));
        }
        let message = told(&format!("`{name}` of prompt `{}`", is.id), old, new);
        Some(sides(judged(name, old, new, message), old, new))
    });
    comparison.extend(drafts);
}

/// Tells whether a parameter stands beside a schema, in what wraps both.
fn beside(spot: &Spot<'_>, schema: &Spot<'_>) -> bool {
    let wrapper = schema.pointer.strip_suffix("/schema");
    let inside =
        |wrapper: &str| spot.pointer.strip_prefix(wrapper).is_some_and(|at| at.starts_with('/'));
    wrapper.is_some_and(inside)
}

fn judged(name: &str, old: Option<&Spot<'_>>, new: Option<&Spot<'_>>, message: String) -> Draft {
    let plain: String =
        name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    match plain.as_str() {
        "temperature" | "topp" | "topk" | "minp" | "seed" | "presencepenalty"
        | "frequencypenalty" | "repetitionpenalty" => {
            Draft::new(codes::SAMPLING_CHANGED, Class::Behavioral, message)
        }
        "maxtokens" | "maxoutputtokens" | "maxcompletiontokens" | "maxlength" => {
            let number = |spot: Option<&Spot<'_>>| spot.and_then(|spot| spot.value.as_f64());
            let unbounded = f64::INFINITY;
            let (was, is) = (number(old).unwrap_or(unbounded), number(new).unwrap_or(unbounded));
            if is < was {
                Draft::new(codes::MAX_TOKENS_LOWERED, Class::Behavioral, message)
                    .detail("effect", "tightening")
            } else {
                Draft::new(codes::MAX_TOKENS_RAISED, Class::Additive, message)
                    .detail("effect", "loosening")
            }
        }
        "stop" | "stopsequences" => Draft::new(codes::STOP_CHANGED, Class::Behavioral, message),
        "responseformat" | "jsonmode" | "format" => {
            Draft::new(codes::OUTPUT_FORMAT_CHANGED, Class::Breaking, message).sure(0.7)
        }
        "toolchoice" | "paralleltoolcalls" => {
            Draft::new(codes::PARAMETER_CHANGED, Class::Behavioral, message)
                .because("it decides when the model calls tools")
        }
        _ => Draft::new(codes::PARAMETER_CHANGED, Class::Behavioral, message).sure(0.5),
    }
}

/// Tells whether two values mean the same: numbers by what they count, one item as a list of it.
fn means(was: &Value, is: &Value) -> bool {
    match (was, is) {
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (Value::Array(items), one) | (one, Value::Array(items)) if !one.is_array() => {
            matches!(items.as_slice(), [item] if item == one)
        }
        _ => false,
    }
}

fn written_otherwise(name: &str, entry: &Entry<'_>) -> Draft {
    let message = format!("`{name}` of prompt `{}` is written otherwise", entry.id);
    Draft::new(codes::REWRITTEN, Class::Cosmetic, message)
}
