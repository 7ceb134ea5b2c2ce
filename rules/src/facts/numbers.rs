//! Many numbers, gathered without a loop of the script: aggregates such as `mean` take them.

#![expect(clippy::needless_pass_by_value, reason = "the engine hands values over")]

use std::sync::Arc;

use rhai::{EvalAltResult, FLOAT, INT, ImmutableString, NativeCallContext};

use super::catalog::Services;
use super::data::Data;
use crate::decision::{charge, world};
use crate::engine::api::{Api, Facts, Gives};
use crate::engine::fault::failed;

/// Steps that looking into a manifest is charged for.
const STEPS: usize = 64;

/// Many numbers.
#[derive(Clone, Debug)]
pub(crate) struct Numbers(Arc<[FLOAT]>);

impl Facts for Numbers {
    const NAME: &'static str = "Numbers";
}

impl FromIterator<FLOAT> for Numbers {
    fn from_iter<I: IntoIterator<Item = FLOAT>>(numbers: I) -> Self {
        Self(numbers.into_iter().collect())
    }
}

impl Numbers {
    pub(crate) fn as_slice(&self) -> &[FLOAT] {
        &self.0
    }

    /// Returns how many there are for which `keep` holds.
    fn count(&self, keep: impl Fn(FLOAT) -> bool) -> INT {
        INT::try_from(self.0.iter().filter(|number| keep(**number)).count()).unwrap_or(INT::MAX)
    }
}

/// Declares numbers, and where they are gathered.
pub(super) fn declare(api: &mut Api<'_>) {
    api.facts::<Numbers>(
        "many numbers; `sum`, `min`, `max`, `mean`, `median` and `percentile` take them",
    )
    .method("len", &[], Gives::Integer, "how many there are", |numbers: &mut Numbers| {
        numbers.count(|_| true)
    })
    .method("is_empty", &[], Gives::Boolean, "whether there are none", |numbers: &mut Numbers| {
        numbers.0.is_empty()
    })
    .method(
        "below",
        &["limit"],
        Gives::Integer,
        "how many are less than a limit",
        |context: NativeCallContext, numbers: &mut Numbers, limit: FLOAT| {
            charge(&context, numbers.0.len())?;
            Ok::<INT, Box<EvalAltResult>>(numbers.count(|number| number < limit))
        },
    );
    api.also("below", |context: NativeCallContext, numbers: &mut Numbers, limit: INT| {
        charge(&context, numbers.0.len())?;
        #[expect(clippy::cast_precision_loss, reason = "the numbers have fractions")]
        let limit = limit as FLOAT;
        Ok::<INT, Box<EvalAltResult>>(numbers.count(|number| number < limit))
    });
    let doc = "the numbers at a path such as `quality.coverage`, of the services that state one";
    api.more::<Services>().method("numbers", &["path"], Gives::Facts("Numbers"), doc, of_services);
    let doc = "the numbers of a list; with a key, those of its items at the key, and an item without one is an error";
    api.more::<Data>().method("numbers", &["key"], Gives::Facts("Numbers"), doc, of_items).method(
        "numbers",
        &[],
        Gives::Facts("Numbers"),
        doc,
        |context: NativeCallContext, data: &mut Data| {
            of_items(context, data, ImmutableString::new())
        },
    );
}

fn of_services(
    context: NativeCallContext<'_>,
    services: &mut Services,
    path: ImmutableString,
) -> Result<Numbers, Box<EvalAltResult>> {
    let world = world(&context)?;
    charge(&context, services.len().saturating_mul(path.len().saturating_add(STEPS)))?;
    let mut numbers = Vec::new();
    for service in services.iter() {
        let value = world.raw(service.0.index)?.stated(&path)?;
        if !value.is_unit() {
            numbers.push(number(&value, || format!("`{path}` of {}", service.0.name))?);
        }
    }
    Ok(numbers.into_iter().collect())
}

fn of_items(
    context: NativeCallContext<'_>,
    data: &mut Data,
    key: ImmutableString,
) -> Result<Numbers, Box<EvalAltResult>> {
    charge(&context, data.items()?.saturating_add(1))?;
    let mut numbers = Vec::new();
    for item in 0..data.items()? {
        let part = data.read_item(item, &key)?;
        numbers.push(number(&part, || format!("item {item}"))?);
    }
    Ok(numbers.into_iter().collect())
}

fn number(value: &rhai::Dynamic, what: impl Fn() -> String) -> Result<FLOAT, Box<EvalAltResult>> {
    #[expect(clippy::cast_precision_loss, reason = "aggregates are numbers with fractions")]
    let number = value.as_float().or_else(|_| value.as_int().map(|whole| whole as FLOAT));
    number.map_err(|_| failed(format!("{} is no number", what())))
}
