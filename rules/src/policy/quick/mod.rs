//! Makes nodes of a syntax tree, for everything that can be evaluated without the engine: see
//! [`crate::engine::nodes`].

mod chains;
mod expressions;
mod statements;

use rhai::{ImmutableString, StmtBlock};

use crate::engine::Host;
use crate::engine::nodes::Node;

/// Returns what a hook does; none when the engine alone can run it.
pub(super) fn body(block: &StmtBlock, parameters: &[&str], host: &Host) -> Option<Node> {
    let names = parameters.iter().map(|name| ImmutableString::from(*name)).collect();
    let mut maker = Maker { host, names, parameters: Vec::new(), is_lost: false };
    let node = Node::Block(maker.block(block));
    (!maker.is_lost).then_some(node)
}

/// Makes nodes, and knows which variables there are at each of them.
struct Maker<'h> {
    host: &'h Host,
    /// The variables, in the order they are made in.
    names: Vec<ImmutableString>,
    /// The parameters of the policy that functions are called on.
    parameters: Vec<ImmutableString>,
    /// Whether a variable is made in a way that we do not know.
    is_lost: bool,
}
