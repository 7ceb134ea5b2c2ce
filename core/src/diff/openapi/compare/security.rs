//! Security: which credentials a call needs. A list of alternatives; each asks for schemes with scopes.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::direction::{Became, Message};
use super::words::Known;
use super::{Comparison, both, named};
use crate::diff::Class;
use crate::diff::draft::Draft;
use crate::diff::fields::{Members, Spot};
use crate::diff::openapi::model::Api;
use crate::finding::codes::diff::openapi_security as codes;

const SCHEME: Known = Known {
    words: &["description", "bearerFormat", "deprecated"],
    read: &["type", "in", "name", "scheme", "openIdConnectUrl", "flows"],
};

/// What operations ask of a scheme.
#[derive(Default)]
pub(super) struct Needs {
    operations: BTreeSet<String>,
    pub(super) scopes: BTreeSet<String>,
}

/// One way to sign in: schemes with their scopes; empty for none at all.
type Way = BTreeMap<String, BTreeSet<String>>;

/// Where requirements stand on both sides.
#[derive(Clone, Copy)]
struct Sides<'x, 'a> {
    was: &'x Spot<'a>,
    is: &'x Spot<'a>,
    /// Whether the owner calls.
    turned: bool,
    /// Whether calls need no credential on either side.
    optional: bool,
}

