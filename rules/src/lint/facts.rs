//! Facts that a policy reads and no document can state.

use meta_core::document::pointer;
use meta_core::finding::codes::lint;
use meta_core::suggest;
use rhai::{FnCallExpr, Position};

use super::manifest;
use super::reading::{At, Found, Reading};
use crate::engine::api::Member;
use crate::policy::Hook;
use crate::policy::kinds::Kind;
use crate::policy::script::{Step, constant_text};

pub(super) fn lint(reading: &Reading<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    reading.chains(|at, first, steps| {
        let mut way = Way { kind: reading.kinds.of(at, first), keys: None };
        let is_of_services = asked_about_services(reading, at);
        for step in &steps {
            found.extend(way.fault(reading, step, is_of_services));
            way = way.after(reading, step);
        }
    });
    found
}

/// Tells whether decisions of a function are about services: pointers go into their manifests.
fn asked_about_services(reading: &Reading<'_>, at: usize) -> bool {
    let name = reading.functions.get(at).map(|function| function.name.as_str());
    name.and_then(Hook::find) == Some(Hook::Check)
}

/// Where a chain of reads has come to.
struct Way<'a> {
    kind: Kind,
    /// The keys from the root of a manifest; none elsewhere, and where a key is not known.
    keys: Option<Vec<&'a str>>,
}

impl<'a> Way<'a> {
    fn after(self, reading: &Reading<'_>, step: &Step<'a>) -> Self {
        let kind = reading.kinds.after(self.kind, step);
        let keys = match step {
            Step::Property("raw", _) if self.kind == Kind::Facts("Service") => Some(Vec::new()),
            Step::Property(name, _) => self.keys.map(|keys| joined(&keys, &[name])),
            Step::Index(key) => {
                self.keys.zip(constant_text(key)).map(|(keys, key)| joined(&keys, &[key]))
            }
            Step::Method(..) => None,
        };
        // What is read of a manifest is data again, as far as this goes.
        let kind = if keys.is_some() { Kind::Facts("Data") } else { kind };
        Self { kind, keys }
    }

    fn fault(&self, reading: &Reading<'_>, step: &Step<'_>, is_of_services: bool) -> Option<Found> {
        match (step, &self.keys) {
            (Step::Property(name, position), Some(keys)) => {
                stated(&joined(keys, &[name]), At::Script(*position))
            }
            (Step::Index(key), Some(keys)) => {
                let name = constant_text(key)?;
                stated(&joined(keys, &[name]), At::Script(key.start_position()))
            }
            (Step::Property(name, position), None) => self.property(reading, name, *position),
            (Step::Method(call, position), _) => {
                self.path(call, is_of_services).or_else(|| self.method(reading, call, *position))
            }
            (Step::Index(_), None) => None,
        }
    }

    /// Looks at the paths that `has`, `get` and `at` are given.
    fn path(&self, call: &FnCallExpr, is_of_services: bool) -> Option<Found> {
        let argument = call.args.first()?;
        let path = constant_text(argument)?;
        let begin = match (call.name.as_str(), self.kind, &self.keys) {
            ("has" | "get", Kind::Facts("Service"), _) => &[][..],
            ("has" | "get", _, Some(keys)) => keys,
            ("at", Kind::Facts("Decision"), _) if is_of_services => &[],
            _ => return None,
        };
        let at = At::Script(argument.start_position());
        if path.starts_with('/') {
            let segments: Vec<_> = pointer::segments(path).collect();
            let keys: Vec<&str> = segments.iter().map(AsRef::as_ref).collect();
            return stated(&joined(begin, &keys), at);
        }
        // Of a part of a document, a path without slashes is one key.
        let keys: Vec<&str> = match self.keys {
            Some(_) => vec![path],
            None => path.split('.').collect(),
        };
        if path.is_empty() { None } else { stated(&joined(begin, &keys), at) }
    }

    fn property(&self, reading: &Reading<'_>, name: &str, position: Position) -> Option<Found> {
        let facts = self.kind.facts().filter(|facts| !matches!(*facts, "Data" | "Parameters"))?;
        let of = |member: &&Member| member.of == Some(facts);
        let members: Vec<&Member> = reading.host.members.iter().filter(of).collect();
        let named = |member: &&&Member| member.name == name;
        let same = members.iter().find(named);
        if same.is_some_and(|member| member.parameters.is_none()) {
            return None;
        }
        let help = if same.is_some() {
            Some(format!("it is a function: write `{name}()`"))
        } else {
            inside(reading, &members, name).or_else(|| {
                let fields = members.iter().filter(|member| member.parameters.is_none());
                let near = suggest::nearest(name, fields.map(|member| member.name))?;
                Some(format!("did you mean `{near}`?"))
            })
        };
        let message = format!("{} has no property `{name}`", self.kind.name());
        let key = format!("{facts}.{name}");
        Some(Found::new(lint::UNKNOWN_FACT, At::Script(position), key, message).help(help))
    }

    fn method(
        &self,
        reading: &Reading<'_>,
        call: &FnCallExpr,
        position: Position,
    ) -> Option<Found> {
        let facts = self.kind.facts()?;
        let name = call.name.as_str();
        let is_own = reading.functions.iter().any(|function| function.name == name);
        let fits = |member: &Member| {
            member.name == name
                && member.parameters.is_some()
                && member.of.is_none_or(|of| of == facts)
        };
        if is_own || reading.host.members.iter().any(fits) {
            return None;
        }
        let of = reading.host.members.iter().filter(|member| member.of == Some(facts));
        let functions = of.filter(|member| member.parameters.is_some()).map(|member| member.name);
        let near = suggest::nearest(name, functions);
        let message = format!("{} has no function `{name}`", self.kind.name());
        let found = Found::new(
            lint::UNKNOWN_FACT,
            At::Script(position),
            format!("{facts}.{name}()"),
            message,
        );
        Some(found.help(near.map(|near| format!("did you mean `{near}`?"))))
    }
}

/// Returns where the facts inside of other facts have a property.
fn inside(reading: &Reading<'_>, members: &[&Member], name: &str) -> Option<String> {
    let outer = members.iter().find(|outer| match Kind::of(outer.gives) {
        Kind::Facts(inner) => reading.host.members.iter().any(|member| {
            member.of == Some(inner) && member.name == name && member.parameters.is_none()
        }),
        _ => false,
    });
    outer.map(|outer| format!("did you mean `{}.{name}`?", outer.name))
}

fn joined<'a>(keys: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    [keys, more].concat()
}

/// Says that no manifest can state what stands at `keys`.
fn stated(keys: &[&str], at: At) -> Option<Found> {
    let (path, near) = manifest::fault(keys)?;
    let message = format!("no manifest can state `{path}`");
    let help = near.map(|near| format!("did you mean `{near}`?"));
    Some(Found::new(lint::UNKNOWN_FACT, at, path, message).help(help))
}
