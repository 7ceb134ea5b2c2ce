//! Taking broken parts out of a value, so that the rest can be read.

use serde_json::Value;

use super::Shape;
use super::errors::Fault;
use crate::document::{Gaps, pointer, typed};
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
pub(super) fn take_broken(value: &mut Value, faults: &mut [Fault]) {
    let stays = [codes::document::UNKNOWN_KEY, codes::document::MISSING_KEY];
    let mut broken: Vec<&mut Fault> =
        faults.iter_mut().filter(|fault| !stays.contains(&fault.code)).collect();
    // Later array items first, so that removing one does not move the next.
    broken.sort_by_key(|fault| std::cmp::Reverse(order(&fault.pointer)));
    let mut last = None;
    for fault in broken {
        // One value may break its schema in two ways.
        if last != Some(&fault.pointer) {
            fault.taken_out = remove(value, &fault.pointer).is_some();
            last = Some(&fault.pointer);
        }
    }
}

/// Reads what is left. What the schema allows but the type does not is reported and taken out too.
pub(super) fn deserialize<T: Shape>(value: &mut Value, faults: &mut Vec<Fault>) -> T {
    const MOST_TRIES: usize = 100;
    for _ in 0..MOST_TRIES {
        let failure = match typed::from_shared::<T>(value) {
            Ok(read) => return read,
            Err(failure) => failure,
        };
        let pointer = failure.pointer();
        let taken_out = !pointer.is_empty() && remove(value, &pointer).is_some();
        let before = gaps(faults).restore(&pointer);
        // A missing key is already reported: its object cannot be used.
        if let Some(fault) = faults.iter_mut().find(|fault| fault.pointer == before) {
            fault.taken_out |= taken_out;
        } else {
            let message = failure.to_string();
            let mut fault = Fault::new(codes::document::INVALID_VALUE, before, message);
            fault.taken_out = taken_out;
            faults.push(fault);
        }
        if !taken_out {
            break;
        }
    }
    T::default()
}

fn gaps(faults: &[Fault]) -> Gaps {
    let mut gaps = Gaps::default();
    for fault in faults.iter().filter(|fault| fault.taken_out) {
        gaps.add(&fault.pointer);
    }
    gaps
}

fn remove(value: &mut Value, pointer: &str) -> Option<Value> {
    let key = pointer::last(pointer);
    match value.pointer_mut(pointer::parent(pointer)?)? {
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
