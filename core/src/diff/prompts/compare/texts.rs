//! Which text before is which after, and those that came or went.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::diff::Class;
use crate::diff::draft::Draft;
use crate::diff::fields::{Spot, quoted};
use crate::diff::order::longest_rising;
use crate::diff::prompts::model::{Entry, Role, Text, TextKey};
use crate::diff::prompts::text::{Act, units};
use crate::finding::codes::diff::prompts as codes;

/// How the texts of an entry before and after belong together.
pub(super) struct Aligned {
    pub(super) both: Vec<(TextKey, TextKey)>,
    removed: Vec<TextKey>,
    added: Vec<TextKey>,
}

/// Aligns the texts of each role: those that say the same first, in their order, and then what stands
/// between them, one after the other.
pub(super) fn align(was: &Entry<'_>, is: &Entry<'_>) -> Aligned {
    let mut aligned = Aligned { both: Vec::new(), removed: Vec::new(), added: Vec::new() };
    let roles: BTreeSet<Role> = was.texts.keys().chain(is.texts.keys()).map(|key| key.0).collect();
    for role in roles {
        let of = |entry: &Entry<'_>| -> Vec<(TextKey, String)> {
            let texts = entry.texts.range((role, 0)..=(role, usize::MAX));
            texts.map(|(key, text)| (*key, content(text))).collect()
        };
        aligned.role(&of(was), &of(is));
    }
    aligned
}

fn content(text: &Text<'_>) -> String {
    text.pieces.iter().map(|piece| piece.value.to_string()).collect::<Vec<_>>().join("\n")
}

impl Aligned {
    fn role(&mut self, old: &[(TextKey, String)], new: &[(TextKey, String)]) {
        let mut waiting: BTreeMap<&str, VecDeque<usize>> = BTreeMap::new();
        for (to, (_, said)) in new.iter().enumerate() {
            waiting.entry(said).or_default().push_back(to);
        }
        let same: Vec<(usize, usize)> = old
            .iter()
            .enumerate()
            .filter_map(|(from, (_, said))| {
                Some((from, waiting.get_mut(said.as_str())?.pop_front()?))
            })
            .collect();
        let order: Vec<usize> = same.iter().map(|(_, to)| *to).collect();
        let still = longest_rising(&order);
        let anchors = same.into_iter().filter(|(_, to)| still.contains(to));
        let (mut from, mut to) = (0, 0);
        for (a, b) in anchors.chain([(old.len(), new.len())]) {
            self.between(old.get(from..a).unwrap_or_default(), new.get(to..b).unwrap_or_default());
            self.both.extend(old.get(a).zip(new.get(b)).map(|(a, b)| (a.0, b.0)));
            (from, to) = (a + 1, b + 1);
        }
    }

    fn between(&mut self, old: &[(TextKey, String)], new: &[(TextKey, String)]) {
        let both = old.len().min(new.len());
        self.both.extend(old.iter().zip(new).map(|(a, b)| (a.0, b.0)));
        self.removed.extend(old.iter().skip(both).map(|(key, _)| *key));
        self.added.extend(new.iter().skip(both).map(|(key, _)| *key));
    }

    /// Reports the texts that are on one side only. What a user says and what the assistant is shown to
    /// answer is one example.
    pub(super) fn one_sided(&self, was: &Entry<'_>, is: &Entry<'_>) -> Vec<Draft> {
        let texts = |entry, keys| -> Vec<&Text<'_>> { texts_of(entry, keys) };
        let mut drafts = Vec::new();
        for (text, answer) in examples(texts(is, &self.added)) {
            drafts.push(if answer.is_some() {
                let message = format!("prompt `{}` has a new example: {}", is.id, first(text));
                let draft = Draft::new(codes::EXAMPLE_ADDED, Class::Behavioral, message);
                draft.sure(0.7).after(text.at.part())
            } else {
                let message = format!("{} of prompt `{}` was added", text.role.name(), is.id);
                let draft = Draft::new(codes::TEXT_ADDED, Class::Behavioral, message);
                noted(draft.after(text.at.part()), text)
            });
        }
        for (text, answer) in examples(texts(was, &self.removed)) {
            drafts.push(if answer.is_some() {
                let message = format!("prompt `{}` lacks the example {}", is.id, first(text));
                let draft = Draft::new(codes::EXAMPLE_REMOVED, Class::Behavioral, message);
                draft.sure(0.7).before(text.at.part())
            } else {
                let message = format!("{} of prompt `{}` was removed", text.role.name(), is.id);
                let draft = Draft::new(codes::TEXT_REMOVED, Class::Behavioral, message);
                noted(draft.before(text.at.part()), text)
            });
        }
        drafts
    }
}

fn texts_of<'e, 'a>(entry: &'e Entry<'a>, keys: &[TextKey]) -> Vec<&'e Text<'a>> {
    keys.iter().filter_map(|key| entry.texts.get(key)).collect()
}

/// Joins what a user says with the answer of the assistant behind it.
fn examples<'t, 'a>(mut texts: Vec<&'t Text<'a>>) -> Vec<(&'t Text<'a>, Option<&'t Text<'a>>)> {
    texts.sort_by_key(|text| text.order);
    let mut found: Vec<(&Text<'_>, Option<&Text<'_>>)> = Vec::new();
    for text in texts {
        let answers = |asked: &Text<'_>| {
            let next = asked.order.zip(text.order).is_some_and(|(a, b)| a + 1 == b);
            next && asked.role == Role::User && text.role == Role::Assistant
        };
        match found.last_mut() {
            Some((asked, answer)) if answer.is_none() && answers(asked) => *answer = Some(text),
            _ => found.push((text, None)),
        }
    }
    found
}

fn first(text: &Text<'_>) -> String {
    quoted(text.pieces.iter().find_map(Spot::text).unwrap_or_default())
}

fn noted(draft: Draft, text: &Text<'_>) -> Draft {
    let guards = units(text, &|_: &str| Vec::new())
        .iter()
        .any(|unit| unit.meaning.guards() && unit.meaning.act != Act::Delimiter);
    let draft = draft.detail("role", text.role.id());
    if guards { draft.detail("security_relevant", true) } else { draft }
}
