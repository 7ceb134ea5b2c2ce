//! Packs: what a team sets for a set of policies, as data.

use std::collections::BTreeMap;

use meta_core::document::pointer;
use meta_core::error::{Error, ErrorCode};
use meta_core::finding::{Exceptions, Waiver};
use meta_core::suggest;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::policy::{Header, Hook};

/// The manifest of a pack: which policies it has and how they count.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields, extend("required" = ["name", "version"]))]
pub struct Pack {
    /// Name of the pack.
    #[schemars(length(min = 1))]
    pub name: String,
    /// Version of the pack (SemVer 2.0.0).
    #[schemars(length(min = 1))]
    pub version: String,
    /// What the pack is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// Policies that come with meta-core and belong to the pack, too: an identifier such as `security/unsigned_images`,
    /// every policy of a domain as `security/*`, or `*`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub shipped: Vec<String>,
    /// Parameters by the identifier of their policy.
    pub parameters: BTreeMap<String, BTreeMap<String, Value>>,
    /// How far the rollout of a policy is, by its identifier; `deny` for those without.
    pub modes: BTreeMap<String, Mode>,
    /// Policies in the order they are asked in; the others follow by identifier.
    pub order: Vec<String>,
    /// How the answers of several policies are combined, by the name of the hook.
    pub combine: BTreeMap<Hook, Combine>,
    /// Findings accepted by decision.
    pub waivers: Vec<Waiver>,
}

/// How far the rollout of a policy is.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// It is not asked.
    Off,
    /// It is asked, and what it says is told apart: nothing of it counts.
    Shadow,
    /// What it denies counts as a warning.
    Warn,
    /// What it denies is denied.
    #[default]
    Deny,
}

impl Mode {
    /// Returns the name packs write.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Shadow => "shadow",
            Self::Warn => "warn",
            Self::Deny => "deny",
        }
    }
}

/// How the answers of several policies about one subject are combined.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Combine {
    /// One that denies decides.
    #[default]
    DenyOverrides,
    /// The first that has an opinion decides.
    FirstApplicable,
    /// Every one must allow.
    All,
}

meta_core::schema::shape!(Pack, "policy-pack", version "1", at "policies/**/pack.yaml");

impl Pack {
    /// Returns the accepted findings.
    pub(crate) fn exceptions(&self) -> Exceptions {
        Exceptions { waivers: self.waivers.clone(), baseline: Vec::new() }
    }

    /// Returns the values of the parameters of a policy.
    pub(crate) fn parameters_of(&self, header: &Header) -> BTreeMap<String, Value> {
        let set = self.parameters.get(&header.id);
        let value = |name: &String, default: &Value| {
            set.and_then(|set| set.get(name)).unwrap_or(default).clone()
        };
        let declared = header.parameters.iter();
        declared.map(|(name, parameter)| (name.clone(), value(name, &parameter.default))).collect()
    }

    /// Says what is wrong with what the pack sets for `headers`.
    pub(crate) fn faults(&self, path: &str, headers: &[&Header]) -> Vec<Error> {
        let setting = Setting { path, headers };
        let mut faults = Vec::new();
        for (id, set) in &self.parameters {
            faults.extend(setting.parameters(&pointer::push("/parameters", id), id, set));
        }
        let unknown = |id: &&String| setting.find(id).is_none();
        let modes = self.modes.keys().filter(unknown);
        faults.extend(modes.map(|id| setting.unknown(pointer::push("/modes", id), id)));
        let listed = self.order.iter().enumerate().filter(|(_, id)| unknown(id));
        faults.extend(listed.map(|(index, id)| setting.unknown(format!("/order/{index}"), id)));
        faults
    }
}

/// What a pack is held against.
struct Setting<'a> {
    path: &'a str,
    headers: &'a [&'a Header],
}

impl Setting<'_> {
    fn find(&self, id: &str) -> Option<&Header> {
        self.headers.iter().find(|header| header.id == id).copied()
    }

    fn fault(&self, pointer: String, message: String) -> Error {
        Error::new(ErrorCode::PolicyInvalid, message).in_file(self.path).at(pointer)
    }

    fn unknown(&self, pointer: String, id: &str) -> Error {
        let error = self.fault(pointer, format!("no policy has the identifier `{id}`"));
        match suggest::nearest(id, self.headers.iter().map(|header| header.id.as_str())) {
            Some(near) => error.help(format!("did you mean `{near}`?")),
            None => error,
        }
    }

    /// Says what is wrong with the parameters of one policy.
    fn parameters(&self, at: &str, id: &str, set: &BTreeMap<String, Value>) -> Vec<Error> {
        let Some(header) = self.find(id) else { return vec![self.unknown(at.to_owned(), id)] };
        parameter_faults(self.path, at, header, set)
    }
}

/// Says which of `set`, at the JSON Pointer `at` of a document, are no parameters of a policy.
pub(crate) fn parameter_faults(
    path: &str,
    at: &str,
    header: &Header,
    set: &BTreeMap<String, Value>,
) -> Vec<Error> {
    let id = &header.id;
    let fault = |(name, value): (&String, &Value)| {
        let message = match header.parameters.get(name) {
            None => format!("`{id}` has no parameter `{name}`"),
            Some(parameter) => {
                let misfit = parameter.kind.check(value).err()?;
                format!("the parameter `{name}` of `{id}`: {misfit}")
            }
        };
        let fault = Error::new(ErrorCode::PolicyInvalid, message).in_file(path);
        let fault = fault.at(pointer::push(at, name));
        Some(match suggest::nearest(name, header.parameters.keys().map(String::as_str)) {
            Some(near) if !header.parameters.contains_key(name) => {
                fault.help(format!("did you mean `{near}`?"))
            }
            _ => fault,
        })
    };
    set.iter().filter_map(fault).collect()
}
