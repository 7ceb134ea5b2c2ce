//! A description as its clients see it: operations by method and path, each with everything that counts for
//! it, references followed and what stands above it pushed down.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::servers;
use crate::diff::fields::Spot;
use crate::document::pointer;

/// The methods an item of a path may have (OpenAPI 3.2.0 section 4.9).
const METHODS: [&str; 9] =
    ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// References that are followed one after the other.
const MOST_STEPS: usize = 100;

/// One version of a description.
pub(super) struct Api<'a> {
    pub(super) root: Spot<'a>,
    pub(super) paths: Calls<'a>,
    pub(super) webhooks: Calls<'a>,
    /// Places of media types, and of the duty to send a form, that nobody stated.
    pub(super) assumed: &'a BTreeSet<String>,
    /// Paths without the names of their parameters that several paths of a version have.
    apart: &'a BTreeSet<String>,
}

/// What a list of paths, of webhooks, or of one callback offers.
#[derive(Clone, Default)]
pub(super) struct Calls<'a> {
    pub(super) operations: BTreeMap<Key, Operation<'a>>,
    /// Items as they are written, by their paths without the names of parameters.
    pub(super) items: BTreeMap<String, Spot<'a>>,
    /// References of items that lead nowhere in the document: nobody knows their operations.
    pub(super) unread: BTreeMap<String, Spot<'a>>,
}

/// What names an operation for its clients: the names of parameters in the path are no part of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) path: String,
    pub(super) method: String,
}

/// Where a parameter is sent, and its name there.
pub(super) type ParameterKey = (String, String);

/// Headers that a description may list and nobody reads (OpenAPI 3.1.1 section 4.8.12.2.1).
const UNREAD_HEADERS: [&str; 3] = ["accept", "content-type", "authorization"];

/// One operation.
#[derive(Clone)]
pub(super) struct Operation<'a> {
    /// `GET /pets/{id}`, for messages.
    pub(super) label: String,
    pub(super) at: Spot<'a>,
    /// Names of the parameters in the path, in their order.
    pub(super) names: Vec<String>,
    pub(super) parameters: BTreeMap<ParameterKey, Spot<'a>>,
    pub(super) servers: Vec<Spot<'a>>,
}

impl Operation<'_> {
    /// Returns the addresses at which it is served: of the servers, with its path. Without any, that is where the
    /// description was found (OpenAPI 3.1.1 section 4.8.1).
    pub(super) fn addresses(&self, key: &Key) -> BTreeSet<String> {
        if self.servers.is_empty() {
            return BTreeSet::from([key.path.clone()]);
        }
        let servers = self.servers.iter().flat_map(servers::addresses);
        servers.map(|url| format!("{url}{}", key.path)).collect()
    }

    /// Returns its name for generators of code.
    pub(super) fn id(&self) -> Option<&str> {
        self.at.value.get("operationId").and_then(Value::as_str)
    }
}

impl<'a> Api<'a> {
    pub(super) fn new(
        root: &'a Value,
        assumed: &'a BTreeSet<String>,
        apart: &'a BTreeSet<String>,
    ) -> Self {
        let root = Spot::root(root);
        let (paths, webhooks) = (Calls::default(), Calls::default());
        let mut api = Self { root, paths, webhooks, assumed, apart };
        api.paths = api.calls(&["paths"], true);
        // `x-webhooks` is how they are written before OpenAPI 3.1.
        api.webhooks = api.calls(&["x-webhooks", "webhooks"], false);
        api
    }

