//! Parameters of the model.

use super::Comparison;
use crate::diff::Class;
use crate::diff::draft::Draft;
use crate::diff::fields::{Spot, compared, sides, told};
use crate::diff::prompts::model::Entry;
use crate::finding::codes::diff::prompts as codes;

/// Compares parameters by name.
pub(super) fn compare(was: &Entry<'_>, is: &Entry<'_>, comparison: &mut Comparison) {
    let drafts = compared(&was.parameters, &is.parameters, |name, old, new| {
        let message = told(&format!("`{name}` of prompt `{}`", is.id), old, new);
        Some(sides(judged(name, old, new, message), old, new))
    });
    comparison.extend(drafts);
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
