//! Names, descriptions, types and directives.

use apollo_parser::cst::{self, CstNode};
use apollo_parser::{SyntaxElement, SyntaxKind, SyntaxNode};

use crate::diff::graphql::literal::Literal;
use crate::diff::graphql::model::{At, Element, Said, TypeDef, Usage};
use crate::diff::graphql::type_ref::{TypeRef, Wrapper};

/// Returns the name, and where it stands.
pub(in crate::diff::graphql) fn name(node: Option<cst::Name>) -> Option<(String, At)> {
    let token = node?.ident_token()?;
    Some((token.text().to_owned(), range(token.text_range())))
}

/// Returns the name of a type that is referred to by name alone.
pub(super) fn named(node: &cst::NamedType) -> Option<(String, At)> {
    name(node.name())
}

pub(super) fn range(range: impl Into<std::ops::Range<usize>>) -> At {
    let range = range.into();
    At { start: range.start, end: range.end }
}

/// Returns the range of a node without spaces, comments and commas around it: the parser leaves
/// those behind a part in the part.
pub(in crate::diff::graphql) fn trimmed(node: &SyntaxNode) -> At {
    let whole = range(node.text_range());
    let said = |token: &apollo_parser::SyntaxToken| {
        !matches!(token.kind(), SyntaxKind::WHITESPACE | SyntaxKind::COMMENT | SyntaxKind::COMMA)
    };
    let mut first = node.first_token();
    while let Some(token) = first.take_if(|token| !said(token)) {
        first = token.next_token();
    }
    let mut last = node.last_token();
    while let Some(token) = last.take_if(|token| !said(token)) {
        last = token.prev_token();
    }
    At {
        start: first.map_or(whole.start, |token| token.text_range().start().into()),
        end: last.map_or(whole.end, |token| token.text_range().end().into()),
    }
}

pub(super) fn description(node: Option<cst::Description>) -> Option<Said<String>> {
    let text = node?.string_value()?;
    let at = trimmed(text.syntax());
    Some(Said { value: String::from(&text), at: Some(at) }).filter(|said| !said.value.is_empty())
}

/// Returns a type; its depth is bounded by the parser.
pub(in crate::diff::graphql) fn type_ref(node: Option<cst::Type>) -> Option<Said<TypeRef>> {
    let mut node = node?;
    let at = trimmed(node.syntax());
    let mut wrappers = Vec::new();
    let (name, _) = loop {
        node = match node {
            cst::Type::NamedType(it) => break named(&it)?,
            cst::Type::ListType(it) => {
                wrappers.push(Wrapper::List);
                it.ty()?
            }
            cst::Type::NonNullType(it) => {
                wrappers.push(Wrapper::NonNull);
                match (it.named_type(), it.list_type()) {
                    (Some(named), _) => cst::Type::NamedType(named),
                    (None, list) => cst::Type::ListType(list?),
                }
            }
        };
    };
    Some(Said { value: TypeRef::new(name, wrappers), at: Some(at) })
}

pub(super) fn literal(node: Option<cst::Value>) -> Option<Said<Literal>> {
    let node = node?;
    Some(Said { value: Literal::read(&node), at: Some(trimmed(node.syntax())) })
}

fn usages(node: Option<cst::Directives>) -> Vec<Usage> {
    let directives = node.into_iter().flat_map(|all| all.directives().collect::<Vec<_>>());
    directives.filter_map(|directive| usage(&directive)).collect()
}

fn usage(directive: &cst::Directive) -> Option<Usage> {
    let (name, _) = name(directive.name())?;
    let args =
        directive.arguments().into_iter().flat_map(|all| all.arguments().collect::<Vec<_>>());
    let args =
        args.filter_map(|arg| Some((arg.name()?.text().to_string(), Literal::read(&arg.value()?))));
    Some(Usage { name, args: args.collect(), at: Some(trimmed(directive.syntax())) })
}

/// Returns what every part has, and the directives that mean something only on types.
pub(super) fn element(
    name_at: Option<At>,
    words: Option<cst::Description>,
    directives: Option<cst::Directives>,
) -> (Element, Vec<Usage>) {
    let mut element =
        Element { at: name_at, description: description(words), ..Element::default() };
    let mut special = Vec::new();
    for usage in usages(directives) {
        match usage.name.as_str() {
            "deprecated" => element.deprecated = Some(reason(&usage)),
            "specifiedBy" | "oneOf" => special.push(usage),
            _ => element.usages.push(usage),
        }
    }
    (element, special)
}

/// Reason of a deprecation that gives none, by the specification.
pub(super) const NO_REASON: &str = "No longer supported";

fn reason(usage: &Usage) -> Said<String> {
    let reason = match usage.args.get("reason") {
        Some(Literal::Text(text)) => text.clone(),
        _ => NO_REASON.to_owned(),
    };
    Said { value: reason, at: usage.at }
}

/// Puts the directives that the specification gives a meaning into the type they stand on.
pub(super) fn specials(def: &mut TypeDef, special: Vec<Usage>) {
    for usage in special {
        match usage.args.get("url") {
            Some(Literal::Text(url)) if usage.name == "specifiedBy" => {
                def.specified_by = Some(Said { value: url.clone(), at: usage.at });
            }
            _ if usage.name == "oneOf" => def.one_of = Some(Said { value: (), at: usage.at }),
            _ => def.element.usages.push(usage),
        }
    }
}

/// Returns the first token of a kind among the parts of a node.
pub(super) fn token(node: &SyntaxNode, kind: SyntaxKind) -> Option<At> {
    let found = node.children_with_tokens().find(|part| part.kind() == kind)?;
    match found {
        SyntaxElement::Token(token) => Some(range(token.text_range())),
        SyntaxElement::Node(_) => None,
    }
}
