//! What a file defines and what it needs: by this, files find out that they are one schema.

use std::collections::BTreeSet;

use apollo_parser::cst::{CstNode, Definition};
use apollo_parser::{Parser, SyntaxKind, SyntaxNode};

use super::federation;
use crate::document::Limits;

/// Names of types, and those of directives with their `@`.
#[derive(Debug, Default)]
pub(in crate::diff) struct Names {
    /// What the file defines.
    pub(in crate::diff) defined: BTreeSet<String>,
    /// What it adds to, and does not define.
    pub(in crate::diff) extended: BTreeSet<String>,
    /// What it names beside that.
    pub(in crate::diff) used: BTreeSet<String>,
    /// Whether it is a part of a federation, where every part extends what others define.
    pub(in crate::diff) is_federated: bool,
}

/// Reads the names of a file. What is behind a fault of syntax is read as far as it can be.
pub(in crate::diff) fn names(text: &str, limits: &Limits) -> Names {
    let parser = Parser::new(text).recursion_limit(limits.depth).token_limit(limits.nodes);
    let mut names = Names::default();
    for definition in parser.parse().document().definitions() {
        names.add(&definition);
    }
    let Names { defined, extended, used, .. } = &mut names;
    extended.retain(|name| !defined.contains(name));
    used.retain(|name| !defined.contains(name) && !extended.contains(name));
    names
}

impl Names {
    fn add(&mut self, definition: &Definition) {
        let node = definition.syntax();
        if let Some(name) = name(node) {
            match node.kind() {
                SyntaxKind::DIRECTIVE_DEFINITION => self.defined.insert(format!("@{name}")),
                kind if is_extension(kind) => self.extended.insert(name),
                _ => self.defined.insert(name),
            };
        }
        for inner in node.descendants() {
            let Some(name) = name(&inner) else { continue };
            match inner.kind() {
                SyntaxKind::NAMED_TYPE => self.used.insert(name),
                SyntaxKind::DIRECTIVE => {
                    self.is_federated |= federation::is_mark(&name);
                    self.used.insert(format!("@{name}"))
                }
                _ => false,
            };
        }
    }
}

fn name(node: &SyntaxNode) -> Option<String> {
    let name = node.children().find(|child| child.kind() == SyntaxKind::NAME)?;
    Some(name.text().to_string().trim().to_owned())
}

fn is_extension(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        SyntaxKind::SCALAR_TYPE_EXTENSION
            | SyntaxKind::OBJECT_TYPE_EXTENSION
            | SyntaxKind::INTERFACE_TYPE_EXTENSION
            | SyntaxKind::UNION_TYPE_EXTENSION
            | SyntaxKind::ENUM_TYPE_EXTENSION
            | SyntaxKind::INPUT_OBJECT_TYPE_EXTENSION
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_defined_extended_or_used() {
        let text = "
            schema @auth { query: Root }
            \"Reads {\" type User implements Node { posts(first: Size = {a: 1}): [Post!]! @auth }
            extend type Query { user: User }
            extend type User { extra: Date }
            directive @own(size: Size) on OBJECT
            union Any @own = User | Post
        ";
        let names = names(text, &Limits::default());
        let listed = |set: &BTreeSet<String>| set.iter().cloned().collect::<Vec<_>>().join(" ");
        assert_eq!(listed(&names.defined), "@own Any User");
        assert_eq!(listed(&names.extended), "Query");
        assert_eq!(listed(&names.used), "@auth Date Node Post Root Size");
        assert!(!names.is_federated);
    }

    #[test]
    fn a_fault_hides_little() {
        let text = "type A { a: B } type { } type C { c: D @external }";
        let names = names(text, &Limits::default());
        assert!(names.defined.contains("A") && names.defined.contains("C"), "{names:?}");
        assert!(names.is_federated);
    }
}
