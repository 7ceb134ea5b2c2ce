//! The policies that come with this library, and packs of them.

mod files;

use std::collections::BTreeMap;

use meta_core::Result;
use meta_core::document::Source;
use meta_core::error::{Error, ErrorCode};
use meta_core::suggest;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::CompileInput;
use crate::operations::PolicySummary;
use crate::{PolicySet, is_pack};
use files::FILES;

/// Texts by names.
type Texts = BTreeMap<&'static str, &'static str>;

/// What `list_policies` reads.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListPoliciesInput {
    /// A pack, such as `starter`, whose manifest is added; not beside `domain`. Absent: the policies as their headers
    /// say.
    #[serde(default)]
    pub pack: Option<String>,
    /// Only policies of this domain, such as `security`. Absent: all.
    #[serde(default)]
    pub domain: Option<String>,
}

/// What `list_policies` returns.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ShippedPolicies {
    /// Texts by the names of their documents, as policies are compiled from.
    pub files: BTreeMap<String, String>,
    /// What the policies say of themselves, in the order they are asked in.
    pub policies: Vec<PolicySummary>,
}

/// Lists the policies that come with this library, with their texts.
///
/// # Errors
/// `input_invalid` when no pack has the name, or a pack and a domain are asked for.
pub fn list_policies(input: &ListPoliciesInput) -> Result<ShippedPolicies> {
    let files = shipped_policies(input)?;
    let sources = files.iter().map(|(name, text)| ((*name).to_owned(), Source::text(*text)));
    let compiled = CompileInput { files: sources.collect(), ..CompileInput::default() };
    let policies = PolicySet::compile(&compiled)?.summaries();
    let files = files.into_iter().map(|(name, text)| (name.to_owned(), text.to_owned()));
    Ok(ShippedPolicies { files: files.collect(), policies })
}

/// Returns the texts of policies that come with this library, by the names of their documents: what a set is compiled
/// from.
///
/// # Errors
/// `input_invalid` when no pack has the name, or a pack and a domain are asked for.
pub fn shipped_policies(input: &ListPoliciesInput) -> Result<BTreeMap<&'static str, &'static str>> {
    if let (Some(_), Some(_)) = (&input.pack, &input.domain) {
        let error = Error::invalid("/domain", "a pack sets policies of every domain");
        return Err(error.help("leave out the pack, or the domain"));
    }
    let is_wanted = |name: &str| match &input.domain {
        Some(domain) => name.split('/').next() == Some(domain),
        None => true,
    };
    let policies = FILES.iter().copied().filter(|(name, _)| !is_pack(name) && is_wanted(name));
    let mut files: BTreeMap<&'static str, &'static str> = policies.collect();
    if let Some(pack) = &input.pack {
        files.insert("pack.yaml", manifest(pack)?);
    }
    Ok(files)
}

/// Returns the policies that a pack names, by their identifiers.
///
/// # Errors
/// `policy_invalid` for each name that means none, with its JSON Pointer in the manifest.
pub(crate) fn named(names: &[String]) -> std::result::Result<Texts, Vec<Error>> {
    let policies: BTreeMap<&str, &str> = FILES
        .iter()
        .filter_map(|(name, text)| Some((name.strip_suffix(".rhai")?, *text)))
        .collect();
    let (mut found, mut faults) = (BTreeMap::new(), Vec::new());
    for (index, wanted) in names.iter().enumerate() {
        let mut meant = policies.iter().filter(|(id, _)| is_meant(wanted, id)).peekable();
        if meant.peek().is_none() {
            faults.push(unknown(index, wanted, &policies));
        }
        found.extend(meant);
    }
    if faults.is_empty() { Ok(found) } else { Err(faults) }
}

/// Tells whether a name of a pack means a policy: all, those of a domain, or one.
fn is_meant(wanted: &str, id: &str) -> bool {
    let many = wanted.strip_suffix('*').filter(|start| start.is_empty() || start.ends_with('/'));
    many.map_or(wanted == id, |start| id.starts_with(start))
}

fn unknown(index: usize, wanted: &str, policies: &Texts) -> Error {
    let message = format!("no policy that comes with meta-core is `{wanted}`");
    let error = Error::new(ErrorCode::PolicyInvalid, message).at(format!("/shipped/{index}"));
    match suggest::nearest(wanted, policies.keys().copied()) {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error.help("`list_policies` and `meta-core policy list shipped` tell them"),
    }
}

/// Lists the packs that come with this library.
pub fn shipped_packs() -> impl Iterator<Item = &'static str> {
    let folder = |name: &'static str| name.strip_prefix("packs/")?.strip_suffix("/pack.yaml");
    FILES.iter().filter_map(move |(name, _)| folder(name))
}

fn manifest(pack: &str) -> Result<&'static str> {
    let wanted = format!("packs/{pack}/pack.yaml");
    let found = FILES.iter().find(|(name, _)| *name == wanted);
    found.map(|(_, text)| *text).ok_or_else(|| {
        let error = Error::new(ErrorCode::InputInvalid, format!("no pack is called `{pack}`"));
        let known: Vec<&str> = shipped_packs().collect();
        error.at("/pack").help(format!("there are: {}", known.join(", ")))
    })
}