    fn calls(&self, lists: &[&str], are_paths: bool) -> Calls<'a> {
        let mut calls = Calls::default();
        for (name, item) in lists.iter().flat_map(|list| self.listed(list)) {
            self.item(&name, item, are_paths, &mut calls);
        }
        calls
    }

    /// Returns the members of a list of the document that are no extensions.
    fn listed(&self, list: &str) -> BTreeMap<String, Spot<'a>> {
        let mut items = self.root.member(list).map(|list| list.members()).unwrap_or_default();
        items.retain(|name, _| !name.starts_with("x-"));
        items
    }

    /// Adds the operations of one item of paths, of a webhook or of a callback. What stands beside a reference
    /// counts as well (OpenAPI 3.1.1 section 4.8.9.1).
    pub(super) fn item(&self, name: &str, item: Spot<'a>, is_path: bool, calls: &mut Calls<'a>) {
        let chain = self.chain(&item);
        let (plain, names) = template(name);
        // Nothing but their names tells such paths apart.
        let is_plain = is_path && !self.apart.contains(&plain);
        let path = if is_plain { plain } else { name.to_owned() };
        let names = if is_path { names } else { Vec::new() };
        for (method, at) in chain.iter().flat_map(methods) {
            let key = Key { path: path.clone(), method };
            if calls.operations.contains_key(&key) {
                continue;
            }
            let operation = Operation {
                label: format!("{} {name}", key.method.to_ascii_uppercase()),
                parameters: self.parameters(&chain, &at, &names),
                servers: self.servers(&chain, &at),
                names: names.clone(),
                at,
            };
            calls.operations.insert(key, operation);
        }
        if let Some(last) = chain.last().filter(|last| dangling(last).is_some()) {
            calls.unread.insert(path.clone(), last.clone());
        }
        calls.items.insert(path, item);
    }

    /// Returns the parameters of an operation, those of the whole path included; those in the path are
    /// named by their position.
    fn parameters(
        &self,
        items: &[Spot<'a>],
        operation: &Spot<'a>,
        names: &[String],
    ) -> BTreeMap<ParameterKey, Spot<'a>> {
        // The nearest to the operation counts.
        let around = items.iter().rev().chain([operation]);
        let listed = around.filter_map(|at| at.member("parameters"));
        let mut found = BTreeMap::new();
        for parameter in listed.flat_map(|list| list.items()) {
            let parameter = self.resolved(&parameter);
            let key = parameter_key(&parameter, names);
            if key.0 != "header" || !UNREAD_HEADERS.contains(&key.1.as_str()) {
                found.insert(key, parameter);
            }
        }
        found
    }

    /// Returns the servers that hold for an operation: its own, else those of the path, else of all.
    fn servers(&self, items: &[Spot<'a>], operation: &Spot<'a>) -> Vec<Spot<'a>> {
        let listed = std::iter::once(operation).chain(items).chain([&self.root]);
        listed
            .filter_map(|at| at.member("servers"))
            .map(|list| list.items())
            .next()
            .unwrap_or_default()
    }

    /// Returns where a reference leads inside of the document; the place itself when it is none, or leads
    /// nowhere.
    pub(super) fn resolved(&self, spot: &Spot<'a>) -> Spot<'a> {
        let mut spot = spot.clone();
        for _ in 0..MOST_STEPS {
            let Some(next) = self.step(&spot) else { break };
            spot = next;
        }
        spot
    }

    /// Returns a place and those that references lead to from there, one after the other.
    fn chain(&self, spot: &Spot<'a>) -> Vec<Spot<'a>> {
        let mut chain = vec![spot.clone()];
        while let Some(next) = chain.last().and_then(|last| self.step(last)) {
            if chain.len() >= MOST_STEPS || chain.iter().any(|known| known.pointer == next.pointer)
            {
                break;
            }
            chain.push(next);
        }
        chain
    }

    /// Follows one reference.
    fn step(&self, spot: &Spot<'a>) -> Option<Spot<'a>> {
        let target = spot
            .member("$ref")
            .and_then(|reference| reference.text())
            .and_then(pointer::of_reference)?;
        let value = pointer::get(self.root.value, &target).filter(|value| value.is_object())?;
        Some(Spot { pointer: target, value })
    }

    /// Returns a member, its references followed.
    pub(super) fn member(&self, spot: &Spot<'a>, key: &str) -> Option<Spot<'a>> {
        spot.member(key).map(|member| self.resolved(&member))
    }

    /// Returns the components of a kind.
    pub(super) fn components(&self, kind: &str) -> BTreeMap<String, Spot<'a>> {
        let all = self.root.member("components").and_then(|all| all.member(kind));
        all.map(|all| all.members()).unwrap_or_default()
    }

    /// Returns the requirements of security that hold for an operation: a list of alternatives, each with its
    /// schemes and their scopes.
    pub(super) fn security(&self, operation: &Spot<'a>) -> Option<Spot<'a>> {
        operation.member("security").or_else(|| self.root.member("security"))
    }
}

/// Returns the operations that an item writes down itself; names of methods beyond those of the specification
/// keep their case (OpenAPI 3.2.0 section 4.9).
fn methods<'a>(item: &Spot<'a>) -> Vec<(String, Spot<'a>)> {
    let fixed = item.members().into_iter().filter_map(|(member, at)| {
        let method = member.to_ascii_lowercase();
        METHODS.contains(&method.as_str()).then_some((method, at))
    });
    let more = item.member("additionalOperations").map(|all| all.members()).unwrap_or_default();
    fixed.chain(more).filter(|(_, at)| at.value.is_object()).collect()
}

/// Returns what names a parameter: one in the path by its position, one that leads nowhere by its reference.
fn parameter_key(parameter: &Spot<'_>, names: &[String]) -> ParameterKey {
    let text = |key| parameter.member(key).and_then(|spot| spot.text()).unwrap_or_default();
    if let Some(reference) = dangling(parameter) {
        return (String::new(), reference.to_owned());
    }
    let (place, name) = (text("in"), text("name"));
    let name = match place {
        "path" => names
            .iter()
            .position(|known| known == name)
            .map_or_else(|| name.to_owned(), |index| index.to_string()),
        "header" => name.to_ascii_lowercase(),
        _ => name.to_owned(),
    };
    (place.to_owned(), name)
}

/// Returns the reference that is left where it leads nowhere in the document.
pub(super) fn dangling<'a>(resolved: &Spot<'a>) -> Option<&'a str> {
    resolved.value.get("$ref").and_then(Value::as_str)
}

