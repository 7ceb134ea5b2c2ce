//! Which operations there are, and what each is by itself.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::life::{LifeCodes, gone, is_unstable};
use super::matching::{How, Matched, Operations, matched};
use super::shadow::Shadowed;
use super::words::Known;
use super::{Comparison, both, named};
use crate::diff::Class;
use crate::diff::draft::Draft;
use crate::diff::fields::Spot;
use crate::diff::openapi::model::{Api, Calls, Operation, dangling};
use crate::finding::Code;
use crate::finding::codes::diff::openapi as codes;

const OPERATION: Known = Known {
    words: &["summary", "description", "externalDocs"],
    read: &[
        "operationId",
        "tags",
        "parameters",
        "requestBody",
        "responses",
        "callbacks",
        "deprecated",
        "security",
        "servers",
        "x-sunset",
        "x-stability-level",
    ],
};

/// Callbacks that are compared, one for each operation that leads to it.
const MOST_CALLED: usize = 100_000;

/// An operation whose callbacks are to be compared.
pub(super) struct Calling<'a> {
    was: Spot<'a>,
    is: Spot<'a>,
    /// Whether the owner calls.
    turned: bool,
    /// The operation that leads there.
    operation: String,
}

/// How a set of operations is reported that came or went.
struct ListCodes {
    added: &'static Code,
    removed: &'static Code,
    what: &'static str,
}

