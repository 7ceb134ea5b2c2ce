//! What the rules of a role permit in all: what one of them no longer says, another may.
//!
//! Role-based access control of Kubernetes only permits: a request is granted when any rule has its verb, its
//! group of the API, its resource and, where the rule names some, its name; or its verb and its path.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::note::Direction;
use crate::diff::Class;
use crate::diff::draft::Draft;
use crate::finding::codes::diff::config as codes;

/// Most steps to find out what rules permit in all.
const MOST_STEPS: usize = 1 << 20;

/// Stands for every name: `*` is a name like others.
const ANY_NAME: &str = "\0";

/// Members of a rule of a role.
const MEMBERS: [&str; 5] = ["apiGroups", "nonResourceURLs", "resourceNames", "resources", "verbs"];

/// Tells whether an object is a rule of a role.
pub(super) fn is_grant(rule: &Map<String, Value>) -> bool {
    rule.get("verbs").is_some_and(Value::is_array)
        && (rule.contains_key("resources") || rule.contains_key("nonResourceURLs"))
        && rule.iter().all(|(key, value)| {
            MEMBERS.contains(&key.as_str())
                && value.as_array().is_some_and(|words| words.iter().all(Value::is_string))
        })
}

/// What the rules of both versions permit in all.
pub(super) struct Grants<'v> {
    before: Vec<Grant<'v>>,
    after: Vec<Grant<'v>>,
    steps: usize,
}

/// What a rule permits.
struct Grant<'v> {
    verbs: BTreeSet<&'v str>,
    groups: BTreeSet<&'v str>,
    resources: BTreeSet<&'v str>,
    /// Empty when every name is meant.
    names: BTreeSet<&'v str>,
    paths: BTreeSet<&'v str>,
}

impl<'v> Grants<'v> {
    /// Reads two lists; none when they are other rules.
    pub(super) fn of(before: &'v [Value], after: &'v [Value]) -> Option<Self> {
        let read = |rules: &'v [Value]| rules.iter().map(Grant::of).collect::<Option<Vec<_>>>();
        let (before, after) = (read(before)?, read(after)?);
        let some = !before.is_empty() || !after.is_empty();
        some.then_some(Self { before, after, steps: MOST_STEPS })
    }

    /// Takes back what was said of a rule where the others make up for it; `places` are those of the rule.
    pub(super) fn settle(&mut self, places: [Option<usize>; 2], told: &mut [Draft]) {
        let [before, after] = places;
        let mut steps = self.steps;
        let (old, new) = (&self.before, &self.after);
        let kept = before.and_then(|at| old.get(at)?.is_permitted_by(new, &mut steps));
        let held = after.and_then(|at| new.get(at)?.is_permitted_by(old, &mut steps));
        self.steps = steps;
        for change in told {
            let way = change.details.get("direction").and_then(Value::as_str);
            let made_up = match way {
                Some(way) if way == Direction::Tightened.name() => kept == Some(true),
                Some(_) => held == Some(true),
                None => false,
            };
            if made_up {
                rewrite(change);
            }
        }
    }
}

/// Turns a change of what is permitted into one that only says it otherwise.
fn rewrite(change: &mut Draft) {
    (change.code, change.class) = (codes::CONDITION_REWRITTEN, Class::Cosmetic);
    change.details.retain(|key, _| key != "direction" && key != "security_relevant");
    "the other rules permit the same, in both versions".clone_into(&mut change.rationale);
}

