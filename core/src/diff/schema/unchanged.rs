//! What two documents say alike, with everything that references lead to from there: nothing in it has changed, so
//! that it is neither read nor compared. Most of a new version is the same as before.

use std::borrow::Cow;
use std::collections::BTreeSet;

use foldhash::{HashMap, HashSet};
use serde_json::Value;

use super::align;
use super::node::NodeId;
use super::pairs::Pairs;
use super::refs::Schemas;
use crate::document::pointer;

/// The parts that are the same in two documents.
#[derive(Default)]
pub(super) struct Unchanged<'a> {
    /// Pointers that references lead to, where both documents have the same.
    same: HashSet<Cow<'a, str>>,
    walk: Walk<'a>,
    /// Pairs of values that were asked about before and are the same, by their addresses.
    known: HashSet<(usize, usize)>,
}

impl<'a> Unchanged<'a> {
    /// Finds the references of two documents that lead to the same; none where the same text may mean something
    /// else, because parts give themselves names or the dialects differ.
    pub(super) fn of(sides: [&Schemas<'a>; 2]) -> Option<Self> {
        let [before, after] = sides;
        if before.dialect != after.dialect || before.names_parts() || after.names_parts() {
            return None;
        }
        let (mut walk, mut led) = (Walk::default(), Led::default());
        // Those that lie inside of others first, which lead to them then.
        for target in targets(sides).into_iter().rev() {
            let mut inside = Vec::new();
            let both = before.at(&target).zip(after.at(&target));
            let alike = both.filter(|(was, is)| {
                walk.alike(was, is, &mut |lead| {
                    let targets = lead.targets(sides);
                    inside.extend(targets.iter().flatten().cloned());
                    targets.is_some()
                })
            });
            if let Some((was, is)) = alike {
                inside.extend(kinds(sides, &target));
                walk.targets.insert(addresses(was, is), target.clone());
            }
            led.add(target, alike.map(|_| inside));
        }
        Some(Self { same: led.same(), walk, known: HashSet::default() })
    }

    /// Tells whether two parts of the documents are the same, with everything that references lead to from there.
    pub(super) fn holds(
        &mut self,
        sides: [&Schemas<'a>; 2],
        was: &'a Value,
        is: &'a Value,
    ) -> bool {
        let Self { same, walk, known } = self;
        let alike = known.contains(&addresses(was, is))
            || walk.alike(was, is, &mut |lead| {
                let targets = lead.targets(sides);
                targets.is_some_and(|targets| targets.iter().all(|target| same.contains(target)))
            });
        if alike {
            known.insert(addresses(was, is));
        }
        alike
    }
}

impl<'a> Pairs<'a> {
    /// Tells whether two schemas are written alike, with all that they refer to.
    pub(super) fn is_unchanged(&mut self, before: NodeId, after: NodeId) -> bool {
        let values = self.before.value(before).zip(self.after.value(after));
        values.is_some_and(|values| self.are_unchanged(values))
    }

    /// Tells whether nothing is to be told of two schemas: they are written alike, and none took the place of another.
    pub(super) fn tells_nothing(&mut self, before: NodeId, after: NodeId) -> bool {
        let places = self.before.place(before).zip(self.after.place(after));
        !places.is_some_and(|(was, is)| align::is_renamed(was, is))
            && self.is_unchanged(before, after)
    }

    /// Tells whether nothing is to be told of what stands at two places.
    pub(super) fn tells_nothing_at(&mut self, [before, after]: [&str; 2]) -> bool {
        let values = self.before.schemas.at(before).zip(self.after.schemas.at(after));
        !align::is_renamed(before, after) && values.is_some_and(|values| self.are_unchanged(values))
    }

    fn are_unchanged(&mut self, (was, is): (&'a Value, &'a Value)) -> bool {
        let sides = [&self.before.schemas, &self.after.schemas];
        self.unchanged.as_mut().is_some_and(|unchanged| unchanged.holds(sides, was, is))
    }
}

/// A walk through two documents side by side.
#[derive(Default)]
struct Walk<'a> {
    /// What references lead to, where both documents say the same, by the addresses there: it is not looked through
    /// again for each of those around it.
    targets: HashMap<(usize, usize), Cow<'a, str>>,
    /// Objects and lists that are known to differ, by their addresses: what lies inside is not looked through again
    /// for each of those around it.
    differ: HashSet<(usize, usize)>,
}

/// A way out of a value.
enum Lead<'w, 'a> {
    /// A member that may hold references.
    Member(&'w str, &'a Value),
    /// Something inside that references lead to as well.
    Target(&'w Cow<'a, str>),
}

impl<'a> Walk<'a> {
    /// Tells whether two values are the same; `leads` is asked about every way out.
    fn alike(
        &mut self,
        was: &'a Value,
        is: &'a Value,
        leads: &mut impl FnMut(Lead<'_, 'a>) -> bool,
    ) -> bool {
        let places = addresses(was, is);
        if let Some(target) = self.targets.get(&places) {
            return leads(Lead::Target(target));
        }
        let alike = match (was, is) {
            (Value::Object(old), Value::Object(new)) => {
                let mut members = old.iter().zip(new);
                old.len() == new.len()
                    && !self.differ.contains(&places)
                    && members.all(|((key, was), (other, is))| {
                        key == other
                            && self.alike(was, is, leads)
                            && (!is_reference(key) || leads(Lead::Member(key, was)))
                    })
            }
            (Value::Array(old), Value::Array(new)) => {
                let mut items = old.iter().zip(new);
                old.len() == new.len()
                    && !self.differ.contains(&places)
                    && items.all(|(was, is)| self.alike(was, is, leads))
            }
            _ => return was == is,
        };
        if !alike {
            self.differ.insert(places);
        }
        alike
    }
}

fn addresses(was: &Value, is: &Value) -> (usize, usize) {
    (std::ptr::from_ref(was).addr(), std::ptr::from_ref(is).addr())
}

/// Tells whether a member may hold references.
fn is_reference(key: &str) -> bool {
    matches!(key, "$ref" | "$dynamicRef" | "$recursiveRef" | "discriminator")
}

impl<'a> Lead<'_, 'a> {
    /// Returns the pointers that it leads to; none when nobody knows.
    fn targets(&self, sides: [&Schemas<'a>; 2]) -> Option<Vec<Cow<'a, str>>> {
        match self {
            Self::Member(key, member) => references(sides, key, member),
            Self::Target(target) => Some(vec![Cow::clone(target)]),
        }
    }
}

/// Returns the pointers that the references of a member lead to; none when nobody knows where one leads.
fn references<'a>(
    sides: [&Schemas<'a>; 2],
    key: &str,
    member: &'a Value,
) -> Option<Vec<Cow<'a, str>>> {
    match (key, member) {
        ("$ref", Value::String(text)) => Some(vec![local(text)?]),
        ("$dynamicRef" | "$recursiveRef", Value::String(_)) => None,
        ("discriminator", Value::Object(members)) => {
            let mapping = members.get("mapping").and_then(Value::as_object).into_iter().flatten();
            mapping.map(|(_, target)| mapped(sides, target.as_str()?)).collect()
        }
        _ => Some(Vec::new()),
    }
}

/// Returns the pointer that a reference inside of its document leads to.
fn local(reference: &str) -> Option<Cow<'_, str>> {
    let at = reference.strip_prefix('#').map(pointer::percent_decoded)?;
    (at.is_empty() || at.starts_with('/')).then_some(at)
}

