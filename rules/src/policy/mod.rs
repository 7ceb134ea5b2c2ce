//! Policies: a header that says what one is for, and functions that decide.

mod body;
mod header;
mod hook;
mod inspect;
pub(crate) mod kinds;
mod outline;
mod parameter;
mod quick;
mod scan;
pub(crate) mod script;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use meta_core::canonical;
use meta_core::error::Error;
use meta_core::graph::Selector;
use rhai::{Module, Shared};

pub(crate) use body::{HookBody, Parsed};
pub(crate) use header::fault_of;
pub use header::{Header, MissingFact};
pub use hook::Hook;
#[cfg(test)]
pub(crate) use outline::DECIDING;
pub(crate) use outline::{CAME_TO, Outline, RAN};
pub use parameter::{Parameter, ParameterKind};
pub(crate) use scan::{Kind, scan};

use crate::engine::Host;
use crate::engine::fault::failed;
use crate::facts::Parameters;

/// A policy, compiled.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Name of the document it was read from.
    pub path: String,
    /// What it says of itself.
    pub header: Header,
    /// SHA-256 of its text, in hexadecimal.
    pub digest: String,
    /// Which services it is about; none for all.
    pub(crate) selector: Option<Selector>,
    /// Its text.
    pub(crate) text: Arc<str>,
    pub(crate) hooks: BTreeMap<Hook, HookBody>,
    /// Its other functions.
    pub(crate) module: Shared<Module>,
    /// Whether it comes with meta-core, and a pack names it: those who write the pack do not test it.
    pub(crate) is_shipped: bool,
}

impl Policy {
    /// Returns line and column of a value of the header, by its JSON Pointer.
    pub(crate) fn header_place(&self, pointer: &str) -> (u32, u32) {
        header::place(&self.path, &self.text, pointer).unwrap_or((1, 1))
    }
}

/// A text, and the header that was read from it.
pub(crate) struct Written<'a> {
    pub(crate) path: &'a str,
    pub(crate) text: &'a str,
    pub(crate) header: Header,
    pub(crate) is_shipped: bool,
}

impl<'a> Written<'a> {
    /// Reads the header of a policy.
    pub(crate) fn read(path: &'a str, text: &'a str) -> Result<Self, Vec<Error>> {
        // It ends a line for the header, too, and then places are told that no editor shows.
        if let Some(fault) = body::lone_return(path, text) {
            return Err(vec![fault]);
        }
        Ok(Self { path, text, header: Header::read(path, text)?, is_shipped: false })
    }

    /// Returns the script as it is parsed, and everything that keeps it from being used.
    pub(crate) fn inspect(&self, host: &Host) -> Result<(Parsed, Vec<Error>), Vec<Error>> {
        body::inspected(self, host)
    }

    /// Returns the header as a document of its own, at its lines.
    pub(crate) fn header_source(&self) -> meta_core::document::Source {
        header::source(self.path, self.text)
    }

    /// Returns the text without its header.
    pub(crate) fn body(&self) -> String {
        header::without(self.text)
    }

    /// Compiles the policy. `host` must know the parameters of every policy.
    pub(crate) fn compile(self, host: &Host) -> Result<Policy, Vec<Error>> {
        let body = body::compile(&self, host)?;
        let selector = self.header.applies_to.as_deref().map(selector).transpose();
        Ok(Policy {
            selector: selector
                .map_err(|message| vec![body::fault(self.path, rhai::Position::NONE, message)])?,
            path: self.path.to_owned(),
            text: self.text.into(),
            digest: canonical::sha256_hex(self.text.as_bytes()),
            header: self.header,
            hooks: body.hooks,
            module: body.module,
            is_shipped: self.is_shipped,
        })
    }
}

/// Reads a selector of services.
fn selector(text: &str) -> Result<Selector, String> {
    Selector::parse(text)
}

/// Lets scripts read the parameters that `headers` declare.
pub(crate) fn declare_parameters<'h>(host: &mut Host, headers: impl Iterator<Item = &'h Header>) {
    let names: BTreeSet<&str> =
        headers.flat_map(|header| header.parameters.keys()).map(String::as_str).collect();
    for name in names {
        let key: Arc<str> = name.into();
        let recorder = host.recorder.clone();
        let read = move |parameters: &Parameters| {
            let value = parameters.0.get(&*key).cloned();
            if let (Some(recorder), Some(value)) = (&recorder, &value) {
                recorder.property(parameters, &key, value.clone());
            }
            value.ok_or_else(|| failed(format!("the policy has no parameter `{key}`")))
        };
        host.readers.add(name, read.clone());
        host.engine.register_get(name, move |parameters: &mut Parameters| read(parameters));
    }
}