/// Lists the paths without the names of their parameters that several paths of a description have.
pub(super) fn same_paths(root: &Value) -> Vec<(String, String)> {
    let mut seen = BTreeSet::new();
    let paths = root.get("paths").and_then(Value::as_object).into_iter().flatten();
    let templates = paths.map(|(path, _)| (template(path).0, path.clone()));
    templates.filter(|(plain, _)| !seen.insert(plain.clone())).collect()
}

/// Returns a path without the names of its parameters, and the names.
fn template(path: &str) -> (String, Vec<String>) {
    let (mut plain, mut names) = (String::with_capacity(path.len()), Vec::new());
    let mut rest = path;
    while let Some((before, behind)) = rest.split_once('{') {
        let Some((name, after)) = behind.split_once('}') else { break };
        plain.push_str(before);
        plain.push_str("{}");
        names.push(name.to_owned());
        rest = after;
    }
    plain.push_str(rest);
    (plain, names)
}

/// Returns the JSON Pointer of a component.
pub(super) fn component(kind: &str, name: &str) -> String {
    pointer::push(&format!("/components/{kind}"), name)
}

#[cfg(test)]
mod tests {
    use super::template;

    #[test]
    fn names_of_parameters_are_no_part_of_a_path() {
        assert_eq!(template("/pets"), ("/pets".to_owned(), vec![]));
        let (plain, names) = template("/pets/{id}/toys/{toy}.{ending}");
        assert_eq!(
            (plain.as_str(), names),
            ("/pets/{}/toys/{}.{}", ["id", "toy", "ending"].map(str::to_owned).to_vec())
        );
        assert_eq!(template("/odd/{open").0, "/odd/{open");
    }
}
