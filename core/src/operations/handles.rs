//! Handles: things that are prepared once and asked often, the same in every host.
//!
//! A row of [`HANDLES`] names a handle and its questions; hosts build a class from each. [`Prepared`]
//! is what their native side holds.

use serde_json::Value;

use super::{input_schema, read_input, report_schema, run_on, unknown};
use crate::document::{self, Limits};
use crate::error::Result;
use crate::graph::{Graph, OpenGraphInput, handle as graph};

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
}

/// A question to a handle.
#[derive(Clone, Copy)]
pub struct Method {
    /// Name in `snake_case`.
    pub name: &'static str,
    /// What it returns, in a sentence.
    pub doc: &'static str,
    /// Returns the JSON Schema of its input.
    pub input_schema: fn() -> Value,
    /// Returns the JSON Schema of its report.
    pub report_schema: fn() -> Value,
    run: fn(&Graph, Value) -> Result<String>,
}

macro_rules! methods {
    ($($doc:literal, $name:ident, $input:ident, $report:ident;)*) => {
        &[$(Method {
            name: stringify!($name),
            doc: $doc,
            input_schema: input_schema::<crate::graph::$input>,
            report_schema: report_schema::<crate::graph::$report>,
            run: |handle, value| run_on::<_, crate::graph::$input, crate::graph::$report>(handle, value, graph::$name),
        }),*]
    };
}

/// Every kind of handle, sorted by name.
pub const HANDLES: &[Handle] = &[Handle {
    name: "Graph",
    doc: "A dependency graph, prepared once from a service index and asked often.",
    input_schema: input_schema::<OpenGraphInput>,
    methods: methods! {
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
}];

/// A prepared handle.
#[derive(Clone, Debug)]
pub struct Prepared {
    handle: usize,
    graph: Graph,
}

impl Prepared {
    /// Prepares the handle called `name` from JSON or YAML `text`.
    ///
    /// # Errors
    /// `operation_unknown` when no handle has this name; `input_invalid` and `limit_exceeded` when the
    /// text is not what the handle is prepared from.
    pub fn open(name: &str, text: &str) -> Result<Self> {
        let Some(handle) = HANDLES.iter().position(|handle| handle.name == name) else {
            return Err(unknown("handle", name, HANDLES.iter().map(|handle| handle.name)));
        };
        let input: OpenGraphInput = read_input(document::parse(text, &Limits::CALL)?)?;
        Ok(Self { handle, graph: graph::open(&input)? })
    }

    /// Asks the question `method` with JSON or YAML `text`, and returns its report as JSON.
    ///
    /// # Errors
    /// `operation_unknown` when the handle has no such question, and as [`call`](super::call).
    pub fn call(&self, method: &str, text: &str) -> Result<String> {
        let methods = HANDLES.get(self.handle).map(|handle| handle.methods).unwrap_or_default();
        let Some(found) = methods.iter().find(|known| known.name == method) else {
            return Err(unknown("question", method, methods.iter().map(|known| known.name)));
        };
        (found.run)(&self.graph, document::parse(text, &Limits::CALL)?)
    }
}
