//! Lists of texts, whose items can be found quickly however long they are.

#![expect(clippy::needless_pass_by_value, reason = "the engine hands values over")]

use std::sync::Arc;

use foldhash::{HashSet, HashSetExt};
use rhai::{Dynamic, EvalAltResult, INT, ImmutableString, NativeCallContext};

use crate::decision::charge;
use crate::engine::api::{Api, Facts, Gives, or_unit};
use crate::engine::fault::failed;

/// Items up to which looking at each is quicker than a table.
const SMALL: usize = 8;

/// A list of texts; none is empty.
#[derive(Clone, Debug, Default)]
pub(crate) struct List(Option<Arc<Items>>);

#[derive(Debug, Default)]
struct Items {
    items: Vec<ImmutableString>,
    /// The items of a long list.
    known: Option<HashSet<ImmutableString>>,
}

impl Facts for List {
    const NAME: &'static str = "List";
}

impl FromIterator<ImmutableString> for List {
    fn from_iter<I: IntoIterator<Item = ImmutableString>>(items: I) -> Self {
        let items: Vec<ImmutableString> = items.into_iter().collect();
        if items.is_empty() {
            return Self(None);
        }
        let known = (items.len() > SMALL).then(|| {
            let mut known = HashSet::with_capacity(items.len());
            known.extend(items.iter().cloned());
            known
        });
        Self(Some(Arc::new(Items { items, known })))
    }
}

impl List {
    fn items(&self) -> &[ImmutableString] {
        self.0.as_ref().map_or(&[], |list| &list.items)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &ImmutableString> {
        self.items().iter()
    }

    pub(crate) fn len(&self) -> usize {
        self.items().len()
    }

    pub(crate) fn contains(&self, text: &str) -> bool {
        match self.0.as_ref().and_then(|list| list.known.as_ref()) {
            Some(known) => known.contains(text),
            None => self.iter().any(|item| item == text),
        }
    }

    fn get(&self, index: INT) -> Option<ImmutableString> {
        self.items().get(usize::try_from(index).ok()?).cloned()
    }
}

/// The items of a list that a script goes through.
pub(crate) struct ListItems {
    list: List,
    next: usize,
}

impl IntoIterator for List {
    type Item = ImmutableString;
    type IntoIter = ListItems;

    fn into_iter(self) -> ListItems {
        ListItems { list: self, next: 0 }
    }
}

impl Iterator for ListItems {
    type Item = ImmutableString;

    fn next(&mut self) -> Option<ImmutableString> {
        let item = self.list.items().get(self.next).cloned();
        self.next += 1;
        item
    }
}

/// Declares lists.
pub(super) fn declare(api: &mut Api<'_>) {
    api.iterable::<List>();
    api.engine.register_indexer_get(|list: &mut List, index: INT| item(list, index));
    let mut list = api.facts::<List>("a list of texts; `x in list` and `for x in list` work");
    list.method("len", &[], Gives::Integer, "the number of items", |list: &mut List| {
        INT::try_from(list.len()).unwrap_or(INT::MAX)
    })
    .method("is_empty", &[], Gives::Boolean, "whether it has no items", |list: &mut List| {
        list.len() == 0
    })
    .method(
        "contains",
        &["text"],
        Gives::Boolean,
        "whether a text is an item",
        |list: &mut List, text: ImmutableString| list.contains(&text),
    )
    .method("first", &[], Gives::Any, "the first item, or `()`", |list: &mut List| {
        or_unit(list.get(0))
    })
    .method("join", &["separator"], Gives::Text, "the items in one text", join)
    .method("not_in", &["list"], Gives::List, "the items that another list does not have", not_in)
    .method("also_in", &["list"], Gives::List, "the items that another list has, too", also_in)
    .shown(|list| {
        list.iter().map(rhai::ImmutableString::as_str).collect::<Vec<_>>().join(", ").into()
    });
    // What stands in a script in brackets is an array of the engine.
    api.also("not_in", |context: NativeCallContext, list: &mut List, known: rhai::Array| {
        charge(&context, list.len().saturating_mul(known.len()))?;
        let has = |item: &ImmutableString| known.iter().any(|known| is_text(known, item));
        Ok::<List, Box<EvalAltResult>>(list.iter().filter(|item| !has(item)).cloned().collect())
    });
}

/// Returns an array of a script as a list of texts.
pub(crate) fn texts_of(
    context: &NativeCallContext<'_>,
    items: &rhai::Array,
) -> Result<List, Box<EvalAltResult>> {
    charge(context, items.len())?;
    let text = |item: &Dynamic| {
        let text = item.read_lock::<ImmutableString>().map(|text| text.clone());
        text.ok_or_else(|| failed(format!("the list has an item of type `{}`", item.type_name())))
    };
    items.iter().map(text).collect()
}

fn is_text(value: &Dynamic, text: &ImmutableString) -> bool {
    value.read_lock::<ImmutableString>().is_some_and(|value| *value == *text)
}

fn item(list: &List, index: INT) -> Result<ImmutableString, Box<EvalAltResult>> {
    list.get(index).ok_or_else(|| {
        EvalAltResult::ErrorArrayBounds(list.len(), index, rhai::Position::NONE).into()
    })
}

fn join(
    context: NativeCallContext<'_>,
    list: &mut List,
    separator: ImmutableString,
) -> Result<ImmutableString, Box<EvalAltResult>> {
    let bytes = list.iter().map(|item| item.len() + separator.len()).sum();
    crate::library::check_text(&context, bytes)?;
    charge(&context, bytes)?;
    let items: Vec<&str> = list.iter().map(rhai::ImmutableString::as_str).collect();
    Ok(items.join(&separator).into())
}

fn not_in(
    context: NativeCallContext<'_>,
    list: &mut List,
    known: List,
) -> Result<List, Box<EvalAltResult>> {
    charge(&context, list.len())?;
    Ok(list.iter().filter(|item| !known.contains(item)).cloned().collect())
}

fn also_in(
    context: NativeCallContext<'_>,
    list: &mut List,
    known: List,
) -> Result<List, Box<EvalAltResult>> {
    charge(&context, list.len())?;
    Ok(list.iter().filter(|item| known.contains(item)).cloned().collect())
}