impl<'a> Comparison<'_, 'a> {
    /// Compares what an operation asks for, inherited or its own.
    pub(super) fn operation_security(&mut self, was: &Spot<'a>, is: &Spot<'a>) {
        let (old_at, new_at) = (self.before.security(was), self.after.security(is));
        let same = |name: String| self.schemes.get(&name).cloned().unwrap_or(name);
        let (old, new) = (ways(old_at.as_ref(), same), ways(new_at.as_ref(), |name| name));
        if old == new {
            return;
        }
        let (old_at, new_at) =
            (old_at.unwrap_or_else(|| was.clone()), new_at.unwrap_or_else(|| is.clone()));
        // What holds for all calls speaks of those that others make: here the owner calls.
        let turned = self.turned && [was, is].iter().any(|at| at.member("security").is_some());
        let open = |ways: &BTreeSet<Way>| ways.contains(&Way::new());
        let optional = open(&old) && open(&new);
        let sides = Sides { was: &old_at, is: &new_at, turned, optional };
        match (open(&old), open(&new)) {
            (true, false) => {
                let message = "the call needs a credential now";
                self.secured(codes::SECURITY_ADDED, Became::Asked, message.to_owned(), sides);
            }
            (false, true) => {
                let message = "the call needs no credential any more";
                self.secured(codes::SECURITY_REMOVED, Became::Released, message.to_owned(), sides);
            }
            _ => self.alternatives(&old, &new, sides),
        }
    }

    /// Compares the ways to sign in one by one.
    fn alternatives(&mut self, old: &BTreeSet<Way>, new: &BTreeSet<Way>, sides: Sides<'_, 'a>) {
        let mut come: Vec<&Way> = new.difference(old).collect();
        for way in old.difference(new) {
            let same = come.iter().position(|other| way.keys().eq(other.keys()));
            match same {
                Some(index) => {
                    let other = come.remove(index);
                    self.scopes(way, other, sides);
                }
                // What asks for less is met by those who bring more.
                None if come.iter().any(|other| asks_less(other, way)) => {}
                // None at all, beside others.
                None if way.is_empty() => {}
                None => {
                    let message = format!("signing in by {} is not accepted any more", told(way));
                    let code = codes::SECURITY_ALTERNATIVE_REMOVED;
                    self.secured(code, Became::Fewer, message, sides);
                }
            }
        }
        for way in come.into_iter().filter(|way| !way.is_empty()) {
            let message = format!("signing in by {} is accepted", told(way));
            let weaker = old.iter().any(|other| asks_less(way, other));
            let became = if weaker { Became::Released } else { Became::More };
            self.secured(codes::SECURITY_ALTERNATIVE_ADDED, became, message, sides);
        }
    }

    fn scopes(&mut self, was: &Way, is: &Way, sides: Sides<'_, 'a>) {
        for (scheme, scopes) in was {
            let empty = BTreeSet::new();
            let others = is.get(scheme).unwrap_or(&empty);
            for scope in others.difference(scopes) {
                let message = format!("`{scheme}` needs the scope `{scope}` now");
                self.secured(codes::SECURITY_SCOPE_ADDED, Became::Asked, message, sides);
            }
            for scope in scopes.difference(others) {
                let message = format!("`{scheme}` does not need the scope `{scope}` any more");
                self.secured(codes::SECURITY_SCOPE_REMOVED, Became::Released, message, sides);
            }
        }
    }

    fn secured(
        &mut self,
        code: &'static crate::finding::Code,
        became: Became,
        message: String,
        sides: Sides<'_, 'a>,
    ) {
        let mut draft = self.judged(code, message, became, Message::Request);
        if !sides.turned {
            let class = match became {
                Became::Asked | Became::Fewer => Class::Breaking,
                Became::Released => Class::Behavioral,
                _ => Class::Additive,
            };
            draft = Draft { class, ..draft.because(code.why) };
        }
        if sides.optional {
            let why = "calls are accepted without any credential, as before";
            let class = draft.class.min(Class::Behavioral);
            let confidence = if class == Class::Additive { draft.confidence } else { 0.7 };
            draft = Draft { class, ..draft.because(why).sure(confidence) };
        }
        // Who asks for less lets more people in.
        let weaker = became == Became::Released && !sides.optional;
        let draft = if weaker { draft.detail("security_relevant", true) } else { draft };
        self.report(draft.before(named(sides.was)).after(named(sides.is)));
    }

    /// Compares the ways to sign in themselves.
    pub(super) fn security_schemes(&mut self) {
        self.operation.clear();
        let kind = "securitySchemes";
        let (was, is) = (self.before.components(kind), self.after.components(kind));
        self.renamed_schemes(&was, &is);
        let renamed: BTreeSet<String> =
            self.schemes.iter().flat_map(|(old, new)| [old.clone(), new.clone()]).collect();
        let names: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
        let needs = needs(self.before);
        for name in names.into_iter().filter(|name| !renamed.contains(*name)) {
            match (was.get(name), is.get(name)) {
                (Some(was), Some(is)) => {
                    self.scheme(name, was, is, needs.get(name).unwrap_or(&Needs::default()));
                }
                (Some(was), None) => {
                    let message = format!("the security scheme `{name}` is gone");
                    let code = codes::SECURITY_SCHEME_REMOVED;
                    self.report(Draft::new(code, Class::Cosmetic, message).before(named(was)));
                }
                (None, Some(is)) => {
                    let message = format!("the security scheme `{name}` is new");
                    let code = codes::SECURITY_SCHEME_ADDED;
                    self.report(Draft::new(code, Class::Additive, message).after(named(is)));
                }
                (None, None) => {}
            }
        }
    }

    fn scheme(&mut self, name: &str, was: &Spot<'a>, is: &Spot<'a>, needs: &Needs) {
        let (was, is) = (self.before.resolved(was), self.after.resolved(is));
        self.words(&was, &is, &SCHEME);
        for key in SCHEME.read.iter().copied().filter(|key| *key != "flows") {
            let (old, new) = (was.member(key), is.member(key));
            let same = |(old, new): (&Spot<'a>, &Spot<'a>)| old.value == new.value;
            let is_same = old.as_ref().zip(new.as_ref()).is_some_and(same);
            if is_same || meant(key, &was) == meant(key, &is) {
                continue;
            }
            let message = format!("`{key}` of the security scheme `{name}` changed");
            let (old, new) = (old.as_ref(), new.as_ref());
            let code = codes::SECURITY_SCHEME_CHANGED;
            self.asked(both(code, Class::Breaking, message, old, new), needs);
            if key == "type" {
                // Whatever else it says is said of something else.
                return;
            }
        }
        self.flows(name, &was, &is, needs);
    }

    /// Reports a change of a scheme with the operations that ask for it; where none does, nobody is known to
    /// sign in so.
    pub(super) fn asked(&mut self, draft: Draft, needs: &Needs) {
        if needs.operations.is_empty() {
            if draft.class != Class::Breaking {
                return self.report(draft);
            }
            let why = "no operation asks for the scheme";
            let class = Class::Behavioral;
            return self.report(Draft { class, ..draft.because(why).sure(0.5) });
        }
        for operation in &needs.operations {
            self.operation.clone_from(operation);
            self.report(draft.clone());
        }
        self.operation.clear();
    }

    /// Finds schemes that are the same under another name.
    fn renamed_schemes(&mut self, was: &Members<'a>, is: &Members<'a>) {
        let gone = was.iter().filter(|(name, _)| !is.contains_key(*name));
        for (name, old) in gone {
            let mut same = is
                .iter()
                .filter(|(other, new)| !was.contains_key(*other) && called(new) == called(old));
            if let (Some((other, new)), None) = (same.next(), same.next()) {
                let message = format!("the security scheme `{name}` is called `{other}` now");
                let draft = Draft::new(codes::SECURITY_SCHEME_RENAMED, Class::Cosmetic, message);
                self.report(draft.before(named(old)).after(named(new)));
                self.words(old, new, &SCHEME);
                self.schemes.insert(name.clone(), other.clone());
            }
        }
    }
}