/// Returns the pointer that a value of a discriminator leads to: a component by its name, else a reference.
fn mapped<'a>(sides: [&Schemas<'_>; 2], target: &'a str) -> Option<Cow<'a, str>> {
    let component = pointer::push("/components/schemas", target);
    match sides.map(|side| side.at(&component).is_some()) {
        [true, true] => Some(Cow::Owned(component)),
        [false, false] => local(target),
        _ => None,
    }
}

/// Lists what builds on a component whose values are told apart: it may be any of these.
fn kinds<'a>(sides: [&Schemas<'_>; 2], target: &str) -> Vec<Cow<'a, str>> {
    let told = sides.into_iter().filter(|side| side.family.is_told_apart(target));
    told.flat_map(|side| side.family.children(target)).map(|at| Cow::Owned(at.clone())).collect()
}

/// Lists the pointers that the references of the document before lead to, and the components whose values are told
/// apart.
fn targets<'a>(sides: [&Schemas<'a>; 2]) -> BTreeSet<Cow<'a, str>> {
    let told = sides.into_iter().flat_map(|side| side.family.told());
    let mut found: BTreeSet<Cow<'a, str>> = told.map(|at| Cow::Owned(at.clone())).collect();
    let [before, _] = sides;
    let mut waiting = vec![before.root];
    while let Some(value) = waiting.pop() {
        match value {
            Value::Object(members) => {
                for (key, member) in members.iter().filter(|(key, _)| is_reference(key)) {
                    found.extend(references(sides, key, member).into_iter().flatten());
                }
                waiting.extend(members.values());
            }
            Value::Array(items) => waiting.extend(items),
            _ => {}
        }
    }
    found
}

/// Which targets depend on each other.
#[derive(Default)]
struct Led<'a> {
    targets: Vec<Cow<'a, str>>,
    /// Targets by those that lead to them.
    from: HashMap<Cow<'a, str>, Vec<usize>>,
    /// Targets that differ.
    differ: Vec<usize>,
}

impl<'a> Led<'a> {
    /// Notes a target, and what it leads to; none when it differs by itself.
    fn add(&mut self, target: Cow<'a, str>, inside: Option<Vec<Cow<'a, str>>>) {
        let index = self.targets.len();
        self.targets.push(target);
        match inside {
            Some(inside) => {
                for inner in inside {
                    self.from.entry(inner).or_default().push(index);
                }
            }
            None => self.differ.push(index),
        }
    }

