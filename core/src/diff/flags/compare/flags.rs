//! Which flag before is which after.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Comparison, environments, notes, variants};
use crate::diff::Class;
use crate::diff::draft::Draft;
use crate::diff::fields::is_unexplained;
use crate::diff::flags::model::{Flag, Outcome, Setting};
use crate::diff::flags::show;
use crate::finding::codes::diff::flags as codes;

/// Compares the flags of both manifests.
pub(super) fn compare(comparison: &mut Comparison<'_>) {
    let (before, after) = (comparison.before, comparison.after);
    let keys: BTreeSet<&String> = before.flags.keys().chain(after.flags.keys()).collect();
    let (mut removed, mut added) = (BTreeMap::new(), BTreeMap::new());
    for key in keys {
        match (before.flags.get(key), after.flags.get(key)) {
            (Some(was), Some(is)) => pair(comparison, was, is),
            (Some(was), None) => {
                removed.insert(key.as_str(), was);
            }
            (None, Some(is)) => {
                added.insert(key.as_str(), is);
            }
            (None, None) => {}
        }
    }
    for (was, is, told) in renamed(&removed, &added) {
        removed.remove(was.key.as_str());
        added.remove(is.key.as_str());
        comparison.drafts.push(rename(was, is, told));
        pair(comparison, was, is);
    }
    let gone = removed.into_values().map(|flag| remove(comparison, flag));
    let gone: Vec<Draft> = gone.collect();
    comparison.drafts.extend(gone);
    comparison.drafts.extend(added.into_values().map(add));
}

/// Compares a flag with itself.
fn pair(comparison: &mut Comparison<'_>, was: &Flag<'_>, is: &Flag<'_>) {
    if was.at.value == is.at.value {
        return;
    }
    let first = comparison.drafts.len();
    let renames = variants::compare(comparison, was, is);
    environments::compare(comparison, was, is, &renames);
    let whose = format!("flag `{}`", is.key);
    comparison.drafts.extend(notes::expiry(was, is));
    comparison.drafts.extend(notes::aliases(was, is));
    comparison.drafts.extend(notes::notes(&was.notes, &is.notes, &whose));
    comparison.drafts.extend(notes::unknown(&was.rest, &is.rest, &whose));
    let told = comparison.drafts.iter().skip(first);
    let explained = explained([was, is], told.clone(), !renames.is_empty());
    if was.key == is.key && is_unexplained(&was.at, &is.at, told, &explained) {
        let message = format!("flag `{}` is written otherwise", is.key);
        let draft = Draft::new(codes::REWRITTEN, Class::Cosmetic, message).sure(0.9);
        comparison.drafts.push(draft.before(was.at.part()).after(is.at.part()));
    }
    for draft in comparison.drafts.iter_mut().skip(first) {
        draft.details.entry("flag".to_owned()).or_insert_with(|| Value::from(is.key.as_str()));
    }
}

/// Lists what other changes explain: another type other values, another salt other buckets, and a
/// renamed variant the new name wherever it stands.
fn explained<'d>(
    flags: [&Flag<'_>; 2],
    mut drafts: impl Iterator<Item = &'d Draft> + Clone,
    renamed: bool,
) -> Vec<String> {
    let typed = drafts.clone().any(|draft| draft.code == codes::TYPE_CHANGED);
    let salted = drafts.any(|draft| draft.code == codes::BUCKETING_CHANGED);
    let mut found = Vec::new();
    for flag in flags {
        if typed {
            found.extend(flag.variants.values().map(|spot| spot.pointer.clone()));
        }
        for (_, setting) in environments::all(flag) {
            found.extend(salted.then(|| format!("{}/salt", setting.at.pointer)));
            let named = [&setting.default, &setting.off].into_iter().flatten();
            found.extend(named.filter(|_| renamed).map(|named| named.at.pointer.clone()));
            let served = setting.otherwise.iter().filter(|_| renamed);
            found.extend(served.map(|serve| serve.at.pointer.clone()));
        }
    }
    found
}

/// How a rename is known.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    /// The new flag has the old key as an alias.
    NewAlias,
    /// The old flag had the new key as an alias.
    OldAlias,
    /// Both say the same.
    Content,
}

/// Finds flags that have another key.
fn renamed<'f, 'm>(
    removed: &BTreeMap<&str, &'f Flag<'m>>,
    added: &BTreeMap<&str, &'f Flag<'m>>,
) -> Vec<(&'f Flag<'m>, &'f Flag<'m>, Told)> {
    let mut found: Vec<(&Flag<'_>, &Flag<'_>, Told)> = Vec::new();
    let mut used: BTreeSet<&str> = BTreeSet::new();
    let by_alias = added.values().flat_map(|is| {
        let old = is.aliases.keys().filter_map(|alias| removed.get(alias.as_str()));
        old.map(|was| (*was, *is, Told::NewAlias))
    });
    let by_old = removed.values().flat_map(|was| {
        let new = was.aliases.keys().filter_map(|alias| added.get(alias.as_str()));
        new.map(|is| (*was, *is, Told::OldAlias))
    });
    for (was, is, told) in by_alias.chain(by_old).chain(alike(removed, added)) {
        if !used.contains(was.key.as_str()) && !used.contains(is.key.as_str()) {
            used.extend([was.key.as_str(), is.key.as_str()]);
            found.push((was, is, told));
        }
    }
    found
}

