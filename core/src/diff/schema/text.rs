//! Values that travel as text: in addresses, headers and forms every scalar is a text already (OpenAPI 3.1
//! section 4.8.12, "style").

use serde_json::Value;

use super::pairs::Edit;
use crate::diff::Effect;
use crate::finding::codes::diff::json_schema as codes;

/// Returns a change as it looks to who writes or reads text.
pub(super) fn seen(edit: Edit) -> Edit {
    let of_types =
        [codes::TYPE_CHANGED, codes::TYPE_ADDED, codes::TYPE_REMOVED].contains(&edit.code);
    let (Some((_, Some(was))), Some((_, Some(is)))) = (&edit.before, &edit.after) else {
        return edit;
    };
    if !of_types {
        return edit;
    }
    let effect = match (texts(was), texts(is)) {
        (Some(Texts::Any), Some(Texts::Any)) => Effect::None,
        (Some(Texts::Some), Some(Texts::Any)) => Effect::Widened,
        (Some(Texts::Any), Some(Texts::Some)) => Effect::Narrowed,
        _ => return edit,
    };
    Edit { effect, ..edit }
}

/// Which texts the names of types leave.
enum Texts {
    Any,
    Some,
}

/// Returns which texts scalars of some types are; none where lists or objects are among them.
fn texts(names: &Value) -> Option<Texts> {
    let names: Vec<&str> = names.as_array()?.iter().filter_map(Value::as_str).collect();
    if names.iter().any(|name| ["array", "object"].contains(name)) {
        return None;
    }
    Some(if names.contains(&"string") { Texts::Any } else { Texts::Some })
}
