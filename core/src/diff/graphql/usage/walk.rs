//! From operations to what they use, selection by selection.

use std::collections::{BTreeMap, BTreeSet};

use apollo_parser::Parser;
use apollo_parser::cst::{self, CstNode, Definition, Selection};

use super::values;
use crate::diff::graphql::lines::Lines;
use crate::diff::graphql::literal::Literal;
use crate::diff::graphql::model::{Field, Schema};
use crate::diff::graphql::reach::implementations;
use crate::diff::graphql::read;
use crate::document::{Limits, Source};
use crate::error::{Error, Result};
use crate::finding::codes::diff::graphql as codes;
use crate::finding::{Finding, Location};

/// Walks through operations.
pub(super) struct Walk<'a> {
    schema: &'a Schema,
    implementations: BTreeMap<&'a str, Vec<&'a str>>,
    fragments: BTreeMap<String, Vec<cst::FragmentDefinition>>,
    /// Fragments that are or were walked through, and those that still are to be: one that leads to
    /// another must not be walked through inside of it, for a chain of them may be long.
    seen: BTreeSet<String>,
    waiting: Vec<String>,
    pub(super) used: BTreeSet<String>,
    pub(super) findings: Vec<Finding>,
}

/// The text that is walked through.
struct Place<'t> {
    path: &'t str,
    lines: Lines<'t>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(schema: &'a Schema) -> Self {
        Self {
            schema,
            implementations: implementations(schema),
            fragments: BTreeMap::new(),
            seen: BTreeSet::new(),
            waiting: Vec::new(),
            used: BTreeSet::new(),
            findings: Vec::new(),
        }
    }

    /// Reads documents of operations; a fragment may stand in another one than its use.
    pub(super) fn read(&mut self, sources: &[Source], limits: &Limits) -> Result<()> {
        let mut documents = Vec::new();
        for (index, source) in sources.iter().enumerate() {
            let at = format!("/graphql/usage/operations/{index}");
            let text = source.as_text().ok_or_else(|| {
                Error::invalid(&at, "the operations are no text").help("give the text itself")
            })?;
            let path = source.path_or("operations");
            let document = parse(text, limits).map_err(|error| error.in_file(path).within(&at))?;
            documents.push((Place { path, lines: Lines::of(text) }, document));
        }
        for (_, document) in &documents {
            for definition in document.definitions() {
                let Definition::FragmentDefinition(it) = definition else { continue };
                let name = it.fragment_name().and_then(|name| name.name());
                if let Some((name, _)) = read::name(name) {
                    self.fragments.entry(name).or_default().push(it);
                }
            }
        }
        for (place, document) in &documents {
            for definition in document.definitions() {
                if let Definition::OperationDefinition(it) = definition {
                    self.operation(place, &it);
                }
            }
        }
        Ok(())
    }

    fn operation(&mut self, place: &Place<'_>, it: &cst::OperationDefinition) {
        let kind = match it.operation_type() {
            Some(kind) if kind.mutation_token().is_some() => "mutation",
            Some(kind) if kind.subscription_token().is_some() => "subscription",
            _ => "query",
        };
        self.used.insert(format!("schema.{kind}"));
        self.directives(it.directives().as_ref());
        let list = it.variable_definitions();
        for variable in list.iter().flat_map(cst::VariableDefinitions::variable_definitions) {
            if let Some(ty) = read::type_ref(variable.ty()) {
                self.used.insert(ty.value.name().to_owned());
            }
            self.directives(variable.directives().as_ref());
        }
        if let Some(root) = self.schema.roots.get(kind) {
            self.selections(place, &root.value, it.selection_set().as_ref());
        }
        while let Some(name) = self.waiting.pop() {
            self.fragment(place, &name);
        }
    }

    /// Walks through what is selected on a type; the depth is bounded by the parser.
    fn selections(&mut self, place: &Place<'_>, ty: &str, set: Option<&cst::SelectionSet>) {
        self.used.insert(ty.to_owned());
        for selection in set.into_iter().flat_map(cst::SelectionSet::selections) {
            match selection {
                Selection::Field(it) => self.field(place, ty, &it),
                Selection::InlineFragment(it) => {
                    self.directives(it.directives().as_ref());
                    let on = condition(it.type_condition());
                    self.selections(
                        place,
                        on.as_deref().unwrap_or(ty),
                        it.selection_set().as_ref(),
                    );
                }
                Selection::FragmentSpread(it) => {
                    self.directives(it.directives().as_ref());
                    let name = it.fragment_name().and_then(|name| name.name());
                    if let Some((name, _)) = read::name(name) {
                        if self.seen.insert(name.clone()) {
                            self.waiting.push(name);
                        }
                    }
                }
            }
        }
    }

    fn fragment(&mut self, place: &Place<'_>, name: &str) {
        for fragment in self.fragments.get(name).cloned().unwrap_or_default() {
            self.directives(fragment.directives().as_ref());
            if let Some(on) = condition(fragment.type_condition()) {
                self.selections(place, &on, fragment.selection_set().as_ref());
            }
        }
    }

    fn field(&mut self, place: &Place<'_>, ty: &str, it: &cst::Field) {
        self.directives(it.directives().as_ref());
        let Some((name, at)) = read::name(it.name()) else { return };
        if name.starts_with("__") {
            return;
        }
        let schema = self.schema;
        let def = schema.types.get(ty).and_then(|def| def.fields.get(&name));
        let Some(def) = def else {
            let message = format!("an operation selects `{ty}.{name}`, which is not in the schema");
            let mut location = Location::new(place.path, "");
            let (line, column) = place.lines.place(at.start);
            (location.line, location.column) = (Some(line), Some(column));
            let key = [ty, name.as_str()];
            let finding = Finding::new(codes::UNKNOWN_SELECTION, place.path, &key, message);
            self.findings.push(finding.at(location).remedy(codes::UNKNOWN_SELECTION.fix));
            return;
        };
        for owner in std::iter::once(ty).chain(self.objects(ty)) {
            self.used.insert(format!("{owner}.{name}"));
        }
        self.arguments(ty, &name, def, it.arguments().as_ref());
        self.selections(place, def.ty.value.name(), it.selection_set().as_ref());
    }

    /// Lists the types that implement an interface.
    fn objects(&self, ty: &str) -> Vec<&'a str> {
        self.implementations.get(ty).cloned().unwrap_or_default()
    }

    fn arguments(&mut self, ty: &str, name: &str, def: &Field, list: Option<&cst::Arguments>) {
        for argument in list.into_iter().flat_map(cst::Arguments::arguments) {
            let Some((arg, _)) = read::name(argument.name()) else { continue };
            for owner in std::iter::once(ty).chain(self.objects(ty)) {
                self.used.insert(format!("{owner}.{name}({arg}:)"));
            }
            if let (Some(input), Some(value)) = (def.args.get(&arg), argument.value()) {
                let literal = Literal::read(&value);
                values::value(self.schema, &mut self.used, input.ty.value.name(), &literal);
            }
        }
    }

    fn directives(&mut self, list: Option<&cst::Directives>) {
        let schema = self.schema;
        for directive in list.into_iter().flat_map(cst::Directives::directives) {
            let Some((name, _)) = read::name(directive.name()) else { continue };
            let def = schema.directives.get(&name);
            let arguments = directive.arguments();
            for argument in arguments.iter().flat_map(cst::Arguments::arguments) {
                let input = read::name(argument.name())
                    .and_then(|(arg, _)| def.and_then(|def| def.args.get(&arg)));
                if let (Some(input), Some(value)) = (input, argument.value()) {
                    let literal = Literal::read(&value);
                    values::value(schema, &mut self.used, input.ty.value.name(), &literal);
                }
            }
            self.used.insert(format!("@{name}"));
        }
    }
}

fn condition(node: Option<cst::TypeCondition>) -> Option<String> {
    let (name, _) = read::name(node?.named_type()?.name())?;
    Some(name)
}

fn parse(text: &str, limits: &Limits) -> Result<cst::Document> {
    limits.check_bytes(text.len())?;
    let parser = Parser::new(text).recursion_limit(limits.depth).token_limit(limits.nodes);
    let tree = parser.parse();
    if let Some(fault) = tree.errors().next() {
        return Err(read::explain(text, fault, limits));
    }
    let document = tree.document();
    let other = document.definitions().find(|definition| !definition.is_executable_definition());
    if let Some(other) = other {
        let (line, column) = Lines::of(text).place(read::trimmed(other.syntax()).start);
        return Err(Error::invalid("", "this defines part of a schema, and is no operation")
            .on(line, column)
            .help("give operations and fragments only"));
    }
    Ok(document)
}
