//! Who may write a member: in OpenAPI, what is `readOnly` is not sent in requests, and what is `writeOnly` not
//! returned in responses; `required` holds on the other side alone (OpenAPI 3.0.4 section 4.7.24.2).

use crate::diff::Polarity;
use crate::diff::schema::node::{Node, NodeId};
use crate::diff::schema::read::Side;

/// Returns whom alone a member concerns.
pub(super) fn of(side: &mut Side<'_>, member: NodeId) -> Option<Polarity> {
    if !side.schemas.dialect.is_openapi() {
        return None;
    }
    let node = side.node(member);
    let says = |keyword| node.notes.get(keyword).is_some_and(|said| said.value == true);
    match (says("readOnly"), says("writeOnly")) {
        (true, false) => Some(Polarity::Output),
        (false, true) => Some(Polarity::Input),
        _ => None,
    }
}

/// Returns whom alone it concerns that a member is required.
pub(super) fn of_name(side: &mut Side<'_>, node: &Node, name: &str) -> Option<Polarity> {
    let member = node.members.iter().find_map(|members| members.properties.get(name));
    member.and_then(|member| of(side, *member))
}

/// Tells whether those who write (`input`), and those who read, must expect a member that is required.
pub(super) fn asks(is_required: bool, only: Option<Polarity>) -> [bool; 2] {
    [is_required && only != Some(Polarity::Output), is_required && only != Some(Polarity::Input)]
}
