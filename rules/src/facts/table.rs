//! Values by name, such as the parameters of kind `table`.

use std::collections::BTreeMap;
use std::sync::Arc;

use rhai::{Dynamic, EvalAltResult, ImmutableString, NativeCallContext};
use serde_json::Value;

use super::List;
use crate::decision::charge;
use crate::engine::api::{Api, Facts, Gives};
use crate::engine::fault::failed;

/// Values by name.
#[derive(Clone, Debug)]
pub(crate) struct Table(Arc<BTreeMap<Box<str>, Dynamic>>);

impl Facts for Table {
    const NAME: &'static str = "Table";
}

impl<'n> FromIterator<(&'n str, Dynamic)> for Table {
    fn from_iter<I: IntoIterator<Item = (&'n str, Dynamic)>>(members: I) -> Self {
        Self(Arc::new(members.into_iter().map(|(name, value)| (name.into(), value)).collect()))
    }
}

impl Table {
    /// Returns the members of an object; none of anything else.
    pub(crate) fn new(value: &Value) -> Self {
        let members = value.as_object().into_iter().flatten();
        members.map(|(name, value)| (name.as_str(), cell(value))).collect()
    }

    /// Returns the members, sorted by name.
    pub(crate) fn members(&self) -> impl Iterator<Item = (&str, &Dynamic)> {
        self.0.iter().map(|(name, value)| (&**name, value))
    }

    pub(crate) fn get(&self, name: &str) -> Option<Dynamic> {
        self.0.get(name).cloned()
    }
}

/// Returns a plain value or a list of texts as scripts know it.
pub(crate) fn cell(value: &Value) -> Dynamic {
    match value {
        Value::Bool(flag) => (*flag).into(),
        Value::String(text) => ImmutableString::from(text.as_str()).into(),
        Value::Number(number) => match number.as_i64() {
            Some(whole) => whole.into(),
            None => number.as_f64().map_or(Dynamic::UNIT, Into::into),
        },
        Value::Array(items) => {
            let texts = items.iter().filter_map(Value::as_str).map(ImmutableString::from);
            Dynamic::from(texts.collect::<List>())
        }
        Value::Object(_) => Dynamic::from(Table::new(value)),
        Value::Null => Dynamic::UNIT,
    }
}

/// Declares tables.
pub(super) fn declare(api: &mut Api<'_>) {
    api.engine.register_indexer_get(|table: &mut Table, name: ImmutableString| named(table, &name));
    let mut table =
        api.facts::<Table>("values by name: `table[\"name\"]` reads one that must be there");
    table
        .method(
            "get",
            &["name"],
            Gives::Any,
            "the value of a name, or `()`",
            |table: &mut Table, name: ImmutableString| table.get(&name).unwrap_or(Dynamic::UNIT),
        )
        .method(
            "contains",
            &["name"],
            Gives::Boolean,
            "whether there is a value of a name",
            |table: &mut Table, name: ImmutableString| table.0.contains_key(name.as_str()),
        )
        .method(
            "keys",
            &[],
            Gives::List,
            "the names, sorted",
            |context: NativeCallContext, table: &mut Table| {
                charge(&context, table.0.len())?;
                let names = table.0.keys().map(|name| ImmutableString::from(&**name));
                Ok::<List, Box<EvalAltResult>>(names.collect())
            },
        );
}

fn named(table: &Table, name: &str) -> Result<Dynamic, Box<EvalAltResult>> {
    table
        .get(name)
        .ok_or_else(|| failed(format!("the table has no `{name}`; `get` gives `()` then")))
}