impl<'v> Grant<'v> {
    fn of(rule: &'v Value) -> Option<Self> {
        let members = rule.as_object().filter(|members| is_grant(members))?;
        let words = |key: &str| -> BTreeSet<&'v str> {
            let words = members.get(key).and_then(Value::as_array);
            words.into_iter().flatten().filter_map(Value::as_str).collect()
        };
        Some(Self {
            verbs: words("verbs"),
            groups: words("apiGroups"),
            resources: words("resources"),
            names: words("resourceNames"),
            paths: words("nonResourceURLs"),
        })
    }

    /// Tells whether `rules` permit all that this one does; none when that takes too long.
    ///
    /// What stands for everything (`*`, and no names at all) is permitted where a rule says the same: requests
    /// may be about what nobody named.
    fn is_permitted_by(&self, rules: &[Self], steps: &mut usize) -> Option<bool> {
        let any = BTreeSet::from([ANY_NAME]);
        let names = if self.names.is_empty() { &any } else { &self.names };
        for verb in &self.verbs {
            for path in &self.paths {
                *steps = steps.checked_sub(rules.len())?;
                if !rules.iter().any(|rule| has(&rule.verbs, verb) && rule.has_path(path)) {
                    return Some(false);
                }
            }
            for group in &self.groups {
                for resource in &self.resources {
                    for name in names {
                        *steps = steps.checked_sub(rules.len())?;
                        let asked = [*verb, *group, *resource, *name];
                        if !rules.iter().any(|rule| rule.permits(asked)) {
                            return Some(false);
                        }
                    }
                }
            }
        }
        Some(true)
    }

    fn permits(&self, [verb, group, resource, name]: [&str; 4]) -> bool {
        has(&self.verbs, verb)
            && has(&self.groups, group)
            && self.has_resource(resource)
            && (self.names.is_empty() || self.names.contains(name))
    }

    /// `*/scale` is the part `scale` of every resource.
    fn has_resource(&self, resource: &str) -> bool {
        let part = resource.split_once('/').map(|(_, part)| format!("*/{part}"));
        has(&self.resources, resource)
            || part.is_some_and(|part| self.resources.contains(part.as_str()))
    }

    /// A `*` at the end of a path stands for all that follows.
    fn has_path(&self, path: &str) -> bool {
        let fits = |own: &&str| own.strip_suffix('*').is_some_and(|start| path.starts_with(start));
        self.paths.contains(path) || self.paths.iter().any(fits)
    }
}

fn has(words: &BTreeSet<&str>, word: &str) -> bool {
    words.contains("*") || words.contains(word)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    fn words(of: &'static [&'static str], least: usize) -> BoxedStrategy<Vec<&'static str>> {
        prop::sample::subsequence(of, least..=of.len()).boxed()
    }

    fn rule() -> BoxedStrategy<Value> {
        let verbs = words(&["get", "list", "*"], 1);
        let resources = (
            words(&["", "apps", "*"], 1),
            words(&["pods", "pods/log", "*/log", "*"], 1),
            words(&["a", "*"], 0),
        );
        let paths = words(&["/healthz", "/healthz/*", "*"], 1);
        let named = (verbs.clone(), resources).prop_map(|(verbs, (groups, resources, names))| {
            json!({"verbs": verbs, "apiGroups": groups, "resources": resources, "resourceNames": names})
        });
        let paths = (verbs, paths)
            .prop_map(|(verbs, paths)| json!({"verbs": verbs, "nonResourceURLs": paths}));
        prop_oneof![4 => named, 1 => paths].boxed()
    }

    /// Tells whether a rule grants a request, as the documentation of Kubernetes says.
    fn grants(rule: &Value, [verb, group, resource, part, name, path]: [&str; 6]) -> bool {
        let list = |key: &str| -> Vec<&str> {
            rule[key].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
        };
        let any = |key: &str, word: &str| list(key).iter().any(|own| *own == "*" || *own == word);
        if !any("verbs", verb) {
            return false;
        }
        if !path.is_empty() {
            return list("nonResourceURLs").iter().any(|own| {
                *own == path || own.strip_suffix('*').is_some_and(|start| path.starts_with(start))
            });
        }
        let whole = if part.is_empty() { resource.into() } else { format!("{resource}/{part}") };
        let names = list("resourceNames");
        any("apiGroups", group)
            && (any("resources", &whole)
                || !part.is_empty() && list("resources").contains(&format!("*/{part}").as_str()))
            && (names.is_empty() || names.contains(&name))
    }

    fn requests() -> Vec<[&'static str; 6]> {
        let mut all = Vec::new();
        for verb in ["get", "list", "other"] {
            for path in ["/healthz", "/healthz/a", "/other"] {
                all.push([verb, "", "", "", "", path]);
            }
            for group in ["", "apps", "other"] {
                for (resource, part) in [
                    ("pods", ""),
                    ("pods", "log"),
                    ("pods", "o"),
                    ("o", "log"),
                    ("o", ""),
                    ("o", "o"),
                ] {
                    for name in ["a", "*", "other", ""] {
                        all.push([verb, group, resource, part, name, ""]);
                    }
                }
            }
        }
        all
    }

    proptest! {
        #[test]
        fn what_rules_permit_is_what_they_grant(one in rule(), others in prop::collection::vec(rule(), 0..4)) {
            let asked = requests().into_iter().filter(|request| grants(&one, *request));
            let granted = asked.clone().all(|request| others.iter().any(|rule| grants(rule, request)));
            let grant = Grant::of(&one).expect("a rule");
            let rules: Vec<Grant<'_>> = others.iter().filter_map(Grant::of).collect();
            let told = grant.is_permitted_by(&rules, &mut MOST_STEPS.clone());
            prop_assert_eq!(told, Some(granted), "{} and {:?}", one, others);
        }
    }
}