/// Returns what a scheme asks of calls, without words for people.
fn called<'a>(scheme: &Spot<'a>) -> BTreeMap<String, &'a Value> {
    let members = scheme.members().into_iter();
    members
        .filter(|(key, _)| !key.starts_with("x-") && !SCHEME.words.contains(&key.as_str()))
        .map(|(key, spot)| (key, spot.value))
        .collect()
}

/// Returns what counts of a member of a scheme: names of headers and of ways to sign in have no case (RFC 9110
/// sections 5.1 and 11.1).
fn meant(key: &str, scheme: &Spot<'_>) -> Option<Value> {
    let member = scheme.member(key)?;
    let in_header = || scheme.member("in").is_some_and(|place| place.text() == Some("header"));
    match member.text() {
        Some(text) if key == "scheme" || (key == "name" && in_header()) => {
            Some(Value::from(text.to_ascii_lowercase()))
        }
        _ => Some(member.value.clone()),
    }
}

/// Lists what operations ask of each scheme.
fn needs(api: &Api<'_>) -> BTreeMap<String, Needs> {
    let mut needs: BTreeMap<String, Needs> = BTreeMap::new();
    for operation in api.paths.operations.values().chain(api.webhooks.operations.values()) {
        for (scheme, scopes) in
            ways(api.security(&operation.at).as_ref(), |name| name).into_iter().flatten()
        {
            let known = needs.entry(scheme).or_default();
            known.operations.insert(operation.label.clone());
            known.scopes.extend(scopes);
        }
    }
    needs
}

/// Returns the ways to sign in, with the schemes as they are `called` now.
fn ways(list: Option<&Spot<'_>>, called: impl Fn(String) -> String) -> BTreeSet<Way> {
    // One way alone, and the name of a scheme alone, are met in the field.
    let items = list.map(Spot::one_or_more).unwrap_or_default();
    let way = |item: &Spot<'_>| -> Way {
        if let Some(name) = item.text() {
            return Way::from([(called(name.to_owned()), BTreeSet::new())]);
        }
        let scopes = |spot: Spot<'_>| {
            spot.items().iter().filter_map(|scope| scope.text().map(str::to_owned)).collect()
        };
        item.members().into_iter().map(|(name, spot)| (called(name), scopes(spot))).collect()
    };
    let mut ways: BTreeSet<Way> = items.iter().map(way).collect();
    // A call that needs nothing needs no credential.
    if ways.is_empty() {
        ways.insert(Way::new());
    }
    ways
}

/// Tells whether whoever satisfies `more` satisfies `less` as well.
fn asks_less(less: &Way, more: &Way) -> bool {
    less.iter().all(|(scheme, scopes)| more.get(scheme).is_some_and(|all| scopes.is_subset(all)))
}

fn told(way: &Way) -> String {
    let names: Vec<String> = way.keys().map(|name| format!("`{name}`")).collect();
    names.join(" with ")
}
