//! Files that did not change, where what changed refers to them, or they refer to it, or they may be one schema with it.

use std::collections::{BTreeMap, BTreeSet};

use meta_core::Result;
use meta_core::diff::{is_schema_name, references};
use meta_core::document::{Limits, Source};

use super::blobs::Blobs;
use super::program::{Repository, failed, missing};
use super::refs::After;
use super::{States, on_disk};
use crate::trees::{Asked, Trees};

/// What a reference to another file looks like, in JSON and in YAML (POSIX).
const REFERENCE: &str = "[$]ref[\"']?[[:space:]]*:[[:space:]]*[\"']?[^\"'#[:space:]]";

/// References that are followed from file to file.
const MOST_ROUNDS: usize = 100;

/// Adds to `trees` the files among `names` that refer to others, and whatever any file there refers to; and all of GraphQL,
/// when one of them has changed.
///
/// # Errors
/// When git fails.
pub(super) fn add(
    repository: &Repository,
    states: &States,
    names: &[String],
    asked: &Asked,
    trees: &mut Trees,
) -> Result<()> {
    let is_document = |source: &Source| source.as_text().is_some_and(|text| !text.is_empty());
    let mut changed = trees.before.values().chain(trees.after.values());
    // Among a few files, parts of them may have changed that were not named.
    if names.is_empty() && !changed.any(is_document) {
        return Ok(());
    }
    let mut tried: BTreeSet<String> =
        trees.before.keys().chain(trees.after.keys()).cloned().collect();
    let mut wanted = refer(repository, states, names)?;
    if trees.before.keys().chain(trees.after.keys()).any(|name| is_schema_name(name)) {
        wanted.extend(schemas(repository, states, names)?);
    }
    wanted.retain(|name| asked.wants(name));
    for _ in 0..MOST_ROUNDS {
        wanted.retain(|name| tried.insert(name.clone()));
        if !wanted.is_empty() {
            trees.before.extend(in_tree(repository, &states.before, &wanted)?);
            trees.after.extend(after(repository, states, &wanted)?);
        }
        let sources = trees.before.iter().chain(&trees.after);
        let led = sources.flat_map(|(name, source)| led(name, source));
        wanted = led.filter(|name| !tried.contains(name)).collect();
        if wanted.is_empty() {
            break;
        }
    }
    Ok(())
}

fn led(name: &str, source: &Source) -> BTreeSet<String> {
    // What cannot be read is reported by the comparison.
    let refers = |text: &str| text.contains("$ref") || text.contains("mapping");
    let asked = source.as_text().is_some_and(refers);
    if asked {
        references(source, name, &Limits::default()).unwrap_or_default()
    } else {
        BTreeSet::new()
    }
}

/// Lists the files before that refer to others.
fn refer(repository: &Repository, states: &States, names: &[String]) -> Result<BTreeSet<String>> {
    let mut arguments = vec![
        "grep",
        "-z",
        "-l",
        "-I",
        "-E",
        "--no-textconv",
        "--no-recurse-submodules",
        "-e",
        REFERENCE,
    ];
    arguments.extend([states.before.as_str(), "--"]);
    if !names.iter().any(String::is_empty) {
        arguments.extend(names.iter().map(String::as_str));
    }
    let output = repository.command(arguments).output().map_err(|error| missing(&error))?;
    match output.status.code() {
        Some(0) => {}
        // Nothing was found.
        Some(1) => return Ok(BTreeSet::new()),
        _ => return Err(failed(&output)),
    }
    let prefix = format!("{}:", states.before);
    let found = output.stdout.split(|byte| *byte == 0);
    let found = found.filter_map(|line| std::str::from_utf8(line).ok()?.strip_prefix(&prefix));
    Ok(found.map(str::to_owned).collect())
}

/// Lists the files before that may hold definitions of GraphQL.
fn schemas(repository: &Repository, states: &States, names: &[String]) -> Result<BTreeSet<String>> {
    let mut arguments = vec!["ls-tree", "-r", "-z", "--full-tree", "--name-only", &states.before];
    if !names.iter().any(String::is_empty) {
        arguments.push("--");
        arguments.extend(names.iter().map(String::as_str));
    }
    let listed = repository.run(arguments)?;
    let listed = listed.split(|byte| *byte == 0).filter_map(|name| std::str::from_utf8(name).ok());
    Ok(listed.filter(|name| is_schema_name(name)).map(str::to_owned).collect())
}

fn after(
    repository: &Repository,
    states: &States,
    names: &BTreeSet<String>,
) -> Result<BTreeMap<String, Source>> {
    match &states.after {
        After::Tree(tree) => in_tree(repository, tree, names),
        After::Index => in_tree(repository, "", names),
        After::WorkingTree => Ok(names
            .iter()
            .filter_map(|name| {
                let path = repository.path_of(name.as_bytes())?;
                Some((name.clone(), on_disk(name, &path)?))
            })
            .collect()),
    }
}

/// Reads files of a tree, or of what is staged when it has no name; those that are not there are left out.
fn in_tree(
    repository: &Repository,
    tree: &str,
    names: &BTreeSet<String>,
) -> Result<BTreeMap<String, Source>> {
    let object = |name: &String| format!("{tree}:{name}");
    // One line names one object.
    let named = names.iter().filter(|name| !name.contains('\n'));
    let blobs = Blobs::read(repository, named.map(object).collect())?;
    let text = |name: &String| {
        Some((name.clone(), Source::named(name.clone(), blobs.text(&object(name)).ok()?)))
    };
    Ok(names.iter().filter_map(text).collect())
}