impl<'a> Comparison<'_, 'a> {
    /// Compares the operations of all paths.
    pub(super) fn operations(&mut self) {
        let codes = ListCodes {
            added: codes::OPERATION_ADDED,
            removed: codes::OPERATION_REMOVED,
            what: "operation",
        };
        let (before, after) = (self.before, self.after);
        self.each(&before.paths, &after.paths, &codes);
    }

    /// Compares the webhooks, where the owner calls and others answer.
    pub(super) fn webhooks(&mut self) {
        let codes = ListCodes {
            added: codes::WEBHOOK_ADDED,
            removed: codes::WEBHOOK_REMOVED,
            what: "webhook",
        };
        let (before, after) = (self.before, self.after);
        self.turned = true;
        self.each(&before.webhooks, &after.webhooks, &codes);
        self.turned = false;
    }

    fn each(&mut self, before: &Calls<'a>, after: &Calls<'a>, list: &ListCodes) {
        self.unread(before, after, list);
        let (old, new) = (known(before, after), known(after, before));
        let Matched { both, gone, come } = matched(&old, &new);
        for (how, (from, was), (to, is)) in both {
            self.within(&was.label, |comparison| {
                comparison.moved(how, was, is);
                // What is part of the path on one side is part of the server on the other.
                let is_prefix = how == How::Addressed;
                let paths = if is_prefix { [from.path.as_str(), &to.path] } else { [""; 2] };
                comparison.operation(was, is, paths);
            });
        }
        for was in gone {
            self.within(&was.label, |comparison| comparison.gone(was, list));
        }
        let shadowed = Shadowed::of(&old);
        for (key, is) in come {
            self.within(&is.label, |comparison| {
                let message = format!("{} `{}` is new", list.what, is.label);
                let draft = Draft::new(list.added, Class::Additive, message);
                let draft = match shadowed.by(key) {
                    // What is concrete is looked for first (OpenAPI 3.1.1 section 4.8.8.2).
                    Some(was) => {
                        let why = format!("such calls were calls of `{was}`");
                        Draft { class: Class::Behavioral, ..draft.because(why).sure(0.5) }
                    }
                    None => draft,
                };
                comparison.report(draft.after(named(&is.at)));
            });
        }
    }

    /// Compares items whose operations nobody knows, because they lie in a file that was not supplied.
    fn unread(&mut self, before: &Calls<'a>, after: &Calls<'a>, list: &ListCodes) {
        let paths: BTreeSet<&String> = before.unread.keys().chain(after.unread.keys()).collect();
        for path in paths {
            let was = before.unread.get(path).or_else(|| before.items.get(path));
            let is = after.unread.get(path).or_else(|| after.items.get(path));
            let (code, class, how) = match (was, is) {
                (Some(was), Some(is)) => {
                    self.leads_nowhere(was, is);
                    continue;
                }
                (_, None) => (list.removed, Class::Breaking, "gone"),
                (None, _) => (list.added, Class::Additive, "new"),
            };
            let message = format!("`{path}` is {how}, with operations that were not supplied");
            self.report(both(code, class, message, was, is).sure(0.9));
        }
    }

    /// Does something inside of an operation; callbacks count as parts of the operation around them.
    fn within(&mut self, label: &str, act: impl FnOnce(&mut Self)) {
        let outer = self.operation.clone();
        if outer.is_empty() {
            label.clone_into(&mut self.operation);
        }
        act(self);
        self.operation = outer;
    }

    fn gone(&mut self, was: &Operation<'a>, list: &ListCodes) {
        let (class, why) = gone(&was.at, self.moment.now);
        let message = format!("{} `{}` is gone", list.what, was.label);
        let draft = Draft::new(list.removed, class, message).because(why);
        self.report(draft.before(named(&was.at)));
    }

    /// Reports that an operation is called in another place, or is written in another way.
    fn moved(&mut self, how: How, was: &Operation<'a>, is: &Operation<'a>) {
        let draft = match how {
            How::Named => return,
            How::Addressed => {
                let message =
                    format!("`{}` is written `{}`, at the same address", was.label, is.label);
                Draft::new(codes::PATH_PREFIX_MOVED, Class::Cosmetic, message)
            }
            How::Moved => {
                let (class, why) = gone(&was.at, self.moment.now);
                let message = format!("`{}` became `{}`", was.label, is.label);
                Draft::new(codes::OPERATION_MOVED, class, message).because(why)
            }
        };
        self.report(draft.before(named(&was.at)).after(named(&is.at)));
    }

    /// Compares one operation with itself.
    fn operation(&mut self, was: &Operation<'a>, is: &Operation<'a>, paths: [&str; 2]) {
        let name = format!("`{}`", was.label);
        self.stability(&name, &was.at, &is.at);
        // What becomes stable is promised from now on, as it is now.
        if is_unstable(&was.at) {
            return self.unstable(&name, was, is);
        }
        let life = LifeCodes {
            deprecated: codes::OPERATION_DEPRECATED,
            reactivated: codes::OPERATION_REACTIVATED,
        };
        self.life(&name, &was.at, &is.at, &life);
        self.path_names(was, is);
        self.identity(was, is);
        self.words(&was.at, &is.at, &OPERATION);
        self.parameters(was, is);
        self.request_body(&was.at, &is.at);
        self.responses(&was.at, &is.at);
        self.operation_security(&was.at, &is.at);
        self.operation_servers(was, is, paths);
        self.callbacks(&was.at, &is.at);
    }

    /// Nothing is promised of an operation that is a draft: that it changed is all there is to say.
    fn unstable(&mut self, name: &str, was: &Operation<'a>, is: &Operation<'a>) {
        // How stable it is, is told by itself.
        let said = |operation: &Operation<'a>| {
            let mut members = operation.at.members();
            members.remove("x-stability-level");
            members.into_iter().map(|(key, spot)| (key, spot.value)).collect::<Vec<_>>()
        };
        if said(was) != said(is) {
            let message = format!("{name} changed, of which nothing was promised yet");
            let draft = Draft::new(codes::UNSTABLE_CHANGED, Class::Additive, message);
            self.report(draft.before(named(&was.at)).after(named(&is.at)));
        }
    }

    fn path_names(&mut self, was: &Operation<'a>, is: &Operation<'a>) {
        for (old, new) in was.names.iter().zip(&is.names).filter(|(old, new)| old != new) {
            let message = format!("the parameter `{old}` of the path is called `{new}` now");
            let draft = Draft::new(codes::PATH_PARAMETER_RENAMED, Class::Behavioral, message);
            self.report(draft.sure(0.5).before(named(&was.at)).after(named(&is.at)));
        }
    }

    fn identity(&mut self, was: &Operation<'a>, is: &Operation<'a>) {
        let (class, message) = match (was.id(), is.id()) {
            (old, new) if old == new => return self.tags(was, is),
            (None, Some(new)) => (Class::Cosmetic, format!("the operation is called `{new}`")),
            (Some(old), None) => {
                (Class::Behavioral, format!("the operation is not called `{old}` any more"))
            }
            (old, new) => {
                let (old, new) = (old.unwrap_or_default(), new.unwrap_or_default());
                (Class::Behavioral, format!("the operation `{old}` is called `{new}` now"))
            }
        };
        let [old, new] = [was, is].map(|operation| operation.at.member("operationId"));
        let (old, new) = (old.as_ref(), new.as_ref());
        self.report(both(codes::OPERATION_ID_CHANGED, class, message, old, new));
        self.tags(was, is);
    }

    fn tags(&mut self, was: &Operation<'a>, is: &Operation<'a>) {
        let [old, new] = [was, is].map(|operation| operation.at.member("tags"));
        let tags = |spot: &Option<Spot<'a>>| -> BTreeSet<String> {
            let items = spot.as_ref().map(Spot::items).unwrap_or_default();
            items.iter().filter_map(|item| item.text().map(str::to_owned)).collect()
        };
        if tags(&old) != tags(&new) {
            let message = "the tags of the operation changed";
            let (old, new) = (old.as_ref(), new.as_ref());
            self.report(both(codes::TAG_CHANGED, Class::Cosmetic, message, old, new));
        }
    }

    /// Notes the callbacks of an operation: they are compared after the operations, since a callback may hold an
    /// operation with the same callbacks again.
    fn callbacks(&mut self, was: &Spot<'a>, is: &Spot<'a>) {
        if [was, is].iter().all(|at| at.member("callbacks").is_none()) {
            return;
        }
        let place = (was.pointer.clone(), is.pointer.clone());
        let called = (place, self.turned, self.operation.clone());
        if self.called.contains(&called) {
            return;
        }
        if self.called.len() >= MOST_CALLED {
            self.incomplete = true;
            return;
        }
        self.called.insert(called);
        self.calling.push_back(Calling {
            was: was.clone(),
            is: is.clone(),
            turned: !self.turned,
            operation: self.operation.clone(),
        });
    }

    /// Compares the callbacks that were noted, where the owner calls and others answer, and those inside of them.
    pub(super) fn noted_callbacks(&mut self) {
        let list = |spot: &Spot<'a>| spot.member("callbacks").map(|all| all.members());
        let codes = ListCodes {
            added: codes::CALLBACK_ADDED,
            removed: codes::CALLBACK_REMOVED,
            what: "callback",
        };
        while let Some(calling) = self.calling.pop_front() {
            (self.turned, self.operation) = (calling.turned, calling.operation);
            let old = list(&calling.was).unwrap_or_default();
            let new = list(&calling.is).unwrap_or_default();
            for name in old.keys().chain(new.keys()).collect::<BTreeSet<&String>>() {
                let was = old.get(name).map(|callback| self.before.resolved(callback));
                let is = new.get(name).map(|callback| self.after.resolved(callback));
                if let (Some(was), Some(is)) = (&was, &is) {
                    if self.leads_nowhere(was, is) {
                        continue;
                    }
                }
                let before = calls(self.before, name, was);
                let after = calls(self.after, name, is);
                self.each(&before, &after, &codes);
            }
        }
        self.turned = false;
        self.operation.clear();
    }
}

/// Returns the operations of one version without those of paths that the `other` leaves to a file which was not
/// supplied: they may be there.
fn known<'x, 'a>(calls: &'x Calls<'a>, other: &Calls<'a>) -> Cow<'x, Operations<'a>> {
    if other.unread.is_empty() {
        return Cow::Borrowed(&calls.operations);
    }
    let known = calls.operations.iter().filter(|(key, _)| {
        other.operations.contains_key(*key) || !other.unread.contains_key(&key.path)
    });
    Cow::Owned(known.map(|(key, operation)| (key.clone(), operation.clone())).collect())
}

/// Returns the operations of a callback.
fn calls<'a>(api: &Api<'a>, name: &str, callback: Option<Spot<'a>>) -> Calls<'a> {
    let mut calls = Calls::default();
    let Some(callback) = callback else { return calls };
    if dangling(&callback).is_some() {
        calls.unread.insert(name.to_owned(), callback);
        return calls;
    }
    for (path, item) in callback.members() {
        if !path.starts_with("x-") {
            api.item(&path, item, false, &mut calls);
        }
    }
    calls
}
