//! Addresses of networks and ports: what stands for a range, written as text.
//!
//! An address is a range of one, up to the next one: so neighbours join without a gap, and a host is
//! part of its network.

use std::net::IpAddr;

use super::constant::{Comparison, Constant};
use super::node::{Node, Test};
use crate::diff::schema::decimal::Decimal;

/// Returns the condition that `subject` is in the network or the range of ports that `text` says.
pub(super) fn range(subject: &str, text: &str) -> Option<Node> {
    network(subject, text).or_else(|| port(subject, text))
}

/// Reads an address, or a network such as `10.0.0.0/8`.
pub(super) fn network(subject: &str, text: &str) -> Option<Node> {
    let (address, length) = match text.split_once('/') {
        Some((address, length)) => (address, Some(length.parse::<u32>().ok()?)),
        None => (text, None),
    };
    let (six, number, bits) = match address.parse().ok()? {
        IpAddr::V4(address) => (false, u128::from(u32::from(address)), 32),
        IpAddr::V6(address) => (true, u128::from(address), 128),
    };
    let free = bits - length.unwrap_or(bits).min(bits);
    if length.is_some_and(|length| length > bits) {
        return None;
    }
    // A network of all has no end.
    let last = 1_u128.checked_shl(free).map_or(u128::MAX, |size| size - 1);
    let first = number & !last;
    let from = Constant::Address(six, first);
    let end = (first | last).checked_add(1).map(|end| Constant::Address(six, end));
    Some(between(subject, from, end))
}

/// Reads a port, or a range of ports such as `8000-9000`, where the subject is one.
fn port(subject: &str, text: &str) -> Option<Node> {
    if !is_port(subject) {
        return None;
    }
    let (first, last) = match text.split_once(['-', ':']) {
        Some((first, last)) => (first.trim(), last.trim()),
        None => (text, text),
    };
    let number = |text: &str| text.parse::<u16>().ok().map(u64::from);
    ports(subject, number(first)?, number(last)?)
}

/// Reads a port that is a number.
pub(super) fn port_number(subject: &str, number: &serde_json::Number) -> Option<Node> {
    let number = number.as_u64().filter(|_| is_port(subject))?;
    ports(subject, number, number)
}

fn ports(subject: &str, first: u64, last: u64) -> Option<Node> {
    let constant = |number: u64| Constant::Number(Decimal::from_count(number));
    let end = last.checked_add(1).filter(|_| first <= last)?;
    Some(between(subject, constant(first), Some(constant(end))))
}

fn between(subject: &str, from: Constant, end: Option<Constant>) -> Node {
    let least = Node::atom(subject, Test::Order(Comparison::AtLeast, from));
    match end {
        Some(end) => {
            Node::All(vec![least, Node::atom(subject, Test::Order(Comparison::Below, end))])
        }
        None => least,
    }
}

/// Tells whether a subject is a port, by the last word of its name.
fn is_port(subject: &str) -> bool {
    let name = subject.rsplit('.').next().unwrap_or_default();
    let stem = name.strip_suffix('s').unwrap_or(name);
    let before = stem.strip_suffix("port");
    stem.ends_with("Port") || before.is_some_and(|rest| !rest.ends_with(char::is_alphabetic))
}

/// Tells whether a subject is an address, by its name.
pub(super) fn is_address(subject: &str) -> bool {
    let name = subject.rsplit(['.', ':']).next().unwrap_or_default().to_ascii_lowercase();
    ["ip", "ips", "cidr", "cidrs", "addr", "address", "addresses"]
        .iter()
        .any(|word| name.ends_with(word))
}
