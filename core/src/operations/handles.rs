//! Handles: things that are prepared once and asked often, the same in every host.
//!
//! A row of [`HANDLES`] names a handle and its questions; hosts build a class from each. [`Prepared`]
//! is what their native side holds. Other crates have rows of their own ([`Prepared::open_among`]).

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{input_schema, read_input, report_schema, unknown, write_report};
use crate::document::{self, Limits};
use crate::error::{Error, ErrorCode, Result};
use crate::graph::handle::{
    ImpactQuery, NamesQuery, NeighbourQuery, OrderQuery, PathQuery, PathReport, ServiceNames,
};
use crate::graph::{Graph, ImpactReport, OpenGraphInput, OrderReport, handle as graph};
use crate::lifecycle::prepared::{self as lifecycle, SharedLifecycle};
use crate::lifecycle::{
    AvailableQuery, AvailableTransitions, BlockingQuery, BlockingReport, EventResults, EventsQuery,
    LifecycleDecision, LifecycleEvent, LifecycleState, OpenLifecycleInput, StateQuery,
    TransitionExplanation, TransitionQuery,
};

/// What a handle holds; which type, its rows know.
pub type State = Arc<dyn Any + Send + Sync>;

/// A kind of handle.
#[derive(Clone, Copy)]
pub struct Handle {
    /// Name of the class, such as `Graph`.
    pub name: &'static str,
    /// What it is for, in a sentence.
    pub doc: &'static str,
    /// Returns the JSON Schema of what it is prepared from.
    pub input_schema: fn() -> Value,
    /// Its questions, sorted by name.
    pub methods: &'static [Method],
    /// Prepares it from an input that was read already.
    pub open: fn(Value) -> Result<State>,
}

/// A question to a handle.
#[derive(Clone, Copy)]
pub struct Method {
    /// Name in `snake_case`.
    pub name: &'static str,
    /// What it returns, in a sentence.
    pub doc: &'static str,
    /// The kind of handle that is handed over with the question, and the name hosts give that argument.
    pub with: Option<(&'static str, &'static str)>,
    /// Returns the JSON Schema of its input.
    pub input_schema: fn() -> Value,
    /// Returns the JSON Schema of its report.
    pub report_schema: fn() -> Value,
    /// Asks it: of the handle, of the one that is handed over, on an input that was read already.
    pub run: fn(&State, Option<&State>, Value) -> Result<String>,
}

/// Returns a row of [`HANDLES`] whose state is made by `open`.
pub fn opened<I: DeserializeOwned, H: Any + Send + Sync>(
    value: Value,
    open: fn(&I) -> Result<H>,
) -> Result<State> {
    Ok(Arc::new(open(&read_input(value)?)?))
}

/// Asks a handle of type `H`.
///
/// # Errors
/// `input_invalid` when the handle is of another kind, or the input is not what is read; those of `ask`.
pub fn asked<H: Any, I: DeserializeOwned, R: Serialize>(
    state: &State,
    value: Value,
    ask: fn(&H, &I) -> Result<R>,
) -> Result<String> {
    write_report(&ask(of::<H>(state)?, &read_input(value)?)?)
}

/// Asks a handle of type `H` with one of type `O` at its side.
///
/// # Errors
/// As [`asked`], and when there is none at its side.
pub fn asked_with<H: Any, O: Any, I: DeserializeOwned, R: Serialize>(
    state: &State,
    other: Option<&State>,
    value: Value,
    ask: fn(&H, &O, &I) -> Result<R>,
) -> Result<String> {
    let other =
        other.ok_or_else(|| Error::new(ErrorCode::InputInvalid, "a second handle is needed"))?;
    write_report(&ask(of::<H>(state)?, of::<O>(other)?, &read_input(value)?)?)
}

fn of<H: Any>(state: &State) -> Result<&H> {
    let wrong = || Error::new(ErrorCode::InputInvalid, "the handle is of another kind");
    state.downcast_ref::<H>().ok_or_else(wrong)
}

/// Returns the state of the handle `Lifecycle`, for those who give it a guard.
///
/// # Errors
/// Those of [`Lifecycle::open`](crate::lifecycle::Lifecycle::open).
pub fn open_lifecycle(input: &OpenLifecycleInput) -> Result<State> {
    Ok(Arc::new(lifecycle::open(input)?))
}

macro_rules! methods {
    ($handle:ty, $ask:ident; $($doc:literal, $name:ident, $input:ty, $report:ty;)*) => {
        &[$(Method {
            name: stringify!($name),
            doc: $doc,
            with: None,
            input_schema: input_schema::<$input>,
            report_schema: report_schema::<$report>,
            run: |handle, _, value| asked::<$handle, $input, $report>(handle, value, $ask::$name),
        }),*]
    };
}

