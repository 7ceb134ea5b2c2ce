//! Parameters of the header and of the script: those that nobody reads, and those that nobody declares.

use std::collections::BTreeSet;

use meta_core::document::pointer;
use meta_core::finding::codes::lint;
use meta_core::suggest;

use super::reading::{At, Found, Reading};
use crate::policy::kinds::Kind;
use crate::policy::script::Step;

pub(super) fn lint(reading: &Reading<'_>) -> Vec<Found> {
    let declared = &reading.written.header.parameters;
    let mut read: BTreeSet<&str> = BTreeSet::new();
    let mut found = Vec::new();
    reading.chains(|at, first, steps| {
        let mut kind = reading.kinds.of(at, first);
        for step in &steps {
            if let Step::Property(name, position) = step {
                if matches!(kind, Kind::Facts("Parameters") | Kind::Any) {
                    read.insert(name);
                }
                if kind == Kind::Facts("Parameters") && !declared.contains_key(*name) {
                    let message = format!("the header declares no parameter `{name}`");
                    let near = suggest::nearest(name, declared.keys().map(String::as_str));
                    let help = near.map(|near| format!("did you mean `{near}`?"));
                    let at = At::Script(*position);
                    found.push(
                        Found::new(lint::UNDECLARED_PARAMETER, at, *name, message).help(help),
                    );
                }
            }
            kind = reading.kinds.after(kind, step);
        }
    });
    let unread = declared.keys().filter(|name| !read.contains(name.as_str()));
    found.extend(unread.map(|name| {
        let at = At::Header(pointer::push("/parameters", name));
        let message = format!("the parameter `{name}` is never read");
        Found::new(lint::UNUSED_PARAMETER, at, name, message)
    }));
    found
}
