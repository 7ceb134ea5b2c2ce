//! Taking broken parts out of a value, so that the rest can be read.

use serde_json::Value;

use super::Shape;
use super::errors::Fault;
use crate::finding::codes;

/// Removes members whose value is null: in YAML `key:` without a value means the key is absent.
pub(super) fn drop_nulls(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|_, member| !member.is_null());
            members.values_mut().for_each(drop_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_nulls),
        _ => {}
    }
}

/// Takes out the unknown keys, and returns them with their values.
pub(super) fn take_unknown(value: &mut Value, faults: &[Fault]) -> Vec<(String, Value)> {
    let unknown = faults.iter().filter(|fault| fault.code == codes::document::UNKNOWN_KEY);
    unknown
        .filter_map(|fault| Some((fault.pointer.clone(), remove(value, &fault.pointer)?)))
        .collect()
}

/// Takes out every value that breaks its schema; a missing key leaves its object as it is.
pub(super) fn take_broken(value: &mut Value, faults: &[Fault]) {
    let stays = [codes::document::UNKNOWN_KEY, codes::document::MISSING_KEY];
    let mut pointers: Vec<&str> = faults
        .iter()
        .filter(|fault| !stays.contains(&fault.code))
        .map(|fault| fault.pointer.as_str())
        .collect();
    // Later array items first, so that removing one does not move the next.
    pointers.sort_by_key(|pointer| std::cmp::Reverse(order(pointer)));
    for pointer in pointers {
        remove(value, pointer);
    }
}

/// Reads what is left. What the schema allows but the type does not is reported and taken out too.
pub(super) fn deserialize<T: Shape>(value: &mut Value, faults: &mut Vec<Fault>) -> T {
    const MOST_TRIES: usize = 100;
    for _ in 0..MOST_TRIES {
        let failure = match serde_path_to_error::deserialize::<_, T>(&*value) {
            Ok(read) => return read,
            Err(failure) => failure,
        };
        let pointer = pointer_of(failure.path());
        // A missing key is already reported: its object cannot be used.
        if !faults.iter().any(|fault| fault.pointer == pointer) {
            let message = failure.inner().to_string();
            faults.push(Fault::new(codes::document::INVALID_VALUE, pointer.clone(), message));
        }
        if pointer.is_empty() || remove(value, &pointer).is_none() {
            break;
        }
    }
    T::default()
}

fn pointer_of(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let mut pointer = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => {
                pointer = crate::document::pointer::push(&pointer, &index.to_string());
            }
            Segment::Map { key } => pointer = crate::document::pointer::push(&pointer, key),
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    pointer
}

fn remove(value: &mut Value, pointer: &str) -> Option<Value> {
    let (parent, last) = pointer.rsplit_once('/')?;
    let key = last.replace("~1", "/").replace("~0", "~");
    match value.pointer_mut(parent)? {
        Value::Object(members) => members.remove(&key),
        Value::Array(items) => {
            let index: usize = key.parse().ok()?;
            (index < items.len()).then(|| items.remove(index))
        }
        _ => None,
    }
}

/// Orders pointers so that array items compare by number.
fn order(pointer: &str) -> Vec<(usize, String)> {
    pointer.split('/').map(|part| (part.parse().unwrap_or(usize::MAX), part.to_owned())).collect()
}