/// Every kind of handle, sorted by name.
pub const HANDLES: &[Handle] = &[GRAPH, LIFECYCLE];

const GRAPH: Handle = Handle {
    name: "Graph",
    doc: "A dependency graph, prepared once from a service index and asked often.",
    input_schema: input_schema::<OpenGraphInput>,
    open: |value| opened(value, graph::open),
    methods: methods! { Graph, graph;
        "Lists the services that a service depends on.",
            dependencies, NeighbourQuery, ServiceNames;
        "Lists the services that depend on a service.",
            dependents, NeighbourQuery, ServiceNames;
        "Finds the services that changes reach, as `find_impact` does.",
            impact, ImpactQuery, ImpactReport;
        "Orders services in waves, dependencies first, as `plan_order` does.",
            order, OrderQuery, OrderReport;
        "Returns the shortest chain of dependencies from one service to another.",
            path, PathQuery, PathReport;
        "Lists every name of the graph: the services, and what they depend on besides.",
            services, NamesQuery, ServiceNames;
    },
};

const LIFECYCLE: Handle = Handle {
    name: "Lifecycle",
    doc: "Artifacts, projects and tasks that move by events, opened once from what was stored: an event costs what it changes, not what there is.",
    input_schema: input_schema::<OpenLifecycleInput>,
    open: |value| open_lifecycle(&read_input(value)?),
    methods: methods! { SharedLifecycle, lifecycle;
        "Has an event happen, as `advance_lifecycle` does, and returns what has come of it.",
            advance, LifecycleEvent, LifecycleDecision;
        "Has events happen one after another; one that cannot happen changes nothing, and is told.",
            advance_many, EventsQuery, EventResults;
        "Lists what an actor may have happen, as `list_available` does.",
            available, AvailableQuery, AvailableTransitions;
        "Reports what is blocked, as `build_blocking_report` does.",
            blocking_report, BlockingQuery, BlockingReport;
        "Tells what an event would do, and why it would not, as `explain_transition` does.",
            explain, TransitionQuery, TransitionExplanation;
        "Returns where everything is, to be stored.",
            state, StateQuery, LifecycleState;
    },
};

/// A prepared handle.
#[derive(Clone)]
pub struct Prepared {
    handle: &'static Handle,
    state: State,
}

impl fmt::Debug for Prepared {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Prepared").field("handle", &self.handle.name).finish_non_exhaustive()
    }
}

impl Prepared {
    /// Prepares the handle called `name` from JSON or YAML `text`.
    ///
    /// # Errors
    /// `operation_unknown` when no handle has this name; `input_invalid` and `limit_exceeded` when the
    /// text is not what the handle is prepared from.
    pub fn open(name: &str, text: &str) -> Result<Self> {
        Self::open_among(HANDLES, name, text)
    }

    /// As [`Prepared::open`], for the kinds of handles in `handles`.
    ///
    /// # Errors
    /// As [`Prepared::open`].
    pub fn open_among(handles: &'static [Handle], name: &str, text: &str) -> Result<Self> {
        let Some(handle) = handles.iter().find(|handle| handle.name == name) else {
            return Err(unknown("handle", name, handles.iter().map(|handle| handle.name)));
        };
        Ok(Self { handle, state: (handle.open)(document::parse(text, &Limits::CALL)?)? })
    }

    /// Asks the question `method` with JSON or YAML `text`, and returns its report as JSON.
    ///
    /// # Errors
    /// `operation_unknown` when the handle has no such question, and as [`call`](super::call).
    pub fn call(&self, method: &str, text: &str) -> Result<String> {
        self.ask(method, None, text)
    }

    /// As [`Prepared::call`], with another handle at its side.
    ///
    /// # Errors
    /// As [`Prepared::call`], and `input_invalid` when the question asks for another kind of handle.
    pub fn call_with(&self, method: &str, other: &Self, text: &str) -> Result<String> {
        self.ask(method, Some(other), text)
    }

    fn ask(&self, method: &str, other: Option<&Self>, text: &str) -> Result<String> {
        let methods = self.handle.methods;
        let Some(found) = methods.iter().find(|known| known.name == method) else {
            return Err(unknown("question", method, methods.iter().map(|known| known.name)));
        };
        match (found.with, other.map(|other| other.handle.name)) {
            (Some((wanted, name)), given) if given != Some(wanted) => {
                let message = format!("the question `{method}` needs a `{wanted}`");
                return Err(Error::invalid(format!("/{name}"), message));
            }
            (None, Some(_)) => {
                return Err(Error::invalid(
                    "",
                    format!("the question `{method}` takes no other handle"),
                ));
            }
            _ => {}
        }
        let value = document::parse(text, &Limits::CALL)?;
        (found.run)(&self.state, other.map(|other| &other.state), value)
    }
}

/// What is asked where a question has no input.
#[derive(Clone, Debug, Default, serde::Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoInput {}
