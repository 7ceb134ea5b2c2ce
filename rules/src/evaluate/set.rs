//! Policies, compiled once and asked often.

use std::collections::BTreeMap;
use std::sync::Arc;

use meta_core::canonical;
use meta_core::document::Source;
use meta_core::error::{Error, ErrorCode, Result};
use rhai::Dynamic;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use super::loaded::LoadedPack;
use super::timings::Stopwatch;
use crate::engine::nodes::Node;
use crate::engine::{Host, Limits};
use crate::facts::{Parameters, cell};
use crate::operations::PolicySummary;
use crate::pack::{Combine, Mode, Pack};
use crate::policy::{self, Header, Hook, HookBody, Policy, Written};

/// What policies are compiled from.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CompileInput {
    /// Policies and the manifest of their pack by the names of their documents: `*.rhai`, and `pack.yaml`.
    pub files: BTreeMap<String, Source>,
    /// What a policy may cost.
    #[serde(default)]
    pub limits: Limits,
}

/// Policies, compiled: shared, not copied, and usable from any thread.
#[derive(Clone)]
pub struct PolicySet {
    compiled: Arc<Compiled>,
    /// Whether the engine evaluates everything.
    is_plain: bool,
}

struct Compiled {
    host: Host,
    installed: Vec<Installed>,
    pack: Option<LoadedPack>,
    limits: Limits,
    digest: String,
    /// How long compiling took, when a clock was lent.
    compile_ms: Option<f64>,
}

/// A policy, and what the pack sets for it.
#[derive(Debug)]
pub(crate) struct Installed {
    pub(crate) policy: Policy,
    pub(crate) mode: Mode,
    pub(crate) parameters: Parameters,
}

impl Installed {
    pub(crate) fn is_shadow(&self) -> bool {
        self.mode == Mode::Shadow
    }

    /// Returns the policy with other values for some of its parameters.
    pub(crate) fn with_parameters(&self, values: &BTreeMap<String, Value>) -> Self {
        let mut parameters = (*self.parameters.0).clone();
        let values = values.iter();
        parameters.extend(values.map(|(name, value)| {
            (name.as_str().into(), parameter(&self.policy.header, name, value))
        }));
        let parameters = Parameters(Arc::new(parameters));
        Self { policy: self.policy.clone(), mode: self.mode, parameters }
    }
}

impl std::fmt::Debug for PolicySet {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("PolicySet").field("digest", &self.compiled.digest).finish_non_exhaustive()
    }
}

impl PolicySet {
    /// Compiles policies.
    ///
    /// # Errors
    /// `policy_invalid` for the first fault, with its document, line and column; [`PolicySet::faults`] lists all.
    pub fn compile(input: &CompileInput) -> Result<Self> {
        Self::try_compile(input).map_err(|mut faults| {
            faults.truncate(1);
            faults.pop().unwrap_or_else(|| {
                Error::new(ErrorCode::PolicyInvalid, "the policies cannot be used")
            })
        })
    }

    /// Lists what is wrong with policies, by document and line.
    pub fn faults(input: &CompileInput) -> Vec<Error> {
        Self::try_compile(input).err().unwrap_or_default()
    }

    pub(crate) fn try_compile(input: &CompileInput) -> std::result::Result<Self, Vec<Error>> {
        let mut compile_ms = None;
        let compile = || Self::compiled(input);
        let mut set = Stopwatch::if_any().time(&mut compile_ms, compile)?;
        if let Some(compiled) = Arc::get_mut(&mut set.compiled) {
            compiled.compile_ms = compile_ms;
        }
        Ok(set)
    }

    /// Returns how long compiling took, when a clock was lent meanwhile.
    pub(crate) fn compile_ms(&self) -> Option<f64> {
        self.compiled.compile_ms
    }