/// Finds flags that say the same under keys that share a word, where no others do.
fn alike<'f, 'm>(
    removed: &BTreeMap<&str, &'f Flag<'m>>,
    added: &BTreeMap<&str, &'f Flag<'m>>,
) -> Vec<(&'f Flag<'m>, &'f Flag<'m>, Told)> {
    let mut groups: BTreeMap<String, (Vec<&'f Flag<'m>>, Vec<&'f Flag<'m>>)> = BTreeMap::new();
    for flag in removed.values() {
        groups.entry(content(flag)).or_default().0.push(flag);
    }
    for flag in added.values() {
        groups.entry(content(flag)).or_default().1.push(flag);
    }
    let pairs = groups.values().filter_map(|(was, is)| match (was.as_slice(), is.as_slice()) {
        ([was], [is]) if shares_word(&was.key, &is.key) => Some((*was, *is, Told::Content)),
        _ => None,
    });
    pairs.collect()
}

fn content(flag: &Flag<'_>) -> String {
    let mut members = flag.at.members();
    members.remove("key");
    let texts = members.iter().map(|(name, spot)| format!("{name}: {}", spot.value));
    texts.collect::<Vec<_>>().join("\n")
}

fn shares_word(one: &str, other: &str) -> bool {
    let words = |key: &str| -> BTreeSet<String> {
        let words = key.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 2);
        words.map(str::to_lowercase).collect()
    };
    !words(one).is_disjoint(&words(other))
}

fn rename(was: &Flag<'_>, is: &Flag<'_>, told: Told) -> Draft {
    let message = format!("flag `{}` is called `{}` now", was.key, is.key);
    let draft = match told {
        Told::NewAlias => Draft::new(codes::FLAG_RENAMED, Class::Behavioral, message)
            .because("the old key is an alias of the new one"),
        Told::OldAlias => Draft::new(codes::FLAG_RENAMED, Class::Breaking, message).because(
            "code asks for flags by their key, and the old key is no alias of the new one",
        ),
        Told::Content => Draft::new(codes::FLAG_RENAMED, Class::Breaking, message)
            .because("both say the same, and the old key is no alias of the new one")
            .sure(0.7),
    };
    draft.before(was.at.part()).after(is.at.part()).detail("flag", is.key.as_str())
}

fn remove(comparison: &Comparison<'_>, flag: &Flag<'_>) -> Draft {
    let expiry = flag.expires.as_ref().and_then(|spot| notes::instant(spot.text()?));
    let past = expiry.is_some_and(|expiry| expiry <= comparison.now);
    let off = is_off(flag);
    let message = format!("flag `{}` was removed", flag.key);
    let draft = if off && (past || flag.archived) {
        let why = if past { "it was off and past its expiry" } else { "it was off and archived" };
        Draft::new(codes::FLAG_REMOVED, Class::Additive, message).because(why)
    } else if past && !off {
        Draft::new(codes::FLAG_REMOVED, Class::Breaking, message).because(
            "it was past its expiry and still on: code that asks for it gets its own fallback",
        )
    } else {
        Draft::new(codes::FLAG_REMOVED, Class::Breaking, message)
    };
    draft.before(flag.at.part()).detail("flag", flag.key.as_str())
}

/// Tells whether a flag is off wherever it is told.
fn is_off(flag: &Flag<'_>) -> bool {
    let states: Vec<bool> = std::iter::once(&flag.own)
        .chain(flag.environments.values())
        .filter_map(|setting| setting.state.as_ref().map(|state| state.on))
        .collect();
    !states.is_empty() && states.iter().all(|on| !on)
}

fn add(flag: &Flag<'_>) -> Draft {
    let served = environments::all(flag).into_iter().find_map(|(name, setting)| {
        let given = serves(flag, setting)?;
        Some(format!("{} gets {given}{}", "somebody", show::place(name)))
    });
    let message = format!("flag `{}` was added", flag.key);
    let draft = match served {
        Some(served) => Draft::new(codes::FLAG_ADDED, Class::Behavioral, message)
            .because(format!("it is on, and {served}")),
        None if is_off(flag) => {
            Draft::new(codes::FLAG_ADDED, Class::Additive, message).because("it is off")
        }
        None => Draft::new(codes::FLAG_ADDED, Class::Additive, message)
            .because("everybody gets its default"),
    };
    draft.after(flag.at.part()).detail("flag", flag.key.as_str())
}

/// Returns what a setting gives to somebody other than the variant that stands for nothing new.
fn serves(flag: &Flag<'_>, setting: &Setting<'_>) -> Option<String> {
    let on = setting.state.as_ref().or(flag.own.state.as_ref()).is_none_or(|state| state.on);
    if !on {
        return None;
    }
    let default = setting.default.as_ref().or(flag.own.default.as_ref());
    let off = setting.off.as_ref().or(flag.own.off.as_ref()).map(|named| named.variant.as_str());
    let nothing = |name: &str| Some(name) == off || is_nothing(flag, name);
    let rules = setting.rules.iter().flatten().map(|rule| &rule.serve.outcome);
    let all = rules.chain(setting.otherwise.as_ref().map(|serve| &serve.outcome));
    let all: Vec<Outcome> =
        all.cloned().chain(default.map(|named| Outcome::Variant(named.variant.clone()))).collect();
    let given = all.iter().flat_map(Outcome::variants).find(|name| !nothing(name));
    given.map(|name| format!("`{name}`"))
}

/// Tells whether a variant stands for nothing new, from its value or its name.
pub(super) fn is_nothing(flag: &Flag<'_>, variant: &str) -> bool {
    let names = ["off", "false", "control", "disabled", "none", "baseline", "original"];
    match flag.variants.get(variant).map(|spot| spot.value) {
        Some(Value::Bool(on)) => !on,
        _ => names.contains(&variant.to_ascii_lowercase().as_str()),
    }
}
