//! The policies that come with the program, named like a folder: `shipped`, `shipped/DOMAIN`, or `shipped:PACK`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use meta_core::document::Source;
use meta_core::{Error, ErrorCode, Result, suggest};
use meta_rules::{ListPoliciesInput, shipped_policies};

/// Returns the shipped policies that `root` names; none where it names something else, or a folder that is there.
pub(crate) fn policies(root: &Path) -> Option<Result<BTreeMap<String, Source>>> {
    let name = root.to_str().filter(|_| !root.is_dir())?.trim_end_matches('/');
    let rest = name.strip_prefix("shipped")?;
    let input = match (rest.strip_prefix('/'), rest.strip_prefix(':')) {
        (Some(domain), _) => ListPoliciesInput { domain: Some(domain.to_owned()), pack: None },
        (_, Some(pack)) => ListPoliciesInput { domain: None, pack: Some(pack.to_owned()) },
        _ if rest.is_empty() => ListPoliciesInput::default(),
        _ => return None,
    };
    Some(texts(&input, name))
}

fn texts(input: &ListPoliciesInput, name: &str) -> Result<BTreeMap<String, Source>> {
    let files = shipped_policies(input).map_err(|error| error.in_file(name))?;
    if files.is_empty() {
        return Err(no_domain(input, name));
    }
    let source = |(path, text): (&str, &str)| (format!("shipped/{path}"), Source::text(text));
    Ok(files.into_iter().map(source).collect())
}

fn no_domain(input: &ListPoliciesInput, name: &str) -> Error {
    let wanted = input.domain.as_deref().unwrap_or_default();
    let error = Error::new(ErrorCode::InputInvalid, "no shipped policy has the domain");
    let error = error.in_file(name);
    let all = shipped_policies(&ListPoliciesInput::default()).unwrap_or_default();
    let domains: BTreeSet<&str> = all.keys().filter_map(|path| path.split('/').next()).collect();
    match suggest::nearest(wanted, domains.iter().copied()) {
        Some(near) => error.help(format!("did you mean `shipped/{near}`?")),
        None => {
            error.help(format!("there are: {}", domains.into_iter().collect::<Vec<_>>().join(", ")))
        }
    }
}
