//! Addresses at which operations are served.

use std::collections::{BTreeMap, BTreeSet};

use super::words::Known;
use super::{Comparison, both, named};
use crate::diff::Class;
use crate::diff::draft::{Draft, Part};
use crate::diff::fields::Spot;
use crate::diff::openapi::model::Operation;
use crate::diff::openapi::servers::{address, addresses};
use crate::document::pointer;
use crate::finding::Code;
use crate::finding::codes::diff::openapi as codes;

const SERVER: Known = Known { words: &["description", "name"], read: &["url", "variables"] };

const VARIABLE: Known = Known { words: &["description"], read: &["enum", "default"] };

/// Servers by their addresses, as they are written.
type Servers<'a> = BTreeMap<&'a str, Spot<'a>>;

impl<'a> Comparison<'_, 'a> {
    /// Compares the addresses at which an operation is served; `paths` are those of the operation, where a part of
    /// them may have been one of the servers.
    pub(super) fn operation_servers(
        &mut self,
        was: &Operation<'a>,
        is: &Operation<'a>,
        [old_path, new_path]: [&str; 2],
    ) {
        let (old, new) = (by_address(&was.servers), by_address(&is.servers));
        let all = |servers: &Servers<'a>, path: &str| -> BTreeSet<String> {
            let all = servers.values().flat_map(addresses).map(|url| format!("{url}{path}"));
            // Without servers, addresses are as that of the description.
            all.chain(servers.is_empty().then(|| path.to_owned())).collect()
        };
        let same_path = old_path == new_path;
        let left =
            |servers: &Servers<'a>, path: &str, others: &Servers<'a>, known| -> Servers<'a> {
                let known: &BTreeSet<String> = known;
                let is_known = |url: &str, spot: &Spot<'a>| {
                    same_path && others.contains_key(url)
                        || addresses(spot).iter().all(|url| known.contains(&format!("{url}{path}")))
                };
                let left = servers.iter().filter(|(url, spot)| !is_known(url, spot));
                left.map(|(url, spot)| (*url, spot.clone())).collect()
            };
        let (old_all, new_all) = (all(&old, old_path), all(&new, new_path));
        let gone = left(&old, old_path, &new, &new_all);
        let come = left(&new, new_path, &old, &old_all);
        for (url, was) in &old {
            if let Some(is) = new.get(url) {
                self.words(was, is, &SERVER);
                self.variables(url, was, is);
            }
        }
        self.changed_servers(gone, come);
    }

    fn changed_servers(&mut self, gone: Servers<'a>, come: Servers<'a>) {
        if gone.len() == come.len() {
            if let Some((from, to)) = moved_host(&gone, &come) {
                let message = format!("the servers at `{from}` are at `{to}` now");
                let draft = Draft::new(codes::SERVER_CHANGED, Class::Behavioral, message);
                let list = |servers: &Servers<'a>| {
                    let first = servers.values().next().map(|server| server.pointer.as_str());
                    Part::place(first.and_then(pointer::parent).unwrap_or_default())
                };
                return self.report(draft.sure(0.7).before(list(&gone)).after(list(&come)));
            }
            for ((from, was), (to, is)) in gone.into_iter().zip(come) {
                let message = format!("the server `{from}` became `{to}`");
                let draft = Draft::new(codes::SERVER_CHANGED, Class::Behavioral, message);
                self.report(draft.sure(0.7).before(named(&was)).after(named(&is)));
            }
            return;
        }
        for (url, was) in gone {
            let message = format!("`{url}` is no server any more");
            let draft = Draft::new(codes::SERVER_REMOVED, Class::Behavioral, message).sure(0.7);
            self.report(draft.before(named(&was)));
        }
        for (url, is) in come {
            let message = format!("`{url}` is a server");
            let draft = Draft::new(codes::SERVER_ADDED, Class::Additive, message);
            self.report(draft.after(named(&is)));
        }
    }

    /// Compares what may stand for the variables of an address.
    fn variables(&mut self, url: &str, was: &Spot<'a>, is: &Spot<'a>) {
        let all =
            |spot: &Spot<'a>| spot.member("variables").map(|all| all.members()).unwrap_or_default();
        let (old, new) = (all(was), all(is));
        let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        for name in names {
            let what = format!("`{{{name}}}` in `{url}`");
            let around = || Spot { pointer: String::new(), value: &super::NOTHING };
            let at = |side: Option<&Spot<'a>>, server: &Spot<'a>| {
                side.cloned()
                    .unwrap_or_else(|| Spot { pointer: server.pointer.clone(), ..around() })
            };
            let (was, is) = (at(old.get(name), was), at(new.get(name), is));
            self.words(&was, &is, &VARIABLE);
            self.default_value(&what, &was, &is);
            self.listed_values(&what, &was, &is);
        }
    }

    fn default_value(&mut self, what: &str, was: &Spot<'a>, is: &Spot<'a>) {
        let (old, new) = (was.member("default"), is.member("default"));
        let text = |spot: &Option<Spot<'a>>| spot.as_ref().and_then(Spot::text);
        if text(&old) != text(&new) {
            let shown = text(&new).map_or("nothing".to_owned(), |value| format!("`{value}`"));
            let message = format!("{what} is {shown} now where clients choose nothing");
            let code = codes::SERVER_CHANGED;
            let draft = both(code, Class::Behavioral, message, old.as_ref(), new.as_ref());
            self.report(draft.sure(0.7));
        }
    }

    fn listed_values(&mut self, what: &str, was: &Spot<'a>, is: &Spot<'a>) {
        let (old, new) = (was.member("enum"), is.member("enum"));
        let values = |list: &Option<Spot<'a>>| -> BTreeMap<&'a str, Spot<'a>> {
            let items = list.as_ref().map(Spot::items).unwrap_or_default().into_iter();
            items.filter_map(|item| Some((item.text()?, item))).collect()
        };
        let (gone, come) = (values(&old), values(&new));
        let mut tell = |code: &'static Code, message: String, [was, is]: [Option<&Spot<'a>>; 2]| {
            let class =
                if code == codes::SERVER_ADDED { Class::Additive } else { Class::Behavioral };
            let draft = both(code, class, message, was, is);
            let sure = if code == codes::SERVER_ADDED { 1.0 } else { 0.7 };
            self.report(draft.sure(sure));
        };
        if gone.is_empty() != come.is_empty() {
            if gone.is_empty() {
                let message = format!("only listed values may stand for {what} now");
                tell(codes::SERVER_REMOVED, message, [None, new.as_ref()]);
            } else {
                let message = format!("any value may stand for {what} now");
                tell(codes::SERVER_ADDED, message, [old.as_ref(), None]);
            }
            return;
        }
        for (value, spot) in gone.iter().filter(|(value, _)| !come.contains_key(*value)) {
            let message = format!("`{value}` may not stand for {what} any more");
            tell(codes::SERVER_REMOVED, message, [Some(spot), None]);
        }
        for (value, spot) in come.iter().filter(|(value, _)| !gone.contains_key(*value)) {
            let message = format!("`{value}` may stand for {what}");
            tell(codes::SERVER_ADDED, message, [None, Some(spot)]);
        }
    }
}

/// Returns the host of all servers before and after, where several differ in nothing else.
fn moved_host<'x>(gone: &Servers<'x>, come: &Servers<'x>) -> Option<(&'x str, &'x str)> {
    let moves = gone.keys().zip(come.keys()).map(|(from, to)| {
        let (scheme, from) = from.split_once("://")?;
        let (other, to) = to.split_once("://")?;
        let parts = |rest: &'x str| {
            let end = rest.find('/').unwrap_or(rest.len());
            rest.split_at_checked(end)
        };
        let ((old, path), (new, also)) = (parts(from)?, parts(to)?);
        (scheme == other && path == also).then_some((old, new))
    });
    let moves: BTreeSet<(&str, &str)> = moves.collect::<Option<_>>()?;
    let only = moves.first().copied().filter(|_| moves.len() == 1);
    only.filter(|_| gone.len() > 1)
}

/// Returns servers by their addresses; `/` is where the description itself was found, and is so without any.
fn by_address<'a>(servers: &[Spot<'a>]) -> Servers<'a> {
    let all = servers.iter().map(|server| (address(server), server.clone()));
    all.filter(|(url, _)| !url.is_empty()).collect()
}