    fn compiled(input: &CompileInput) -> std::result::Result<Self, Vec<Error>> {
        let mut faults = Vec::new();
        if let Some(fault) = input.limits.fault() {
            faults.push(fault);
        }
        let pack = LoadedPack::of(&input.files, &mut faults);
        let shipped = pack.as_ref().map(|pack| pack.shipped(&mut faults)).unwrap_or_default();
        let written = read(&input.files, &shipped, &mut faults);
        faults.extend(repeated(&written));
        let headers: Vec<&Header> = written.iter().map(|policy| &policy.header).collect();
        if let Some(pack) = &pack {
            faults.extend(pack.without_policies(written.is_empty() && faults.is_empty()));
            faults
                .extend(pack.pack.faults(&pack.path, &headers).into_iter().map(|e| pack.place(e)));
        }
        let mut host = Host::new(&input.limits);
        policy::declare_parameters(&mut host, headers.into_iter());
        let mut policies = Vec::new();
        for policy in written {
            match policy.compile(&host) {
                Ok(policy) => policies.push(policy),
                Err(found) => faults.extend(found),
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        Self::assemble(host, policies, pack, input.limits.clone()).map_err(|error| vec![error])
    }

    /// Returns policies that are watched: they are asked one by one by the engine itself, and nothing is made of what
    /// they say.
    pub(crate) fn watched(host: Host, installed: Vec<Installed>, limits: Limits) -> Self {
        let digest = String::new();
        let compile_ms = None;
        let compiled =
            Arc::new(Compiled { host, installed, pack: None, limits, digest, compile_ms });
        Self { compiled, is_plain: true }
    }

    fn assemble(
        host: Host,
        policies: Vec<Policy>,
        loaded: Option<LoadedPack>,
        limits: Limits,
    ) -> Result<Self> {
        let defaults = Pack::default();
        let pack = loaded.as_ref().map_or(&defaults, |loaded| &loaded.pack);
        let mut installed: Vec<Installed> =
            policies.into_iter().map(|policy| install(policy, pack)).collect();
        let rank =
            |id: &str| pack.order.iter().position(|listed| listed == id).unwrap_or(usize::MAX);
        installed.sort_by(|a, b| {
            let key = |i: &Installed| (rank(&i.policy.header.id), i.policy.header.id.clone());
            key(a).cmp(&key(b))
        });
        let parts: BTreeMap<&str, &str> = installed
            .iter()
            .map(|i| (i.policy.header.id.as_str(), i.policy.digest.as_str()))
            .collect();
        let digest = canonical::digest_hex(&(parts, pack))?;
        let compile_ms = None;
        let compiled =
            Arc::new(Compiled { host, installed, pack: loaded, limits, digest, compile_ms });
        Ok(Self { compiled, is_plain: false })
    }

    /// Returns the same policies without our own nodes, so that the engine evaluates every expression: slower, with
    /// the same answers. Tests compare the two.
    #[doc(hidden)]
    #[must_use]
    pub fn plain(&self) -> Self {
        Self { compiled: Arc::clone(&self.compiled), is_plain: true }
    }

    /// Returns the node that a hook is; none when the engine evaluates it.
    pub(super) fn node<'h>(&self, hook: &'h HookBody) -> Option<&'h Node> {
        if self.is_plain { None } else { hook.node.as_deref() }
    }

    /// Returns the SHA-256 of the policies and their pack, in hexadecimal.
    pub fn digest(&self) -> &str {
        &self.compiled.digest
    }

    /// Lists the headers of the policies, in the order they are asked in.
    pub fn headers(&self) -> impl Iterator<Item = &Header> {
        self.compiled.installed.iter().map(|installed| &installed.policy.header)
    }

    /// Lists the hooks of the policies, in the order these are asked in.
    pub fn hooks(&self) -> impl Iterator<Item = Vec<Hook>> {
        self.compiled
            .installed
            .iter()
            .map(|installed| installed.policy.hooks.keys().copied().collect())
    }

    /// Returns the name of the document of a policy, by its identifier.
    pub fn path_of(&self, id: &str) -> Option<&str> {
        let mut installed = self.installed().iter();
        let found = installed.find(|installed| installed.policy.header.id == id)?;
        Some(&found.policy.path)
    }

    pub(crate) fn host(&self) -> &Host {
        &self.compiled.host
    }

    pub(crate) fn installed(&self) -> &[Installed] {
        &self.compiled.installed
    }

    pub(crate) fn pack(&self) -> Option<&LoadedPack> {
        self.compiled.pack.as_ref()
    }

