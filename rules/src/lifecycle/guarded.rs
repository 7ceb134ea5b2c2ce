//! Policies beside what the operations of a lifecycle read.

use meta_core::lifecycle::SharedGuard;
use meta_core::{Result, operations};
use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::PolicyGuard;
use crate::platform::part;
use crate::{CompileInput, OpenCatalogInput};

/// Policies that are asked whether something may change its state, and what they are told. All of it is part of the
/// rules of a lifecycle, and of their digest.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct GuardInput {
    /// Policies with a `guard`, which is asked about every change of state that an event asks for, or, where a machine
    /// names the guard `policy_allows`, about those transitions of it. Absent: none is asked.
    pub policies: Option<CompileInput>,
    /// The catalog that policies see. Absent: an empty one.
    pub catalog: Option<OpenCatalogInput>,
    /// Where it all happens, such as `production`: policies read it as `ctx.environment`.
    pub environment: Option<String>,
    /// Whatever policies need besides, as `ctx.data`.
    pub data: Value,
}

/// What an operation of a lifecycle reads, and policies beside it.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(rename = "{I}")]
pub struct Guarded<I> {
    /// What is read without policies.
    #[schemars(flatten)]
    pub input: I,
    /// What is told of policies.
    #[schemars(flatten)]
    pub beside: GuardInput,
}

impl<I: DeserializeOwned> Guarded<I> {
    /// Reads an input.
    ///
    /// # Errors
    /// `input_invalid`, with the place of what does not fit.
    pub fn read(value: Value) -> Result<Self> {
        let (rest, own) = part(value, &["catalog", "data", "environment", "policies"]);
        Ok(Self { input: operations::read_input(rest)?, beside: operations::read_input(own)? })
    }
}

impl GuardInput {
    /// Returns the policies, ready to be put into the rules of a lifecycle; none when there are none.
    ///
    /// ```
    /// use meta_core::document::Source;
    /// use meta_core::lifecycle::{Lifecycle, LifecycleConfig};
    /// use meta_rules::CompileInput;
    /// use meta_rules::lifecycle::GuardInput;
    ///
    /// let policy = "/*---\nid: team/frozen\ntitle: everything is frozen\nseverity: high\n\
    ///               purpose: keep the release as it is\nwhy: it is being tested\nfix: wait\n---*/\n\
    ///               fn guard(transition, ctx) { if transition.to == \"active\" { deny(\"frozen\"); } }\n";
    /// let files = [("frozen.rhai".to_owned(), Source::text(policy))].into();
    /// let policies = Some(CompileInput { files, ..CompileInput::default() });
    /// let guard = GuardInput { policies, ..GuardInput::default() }.guard()?;
    ///
    /// let config = LifecycleConfig { guard, ..LifecycleConfig::default() };
    /// let mut lifecycle = Lifecycle::open(&config, Default::default())?;
    /// for event in [
    ///     r#"{"event_id": "1", "actor": "ann", "at": "2026-01-01T00:00:00Z",
    ///         "action": {"declare": {"project": "shop", "kind": "design", "name": "cart"}}}"#,
    ///     r#"{"event_id": "2", "actor": "bob", "at": "2026-01-01T00:00:00Z",
    ///         "action": {"advance": {"subject": "shop/design/cart@1", "event": "activate"}}}"#,
    /// ] {
    ///     lifecycle.advance(&serde_json::from_str(event)?)?;
    /// }
    /// let state = lifecycle.state();
    /// assert_eq!(state.tenants["default"].artifacts[0].position.state, "draft");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`PolicyGuard::open`].
    pub fn guard(&self) -> Result<Option<SharedGuard>> {
        Ok(PolicyGuard::open(self)?.map(SharedGuard::new))
    }

    /// Names something that policies are told.
    pub(super) fn told(&self) -> Option<&'static str> {
        let told = [
            ("catalog", self.catalog.is_some()),
            ("data", !self.data.is_null()),
            ("environment", self.environment.is_some()),
        ];
        told.iter().find(|(_, is_told)| *is_told).map(|(name, _)| *name)
    }
}