    /// Returns the targets that lead to nothing that differs.
    fn same(mut self) -> HashSet<Cow<'a, str>> {
        let mut same: HashSet<usize> = (0..self.targets.len()).collect();
        while let Some(index) = self.differ.pop() {
            if same.remove(&index) {
                let above = self.targets.get(index).and_then(|target| self.from.get(target));
                self.differ.extend(above.into_iter().flatten());
            }
        }
        let targets = self.targets.into_iter().enumerate();
        targets.filter(|(index, _)| same.contains(index)).map(|(_, target)| target).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::{Comparison, Dialect, Proofs, Use};
    use crate::diff::Polarity;

    const DIALECT: Dialect = Dialect::OpenApi31;

    /// Compares two schemas, with a look at what is unchanged or without, and returns what is found.
    fn compared(before: &Value, after: &Value, looks: bool) -> String {
        let mut comparison = Comparison::new([before, after], [DIALECT; 2]);
        if !looks {
            comparison.pairs.unchanged = None;
        }
        let used = Use { polarity: Polarity::Both, as_text: false, as_xml: false };
        for name in ["a", "b"] {
            let at = format!("/components/schemas/{name}");
            comparison.add([&at, &at], used, name);
        }
        let compared = comparison.finish(Proofs::new(before, after, [DIALECT; 2]));
        format!("{:?} {:?} {}", compared.drafts, compared.renamed, compared.incomplete)
    }

    fn document(schemas: &Value) -> Value {
        json!({"openapi": "3.1.0", "components": {"schemas": schemas}})
    }

    fn reference(name: &str) -> Value {
        json!({"$ref": format!("#/components/schemas/{name}")})
    }

    #[test]
    #[expect(clippy::too_many_lines, reason = "a list of cases")]
    fn what_is_left_out_has_no_changes() {
        let cat = |name: &str| json!({"type": "object", "properties": {"friend": reference(name)}});
        let chosen = json!({
            "oneOf": [reference("c"), reference("d")],
            "discriminator": {"propertyName": "kind", "mapping": {"x": "c", "y": "#/components/schemas/d"}},
        });
        let (text, number) = (json!({"type": "string"}), json!({"type": "integer"}));
        let long = json!({"enum": ["x".repeat(5_000), 1], "description": "long"});
        for (before, after) in [
            // What a reference leads to changed, far away and in a circle.
            (
                json!({"a": cat("b"), "b": cat("c"), "c": text}),
                json!({"a": cat("b"), "b": cat("c"), "c": number}),
            ),
            (
                json!({"a": cat("b"), "b": cat("a")}),
                json!({"a": cat("b"), "b": {"allOf": [cat("a"), {"required": ["friend"]}]}}),
            ),
            (json!({"a": cat("a"), "b": cat("b")}), json!({"a": cat("a"), "b": cat("b")})),
            // Only where a value of a discriminator leads changed.
            (
                json!({"a": chosen, "b": {}, "c": text, "d": text}),
                json!({"a": chosen, "b": {}, "c": text, "d": number}),
            ),
            // A part has another name, and another part has the old one.
            (
                json!({"a": cat("c"), "b": cat("c"), "c": text}),
                json!({"a": cat("d"), "b": cat("d"), "d": text}),
            ),
            (
                json!({"a": cat("c"), "b": cat("d"), "c": text, "d": number}),
                json!({"a": cat("c"), "b": cat("d"), "c": number, "d": text}),
            ),
            // A reference leads nowhere, then somewhere.
            (
                json!({"a": cat("none"), "b": cat("a")}),
                json!({"a": cat("none"), "b": cat("a"), "none": number}),
            ),
            // A part gives itself a name, which decides where others lead.
            (
                json!({"a": {"$ref": "#x"}, "b": cat("a"), "c": {"$anchor": "x", "type": "string"}}),
                json!({"a": {"$ref": "#x"}, "b": cat("a"), "d": {"$anchor": "x", "type": "integer"}}),
            ),
            (
                json!({"a": {"$id": "http://x/a", "$ref": "b"}, "b": {"$id": "http://x/b", "type": "string"}}),
                json!({"a": {"$id": "http://x/a", "$ref": "b"}, "b": {"$id": "http://y/b", "type": "string"}}),
            ),
            (
                json!({"a": {"anyOf": [long, text]}, "b": {"anyOf": [reference("a"), number]}}),
                json!({"a": {"anyOf": [text, long]}, "b": {"anyOf": [reference("a"), text]}}),
            ),
        ] {
            for [before, after] in [[&before, &after], [&after, &before]] {
                let [before, after] = [before, after].map(document);
                let found = compared(&before, &after, true);
                assert_eq!(found, compared(&before, &after, false), "{before} {after}");
            }
        }
    }
}