    /// Tells whether the pack sets a parameter of a policy.
    pub(crate) fn sets(&self, id: &str, name: &str) -> bool {
        let set = self.pack().and_then(|loaded| loaded.pack.parameters.get(id));
        set.is_some_and(|set| set.contains_key(name))
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.compiled.limits
    }

    pub(crate) fn combine(&self, hook: Hook) -> Combine {
        let stated = self.pack().and_then(|pack| pack.pack.combine.get(&hook));
        stated.copied().unwrap_or_default()
    }

    /// Lists the policies with what the pack sets for them, in the order they are asked in.
    pub fn summaries(&self) -> Vec<PolicySummary> {
        let summary = |installed: &Installed| PolicySummary {
            path: installed.policy.path.clone(),
            header: installed.policy.header.clone(),
            digest: installed.policy.digest.clone(),
            mode: installed.mode,
            hooks: installed.policy.hooks.keys().copied().collect(),
        };
        self.installed().iter().map(summary).collect()
    }
}

fn install(policy: Policy, pack: &Pack) -> Installed {
    let mode = pack.modes.get(&policy.header.id).copied().unwrap_or_default();
    let values = pack.parameters_of(&policy.header).into_iter().map(|(name, value)| {
        let value = parameter(&policy.header, &name, &value);
        (name.into(), value)
    });
    let parameters = Parameters(Arc::new(values.collect()));
    Installed { policy, mode, parameters }
}

/// Returns the value of a parameter as scripts see it.
fn parameter(header: &Header, name: &str, value: &Value) -> Dynamic {
    let kind = header.parameters.get(name).map(|parameter| parameter.kind);
    // A number may be written as `1`; scripts compare it with numbers.
    match (kind, value.as_f64()) {
        (Some(policy::ParameterKind::Number), Some(number)) => number.into(),
        _ => cell(value),
    }
}

/// Tells whether a document is a policy, by its name.
pub fn is_policy(path: &str) -> bool {
    std::path::Path::new(path).extension().is_some_and(|ending| ending == "rhai")
}

/// Tells whether a document is the manifest of a pack, by its name.
pub fn is_pack(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    matches!(name, "pack.yaml" | "pack.yml" | "pack.json")
}

/// Returns the text of a policy; none for what is no policy.
fn text_of<'a>(path: &str, source: &'a Source) -> Result<Option<&'a str>> {
    if !is_policy(path) {
        return Ok(None);
    }
    if let Source::Unreadable { reason, .. } = source {
        return Err(reason.clone().in_file(path));
    }
    let text = source.as_text();
    let fault = || Error::new(ErrorCode::PolicyInvalid, "a policy is a text").in_file(path);
    text.map(Some).ok_or_else(fault)
}

/// Reads the policies: the shipped ones of the pack first, so that a fault of both is told of the other.
fn read<'a>(
    files: &'a BTreeMap<String, Source>,
    shipped: &'a BTreeMap<String, &'static str>,
    faults: &mut Vec<Error>,
) -> Vec<Written<'a>> {
    let mut written = Vec::new();
    for (path, text) in shipped {
        match Written::read(path, text) {
            Ok(policy) => written.push(Written { is_shipped: true, ..policy }),
            Err(found) => faults.extend(found),
        }
    }
    for (path, source) in files {
        match text_of(path, source).map(|text| text.map(|text| Written::read(path, text))) {
            Ok(Some(Ok(policy))) => written.push(policy),
            Ok(Some(Err(found))) => faults.extend(found),
            Ok(None) => {}
            Err(error) => faults.push(error),
        }
    }
    written
}

/// Two policies must not have one identifier: their findings could not be told apart.
fn repeated(written: &[Written<'_>]) -> Vec<Error> {
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    let mut faults = Vec::new();
    for policy in written {
        let id = policy.header.id.as_str();
        if let Some(first) = seen.get(id) {
            let message = format!("`{id}` is the identifier of {first}, too");
            let error = Error::new(ErrorCode::PolicyInvalid, message).in_file(policy.path);
            faults.push(error.on(1, 1).help("give one of the two another identifier"));
        } else {
            seen.insert(id, policy.path);
        }
    }
    faults
}
