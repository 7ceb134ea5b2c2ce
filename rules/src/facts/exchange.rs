//! What services exchange: who produces and consumes events, who implements and calls contracts.

#![expect(clippy::needless_pass_by_value, reason = "the engine hands values over")]

use foldhash::{HashMap, HashMapExt};
use meta_core::catalog::split_dependency;
use rhai::{EvalAltResult, INT, ImmutableString, NativeCallContext};

use super::{CatalogFacts, List, Service, World};
use crate::decision::charge;
use crate::engine::api::{Api, Gives};
use crate::engine::fault::failed;

/// Services by what they exchange, each list in the order of the catalog.
#[derive(Debug)]
pub(super) struct Exchange {
    producers: HashMap<ImmutableString, List>,
    consumers: HashMap<ImmutableString, List>,
    /// Contracts as services write them that implement them, by name without version.
    implemented: HashMap<ImmutableString, List>,
    callers: HashMap<ImmutableString, List>,
    /// The names of all events, sorted.
    events: List,
}

/// Lists that are being gathered.
type Gathered = HashMap<ImmutableString, Vec<ImmutableString>>;

impl Exchange {
    fn new(services: &[Service]) -> Self {
        let name = |service: &Service, _: &ImmutableString| service.0.name.clone();
        let contract = |text: &ImmutableString| split_dependency(text).0.into();
        let producers = gather(services, Service::events_out, ImmutableString::clone, name);
        let consumers = gather(services, Service::events_in, ImmutableString::clone, name);
        let mut events: Vec<ImmutableString> =
            producers.keys().chain(consumers.keys()).cloned().collect();
        events.sort_unstable();
        events.dedup();
        Self {
            implemented: gather(services, Service::api_contracts, contract, |_, text| text.clone()),
            callers: gather(services, Service::api_dependencies, contract, name),
            producers,
            consumers,
            events: events.into_iter().collect(),
        }
    }
}

/// Gathers `value` of what each service lists, by `key`.
fn gather(
    services: &[Service],
    list: impl Fn(&Service) -> &List,
    key: impl Fn(&ImmutableString) -> ImmutableString,
    value: impl Fn(&Service, &ImmutableString) -> ImmutableString,
) -> HashMap<ImmutableString, List> {
    let mut gathered = Gathered::new();
    for service in services {
        for item in list(service).iter() {
            let values = gathered.entry(key(item)).or_default();
            let value = value(service, item);
            // A service that lists something twice is one service.
            if values.last() != Some(&value) {
                values.push(value);
            }
        }
    }
    gathered.into_iter().map(|(key, values)| (key, values.into_iter().collect())).collect()
}

impl World {
    fn exchange(&self) -> &Exchange {
        self.exchange.get_or_init(|| Exchange::new(&self.services))
    }
}

/// One side of what services exchange.
type Side = fn(&Exchange) -> &HashMap<ImmutableString, List>;

/// Name, parameter, side and what it is.
const QUESTIONS: [(&str, &[&str], Side, &str); 4] = [
    ("producers", &["event"], |all| &all.producers, "the services that produce an event, sorted"),
    ("consumers", &["event"], |all| &all.consumers, "the services that consume an event, sorted"),
    (
        "implemented",
        &["contract"],
        |all| &all.implemented,
        "what services implement of a contract, as `name@x.y.z`; it is named with or without its version",
    ),
    (
        "callers",
        &["contract"],
        |all| &all.callers,
        "the services that call a contract, sorted; it is named with or without its version",
    ),
];

/// Declares what is asked of a catalog about events and contracts.
pub(super) fn declare(api: &mut Api<'_>) {
    let mut catalog = api.more::<CatalogFacts>();
    catalog.method(
        "events",
        &[],
        Gives::List,
        "the events that services produce or consume, sorted",
        |context: NativeCallContext, catalog: &mut CatalogFacts| {
            charge(&context, catalog.0.services.len())?;
            Ok::<List, Box<EvalAltResult>>(catalog.0.exchange().events.clone())
        },
    );
    catalog.method(
        "shared_events",
        &["most"],
        Gives::List,
        "the events that more than so many services produce, sorted",
        shared_events,
    );
    for (name, parameters, side, doc) in QUESTIONS {
        catalog.method(
            name,
            parameters,
            Gives::List,
            doc,
            move |context: NativeCallContext,
                  catalog: &mut CatalogFacts,
                  asked: ImmutableString| { found(&context, catalog, side, &asked) },
        );
    }
}

fn shared_events(
    context: NativeCallContext<'_>,
    catalog: &mut CatalogFacts,
    most: INT,
) -> Result<List, Box<EvalAltResult>> {
    let most = usize::try_from(most).map_err(|_| failed("a number of services is at least 0"))?;
    let exchange = catalog.0.exchange();
    charge(&context, exchange.events.len())?;
    let producers = |event: &ImmutableString| exchange.producers.get(event).map_or(0, List::len);
    Ok(exchange.events.iter().filter(|event| producers(event) > most).cloned().collect())
}

fn found(
    context: &NativeCallContext<'_>,
    catalog: &CatalogFacts,
    side: Side,
    asked: &str,
) -> Result<List, Box<EvalAltResult>> {
    charge(context, asked.len())?;
    let all = side(catalog.0.exchange());
    let name = split_dependency(asked).0;
    Ok(all.get(name).cloned().unwrap_or_default())
}
